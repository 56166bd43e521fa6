"""Pages as pictures at 150 dpi and the measure they are compared by: the mean difference of a 3 x 3 pixel cluster, in 255ths.

MuPDF draws at 150 dpi, where it sets glyphs at quarters of a pixel and lines on whole ones: two drawings a thousandth of a point apart
can come out on two sides of such a border. A tile of the page that differs is therefore drawn again at 1200 dpi and reduced to 150: what
differs then is on the paper, not in the rounding.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pymupdf

mupdf: Any = pymupdf  # its calls carry no annotations
Gray = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""left, top, right, bottom in points from the page's top left"""

DPI, FINE_DPI = 150, 1200
CLUSTER = 3
ALLOWED = 64
_TILE = 80
_EDGE = 2
"""pixels around a tile that are drawn with it, so that a cluster on its border is whole in one of the tiles"""


class Off(NamedTuple):
    """A cluster that differs: by how much, and where it is on the page."""

    by: float
    x_mm: float
    y_mm: float


class Picture:
    """A page that can be drawn coarsely, and finely in parts; these places are left white."""

    def __init__(self, page: Any, white: Iterable[Box] = ()) -> None:
        self._list = page.get_displaylist()
        self._white = [_pixels(box) for box in white]

    def whole(self, dpi: int = DPI) -> Gray:
        """The page at 150 dpi, drawn at ``dpi`` (a multiple) and reduced."""
        scale = dpi // DPI
        pixels = self._list.get_pixmap(matrix=mupdf.Matrix(dpi / 72, dpi / 72), colorspace=mupdf.csGRAY, alpha=0)
        return self._covered(reduced(_array(pixels), scale), 0, 0)

    def part(self, top: int, left: int, height: int, width: int) -> Gray:
        """Pixels of the 150 dpi picture, drawn finely."""
        scale, factor = FINE_DPI // DPI, 72 / DPI
        clip = mupdf.Rect((left - 1) * factor, (top - 1) * factor, (left + width + 1) * factor, (top + height + 1) * factor)
        pixels = self._list.get_pixmap(matrix=mupdf.Matrix(FINE_DPI / 72, FINE_DPI / 72), colorspace=mupdf.csGRAY, alpha=0, clip=clip)
        at, across = top * scale - pixels.y, left * scale - pixels.x
        inner = _array(pixels)[at : at + height * scale, across : across + width * scale]
        return self._covered(reduced(inner, scale), top, left)

    def _covered(self, picture: Gray, top: int, left: int) -> Gray:
        result = picture.copy()
        for rows, columns in self._white:
            result[
                max(0, rows.start - top) : max(0, rows.stop - top), max(0, columns.start - left) : max(0, columns.stop - left)
            ] = 255
        return result


def _array(pixels: Any) -> Gray:
    return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, : pixels.width]


def _pixels(box: Box) -> tuple[slice, slice]:
    left, top, right, bottom = (edge * DPI / 72 for edge in box)
    return slice(max(0, int(top)), int(bottom) + 1), slice(max(0, int(left)), int(right) + 1)


def reduced(picture: Gray, factor: int) -> Gray:
    """The picture with ``factor`` x ``factor`` dots made one pixel, their mean."""
    if factor == 1:
        return picture
    height, width = (side // factor for side in picture.shape)
    sums = picture[: height * factor, : width * factor].reshape(height, factor, width, factor).sum(axis=(1, 3), dtype=np.uint32)
    means: Gray = (sums // (factor * factor)).astype(np.uint8)
    return means


def clusters(one: Gray, other: Gray) -> npt.NDArray[np.float32]:
    """The mean difference of every 3 x 3 cluster, by its upper left pixel."""
    difference = np.abs(one.astype(np.int16) - other.astype(np.int16)).astype(np.float32)
    across = difference[:, :-2] + difference[:, 1:-1] + difference[:, 2:]
    means: npt.NDArray[np.float32] = (across[:-2] + across[1:-1] + across[2:]) / (CLUSTER * CLUSTER)
    return means


def differences(one: Picture, other: Picture) -> list[Off]:
    """The worst cluster of every tile in which one is off by more than is allowed, worst first."""
    drawn, again = one.whole(), other.whole()
    assert drawn.shape == again.shape
    if np.array_equal(drawn, again):
        return []
    rows, columns = np.nonzero(clusters(drawn, again) > ALLOWED)
    tiles = sorted({(int(row) // _TILE, int(column) // _TILE) for row, column in zip(rows, columns, strict=True)})
    found = [_worst(one, other, row * _TILE, column * _TILE, drawn.shape) for row, column in tiles]
    return sorted((off for off in found if off.by > ALLOWED), reverse=True)


def _worst(one: Picture, other: Picture, row: int, column: int, shape: tuple[int, ...]) -> Off:
    top, left = max(0, row - _EDGE), max(0, column - _EDGE)
    height, width = min(row + _TILE + _EDGE, shape[0]) - top, min(column + _TILE + _EDGE, shape[1]) - left
    means = clusters(one.part(top, left, height, width), other.part(top, left, height, width))
    y, x = np.unravel_index(int(means.argmax()), means.shape)
    return Off(float(means[y, x]), round((left + float(x)) / DPI * 25.4, 1), round((top + float(y)) / DPI * 25.4, 1))
