"""The customer barcode (カスタマバーコード) as 67 bars: what it says, and whether its check digit is right.

A table of its own, set from the manual, not shared with whoever drew the bars.
Source: Japan Post, 郵便番号・バーコードマニュアル p12 (structure, code words), p21 (check digit).
Bars: 1 long, 2 semi-long up, 3 semi-long down, 4 timing.
"""

from __future__ import annotations

BARS = 67
_START, _STOP = "13", "31"
_MODULUS = 19
_WORDS = {
    word: value
    for value, word in enumerate(
        # 0 to 9, hyphen, CC1 to CC8
        ["144", "114", "132", "312", "123", "141", "321", "213", "231", "411", "414", "324", "342", "234", "432", "243", "423", "441", "111"]
    )
}


def flaw(bars: str) -> str:
    """What is wrong with the symbol; empty when it is a whole symbol with the right check digit.

    >>> flaw("13" + "144" * 21 + "31")
    ''
    >>> flaw("13" + "144" * 20 + "114" + "31")
    'the check digit is wrong'
    """
    if len(bars) != BARS:
        return f"there are {len(bars)} bars instead of {BARS}"
    if not (bars.startswith(_START) and bars.endswith(_STOP)):
        return "start or stop bars are wrong"
    values = [_WORDS.get(bars[at : at + 3]) for at in range(2, BARS - 2, 3)]
    if None in values:
        return "a code word is unknown"
    return "the check digit is wrong" if sum(value for value in values if value is not None) % _MODULUS else ""


def postal_code(bars: str) -> str:
    """The seven digits of the postal code that a whole symbol begins with; empty where one is no digit.

    >>> postal_code("13" + "144" * 21 + "31")
    '0000000'
    """
    digits = [_WORDS.get(bars[at : at + 3], 10) for at in range(2, 23, 3)]
    return "".join(map(str, digits)) if all(digit < 10 for digit in digits) else ""
