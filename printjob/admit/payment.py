"""Payment codes (収納コード) of a record's slips: sound in themselves, and in agreement with the slip they stand on.

The codes are the municipality's billing data. Here they are looked at, never changed and never made up: a code that is broken
(``PJ-1306-W``) or contradicts its slip (``PJ-1307-W``) holds the record, because money would go astray. Which field is which is
declared in the form's ``record.yaml`` (:class:`printjob.recordshape.PaymentCodes`).

Source: GS1 Japan, GS1-128シンボルによる標準料金代理収納ガイドライン, 6th edition 2024-03; 総務省, 地方税統一QRコード (000807095.pdf).

No GS1-128 stands on a slip of more than 300,000 yen (コンビニ収納の上限); a slip that may not be paid (使用しない、納付済) bears no code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from printjob.admit.columns import Columns
from printjob.barcode import elqr, gs1, mt_ocr
from printjob.errors import DataRefused, EnvironmentAtFault, Fault, masked
from printjob.model.record import Value
from printjob.recordshape import PaymentCodes

_NO_LIMIT = "999999"
_MT_AMOUNT = slice(13, 24)
"""The upper line of the MT form (マルチペイメント標準帳票) has the amount in its digits 14 to 24."""

_QR_UPPER, _QR_LOWER = slice(29, 68), slice(68, 112)
"""Where the two MT-OCR lines stand in an eL-QR: lines equal to a sound payload's are sound, and of its amount."""


