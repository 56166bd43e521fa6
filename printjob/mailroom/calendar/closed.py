"""Closed days (休みの日) of one kind of place, as dated rules: weekdays, holidays, days of the year; and single days of its own.

The rule with the latest first day counts. A rule with ``only`` is for the places it names and goes before those for all; a single day
(``own``) goes before every rule. Where no rule counts yet, nothing is known of the day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from printjob.declared import Node
from printjob.mailroom.postage.editions import Provenance, day_of, flag_of, provenance

WEEKDAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_WEEKDAY_NAMES = ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日")


class Yearly(msgspec.Struct, frozen=True):
    """Days of every year, ``first`` to ``last`` as (month, day), through the turn of the year where ``last`` is before ``first``."""

    first: tuple[int, int]
    last: tuple[int, int]
    name: str

    def has(self, day: date) -> bool:
        """Whether the day is one of them.

        >>> Yearly((12, 29), (1, 3), "年末年始").has(date(2027, 1, 2))
        True
        """
        at = (day.month, day.day)
        return self.first <= at <= self.last if self.first <= self.last else at >= self.first or at <= self.last


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Which days are closed from ``valid_from`` on; for the places in ``only``, or for all where that is empty."""

    valid_from: date
    only: tuple[str, ...]
    weekdays: frozenset[int]
    holidays: bool
    days: tuple[Yearly, ...]
    known: Provenance

    def why_closed(self, day: date, holiday: str) -> str:
        """Why the day is closed; empty where it is open. ``holiday`` is the name of the national holiday, if it is one."""
        if day.weekday() in self.weekdays:
            return _WEEKDAY_NAMES[day.weekday()]
        if self.holidays and holiday:
            return holiday
        return next((one.name for one in self.days if one.has(day)), "")


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """Days ``first`` to ``last`` on which one place (or, without a name, every place of the kind) is closed, or open against the rule."""

    name: str
    first: date
    last: date
    open: bool
    reason: str


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """The closed days of one kind of place."""

    rules: tuple[Rule, ...]
    own: tuple[Own, ...] = ()

    def rule(self, day: date, name: str) -> Rule | None:
        """The rule that counts for a place on a day."""
        begun = [one for one in self.rules if one.valid_from <= day]
        fitting = [one for one in begun if name and name in one.only] or [one for one in begun if not one.only]
        return max(fitting, key=lambda one: one.valid_from, default=None)

    def why_closed(self, day: date, name: str, holiday: Callable[[date], str]) -> str | None:
        """Why a place is closed; empty where it is open, ``None`` where no rule counts yet."""
        for one in self.own:
            if one.name in ("", name) and one.first <= day <= one.last:
                return "" if one.open else one.reason
        rule = self.rule(day, name)
        return None if rule is None else rule.why_closed(day, holiday(day))


def read_rules(node: Node) -> tuple[Rule, ...]:
    """The rules of one kind of place; two for the same place from the same day are refused, and none for all places."""
    found: list[Rule] = []
    for item in node.items():
        rule = _rule(item)
        if any(one.valid_from == rule.valid_from and _overlap(one, rule) for one in found):
            item.take("valid_from").refuse("two rules for the same places count from this day")
        found.append(rule)
    if all(one.only for one in found):
        node.refuse("expected a rule for all places, without only", "")
    return tuple(found)


def _overlap(one: Rule, other: Rule) -> bool:
    return bool(set(one.only) & set(other.only)) or one.only == other.only


def _rule(node: Node) -> Rule:
    only = node.maybe("only")
    rule = Rule(
        valid_from=day_of(node.take("valid_from")),
        only=tuple(one.filled() for one in only.items()) if only else (),
        weekdays=frozenset(one.choice(WEEKDAYS) for one in node.take("weekdays").items()),
        holidays=flag_of(node, "holidays"),
        days=tuple(map(_yearly, node.take("days").items())),
        known=provenance(node),
    )
    node.refuse_unknown()
    return rule


def _yearly(node: Node) -> Yearly:
    found = Yearly(_month_and_day(node.take("from")), _month_and_day(node.take("to")), node.take("name").filled())
    node.refuse_unknown()
    return found


def _month_and_day(node: Node) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2000-{node.text()}")  # a leap year: 02-29 may be closed
    except ValueError:
        node.refuse('expected a day of the year as "MM-DD"')
    return day.month, day.day


def read_own(node: Node) -> Own:
    """Days of one place's own; ``keeper`` is read by whoever knows the kinds."""
    name = node.maybe("name")
    found = Own(
        name=name.filled() if name else "",
        first=day_of(node.take("first")),
        last=day_of(node.take("last")),
        open=node.take("open").flag(),
        reason=node.take("reason").filled(),
    )
    if found.last < found.first:
        node.take("last").refuse("the last day is before the first")
    node.refuse_unknown()
    return found
