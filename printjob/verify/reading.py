"""A finished job opened for reading back: its file, its plan, its form, its lines, each loaded once in a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.errors import DataRefused, Fault
from printjob.model.form import Form, RowKind, Side, Slot, page_kinds
from printjob.model.piece import piece_id
from printjob.model.record import Prepared, Row
from printjob.model.runfolder import art_path, read_form, read_job_plan, read_planned_rows, read_prepared
from printjob.verify.art import compiled_arts, embedded_arts, page_content
from printjob.verify.fonts import PrintedFont
from printjob.verify.objects import damaged
from printjob.verify.pdffile import PdfFile
from printjob.verify.sheetplan import NoticePlan, notice_plan
from printjob.verify.sides import Readers, Resources, SideReader
from printjob.verify.sourcefont import source_face

FontSource = Callable[[str], Path]
PRINT, SHEETS = "print.pdf", "sheets.jsonl"
_MOST_KINDS = 512
_PAGE_ENTRIES = {"Type", "Parent", "Contents", "Resources", "MediaBox"}
_BOX_TOLERANCE_PT = 0.01


class Standing(NamedTuple):
    """What the plan says of one sheet of the job: its notice's row, and which sheet of the notice and of the piece it is."""

    row: int
    piece: int
    notice: int
    notice_sheet: int
    sheet: int
    of: int


class JobReading:
    """One job in ``folder``. ``DataRefused`` (``PJ-1507-E``) where its files cannot be read at all."""

    def __init__(self, run: Path, job: str, folder: Path, font_source: FontSource) -> None:
        self.run, self.job = run, job
        self.plan = read_job_plan(run, job)
        self.form: Form = read_form(run, self.plan.form)
        self.rows = read_planned_rows(run, job)
        self.pdf = PdfFile(folder / PRINT)
        self.lines = _lines(folder / SHEETS)
        self._plans: dict[tuple[int, ...], NoticePlan | DataRefused] = {}
        self.standings = list(_standings(self.rows))
        self._sources = {face: source_face(font_source(face)) for face in sorted(faces_of(self.form))}
        self._compiled = compiled_arts(art_path(run, self.plan.form))
        self._resources: list[tuple[Any, Resources | DataRefused]] = []
        self._inherited: dict[int, tuple[Resources, bool]] = {}
        self._sides: dict[Any, SideReader] = {}
        self._readers = Readers()
        self._prepared: tuple[int, Prepared] | None = None

    def piece(self, standing: Standing) -> str:
        """The id of the sheet's piece."""
        return piece_id(self.plan.run, standing.piece)

    def prepared(self, row: int) -> Prepared:
        """The prepared record of a row of the plan."""
        if self._prepared is None or self._prepared[0] != row:
            delivery, part, offset, length, *_ = self.rows[row].tolist()
            self._prepared = row, read_prepared(self.run, delivery, part, offset, length)
        return self._prepared[1]

    def plan_of(self, prepared: Prepared) -> NoticePlan:
        """The sheets of a notice. ``DataRefused`` (``PJ-1505-E``) when the form's plan of them is not sound."""
        key = (prepared.variant, *map(len, prepared.sections))
        if key not in self._plans:
            self._plans[key] = notice_plan(self.form, key)
        plan = self._plans[key]
        if isinstance(plan, DataRefused):
            raise plan
        return plan

    def page(self, number: int) -> tuple[Resources, bytes, bool]:
        """Resources and content of the page object ``number``, and whether the page is plain: the form's box and nothing unknown."""
        usual = self.pdf.usual_page(number)
        if usual is None:
            page = self.pdf.page(number)
            plain = self._box_is_right(page) and not page.keys() - _PAGE_ENTRIES
            return self._understood(page.get("Resources")), page_content(self.pdf, page), plain
        parent, content = usual
        if parent not in self._inherited:
            inherited = self.pdf.inherited(parent)
            self._inherited[parent] = self._understood(inherited.get("Resources")), self._box_is_right(inherited)
        resources, plain = self._inherited[parent]
        return resources, self.pdf.content(content), plain

    def _box_is_right(self, page: dict[str, Any]) -> bool:
        box = self.pdf.resolved(page.get("MediaBox"))
        wanted = (0, 0, self.form.width_pt, self.form.height_pt)
        whole = isinstance(box, list) and len(box) == 4 and all(abs(a - b) <= _BOX_TOLERANCE_PT for a, b in zip(box, wanted, strict=True))
        return whole and "Rotate" not in page and "CropBox" not in page

    def _understood(self, given: Any) -> Resources:
        understood = next((known for key, known in self._resources if key is given or key == given), None)
        if understood is None:
            understood = self._understand(given)
            self._resources = [*self._resources[-7:], (given, understood)]
        if isinstance(understood, DataRefused):
            raise understood
        return understood

    def _understand(self, given: Any) -> Resources | DataRefused:
        # A refusal is kept as well: thousands of pages share the same broken font.
        try:
            entries = self.pdf.dictionary(given)
            fonts = self.pdf.dictionary(entries.get("Font", {}))
            read = {name: PrintedFont(self.pdf, self.pdf.dictionary(font), self._sources) for name, font in fonts.items()}
            return Resources(read, embedded_arts(self.pdf, entries, self._compiled))
        except DataRefused as refused:
            return refused
        except (ValueError, TypeError, LookupError) as cause:
            return damaged(f"the pages' resources are not readable ({type(cause).__name__})")

    def side(self, prepared: Prepared, side: Side, front: bool, resources: Resources) -> tuple[SideReader, Sequence[Row]]:
        """How to read one side of a notice's sheet, and the rows that stand on it."""
        rows = _rows(prepared, side)
        kinds = tuple([row.kind for row in rows])
        key = (prepared.variant, side.section, id(side.kind), kinds, front, id(resources))
        reader = self._sides.get(key)
        if reader is None:
            row_kinds, _ = self.rows_of(prepared, side)
            reader = SideReader(self.form, side.kind, row_kinds, front, resources, self._readers)
            self._sides = {**self._sides, key: reader} if len(self._sides) < _MOST_KINDS else {key: reader}
        return reader, rows

    def rows_of(self, prepared: Prepared, side: Side) -> tuple[Sequence[RowKind], Sequence[Row]]:
        """The rows that stand on one side of a notice's sheet, and their kinds."""
        rows = _rows(prepared, side)
        return [self.form.variants[prepared.variant].sections[side.section].rows[row.kind] for row in rows], rows


