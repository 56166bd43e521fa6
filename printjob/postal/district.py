"""郵便区番号: the upper three or five digits of a postal code by which 区分郵便物 are sorted, and where the answer comes from.

Which of the two it is stands in a list that Japan Post keeps: if the upper five digits are a listed district those five, else the upper
three (郵便番号・バーコードマニュアル p04: 350-1106 is 350-11, 154-0023 is 154). The list is a dated table of the site
(``spool/postal-districts.yaml``); the post office that accepts the mail has it. Where the table does not cover a code the answer is
only likely, and says so: KEN_ALL's (旧)郵便番号 if it is the head of the code, else the upper three digits. For a rate the table must cover
every code of the posting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.declared import Node, read
from printjob.postal.customer import compact_code
from printjob.postal.index import PostalIndex

_EVERYWHERE = "all"


class Source(StrEnum):
    """Where a 郵便区番号 comes from."""

    TABLE = "table"
    """the site's table says so: listed with five digits, or covered and not listed"""
    OLD_CODE = "ken-all-old-code"
    """likely: KEN_ALL's old code is the head of the postal code"""
    UPPER_THREE = "upper-three"
    """a guess: nothing is known but the code itself"""
    NONE = "none"
    """the postal code is no seven digits"""


class District(NamedTuple):
    """A 郵便区番号 of three or five digits (none for a malformed code), and how much it may be relied upon."""

    number: str
    source: Source


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The list as it counts from a day on."""

    valid_from: date
    provenance: str
    """Who said so, and when: the document or the office"""
    example: bool
    """True as long as nobody has put the site's own list here"""
    covers: tuple[str, ...]
    """Heads of postal codes for which the list is complete; ``""``: all of them"""
    five_digits: frozenset[str]


def read_editions(path: Path) -> tuple[Edition, ...]:
    """The editions of the table, the oldest first. ``DeclarationRefused`` (``PJ-1001-E``) names every mistake with its place."""
    node = read(path)
    editions = node.take("editions")
    found = []
    for one in editions.items():
        with editions.collecting():
            found.append(_edition(one))
    if len({edition.valid_from for edition in found}) < len(found):
        with editions.collecting():
            editions.refuse("two editions count from one day", "")
    node.refuse_unknown()
    node.finish()
    return tuple(sorted(found, key=lambda edition: edition.valid_from))


def edition_on(editions: Sequence[Edition], day: date) -> Edition | None:
    """The edition that counts on ``day``; None where none does yet."""
    return next((edition for edition in reversed(editions) if edition.valid_from <= day), None)


def district(postal_code: str, edition: Edition | None, index: PostalIndex) -> District:
    """The 郵便区番号 of a postal code, however it is written. Never raises.

    >>> listed = Edition(valid_from=date(2026, 4, 1), provenance="", example=True, covers=("154",), five_digits=frozenset({"35011"}))
    >>> from printjob.postal.index import compile_index, open_index
    >>> index = open_index(compile_index())
    >>> [district(code, listed, index).number for code in ("350-1106", "154-0023")]
    ['35011', '154']
    """
    code = compact_code(postal_code)
    if not (len(code) == 7 and code.isascii() and code.isdecimal()):
        return District("", Source.NONE)
    if edition and code[:5] in edition.five_digits:
        return District(code[:5], Source.TABLE)
    if edition and code.startswith(edition.covers):
        return District(code[:3], Source.TABLE)
    old = {place.old_code for place in index.places(code)}
    likely = old.pop() if len(old) == 1 else ""
    if likely in {code[:3], code[:5]}:
        return District(likely, Source.OLD_CODE)
    return District(code[:3], Source.UPPER_THREE)


def _edition(node: Node) -> Edition:
    edition = Edition(
        valid_from=_day(node.take("from")),
        provenance=node.take("provenance").filled(),
        example=node.take("example").flag(),
        covers=tuple(
            "" if one.text() == _EVERYWHERE else _digits(one, (1, 2, 3)) for one in node.take("covers").items()
        ),
        five_digits=frozenset(_digits(one, (5,)) for one in node.take("five_digits").items()),
    )
    node.refuse_unknown()
    return edition


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.refuse("expected a day as YYYY-MM-DD")


def _digits(node: Node, lengths: Sequence[int]) -> str:
    text = node.text()
    if len(text) not in lengths or not (text.isascii() and text.isdecimal()):
        node.refuse(f"expected {' or '.join(map(str, lengths))} digits")
    return text
