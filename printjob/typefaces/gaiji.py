"""Gaiji maps (外字対応表): what each municipality's user-defined codes mean, as text that a font can write.

In CP932 a character outside the set travels as a user code F040-F9FC (1,880 codes); what it looks like is known only
to the municipality that made it. A map gives the registered character or variation sequence for each code; a code
without entry stays unknown. Python's ``cp932`` decodes these codes to U+E000-U+E757 in order, as Microsoft's code
page 932 does (EUDC range); eucJP-ms has the same characters in the same order, and a host table may name them.

A municipality renews its map: each version counts ``from`` a day until the next one's. The newest stands first in the file, older
ones under ``earlier``, so that an old notice prints again as it was.

>>> hex(private_use_to_code("\\ue000")), code_to_private_use(0xF9FC)
('0xf040', '\\ue757')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from printjob import declared
from printjob.typefaces.clusters import clusters

_FIRST_PRIVATE_USE = 0xE000
_NOT_INK = frozenset({"Cc", "Cf", "Cs", "Co", "Zs"})
_TRAILS = [*range(0x40, 0x7F), *range(0x80, 0xFD)]
_CODES: list[int] = [lead << 8 | trail for lead in range(0xF0, 0xFA) for trail in _TRAILS]
_POSITIONS = {code: position for position, code in enumerate(_CODES)}
_CODE = re.compile(r"[0-9A-F]{4}")
_MUNICIPALITY = re.compile(r"\d{6}")


class GaijiMap(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality's map."""

    municipality: str
    """6-digit code"""
    version: str
    """as the municipality names the edition of its map; part of what a job's bytes depend on"""
    valid_from: date
    """the first issue date (発付日) it counts for; ``date.min`` where the map does not say"""
    clusters: Mapping[int, str]
    """one grapheme cluster by CP932 code (0xF040-0xF9FC); not to be written to"""

    def by_character(self) -> dict[str, str]:
        """The same map keyed by the private-use character that Python's ``cp932`` makes of each code."""
        return {code_to_private_use(code): cluster for code, cluster in self.clusters.items()}


def private_use_to_code(character: str) -> int:
    """The CP932 user code that decodes to this private-use character; ``ValueError`` for any other character."""
    position = ord(character) - _FIRST_PRIVATE_USE
    if not 0 <= position < len(_CODES):
        raise ValueError("not a character of the CP932 user area (U+E000-U+E757)")
    return _CODES[position]


def code_to_private_use(code: int) -> str:
    """The private-use character that a CP932 user code decodes to; ``ValueError`` outside the user area."""
    if code not in _POSITIONS:
        raise ValueError("not a CP932 user code (F040-F9FC)")
    return chr(_FIRST_PRIVATE_USE + _POSITIONS[code])


def read_gaiji(path: Path, day: date | None = None) -> GaijiMap:
    """The map at ``path``, which its municipality names, in the version that counts on ``day`` (without it: the newest);
    ``DeclarationRefused`` with file:line:column of every bad code or value, and of a day before the first version.

    The same code is another character in another municipality: a map under a neighbour's name is refused.
    """
    top = declared.read(path, "gaiji/" + path.name)
    municipality = _municipality(top.take("municipality"))
    if municipality != path.stem:
        top.take("municipality").refuse(f"the file's name says {path.stem}")
    maps = [_version(top, top, municipality)]
    earlier = top.maybe("earlier")
    for node in earlier.items() if earlier else []:
        with top.collecting():
            one = _version(top, node, municipality)
            if one.valid_from >= maps[-1].valid_from:
                node.refuse("expected a version from an earlier day than the one above it", one.version)
            maps.append(one)
            node.refuse_unknown()
    top.refuse_unknown()
    top.finish()
    return _on(top, maps, day)


def _on(top: declared.Node, maps: list[GaijiMap], day: date | None) -> GaijiMap:
    counting = [one for one in maps if day is None or one.valid_from <= day]
    if counting:
        return counting[0]
    return top.refuse(f"no version counts on {day} yet; the first is from {maps[-1].valid_from}")


def _version(top: declared.Node, node: declared.Node, municipality: str) -> GaijiMap:
    found: dict[int, str] = {}
    for name, entry in node.take("entries").entries():
        with top.collecting():
            code = _code(name, entry)
            found[code] = _cluster(entry)
    first = node.maybe("from")
    return GaijiMap(
        municipality=municipality,
        version=node.take("version").filled(),
        valid_from=_day(first) if first else date.min,
        clusters=found,
    )


def _day(node: declared.Node) -> date:
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.refuse("expected a day as YYYY-MM-DD")


def _municipality(node: declared.Node) -> str:
    if not _MUNICIPALITY.fullmatch(node.text()):
        node.refuse("expected the 6 digits of a municipality code")
    return node.text()


def _code(name: str, node: declared.Node) -> int:
    if not _CODE.fullmatch(name) or int(name, 16) not in _POSITIONS:
        node.refuse(f"{name} is not a user code: expected F040-F9FC in capital letters, second byte 40-7E or 80-FC")
    return int(name, 16)


def _cluster(node: declared.Node) -> str:
    value = node.text()
    if len(clusters(value)) != 1 or any(unicodedata.category(character) in _NOT_INK for character in value):
        node.refuse("expected exactly one character, with its variation selector if it has one, no private-use code")
    return value
