"""A notice's pages (通知書の頁): fronts and backs in order, every sheet with its mark on the front and its identity
on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from printjob.compose.bars import bar_painter
from printjob.compose.mark import MarkPainter
from printjob.compose.programs import Programs
from printjob.errors import BugFound, Fault
from printjob.model.form import Form, PageKind, sheets_for
from printjob.model.piece import identity
from printjob.model.record import Fitted, Prepared, Row

Side = tuple[PageKind | None, int, int]
"""kind (``None``: nothing but the identity), first row, row behind the last"""


class Standing(NamedTuple):
    """Where a notice stands in the run: its piece, its sequence in it, its first sheet of how many of the piece."""

    piece: int
    notice: int
    first_sheet: int
    of: int


class NoticeComposer:
    """Composes notices of one form for one job; ``rare`` gives the cluster of each private character of the job."""

    def __init__(self, form: Form, rare: dict[str, str]) -> None:
        self.programs = Programs(form, rare)
        self._form = form
        # Longest first: a base with its selector goes before the base alone.
        self._rare = sorted(
            ((cluster, private) for private, cluster in rare.items()), key=lambda pair: (-len(pair[0]), pair)
        )
        self._mark = MarkPainter(form.mark, form.device_dpi)
        kinds = (*form.lead, form.first, form.middle, form.last, form.only)
        self._bars = {id(kind): bar_painter(kind.bars, form.device_dpi) for kind in kinds if kind.bars}
        self._sides: dict[int, list[Side]] = {}

    def sides(self, row_count: int) -> list[Side]:
        """The sides of all sheets of a notice with so many detail lines, in order: an even number."""
        known = self._sides.get(row_count)
        if known is None:
            pages: list[Side] = [*self._form.page_plan(row_count)]
            known = self._sides[row_count] = pages + [(None, 0, 0)] * (2 * sheets_for(len(pages)) - len(pages))
        return known

    def contents(self, prepared: Prepared, standing: Standing, marks: Sequence[str]) -> list[bytes]:
        """The content of each side; ``marks`` has one text for each sheet.

        A value that does not fit its slot, or that its slot's encoding does not know, is ``BugFound``.
        """
        notice = self._with_private_characters(prepared) if prepared.rare else prepared
        try:
            return self._compose(notice, standing, marks)
        except (LookupError, ValueError) as cause:
            raise BugFound(
                Fault(
                    id="PJ-1701-E",
                    record=prepared.number,
                    detail=f"a value does not fit the page ({type(cause).__name__})",
                )
            ) from None

    def _compose(self, notice: Prepared, standing: Standing, marks: Sequence[str]) -> list[bytes]:
        sides = self.sides(len(notice.rows))
        pages = sum(kind is not None for kind, _, _ in sides)
        reference = f"{standing.piece:06d}-{standing.notice}"
        contents: list[bytes] = []
        for index, (kind, start, stop) in enumerate(sides):
            sheet, back = divmod(index, 2)
            known_as = identity(standing.piece, standing.first_sheet + sheet, standing.of)
            computed = (f"{index + 1}／{pages}", known_as, reference)
            content = self._side(notice, kind, notice.rows[start:stop], computed, not back)
            bars = self._bars[id(kind)].paint(notice.bars) if id(kind) in self._bars else b""
            contents.append(content + bars + (b"" if back else self._mark.paint(marks[sheet])))
        return contents

    def _side(
        self, notice: Prepared, kind: PageKind | None, rows: Sequence[Row], computed: tuple[str, ...], front: bool
    ) -> bytes:
        program = self.programs.program(kind, front, tuple([row.kind for row in rows]))
        texts, fitted = notice.values + computed, notice.fitted
        for row in rows:
            texts += row.values
            fitted += row.fitted
        return program.content(texts, fitted)

    def _with_private_characters(self, prepared: Prepared) -> Prepared:
        known = dict(self._rare)
        if not known.keys() >= set(prepared.rare):
            raise BugFound(
                Fault(id="PJ-1701-E", record=prepared.number, detail="a rare cluster has no code in the job's plan")
            )
        rows = tuple(
            Row(row.kind, self._all_private(row.values), self._all_fitted(row.fitted)) for row in prepared.rows
        )
        return msgspec.structs.replace(
            prepared, values=self._all_private(prepared.values), fitted=self._all_fitted(prepared.fitted), rows=rows
        )

    def _all_private(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self._private, texts))

    def _all_fitted(self, fitted: tuple[Fitted, ...]) -> tuple[Fitted, ...]:
        return tuple(Fitted(value.fit, self._all_private(value.lines)) for value in fitted)

    def _private(self, text: str) -> str:
        for cluster, private in self._rare:
            text = text.replace(cluster, private)
        return text
