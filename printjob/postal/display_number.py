"""住所表示番号 (the address display number): what of 住所B goes into the customer barcode, before it is cut or padded to 13 symbols.

Source: Japan Post, 郵便番号・バーコードマニュアル p17-p19, its basic rules and supplements (補足ルール) in the order in which they reproduce every
published example:

1. width and case are made one (NFKC, upper case)
2. ``&`` ``/`` ``・`` ``.`` are taken out and the text closed up
3. kanji numerals directly before 丁目 丁 番地 番 号 地割 線 の ノ become arabic (supplement 1)
4. two or more letters in a row are no letter to extract; neither is a single F behind a digit (supplements 2 and 3)
5. digits, hyphens and single letters are extracted; whatever stands between them becomes one hyphen, none leads or trails
6. hyphens beside a letter go (supplement 4); letters that come together by that stay (supplement 5)

What the manual leaves open is decided here, once:

* Roman numerals (Ⅰ Ⅱ Ⅴ ⅲ) are not extracted. They are neither arabic digits nor letters of the alphabet, and by NFKC alone Ⅱ (II, two
  letters) would vanish while Ⅰ and Ⅴ (one letter) would print as I and V: the same building would be coded by two rules.
* Circled, bracketed and raised numbers (① ⑴ ⒈ ²) are arabic digits in an ornament: they count, but never join a neighbour (3① is 3-1,
  not 31). Fractions (½) are not extracted.
* Dashes (:data:`DASHES`) need no rule of their own: all that stands between extracted characters becomes one hyphen, so a long-vowel
  mark between digits (1ー2) acts as the hyphen it was meant for, and タワー601 gives 601 like any other word.
* Invisible characters (zero-width blanks and joiners, byte order marks, variation selectors) are not there: 1 2 with one between is 12.
  The soft hyphen is a dash: conversions from EBCDIC make it of hyphens.
* Squared words and units (㍿ ㎡ ㏍, one character each) are words; the digits and letters that NFKC finds in them are not extracted.
* Old numerals (壱 弐 参 拾 廿) count as the numerals they stand for, in the places where kanji numerals count.
* 「五番地の二」 gives 5 by the letter of supplement 1 (二 stands before none of the nine words). Nothing is added to the manual here.

>>> display_number("東3丁目-20-5　郵便・A&bコーポB604号")
'3-20-5B604'
>>> display_number("6丁目7-14　ABCビル2F")
'6-7-14-2'
"""

from __future__ import annotations

import re
import unicodedata

from printjob.postal.numerals import MYRIADS, SIGNS, to_arabic

_NUMERAL = re.compile(f"[{SIGNS}][{SIGNS}{MYRIADS}]*(?=丁目|丁|番地|番|号|地割|線|の|ノ)")
_LETTERS_OR_FLOOR = re.compile("[A-Z]{2,}|(?<=[0-9])F")
_NOT_EXTRACTED = re.compile("[^0-9A-Z]+")
_LETTER = re.compile("-?([A-Z])-?")
_CLOSED_UP = str.maketrans("", "", "&/・.")
DASHES = "-\u00ad\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2796\u301c\u3030\u30fc\ufe58\ufe63\uff0d\uff5e\uff70~"
"""Every sign that registries and conversions write for the hyphen of a house number; each gives the same code."""
_INVISIBLE = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0100, 0xE01F0))
)
_SQUARED = dict.fromkeys((*range(0x32C0, 0x32D0), *range(0x3300, 0x3400)), " ")
_FRACTIONS = dict.fromkeys((*range(0xBC, 0xBF), *range(0x2150, 0x2160), 0x2189), " ")
_ROMAN = dict.fromkeys(range(0x2160, 0x2189), " ")
_ORNAMENTED = {
    code: f" {int(unicodedata.numeric(chr(code)))} "
    for code in (
        0xB2,
        0xB3,
        0xB9,
        0x2070,
        *range(0x2074, 0x207A),
        *range(0x2080, 0x208A),
        *range(0x2460, 0x249C),
        0x24EA,
        *range(0x24EB, 0x2500),
        *range(0x2776, 0x2794),
        *range(0x3251, 0x3260),
        *range(0x32B1, 0x32C0),
    )
}
_SYMBOLS = _INVISIBLE | _SQUARED | _FRACTIONS | _ROMAN | _ORNAMENTED


def display_number(address_b: str) -> str:
    """Digits, hyphens and capital letters of 住所B, ``""`` when there is nothing to extract. Never raises."""
    text = _LETTERS_OR_FLOOR.sub(" ", arabic(address_b))
    return _LETTER.sub(r"\1", _NOT_EXTRACTED.sub("-", text).strip("-"))


def arabic(text: str) -> str:
    """Steps 1 to 3: the text in one width and capitals, closed up, its numerals before the nine words and its symbols in arabic digits.

    Doing it again changes nothing.
    """
    return _NUMERAL.sub(lambda numeral: to_arabic(numeral[0]), _plain(text))


def _plain(text: str) -> str:
    """Steps 1 and 2, until nothing changes: a sign taken out may bring a letter and its mark together."""
    plain = unicodedata.normalize("NFKC", text.translate(_SYMBOLS)).upper().translate(_CLOSED_UP)
    return plain if unicodedata.is_normalized("NFKC", plain) else _plain(plain)
