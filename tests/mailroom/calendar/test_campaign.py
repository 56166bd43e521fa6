"""A campaign's days: every way in which they can be wrong is told, and a campaign whose days are right is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import Fault
from printjob.mailroom.calendar.campaign import CampaignDays, deadlines, findings, milestones_of, pressing
from tests.mailroom.calendar.site import MUNICIPALITY, OFFICE, WINDOW, shipped, with_change

GOOD = CampaignDays(
    campaign="019917-property-tax-2026-1-20260410-20260413", municipality=MUNICIPALITY, issued_on=date(2026, 4, 10),
    posting_on=date(2026, 4, 13), first_due_on=date(2026, 4, 30), offices=(OFFICE,), made_on=date(2026, 4, 1),
)  # fmt: skip


def told(**changes: object) -> list[Fault]:
    """The findings on the good campaign with other days or offices."""
    return list(findings(msgspec.structs.replace(GOOD, **changes), WINDOW, shipped()))


def test_days_that_are_right_have_no_findings() -> None:
    assert told() == []
    assert told(posting_on=date(2026, 4, 15)) == []  # the last day
    assert list(pressing(GOOD, date(2026, 4, 9), WINDOW, shipped())) == []


WRONG = {
    "saturday": ({"posting_on": date(2026, 4, 11)}, "PJ-1312-W", "土曜日; open on 2026-04-13"),
    "holiday": ({"posting_on": date(2026, 4, 29), "first_due_on": date(2026, 6, 1)}, "PJ-1312-W", "昭和の日; open on 2026-04-30"),
    "new-year": ({"posting_on": date(2026, 12, 31), "first_due_on": date(2027, 2, 1)}, "PJ-1312-W", "年末年始; open on 2027-01-04"),
    "before-issue": ({"issued_on": date(2026, 4, 14)}, "PJ-1313-W", "2026-04-13 is before the issue date"),
    "before-the-run": ({"made_on": date(2026, 4, 14)}, "PJ-1313-W", "is before the business date"),
    "too-late": ({"posting_on": date(2026, 4, 16)}, "PJ-1314-W", "there on 2026-04-21; the last day for 2026-04-30 is 2026-04-15"),
    "year": ({"first_due_on": date(2105, 4, 30)}, "PJ-1315-W", "2105-04-30"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_day_is_told_with_what_would_do(name: str) -> None:
    days, fault, detail = WRONG[name]
    (found,) = told(**days)
    assert (found.id, found.file, found.field) == (fault, GOOD.campaign, "posting_on")
    assert detail in found.detail


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = told(posting_on=date(2026, 5, 3), issued_on=date(2026, 5, 8))
    assert [one.id for one in found] == ["PJ-1312-W", "PJ-1313-W", "PJ-1314-W"]


def test_each_closed_office_is_named() -> None:
    found = told(posting_on=date(2026, 4, 11), offices=(OFFICE, "別の郵便局"))
    assert [OFFICE in one.detail for one in found] == [True, False]


def test_the_last_day_holds_at_every_office(tmp_path: Path) -> None:
    own = f"own: [{{keeper: office, name: {OFFICE}, first: 2026-04-15, last: 2026-04-15, open: no, reason: 休み}}]"
    calendar = with_change(tmp_path, "own: []", own)
    both = msgspec.structs.replace(GOOD, offices=("別の郵便局", OFFICE))
    assert deadlines(both, GOOD.posting_on, WINDOW, calendar)[0].last_day == date(2026, 4, 14)


def test_more_slack_ends_the_window_earlier() -> None:
    found = deadlines(GOOD, date(2026, 4, 8), WINDOW, shipped())
    assert [(one.slack_days, str(one.last_day), one.days_left, str(one.there_on)) for one in found] == [
        (0, "2026-04-15", 7, "2026-04-16"),
        (3, "2026-04-10", 2, "2026-04-21"),
        (7, "2026-04-06", -2, "2026-04-27"),
    ]


def test_envelopes_that_bear_slack_must_go_earlier() -> None:
    with_slack = msgspec.structs.replace(GOOD, slack_days=3, posting_on=date(2026, 4, 10))
    assert list(findings(with_slack, WINDOW, shipped())) == []
    assert list(pressing(with_slack, date(2026, 4, 3), WINDOW, shipped())) == []
    (near,) = pressing(with_slack, date(2026, 4, 6), WINDOW, shipped())
    assert (near.id, "2026-04-10" in near.detail) == ("PJ-1316-W", True)
    (late,) = findings(msgspec.structs.replace(with_slack, posting_on=date(2026, 4, 13)), WINDOW, shipped())
    assert (late.id, "2026-04-10" in late.detail) == ("PJ-1314-W", True)
    unknown = msgspec.structs.replace(with_slack, slack_days=5)  # no class of the settings any more: the longest counts
    assert [one.id for one in findings(unknown, WINDOW, shipped())] == ["PJ-1314-W"]


def test_without_a_due_date_there_is_no_last_day() -> None:
    open_end = msgspec.structs.replace(GOOD, first_due_on=None, posting_on=date(2026, 12, 28))
    assert {(one.last_day, one.days_left) for one in deadlines(open_end, GOOD.posting_on, WINDOW, shipped())} == {(None, None)}
    assert list(findings(open_end, WINDOW, shipped())) == []


@pytest.mark.parametrize(
    ("on", "ids"),
    [
        (date(2026, 4, 9), []),  # six days left
        (date(2026, 4, 10), ["PJ-1316-W"]),
        (date(2026, 4, 13), ["PJ-1316-W"]),
        (date(2026, 4, 14), ["PJ-1313-W", "PJ-1316-W"]),  # the posting day has passed
        (date(2026, 4, 16), ["PJ-1313-W", "PJ-1314-W"]),
    ],
    ids=str,
)
def test_a_campaign_presses_when_its_last_day_is_near_or_past(on: date, ids: list[str]) -> None:
    assert [one.id for one in pressing(GOOD, on, WINDOW, shipped())] == ids


def test_milestones_count_business_days_of_those_who_work() -> None:
    found = {one.milestone: (str(one.on), one.days_left) for one in milestones_of(GOOD, shipped().milestones, date(2026, 4, 1), shipped())}
    assert found == {
        "data": ("2026-03-26", -6), "proof": ("2026-03-30", -2), "approval": ("2026-04-02", 1), "print": ("2026-04-06", 5), "pull": ("2026-04-09", 8),
    }  # fmt: skip


@given(st.dates(), st.dates(), st.none() | st.dates(), st.none() | st.dates(), st.dates())
def test_no_combination_of_days_raises(issued: date, posting: date, due: date | None, made: date | None, on: date) -> None:
    one = CampaignDays(campaign="c", municipality="m", issued_on=issued, posting_on=posting, first_due_on=due, made_on=made)
    found = list(findings(one, WINDOW, shipped()))
    assert all(fault.detail for fault in (*found, *pressing(one, on, WINDOW, shipped())))
    assert len(deadlines(one, on, WINDOW, shipped())) == len(WINDOW.delivery_days)
    assert len(milestones_of(one, shipped().milestones, on, shipped())) == len(shipped().milestones)
