"""The symbols of a page behind its texts (頁のバーコード類), in an order that readers rely on.

First every filled rectangle of the page, the customer barcode before the GS1-128 of each row, closed by one ``f``; then the images:
the eL-QR of each row, the 返戻 id. The page's own symbols go before those of its rows. Empty digits paint nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from printjob.barcode import datamatrix, qr
from printjob.compose.bars import BarPainter, bar_painter
from printjob.compose.matrix import MatrixPainter, matrix_painter
from printjob.compose.slipbars import SlipBarsPainter, slip_bars_painter
from printjob.model.form import Bars, Symbol


class PlacedSymbol(NamedTuple):
    """A symbol on a page: ``source`` is the index of its digits in the page's texts, ``lift_pt`` is added to its foot."""

    symbol: Symbol
    source: int
    lift_pt: float = 0.0


class PageSymbols:
    """What paints the symbols of one kind of page on a device of ``device_dpi``."""

    def __init__(self, bars: Bars | None, placed: Sequence[PlacedSymbol], device_dpi: int) -> None:
        self._dpi = device_dpi
        self._bars: BarPainter | None = bar_painter(bars, device_dpi) if bars else None
        self._slips = [(p.source, self._slip_bars(p)) for p in placed if p.symbol.kind == "gs1"]
        self._qr = [(p.source, self._matrix(p, qr.MODULES)) for p in placed if p.symbol.kind == "elqr"]
        self._return = [self._matrix(p, datamatrix.MODULES) for p in placed if p.symbol.kind == "return"]

    def paint(self, texts: Sequence[str], bars: str, pictures: Mapping[str, bytes], return_id: str) -> bytes:
        """The operators of all symbols; ``pictures`` has the rows of each eL-QR by its digits. ``ValueError``, ``LookupError`` or
        ``BugFound`` for digits that are no symbol of their kind.
        """
        painted = [self._bars.paint(bars)] if self._bars else []
        painted += [painter.paint(texts[at]) for at, painter in self._slips if texts[at]]
        if any(painted):
            painted.append(b"f\n")
        painted += [painter.paint(pictures[texts[at]]) for at, painter in self._qr if texts[at]]
        painted += [painter.paint(datamatrix.encode(return_id)) for painter in self._return]
        return b"".join(painted)

    def _slip_bars(self, placed: PlacedSymbol) -> SlipBarsPainter:
        own = placed.symbol
        return slip_bars_painter(own.x_pt, own.y_pt + placed.lift_pt, own.dots, own.height_pt, self._dpi)

    def _matrix(self, placed: PlacedSymbol, modules: int) -> MatrixPainter:
        own = placed.symbol
        return matrix_painter(own.x_pt, own.y_pt + placed.lift_pt, own.dots, modules, self._dpi)