def _rows(prepared: Prepared, side: Side) -> Sequence[Row]:
    return prepared.sections[side.section][side.start : side.stop] if side.section >= 0 else ()


def _standings(rows: npt.NDArray[np.void]) -> Iterator[Standing]:
    before, sheet = 0, 0
    for row, (*_, piece, notice, _pages, sheets, _by_stock, of) in enumerate(rows.tolist()):
        sheet = sheet if piece == before else 0
        before = piece
        for notice_sheet in range(sheets):
            sheet += 1
            yield Standing(row, piece, notice, notice_sheet, sheet, of)


def faces_of(form: Form) -> set[str]:
    """All faces that a form's values may be set in."""
    kinds = [kind for variant in form.variants for kind in page_kinds(variant)]
    slots: list[Slot] = [form.front.slot, form.back.slot]
    slots += [slot for kind in kinds for slot in kind.slots] + [entry.slot for kind in kinds for entry in kind.computed]
    slots += [slot for variant in form.variants for section in variant.sections for row in section.rows for slot in row.slots]
    return {face for slot in slots for face in slot.faces}


def open_job(run: Path, job: str, folder: Path, font_source: FontSource) -> JobReading:
    """The job's reading, shared by all calls of this process as long as the file is the same."""
    try:
        stamp = (folder / PRINT).stat()
    except OSError as cause:
        raise damaged("the file is missing") from cause
    return _opened(run, job, folder, font_source, (stamp.st_ino, stamp.st_size, stamp.st_mtime_ns))


@lru_cache(maxsize=1)
def _opened(run: Path, job: str, folder: Path, font_source: FontSource, _stamp: tuple[int, int, int]) -> JobReading:
    return JobReading(run, job, folder, font_source)


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except OSError as cause:
        raise DataRefused(Fault(id="PJ-1505-E", file=path.name, detail="the file is missing")) from cause


