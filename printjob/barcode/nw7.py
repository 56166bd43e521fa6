"""NW-7 (Codabar), the symbol of an inquiry number (お問い合わせ番号): narrow and wide bars and spaces on whole device dots.

Source: JIS X 0506 (NW-7), the same symbology as AIM BC3 (Codabar): a character is four bars and three spaces, each narrow or wide; a narrow
space stands between characters; a start and a stop character of A to D enclose the data; 10 narrow widths of white on either side. That
Japan Post prints the number as NW-7 is general knowledge, and which start and stop characters it wants must be asked of the post office.

>>> elements("A1B")
'NNWWNWNNNNNNWWNNNWNWNNW'
>>> bars("A1B", Widths(4, 10))[:3], width("A1B", Widths(4, 10))
([(0, 4), (8, 18), (28, 32)], 140)
>>> widths(4, 2.5), widths(3, 2.5)
(Widths(narrow=4, wide=10), None)
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from printjob.errors import BugFound, Fault

QUIET = 10
"""narrow widths of white before and behind the symbol"""
RATIOS: Final = (2.5, 3)
"""how much wider than narrow a wide element is: both are readable everywhere, anything less is not on every printer"""
CHARACTERS: Final = {
    "0": "NNNNNWW", "1": "NNNNWWN", "2": "NNNWNNW", "3": "WWNNNNN", "4": "NNWNNWN", "5": "WNNNNWN", "6": "NWNNNNW", "7": "NWNNWNN",
    "8": "NWWNNNN", "9": "WNNWNNN", "-": "NNNWWNN", "$": "NNWWNNN", ":": "WNNNWNW", "/": "WNWNNNW", ".": "WNWNWNN", "+": "NNWNWNW",
    "A": "NNWWNWN", "B": "NWNWNNW", "C": "NNNWNWW", "D": "NNNWWWN",
}  # fmt: skip
"""bar, space, bar, space, bar, space, bar: narrow or wide (JIS X 0506, table of characters)"""

_CONTENT = re.compile(r"[ABCD][0-9$:/.+-]+[ABCD]")


class Widths(NamedTuple):
    """Narrow and wide elements, in device dots."""

    narrow: int
    wide: int


def widths(narrow: int, ratio: float) -> Widths | None:
    """Elements of whole dots; ``None`` where a wide one would not be."""
    wide = narrow * ratio
    return Widths(narrow, int(wide)) if wide == int(wide) else None


def elements(content: str) -> str:
    """Bars and spaces in turn, a bar first and last, as ``N`` and ``W``; ``content`` has its start and stop characters.

    ``BugFound`` (``PJ-1701-E``) for anything else.
    """
    if not _CONTENT.fullmatch(content):
        raise BugFound(Fault(id="PJ-1701-E", field="NW-7", detail=f"{len(content)} characters that are no NW-7 with its start and stop"))
    return "N".join(CHARACTERS[one] for one in content)


def bars(content: str, of: Widths) -> list[tuple[int, int]]:
    """Where each bar begins and ends, in dots from the symbol's left edge. Errors as :func:`elements`."""
    lengths = (of.wide if one == "W" else of.narrow for one in elements(content))
    return list(pairwise(accumulate(lengths, initial=0)))[::2]


def width(content: str, of: Widths) -> int:
    """The symbol's width in dots without its quiet zones. Errors as :func:`elements`."""
    return bars(content, of)[-1][1]
