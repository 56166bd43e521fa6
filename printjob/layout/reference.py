"""The reference renderer: the same notices drawn page by page with a plain ReportLab canvas, as a careful user of it would.

It shares with the composer only the compiled form: art is drawn anew on every page, every string by its advances, every symbol as
rectangles. Tests compare its pictures with the composer's, and the bench calls it *naive*. ReportLab cannot show a variation
sequence: ``rare_font`` is a font with those glyphs at the private codes of ``rare_codes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from printjob.layout.arts import Arts
from printjob.layout.encoding import EncodedSymbols, encoded
from printjob.layout.facelist import FaceList, face_list
from printjob.layout.pen import Pen
from printjob.layout.surface import left_edge
from printjob.layout.symbols import customer_bars, gs1_bars, matrix_modules, qr_modules
from printjob.model.form import ComputedSlot, Form, MarkPlace, RowKind, Side, Slot, Symbol, Variant, page_count
from printjob.model.piece import identity, return_id
from printjob.model.record import Fitted, Prepared, Row
from printjob.typefaces.clusters import clusters


class ReferenceNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice and what the plan says of it: the run's id, piece number, sheets of the whole piece, its place in the piece (both from
    1), and the mark's digits for each of its sheets.
    """

    prepared: Prepared
    run: str
    piece: int
    sheets_of: int
    marks: tuple[str, ...]
    notice: int = 1
    first_sheet: int = 1


class _Renderer:
    def __init__(self, form: Form, arts: Arts, rare_font: Path | None, rare_codes: Mapping[str, int], symbols: EncodedSymbols, *,
                 art_once: bool) -> None:
        self._form, self._arts, self._rare_font, self._rare_codes = form, arts, rare_font, rare_codes
        self._symbols, self._art_once = symbols, art_once
        self.pen = Pen(form.width_pt, form.height_pt, form.front.slot.faces[0], form.form, compressed=True)

    def notice(self, notice: ReferenceNotice) -> None:
        """Two pages for each sheet of the notice."""
        variant = self._form.variants[notice.prepared.variant]
        sheets = variant.sheets([len(rows) for rows in notice.prepared.sections])
        pages = page_count(sheets)
        for number, (sheet, mark) in enumerate(zip(sheets, notice.marks, strict=True), notice.first_sheet):
            text = identity(notice.piece, number, notice.sheets_of)
            for side, bears in ((sheet.front, self._form.front), (sheet.back, self._form.back)):
                self._side(notice, variant, side, text, pages)
                if side is sheet.front:
                    self._matrix(self._form.mark, mark)
                self._line(bears.slot, 0, 0, text)
                self.pen.end_page()

    def _side(self, notice: ReferenceNotice, variant: Variant, side: Side, sheet: str, pages: int) -> None:
        kind, prepared = side.kind, notice.prepared
        if kind is None:
            return
        self._art(kind.art, 0.0)
        if side.section >= 0:
            rows = prepared.sections[side.section][side.start:side.stop]
            for top, row in zip(kind.tops_pt, rows, strict=False):
                self._row(variant.sections[side.section].rows[row.kind], row, top)
        self._slots(kind.slots, prepared.values, prepared.fitted, 0.0)
        for one in kind.computed:
            self._line(one.slot, 0, 0, _computed_text(one, notice, f"{side.page}／{pages}", sheet))
        if kind.bars and prepared.bars:
            self.pen.bars(customer_bars(kind.bars, prepared.bars, self._form.device_dpi))
        for symbol in kind.symbols:
            digits = prepared.values[symbol.value] if symbol.value >= 0 else return_id(notice.run, notice.piece, notice.notice)
            self._symbol(symbol, digits, 0.0)

    def _row(self, kind: RowKind, row: Row, top_pt: float) -> None:
        self._art(kind.art, top_pt)
        self._slots(kind.slots, row.values, row.fitted, top_pt)
        for symbol in kind.symbols:
            self._symbol(symbol, row.values[symbol.value], top_pt)

    def _symbol(self, symbol: Symbol, digits: str, top_pt: float) -> None:
        """A symbol of this place; one without digits is not printed."""
        if digits:
            placed = msgspec.structs.replace(symbol, y_pt=symbol.y_pt + top_pt)
            rectangles = {"gs1": gs1_bars, "elqr": qr_modules, "return": matrix_modules}[symbol.kind]
            self.pen.bars(rectangles(placed, self._symbols.of(symbol.kind, digits), self._form.device_dpi))

    def _matrix(self, place: MarkPlace, digits: str) -> None:
        self.pen.bars(matrix_modules(place, self._symbols.of("return", digits), self._form.device_dpi))

    def _art(self, name: str, top_pt: float) -> None:
        if self._art_once:
            self.pen.paint_once(name, self._arts[name], top_pt)
        else:
            self.pen.paint(self._arts[name], dy_pt=top_pt)

    def _slots(self, slots: Iterable[Slot], values: Sequence[str], fitted: Sequence[Fitted], top_pt: float) -> None:
        for slot in slots:
            if slot.fitted:
                chosen = fitted[slot.value]
                for number, text in enumerate(chosen.lines):
                    self._line(slot, chosen.fit, number, text, top_pt)
            else:
                self._line(slot, 0, 0, values[slot.value], top_pt)

    def _line(self, slot: Slot, fit: int, number: int, text: str, top_pt: float = 0.0) -> None:
        faces, size = face_list(slot.faces), slot.fits[fit].size_pt
        x_pt = left_edge(slot.x_pt, faces.width(text) * size, slot.align)
        y_pt = slot.fits[fit].baselines_pt[number] + top_pt
        if self._rare_font and any(cluster in self._rare_codes for cluster in clusters(text)):
            self._rare_line(faces, size, x_pt, y_pt, text, self._rare_font)
        else:
            self.pen.line(faces, size, x_pt, y_pt, text)

    def _rare_line(self, faces: FaceList, size_pt: float, x_pt: float, y_pt: float, text: str, rare_font: Path) -> None:
        for cluster in clusters(text):
            if cluster in self._rare_codes:
                self.pen.text_in_file(rare_font, size_pt, x_pt, y_pt, chr(self._rare_codes[cluster]))
            else:
                self.pen.line(faces, size_pt, x_pt, y_pt, cluster)
            x_pt += faces.width(cluster) * size_pt


