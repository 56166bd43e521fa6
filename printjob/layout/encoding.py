"""The symbols of notices, encoded before they are drawn, so that the bench can time the drawing alone.

:func:`encoded` works out every symbol that notices bear; a renderer that meets another one encodes it then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from printjob.barcode import datamatrix, gs1, qr
from printjob.model.form import Form, Symbol, SymbolKind, page_kinds
from printjob.model.record import Prepared

_ENCODERS: dict[SymbolKind, Callable[[str], bytes]] = {"gs1": gs1.symbol, "elqr": qr.encode, "return": datamatrix.encode}


class EncodedSymbols:
    """Symbols by kind and digits; marks are kept as ``return`` ids are."""

    def __init__(self) -> None:
        self._known: dict[SymbolKind, dict[str, bytes]] = {kind: {} for kind in _ENCODERS}

    def of(self, kind: SymbolKind, digits: str) -> bytes:
        """Symbol characters of a ``gs1``, rows of modules of the others."""
        known = self._known[kind]
        if digits not in known:
            known[digits] = _ENCODERS[kind](digits)
        return known[digits]


def encoded(form: Form, notices: Iterable[Prepared], matrices: Iterable[str] = ()) -> EncodedSymbols:
    """Every symbol of the notices and the DataMatrix symbols of ``matrices`` (marks, return ids), encoded."""
    symbols = EncodedSymbols()
    for one in notices:
        for kind, digits in _digits(form, one):
            symbols.of(kind, digits)
    for digits in matrices:
        symbols.of("return", digits)
    return symbols


def _digits(form: Form, one: Prepared) -> Iterator[tuple[SymbolKind, str]]:
    variant = form.variants[one.variant]
    for kind in page_kinds(variant):
        yield from digits_of(kind.symbols, one.values)
    for section, rows in zip(variant.sections, one.sections, strict=True):
        for row in rows:
            yield from digits_of(section.rows[row.kind].symbols, row.values)


def digits_of(symbols: Sequence[Symbol], values: Sequence[str]) -> Iterator[tuple[SymbolKind, str]]:
    """The digits that values give to symbols; an empty text prints nothing."""
    return ((symbol.kind, values[symbol.value]) for symbol in symbols if symbol.value >= 0 and values[symbol.value])
