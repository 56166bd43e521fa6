"""The reference renderer: the same notices drawn page by page with a plain ReportLab canvas, as a careful user of it would.

It shares with the composer only the compiled form: art is drawn anew on every page, every string by its advances, every symbol as
rectangles. Tests compare its pictures with the composer's, and the bench calls it *naive*. ReportLab cannot show a variation
sequence: ``rare_font`` is a font with those glyphs at the private codes of ``rare_codes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from printjob.barcode import datamatrix
from printjob.layout.arts import Arts
from printjob.layout.facelist import FaceList, face_list
from printjob.layout.pen import Pen
from printjob.layout.surface import left_edge
from printjob.layout.symbols import customer_bars, matrix_modules
from printjob.model.form import ComputedSlot, Form, PageKind, Slot
from printjob.model.piece import identity
from printjob.model.record import Fitted, Prepared
from printjob.typefaces.clusters import clusters


class ReferenceNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice and what the plan says of it: piece number, sheets of the whole piece, its place in the piece (both from 1), and the
    mark's digits for each of its sheets.
    """

    prepared: Prepared
    piece: int
    sheets_of: int
    marks: tuple[str, ...]
    notice: int = 1
    first_sheet: int = 1


class _Renderer:
    def __init__(self, form: Form, arts: Arts, rare_font: Path | None, rare_codes: Mapping[str, int], *, art_once: bool) -> None:
        self._form, self._arts, self._rare_font, self._rare_codes = form, arts, rare_font, rare_codes
        self._art_once = art_once
        self.pen = Pen(form.width_pt, form.height_pt, form.front.slot.faces[0], form.form, compressed=True)

    def notice(self, notice: ReferenceNotice) -> None:
        plan = self._form.page_plan(len(notice.prepared.rows))
        for number, (kind, start, stop) in enumerate(plan, start=1):
            self._page(notice, kind, start, stop, f"{number}／{len(plan)}")
            self._side(notice, number)
        if len(plan) % 2:
            self._side(notice, len(plan) + 1)

    def _side(self, notice: ReferenceNotice, page: int) -> None:
        """Finish page ``page`` of the notice with what its side of the sheet bears: mark and identity, or identity."""
        sheet = (page - 1) // 2
        text = identity(notice.piece, notice.first_sheet + sheet, notice.sheets_of)
        if page % 2:
            modules = datamatrix.encode(notice.marks[sheet])
            self.pen.bars(matrix_modules(self._form.mark, modules, self._form.device_dpi))
        self._line((self._form.front if page % 2 else self._form.back).slot, 0, 0, text)
        self.pen.end_page()

    def _page(self, notice: ReferenceNotice, kind: PageKind, start: int, stop: int, page_of: str) -> None:
        prepared = notice.prepared
        self._art(kind.art, 0.0)
        for top, row in zip(kind.tops_pt, prepared.rows[start:stop], strict=False):
            row_kind = self._form.rows[row.kind]
            self._art(row_kind.art, top)
            self._slots(row_kind.slots, row.values, row.fitted, top)
        self._slots(kind.slots, prepared.values, prepared.fitted, 0.0)
        for one in kind.computed:
            self._line(one.slot, 0, 0, _computed_text(one, notice, page_of))
        if kind.bars and prepared.bars:
            self.pen.bars(customer_bars(kind.bars, prepared.bars, self._form.device_dpi))

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


def _computed_text(one: ComputedSlot, notice: ReferenceNotice, page_of: str) -> str:
    if one.kind == "page-of":
        return page_of
    if one.kind == "reference":
        return f"{notice.piece:06d}-{notice.notice}"
    return identity(notice.piece, notice.first_sheet, notice.sheets_of)


def draw_reference(form: Form, arts: Arts, notices: Iterable[ReferenceNotice], rare_font: Path | None = None,
                   rare_codes: Mapping[str, int] | None = None, *, art_once: bool = False) -> bytes:
    """The notices as one PDF, two pages a sheet, a blank back where a notice has an odd number of pages (it bears its identity).

    ``art_once`` uses ReportLab's own forms for the static art instead of drawing it on each page.
    """
    renderer = _Renderer(form, arts, rare_font, rare_codes or {}, art_once=art_once)
    for notice in notices:
        renderer.notice(notice)
    return renderer.pen.finish()
