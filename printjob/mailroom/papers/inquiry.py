"""Inquiry number of registered and recorded mail (お問い合わせ番号): ten digits and a check digit, their remainder divided by 7.

The first digit tells the kind: 1 一般書留, 3 and 4 簡易書留, 5 and 6 特定記録 (2 is cash mail). Source: general knowledge of what is printed
on such mail, not found in a published document; to be confirmed with the post office that gives the numbers.

>>> inquiry_number("6012345678").shown
'601-23-45678-3'
>>> validate("60123456783"), validate("60123456784")
(True, False)
"""

from __future__ import annotations

import re

import msgspec

from printjob.errors import BugFound, Fault

FIRST_DIGITS = {"registered": "1", "simple-registered": "34", "recorded": "56"}
"""by option service, the first digits its numbers may have"""
_TEN, _ELEVEN = re.compile("[0-9]{10}"), re.compile("[0-9]{11}")


class InquiryNumber(msgspec.Struct, frozen=True):
    """Eleven digits that :func:`validate` takes."""

    digits: str

    @property
    def shown(self) -> str:
        """As it is printed: nnn-nn-nnnnn-n."""
        return f"{self.digits[:3]}-{self.digits[3:5]}-{self.digits[5:10]}-{self.digits[10]}"


def compact(number: str) -> str:
    """The number without hyphens and blanks.

    >>> compact("601-23-45678-3")
    '60123456783'
    """
    return re.sub(r"[-\s]", "", number)


def calc_check_digit(ten: str) -> str:
    """The check digit of ten digits: the remainder of their division by 7."""
    return str(int(ten) % 7)


def validate(eleven: str) -> bool:
    """Whether these are eleven digits whose last is the check digit of the others."""
    return bool(_ELEVEN.fullmatch(eleven)) and calc_check_digit(eleven[:10]) == eleven[10]


def inquiry_number(ten: str) -> InquiryNumber:
    """The number of ten digits. ``BugFound`` (``PJ-1701-E``) for anything else."""
    if not _TEN.fullmatch(ten):
        raise BugFound(Fault(id="PJ-1701-E", field="inquiry number", detail=f"{len(ten)} characters where ten digits are expected"))
    return InquiryNumber(ten + calc_check_digit(ten))


def is_of(option: str, number: InquiryNumber) -> bool:
    """Whether the first digit is one of this option's.

    >>> is_of("recorded", inquiry_number("6012345678")), is_of("registered", inquiry_number("6012345678"))
    (True, False)
    """
    return number.digits[0] in FIRST_DIGITS[option]
