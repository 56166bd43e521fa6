"""The page programs of a form (頁の種類ごとの組立手順), each made when a page first needs it.

A page is one of the page kinds of a variant, on the front or the back of a sheet, with rows of certain kinds. The texts of a page
stand in one tuple: the notice's values, then what follows from the plan (page-of, identity, reference), then the values of each row
on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from printjob.compose.fontnames import all_slots, font_names
from printjob.compose.loose import LooseSlot
from printjob.compose.page import PageProgram
from printjob.compose.pagesymbols import PageSymbols, PlacedSymbol
from printjob.compose.slots import Chain, Placed
from printjob.compose.syntax import number
from printjob.compose.used import UsedCodes
from printjob.compose.widths import Advances, FaceRuns
from printjob.model.form import ComputedSlot, Form, PageKind, RowKind, Side, Variant

COMPUTED = ("page-of", "identity", "reference")
_MOST_KNOWN = 512
"""programs kept at a time: many rows of several kinds on a page make many combinations, most of them rare"""


class Program(NamedTuple):
    """What composes the texts of a page and, where it has any, its symbols."""

    page: PageProgram
    symbols: PageSymbols | None


class Programs:
    """All programs of one form for one job; ``used`` is begun anew for each chunk. ``rare`` gives the cluster of each private code of
    the job.
    """

    def __init__(self, form: Form, rare: dict[str, str]) -> None:
        self.used = UsedCodes()
        self._form, self._rare = form, rare
        self._names = font_names(form)
        self._advances = {face: Advances(face, rare) for slot in all_slots(form) for face in slot.faces}
        self._known: dict[tuple[int, int, int, bool, tuple[int, ...]], Program] = {}

    def program(self, variant: int, side: Side, front: bool, rows: tuple[int, ...]) -> Program:
        """The program of a side of a variant's sheet, with rows of these kinds of its section."""
        key = (variant, side.section, id(side.kind), front, rows)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = self._make(self._form.variants[variant], side, front, rows)
        return known

    def _make(self, variant: Variant, side: Side, front: bool, rows: tuple[int, ...]) -> Program:
        kind = side.kind
        kinds = [variant.sections[side.section].rows[row] for row in rows]
        if len(rows) > len(kind.tops_pt if kind else ()):
            raise ValueError("more rows than the page has room for")
        blocks = list(_blocks(variant, kinds, kind.tops_pt if kind else ()))
        placed = [*self._page_slots(variant, kind, front), *(slot for block in blocks for slot in block.slots())]
        plain = len(variant.values) + len(COMPUTED) + sum(len(row.values) for row in kinds)
        fitted = len(variant.fitted) + sum(len(row.fitted) for row in kinds)
        chain = Chain(self._names, self._advances)
        page = PageProgram(self._art(kind, blocks), placed, (plain, fitted), chain, self._loosen, self.used)
        return Program(page, self._symbols(kind, blocks))

    def _page_slots(self, variant: Variant, kind: PageKind | None, front: bool) -> Iterator[Placed]:
        yield from (Placed(slot, slot.value) for slot in (kind.slots if kind else ()))
        computed: list[ComputedSlot] = [
            *(kind.computed if kind else ()),
            self._form.front if front else self._form.back,
        ]
        for text in computed:
            yield Placed(text.slot, len(variant.values) + COMPUTED.index(text.kind))

    def _symbols(self, kind: PageKind | None, blocks: Sequence[_Block]) -> PageSymbols | None:
        if kind is None:
            return None
        placed = [PlacedSymbol(symbol, symbol.value) for symbol in kind.symbols]
        placed += [symbol for block in blocks for symbol in block.symbols()]
        return PageSymbols(kind.bars, placed, self._form.device_dpi) if placed or kind.bars else None

    def _art(self, kind: PageKind | None, blocks: Sequence[_Block]) -> bytes:
        if kind is None:
            return b""
        moved = (
            b"q 1 0 0 1 0 %b cm/A%d Do Q\n"
            % (number(block.top_pt - self._form.height_pt), self._form.arts[block.row.art])
            for block in blocks
        )
        return b"/A%d Do\n" % self._form.arts[kind.art] + b"".join(moved)

    def _loosen(self, placed: Placed) -> LooseSlot:
        return LooseSlot(placed, self._names, self._advances, FaceRuns(placed.slot.faces, self._rare))


class _Block(NamedTuple):
    """A row on a page: its top, and where its plain and fitted values begin among the page's."""

    row: RowKind
    top_pt: float
    first_value: int
    first_fitted: int

    def slots(self) -> Iterator[Placed]:
        for slot in self.row.slots:
            first = self.first_fitted if slot.fitted else self.first_value
            yield Placed(slot, first + slot.value, self.top_pt)

    def symbols(self) -> Iterator[PlacedSymbol]:
        for symbol in self.row.symbols:
            yield PlacedSymbol(symbol, self.first_value + symbol.value, self.top_pt)


def _blocks(variant: Variant, rows: Sequence[RowKind], tops_pt: Sequence[float]) -> Iterator[_Block]:
    value, fitted = len(variant.values) + len(COMPUTED), len(variant.fitted)
    for row, top in zip(rows, tops_pt, strict=False):
        yield _Block(row, top, value, fitted)
        value, fitted = value + len(row.values), fitted + len(row.fitted)


def private_codes(codes: dict[str, int]) -> dict[str, str]:
    """The cluster of each private character, from the job's codes."""
    return {chr(code): cluster for cluster, code in codes.items()}
