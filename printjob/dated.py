"""Dated settings (適用日つきの設定): a value that changes on a day keeps its old editions, so that an old notice prints again as it was.

Anywhere in a municipality's settings a value may be a list of ``{from: YYYY-MM-DD, is: VALUE}`` with VALUE a text, a list of texts or
named parts. The entry with the latest ``from`` on or before the issue date (発付日) counts; where none does, the settings are refused
with file:line:column. Never today's date. A list with one
``from`` or ``is`` is such a list: a misspelt entry is refused, not left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from printjob.declared import Node
from printjob.errors import DeclarationRefused, Fault


class Dated(msgspec.Struct, frozen=True):
    """A setting's editions, the oldest first, each with the first day it counts. An edition's texts have names below the setting's
    own; the setting itself is ``""``.
    """

    file: str
    line: int
    column: int
    editions: tuple[tuple[date, dict[str, str | Dated]], ...]


Settings = Mapping[str, str | Dated]


def read_settings(node: Node) -> dict[str, str | Dated]:
    """All texts below ``node`` by dotted name. Lists of texts are joined with ``、``; lists of mappings are left to whoever reads them
    with a type. Faults are collected in the file.
    """
    found: dict[str, str | Dated] = {}
    for key, value in node.entries():
        with node.collecting():
            found.update(_named(key, _texts(value)))
    return found


def _named(key: str, texts: Mapping[str, str | Dated]) -> dict[str, str | Dated]:
    return {f"{key}.{name}" if name else key: text for name, text in texts.items()}


def _texts(value: Node) -> dict[str, str | Dated]:
    if value.is_mapping:
        return read_settings(value)
    if not value.is_list:
        return {"": value.text()}
    members = value.items()
    if any(one.is_mapping and (one.maybe("from") or one.maybe("is")) for one in members):
        return {"": _dated(value, members)}
    if any(one.is_mapping or one.is_list for one in members):
        return {}
    return {"": "、".join(value.texts())}


def _dated(value: Node, members: list[Node]) -> Dated:
    editions: dict[date, dict[str, str | Dated]] = {}
    for one in members:
        if not one.is_mapping:
            one.refuse("expected from and is, as in the other editions", "")
        first = _day(one.take("from"))
        if first in editions:
            one.take("from").refuse("two editions count from this day")
        editions[first] = _texts(one.take("is"))
        one.refuse_unknown()
    return Dated(value.file, value.line, value.column, tuple(sorted(editions.items(), key=lambda edition: edition[0])))


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.refuse("expected a day as YYYY-MM-DD")


def on_day(settings: Settings, day: date) -> dict[str, str]:
    """The texts that count on ``day``; ``DeclarationRefused`` names every setting that has none yet."""
    faults: list[Fault] = []
    found = _on_day(settings, day, faults)
    if faults:
        raise DeclarationRefused(*faults)
    return found


def _on_day(settings: Settings, day: date, faults: list[Fault]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in settings.items():
        if isinstance(value, str):
            found[name] = value
        elif edition := [texts for first, texts in value.editions if first <= day]:
            below = _on_day(edition[-1], day, faults)
            found.update({f"{name}.{part}" if part else name: text for part, text in below.items()})
        else:
            detail = f"no edition counts on {day:%Y-%m-%d} yet; the first is from {value.editions[0][0]:%Y-%m-%d}"
            faults.append(Fault(id="PJ-1001-E", file=value.file, line=value.line, column=value.column, field=name, detail=detail))
    return found


def latest(value: str | Dated) -> str:
    """The newest edition of one text, for labels of people's lists; what is printed follows the issue date."""
    while isinstance(value, Dated):
        value = value.editions[-1][1].get("", "")
    return value
