"""From filled rectangles to symbols: the customer barcode's bars and the mark's modules, by where the form puts them.

A rectangle that is no bar and no module at its right place and size (within :data:`TOLERANCE_PT`) belongs to nothing and is a fault:
also black paint can hide or forge. Bars are whole device dots, each edge inset by a hundredth of a point at most.
Source: Japan Post, 郵便番号・バーコードマニュアル p12 (bars 6 : 4 : 4 : 2 of a bar's width, pitch 2).
"""

from __future__ import annotations

from typing import NamedTuple

from printjob.model.form import Bars, Form, MarkPlace
from printjob.verify.customer import BARS
from printjob.verify.mark import SIDE

TOLERANCE_PT = 0.025
_SHAPES = {(0, 6): "1", (2, 6): "2", (0, 4): "3", (2, 4): "4"}


class Black(NamedTuple):
    """What the rectangles of a page say: bars by position, modules as 32 bytes (or none), and those that belong to nothing."""

    bars: str
    modules: bytes | None
    stray: list[bytes]


class Reader:
    """Reads the rectangles of one page kind; remembers what each rectangle text means, for the same few hundred come again."""

    def __init__(self, form: Form, bars: Bars | None, mark: MarkPlace | None) -> None:
        self._dot = 72 / form.device_dpi
        self._bars, self._mark = bars, mark
        self._bars_origin = self._snapped(bars.x_pt, bars.y_pt) if bars else (0.0, 0.0)
        self._mark_origin = self._snapped(mark.x_pt, mark.y_pt) if mark else (0.0, 0.0)
        self._known: dict[bytes, tuple[int, str] | int | None] = {}

    def _snapped(self, x_pt: float, y_pt: float) -> tuple[float, float]:
        return round(x_pt / self._dot) * self._dot, round(y_pt / self._dot) * self._dot

    def read(self, rectangles: list[bytes]) -> Black:
        """Sort ``rectangles`` (``x y width height`` each) into bars and modules. A place that is painted twice is stray."""
        known = self._known
        bars: dict[int, str] = {}
        modules, stray = 0, []
        for text in rectangles:
            meaning = known[text] if text in known else self._learn(text)
            if isinstance(meaning, tuple) and meaning[0] not in bars:
                bars[meaning[0]] = meaning[1]
            elif isinstance(meaning, int) and not modules & meaning:
                modules |= meaning
            else:
                stray.append(text)
        return Black("".join(bars[at] for at in sorted(bars)) if bars else "", _packed(modules), stray)

    def _learn(self, text: bytes) -> tuple[int, str] | int | None:
        x, y, width, height = map(float, text.split())
        meaning: tuple[int, str] | int | None = self._bar(x, y, width, height)
        if meaning is None:
            meaning = self._modules(x, y, width, height)
        self._known[text] = meaning
        return meaning

    def _bar(self, x: float, y: float, width: float, height: float) -> tuple[int, str] | None:
        if self._bars is None:
            return None
        unit = self._bars.dots * self._dot
        position = _whole((x - self._bars_origin[0]) / (2 * unit), 2 * unit)
        foot, top = (_whole((edge - self._bars_origin[1]) / unit, unit) for edge in (y, y + height))
        if position is None or foot is None or top is None or abs(width - unit) > TOLERANCE_PT or not 0 <= position < BARS:
            return None
        shape = _SHAPES.get((foot, top))
        return None if shape is None else (position, shape)

    def _modules(self, x: float, y: float, width: float, height: float) -> int | None:
        if self._mark is None:
            return None
        unit = self._mark.dots * self._dot
        left, right = (_whole((edge - self._mark_origin[0]) / unit, unit) for edge in (x, x + width))
        foot, top = (_whole((edge - self._mark_origin[1]) / unit, unit) for edge in (y, y + height))
        if left is None or right is None or foot is None or top is None:
            return None
        if not (0 <= left < right <= SIDE and 0 <= foot < top <= SIDE):
            return None
        run = ((1 << right - left) - 1) << (SIDE - right)
        return sum(run << SIDE * row for row in range(foot, top))


    def image_lies_right(self, matrix: tuple[float, ...]) -> bool:
        """Whether a mark drawn as an image (unit square under ``matrix``) fills the mark's place."""
        if self._mark is None:
            return False
        side, (x, y) = SIDE * self._mark.dots * self._dot, self._mark_origin
        a, b, c, d, e, f = matrix
        edges = ((e, x), (f, y), (e + a, x + side), (f + d, y + side), (b, 0.0), (c, 0.0))
        return all(abs(found - wanted) <= TOLERANCE_PT for found, wanted in edges)


def _whole(ratio: float, unit: float) -> int | None:
    nearest = round(ratio)
    return nearest if abs(ratio - nearest) * unit <= TOLERANCE_PT else None


def _packed(modules: int) -> bytes | None:
    return modules.to_bytes(SIDE * SIDE // 8, "big") if modules else None
