"""Municipality codes (全国地方公共団体コード): six digits, the last a check digit.

Source: 総務省「全国地方公共団体コード仕様」, 検査数字: the first five digits are weighted 6, 5, 4, 3, 2; the check digit is the ones
digit of 11 minus the sum's remainder by 11. (The document says the same for sums below 11: 11 minus the sum.)

>>> validate("011002")  # 札幌市
'011002'
>>> calc_check_digit("13101")  # 千代田区 131016
'6'
"""

from __future__ import annotations

from printjob.errors import DataRefused, Fault

_WEIGHTS = (6, 5, 4, 3, 2)


def compact(code: str) -> str:
    """The code without blanks around it; nothing else is taken away."""
    return code.strip()


def calc_check_digit(code: str) -> str:
    """The check digit of the first five digits; ``ValueError`` when they are not digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code[:5], strict=True))
    return str((11 - total % 11) % 10)


def is_valid(code: str) -> bool:
    """Whether the code is six ASCII digits with the right check digit."""
    return len(code) == 6 and code.isascii() and code.isdigit() and calc_check_digit(code) == code[5]


def validate(code: str) -> str:
    """The compact code; ``DataRefused`` (PJ-1114-E) when it has not six digits or the check digit is wrong."""
    number = compact(code)
    if not is_valid(number):
        raise DataRefused(Fault(id="PJ-1114-E", field="municipality", value=number))
    return number
