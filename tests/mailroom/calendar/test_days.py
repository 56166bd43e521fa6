"""Business days: a year that a person can read, dated rules, days of one place's own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.mailroom.calendar.days import KEEPERS, NOT_KNOWN, Calendar
from tests.mailroom.calendar.site import MUNICIPALITY, OFFICE, shipped, with_change

CLOSED_2026 = Path(__file__).parents[2] / "data" / "calendar" / "closed-2026.txt"
_WEEKDAYS = "月火水木金土日"


def closed_days(calendar: Calendar, year: int) -> str:
    """Every weekday of a year on which somebody is closed, and why; Saturdays and Sundays are told in the heading only."""
    lines = [f"{year}年 土曜日・日曜日のほかの休み / closed days beside Saturdays and Sundays", "", "日付            " + "".join(f"{name:　<9}" for name in ("配達", "受付局", "団体", "印刷センター")).rstrip()]
    for day in (date(year, 1, 1) + timedelta(days=number) for number in range(366)):
        why = [calendar.why_closed(keeper, day) for keeper in KEEPERS]
        if day.year == year and day.weekday() < 5 and any(why):
            lines.append(f"{day} {_WEEKDAYS[day.weekday()]}  " + "".join(f"{one or '－':　<9}" for one in why).rstrip())
    return "\n".join(lines) + "\n"


def test_the_closed_days_of_2026() -> None:
    assert closed_days(shipped(), 2026) == CLOSED_2026.read_text(encoding="utf-8")


def test_nothing_works_on_a_saturday_or_a_sunday() -> None:
    saturday = date(2026, 4, 11)
    for day in (saturday, saturday + timedelta(days=1)):
        assert {shipped().why_closed(keeper, day) for keeper in KEEPERS} == {"土曜日" if day == saturday else "日曜日"}


def test_mail_was_delivered_on_saturdays_until_october_2021() -> None:
    assert shipped().delivers(date(2021, 9, 25))
    assert not shipped().delivers(date(2021, 10, 2))
    assert not shipped().delivers(date(2021, 9, 26))  # a Sunday


def test_the_days_between_the_years_differ() -> None:
    calendar = shipped()
    assert [calendar.accepts(date(2026, 12, day), OFFICE) for day in (28, 29, 30, 31)] == [True, True, True, False]
    assert [calendar.is_business_day(date(2026, 12, day), MUNICIPALITY) for day in (28, 29, 30, 31)] == [True, False, False, False]
    assert calendar.is_business_day(date(2027, 1, 4), MUNICIPALITY)


def test_an_offices_own_rule_goes_before_that_for_all(tmp_path: Path) -> None:
    own = f"{{valid_from: 2026-04-01, only: [{OFFICE}], weekdays: [sunday], holidays: yes, days: [], evidence: example, source: 例}}"
    calendar = with_change(tmp_path, "  municipality:  ", f"    - {own}\n  municipality:  ")
    assert not calendar.accepts(date(2026, 3, 28), OFFICE)
    assert calendar.accepts(date(2026, 4, 4), OFFICE)
    assert not calendar.accepts(date(2026, 4, 4), "別の郵便局")
    assert not calendar.accepts(date(2026, 4, 4))
    assert not calendar.accepts(date(2026, 4, 29), OFFICE)


def test_a_single_day_goes_before_the_rules(tmp_path: Path) -> None:
    own = (
        f"own:\n  - {{keeper: municipality, name: '{MUNICIPALITY}', first: 2026-08-03, last: 2026-08-04, open: no, reason: 開庁記念日}}\n"
        f"  - {{keeper: office, name: {OFFICE}, first: 2026-05-02, last: 2026-05-03, open: yes, reason: 臨時の受付}}\n"
        "  - {keeper: centre, first: 2026-08-14, last: 2026-08-14, open: no, reason: 設備の点検}\nignored: []\n"
    )
    calendar = with_change(tmp_path, "own: []", own.replace("ignored: []\n", ""))
    assert calendar.why_closed("municipality", date(2026, 8, 4), MUNICIPALITY) == "開庁記念日"
    assert calendar.is_business_day(date(2026, 8, 4), "019925")
    assert calendar.is_business_day(date(2026, 8, 5), MUNICIPALITY)
    assert calendar.accepts(date(2026, 5, 3), OFFICE)  # a Sunday and a holiday
    assert not calendar.accepts(date(2026, 5, 3), "別の郵便局")
    assert not calendar.centre_works(date(2026, 8, 14))


def test_a_site_corrects_the_holidays(tmp_path: Path) -> None:
    calendar = with_change(tmp_path, "  added: [] ", "  added: [{day: 2027-06-01, name: 臨時の休日}] ")
    assert calendar.why_closed("office", date(2027, 6, 1)) == "臨時の休日"
    calendar = with_change(tmp_path, "  removed: [] ", "  removed: [2027-10-11] ")
    assert calendar.accepts(date(2027, 10, 11))
    assert not shipped().accepts(date(2027, 10, 11))


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2100, 1, 4), date.max], ids=str)
def test_of_days_without_rules_nothing_is_said(day: date) -> None:
    assert not shipped().reaches(day)
    assert {shipped().why_closed(keeper, day) for keeper in KEEPERS} == {NOT_KNOWN}


FAULTS = {
    "weekday": ("weekdays: [sunday]", "weekdays: [sundy]", "did you mean sunday"),
    "day-of-the-year": ('"12-31"', '"12-32"', "MM-DD"),
    "rule-twice": ("valid_from: 2021-10-01", "valid_from: 2000-01-01", "two rules"),
    "no-rule-for-all": ("weekdays: [saturday, sunday]\n      holidays: yes\n      days: [{from: \"12-31\"", "only: [x]\n      weekdays: []\n      days: [{from: \"12-31\"", "for all places"),
    "holiday-that-is-none": ("removed: [] ", "removed: [2027-10-12] ", "no national holiday"),
    "unknown-name": ("warn_days: 5", "warn_days: 5\nwarn: 3", "unknown name"),
    "unknown-keeper": ("own: []", "own: [{keeper: offices, first: 2026-01-01, last: 2026-01-01, open: no, reason: x}]", "did you mean office"),
    "days-backwards": ("own: []", "own: [{keeper: office, first: 2026-01-02, last: 2026-01-01, open: no, reason: x}]", "before the first"),
    "milestone-twice": ("milestone: proof", "milestone: data", "twice"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, fault: str) -> None:
    old, new, told = FAULTS[fault]
    with pytest.raises(DeclarationRefused) as refused:
        with_change(tmp_path, old, new)
    assert any(told in one.detail and one.file == "postage/calendar.yaml" and one.line for one in refused.value.faults)
