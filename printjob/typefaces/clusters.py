"""Grapheme clusters (書記素クラスタ), the unit of text: a base with its variation selector (異体字セレクタ) and marks.

Only what a name or an address can hold is joined: variation selectors FE00-FE0F and E0100-E01EF (Unicode Standard,
23.4; Unicode Technical Standard 37, Ideographic Variation Database) and combining marks (general categories Mn and
Me). Joining the clusters gives the text back, always.

>>> clusters("渡邊\\U000E0108様") == ["渡", "邊\\U000E0108", "様"]
True
"""

from __future__ import annotations

import functools
import re
import unicodedata

_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_BMP = 0x10000
_MARK_PLANES = [*range(0x20000), *range(0xE0000, 0xE1000)]
"""where Unicode has marks: planes 0 and 1 and the selectors of plane 14; ideographic planes have none"""


def character_class(codes: list[int]) -> str:
    """The inside of a regular expression's ``[...]`` for ascending character codes, written as ranges.

    >>> character_class([0x41, 0x42, 0x43, 0x5D])
    'A-C\\\\]'
    """
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    quoted = [(re.escape(chr(first)), re.escape(chr(last))) for first, last in ranges]
    return "".join(first if first == last else f"{first}-{last}" for first, last in quoted)


def _is_mark(code: int) -> bool:
    return unicodedata.category(chr(code)) in ("Mn", "Me")


@functools.cache
def _simple() -> re.Pattern[str]:
    # A class within the BMP is one table look-up a character; one that reaches beyond it is searched range by range.
    simple = [code for code in range(_BMP) if not 0xD800 <= code <= 0xDFFF and not _is_mark(code)]
    return re.compile(f"[{character_class(simple)}]*", re.DOTALL)


@functools.cache
def _cluster() -> re.Pattern[str]:
    marks = character_class([code for code in _MARK_PLANES if _is_mark(code)])
    return re.compile(f"[^{marks}][{marks}]*|[{marks}]+", re.DOTALL)


def is_simple(text: str) -> bool:
    """Whether each character of ``text`` is a cluster of its own within the BMP: no selector, mark or surrogate.

    >>> is_simple("札幌市"), is_simple("𠮷田"), is_simple("か\\u3099")
    (True, False, False)
    """
    return _simple().fullmatch(text) is not None


def clusters(text: str) -> list[str]:
    """The clusters of ``text`` in order; a selector or mark without a base is a cluster of its own, without glyph."""
    return list(text) if is_simple(text) else _cluster().findall(text)


def is_selector(character: str) -> bool:
    """Whether one character is a variation selector.

    >>> is_selector("\\U000E0100"), is_selector("辻")
    (True, False)
    """
    return character in _SELECTORS