class PaymentChecks:
    """The checks of one form's slips; made once in each worker. ``PJ-1404-E`` where the form names a number no payload has."""

    def __init__(self, codes: PaymentCodes, columns: Columns) -> None:
        self._codes = codes
        self._kind, self._amount, self._due, self._limit = (
            columns.place(name) for name in (codes.kind, codes.amount, codes.due, codes.limit)
        )
        self._gs1 = columns.place(codes.gs1) if codes.gs1 else -1
        self._elqr = columns.place(codes.elqr) if codes.elqr else -1
        self._ocr = [(name, columns.place(name)) for name in codes.ocr]
        self._numbers = [(name, field, columns.place(field)) for name, field in codes.numbers]
        unknown = [name for name, _ in codes.numbers if name not in elqr.Payload.__struct_fields__]
        if unknown:
            detail = "an eL-QR payload has no such number"
            raise EnvironmentAtFault(*(Fault(id="PJ-1404-E", file="record.yaml", field=n, detail=detail) for n in unknown))

    def fault(self, lines: Sequence[Sequence[Value]]) -> Fault | None:
        """The first fault of the slips of a record, without its place; ``None`` when all are sound."""
        for number, line in enumerate(lines, 1):
            fault = next(self._faults(line), None)
            if fault is not None:
                detail = f"slip {number}: {fault.detail}"
                return Fault(id=fault.id, field=fault.field, value=fault.value, detail=detail)
        return None

    def _faults(self, line: Sequence[Value]) -> Iterator[Fault]:
        codes, kind = self._codes, str(line[self._kind] or "")
        if kind not in codes.live:
            yield from self._must_be_empty(line)
            return
        gs1_digits, payload = self._text(line, self._gs1), self._text(line, self._elqr)
        if not gs1_digits and not payload and not any(self._text(line, place) for _, place in self._ocr):
            yield _contradicts(codes.kind, "the slip may be paid and has no code")
        if codes.gs1:
            yield from self._store(line, kind in codes.store, gs1_digits)
        if payload:
            yield from self._qr(line, payload)
        for index, (name, place) in enumerate(self._ocr):
            text = self._text(line, place)
            if not (text and text in (payload[_QR_UPPER], payload[_QR_LOWER])[index : index + 1]):
                yield from self._ocr_line(line, index, name, text)

    def _text(self, line: Sequence[Value], place: int) -> str:
        return str(line[place] or "") if place >= 0 else ""

    def _must_be_empty(self, line: Sequence[Value]) -> Iterator[Fault]:
        codes = self._codes
        fields = [(codes.gs1, self._gs1), (codes.elqr, self._elqr), *self._ocr]
        for field, place in (*fields, *((field, place) for _, field, place in self._numbers)):
            if self._text(line, place):
                yield _contradicts(field, "the slip must not be paid and bears a code", self._text(line, place))

    def _store(self, line: Sequence[Value], wanted: bool, digits: str) -> Iterator[Fault]:
        """The GS1-128: there when the kind says so, its amount and its limit those of the slip."""
        field = self._codes.gs1
        if wanted != bool(digits):
            yield _contradicts(field, "the slip's kind says otherwise: " + ("no code" if wanted else "a code"), digits)
        if not digits:
            return
        try:
            code = gs1.parse(digits)
        except DataRefused as refused:
            yield _broken(field, digits, refused)
            return
        limit = line[self._limit]
        if code.stamp != "0":
            yield Fault(id="PJ-1306-W", field=field, value=masked(digits), detail="stamp: public money needs no revenue stamp")
        if code.amount_yen != line[self._amount]:
            yield _contradicts(field, "its amount is not the slip's", digits)
        if code.amount_yen > gs1.MOST_YEN:
            yield _contradicts(field, f"no store takes more than {gs1.MOST_YEN:,} yen", digits)
        if code.limit != (_digits(limit)[2:] if isinstance(limit, date) else _NO_LIMIT):
            yield _contradicts(field, "its limit is not the slip's", digits)

    def _qr(self, line: Sequence[Value], digits: str) -> Iterator[Fault]:
        """The eL-QR: amount, due date, limit and eL numbers are those of the slip."""
        field = self._codes.elqr
        try:
            payload = elqr.parse(digits)
        except DataRefused as refused:
            yield _broken(field, digits, refused)
            return
        if payload.amount_yen != line[self._amount]:
            yield _contradicts(field, "its amount is not the slip's", digits)
        for what, told, place in (("due date", payload.due, self._due), ("limit", payload.limit, self._limit)):
            if not _same_day(told, line[place]):
                yield _contradicts(field, f"its {what} is not the slip's", digits)
        for name, number, place in self._numbers:
            if str(getattr(payload, name)) != self._text(line, place):
                yield _contradicts(number, "it is not the number in the eL-QR", self._text(line, place))

    def _ocr_line(self, line: Sequence[Value], index: int, name: str, text: str) -> Iterator[Fault]:
        """An OCR line: check digits and amount of an MT line; an opaque one is digits, letters and signs of OCR-B."""
        if not text:
            others = [self._text(line, place) for _, place in self._ocr]
            if any(others):
                yield _contradicts(name, "one OCR line is there and the other is not")
            return
        if self._codes.ocr_rule != "mt":
            if not text.isascii() or not text.isprintable():
                yield Fault(id="PJ-1306-W", field=name, value=masked(text), detail="not a line of OCR-B characters")
            return
        if mt_ocr.flaw(text) or (len(text) == mt_ocr.LOWER_DIGITS) == (index == 0):
            yield Fault(id="PJ-1306-W", field=name, value=masked(text), detail="length or check digits are wrong")
        elif index == 0 and int(text[_MT_AMOUNT]) != line[self._amount]:
            yield _contradicts(name, "its amount is not the slip's", text)


def _same_day(told: str, day: Value) -> bool:
    """Whether a payload's date is the slip's; a payload without one has zeros or nines."""
    if isinstance(day, date):
        return told == _digits(day)
    return set(told) in ({"0"}, {"9"})


@lru_cache(maxsize=1024)
def _digits(day: date) -> str:
    """A date as YYYYMMDD; a campaign has few."""
    return f"{day:%Y%m%d}"


def _broken(field: str, code: str, refused: DataRefused) -> Fault:
    """What is wrong with a code's structure, without its digits: only the names of the parts."""
    parts = ", ".join(dict.fromkeys(fault.field for fault in refused.faults if fault.field))
    return Fault(id="PJ-1306-W", field=field, value=masked(code), detail=parts or "structure")


def _contradicts(field: str, why: str, value: str = "") -> Fault:
    return Fault(id="PJ-1307-W", field=field, value=masked(value), detail=why)
