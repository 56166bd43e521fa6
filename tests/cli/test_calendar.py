"""``printjob posting calendar``: campaigns from plan to posting, seen from a day; and what the night tells of their days."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from printjob.run.calendar.days import named_days, posting_day_faults, prepared
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.whereabouts import data_folder
from tests.cli.conftest import Printjob
from tests.run.nights import CITY, RUN, TOWN, Night

PLAN = """campaigns:
  - campaign: 019917-resident-tax-2026-1
    issued_on: 2026-06-05
    posting_on: 2026-06-08
    first_due_on: 2026-06-30
    offices: [見本中央郵便局]
"""


def own_calendar(home: Home, old: str, new: str) -> None:
    """A calendar of the site's own: the shipped one with a change."""
    text = (data_folder("spool") / "postage" / "calendar.yaml").read_text(encoding="utf-8")
    assert old in text
    (home.site / "postage").mkdir(exist_ok=True)
    (home.site / "postage" / "calendar.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")


def views(printjob: Printjob, home: Home, on: str, *more: str) -> tuple[int, dict[str, Any]]:
    """Exit code and campaigns by id."""
    told = printjob("posting", "calendar", "--on", on, "--json", "--home", home.folder, *more)
    return told.exit_code, {one["id"]: one for one in json.loads(told.stdout)}


def test_the_campaigns_of_a_night(printjob: Printjob, reference: Night) -> None:
    exit_code, found = views(printjob, reference.home, "2026-04-01")
    with Ledger.copied(reference.home.ledger) as ledger:
        jobs = ledger.jobs(RUN)
    assert exit_code == 0
    assert set(found) == {job.campaign for job in jobs}
    for one in found.values():
        assert (one["state"], one["posting_on"], one["faults"]) == ("prepared", "2026-04-10", [])
        assert [due["milestone"] for due in one["milestones"]] == ["data", "proof", "approval", "print", "pull"]


def test_the_first_due_date_is_that_of_the_printed_notices(printjob: Printjob, reference: Night) -> None:
    _, found = views(printjob, reference.home, "2026-04-01")
    taxes = [one for one in found.values() if "-property-tax-" in one["id"]]
    assert taxes
    for one in taxes:
        assert one["first_due_on"] == "2026-04-30"
        assert [(each["slack_days"], each["last_day"], each["days_left"]) for each in one["deadlines"]] == [
            (0, "2026-04-15", 14), (3, "2026-04-10", 9), (7, "2026-04-06", 5),
        ]  # fmt: skip


def test_the_municipality_option_shows_it_alone(printjob: Printjob, reference: Night) -> None:
    _, found = views(printjob, reference.home, "2026-04-01", "--municipality", TOWN)
    assert {one["municipality"] for one in found.values()} == {TOWN}


@pytest.mark.parametrize(("on", "ids"), [("2026-04-09", []), ("2026-04-10", ["PJ-1316-W"]), ("2026-04-16", ["PJ-1313-W", "PJ-1314-W"])])
def test_a_day_that_comes_near_and_passes(printjob: Printjob, reference: Night, on: str, ids: list[str]) -> None:
    exit_code, found = views(printjob, reference.home, on)
    taxes = [[fault["id"] for fault in one["faults"]] for one in found.values() if "-property-tax-" in one["id"]]
    assert taxes == [ids] * len(taxes)
    assert exit_code == (4 if ids else 0)


def test_a_planned_campaign_whose_data_does_not_come(printjob: Printjob, night: Home) -> None:
    own_calendar(night, "campaigns: []", PLAN)
    key = "019917-resident-tax-2026-1-20260605-20260608"
    _, found = views(printjob, night, "2026-05-01")
    assert (found[key]["state"], found[key]["offices"], found[key]["faults"]) == ("planned", ["見本中央郵便局"], [])
    data = next(one for one in found[key]["milestones"] if one["milestone"] == "data")
    assert data == {"milestone": "data", "title": "データ受領", "on": "2026-05-21", "days_left": 20}
    exit_code, found = views(printjob, night, "2026-05-25")
    assert exit_code == 4
    assert "PJ-1317-W" in {fault["id"] for fault in found[key]["faults"]}


