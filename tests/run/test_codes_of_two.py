"""A payment code on the slips of two notices is nobody's: neither is printed, and whose codes may stand there the settings say."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pytest

from printjob.admit.payment import Billers
from printjob.errors import DeclarationRefused
from printjob.extract.format import Format, read_format
from printjob.model.piece import State
from printjob.run.admission import admit_here, gather
from printjob.run.begin import begin
from printjob.run.campaigns import billers_on
from printjob.run.close import faults_of
from printjob.run.fingerprint import fingerprint
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.progress import Progress
from printjob.run.receive import receive
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site
from tests.run.nights import fresh_home

CODE, NIGHT = "019917", date(2026, 4, 1)
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
    file.write_bytes(b"\r\n".join(lines))
    manifest["files"][0]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

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


def test_whose_codes_may_stand_on_slips_is_a_dated_setting(home: Home) -> None:
    path = home.site / "municipalities" / f"{CODE}.yaml"
    assert billers_on(Site(home.site).municipality(CODE), NIGHT) == Billers(("999999",), ("99999",))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('  makers: ["999999"]', '  makers:\n    - {from: 2026-04-02, is: ["919191"]}\n    - {from: 2025-04-01, is: ["999999", "959919"]}').replace(
            '  institutions: ["99999"]', "  remark: none"
        ),
        encoding="utf-8",
    )
    municipality = Site(home.site).municipality(CODE)
    assert billers_on(municipality, NIGHT) == Billers(("999999", "959919"), None)
    assert billers_on(municipality, date(2026, 4, 2)) == Billers(("919191",), None)
    with pytest.raises(DeclarationRefused):
        billers_on(municipality, date(2025, 3, 31))
