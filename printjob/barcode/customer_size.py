"""How large a customer barcode (カスタマバーコード) may be: sizes on whole printer dots, the window each needs, what a printed one may measure.

Source: Japan Post, 郵便番号・バーコードマニュアル p12 (dimensions and tolerances) and p13 (2 mm of white on all four sides; in a window, 2 mm from
its edge however the contents have shifted). With a in points, 8 <= a <= 11.5, and k = a / 10 the nominal long bar is 3.6 k mm, timing
bar 1.2 k, pitch 1.2 k, bar and space 0.6 k. The nominal long bar and space are also the greatest allowed, so bars are drawn on whole
dots: u = bar width, pitch 2u, long 6u, semi-long 4u, timing 2u.

>>> for size in sizes(600):
...     print(size.dots, round(size.size_pt, 2), round(size.width_mm, 2))
12 8.47 67.56
13 9.17 73.19
14 9.88 78.82
15 10.58 84.45
16 11.29 90.09
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

from printjob.barcode.customer import (
    BAR_WIDTH_MM_PER_PT,
    CLEAR_ZONE_MM,
    GREATEST_SIZE_PT,
    HEIGHT_UNITS,
    LEAST_SIZE_PT,
    PITCH_UNITS,
    WIDTH_UNITS,
    size_pt,
)

TOLERANCES_MM_PER_10_PT: Final = {
    "long": (3.40, 3.60),
    "timing": (1.05, 1.35),
    "pitch": (0.95, 1.30),
    "bar": (0.50, 0.70),
    "space": (0.45, 0.60),
}
"""Least and greatest of each measure for a = 10 pt, in mm (p12)"""

_ROUNDING_MM = 1e-9


class Size(NamedTuple):
    """A barcode whose bars are ``dots`` wide on a printer of ``resolution_dpi``."""

    dots: int
    resolution_dpi: int

    @property
    def size_pt(self) -> float:
        """a, in points."""
        return size_pt(self.dots, self.resolution_dpi)

    @property
    def bar_mm(self) -> float:
        """Width of a bar, and of the space beside it."""
        return 25.4 * self.dots / self.resolution_dpi

    @property
    def pitch_mm(self) -> float:
        """From bar to bar."""
        return PITCH_UNITS * self.bar_mm

    @property
    def width_mm(self) -> float:
        """From the first bar's left edge to the last one's right edge."""
        return WIDTH_UNITS * self.bar_mm

    @property
    def height_mm(self) -> float:
        """Height of a long bar."""
        return HEIGHT_UNITS["1"] * self.bar_mm

    def window_mm(self, play_mm: tuple[float, float] = (0, 0)) -> tuple[float, float]:
        """Width and height of the least window: barcode, 2 mm of white on each side, and the play of the contents both ways.

        >>> [round(length, 1) for length in Size(12, 600).window_mm((20, 18))]
        [91.6, 25.0]
        """
        return self.width_mm + 2 * CLEAR_ZONE_MM + play_mm[0], self.height_mm + 2 * CLEAR_ZONE_MM + play_mm[1]

    def fits(self, window_mm: tuple[float, float], play_mm: tuple[float, float]) -> bool:
        """Whether the barcode keeps 2 mm to the window's edges wherever the contents lie."""
        return all(need <= has + _ROUNDING_MM for need, has in zip(self.window_mm(play_mm), window_mm, strict=True))


def sizes(resolution_dpi: int) -> tuple[Size, ...]:
    """Every allowed size on whole dots, the smallest first; none for a printer too coarse for any.

    >>> [size.dots for size in sizes(300)], [size.dots for size in sizes(400)]
    ([6, 7, 8], [8, 9, 10])
    """
    dots_per_pt = resolution_dpi * BAR_WIDTH_MM_PER_PT / 25.4
    least, greatest = math.ceil(LEAST_SIZE_PT * dots_per_pt), math.floor(GREATEST_SIZE_PT * dots_per_pt)
    return tuple(Size(dots, resolution_dpi) for dots in range(least, greatest + 1))


def play_mm(inner_mm: tuple[float, float], panel_mm: tuple[float, float]) -> tuple[float, float]:
    """How far contents folded to ``panel_mm`` can move in an envelope with ``inner_mm`` of room, both ways; never below 0.

    >>> play_mm((230, 117), (210, 99))
    (20, 18)
    """
    return max(inner_mm[0] - panel_mm[0], 0), max(inner_mm[1] - panel_mm[1], 0)


def greatest_in(window_mm: tuple[float, float], play_mm: tuple[float, float], resolution_dpi: int) -> Size | None:
    """The largest allowed size that fits the window, None when not even the smallest does.

    >>> greatest_in((90, 45), (20, 18), 600), greatest_in((100, 45), (20, 18), 600)
    (None, Size(dots=13, resolution_dpi=600))
    """
    return max((size for size in sizes(resolution_dpi) if size.fits(window_mm, play_mm)), default=None)


def out_of_tolerance(nominal_pt: float, measured_mm: Iterable[tuple[str, float]]) -> list[str]:
    """The names, in order, of measures of a printed barcode that p12 does not allow; names as in :data:`TOLERANCES_MM_PER_10_PT`.

    Raises KeyError for another name.

    >>> out_of_tolerance(10, [("long", 3.6), ("timing", 0.9), ("space", 0.65)])
    ['timing', 'space']
    """
    k = nominal_pt / 10
    return [
        name
        for name, length in measured_mm
        if not TOLERANCES_MM_PER_10_PT[name][0] * k - _ROUNDING_MM
        <= length
        <= TOLERANCES_MM_PER_10_PT[name][1] * k + _ROUNDING_MM
    ]
