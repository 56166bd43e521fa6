"""Which symbols a page must bear, where, and with which digits (期待コード)."""

from __future__ import annotations

from collections.abc import Sequence

from printjob.model.form import Form, PageKind, RowKind
from printjob.model.record import Prepared, Row
from printjob.verify.areas import Area, area_of


class SymbolPlaces:
    """The symbols of one page kind whose blocks have these row kinds; ``front`` sheets bear the mark."""

    def __init__(self, form: Form, kind: PageKind | None, row_kinds: Sequence[RowKind], front: bool) -> None:
        dpi = form.device_dpi
        self._front = front
        self.bears_bars = kind is not None and kind.bars is not None
        own = kind.symbols if kind else ()
        in_rows = [
            (area_of(symbol, dpi, top), at, symbol.value)
            for at, (row, top) in enumerate(zip(row_kinds, kind.tops_pt if kind else (), strict=False))
            for symbol in row.symbols
        ]
        self._own = [symbol.value for symbol in own]
        self._in_rows = [(at, value) for _, at, value in in_rows]
        bars = [area_of(kind.bars, dpi)] if kind and kind.bars else []
        mark = [area_of(form.mark, dpi)] if front else []
        self.areas: tuple[Area, ...] = (*bars, *mark, *(area_of(symbol, dpi) for symbol in own), *(area for area, _, _ in in_rows))

    def expected(self, prepared: Prepared, rows: Sequence[Row], mark: str, return_id: str) -> tuple[str, ...]:
        """What each of ``areas`` must say; ``mark`` is the sheet's. An empty text must not be there."""
        bars = [prepared.bars] if self.bears_bars else []
        own = [return_id if value < 0 else prepared.values[value] for value in self._own]
        return (*bars, *([mark] if self._front else ()), *own, *[rows[at].values[value] for at, value in self._in_rows])
