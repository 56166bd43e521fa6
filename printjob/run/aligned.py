"""A table in columns for a terminal (等幅の表): texts of full and half width stand under each other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from unicodedata import east_asian_width


def shown_width(text: str) -> int:
    """In how many half-width places a terminal shows ``text``.

    >>> shown_width("定形 50 g")
    9
    """
    return sum(2 if east_asian_width(character) in "FW" else 1 for character in text)


def aligned(rows: Sequence[Sequence[str]], right: Container[int] = ()) -> Iterator[str]:
    """A line for each row, all of as many cells; the columns of ``right`` (from 0) end under each other. A column of empty cells has no place.

    >>> list(aligned([["通数", "区分"], ["5", "普通"]], right={0}))
    ['通数  区分', '   5  普通']
    """
    widths = [max(map(shown_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [_padded(text, width, before=n in right) for n, (text, width) in enumerate(zip(row, widths, strict=True)) if width]
        yield "  ".join(cells).rstrip()


def _padded(text: str, width: int, *, before: bool) -> str:
    room = " " * (width - shown_width(text))
    return room + text if before else text + room