def _computed_text(one: ComputedSlot, notice: ReferenceNotice, page_of: str, sheet: str) -> str:
    reference = f"{notice.piece:06d}-{notice.notice}"
    return {"page-of": page_of, "reference": reference, "identity": sheet}[one.kind]


def encoded_before(form: Form, notices: Iterable[ReferenceNotice]) -> EncodedSymbols:
    """Every symbol that :func:`draw_reference` will draw for the notices, encoded, for those who time the drawing alone."""
    drawn = list(notices)
    matrices = [digits for one in drawn for digits in (*one.marks, return_id(one.run, one.piece, one.notice))]
    return encoded(form, [one.prepared for one in drawn], matrices)


def draw_reference(form: Form, arts: Arts, notices: Iterable[ReferenceNotice], rare_font: Path | None = None,
                   rare_codes: Mapping[str, int] | None = None, symbols: EncodedSymbols | None = None, *, art_once: bool = False) -> bytes:
    """The notices as one PDF, two pages a sheet; a back without a page of its own bears its identity alone.

    ``symbols`` are those encoded before (:func:`encoded_before`); ``art_once`` uses ReportLab's own forms for the static art instead
    of drawing it on each page.
    """
    renderer = _Renderer(form, arts, rare_font, rare_codes or {}, symbols or EncodedSymbols(), art_once=art_once)
    for notice in notices:
        renderer.notice(notice)
    return renderer.pen.finish()
