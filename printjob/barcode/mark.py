"""Content of the inserter's mark (封入制御マーク): 22 digits that say which sheet of which piece this is; no personal data.

========== ====== ==========================================
digits     width  meaning
========== ====== ==========================================
1          1      version of this layout, 1
2-5        4      run serial (回)
6-9        4      job
10-16      7      piece (通)
17-18      2      sheet, counted from 1
19-20      2      of: how many sheets the piece has
21-22      2      check digits
========== ====== ==========================================

Check digits as in ISO 7064 MOD 97-10: 98 - (the first 20 digits x 100 mod 97), two digits, so that all 22 digits are 1 mod 97. They find
every single wrong digit, every swap of neighbours and all but 1 in 97 of other errors, on top of the symbol's own error correction.

>>> encode(Mark(run_serial=12, job=3, piece=4567, sheet=1, of=5))
'1001200030004567010582'
"""

from __future__ import annotations

import msgspec

from printjob.errors import BugFound, DataRefused, Fault

VERSION = "1"
DIGITS = 22
_WIDTHS = {"run_serial": 4, "job": 4, "piece": 7, "sheet": 2, "of": 2}


class Mark(msgspec.Struct, frozen=True):
    """Which sheet this is; ``sheet`` counts from 1 to ``of``."""

    run_serial: int
    """1..9999"""
    job: int
    """1..9999"""
    piece: int
    """1..9999999"""
    sheet: int
    """1..of"""
    of: int
    """1..99"""


def compact(digits: str) -> str:
    """The digits without blanks and hyphens."""
    return digits.replace(" ", "").replace("-", "")


def validate(digits: str) -> bool:
    """Whether this is the content of a mark: 22 digits, version, check digits and ranges."""
    try:
        decode(digits)
    except DataRefused:
        return False
    return True


def calc_check_digits(first_20: str) -> str:
    """The two check digits of the 20 digits before them."""
    return f"{98 - int(first_20) * 100 % 97:02}"


def encode(mark: Mark) -> str:
    """The 22 digits. Raises BugFound (PJ-1701-E) when a number is out of its range."""
    return encode_sheet(encode_prefix(mark.run_serial, mark.job), mark.piece, mark.sheet, mark.of)


def encode_prefix(run_serial: int, job: int) -> str:
    """The first 9 digits, the same for all sheets of a job. Raises BugFound (PJ-1701-E) when a number is out of its range."""
    if not (0 < run_serial <= 9999 and 0 < job <= 9999):
        raise _bug(f"run {run_serial}, job {job}")
    return f"{VERSION}{run_serial:04}{job:04}"


def encode_sheet(prefix: str, piece: int, sheet: int, of: int) -> str:
    """The 22 digits of one sheet behind :func:`encode_prefix`. Raises BugFound (PJ-1701-E) when a number is out of its range."""
    if not (0 < piece <= 9999999 and 0 < sheet <= of <= 99):
        raise _bug(f"piece {piece}, sheet {sheet} of {of}")
    first_20 = f"{prefix}{piece:07}{sheet:02}{of:02}"
    return first_20 + calc_check_digits(first_20)


def decode(digits: str) -> Mark:
    """What 22 digits say. Raises DataRefused (PJ-1501-E) for wrong length, version, check digits or ranges."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise _refused("22 digits")
    if digits[0] != VERSION:
        raise _refused("version")
    if calc_check_digits(digits[:20]) != digits[20:]:
        raise _refused("check digits")
    numbers, at = {}, 1
    for name, width in _WIDTHS.items():
        numbers[name] = int(digits[at : at + width])
        at += width
    if not (all(numbers.values()) and numbers["sheet"] <= numbers["of"]):
        raise _refused("ranges")
    return Mark(**numbers)


def _bug(detail: str) -> BugFound:
    return BugFound(Fault(id="PJ-1701-E", field="mark", detail=detail))


def _refused(detail: str) -> DataRefused:
    return DataRefused(Fault(id="PJ-1501-E", field="mark", detail=detail))
