"""A chunk (組版の単位): finished page objects of some hundred pieces, at numbers that follow from the plan alone.

The bytes of a page depend on its notice and its place in the job, never on the chunk it is composed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.compose.chunkfile import ChunkIndex, chunk_path, read_index, write_chunk
from printjob.compose.notice import NoticeComposer, NoticePlan, Standing
from printjob.compose.numbering import Numbering
from printjob.compose.programs import private_codes
from printjob.compose.sheets import SheetLines
from printjob.compose.syntax import deflated
from printjob.errors import BugFound, Fault
from printjob.model.form import Form
from printjob.model.piece import JobPlan
from printjob.model.record import Prepared
from printjob.model.runfolder import form_path, read_job_plan, read_planned_rows, read_prepared, work_folder

_BATCH = 64
"""notices whose symbols are encoded together"""


class ChunkDone(msgspec.Struct, frozen=True):
    """A chunk whose file is finished: PDF pages and sheets in it."""

    chunk: int
    pages: int
    sheets: int


class _Planned(NamedTuple):
    """A row of the plan, as ``printjob.model.piece.PLANNED`` has it."""

    delivery: int
    part: int
    offset: int
    length: int
    number: int
    piece: int
    notice: int
    pages: int
    sheets: int
    of: int
    by_stock: tuple[int, ...]


_Member = tuple[_Planned, Prepared, NoticePlan]


def compose_chunk(run: str, job: str, chunk: int) -> ChunkDone:
    """Composes chunk ``chunk`` (from 0) of a job into its file in ``work/<job>/``; ``run`` is the path of the run's
    folder.

    A file that is already there is finished: it is not written again. A notice that cannot be composed as admitted is
    ``BugFound``.
    """
    folder = Path(run)
    path = chunk_path(work_folder(folder, job), chunk)
    index = read_index(path) if path.exists() else _Composition(folder, read_job_plan(folder, job), chunk).write(path)
    return ChunkDone(chunk=chunk, pages=index.pages, sheets=index.sheets)


class _Composition:
    """The work on one chunk."""

    def __init__(self, run: Path, plan: JobPlan, chunk: int) -> None:
        self._run, self._chunk = run, plan.chunks[chunk]
        self._numbering = Numbering(plan.pages)
        self._composer = _composer(form_path(run, plan.form).read_bytes(), tuple(plan.codes.items()))
        self._lines = SheetLines(plan)
        self._plan = plan
        self._objects: list[bytes] = []
        self._sheets = 0

    def write(self, path: Path) -> ChunkIndex:
        rows = read_planned_rows(self._run, self._plan.job)
        sheet = _sheets_before(rows, self._chunk.start)
        self._composer.programs.used.begin()
        piece = 0
        for planned, prepared, plan in self._members(rows[self._chunk.start : self._chunk.stop]):
            sheet = sheet if piece in (0, planned.piece) else 0
            piece = planned.piece
            self._add(planned, prepared, plan, sheet + 1)
            sheet += planned.sheets
        used = self._composer.programs.used.codes()
        return write_chunk(path, self._objects, self._lines.lines(), self._lines.by_stock, used)

    def _members(self, rows: npt.NDArray[np.void]) -> Iterator[_Member]:
        """Each row with its notice: one by one, or a batch at a time where pictures are encoded."""
        members = map(self._member, _planned(rows))
        if not self._composer.has_pictures:
            yield from members
        while batch := list(islice(members, _BATCH)):
            self._composer.expect([prepared for _, prepared, _ in batch])
            yield from batch

    def _member(self, planned: _Planned) -> _Member:
        prepared = read_prepared(self._run, planned.delivery, planned.part, planned.offset, planned.length)
        plan = self._composer.plan(prepared)
        if (prepared.number, len(plan.sheets), plan.by_stock) != (planned.number, planned.sheets, planned.by_stock):
            detail = "the prepared record is not the planned one"
            raise BugFound(Fault(id="PJ-1701-E", file=self._plan.job, record=planned.number, detail=detail))
        return planned, prepared, plan

    def _add(self, planned: _Planned, prepared: Prepared, plan: NoticePlan, first_sheet: int) -> None:
        standing = Standing(self._plan.run, planned.piece, planned.notice, first_sheet, planned.of)
        page = 2 * (self._chunk.first_sheet + self._sheets)
        marks = [
            self._lines.add(planned.piece, planned.notice, first_sheet + at, planned.of, page + 2 * at + 1, sheet.stock)
            for at, sheet in enumerate(plan.sheets)
        ]
        self._sheets += planned.sheets
        for content in self._composer.contents(prepared, plan, standing, marks):
            self._objects += self._page_objects(page, content)
            page += 1

    def _page_objects(self, page: int, content: bytes) -> tuple[bytes, bytes]:
        number, packed = self._numbering.first_page + 2 * page, deflated(content)
        return (
            b"%d 0 obj\n<</Type/Page/Parent %d 0 R/Contents %d 0 R>>\nendobj\n"
            % (number, self._numbering.parent(page), number + 1),
            b"%d 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\n"
            % (number + 1, len(packed), packed),
        )


@lru_cache(maxsize=2)
def _composer(form: bytes, codes: tuple[tuple[str, int], ...]) -> NoticeComposer:
    """The composer of a form (its JSON) and a job's codes; its programs serve all chunks that this process composes of it."""
    return NoticeComposer(msgspec.json.decode(form, type=Form), private_codes(dict(codes)))


def _planned(rows: npt.NDArray[np.void]) -> Iterator[_Planned]:
    plain = rows[[name for name in _Planned._fields if name != "by_stock"]].tolist()
    return (
        _Planned._make((*row, tuple(by_stock))) for row, by_stock in zip(plain, rows["by_stock"].tolist(), strict=True)
    )


def _sheets_before(rows: npt.NDArray[np.void], start: int) -> int:
    """Sheets of the first notice's piece that stand before the chunk: none, unless a piece goes over its border."""
    before = start
    while before and rows[before - 1]["piece"] == rows[start]["piece"]:
        before -= 1
    return int(rows["sheets"][before:start].sum())
