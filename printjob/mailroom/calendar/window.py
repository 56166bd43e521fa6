"""The posting window (差出期間): from the issue date to the last day from which a notice is there in time before its first due date.

Delivery days are counted, not days: a posting on a Friday is not carried on Saturday and Sunday. The first of them is the first delivery day
after the posting day. How many a class needs, and how many days before the due date a notice must be there, are the site's settings
(``window`` of ``spool/postage/posting.yaml``; 地方税法364条9項: the tax bill ten days before the due date).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from printjob.mailroom.calendar.days import Calendar

_DAY = timedelta(days=1)


class Window(NamedTuple):
    """How many days before the due date a notice must be there, and by slack (余裕日数) on which delivery day after its posting it is."""

    days_before_due: int
    delivery_days: dict[int, int]


def delivery_day(posted: date, slack: int, window: Window, calendar: Calendar) -> date | None:
    """The day on which what is posted is there; ``None`` where the calendar does not reach so far."""
    left, day = window.delivery_days[slack], posted
    while left and calendar.reaches(day):
        day += _DAY
        left -= calendar.delivers(day)
    return day if calendar.reaches(day) else None


def last_posting_day(first_due: date, slack: int, window: Window, calendar: Calendar, office: str = "") -> date | None:
    """The last day on which the office takes mail that is there in time; ``None`` where the calendar does not reach it.

    From every open day up to it a piece is in time, from none after it.
    """
    if not calendar.reaches(first_due):
        return None
    left, day = window.delivery_days[slack], first_due - timedelta(days=window.days_before_due)
    while left and calendar.reaches(day):
        left -= calendar.delivers(day)
        day -= _DAY
    while calendar.reaches(day) and not calendar.accepts(day, office):
        day -= _DAY
    return day if calendar.reaches(day) else None


def on_time(posted: date, first_due: date, slack: int, window: Window, calendar: Calendar) -> bool:
    """Whether what is posted is there in time; ``False`` too where the calendar does not know."""
    if not calendar.reaches(posted) or not calendar.reaches(first_due):
        return False
    there = delivery_day(posted, slack, window, calendar)
    return there is not None and there + timedelta(days=window.days_before_due) <= first_due
