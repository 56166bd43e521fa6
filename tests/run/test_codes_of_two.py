"""A payment code on the slips of two notices is nobody's: neither is printed; nor is the second when the first went out in an earlier run."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from printjob.extract.format import Format, read_format
from printjob.mailroom.plan import unmailed
from printjob.model.piece import State
from printjob.run import close
from printjob.run.admission import Admission, admit_here, gather
from printjob.run.begin import begin
from printjob.run.close import faults_of
from printjob.run.fingerprint import fingerprint
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.planning import plan
from printjob.run.progress import Progress
from printjob.run.receive import receive
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site
from tests.run.nights import fresh_home

CODE, NIGHT = "019917", date(2026, 4, 1)
SERIES = f"{CODE}-light-vehicle-tax-2026-1"
CODES = ("cvs_code", "elqr", "ocr_upper", "ocr_lower", "el_number", "el_confirmation", "usable_until", "due_on", "amount")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return fresh_home(tmp_path / "home")


def delivered(home: Home) -> Path:
    """Notices with slips, in fixed lines."""
    order = SampleOrder(form="light-vehicle-tax", municipality=CODE, count=60, seed=5, business_date=NIGHT, carrier="fixed")
    return write_sample(Site(home.site), home.inbox / CODE, order).folder


def slip_lines(fmt: Format, content: bytes) -> list[tuple[int, bytes]]:
    """The places of slips of a small amount in the file's lines, and the lines."""
    lines = content.split(b"\r\n")
    return [(at, line) for at, line in enumerate(lines) if line.startswith(fmt.by_role["slip"].code.encode()) and field(fmt, line, "elqr").strip()]


def field(fmt: Format, line: bytes, name: str) -> bytes:
    one = next(one for one in fmt.by_role["slip"].fields if one.name == name)
    return line[one.at - 1 : one.at - 1 + one.width]


def with_fields(fmt: Format, line: bytes, other: bytes, names: tuple[str, ...]) -> bytes:
    for one in fmt.by_role["slip"].fields:
        if one.name in names:
            line = line[: one.at - 1] + other[one.at - 1 : one.at - 1 + one.width] + line[one.at - 1 + one.width :]
    return line


def rewritten(folder: Path, manifest: dict[str, Any], lines: list[bytes]) -> None:
    """The delivery with other lines, its manifest true to them."""
    file = folder / manifest["files"][0]["name"]
    file.write_bytes(b"\r\n".join(lines))
    manifest["files"][0]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def renumbered(fmt: Format, line: bytes) -> bytes:
    """A line of a notice under another notice number: its first digit is a nine."""
    for kind in (fmt.data, *fmt.by_role.values()):
        number = next((one for one in kind.fields if one.name == "notice_number"), None)
        if number and line.startswith(kind.code.encode()):
            return line[: number.at - 1] + b"9" + line[number.at :]
    return line


def recorded_night(home: Home, ledger: Ledger) -> Admission:
    """A night up to its entry in the ledger; its pages are not composed."""
    frozen = begin(home, ledger, NightOrder(home=home.folder, business_date=NIGHT), fingerprint(home.site, ""), home.runs)
    run = home.runs / frozen.run
    received = receive(home, ledger, Site(home.site), run, frozen, Progress(io.StringIO()))
    admit_here(run, received.deliveries, received.kits)
    admission = gather(run, received.deliveries, received.series(), ledger.printed, ledger.codes)
    planned = plan(run, frozen, received, admission, unmailed(admission.rows))
    close.record(ledger, run, frozen, received, admission, planned, close.summarise(frozen, received, admission, planned))
    close.settle(home, ledger)
    return admission


def test_a_code_of_an_earlier_night_under_a_new_notice_number_is_set_aside(home: Home) -> None:
    folder = delivered(home)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    fmt = read_format(Site(home.site).format_file(manifest["format"]))
    lines = (folder / manifest["files"][0]["name"]).read_bytes().split(b"\r\n")
    with Ledger(home.ledger) as ledger:
        first = recorded_night(home, ledger)
        assert first.duplicates == {}
        numbers = np.concatenate(list(ledger.codes(SERIES)))
        assert len(numbers) == len(set(numbers.tolist())) > len(slip_lines(fmt, b"\r\n".join(lines)))
        assert list(ledger.codes(SERIES.replace("-1", "-2"))) == []

        shutil.copytree(home.accepted / CODE / f"20260401-01-{folder.name}", home.inbox / CODE / "again")
        rewritten(home.inbox / CODE / "again", manifest, [renumbered(fmt, line) for line in lines])
        second = recorded_night(home, ledger)
        with_slips = {field(fmt, line, "notice_number") for _, line in slip_lines(fmt, b"\r\n".join(lines))}
        aside = second.rows[second.rows["state"] == State.QUARANTINED]
        assert {number[1:] for number in aside["notice"].tolist()} == {number[1:] for number in with_slips}
        assert set(second.duplicates.values()) == {"PJ-1214-E"}
        assert len(list(ledger.codes(SERIES))) == 1, "what was not printed leaves no code"


def test_two_notices_with_one_code_are_both_set_aside(home: Home) -> None:
    folder, site = delivered(home), Site(home.site)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    fmt, file = read_format(site.format_file(manifest["format"])), folder / manifest["files"][0]["name"]
    lines = file.read_bytes().split(b"\r\n")
    slips = slip_lines(fmt, file.read_bytes())
    first, mine = slips[0]
    second = next(
        at for at, line in slips[1:]
        if field(fmt, line, "notice_number") != field(fmt, mine, "notice_number")
        and all(field(fmt, line, name) == field(fmt, mine, name) for name in ("amount", "due_on", "usable_until", "term", "use"))
    )  # fmt: skip
    lines[second] = with_fields(fmt, lines[second], mine, CODES)
    rewritten(folder, manifest, lines)

    with Ledger(home.ledger) as ledger:
        frozen = begin(home, ledger, NightOrder(home=home.folder, business_date=NIGHT), fingerprint(home.site, ""), home.runs)
        run = home.runs / frozen.run
        received = receive(home, ledger, site, run, frozen, Progress(io.StringIO()))
    admit_here(run, received.deliveries, received.kits)
    admission = gather(run, received.deliveries, received.series(), lambda _: ())
    wanted = {field(fmt, lines[at], "notice_number").strip() for at in (first, second)}
    aside = admission.rows[admission.rows["state"] == State.QUARANTINED]
    assert set(aside["notice"].tolist()) == wanted
    assert set(admission.duplicates.values()) == {"PJ-1214-E"}
    assert [(fault.id, fault.record) for fault in faults_of(run, 0, received.deliveries[0], admission)] == [("PJ-1214-E", int(n)) for n in aside["number"]]
