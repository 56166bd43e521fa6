"""The eL-QR symbols of a chunk (地方税統一QRコード), encoded all at once before its pages: a batch is many times quicker than one by one.

What a symbol looks like follows from its digits alone, never from the batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from printjob.barcode import qr
from printjob.errors import BugFound, Fault
from printjob.model.form import Form, Symbol, Variant, page_kinds
from printjob.model.record import Prepared


class Pictures:
    """Finds the digits of every eL-QR that notices of a form will print, and encodes them; ``any``: whether the form has places for
    them at all.
    """

    def __init__(self, form: Form) -> None:
        self._variants = [_Sources(variant) for variant in form.variants]
        self.any = any(sources.any for sources in self._variants)

    def encoded(self, notices: Iterable[Prepared]) -> dict[str, bytes]:
        """The rows of each symbol by its digits. Digits that are no eL-QR are ``BugFound``."""
        wanted: dict[str, None] = {}
        for notice in notices:
            wanted.update(self._digits(notice))
        digits = list(wanted)
        return dict(zip(digits, qr.encode_many(digits), strict=True)) if digits else {}

    def _digits(self, notice: Prepared) -> dict[str, None]:
        try:
            found = dict.fromkeys(self._variants[notice.variant].digits(notice))
        except LookupError:
            raise _bug(notice, "fewer values than the form has") from None
        if not all(map(qr.validate, found)):
            raise _bug(notice, "the content of an eL-QR is not 255 digits")
        return found


class _Sources:
    """Where a variant's notices keep the digits of eL-QR symbols."""

    def __init__(self, variant: Variant) -> None:
        self._own = sorted({at for kind in page_kinds(variant) for at in _values(kind.symbols)})
        self._rows = [[_values(row.symbols) for row in section.rows] for section in variant.sections]
        self._sections = [at for at, rows in enumerate(self._rows) if any(rows)]
        self.any = bool(self._own or self._sections)

    def digits(self, notice: Prepared) -> Iterator[str]:
        """The digits of each symbol that is printed."""
        yield from filter(None, (notice.values[at] for at in self._own))
        for section in self._sections:
            kinds = self._rows[section]
            for row in notice.sections[section]:
                yield from filter(None, (row.values[at] for at in kinds[row.kind]))


def _values(symbols: Sequence[Symbol]) -> list[int]:
    return [symbol.value for symbol in symbols if symbol.kind == "elqr"]


def _bug(notice: Prepared, detail: str) -> BugFound:
    return BugFound(Fault(id="PJ-1701-E", record=notice.number, detail=detail))
