"""Notices of a run drawn anew by the reference renderer, and the places of their symbols, which the comparison leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from printjob.barcode import gs1, qr
from printjob.layout.arts import Arts
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.model.form import Bars, Form, MarkPlace, Side, Symbol
from printjob.model.record import Prepared
from tests.layout.rare_font import make_rare_font
from tests.pages.pictures import Box

NAME_FACE = "ipamj-mincho"
_MARGIN_PT = 1.0
_BARS, _MATRIX = (133, 6), (16, 16)
"""width and height in bar widths and in modules"""


def reference_pdf(form: Form, arts: Arts, notices: Sequence[ReferenceNotice], path: Path) -> Path:
    """The notices at ``path``; variation sequences and characters outside the BMP in a test-made font beside it."""
    rare = {cluster for notice in notices for cluster in notice.prepared.rare}
    font = path.with_suffix(".ttf")
    codes = make_rare_font(NAME_FACE, rare, font) if rare else {}
    path.write_bytes(draw_reference(form, arts, notices, font if rare else None, codes))
    return path


def symbols(form: Form, prepared: Prepared, side: Side, *, front: bool) -> list[Box]:
    """Where the symbols of a page stand, with a small margin."""
    return [
        (x_pt - _MARGIN_PT, form.height_pt - y_pt - height - _MARGIN_PT, x_pt + width + _MARGIN_PT, form.height_pt - y_pt + _MARGIN_PT)
        for x_pt, y_pt, width, height in _symbols(form, prepared, side, front=front)
    ]


def _symbols(form: Form, prepared: Prepared, side: Side, *, front: bool) -> Iterator[Box]:
    """Left, foot, width and height."""
    dot, kind = 72 / form.device_dpi, side.kind
    if front:
        yield _box(form.mark, dot, _MATRIX)
    if kind is None:
        return
    if kind.bars:
        yield _box(kind.bars, dot, _BARS)
    yield from (_symbol(one, dot, 0.0) for one in kind.symbols)
    if side.section >= 0:
        rows = prepared.sections[side.section][side.start : side.stop]
        kinds = form.variants[prepared.variant].sections[side.section].rows
        for row, top_pt in zip(rows, kind.tops_pt, strict=False):
            yield from (_symbol(one, dot, top_pt) for one in kinds[row.kind].symbols)


def _box(place: MarkPlace | Bars, dot: float, units: tuple[int, int]) -> Box:
    return place.x_pt, place.y_pt, units[0] * place.dots * dot, units[1] * place.dots * dot


def _symbol(one: Symbol, dot: float, top_pt: float) -> Box:
    width = {"gs1": gs1.MODULES, "elqr": qr.MODULES, "return": _MATRIX[0]}[one.kind] * one.dots * dot
    return one.x_pt, one.y_pt + top_pt, width, one.height_pt if one.kind == "gs1" else width
