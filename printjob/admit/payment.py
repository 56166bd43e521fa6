"""Payment codes (収納コード) of a record's slips: sound in themselves, and in agreement with the slip they stand on.

The codes are the municipality's billing data. Here they are looked at, never changed and never made up: a code that is broken
(``PJ-1306-W``) or contradicts its slip (``PJ-1307-W``) holds the record, because money would go astray. Which field is which is
declared in the form's ``record.yaml`` (:class:`printjob.recordshape.PaymentCodes`); whose codes may stand on a municipality's slips, in
its settings (:class:`Billers`). A code belongs to one slip: two slips with the same one would be paid once for both.

Source: GS1 Japan, GS1-128シンボルによる標準料金代理収納ガイドライン, 6th edition 2024-03; 総務省, 地方税統一QRコード (000807095.pdf).

No GS1-128 stands on a slip of more than 300,000 yen (コンビニ収納の上限); a slip that may not be paid (使用しない、納付済) bears no code.
A slip that may be paid can be paid until its due date (納期限): no earlier limit (取扱期限) stands on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from printjob.admit.columns import Columns
from printjob.admit.contradiction import broken, contradicts
from printjob.admit.debts import MT_INSTITUTION, QR_LOWER, QR_UPPER, Debts, numbered
from printjob.barcode import elqr, gs1, mt_ocr
from printjob.errors import DataRefused, EnvironmentAtFault, Fault, masked
from printjob.model.record import Value
from printjob.recordshape import OF_DATA, PaymentCodes

_NO_LIMIT = "999999"
_MT_AMOUNT = slice(13, 24)
"""The upper line of the MT form (マルチペイメント標準帳票) has the amount in its digits 14 to 24."""

_LOCAL_TAX_AGENCY = "13800"
"""機関ID of the 地方税共同機構: such OCR lines are those of the eL-QR"""


class Billers(msgspec.Struct, frozen=True):
    """Whose codes may stand on a municipality's slips: 請求書発行企業コード of its GS1-128, 共通納税機関コード of its eL-QR; ``None``: not asked."""

    makers: tuple[str, ...] | None = None
    institutions: tuple[str, ...] | None = None


