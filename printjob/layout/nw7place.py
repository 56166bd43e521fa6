"""Where an NW-7 lies on a paper (お問い合わせ番号のバーコード): bars on the device's dots, 10 narrow widths of white on either side of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from printjob.barcode.nw7 import QUIET, RATIOS, Widths, bars, width, widths
from printjob.declared import nearest
from printjob.errors import DataRefused, Fault
from printjob.layout.elements import Nw7Element
from printjob.layout.pen import Rectangle
from printjob.layout.surface import Surface, snapped
from printjob.layout.symbols import INSET_PT

_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Nw7Place:
    """The lower left corner of the bars of the field ``value``, which are ``width_dots`` wide together."""

    value: str
    x_pt: float
    y_pt: float
    height_pt: float
    width_dots: int
    widths: Widths
    dot_pt: float


def nw7_place(surface: Surface, element: Nw7Element, fields: Collection[str]) -> Nw7Place:
    """The place of an element; it is refused where its quiet zones leave the page or row, or its wide bars are not of whole dots."""
    value, dpi = element.value.text(), surface.sheet.device_dpi
    if value not in fields:
        element.value.refuse(f"unknown field{nearest(value, list(fields))}")
    of = _widths(element)
    width_dots, height_dots = width(f"A{'0' * element.digits}A", of), round(element.height / _MM_PER_INCH * dpi)
    (x, y), mm_a_dot = element.at, _MM_PER_INCH / dpi
    quiet = QUIET * of.narrow * mm_a_dot
    surface.hold(element.node, x - quiet, y, x + width_dots * mm_a_dot + quiet, y + height_dots * mm_a_dot)
    dot_pt = 72 / dpi
    top_pt = snapped(surface.y(y), dpi)
    return Nw7Place(value, snapped(surface.x(x), dpi), top_pt - height_dots * dot_pt, height_dots * dot_pt, width_dots, of, dot_pt)


def _widths(element: Nw7Element) -> Widths:
    ratio = element.ratio.number()
    if ratio not in RATIOS:
        element.ratio.refuse("a wide bar is 2.5 or 3 times as wide as a narrow one")
    return widths(element.dots, ratio) or element.ratio.refuse(f"{ratio:g} times {element.dots} dots are not whole dots")


def nw7_bars(place: Nw7Place, content: str, dx_pt: float = 0.0, dy_pt: float = 0.0) -> list[Rectangle]:
    """The bars of a content with its start and stop characters, shifted; an empty text prints nothing.

    ``DataRefused`` (``PJ-1302-W``) where they are wider than the place, ``BugFound`` (``PJ-1701-E``) for what no NW-7 is.
    """
    if not content:
        return []
    if width(content, place.widths) > place.width_dots:
        raise DataRefused(Fault(id="PJ-1302-W", field=place.value))
    return [
        (place.x_pt + dx_pt + start * place.dot_pt + INSET_PT, place.y_pt + dy_pt + INSET_PT,
         (stop - start) * place.dot_pt - 2 * INSET_PT, place.height_pt - 2 * INSET_PT)
        for start, stop in bars(content, place.widths)
    ]  # fmt: skip
