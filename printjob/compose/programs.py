"""The page programs of a form (頁の種類ごとの組立手順), each made when a page first needs it.

A page is one of the form's page kinds on the front or the back of a sheet, with rows of certain kinds. The texts of a
page stand in one tuple: the notice's values, then what follows from the plan (page-of, identity, reference), then the
values of each row on the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from printjob.compose.fontnames import all_slots, font_names
from printjob.compose.loose import LooseSlot
from printjob.compose.page import PageProgram
from printjob.compose.slots import Chain, Placed
from printjob.compose.syntax import number
from printjob.compose.used import UsedCodes
from printjob.compose.widths import Advances, FaceRuns
from printjob.model.form import ComputedSlot, Form, PageKind, RowKind

COMPUTED = ("page-of", "identity", "reference")


class Programs:
    """All programs of one form for one job; ``used`` is begun anew for each chunk. ``rare`` gives the cluster of each private code of the job."""

    def __init__(self, form: Form, rare: dict[str, str]) -> None:
        self.used = UsedCodes()
        self._form, self._rare = form, rare
        self._names = font_names(form)
        self._advances = {face: Advances(face, rare) for slot in all_slots(form) for face in slot.faces}
        self._known: dict[tuple[int, bool, tuple[int, ...]], PageProgram] = {}

    def program(self, kind: PageKind | None, front: bool, rows: tuple[int, ...]) -> PageProgram:
        """The program of a page; ``kind`` is ``None`` for a back that bears nothing but its identity."""
        key = (id(kind), front, rows)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._make(kind, front, [self._form.rows[row] for row in rows])
        return known

    def _make(self, kind: PageKind | None, front: bool, rows: list[RowKind]) -> PageProgram:
        tops = kind.tops_pt if kind else ()
        placed = [*self._page_slots(kind, front), *self._row_slots(rows, tops)]
        if len(rows) > len(tops):
            raise ValueError("more rows than the page has room for")
        plain = len(self._form.values) + len(COMPUTED) + sum(len(row.values) for row in rows)
        fitted = len(self._form.fitted) + sum(len(row.fitted) for row in rows)
        return PageProgram(
            self._art(kind, rows), placed, (plain, fitted), Chain(self._names, self._advances), self._loosen, self.used
        )

    def _page_slots(self, kind: PageKind | None, front: bool) -> Iterator[Placed]:
        yield from (Placed(slot, slot.value) for slot in (kind.slots if kind else ()))
        computed: list[ComputedSlot] = [
            *(kind.computed if kind else ()),
            self._form.front if front else self._form.back,
        ]
        for text in computed:
            yield Placed(text.slot, len(self._form.values) + COMPUTED.index(text.kind))

    def _row_slots(self, rows: list[RowKind], tops: tuple[float, ...]) -> Iterator[Placed]:
        value, fitted = len(self._form.values) + len(COMPUTED), len(self._form.fitted)
        for row, top in zip(rows, tops, strict=False):
            for slot in row.slots:
                yield Placed(slot, slot.value + (fitted if slot.fitted else value), top)
            value, fitted = value + len(row.values), fitted + len(row.fitted)

    def _art(self, kind: PageKind | None, rows: list[RowKind]) -> bytes:
        if kind is None:
            return b""
        blocks = (
            b"q 1 0 0 1 0 %b cm/A%d Do Q\n" % (number(top - self._form.height_pt), self._form.arts[row.art])
            for row, top in zip(rows, kind.tops_pt, strict=False)
        )
        return b"/A%d Do\n" % self._form.arts[kind.art] + b"".join(blocks)

    def _loosen(self, placed: Placed) -> LooseSlot:
        return LooseSlot(placed, self._names, self._advances, FaceRuns(placed.slot.faces, self._rare))


def private_codes(codes: dict[str, int]) -> dict[str, str]:
    """The cluster of each private character, from the job's codes."""
    return {chr(code): cluster for cluster, code in codes.items()}
