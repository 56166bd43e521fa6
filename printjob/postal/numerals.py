"""Kanji numerals (漢数字) of addresses to arabic digits and back; nothing here raises.

Old numerals (壱 弐 参 拾 廿, 大字・旧字) are read as the numerals they stand for: registries write them in 地番 for no other reason than
that they cannot be altered with a stroke, and the post office's own examples treat a numeral by its value.
"""

from __future__ import annotations

_DIGITS = {
    sign: value
    for value, signs in enumerate(("〇零", "一壱壹", "二弐貳貮", "三参參", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
MYRIADS = "万萬"
_OLD_TENS = {"廿": "二十", "卅": "三十"}

SIGNS = "".join([*_DIGITS, *_UNITS, *_OLD_TENS])
"""Every character that can stand in a kanji numeral, but for :data:`MYRIADS`, which stand in names of towns much oftener than in numbers."""


def to_arabic(numeral: str) -> str:
    """The arabic digits of a numeral made of :data:`SIGNS`, and :data:`MYRIADS` behind one, whichever way it is written.

    >>> [to_arabic(numeral) for numeral in ("十一", "二一", "二十", "百一", "弐拾参", "一〇", "一万二千三")]
    ['11', '21', '20', '101', '23', '10', '12003']
    """
    high, myriad, low = numeral.replace("萬", "万").rpartition("万")
    if myriad:
        return str(int(to_arabic(high)) * 10_000 + int(to_arabic(low) or "0"))
    for old, tens in _OLD_TENS.items():
        numeral = numeral.replace(old, tens)
    if not any(sign in _UNITS for sign in numeral):
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    total = digits = 0
    for sign in numeral:
        if sign in _UNITS:
            total, digits = total + (digits or 1) * _UNITS[sign], 0
        else:
            digits = digits * 10 + _DIGITS[sign]
    return str(total + digits)


def to_kanji(digits: str) -> str:
    """The numeral of 1 to 3 arabic digits as town names write it.

    >>> to_kanji("12"), to_kanji("20"), to_kanji("105"), to_kanji("3")
    ('十二', '二十', '百五', '三')
    """
    number, written = int(digits), ""
    for unit, sign in ((100, "百"), (10, "十"), (1, "")):
        count, number = divmod(number, unit)
        if count:
            written += ("" if count == 1 and sign else "〇一二三四五六七八九"[count]) + sign
    return written or "〇"
