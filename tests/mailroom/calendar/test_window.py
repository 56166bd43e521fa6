"""The posting window: what is posted up to its last day is in time, what is posted later is not, and nothing is carried on closed days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.mailroom.calendar.milestones import days_before
from printjob.mailroom.calendar.window import Window, delivery_day, last_posting_day, on_time
from tests.mailroom.calendar.site import WINDOW, shipped

DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))
SLACKS = st.sampled_from(sorted(WINDOW.delivery_days))
ANY_DAY = st.dates()


def days(first: date, last: date) -> list[date]:
    """From ``first`` to ``last``, both with."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@given(DAYS, SLACKS)
def test_the_last_day_is_the_last(due: date, slack: int) -> None:
    calendar, last = shipped(), last_posting_day(due, slack, WINDOW, shipped())
    assert last is not None
    assert calendar.accepts(last)
    assert on_time(last, due, slack, WINDOW, calendar)
    later = [day for day in days(last + timedelta(days=1), due) if calendar.accepts(day)]
    assert not any(on_time(day, due, slack, WINDOW, calendar) for day in later)


@given(DAYS, SLACKS)
def test_it_takes_just_so_many_delivery_days(posted: date, slack: int) -> None:
    there = delivery_day(posted, slack, WINDOW, shipped())
    assert there is not None
    assert shipped().delivers(there)
    carried = [day for day in days(posted + timedelta(days=1), there) if shipped().delivers(day)]
    assert len(carried) == WINDOW.delivery_days[slack]


@given(DAYS, SLACKS)
def test_more_slack_never_leaves_more_time(due: date, slack: int) -> None:
    last, least = (last_posting_day(due, one, WINDOW, shipped()) for one in (slack, 0))
    assert last is not None
    assert least is not None
    assert last <= least


@given(DAYS, st.integers(0, 60))
def test_a_later_posting_is_never_there_earlier(posted: date, more: int) -> None:
    later = posted + timedelta(days=more)
    first, second = (delivery_day(day, 3, WINDOW, shipped()) for day in (posted, later))
    assert first is not None
    assert second is not None
    assert first <= second


@given(ANY_DAY, ANY_DAY, SLACKS)
def test_no_day_and_slack_raises(posted: date, due: date, slack: int) -> None:
    calendar = shipped()
    if on_time(posted, due, slack, WINDOW, calendar):
        assert calendar.reaches(posted)
        assert calendar.reaches(due)
        assert posted < due
    for found in (delivery_day(posted, slack, WINDOW, calendar), last_posting_day(due, slack, WINDOW, calendar)):
        assert found is None or calendar.reaches(found)


@given(DAYS, st.integers(0, 30))
def test_days_before_counts_business_days(day: date, count: int) -> None:
    found = days_before(day, count, shipped().centre_works, shipped().reaches)
    assert found is not None
    assert len([one for one in days(found, day - timedelta(days=1)) if shipped().centre_works(one)]) == count
    assert found == day or shipped().centre_works(found)


# Counted by hand: 2026年のゴールデンウィークは4月29日と5月3日から6日が休み、土日は配達がない
BY_HAND = [
    (date(2026, 4, 30), 0, date(2026, 4, 15)),  # 4月20日まで: 20日(月) 17日(金) 16日(木) の3配達日
    (date(2026, 4, 30), 3, date(2026, 4, 10)),
    (date(2026, 5, 17), 0, date(2026, 4, 28)),  # 5月7日まで: 7日(木) 1日(金) 4月30日(木)。29日は受付がない
    (date(2027, 1, 14), 0, date(2026, 12, 29)),  # 1月4日まで: 4日(月) 12月31日(木) 30日(水)。年始は配達に数えない
]


@pytest.mark.parametrize(("due", "slack", "last"), BY_HAND)
def test_the_last_posting_day_is_that_counted_by_hand(due: date, slack: int, last: date) -> None:
    assert last_posting_day(due, slack, WINDOW, shipped()) == last


def test_a_class_that_is_there_at_once() -> None:
    at_once = Window(days_before_due=0, delivery_days={0: 0})
    assert last_posting_day(date(2026, 4, 30), 0, at_once, shipped()) == date(2026, 4, 30)
    assert last_posting_day(date(2026, 4, 29), 0, at_once, shipped()) == date(2026, 4, 28)
    assert delivery_day(date(2026, 4, 29), 0, at_once, shipped()) == date(2026, 4, 29)
