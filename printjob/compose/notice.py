"""A notice's sides (通知書の面): fronts and backs in the order of its sheet plans, every sheet with its mark on the front and its
identity on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from printjob.barcode import datamatrix
from printjob.compose.matrix import MatrixPainter
from printjob.compose.pictures import Pictures
from printjob.compose.programs import Programs
from printjob.errors import BugFound, Fault
from printjob.model.form import Form, SheetPlan, Side, Variant, page_count, page_kinds
from printjob.model.piece import MOST_STOCKS, identity, return_id
from printjob.model.record import Fitted, Prepared, Row


class Standing(NamedTuple):
    """Where a notice stands: its run, its piece, its sequence in it, its first sheet of how many of the piece."""

    run: str
    piece: int
    notice: int
    first_sheet: int
    of: int


class NoticePlan(NamedTuple):
    """What follows from a notice's variant and the numbers of its rows: its sheets, their sides, its pages, its sheets by stock."""

    sheets: tuple[SheetPlan, ...]
    sides: tuple[Side, ...]
    pages: int
    by_stock: tuple[int, ...]


class NoticeComposer:
    """Composes notices of one form for one job; ``rare`` gives the cluster of each private character of the job."""

    def __init__(self, form: Form, rare: dict[str, str]) -> None:
        _check_page_numbers(form)
        self.programs = Programs(form, rare)
        self._form = form
        # Longest first: a base with its selector goes before the base alone.
        self._rare = sorted(
            ((cluster, private) for private, cluster in rare.items()), key=lambda pair: (-len(pair[0]), pair)
        )
        self._mark = MatrixPainter(form.mark.x_pt, form.mark.y_pt, form.mark.dots, datamatrix.MODULES, form.device_dpi)
        self._finder, self._pictures = Pictures(form), dict[str, bytes]()
        self._returned = [_bears_return_id(variant) for variant in form.variants]
        self._plans: dict[tuple[int, ...], NoticePlan] = {}

    @property
    def has_pictures(self) -> bool:
        """Whether notices of the form may have pictures, which :meth:`expect` has to encode first."""
        return self._finder.any

    def expect(self, notices: Iterable[Prepared]) -> None:
        """Encode the pictures of the notices that come next."""
        self._pictures = self._finder.encoded(notices)

    def plan(self, notice: Prepared) -> NoticePlan:
        """The sheets of a notice. ``BugFound`` where its form has no such variant or sections."""
        key = (notice.variant, *map(len, notice.sections))
        known = self._plans.get(key)
        if known is None:
            try:
                known = self._plans[key] = _noted(self._form.variants[notice.variant].sheets(key[1:]))
            except (LookupError, ValueError):
                raise _bug(notice, "the form has no such variant, sections or stocks") from None
        return known

    def contents(self, prepared: Prepared, plan: NoticePlan, standing: Standing, marks: Sequence[str]) -> list[bytes]:
        """The content of each side of a notice's plan; ``marks`` has one text for each sheet.

        A value that does not fit its slot, that its slot's encoding does not know or that is no symbol is ``BugFound``.
        """
        notice = self._with_private_characters(prepared) if prepared.rare else prepared
        try:
            return self._compose(notice, plan, standing, marks)
        except (LookupError, ValueError, BugFound) as cause:
            raise _bug(prepared, f"a value does not fit the page ({type(cause).__name__})") from None

    def _compose(self, notice: Prepared, plan: NoticePlan, standing: Standing, marks: Sequence[str]) -> list[bytes]:
        reference = f"{standing.piece:06d}-{standing.notice}"
        returned = ""
        if self._returned[notice.variant]:
            returned = return_id(standing.run, standing.piece, standing.notice)
        contents: list[bytes] = []
        for index, side in enumerate(plan.sides):
            sheet, back = divmod(index, 2)
            known_as = identity(standing.piece, standing.first_sheet + sheet, standing.of)
            content = self._side(notice, side, not back, (f"{side.page}／{plan.pages}", known_as, reference), returned)
            contents.append(content if back else content + self._mark.paint(datamatrix.encode(marks[sheet])))
        return contents

    def _side(self, notice: Prepared, side: Side, front: bool, computed: tuple[str, ...], returned: str) -> bytes:
        rows = notice.sections[side.section][side.start : side.stop] if side.stop else ()
        program = self.programs.program(notice.variant, side, front, tuple([row.kind for row in rows]))
        texts, fitted = notice.values + computed, notice.fitted
        for row in rows:
            texts += row.values
            fitted += row.fitted
        content = program.page.content(texts, fitted)
        if program.symbols is None:
            return content
        return content + program.symbols.paint(texts, notice.bars, self._pictures, returned)

    def _with_private_characters(self, prepared: Prepared) -> Prepared:
        if not dict(self._rare).keys() >= set(prepared.rare):
            raise _bug(prepared, "a rare cluster has no code in the job's plan")
        return msgspec.structs.replace(
            prepared,
            values=self._all_private(prepared.values),
            fitted=self._all_fitted(prepared.fitted),
            sections=tuple(tuple(map(self._private_row, rows)) for rows in prepared.sections),
        )

    def _private_row(self, row: Row) -> Row:
        return Row(row.kind, self._all_private(row.values), self._all_fitted(row.fitted))

    def _all_private(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self._private, texts))

    def _all_fitted(self, fitted: tuple[Fitted, ...]) -> tuple[Fitted, ...]:
        return tuple(Fitted(value.fit, self._all_private(value.lines)) for value in fitted)

    def _private(self, text: str) -> str:
        for cluster, private in self._rare:
            text = text.replace(cluster, private)
        return text


def _noted(sheets: tuple[SheetPlan, ...]) -> NoticePlan:
    by_stock = [0] * MOST_STOCKS
    for sheet in sheets:
        by_stock[sheet.stock] += 1
    sides = tuple([side for sheet in sheets for side in (sheet.front, sheet.back)])
    return NoticePlan(sheets, sides, page_count(sheets), tuple(by_stock))


def _bears_return_id(variant: Variant) -> bool:
    return any(symbol.kind == "return" for kind in page_kinds(variant) for symbol in kind.symbols)


def _check_page_numbers(form: Form) -> None:
    """A side that is not counted has no page number to print."""
    for section in (section for variant in form.variants for section in variant.sections if section.loose):
        sides = (section.first, section.middle, section.last, section.only, section.back)
        if any(text.kind == "page-of" for kind in sides if kind for text in kind.computed):
            raise BugFound(
                Fault(id="PJ-1701-E", field=section.name, detail="a page number on sheets that are not counted")
            )


def _bug(notice: Prepared, detail: str) -> BugFound:
    return BugFound(Fault(id="PJ-1701-E", record=notice.number, detail=detail))
