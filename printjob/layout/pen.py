"""The pen: ReportLab, imported here alone. A document drawn twice has the same bytes: no dates, no names of machines, no compression.

Strings stand exactly where the advances of the font put them: no kerning, no shaping. Registering a font is the only thing that
outlives a document. Backgrounds and pictures are placed as they come from :mod:`~printjob.layout.xobjects`, once a document.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import msgspec
from reportlab.lib.colors import CMYKColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printjob.layout.arts import Background, Box, Circle, Outline, Picture, Primitive, Rule, Text
from printjob.layout.facelist import FaceList
from printjob.layout.xobjects import BackgroundObject, PictureObject
from printjob.typefaces.locate import font_path
from printjob.typefaces.outlines import outline

Rectangle = tuple[float, float, float, float]
"""x, y, width, height in points"""


@functools.cache
def _registered(name: str, path: Path) -> str:
    pdfmetrics.registerFont(TTFont(name, str(path), shapable=False))
    return name


def _font(face_id: str) -> str:
    return _registered(f"face-{face_id}", font_path(face_id))


@functools.lru_cache(maxsize=64)
def _object_name(one: Picture | Background) -> str:
    return hashlib.sha256(msgspec.json.encode(one)).hexdigest()[:24]


def _black(share: float) -> CMYKColor:
    return CMYKColor(0, 0, 0, share)


class Pen:
    """A document being drawn, page after page. ``base_face`` is named at every page's start by ReportLab's habit."""

    def __init__(self, width_pt: float, height_pt: float, base_face: str, title: str = "", *, compressed: bool = False) -> None:
        self._bytes, self._size = BytesIO(), (width_pt, height_pt)
        self._canvas = Canvas(
            self._bytes, pagesize=(width_pt, height_pt), invariant=1, pageCompression=int(compressed), initialFontName=_font(base_face)
        )
        self._faces: dict[str, str] = {}
        self._canvas.setTitle(title)
        self._canvas.setProducer("printjob")

    def _face(self, face_id: str) -> str:
        """The face's name in the document; where its file lies is asked once."""
        if face_id not in self._faces:
            self._faces[face_id] = _font(face_id)
        return self._faces[face_id]

    def text(self, face_id: str, size_pt: float, x_pt: float, y_pt: float, text: str, spacing_pt: float = 0.0) -> None:
        """A string in black, its baseline beginning at (x, y)."""
        self._string(self._face(face_id), size_pt, x_pt, y_pt, text, spacing_pt)

    def text_in_file(self, font: Path, size_pt: float, x_pt: float, y_pt: float, text: str) -> None:
        """The same with a font file that is not a face of the manifest; ReportLab takes all files of one PostScript name for the same."""
        self._string(_registered(f"file-{font}", font), size_pt, x_pt, y_pt, text, 0.0)

    def _string(self, font: str, size_pt: float, x_pt: float, y_pt: float, text: str, spacing_pt: float, black: float = 1.0) -> None:
        self._canvas.setFillColor(_black(black))
        self._canvas.setFont(font, size_pt)
        self._canvas.drawString(x_pt, y_pt, text, charSpace=spacing_pt)

    def line(self, faces: FaceList, size_pt: float, x_pt: float, y_pt: float, text: str) -> None:
        """A line from its left end, each cluster in the first face that has it."""
        for run in faces.runs(text):
            self.text(run.face, size_pt, x_pt, y_pt, run.text)
            x_pt += run.width * size_pt

    def bars(self, rectangles: Iterable[Rectangle]) -> None:
        """Black rectangles without outline, filled at once."""
        path = self._canvas.beginPath()
        for x, y, width, height in rectangles:
            path.rect(x, y, width, height)
        self._canvas.setFillColor(_black(1))
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=1)

    def paint(self, primitives: Iterable[Primitive], dx_pt: float = 0.0, dy_pt: float = 0.0) -> None:
        """Static art, shifted."""
        for one in primitives:
            if isinstance(one, Text):
                self._art_text(one, dx_pt, dy_pt)
            elif isinstance(one, Rule):
                self._line(one.width_pt, one.dash_pt)
                self._canvas.line(one.x1_pt + dx_pt, one.y1_pt + dy_pt, one.x2_pt + dx_pt, one.y2_pt + dy_pt)
            elif isinstance(one, Circle):
                self._line(one.width_pt, one.dash_pt)
                self._canvas.circle(one.x_pt + dx_pt, one.y_pt + dy_pt, one.radius_pt, stroke=1, fill=0)
            elif isinstance(one, Box):
                self._box(one, dx_pt, dy_pt)
            elif isinstance(one, Outline):
                self._outline(one, dx_pt, dy_pt)
            else:
                self._placed(one, dx_pt, dy_pt)

    def _art_text(self, one: Text, dx_pt: float, dy_pt: float) -> None:
        if (one.angle_deg, one.black) == (0.0, 1.0):
            self.text(one.face, one.size_pt, one.x_pt + dx_pt, one.y_pt + dy_pt, one.text, one.spacing_pt)
            return
        self._canvas.saveState()
        self._canvas.translate(one.x_pt + dx_pt, one.y_pt + dy_pt)
        self._canvas.rotate(one.angle_deg)
        self._string(self._face(one.face), one.size_pt, 0.0, 0.0, one.text, one.spacing_pt, one.black)
        self._canvas.restoreState()

    def _outline(self, one: Outline, dx_pt: float, dy_pt: float) -> None:
        path = self._canvas.beginPath()
        drawers = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "h": path.close}
        for operator, lengths in outline(one.face, one.text):
            drawers[operator](*(length * one.size_pt for length in lengths))
        self._canvas.saveState()
        self._canvas.setFillColor(_black(one.black))
        self._canvas.translate(one.x_pt + dx_pt, one.y_pt + dy_pt)
        self._canvas.rotate(one.angle_deg)
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
        self._canvas.restoreState()

    def _placed(self, one: Picture | Background, dx_pt: float, dy_pt: float) -> None:
        """A whole object: registered at its first use, only placed from then on."""
        name = _object_name(one)
        if not self._canvas.hasForm(name):
            made = PictureObject(one) if isinstance(one, Picture) else BackgroundObject(one)
            self._canvas._doc.addForm(name, made)  # noqa: SLF001 - the canvas offers no other way to give it an object
        self._canvas.saveState()
        if isinstance(one, Picture):
            self._canvas.setFillColor(_black(1))
            self._canvas.translate(one.x_pt + dx_pt, one.y_pt + dy_pt)
            self._canvas.scale(one.width_pt, one.height_pt)
        else:
            self._canvas.translate(dx_pt, dy_pt)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def paint_once(self, name: str, primitives: Iterable[Primitive], dy_pt: float = 0.0, dx_pt: float = 0.0) -> None:
        """The same through ReportLab's own forms: drawn at its first use, only placed from then on."""
        if not self._canvas.hasForm(name):
            width_pt, height_pt = self._size
            self._canvas.beginForm(name, -width_pt, -height_pt, width_pt, height_pt)
            self.paint(primitives)
            self._canvas.endForm()
        self._canvas.saveState()
        self._canvas.translate(dx_pt, dy_pt)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def _line(self, width_pt: float, dash_pt: tuple[float, ...] = ()) -> None:
        self._canvas.setStrokeColor(_black(1))
        self._canvas.setLineWidth(width_pt)
        self._canvas.setDash(list(dash_pt))

    def _box(self, box: Box, dx_pt: float, dy_pt: float) -> None:
        if box.line_pt:
            self._line(box.line_pt)
        if box.black:
            self._canvas.setFillColor(_black(box.black))
        self._canvas.rect(box.x_pt + dx_pt, box.y_pt + dy_pt, box.width_pt, box.height_pt, stroke=int(box.line_pt > 0), fill=int(box.black > 0))

    def page_size(self, width_pt: float, height_pt: float) -> None:
        """The size of the page that is being drawn and of those behind it."""
        self._canvas.setPageSize((width_pt, height_pt))

    def end_page(self) -> None:
        """Finish the page, drawn or blank, and begin the next."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The document's bytes."""
        self._canvas.save()
        return self._bytes.getvalue()
