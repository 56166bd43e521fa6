"""GS1-128 of a payment slip (コンビニ収納用バーコード): 44 digits behind application identifier 91, and their 288 modules.

Source: GS1 Japan, GS1-128シンボルによる標準料金代理収納ガイドライン, 6th edition 2024-03 (fields, check digit, size); ISO/IEC 15417:2007, table 1
and 4.3.3 (symbol characters and symbol check character of Code 128); the split of the two text lines is the usual one.

``91, 請求書発行企業コード 6, 自由使用欄 21, 再発行区分 1, 支払期限 YYMMDD, 印紙フラグ 1, 支払金額 6, check digit``. The check digit is modulo 10 with
weights 3 and 1 from the right. Symbol: start C, FNC1, 22 digit pairs, modulo-103 check, stop: 26 symbol characters.

A code of more than 300,000 yen is well made and yet must not be printed: stores take no more (:data:`MOST_YEN`). :func:`parse` reads it,
:func:`explain` says so.

>>> fields = parse("91912345012345678901234567890101033101230003")
>>> fields.maker, fields.limit, fields.amount_yen
('912345', '010331', 123000)
>>> hri(encode(fields))
('(91)912345-0123456789012345678901', '010331-0-123000-3')
>>> void(encode(fields))
'91912345012345678901234567890100010100000005'
"""

from __future__ import annotations

from operator import mul
from typing import Final

import msgspec

from printjob.barcode.parts import Layout, Part, Place, compact, flawed, held_to, is_digits, refusal, unchecked
from printjob.errors import BugFound, Fault

__all__ = [
    "DIGITS",
    "MODULES",
    "MOST_YEN",
    "PATTERNS",
    "Fields",
    "calc_check_digit",
    "compact",
    "encode",
    "explain",
    "hri",
    "parse",
    "symbol",
    "validate",
    "void",
]

DIGITS = 44
MODULES = 288
MOST_YEN = 300_000
"""Stores take no slip above this"""
VOID_LIMIT = "000101"
"""取扱期限 of a void code: 2000-01-01, long past"""

PATTERNS: Final = tuple(
    """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
    112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
    311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
    112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
    122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
    """.split()  # noqa: SIM905 - a printed table, by rows
)
"""Widths of bars and spaces in modules, a bar first, by symbol character value; the stop has a seventh element (ISO/IEC 15417 table 1)"""

