"""MT-OCR lines (マルチペイメント標準帳票): the check digits of the two OCR-B lines on a slip.

Source: the check digit rule of the マルチペイメントネットワーク standard slip as published with worked examples in municipalities' tenders; the same
two lines stand inside an eL-QR (:mod:`printjob.barcode.elqr`).

The upper line has 39 digits and, as printed, the cut mark ``X`` three blanks behind them; the lower one has 44. Both begin with two check
digits. Positions count from 1, data from 3:

- second: (odd positions 3, 5, 7 ... times 9, 8, 7, 6, 5, 4, 3, 2 over again, and the even positions 4, 6, 8 ...) modulo 10;
- first: (even positions 2, 4, 6 ..., the second check digit among them, times 2, 3, 4, 5, 6, 7, 8, 9 over again, and the odd positions 3, 5,
  7 ...) modulo 11, where 10 is written 0.

How a biller divides the lower line is its own matter: this module looks at lengths, digits and check digits only.

>>> upper_check("0000000000000000003600226000033421101")
'61'
>>> lower_check("100250881102000000061050501000000000000000")
'22'
"""

from __future__ import annotations

from itertools import cycle
from operator import mul

from printjob.barcode.parts import is_digits
from printjob.errors import BugFound, Fault

UPPER_DIGITS, LOWER_DIGITS = 39, 44
CUT = "   X"
"""Behind the upper line as printed (OCR cut mark)"""
_AMOUNT = slice(13, 24)
"""The amount in the upper line: behind the check digits and 11 digits of account number"""
_NOTHING = "0" * (LOWER_DIGITS - 2)
"""The lower line of a void slip"""

_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_ODD, _EVEN = cycle((9, 8, 7, 6, 5, 4, 3, 2)), cycle((3, 4, 5, 6, 7, 8, 9, 2))
_SECOND_WEIGHTS = tuple(1 if at % 2 else next(_ODD) for at in range(LOWER_DIGITS - 2))
_FIRST_WEIGHTS = tuple(next(_EVEN) if at % 2 else 1 for at in range(LOWER_DIGITS - 2))
"""Of the positions from 3; position 2, the second check digit, has the first weight 2"""


def upper_check(data: str) -> str:
    """The two check digits of the 37 digits behind them. Raises BugFound (PJ-1701-E) for anything else."""
    return _check_of(data, UPPER_DIGITS - 2)


def lower_check(data: str) -> str:
    """The two check digits of the 42 digits behind them. Raises BugFound (PJ-1701-E) for anything else."""
    return _check_of(data, LOWER_DIGITS - 2)


def validate(line: str) -> bool:
    """Whether this is a right upper or lower line."""
    return not flaw(line)


def flaw(line: str) -> str:
    """What is wrong with an upper (39 digits, with the cut mark or without) or a lower line (44 digits); ``""`` when it is right.

    >>> flaw("610000000000000000003600226000033421101   X")
    ''
    >>> flaw("620000000000000000003600226000033421101")
    'check digits should be 61'
    """
    digits = _digits(line)
    if len(digits) not in (UPPER_DIGITS, LOWER_DIGITS):
        return f"{len(digits)} characters instead of {UPPER_DIGITS} or {LOWER_DIGITS}"
    if not is_digits(digits):
        return "has a character that is no digit"
    check = calc_check_digits(digits[2:])
    return "" if digits[:2] == check else f"check digits should be {check}"


def void(line: str) -> str:
    """The line so that nothing can be paid with it, its check digits right: the upper one with amount 0, the lower one all zeros.

    Only the biller knows where the 納付番号 and 確認番号 stand in the lower line, and with them a payment can be made at any bank. Raises
    BugFound (PJ-1701-E) for a line of another length or with other characters.
    """
    digits = _digits(line)
    if len(digits) == LOWER_DIGITS and is_digits(digits):
        return calc_check_digits(_NOTHING) + _NOTHING
    data = digits[2 : _AMOUNT.start] + "0" * 11 + digits[_AMOUNT.stop :]
    return upper_check(data) + data + line[len(digits) :]


def calc_check_digits(data: str) -> str:
    """The two check digits of up to 42 data digits."""
    digits = data.encode("ascii").translate(_VALUES)
    second = sum(map(mul, digits, _SECOND_WEIGHTS)) % 10
    first = (2 * second + sum(map(mul, digits, _FIRST_WEIGHTS))) % 11 % 10
    return f"{first}{second}"


def _digits(line: str) -> str:
    """The line without the upper line's cut mark."""
    return line.removesuffix(CUT) if len(line) == UPPER_DIGITS + len(CUT) else line


def _check_of(data: str, length: int) -> str:
    if len(data) != length or not is_digits(data):
        raise BugFound(Fault(id="PJ-1701-E", field="MT-OCR", detail=f"{len(data)} characters"))
    return calc_check_digits(data)
