"""The days of a campaign (案件の暦) held against the calendar: what cannot be, what is late, what presses.

Every finding is a warning (``PJ-1312-W`` to ``PJ-1317-W``): the posting day was chosen by people and people change it; no piece is held.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import msgspec

from printjob.errors import Fault
from printjob.mailroom.calendar.days import Calendar
from printjob.mailroom.calendar.milestones import Milestone, days_before
from printjob.mailroom.calendar.window import Window, delivery_day, last_posting_day

_MOST_CLOSED_DAYS = 366


class CampaignDays(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign's days. ``made_on``: the business date of the run that made its jobs, ``None`` while it is planned or waits; ``offices``: where
    its pieces are posted, empty where that is not known. ``slack_days``: the most slack (余裕日数) of the classes they are posted in; the
    envelopes bear it, so that the last day follows from it.
    """

    campaign: str
    municipality: str
    issued_on: date
    posting_on: date
    first_due_on: date | None = None
    offices: tuple[str, ...] = ()
    made_on: date | None = None
    slack_days: int = 0


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """By slack (余裕日数): the last day for posting and how many days are left, and the day on which the pieces are there if posted as planned.

    Each is ``None`` where it is not known.
    """

    slack_days: int
    last_day: date | None
    days_left: int | None
    there_on: date | None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone's day, ``None`` where the calendar does not reach it, and how many days are left (below 0: it has passed)."""

    milestone: str
    title: str
    on: date | None
    days_left: int | None


def last_day(one: CampaignDays, slack: int, window: Window, calendar: Calendar) -> date | None:
    """The last day on which every office of the campaign takes its pieces in time."""
    if one.first_due_on is None:
        return None
    days = [last_posting_day(one.first_due_on, slack, window, calendar, office) for office in one.offices or ("",)]
    return min(day for day in days if day) if all(days) else None


def slack_of(one: CampaignDays, window: Window) -> int:
    """The slack by which the campaign must be in time; one that the settings know no more counts as the longest they know."""
    return one.slack_days if one.slack_days in window.delivery_days else max(window.delivery_days)


def deadlines(one: CampaignDays, on: date, window: Window, calendar: Calendar) -> tuple[Deadline, ...]:
    """The last posting day for each slack that the site knows, seen from the day ``on``."""
    found = []
    for slack in sorted(window.delivery_days):
        last = last_day(one, slack, window, calendar)
        left = (last - on).days if last else None
        there = delivery_day(one.posting_on, slack, window, calendar)
        found.append(Deadline(slack_days=slack, last_day=last, days_left=left, there_on=there))
    return tuple(found)


def milestones_of(one: CampaignDays, listed: tuple[Milestone, ...], on: date, calendar: Calendar) -> tuple[Due, ...]:
    """The days of the campaign's milestones, seen from the day ``on``."""

    found = []
    for each in listed:
        day = days_before(one.posting_on, each.days_before, partial(_works, one, each.of, calendar), calendar.reaches)
        found.append(Due(milestone=each.milestone, title=each.title, on=day, days_left=(day - on).days if day else None))
    return tuple(found)


def _works(one: CampaignDays, of: str, calendar: Calendar, day: date) -> bool:
    return calendar.centre_works(day) if of == "centre" else calendar.is_business_day(day, one.municipality)


def findings(one: CampaignDays, window: Window, calendar: Calendar) -> Iterator[Fault]:
    """What is wrong with the days, whatever day it is today."""
    days = [day for day in (one.issued_on, one.posting_on, one.first_due_on) if day]
    unknown = [day for day in days if not calendar.reaches(day)]
    if unknown:
        yield _fault("PJ-1315-W", one, f"no rules and holidays are known for {', '.join(map(str, unknown))}")
        return
    yield from _closed(one, calendar)
    for name, day in {"the issue date 発付日": one.issued_on, "the business date 業務日": one.made_on}.items():
        if day and one.posting_on < day:
            yield _fault("PJ-1313-W", one, f"{one.posting_on} is before {name} {day}")
    slack = slack_of(one, window)
    last = last_day(one, slack, window, calendar)
    if last and one.posting_on > last:
        there = delivery_day(one.posting_on, slack, window, calendar)
        yield _fault("PJ-1314-W", one, f"{one.posting_on}, there on {there or '?'}; the last day for {one.first_due_on} is {last}")


def _closed(one: CampaignDays, calendar: Calendar) -> Iterator[Fault]:
    for office in one.offices or ("",):
        why = calendar.why_closed("office", one.posting_on, office)
        if why:
            opens = _opens(one.posting_on, office, calendar)
            yield _fault("PJ-1312-W", one, " ".join(filter(None, (f"{one.posting_on}", office, f"{why}; open on {opens or '?'}"))))


def _opens(day: date, office: str, calendar: Calendar) -> date | None:
    following = (day + timedelta(days=more) for more in range(1, _MOST_CLOSED_DAYS))
    return next((one for one in following if calendar.accepts(one, office)), None)


def pressing(one: CampaignDays, on: date, window: Window, calendar: Calendar) -> Iterator[Fault]:
    """What is wrong with a campaign that is not posted yet, seen from the day ``on``: its posting day or its last day has passed or is near."""
    if one.posting_on < on:
        yield _fault("PJ-1313-W", one, f"{one.posting_on} has passed on {on} and not all of it is posted")
    last = last_day(one, slack_of(one, window), window, calendar)
    if last and last < on:
        yield _fault("PJ-1314-W", one, f"the last day for {one.first_due_on} was {last}")
    elif last and (last - on).days <= calendar.warn_days:
        yield _fault("PJ-1316-W", one, f"the last day for {one.first_due_on} is {last}, {(last - on).days} days from {on}")


def undelivered(one: CampaignDays, milestones: tuple[Due, ...]) -> Iterator[Fault]:
    """What is wrong with a planned campaign: the day on which its data should be there has passed."""
    for due in milestones:
        if due.milestone == "data" and due.days_left is not None and due.days_left < 0:
            yield _fault("PJ-1317-W", one, f"{due.title} {due.on}, {-due.days_left} days ago")


def _fault(fault: str, one: CampaignDays, detail: str) -> Fault:
    return Fault(id=fault, file=one.campaign, field="posting_on", detail=detail)
