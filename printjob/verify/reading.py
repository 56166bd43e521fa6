"""A finished job opened for reading back: its file, its plan, its form, its lines, each loaded once in a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.errors import DataRefused, Fault
from printjob.model.form import Form, PageKind, Slot, sheets_for
from printjob.model.piece import piece_id
from printjob.model.record import Prepared
from printjob.model.runfolder import art_path, read_form, read_job_plan, read_planned_rows, read_prepared
from printjob.verify.art import compiled_arts, embedded_arts, page_content
from printjob.verify.content import IDENTITY, Matrix
from printjob.verify.fonts import PrintedFont
from printjob.verify.objects import damaged
from printjob.verify.pdffile import PdfFile
from printjob.verify.places import PagePlaces
from printjob.verify.quick import QuickReader
from printjob.verify.sourcefont import source_face
from printjob.verify.symbols import Reader

FontSource = Callable[[str], Path]
PRINT, SHEETS = "print.pdf", "sheets.jsonl"
_MOST_KINDS = 512
_PAGE_ENTRIES = {"Type", "Parent", "Contents", "Resources", "MediaBox"}
_BOX_TOLERANCE_PT = 0.01
_PLACE_TOLERANCE_PT = 0.01


class Standing(NamedTuple):
    """What the plan says of one sheet of the job: its notice's row, and which sheet of the notice and of the piece it is."""

    row: int
    piece: int
    notice: int
    notice_sheet: int
    sheet: int
    of: int


class Resources(NamedTuple):
    """What the names in a page's content mean: fonts, and the compiled arts that each XObject is."""

    fonts: dict[str, PrintedFont]
    arts: dict[str, set[int]]


class Side:
    """One kind of page, ready to be read: where texts stand, what rectangles mean, which art lies where."""

    def __init__(self, form: Form, kind: PageKind | None, row_kinds: tuple[int, ...], front: bool, resources: Resources) -> None:
        self.bears_bars = kind is not None and kind.bars is not None
        self.places = PagePlaces(form, kind, row_kinds, front)
        self.symbols = Reader(form, kind.bars if kind else None, form.mark if front else None)
        self.quick = QuickReader(self.places, resources.fonts)
        self._arts = resources.arts
        self._wanted = list(_wanted_art(form, kind, row_kinds))
        self._judged: dict[tuple[tuple[str, Matrix], ...], str] = {}

    def art_flaw(self, placed: tuple[tuple[str, Matrix], ...]) -> str:
        """What is wrong with the art placed on the page; empty when it is the form's, each where it must be."""
        if placed not in self._judged:
            self._judged = {**self._judged, placed: self._judge(placed)} if len(self._judged) < _MOST_KINDS else {}
            return self._judge(placed)
        return self._judged[placed]

    def _judge(self, placed: tuple[tuple[str, Matrix], ...]) -> str:
        if len(placed) != len(self._wanted):
            return f"{len(placed)} drawings are placed instead of {len(self._wanted)}"
        for (name, matrix), (art, wanted) in zip(placed, self._wanted, strict=True):
            if art not in self._arts.get(name, set()):
                return f"the drawing {name} is not the form's art {art}"
            if any(abs(a - b) > _PLACE_TOLERANCE_PT for a, b in zip(matrix, wanted, strict=True)):
                return f"the drawing {name} is not at its place"
        return ""


def _wanted_art(form: Form, kind: PageKind | None, row_kinds: tuple[int, ...]) -> Iterator[tuple[int, Matrix]]:
    if kind is None:
        return
    yield form.arts[kind.art], IDENTITY
    for row, top in zip(row_kinds, kind.tops_pt, strict=False):
        # A block is drawn at the top left corner of its art's page.
        yield form.arts[form.rows[row].art], (1.0, 0.0, 0.0, 1.0, 0.0, top - form.height_pt)


class JobReading:
    """One job in ``folder``. ``DataRefused`` (``PJ-1507-E``) where its files cannot be read at all."""

    def __init__(self, run: Path, job: str, folder: Path, font_source: FontSource) -> None:
        self.run, self.job = run, job
        self.plan = read_job_plan(run, job)
        self.form: Form = read_form(run, self.plan.form)
        self.rows = read_planned_rows(run, job)
        self.pdf = PdfFile(folder / PRINT)
        self.lines = _lines(folder / SHEETS)
        self._page_plans: dict[int, list[tuple[PageKind | None, int, int]]] = {}
        self.standings = list(_standings(self.rows))
        self._sources = {face: source_face(font_source(face)) for face in sorted(faces_of(self.form))}
        self._compiled = compiled_arts(art_path(run, self.plan.form))
        self._resources: list[tuple[Any, Resources | DataRefused]] = []
        self._inherited: dict[int, tuple[Resources, bool]] = {}
        self._sides: dict[Any, Side] = {}
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

    def page_plan(self, row_count: int) -> list[tuple[PageKind | None, int, int]]:
        """Kind and rows of each side of a notice's sheets; a side without a kind bears its identity alone."""
        if row_count not in self._page_plans:
            pages: list[tuple[PageKind | None, int, int]] = list(self.form.page_plan(row_count))
            _require_every_row(pages, row_count)
            self._page_plans[row_count] = pages + [(None, 0, 0)] * (2 * sheets_for(len(pages)) - len(pages))
        return self._page_plans[row_count]

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

    def side(self, kind: PageKind | None, row_kinds: tuple[int, ...], front: bool, resources: Resources) -> Side:
        """How to read one side of a sheet."""
        key = (id(kind), row_kinds, front, id(resources))
        if key not in self._sides:
            if len(self._sides) > _MOST_KINDS:
                self._sides.clear()
            self._sides[key] = Side(self.form, kind, row_kinds, front, resources)
        return self._sides[key]


def _require_every_row(pages: Sequence[tuple[PageKind | None, int, int]], row_count: int) -> None:
    """The form's plan of pages is the composer's too: that it leaves out no detail line and repeats none is proven here."""
    spans = [(start, stop) for kind, start, stop in pages if kind is not None and kind.tops_pt]
    rooms = all(kind is None or stop - start <= len(kind.tops_pt) for kind, start, stop in pages)
    borders = [0, *(stop for _, stop in spans)]
    if not rooms or [start for start, _ in spans] != borders[:-1] or borders[-1] != row_count:
        raise DataRefused(Fault(id="PJ-1505-E", detail="the plan of pages leaves out or repeats a detail line"))


def _standings(rows: npt.NDArray[np.void]) -> Iterator[Standing]:
    before, sheet = 0, 0
    for row, (*_, piece, notice, _pages, sheets, of) in enumerate(rows.tolist()):
        sheet = sheet if piece == before else 0
        before = piece
        for notice_sheet in range(sheets):
            sheet += 1
            yield Standing(row, piece, notice, notice_sheet, sheet, of)


def faces_of(form: Form) -> set[str]:
    """All faces that a form's values may be set in."""
    kinds = (*form.lead, form.first, form.middle, form.last, form.only)
    slots: list[Slot] = [form.front.slot, form.back.slot]
    slots += [slot for kind in kinds for slot in kind.slots] + [entry.slot for kind in kinds for entry in kind.computed]
    slots += [slot for row in form.rows for slot in row.slots]
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


