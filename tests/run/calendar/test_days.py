"""The night tells of a campaign whose days cannot be, in its messages and in the receipt, and prepares it all the same."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np

from printjob.model.piece import ADMISSION, State
from printjob.run.calendar.days import first_dues, kept_of
from printjob.run.site import Site
from tests.run.nights import CITY, RUN, TOWN, batch, deliver, fresh_home

SATURDAY_TOO_LATE = "2026-04-18"


def posted_on(inbox: Path, day: str) -> None:
    """The delivery's manifest with another posting day."""
    (path,) = inbox.glob("*/manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "posting_on": day}), encoding="utf-8")


def test_a_posting_day_that_cannot_be_is_told_and_nothing_is_stopped(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    deliver(home, CITY, 4)
    deliver(home, TOWN, 3)
    posted_on(home.inbox / CITY, SATURDAY_TOO_LATE)
    outcome = batch(home.folder)
    assert (outcome.exit, outcome.summary["pieces"]) == (0, 7)
    told = [line.split()[:2] for line in outcome.stderr.splitlines() if line.startswith("PJ-131")]
    campaign = f"{CITY}-property-tax-2026-1-20260410-20260418"
    assert told == [["PJ-1312-W", campaign], ["PJ-1314-W", campaign]]
    assert [one.days.posting_on.isoformat() for one in kept_of(home.runs / RUN)] == [SATURDAY_TOO_LATE, "2026-04-10"]
    receipts = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in home.outbox.glob("*/*-receipt.json")}
    assert [(one["id"], one["level"]) for one in receipts[CITY]["faults"]] == [("PJ-1312-W", "campaign"), ("PJ-1314-W", "campaign")]
    assert receipts[TOWN]["faults"] == []
    (text,) = home.outbox.glob(f"{CITY}/*-receipt.txt")
    assert "土曜日; open on 2026-04-20" in text.read_text(encoding="utf-8")


def test_the_first_due_date_is_the_least_of_the_admitted(tmp_path: Path) -> None:
    posting = Site(fresh_home(tmp_path / "home").site).posting()
    rows = np.zeros(7, dtype=ADMISSION)
    rows["delivery"] = [0, 0, 1, 2, 2, 3, 3]
    rows["due"] = [20260601, 20260430, 20260430, 20260831, 0, 0, 0]
    rows["state"] = [State.ADMITTED, State.HELD, State.QUARANTINED, State.ADMITTED, State.ADMITTED, State.ADMITTED, State.PULLED]
    names = ["019917-a-2026-1-20260410-20260413", "019917-b-2026-1-20260410-20260413"]
    assert first_dues(rows, (0, 0, 0, 1), names, posting) == [dt.date(2026, 6, 1), None]
    assert first_dues(rows[:0], (-1,), [], posting) == []
