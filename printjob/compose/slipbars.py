"""The GS1-128 of a slip on paper (標準料金代理収納用バーコード): filled bars, exact to the device dot.

A symbol value is three bars and three spaces of eleven modules at a place that follows from its position; the operators of each
(position, value) are made when they first occur, so a symbol is 26 look-ups. Every edge lies 0.01 pt inside its dot border, as in
the customer barcode.
Source: ISO/IEC 15417 (Code 128), 4.3 (symbol structure); GS1 General Specifications, 5.4.
"""

from __future__ import annotations

from functools import lru_cache
from operator import getitem

from printjob.barcode import gs1
from printjob.compose.bars import INSET_PT
from printjob.compose.syntax import number

_VALUES = 26
_WIDTH = 11
"""modules of every symbol value but the last, the stop"""


class SlipBarsPainter:
    """Operators of the symbol whose lower left corner is at one place, which is snapped to the device's dots."""

    def __init__(self, x_pt: float, y_pt: float, dots: int, height_pt: float, device_dpi: int) -> None:
        dot_pt = 72 / device_dpi
        x, y = (round(edge / dot_pt) * dot_pt for edge in (x_pt, y_pt))
        foot, height = number(y + INSET_PT), number(height_pt - 2 * INSET_PT)
        self._tables = [_Bars(x + at * _WIDTH * dots * dot_pt, dots * dot_pt, foot, height) for at in range(_VALUES)]

    def paint(self, digits: str) -> bytes:
        """The rectangles of all bars, from left to right, still to be filled. ``BugFound`` for anything but 44 digits."""
        return b"".join(map(getitem, self._tables, gs1.symbol(digits)))


class _Bars(dict[int, bytes]):
    """The rectangles of a symbol value at its position, made when it first occurs."""

    def __init__(self, x_pt: float, module_pt: float, foot: bytes, height: bytes) -> None:
        super().__init__()
        self._x_pt, self._module_pt, self._foot, self._height = x_pt, module_pt, foot, height

    def __missing__(self, value: int) -> bytes:
        modules, made = 0, []
        for at, width in enumerate(map(int, gs1.PATTERNS[value])):
            if at % 2 == 0:
                made.append(self._bar(modules, width))
            modules += width
        self[value] = written = b"".join(made)
        return written

    def _bar(self, start: int, width: int) -> bytes:
        left, across = self._x_pt + start * self._module_pt + INSET_PT, width * self._module_pt - 2 * INSET_PT
        return b"%b %b %b %b re\n" % (number(left), self._foot, number(across), self._height)


@lru_cache(maxsize=256)
def slip_bars_painter(x_pt: float, y_pt: float, dots: int, height_pt: float, device_dpi: int) -> SlipBarsPainter:
    """The painter of this place, made once in a process."""
    return SlipBarsPainter(x_pt, y_pt, dots, height_pt, device_dpi)
