"""Slots set as text operators (文字列の配置): for each slot a table from its value to what stands before the value.

A page's text is one text object, a chain of pairs ``operators + "("`` and ``value``; the operators of a pair close
the string before it. All positions of the chain are known when the form is compiled, in hundredths of a point; only
the TJ number that moves a right-aligned or centred text back from its anchor depends on the value: on its length in a
fixed-width face, else on its width.
Source: ISO 32000-1:2008, 9.4 (text objects; a TJ number moves left, in
thousandths of the font size).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from printjob.compose.fontnames import FontUse
from printjob.compose.narrow import column_width, is_narrow
from printjob.compose.syntax import number
from printjob.compose.widths import Advances
from printjob.model.form import Slot

CLOSE = b")]TJ\n"
SHARES = {"left": 0.0, "centre": 0.5, "right": 1.0}
_SLACK_PT = 0.01
_MOST_REMEMBERED = 10_000


class Placed(NamedTuple):
    """A slot on a page: ``source`` is the index of its value in the page's texts, ``lift_pt`` is added to its
    baselines.
    """

    slot: Slot
    source: int
    lift_pt: float = 0.0

    @property
    def use(self) -> FontUse:
        """The font that the whole value is set in."""
        return FontUse(self.slot.faces[0], is_narrow(self.slot))

    def origin(self, fit: int = 0, line: int = 0) -> tuple[int, int]:
        """Anchor and baseline in hundredths of a point."""
        baseline = self.slot.fits[fit].baselines_pt[line] + self.lift_pt
        return round(self.slot.x_pt * 100), round(baseline * 100)


class ByWidth(dict[str, bytes]):
    """Operators before a value that is set back by a share of its width."""

    def __init__(self, before: bytes, gap: int, share: float, advances: Advances) -> None:
        super().__init__()
        self._before, self._gap, self._share, self._advance = before, gap, share, advances.__getitem__

    def __missing__(self, text: str) -> bytes:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[text] = made = b"%b%d(" % (self._before, self._gap + round(self._share * sum(map(self._advance, text))))
        return made


class Chain:
    """Makes what stands before the values, slot after slot; to be asked in the order of the page's content."""

    def __init__(self, names: Mapping[FontUse, bytes], advances: Mapping[str, Advances]) -> None:
        self._names, self._advances = names, advances
        self._font: tuple[FontUse, float] | None = None
        self._origin = (0, 0)
        self._baseline: int | None = None
        self._pen: float | None = None
        self._started = False

    def narrow(self, placed: Placed) -> tuple[bytes, ...]:
        """Operators by the value's columns; a longer value than the table does not fit its room."""
        size, advance = placed.slot.fits[0].size_pt, column_width(placed.use.face)
        share = SHARES[placed.slot.align]
        before, gap = self._move(placed, share)
        longest = int((placed.slot.width_pt + _SLACK_PT) * 1000 / (advance * size))
        return _by_columns(before, gap, share * advance, longest)

    def wide(self, placed: Placed) -> bytes | ByWidth:
        """Operators before any value (left-aligned), or a table by value."""
        share = SHARES[placed.slot.align]
        before, gap = self._move(placed, share)
        return ByWidth(before, gap, share, self._advances[placed.use.face]) if share else _set_back(before, gap)

    def _move(self, placed: Placed, share: float) -> tuple[bytes, int]:
        """What leads to the slot's anchor, and the TJ number still to be made when a line of right-aligned values
        goes on.
        """
        (x, y), size = placed.origin(), placed.slot.fits[0].size_pt
        if self._pen is not None and self._font == (placed.use, size) and y == self._baseline:
            gap = round((self._pen - x) * 10 / size)
            self._pen = self._pen - gap * size / 10 if share == 1.0 else None
            return b")", gap
        self._pen, self._baseline = float(x) if share == 1.0 else None, y
        return self._close() + self._select(placed.use, size) + self._step(x, y) + b"[", 0

    def _close(self) -> bytes:
        self._started, was_started = True, self._started
        return CLOSE if was_started else b""

    def _select(self, use: FontUse, size: float) -> bytes:
        if self._font == (use, size):
            return b""
        self._font = (use, size)
        return b"/%b %b Tf\n" % (self._names[use], number(size))

    def _step(self, x: int, y: int) -> bytes:
        step = b"%b %b Td" % (hundredths(x - self._origin[0]), hundredths(y - self._origin[1]))
        self._origin = x, y
        return step


@lru_cache(maxsize=_MOST_REMEMBERED)
def _by_columns(before: bytes, gap: int, back: float, longest: int) -> tuple[bytes, ...]:
    """Operators before a value of 0, 1 ... ``longest`` columns. Pages that differ in a row alone share most of their tables."""
    return tuple([_set_back(before, gap + round(back * length)) for length in range(longest + 1)])


def _set_back(before: bytes, thousandths: int) -> bytes:
    return b"%b%d(" % (before, thousandths) if thousandths else before + b"("


def is_set_back(placed: Placed) -> bool:
    """Whether a slot's values are set back by a share of their width."""
    return placed.slot.align != "left"


def hundredths(value: int) -> bytes:
    """Hundredths of a point as a number in points."""
    return number(value / 100, 2)


def in_order(placed: Sequence[Placed]) -> list[Placed]:
    """Slots in the order of their content: narrow ones, wide ones that start at the left, the others; by font, size,
    reading order.
    """
    return sorted(placed, key=_place_in_order)


def _place_in_order(placed: Placed) -> tuple[object, ...]:
    use, (x, y) = placed.use, placed.origin()
    return not use.narrow, not use.narrow and is_set_back(placed), use, placed.slot.fits[0].size_pt, -y, x, placed.source
