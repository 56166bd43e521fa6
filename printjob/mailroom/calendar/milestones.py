"""Milestones (日程の節目) of a campaign: data, proof, approval, print, pull deadline; so many business days before its posting day.

A planned campaign (予定) stands in the calendar before anything of it was delivered, so that a day that cannot be is told in time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from printjob.declared import Node
from printjob.mailroom.postage.editions import day_of
from printjob.model.campaign import campaign_name

NAMES = ("data", "proof", "approval", "print", "pull")
"""データ受領, 校正, 校了, 印刷, 引抜き締切"""

_SERIES = re.compile(r"[0-9]{6}-[A-Za-z0-9][A-Za-z0-9._-]*-[0-9]{4}-[0-9]{1,2}")


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone, ``days_before`` the posting day, counted in business days of ``of`` (``municipality`` or ``centre``)."""

    milestone: str
    title: str
    days_before: int
    of: str


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign that is planned: its name without dates, its days, the offices it is posted at, its milestones."""

    campaign: str
    issued_on: date
    posting_on: date
    first_due_on: date | None
    offices: tuple[str, ...]
    milestones: tuple[Milestone, ...]

    @property
    def key(self) -> str:
        """The campaign's whole name, as its deliveries will give it."""
        return campaign_name(self.campaign, self.issued_on, self.posting_on)


def days_before(day: date, count: int, works: Callable[[date], bool], reaches: Callable[[date], bool]) -> date | None:
    """The ``count``-th working day before ``day``; the day itself for 0, ``None`` where the calendar does not reach so far back.

    >>> days_before(date(2026, 4, 13), 2, lambda day: day.weekday() < 5, lambda day: True)
    datetime.date(2026, 4, 9)
    """
    while count and reaches(day):
        day -= timedelta(days=1)
        count -= works(day)
    return day if reaches(day) else None


def read_milestones(node: Node) -> tuple[Milestone, ...]:
    """The milestones of a list, each name once."""
    found: dict[str, Milestone] = {}
    for item in node.items():
        one = _milestone(item)
        if one.milestone in found:
            item.take("milestone").refuse("this milestone stands here twice")
        found[one.milestone] = one
    return tuple(found.values())


def _milestone(node: Node) -> Milestone:
    found = Milestone(
        milestone=node.take("milestone").choice({name: name for name in NAMES}),
        title=node.take("title").filled(),
        days_before=node.take("days_before").whole(0, 400),
        of=node.take("of").choice({"municipality": "municipality", "centre": "centre"}),
    )
    node.refuse_unknown()
    return found


def read_planned(node: Node, usual: tuple[Milestone, ...]) -> tuple[Planned, ...]:
    """The planned campaigns; those without milestones of their own have the usual ones."""
    found: dict[str, Planned] = {}
    for item in node.items():
        one = _planned(item, usual)
        if one.key in found:
            item.take("campaign").refuse("this campaign stands here twice with the same days")
        found[one.key] = one
    return tuple(found.values())


def _planned(node: Node, usual: tuple[Milestone, ...]) -> Planned:
    due, offices, own = node.maybe("first_due_on"), node.maybe("offices"), node.maybe("milestones")
    found = Planned(
        campaign=_series(node.take("campaign")),
        issued_on=day_of(node.take("issued_on")),
        posting_on=day_of(node.take("posting_on")),
        first_due_on=day_of(due) if due else None,
        offices=tuple(one.filled() for one in offices.items()) if offices else (),
        milestones=read_milestones(own) if own else usual,
    )
    node.refuse_unknown()
    return found


def _series(node: Node) -> str:
    name = node.text()
    if not _SERIES.fullmatch(name):
        node.refuse("expected a campaign without its dates: municipality-form-year-run kind, as 019917-property-tax-2026-1")
    return name
