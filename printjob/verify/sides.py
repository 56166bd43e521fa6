"""One kind of page, ready to be read (面の読み方): what must stand where on it, and the readers for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from printjob.model.form import Form, PageKind, RowKind
from printjob.verify.areas import Area
from printjob.verify.content import IDENTITY, Matrix
from printjob.verify.fonts import PrintedFont
from printjob.verify.places import PagePlaces
from printjob.verify.quick import QuickReader
from printjob.verify.symbolplaces import SymbolPlaces
from printjob.verify.symbols import Reader

_MOST_KINDS = 512
_PLACE_TOLERANCE_PT = 0.01


class Resources(NamedTuple):
    """What the names in a page's content mean: fonts, and the compiled arts that each XObject is."""

    fonts: dict[str, PrintedFont]
    arts: dict[str, set[int]]


class Readers:
    """Readers of symbols, shared by pages that bear them at the same places."""

    def __init__(self) -> None:
        self._known: dict[tuple[Area, ...], Reader] = {}

    def of(self, symbols: SymbolPlaces) -> Reader:
        """The reader of a page's symbols."""
        if symbols.areas not in self._known:
            self._known[symbols.areas] = Reader(symbols.areas)
        return self._known[symbols.areas]


class SideReader:
    """One kind of page, ready to be read: where texts stand, which symbols must be where, which art lies where."""

    def __init__(
        self, form: Form, kind: PageKind | None, row_kinds: Sequence[RowKind], front: bool, resources: Resources, readers: Readers
    ) -> None:
        self.places = PagePlaces(form, kind, row_kinds, front)
        self.symbols = SymbolPlaces(form, kind, row_kinds, front)
        self.reader = readers.of(self.symbols)
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


def _wanted_art(form: Form, kind: PageKind | None, row_kinds: Sequence[RowKind]) -> Iterator[tuple[int, Matrix]]:
    if kind is None:
        return
    yield form.arts[kind.art], IDENTITY
    for row, top in zip(row_kinds, kind.tops_pt, strict=False):
        # A block is drawn at the top left corner of its art's page.
        yield form.arts[row.art], (1.0, 0.0, 0.0, 1.0, 0.0, top - form.height_pt)