def test_a_planned_day_that_cannot_be(printjob: Printjob, night: Home) -> None:
    own_calendar(night, "campaigns: []", PLAN.replace("posting_on: 2026-06-08", "posting_on: 2026-06-06"))
    told = printjob("posting", "calendar", "--on", "2026-05-01", "--home", night.folder)
    assert told.exit_code == 4
    assert "PJ-1312-W" in told.stdout
    assert "土曜日; open on 2026-06-08" in told.stdout


def test_what_was_posted_is_not_pressing(printjob: Printjob, night: Home) -> None:
    with Ledger(night.ledger) as ledger:
        ledger.connection.execute("UPDATE jobs SET state = 'posted' WHERE municipality = ?", (CITY,))
    _, found = views(printjob, night, "2026-05-01")
    assert CITY not in {one["municipality"] for one in found.values()}
    _, every = views(printjob, night, "2026-05-01", "--all")
    assert {(one["state"], len(one["faults"])) for one in every.values() if one["municipality"] == CITY} == {("posted", 0)}
    assert {one["state"] for one in found.values()} == {"prepared"}


def test_runs_from_before_the_calendar_are_listed_by_their_names(printjob: Printjob, night: Home) -> None:
    (night.runs / RUN / "calendar.json").unlink()
    _, found = views(printjob, night, "2026-04-01")
    assert found
    assert {(one["posting_on"], one["first_due_on"]) for one in found.values()} == {("2026-04-10", None)}


def test_days_are_said_in_both_languages(printjob: Printjob, reference: Night) -> None:
    japanese = printjob("posting", "calendar", "--on", "2026-04-09", "--home", reference.home.folder).stdout
    english = printjob("--lang", "en", "posting", "calendar", "--on", "2026-04-09", "--home", reference.home.folder).stdout
    assert "最後の差出日 2026-04-15(水)（あと6日）" in japanese
    assert "last posting day 2026-04-15(Wed) (6 days left)" in english


def test_a_day_must_be_said(printjob: Printjob, reference: Night) -> None:
    assert printjob("posting", "calendar", "--home", reference.home.folder).exit_code == 2


def test_mistakes_in_the_calendar_are_named(printjob: Printjob, night: Home) -> None:
    own_calendar(night, "weekdays: [sunday]", "weekdays: [sundy]")
    told = printjob("posting", "calendar", "--on", "2026-04-01", "--home", night.folder)
    assert told.exit_code == 12
    assert "postage/calendar.yaml:" in told.stderr
    looked = json.loads(printjob("doctor", "--json", "--home", night.folder).stdout)
    (posting,) = (one for one in looked if one["id"] == "posting")
    assert not posting["well"]
    assert "postage/calendar.yaml:" in posting["seen"]


def test_the_days_of_another_posting_day_can_be_asked_for(reference: Night) -> None:
    keys = [one.campaign for one in prepared(reference.home) if "-property-tax-" in one.campaign][:1]
    assert posting_day_faults(reference.home, keys, date(2026, 4, 13), "見本中央郵便局") == []
    told = posting_day_faults(reference.home, keys, date(2026, 4, 18), "見本中央郵便局")
    assert [one.id for one in told] == ["PJ-1312-W", "PJ-1314-W"]


def test_a_name_of_an_early_year_has_its_days() -> None:
    assert named_days("019917-property-tax-2026-1-9990101-09990102").issued_on == date(999, 1, 1)


def test_jobs_in_envelopes_with_slack_press_earlier(printjob: Printjob, night: Home) -> None:
    path = night.runs / RUN / "calendar.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"slack_days": 0', '"slack_days": 3'), encoding="utf-8")
    _, found = views(printjob, night, "2026-04-06")
    taxes = [one for one in found.values() if "-property-tax-" in one["id"]]
    assert [(one["slack_days"], [fault["id"] for fault in one["faults"]]) for one in taxes] == [(3, ["PJ-1316-W"])] * len(taxes)
    assert taxes
