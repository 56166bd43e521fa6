"""A chunk (組版の単位): finished page objects of some hundred pieces, at numbers that follow from the plan alone.

The bytes of a page depend on its notice and its place in the job, never on the chunk it is composed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.compose.chunkfile import ChunkIndex, chunk_path, read_index, write_chunk
from printjob.compose.notice import NoticeComposer, Standing
from printjob.compose.numbering import Numbering
from printjob.compose.programs import private_codes
from printjob.compose.sheets import SheetLines
from printjob.compose.syntax import deflated
from printjob.errors import BugFound, Fault
from printjob.model.form import Form
from printjob.model.piece import JobPlan
from printjob.model.runfolder import form_path, read_job_plan, read_planned_rows, read_prepared, work_folder


class ChunkDone(msgspec.Struct, frozen=True):
    """A chunk whose file is finished: PDF pages and sheets in it."""

    chunk: int
    pages: int
    sheets: int


class _Planned(NamedTuple):
    """A row of the plan, in the order of ``printjob.model.piece.PLANNED``."""

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
        self._job = plan.job
        self._objects: list[bytes] = []
        self._sheets = 0

    def write(self, path: Path) -> ChunkIndex:
        self._composer.programs.used.begin()
        rows = read_planned_rows(self._run, self._job)
        sheet = _sheets_before(rows, self._chunk.start)
        piece = 0
        for planned in _planned(rows, self._chunk.start, self._chunk.stop):
            sheet = sheet if piece in (0, planned.piece) else 0
            piece = planned.piece
            self._add(planned, sheet + 1)
            sheet += planned.sheets
        return write_chunk(path, self._objects, self._lines.lines(), self._sheets, self._composer.programs.used.codes())

    def _add(self, planned: _Planned, first_sheet: int) -> None:
        prepared = read_prepared(self._run, planned.delivery, planned.part, planned.offset, planned.length)
        if prepared.number != planned.number or len(self._composer.sides(len(prepared.rows))) != 2 * planned.sheets:
            raise BugFound(
                Fault(
                    id="PJ-1701-E",
                    file=self._job,
                    record=planned.number,
                    detail="the prepared record is not the planned one",
                )
            )
        standing = Standing(planned.piece, planned.notice, first_sheet, planned.of)
        page = 2 * (self._chunk.first_sheet + self._sheets)
        marks = [
            self._lines.add(planned.piece, planned.notice, first_sheet + sheet, planned.of, page + 2 * sheet + 1)
            for sheet in range(planned.sheets)
        ]
        self._sheets += planned.sheets
        for content in self._composer.contents(prepared, standing, marks):
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


def _planned(rows: npt.NDArray[np.void], start: int, stop: int) -> Iterator[_Planned]:
    return map(_Planned._make, rows[start:stop].tolist())


def _sheets_before(rows: npt.NDArray[np.void], start: int) -> int:
    """Sheets of the first notice's piece that stand before the chunk: none, unless a piece goes over its border."""
    before = start
    while before and rows[before - 1]["piece"] == rows[start]["piece"]:
        before -= 1
    return int(rows["sheets"][before:start].sum())
