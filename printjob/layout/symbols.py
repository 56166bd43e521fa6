"""Where the bars and modules of printed symbols lie, for the reference renderer: rectangles in points on the device's dots.

Customer barcode (カスタマバーコード): bar u, pitch 2u, long 6u, semi-long 4u, timing 2u, with the timing zone in the middle third
(Japan Post, 郵便番号・バーコードマニュアル p12). Codes: 1 long, 2 semi-long upwards, 3 semi-long downwards, 4 timing.
"""

from __future__ import annotations

from printjob.model.form import Bars, MarkPlace

_MODULES = 16
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


def matrix_modules(place: MarkPlace, modules: bytes, device_dpi: int) -> list[Rectangle]:
    """The dark runs of a 16 x 16 DataMatrix given as 32 bytes, rows from the top, most significant bit left."""
    unit = place.dots * 72 / device_dpi
    found: list[Rectangle] = []
    for row in range(_MODULES):
        bits = f"{int.from_bytes(modules[2 * row:2 * row + 2], 'big'):016b}"
        bottom = place.y_pt + (_MODULES - 1 - row) * unit
        found.extend(_inset(place.x_pt + start * unit, bottom, (stop - start) * unit, unit) for start, stop in _dark_runs(bits))
    return found


def _dark_runs(bits: str) -> list[tuple[int, int]]:
    edges = [index for index in range(len(bits) + 1) if (bits[index - 1:index] or "0") != (bits[index:index + 1] or "0")]
    return list(zip(edges[::2], edges[1::2], strict=True))
