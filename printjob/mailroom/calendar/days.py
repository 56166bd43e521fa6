"""Business days (営業日・開庁日) of post offices, municipalities and the print centre, and the days on which ordinary mail is delivered.

All of it is data, ``spool/postage/calendar.yaml``, with its evidence; the national holidays come from :mod:`.national`. Of days that no rule
and no table of holidays reaches nothing is said: they count as closed, and :meth:`Calendar.reaches` tells so.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from printjob.declared import Node, read
from printjob.mailroom.calendar.closed import Closed, Own, read_own, read_rules
from printjob.mailroom.calendar.milestones import Milestone, Planned, read_milestones, read_planned
from printjob.mailroom.calendar.national import FIRST_YEAR, LAST_YEAR, national
from printjob.mailroom.postage.editions import day_of

KEEPERS = ("delivery", "office", "municipality", "centre")
"""whose days: 普通扱いの郵便物の配達, 受付局, 団体, 印刷センター"""

NOT_KNOWN = "暦の範囲外"


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """The calendar of a site. ``warn_days``: so many days before the last posting day a campaign is told as pressing."""

    closed: dict[str, Closed]
    added: dict[date, str] = {}
    removed: frozenset[date] = frozenset()
    warn_days: int = 0
    milestones: tuple[Milestone, ...] = ()
    campaigns: tuple[Planned, ...] = ()

    def holiday(self, day: date) -> str:
        """The name of the national holiday; empty where the day is none."""
        return self.added.get(day, "" if day in self.removed else national(day.year).get(day, ""))

    def reaches(self, day: date) -> bool:
        """Whether rules and holidays are known for the day."""
        return FIRST_YEAR <= day.year <= LAST_YEAR and all(one.rule(day, "") for one in self.closed.values())

    def why_closed(self, keeper: str, day: date, name: str = "") -> str:
        """Why a place of the kind ``keeper`` (``KEEPERS``) is closed on a day, in Japanese; empty where it is open."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return NOT_KNOWN
        why = self.closed[keeper].why_closed(day, name, self.holiday)
        return NOT_KNOWN if why is None else why

    def is_business_day(self, day: date, municipality: str) -> bool:
        """Whether the municipality's offices are open (開庁日)."""
        return not self.why_closed("municipality", day, municipality)

    def accepts(self, day: date, office: str = "") -> bool:
        """Whether the post office takes bulk mail; without a name, what holds for post offices in general."""
        return not self.why_closed("office", day, office)

    def delivers(self, day: date) -> bool:
        """Whether ordinary mail is delivered."""
        return not self.why_closed("delivery", day)

    def centre_works(self, day: date) -> bool:
        """Whether the print centre works."""
        return not self.why_closed("centre", day)


def read_calendar(path: Path) -> Calendar:
    """The declared calendar. ``DeclarationRefused`` with all faults."""
    node = read(path, f"postage/{path.name}")
    closed, holidays = node.take("closed"), node.take("holidays")
    own = [_own(item) for item in node.take("own").items()]
    milestones = read_milestones(node.take("milestones"))
    calendar = Calendar(
        closed={
            keeper: Closed(rules=read_rules(closed.take(keeper)), own=tuple(one for of, one in own if of == keeper))
            for keeper in KEEPERS
        },
        added=dict(map(_added, holidays.take("added").items())),
        removed=frozenset(map(_removed, holidays.take("removed").items())),
        warn_days=node.take("warn_days").whole(),
        milestones=milestones,
        campaigns=read_planned(node.take("campaigns"), milestones),
    )
    for part in (closed, holidays, node):
        part.refuse_unknown()
    node.finish()
    return calendar


def _own(node: Node) -> tuple[str, Own]:
    return node.take("keeper").choice({name: name for name in KEEPERS}), read_own(node)


def _added(node: Node) -> tuple[date, str]:
    found = day_of(node.take("day")), node.take("name").filled()
    node.refuse_unknown()
    return found


def _removed(node: Node) -> date:
    day = day_of(node)
    if day not in national(day.year):
        node.refuse("this day is no national holiday")
    return day