class PaymentChecks:
    """The checks of one form's slips; made once in each worker. ``PJ-1404-E`` where the form names a number no payload has.

    ``columns`` are those of the slips' lines, ``data`` those of the data line.
    """

    def __init__(self, codes: PaymentCodes, columns: Columns, data: Columns, billers: Billers | None = None) -> None:
        self._codes, self._billers, self._debts = codes, billers or Billers(), Debts(codes, columns)
        self._kind, self._amount, self._due, self._limit = (
            columns.place(name) for name in (codes.kind, codes.amount, codes.due, codes.limit)
        )
        self._gs1 = columns.place(codes.gs1) if codes.gs1 else -1
        self._elqr = columns.place(codes.elqr) if codes.elqr else -1
        self._ocr = [(name, columns.place(name)) for name in codes.ocr]
        self._numbers = [(name, field, columns.place(field)) for name, field in codes.numbers]
        whole = (*columns.names, *(f"{OF_DATA}{name}" for name in data.names))
        self._agrees = [(name, field, whole.index(field)) for name, field in codes.agrees]
        unknown = [name for name, _ in (*codes.numbers, *codes.agrees) if name not in elqr.Payload.__struct_fields__]
        if unknown:
            detail = "an eL-QR payload has no such number"
            raise EnvironmentAtFault(*(Fault(id="PJ-1404-E", file="record.yaml", field=n, detail=detail) for n in unknown))

    def check(self, lines: Sequence[Sequence[Value]], values: Sequence[Value]) -> tuple[int, ...] | Fault:
        """The first fault of the slips of a record, without its place; when all are sound, a number for each of their codes: equal ones
        are the same debt (chance: one in 2**64). ``values`` are those of the data line.
        """
        known: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            fault = next(self._faults(line, values), None) or self._debts.again(line, known, number)
            if fault is not None:
                detail = f"slip {number}: {fault.detail}"
                return Fault(id=fault.id, field=fault.field, value=fault.value, detail=detail)
        return numbered(known)

    def _faults(self, line: Sequence[Value], values: Sequence[Value]) -> Iterator[Fault]:
        codes, kind = self._codes, str(line[self._kind] or "")
        if kind not in codes.live:
            yield from self._must_be_empty(line)
            return
        gs1_digits, payload = self._text(line, self._gs1), self._text(line, self._elqr)
        if not gs1_digits and not payload and not any(self._text(line, place) for _, place in self._ocr):
            yield contradicts(codes.kind, "the slip may be paid and has no code")
        amount, due, limit = line[self._amount], line[self._due], line[self._limit]
        if not isinstance(amount, int) or amount < 1:
            yield contradicts(codes.amount, "the slip may be paid and has no amount")
        if isinstance(due, date) and isinstance(limit, date) and limit < due:
            yield contradicts(codes.limit, "no till takes the slip until its due date: its limit is before it")
        if codes.gs1:
            yield from self._store(line, kind in codes.store, gs1_digits)
        if payload:
            yield from self._qr(line, values, payload)
        else:
            yield from self._numbers_alone(line)
        for index, (name, place) in enumerate(self._ocr):
            text = self._text(line, place)
            if not (text and text in (payload[QR_UPPER], payload[QR_LOWER])[index : index + 1]):
                yield from self._ocr_line(line, index, name, text)
        yield from self._one_debt(line, payload)

    def _numbers_alone(self, line: Sequence[Value]) -> Iterator[Fault]:
        """An eL番号 is paid by as it is typed: without the eL-QR nothing says that it is the slip's."""
        for _, field, place in self._numbers:
            if self._text(line, place):
                yield contradicts(field, "there is no eL-QR that it could be held against", self._text(line, place))

    def _one_debt(self, line: Sequence[Value], payload: str) -> Iterator[Fault]:
        """OCR lines of the 地方税共同機構 are those in the eL-QR beside them; half of them is another slip's."""
        if not payload or self._codes.ocr_rule != "mt" or len(self._ocr) < 2:
            return
        (upper_name, upper_place), (lower_name, lower_place) = self._ocr[:2]
        upper, lower = self._text(line, upper_place), self._text(line, lower_place)
        if upper[MT_INSTITUTION] != _LOCAL_TAX_AGENCY:
            return
        for name, text, said in ((upper_name, upper[: mt_ocr.UPPER_DIGITS], payload[QR_UPPER]), (lower_name, lower, payload[QR_LOWER])):
            if text != said:
                yield contradicts(name, "it is not the line in the eL-QR", text)

    def _text(self, line: Sequence[Value], place: int) -> str:
        return str(line[place] or "") if place >= 0 else ""

    def _must_be_empty(self, line: Sequence[Value]) -> Iterator[Fault]:
        codes = self._codes
        fields = [(codes.gs1, self._gs1), (codes.elqr, self._elqr), *self._ocr]
        for field, place in (*fields, *((field, place) for _, field, place in self._numbers)):
            if self._text(line, place):
                yield contradicts(field, "the slip must not be paid and bears a code", self._text(line, place))

    def _store(self, line: Sequence[Value], wanted: bool, digits: str) -> Iterator[Fault]:
        """The GS1-128: there when the kind says so, its amount and its limit those of the slip."""
        field = self._codes.gs1
        if wanted != bool(digits):
            yield contradicts(field, "the slip's kind says otherwise: " + ("no code" if wanted else "a code"), digits)
        if not digits:
            return
        try:
            code = gs1.parse(digits)
        except DataRefused as refused:
            yield broken(field, digits, refused)
            return
        limit = line[self._limit]
        if self._billers.makers is not None and code.maker not in self._billers.makers:
            yield contradicts(field, "its company code is not one of the municipality's", digits)
        if code.stamp != "0":
            yield Fault(id="PJ-1306-W", field=field, value=masked(digits), detail="stamp: public money needs no revenue stamp")
        if code.amount_yen != line[self._amount]:
            yield contradicts(field, "its amount is not the slip's", digits)
        if code.amount_yen > gs1.MOST_YEN:
            yield contradicts(field, f"no store takes more than {gs1.MOST_YEN:,} yen", digits)
        if code.limit != (_digits(limit)[2:] if isinstance(limit, date) else _NO_LIMIT):
            yield contradicts(field, "its limit is not the slip's", digits)

    def _qr(self, line: Sequence[Value], values: Sequence[Value], digits: str) -> Iterator[Fault]:
        """The eL-QR: amount, term, years, due date, limit and eL numbers are those of the slip, the institution is the municipality's."""
        field = self._codes.elqr
        try:
            payload = elqr.parse(digits)
        except DataRefused as refused:
            yield broken(field, digits, refused)
            return
        if payload.amount_yen != line[self._amount]:
            yield contradicts(field, "its amount is not the slip's", digits)
        for what, told, place in (("due date", payload.due, self._due), ("limit", payload.limit, self._limit)):
            if not _same_day(told, line[place]):
                yield contradicts(field, f"its {what} is not the slip's", digits)
        if self._billers.institutions is not None and payload.institution not in self._billers.institutions:
            yield contradicts(field, "its institution is not one of the municipality's", digits)
        for name, number, place in self._numbers:
            if str(getattr(payload, name)) != self._text(line, place):
                yield contradicts(number, "it is not the number in the eL-QR", self._text(line, place))
        whole = (*line, *values) if self._agrees else ()
        for name, other, place in self._agrees:
            if not _same_number(str(getattr(payload, name)), whole[place]):
                yield contradicts(other, f"the eL-QR has another {name}", digits)

    def _ocr_line(self, line: Sequence[Value], index: int, name: str, text: str) -> Iterator[Fault]:
        """An OCR line: check digits and amount of an MT line; an opaque one is digits, letters and signs of OCR-B."""
        if not text:
            others = [self._text(line, place) for _, place in self._ocr]
            if any(others):
                yield contradicts(name, "one OCR line is there and the other is not")
            return
        if self._codes.ocr_rule != "mt":
            if not text.isascii() or not text.isprintable():
                yield Fault(id="PJ-1306-W", field=name, value=masked(text), detail="not a line of OCR-B characters")
            return
        if mt_ocr.flaw(text) or (len(text) == mt_ocr.LOWER_DIGITS) == (index == 0):
            yield Fault(id="PJ-1306-W", field=name, value=masked(text), detail="length or check digits are wrong")
        elif index == 0 and int(text[_MT_AMOUNT]) != line[self._amount]:
            yield contradicts(name, "its amount is not the slip's", text)


def _same_number(told: str, value: Value) -> bool:
    """Whether a part of a payload is the slip's code or year, zeros in front of it apart."""
    return value is not None and told == str(value).zfill(len(told))


def _same_day(told: str, day: Value) -> bool:
    """Whether a payload's date is the slip's; a payload without one has zeros or nines."""
    if isinstance(day, date):
        return told == _digits(day)
    return set(told) in ({"0"}, {"9"})


@lru_cache(maxsize=1024)
def _digits(day: date) -> str:
    """A date as YYYYMMDD; a campaign has few."""
    return f"{day:%Y%m%d}"
