"""Where the bars and modules of printed symbols lie, for the reference renderer: rectangles in points on the device's dots.

Customer barcode (カスタマバーコード): bar u, pitch 2u, long 6u, semi-long 4u, timing 2u, with the timing zone in the middle third
(Japan Post, 郵便番号・バーコードマニュアル p12). Codes: 1 long, 2 semi-long upwards, 3 semi-long downwards, 4 timing. GS1-128: bars and
spaces as the widths of its symbol characters say (GS1 General Specifications, 5.4). Two-dimensional symbols: runs of dark modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from printjob.barcode import datamatrix, gs1, qr
from printjob.model.form import Bars, MarkPlace, Symbol

_FOOT_AND_HEIGHT = {"1": (0, 6), "2": (2, 4), "3": (0, 4), "4": (2, 2)}
"""in bar widths, from the foot of the long bars"""
INSET_PT = 0.01
"""each edge is drawn this much inside: an edge exactly on a dot's border makes some renderers blacken a dot more"""

Rectangle = tuple[float, float, float, float]


def _inset(x: float, y: float, width: float, height: float) -> Rectangle:
    return x + INSET_PT, y + INSET_PT, width - 2 * INSET_PT, height - 2 * INSET_PT


def customer_bars(place: Bars, codes: str, device_dpi: int) -> list[Rectangle]:
    """The bars of a customer barcode whose codes are the characters 1-4."""
    unit = place.dots * 72 / device_dpi
    return [_inset(place.x_pt + 2 * number * unit, place.y_pt + foot * unit, unit, height * unit)
            for number, (foot, height) in enumerate(_FOOT_AND_HEIGHT[code] for code in codes)]


def matrix_modules(place: MarkPlace | Symbol, modules: bytes, device_dpi: int) -> list[Rectangle]:
    """The dark runs of a 16 x 16 DataMatrix given as 32 bytes, rows from the top, most significant bit left."""
    return _dark(place.x_pt, place.y_pt, place.dots * 72 / device_dpi, modules, datamatrix.MODULES)


def qr_modules(place: Symbol, modules: bytes, device_dpi: int) -> list[Rectangle]:
    """The dark runs of an eL-QR given as 41 rows of 6 bytes."""
    return _dark(place.x_pt, place.y_pt, place.dots * 72 / device_dpi, modules, qr.MODULES)


def gs1_bars(place: Symbol, characters: bytes, device_dpi: int) -> list[Rectangle]:
    """The bars of a GS1-128 given as its symbol characters' values."""
    unit = place.dots * 72 / device_dpi
    widths = [int(width) for value in characters for width in gs1.PATTERNS[value]]
    edges = list(pairwise(accumulate(widths, initial=0)))
    return [_inset(place.x_pt + start * unit, place.y_pt, (stop - start) * unit, place.height_pt) for start, stop in edges[::2]]


def _dark(x_pt: float, y_pt: float, unit: float, modules: bytes, side: int) -> list[Rectangle]:
    row_bytes = (side + 7) // 8
    found: list[Rectangle] = []
    for row in range(side):
        bits = f"{int.from_bytes(modules[row_bytes * row:row_bytes * (row + 1)], 'big'):0{8 * row_bytes}b}"[:side]
        bottom = y_pt + (side - 1 - row) * unit
        found.extend(_inset(x_pt + start * unit, bottom, (stop - start) * unit, unit) for start, stop in _dark_runs(bits))
    return found


def _dark_runs(bits: str) -> Iterator[tuple[int, int]]:
    edges = [index for index in range(len(bits) + 1) if (bits[index - 1:index] or "0") != (bits[index:index + 1] or "0")]
    return zip(edges[::2], edges[1::2], strict=True)
