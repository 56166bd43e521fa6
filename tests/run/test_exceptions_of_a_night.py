"""A night prints what two named persons approved, says so in receipt and audit log, and holds a notice whose text has changed since."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec

from printjob.admit.exceptions import Excepted, text_sha256
from printjob.model.record import Record
from printjob.model.runfolder import read_planned_rows, read_prepared
from printjob.run.excepting import add_exception
from printjob.run.home import Home
from tests.run.nights import CITY, RUN, batch, deliver, fresh_home
from tests.sample.making import FIXED, site_format, take

NAMES = site_format(FIXED).data.names
PRINT_AS = "承認　済子"


def delivered(home: Home) -> dict[str, Record]:
    """The records that wait, by notice number, as the reader gives them."""
    (folder,) = home.inbox.glob("*/*")
    records = [record for result in take(folder).results for record in result.records]
    return {str(record.values[NAMES.index("notice_number")]): record for record in records}


def exception(notice: str, text: str) -> Excepted:
    return Excepted(
        form="property-tax", fiscal_year=2026, notice=notice, field="name", original_sha256=text_sha256(text), print_as=PRINT_AS,
        reason="字形なし", approved_by=("北海 一郎", "見本 次郎"), on=date(2026, 4, 1),
    )  # fmt: skip


def test_an_approved_text_is_printed_and_said(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    deliver(home, CITY, 4)
    records = delivered(home)
    first, second = sorted(records)[:2]
    name = {notice: str(record.values[NAMES.index("name")]) for notice, record in records.items()}
    add_exception(home, CITY, exception(first, name[first]))
    add_exception(home, CITY, exception(second, name[second] + "々"))

    outcome = batch(home.folder)
    assert (outcome.exit, outcome.summary["notices"], outcome.summary["held"]) == (4, 3, 1)
    (receipt,) = home.outbox.glob("*/*.json")
    told = [(fault["id"], fault["record"], fault["field"]) for fault in json.loads(receipt.read_text(encoding="utf-8"))["faults"]]
    numbers = {notice: record.number for notice, record in records.items()}
    assert sorted(told) == [("PJ-1309-I", numbers[first], "name"), ("PJ-1310-W", numbers[second], "name")]
    (noted,) = home.audit.glob(f"{RUN}-*.jsonl")
    assert [msgspec.json.decode(line)["record"] for line in noted.read_bytes().splitlines()] == [numbers[first]]
    assert {number for number, lines in printed(home).items() if any(line.startswith(PRINT_AS) for line in lines)} == {numbers[first]}
    assert not any(text.encode() in path.read_bytes() for path in home.audit.iterdir() for text in (PRINT_AS, *name.values()))


def printed(home: Home) -> dict[int, list[str]]:
    """The fitted texts of each notice, by record number."""
    run = home.runs / RUN
    found = {}
    for job in sorted((run / "jobs").iterdir()):
        for row in read_planned_rows(run, job.name):
            prepared = read_prepared(run, *(int(row[name]) for name in ("delivery", "part", "offset", "length")))
            found[prepared.number] = ["".join(text.lines) for text in prepared.fitted]
    return found
