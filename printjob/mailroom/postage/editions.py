"""Dated tables (適用日つきの表): a file of editions, each with its first day and its source; the one in force on a day is read.

Every edition is read, so that a mistake in one of next month is told today.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from printjob.declared import Node, read

_T = TypeVar("_T")

EVIDENCE = {name: name for name in ("read", "general", "example")}
"""how well a value is known: read in a published source, generally known and not confirmed, an example to be replaced"""


class Provenance(msgspec.Struct, frozen=True):
    """Where a value comes from: its place ``file:line:column``, how well it is known (``EVIDENCE``), its source."""

    place: str
    evidence: str
    source: str

    @property
    def doubtful(self) -> bool:
        """Whether a person has to confirm it with the accepting post office."""
        return self.evidence != "read"


class Edition(msgspec.Struct, Generic[_T], frozen=True):
    """A table with its first day."""

    valid_from: date
    table: _T


def read_edition(path: Path, day: date, table: Callable[[Node], _T]) -> Edition[_T]:
    """The edition in force on ``day``. ``DeclarationRefused`` names what is wrong in any edition, and a day before the first."""
    node = read(path, f"postage/{path.name}")
    editions: dict[date, Edition[_T]] = {}
    listed = node.take("editions")
    for item in listed.items():
        with node.collecting():
            first = day_of(item.take("valid_from"))
            if first in editions:
                item.take("valid_from").refuse("two editions count from this day")
            editions[first] = Edition(first, table(item))
            item.refuse_unknown()
    node.refuse_unknown()
    node.finish()
    known = [first for first in editions if first <= day]
    if not known:
        listed.refuse(f"no edition is in force on {day:%Y-%m-%d}", "")
    return editions[max(known)]


def first_day(path: Path) -> date:
    """The day from which a table has an edition in force. ``DeclarationRefused`` where it has none."""
    listed = read(path, f"postage/{path.name}").take("editions")
    found = [day_of(item.take("valid_from")) for item in listed.items()]
    if not found:
        listed.refuse("expected at least one edition", "")
    return min(found)


def day_of(node: Node) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.refuse("expected a day as YYYY-MM-DD")


def provenance(node: Node, prefix: str = "") -> Provenance:
    """``evidence`` and ``source`` of this part (``off_evidence`` and ``off_source`` with the prefix ``off_``)."""
    return Provenance(node.place, node.take(f"{prefix}evidence").choice(EVIDENCE), node.take(f"{prefix}source").filled())


def by_name(node: Node, member: Callable[[Node], tuple[str, _T]]) -> dict[str, _T]:
    """The members of a list by name. A name that stands twice is refused: one of the two would silently count for nothing."""
    found: dict[str, _T] = {}
    for item in node.items():
        name, value = member(item)
        if name in found:
            item.refuse("this name stands here twice", name)
        found[name] = value
    return found


def flag_of(node: Node, key: str) -> bool:
    """A ``yes``/``no`` that is ``no`` where it is not given."""
    found = node.maybe(key)
    return found.flag() if found else False


def steps(node: Node) -> tuple[tuple[int, int], ...]:
    """Rising steps ``[[least or most, value], ...]`` of whole numbers."""
    found = []
    for item in node.items():
        pair = item.items()
        if len(pair) != 2:
            item.refuse("expected two numbers", "")
        found.append((pair[0].whole(), pair[1].whole()))
    if not found or any(one[0] >= other[0] for one, other in itertools.pairwise(found)):
        node.refuse("expected steps that rise", "")
    return tuple(found)
