"""Where a page's symbols stand (コードの位置), as areas of cells: which cells a rectangle or an image blackens, and what the cells say.

An area's cells are the bits of one number: thirds of bars for the customer barcode, modules for everything else, the first row and
the left edge the most significant. Each edge must lie on the area's grid within :data:`TOLERANCE_PT`; bars are whole device dots, each
edge inset by a hundredth of a point at most.
Sources: Japan Post, 郵便番号・バーコードマニュアル p12 (bars 6 : 4 : 4 : 2 of a bar's width, pitch 2); ISO/IEC 15417:2007 (modules).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from printjob.model.form import Bars, MarkPlace, Symbol
from printjob.verify import elqr, gs1
from printjob.verify.customer import BARS
from printjob.verify.mark import SIDE, read_mark

TOLERANCE_PT = 0.025
AreaKind = Literal["bars", "gs1", "elqr", "return", "mark"]
SIDES: dict[str, int] = {"elqr": elqr.SIDE, "return": SIDE, "mark": SIDE}
"""of the areas that are squares of modules"""
_STRIDES = {kind: (side + 7) // 8 * 8 for kind, side in SIDES.items()}
CELLS: dict[str, int] = {"bars": 3 * BARS, "gs1": gs1.MODULES} | {kind: SIDES[kind] * _STRIDES[kind] for kind in SIDES}
"""bits of an area; a square's rows are whole bytes, as in an image"""
FAULTS = {"bars": "PJ-1503-E", "gs1": "PJ-1510-E", "elqr": "PJ-1510-E", "return": "PJ-1511-E", "mark": "PJ-1501-E"}
NAMES = {"bars": "bars", "gs1": "GS1-128", "elqr": "eL-QR", "return": "return id", "mark": "mark"}
"""how faults call them"""
_THIRDS = {(0, 6): 0b111, (2, 6): 0b110, (0, 4): 0b011, (2, 4): 0b010}
_BAR_CODES = {ord(digit): code for digit, code in {"7": "1", "6": "2", "3": "3", "2": "4", "0": None, "1": "?", "4": "?", "5": "?"}.items()}


class Area(NamedTuple):
    """One symbol's place: its lower left corner on the device's dots, its module in points, its height (``gs1`` only)."""

    kind: AreaKind
    x_pt: float
    y_pt: float
    unit_pt: float
    height_pt: float = 0.0


def area_of(place: Bars | MarkPlace | Symbol, device_dpi: int, top_pt: float = 0.0) -> Area:
    """The area of a place of the form; ``top_pt`` is the top of the block that it stands in."""
    dot_pt = 72 / device_dpi
    x_pt, y_pt = (round(edge / dot_pt) * dot_pt for edge in (place.x_pt, place.y_pt + top_pt))
    if isinstance(place, Symbol):
        return Area(place.kind, x_pt, y_pt, place.dots * dot_pt, place.height_pt)
    return Area("bars" if isinstance(place, Bars) else "mark", x_pt, y_pt, place.dots * dot_pt)


def blackened(area: Area, x_pt: float, y_pt: float, width_pt: float, height_pt: float) -> int | None:
    """The cells that a filled rectangle blackens; ``None`` when it does not lie on the area's grid or within the area."""
    left, right = (_whole(area, edge - area.x_pt) for edge in (x_pt, x_pt + width_pt))
    if left is None or right is None or not 0 <= left < right:
        return None
    if area.kind == "gs1":
        return _blackened_gs1(area, left, right, y_pt, y_pt + height_pt)
    foot, top = (_whole(area, edge - area.y_pt) for edge in (y_pt, y_pt + height_pt))
    if foot is None or top is None:
        return None
    if area.kind == "bars":
        return _blackened_bar(left, right, foot, top)
    side, stride = SIDES[area.kind], _STRIDES[area.kind]
    if right > side or not 0 <= foot < top <= side:
        return None
    run = ((1 << right - left) - 1) << (stride - right)
    return sum(run << stride * row for row in range(foot, top))


def _whole(area: Area, distance_pt: float) -> int | None:
    nearest = round(distance_pt / area.unit_pt)
    return nearest if abs(distance_pt - nearest * area.unit_pt) <= TOLERANCE_PT else None


def _blackened_gs1(area: Area, left: int, right: int, foot_pt: float, top_pt: float) -> int | None:
    whole = abs(foot_pt - area.y_pt) <= TOLERANCE_PT and abs(top_pt - area.y_pt - area.height_pt) <= TOLERANCE_PT
    return ((1 << right - left) - 1) << (gs1.MODULES - right) if whole and right <= gs1.MODULES else None


def _blackened_bar(left: int, right: int, foot: int, top: int) -> int | None:
    thirds = _THIRDS.get((foot, top))
    if thirds is None or right != left + 1 or left % 2 or left >= 2 * BARS:
        return None
    return thirds << 3 * (BARS - 1 - left // 2)


def image_fills(area: Area, matrix: tuple[float, ...], width: int, height: int) -> bool:
    """Whether an image of these pixels, the unit square under ``matrix``, fills the area module by module."""
    side = SIDES.get(area.kind)
    if side is None or (width, height) != (side, side):
        return False
    a, b, c, d, e, f = matrix
    far = side * area.unit_pt
    edges = ((e, area.x_pt), (f, area.y_pt), (e + a, area.x_pt + far), (f + d, area.y_pt + far), (b, 0.0), (c, 0.0))
    return all(abs(found - wanted) <= TOLERANCE_PT for found, wanted in edges)


def image_cells(kind: str, rows: bytes, ones_are_ink: bool) -> int:
    """The cells that an image of this area blackens; the bits that fill up a row are no ink."""
    cells = int.from_bytes(rows, "big")
    if not ones_are_ink:
        cells ^= (1 << 8 * len(rows)) - 1
    return cells & _WITHOUT_PADDING[kind]


_WITHOUT_PADDING = {
    kind: sum(((1 << side) - 1) << (_STRIDES[kind] - side) << _STRIDES[kind] * row for row in range(side)) for kind, side in SIDES.items()
}


def said(kind: AreaKind, cells: int) -> str | None:
    """What the cells say: empty where nothing is black, ``None`` where it is no symbol.

    Of the customer barcode the bars as characters 1-4, missing ones left out, ``?`` for what is no bar.
    """
    if not cells:
        return ""
    if kind == "bars":
        return f"{cells:0{BARS}o}".translate(_BAR_CODES)
    if kind == "gs1":
        return gs1.read_gs1(cells)
    rows = cells.to_bytes(CELLS[kind] // 8, "big")
    return elqr.read_elqr(rows) if kind == "elqr" else read_mark(rows)
