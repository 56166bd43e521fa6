"""Customer barcode (カスタマバーコード): 67 bars for a postal code and a 住所表示番号, and back.

Source: Japan Post, 郵便番号・バーコードマニュアル p12 (structure, size), p17-p20 (letters, cut, padding), p21 (check digit).

``STC, 7 digits, 13 symbols, check digit, SPC``; each symbol is 3 bars, STC and SPC 2. A letter costs two symbols, a CC and a digit. More
than 13 symbols are cut at 13, and when the cut parts a letter its bare CC stays (p12, p20); fewer are filled up with CC4. Both happen
before the check digit is worked out: the values of 20 symbols and the check digit add up to a multiple of 19.

Bars are written 1 long, 2 semi-long upwards, 3 semi-long downwards, 4 timing.

>>> encode("6230011", "6-7LB106")
'1332113231214414411411432141421334211432411411414432143243243212331'
>>> " ".join(full_code("9100067", "3-80-25J1-2B"))
'STC 9 1 0 0 0 6 7 3 - 8 0 - 2 5 CC1 9 1 - 2 CC1 9 SPC'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from printjob.errors import BugFound, DataRefused, Fault

BARS: Final = {
    **dict(
        zip("0123456789-", ["144", "114", "132", "312", "123", "141", "321", "213", "231", "411", "414"], strict=True)
    ),
    **dict(zip([f"CC{n}" for n in range(1, 9)], ["324", "342", "234", "432", "243", "423", "441", "111"], strict=True)),
}
"""The bars of each symbol; the position of a symbol is its value for the check digit."""

START, STOP = "13", "31"
BAR_COUNT = 67
_SYMBOLS = tuple(BARS)
_VALUES = {symbol: value for value, symbol in enumerate(_SYMBOLS)}
_SYMBOL_OF_BARS = {bars: symbol for symbol, bars in BARS.items()}
_ADDRESS_SYMBOLS = 13
_PADDING = "CC4"
_LETTERS = {
    letter: (f"CC{number // 10 + 1}", str(number % 10)) for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
_LETTER_OF = {pair: letter for letter, pair in _LETTERS.items()}
_SYMBOLS_OF = {character: (character,) for character in "0123456789-"} | _LETTERS
_POSTAL_CODE = re.compile("[0-9]{7}")
_DIGITS = re.compile("[0-9A-Z-]*")

# Geometry (p12), as bars are drawn on a printer's dots: unit u = the width of a bar in whole dots.
BAR_WIDTH_UNITS = 1
PITCH_UNITS = 2
HEIGHT_UNITS: Final = {"1": 6, "2": 4, "3": 4, "4": 2}
"""Height of each bar in units: long, semi-long upwards, semi-long downwards, timing"""
BOTTOM_UNITS: Final = {"1": 0, "2": 2, "3": 0, "4": 2}
"""Lower end of each bar above the lower end of a long one, in units: the timing zone is the middle third"""
WIDTH_UNITS = (BAR_COUNT - 1) * PITCH_UNITS + BAR_WIDTH_UNITS
CLEAR_ZONE_MM = 2.0
LEAST_SIZE_PT, GREATEST_SIZE_PT = 8.0, 11.5
"""a: the size of the barcode; nominal bar width 0.06 a mm, long bar 0.36 a mm, pitch 0.12 a mm"""
BAR_WIDTH_MM_PER_PT = 0.06


def size_pt(dots: int, resolution_dpi: int) -> float:
    """a in points of a barcode whose bars are ``dots`` wide; allowed between :data:`LEAST_SIZE_PT` and :data:`GREATEST_SIZE_PT`.

    >>> round(size_pt(13, 600), 2)
    9.17
    """
    return 25.4 * dots / resolution_dpi / BAR_WIDTH_MM_PER_PT


def compact(postal_code: str) -> str:
    """The postal code without its hyphen and blanks.

    >>> compact("263-0023")
    '2630023'
    """
    return re.sub(r"[-\s]", "", postal_code)


def validate(postal_code: str, digits: str) -> bool:
    """Whether :func:`encode` takes these two: seven digits; digits, hyphens and capital letters (any number of them)."""
    return bool(_POSTAL_CODE.fullmatch(postal_code) and _DIGITS.fullmatch(digits))


def calc_check_digit(symbols: Iterable[str]) -> str:
    """The symbol that brings the sum of all values to a multiple of 19; 0 is drawn as the character 0 (p21)."""
    return _SYMBOLS[-sum(_VALUES[symbol] for symbol in symbols) % len(_SYMBOLS)]


def full_code(postal_code: str, digits: str) -> list[str]:
    """The 23 symbols by name, from STC to SPC. Raises BugFound (PJ-1701-E) for what :func:`validate` refuses."""
    if not validate(postal_code, digits):
        raise BugFound(
            Fault(id="PJ-1701-E", field="customer barcode", detail=f"{len(postal_code)} and {len(digits)} characters")
        )
    address = [symbol for character in digits for symbol in _SYMBOLS_OF[character]][:_ADDRESS_SYMBOLS]
    symbols = [*postal_code, *address, *[_PADDING] * (_ADDRESS_SYMBOLS - len(address))]
    return ["STC", *symbols, calc_check_digit(symbols), "SPC"]


def encode(postal_code: str, digits: str) -> str:
    """67 characters ``1`` to ``4``. Raises BugFound (PJ-1701-E) for what :func:`validate` refuses."""
    return START + "".join([BARS[symbol] for symbol in full_code(postal_code, digits)[1:-1]]) + STOP


def decode(bars: str) -> tuple[str, str]:
    """Postal code and 住所表示番号 as far as it was printed (a letter that was cut to its CC is left out).

    Raises DataRefused (PJ-1503-E) for bars that are no customer barcode or whose check digit is wrong.
    """
    if len(bars) != BAR_COUNT or (bars[:2], bars[-2:]) != (START, STOP):
        raise _refused("67 bars between start and stop")
    symbols = [_SYMBOL_OF_BARS.get(bars[at : at + 3], "") for at in range(2, BAR_COUNT - 2, 3)]
    if not all(symbols):
        raise _refused("three bars that are no symbol")
    if calc_check_digit(symbols[:-1]) != symbols[-1]:
        raise _refused("check digit")
    postal_code = "".join(symbols[:7])
    if not _POSTAL_CODE.fullmatch(postal_code):
        raise _refused("postal code")
    return postal_code, _characters(symbols[7:-1])


def _characters(symbols: Sequence[str]) -> str:
    """The 13 address symbols as characters: CC and digit are a letter, CC4 fills up, a CC at the very end was cut."""
    characters, rest = "", list(symbols)
    while rest and rest[-1] == _PADDING:
        rest.pop()
    while rest:
        symbol = rest.pop(0)
        if symbol not in ("CC1", "CC2", "CC3"):
            characters += symbol
        elif rest:
            characters += _letter(symbol, rest.pop(0))
        elif len(symbols) - symbols[::-1].index(symbol) != _ADDRESS_SYMBOLS:
            raise _refused("a letter without its digit")
    if not _DIGITS.fullmatch(characters):
        raise _refused("a symbol that no address has")
    return characters


def _letter(symbol: str, digit: str) -> str:
    if (symbol, digit) not in _LETTER_OF:
        raise _refused("a letter without its digit")
    return _LETTER_OF[symbol, digit]


def _refused(what: str) -> DataRefused:
    return DataRefused(Fault(id="PJ-1503-E", field="customer barcode", detail=what))
