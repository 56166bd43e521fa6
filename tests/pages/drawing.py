"""A run's job drawn anew by the reference renderer, and the places of its symbols, which the comparison leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from printjob.layout.arts import Arts
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.model.form import Form
from tests.layout.rare_font import make_rare_font
from tests.pages.pictures import Box

NAME_FACE = "ipamj-mincho"
_MARGIN_PT = 1.0
_BARS, _MARK = (133, 6), (16, 16)
"""width and height in bar widths and in modules"""


def reference_pdf(form: Form, arts: Arts, notices: Sequence[ReferenceNotice], path: Path) -> Path:
    """The notices at ``path``; variation sequences and characters outside the BMP in a test-made font beside it."""
    rare = {cluster for notice in notices for cluster in notice.prepared.rare}
    font = path.with_suffix(".ttf")
    codes = make_rare_font(NAME_FACE, rare, font) if rare else {}
    path.write_bytes(draw_reference(form, arts, notices, font if rare else None, codes))
    return path


def symbols(form: Form) -> list[Box]:
    """Where the customer barcode and the DataMatrix stand, with a small margin."""
    places = [(form.mark.x_pt, form.mark.y_pt, form.mark.dots, _MARK)]
    places += [(kind.bars.x_pt, kind.bars.y_pt, kind.bars.dots, _BARS) for kind in form.lead if kind.bars]
    boxes = []
    for x_pt, y_pt, dots, (width, height) in places:
        unit, top = dots * 72 / form.device_dpi, form.height_pt - y_pt
        boxes.append((x_pt - _MARGIN_PT, top - height * unit - _MARGIN_PT, x_pt + width * unit + _MARGIN_PT, top + _MARGIN_PT))
    return boxes