_START_C, _FNC1, _STOP = 105, 102, 106
_BEFORE = bytes((_START_C, _FNC1))
_PAIRS = bytes((byte >> 4) * 10 + (byte & 15) if byte & 15 < 10 and byte < 0xA0 else 0xFF for byte in range(256))
"""from a pair of digits read as hexadecimal to its value in code set C"""
_WEIGHTS = (1, *range(1, DIGITS // 2 + 2))
"""Of start, FNC1 and the pairs, for the symbol check character"""

_DATA: Final = (
    Place("ai", "アプリケーション識別子", "application identifier", 2, fixed="91"),
    Place("maker", "請求書発行企業コード", "biller's company code", 6),
    Place("free", "自由使用欄", "free for the biller", 21),
    Place("reissue", "再発行区分", "reissue", 1),
    Place("limit", "支払期限", "payment limit", 6, kind="limit"),
    Place("stamp", "印紙フラグ", "stamp duty flag", 1, kind="flag"),
    Place("amount_yen", "支払金額", "amount", 6, kind="amount"),
)
_LAYOUT: Final = Layout(*_DATA, Place("check", "チェックデジット", "check digit", 1))


class Fields(msgspec.Struct, frozen=True):
    """What a code says, as digits; ``limit`` is YYMMDD or 999999 (none), ``stamp`` 1 when a revenue stamp is due (public money: 0)."""

    maker: str
    free: str
    reissue: str
    limit: str
    stamp: str
    amount_yen: int
    check: str = ""


def validate(code: str) -> bool:
    """Whether this is a right code: length, parts and check digit."""
    return _LAYOUT.read(code) is not None and calc_check_digit(code[:-1]) == code[-1]


def calc_check_digit(first_43: str) -> str:
    """Modulo 10 with weights 3, 1 from the right: the digit left of the check digit has weight 3. ASCII digits are taken for granted.

    >>> calc_check_digit("9194238617895391785393569273010307311031290")
    '3'
    """
    # The codes of ASCII digits end in 8, 9, 0 ... 7: what they are too much is taken off once for all.
    digits = first_43.encode("ascii")
    threes, ones = digits[::-2], digits[-2::-2]
    return str((48 * (3 * len(threes) + len(ones)) - 3 * sum(threes) - sum(ones)) % 10)


def parse(code: str) -> Fields:
    """What 44 digits say. Raises DataRefused (PJ-1603-E) with every flaw of a code that :func:`validate` refuses."""
    said = _LAYOUT.read(code)
    if said is None or said["check"] != calc_check_digit(code[:-1]):
        raise refusal(_parts(code), "GS1-128")
    return Fields(
        maker=said["maker"],
        free=said["free"],
        reissue=said["reissue"],
        limit=said["limit"],
        stamp=said["stamp"],
        amount_yen=int(said["amount_yen"]),
        check=said["check"],
    )


def explain(code: str) -> list[Part]:
    """Every part of a code of any length with what is wrong with it; an amount above 300,000 yen is wrong here."""
    return [
        flawed(part, "stores take no more than 300,000 yen", "30万円を超える額はコンビニで扱えません")
        if part.key == "amount_yen" and is_digits(part.digits) and int(part.digits) > MOST_YEN
        else part
        for part in _parts(code)
    ]


def encode(fields: Fields) -> str:
    """The 44 digits. Raises BugFound (PJ-1701-E) for a value that does not fit, or a check digit given that is wrong."""
    values = msgspec.structs.asdict(fields) | {"amount_yen": f"{fields.amount_yen:06}"}
    first_43 = Layout(*_DATA).write(values)
    check = calc_check_digit(first_43)
    if fields.check not in ("", check):
        raise _bug("check digit")
    return first_43 + check


def hri(code: str) -> tuple[str, str]:
    """The two lines of text below the bars. Raises BugFound (PJ-1701-E) for anything but 44 digits.

    >>> hri("91999999123450000012345678901026063000395003")
    ('(91)999999-1234500000123456789010', '260630-0-039500-3')
    """
    _require(code)
    return f"({code[:2]}){code[2:8]}-{code[8:30]}", f"{code[30:36]}-{code[36]}-{code[37:43]}-{code[43]}"


def void(code: str) -> str:
    """The code with amount 0, 取扱期限 2000-01-01 and its right check digit: a scanner reads it, a till refuses it.

    Raises BugFound (PJ-1701-E) for anything but 44 digits.
    """
    _require(code)
    first_43 = f"{code[:30]}{VOID_LIMIT}{code[36]}000000"
    return first_43 + calc_check_digit(first_43)


def symbol(code: str) -> bytes:
    """26 symbol character values, for :data:`PATTERNS`. Raises BugFound (PJ-1701-E) for anything but 44 digits."""
    _require(code)
    values = _BEFORE + bytes.fromhex(code).translate(_PAIRS)
    return values + bytes((sum(map(mul, values, _WEIGHTS)) % 103, _STOP))


def _parts(code: str) -> list[Part]:
    parts = _LAYOUT.explain(code)
    if len(code) != DIGITS or not is_digits(code):
        return unchecked(parts, ["check"])
    return held_to(parts, {"check": calc_check_digit(code[:-1])})


def _require(code: str) -> None:
    if len(code) != DIGITS or not is_digits(code):
        raise _bug(f"{len(code)} characters")


def _bug(detail: str) -> BugFound:
    return BugFound(Fault(id="PJ-1701-E", field="GS1-128", detail=detail))
