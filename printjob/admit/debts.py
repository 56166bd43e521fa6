"""Debts (債権): what the codes of a slip name at a till, on a telephone, at a bank. A code belongs to one slip and one notice.

A debt leaves admission as a number of 64 bits: enough to see that a code was there before, in this night or in an earlier one, and
nothing that anybody could pay by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from printjob.admit.columns import Columns
from printjob.admit.contradiction import contradicts
from printjob.barcode import elqr
from printjob.errors import Fault
from printjob.model.record import Value
from printjob.recordshape import PaymentCodes

QR_UPPER, QR_LOWER = slice(29, 68), slice(68, 112)
"""Where the two MT-OCR lines stand in an eL-QR: lines equal to a sound payload's are sound, and of its amount."""
MT_INSTITUTION = slice(25, 30)
"""機関ID in the upper line of the MT form"""
_MT_CATEGORY = slice(31, 34)
"""納付区分 in the upper line: with 機関ID and the lower line it names the debt at a bank."""


class Debts:
    """The debts of a form's slips; made once in each worker."""

    def __init__(self, codes: PaymentCodes, columns: Columns) -> None:
        self._codes = codes
        self._gs1 = columns.place(codes.gs1) if codes.gs1 else -1
        self._elqr = columns.place(codes.elqr) if codes.elqr else -1
        self._ocr = [columns.place(name) for name in codes.ocr]

    def again(self, line: Sequence[Value], known: dict[str, int], number: int) -> Fault | None:
        """A debt of a slip before, or ``None``: then those of this sound slip, the ``number``-th, are noted in ``known``."""
        for field, debt in self._of(line):
            if known.setdefault(debt, number) != number:
                return contradicts(field, f"slip {known[debt]} has the same code")
        return None

    def _of(self, line: Sequence[Value]) -> Iterator[tuple[str, str]]:
        """The debts by the field of the code."""
        digits, payload = _text(line, self._gs1), _text(line, self._elqr)
        if digits:
            yield self._codes.gs1, digits
        if payload:
            yield self._codes.elqr, "-".join(elqr.el_number(payload))
        upper, lower = ([_text(line, place) for place in self._ocr] + ["", ""])[:2]
        if upper and upper != payload[QR_UPPER]:
            of_bank = upper[MT_INSTITUTION] + upper[_MT_CATEGORY] if self._codes.ocr_rule == "mt" else upper
            yield self._codes.ocr[0], f"{of_bank}-{lower}"


def numbered(debts: Iterable[str]) -> tuple[int, ...]:
    """The debts as numbers of 64 bits, the same in every run.

    >>> numbered(["91-1"]) == numbered(["91-1"]), numbered(["91-1"]) == numbered(["91-2"])
    (True, False)
    """
    return tuple([int.from_bytes(blake2b(debt.encode(), digest_size=8).digest(), "little") for debt in debts])


def _text(line: Sequence[Value], place: int) -> str:
    return str(line[place] or "") if place >= 0 else ""
