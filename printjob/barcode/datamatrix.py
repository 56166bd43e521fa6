"""Data Matrix ECC 200, 16 x 16 modules, for exactly 22 digits: the symbol on every sheet that the inserter reads.

Source: ISO/IEC 16022:2006, 5.2.3 (digit pairs), 5.2.4.2 (pad), 5.5 and Annex E (error correction), 5.8 and Annex F (placement).

22 digits are 11 code words of two digits each (130 + pair) and one pad code word (129); 12 error correction code words follow. The 24 code
words stand in a region of 14 x 14 modules inside the finder: solid left and lower edges, alternating upper and right edges.

Why it is quick: the error correction is a polynomial remainder over GF(256) and a module is one bit of one code word, so both are
linear over GF(2): the symbol of a sum (XOR) is the sum of the symbols. The modules that each digit pair sets in each position are worked
out once, as one 256-bit integer; encoding is eleven look-ups and XORs.

>>> rows("1001200030004567010582")[0]
'1010101010101010'
"""

from __future__ import annotations

from functools import cache, reduce
from operator import xor

from printjob.barcode.galois import product
from printjob.errors import BugFound, Fault

DIGITS = 22
MODULES = 16
_REGION = 14
_DATA_WORDS = 12
_ERROR_WORDS = 12
_FIRST_PAIR = 130
_PAD = 129
_FIELD_POLYNOMIAL = 0x12D  # x^8 + x^5 + x^3 + x^2 + 1


def compact(digits: str) -> str:
    """The digits without blanks and hyphens."""
    return digits.replace(" ", "").replace("-", "")


def validate(digits: str) -> bool:
    """Whether :func:`encode` takes this: exactly 22 ASCII digits."""
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit()


def encode(digits: str) -> bytes:
    """32 bytes: 16 rows from the top, 16 bits each, left module first, 1 is dark; no quiet zone (one module at least is due).

    Raises BugFound (PJ-1701-E) for anything but 22 digits.
    """
    if not validate(digits):
        raise BugFound(Fault(id="PJ-1701-E", field="Data Matrix", detail=f"{len(digits)} characters"))
    empty, pairs = _tables()
    symbol = empty
    for at, modules in zip(range(0, DIGITS, 2), pairs, strict=True):
        symbol ^= modules[digits[at : at + 2]]
    return symbol.to_bytes(MODULES * MODULES // 8, "big")


def rows(digits: str) -> list[str]:
    """The symbol as 16 strings of 16 characters ``0`` and ``1``."""
    bits = f"{int.from_bytes(encode(digits), 'big'):0{MODULES * MODULES}b}"
    return [bits[at : at + MODULES] for at in range(0, len(bits), MODULES)]


def calc_check_digit(data_words: list[int]) -> list[int]:
    """The 12 error correction code words of 12 data code words (Reed-Solomon; Annex E)."""
    generator = _generator()
    remainder = [0] * _ERROR_WORDS
    for word in data_words:
        factor = word ^ remainder[0]
        remainder = [xor(left, product(factor, g, _FIELD_POLYNOMIAL)) for left, g in zip([*remainder[1:], 0], generator, strict=True)]
    return remainder


@cache
def _tables() -> tuple[int, tuple[dict[str, int], ...]]:
    """The symbol with finder and pad but all digit pairs zero, and per pair position the modules of each of the 100 pairs."""
    places = _placement()
    zero = [0] * _DATA_WORDS
    empty = _finder() ^ _fixed_corner() ^ _modules([*zero[1:], _PAD], places)
    pairs = []
    for position in range(DIGITS // 2):
        bits = [_modules([*zero[:position], 1 << bit, *zero[position + 1 :]], places) for bit in range(8)]
        pairs.append({f"{pair:02}": _sum_of(bits, _FIRST_PAIR + pair) for pair in range(100)})
    return empty, tuple(pairs)


def _sum_of(bits: list[int], word: int) -> int:
    return reduce(xor, (modules for bit, modules in enumerate(bits) if word >> bit & 1), 0)


def _modules(data_words: list[int], places: dict[tuple[int, int], tuple[int, int]]) -> int:
    """The dark modules of these data code words and their error correction, as one integer."""
    words = [*data_words, *calc_check_digit(data_words)]
    return sum(_module(row + 1, column + 1) for (row, column), (word, bit) in places.items() if words[word] >> bit & 1)


def _module(row: int, column: int) -> int:
    """The bit of a module of the whole symbol, rows and columns from 0."""
    return 1 << (MODULES * MODULES - 1 - row * MODULES - column)


def _finder() -> int:
    """Solid left and lower edge, alternating upper edge (dark at even columns) and right edge (dark at odd rows)."""
    last = MODULES - 1
    dark = {(row, 0) for row in range(MODULES)} | {(last, column) for column in range(MODULES)}
    dark |= {(0, column) for column in range(0, MODULES, 2)} | {(row, last) for row in range(1, MODULES, 2)}
    return sum(_module(row, column) for row, column in dark)


def _fixed_corner() -> int:
    """24 code words leave four modules in the region's lower right corner: dark on the diagonal (Annex F)."""
    return _module(_REGION, _REGION) | _module(_REGION - 1, _REGION - 1)


@cache
def _generator() -> tuple[int, ...]:
    """(x - 2)(x - 2^2) ... (x - 2^12) without its leading 1, the highest power first."""
    polynomial, root = [1], 1
    for _ in range(_ERROR_WORDS):
        root = product(root, 2, _FIELD_POLYNOMIAL)
        polynomial = [a ^ product(b, root, _FIELD_POLYNOMIAL) for a, b in zip([*polynomial, 0], [0, *polynomial], strict=True)]
    return tuple(polynomial[1:])


# Placement of code words in the region


def _placement() -> dict[tuple[int, int], tuple[int, int]]:
    """Which bit of which code word each (row, column) of the 14 x 14 region shows; bit 7 is the most significant.

    Annex F: code words run in diagonals, up to the right, then down to the left, each as an L-like shape of eight modules ("utah");
    what leaves the region comes in at the opposite side. Of the four corner cases a region of 14 x 14 meets the second only.
    """
    places: dict[tuple[int, int], tuple[int, int]] = {}
    word, row, column = 0, 4, 0
    while row < _REGION or column < _REGION:
        if (row, column) == (_REGION - 2, 0):
            _corner(places, word)
            word += 1
        word, row, column = _diagonal(places, word, row, column, step=-1)
        word, row, column = _diagonal(places, word, row + 1, column + 3, step=1)
        row, column = row + 3, column + 1
    return places


def _diagonal(
    places: dict[tuple[int, int], tuple[int, int]], word: int, row: int, column: int, step: int
) -> tuple[int, int, int]:
    """Place code words up to the right (step -1) or down to the left (step 1); returns the next word and the square left at."""
    while True:
        if 0 <= row < _REGION and 0 <= column < _REGION and (row, column) not in places:
            _utah(places, word, row, column)
            word += 1
        row, column = row + 2 * step, column - 2 * step
        if not (row >= 0 and column < _REGION if step < 0 else row < _REGION and column >= 0):
            return word, row, column


_UTAH = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))
_CORNER = (
    (_REGION - 3, 0),
    (_REGION - 2, 0),
    (_REGION - 1, 0),
    (0, _REGION - 4),
    (0, _REGION - 3),
    (0, _REGION - 2),
    (0, _REGION - 1),
    (1, _REGION - 1),
)


def _utah(places: dict[tuple[int, int], tuple[int, int]], word: int, row: int, column: int) -> None:
    """The eight modules of a code word whose last one is at (row, column), the most significant bit first."""
    for bit, (down, right) in zip(range(7, -1, -1), _UTAH, strict=True):
        places[_wrapped(row + down, column + right)] = (word, bit)


def _wrapped(row: int, column: int) -> tuple[int, int]:
    """A module outside the region comes in at the other side, shifted by 4 - (14 + 4) mod 8 = 2."""
    shift = 4 - (_REGION + 4) % 8
    if row < 0:
        row, column = row + _REGION, column + shift
    if column < 0:
        row, column = row + shift, column + _REGION
    return row, column


def _corner(places: dict[tuple[int, int], tuple[int, int]], word: int) -> None:
    """The second corner case: three modules at the lower left, five at the upper right."""
    places.update({place: (word, bit) for bit, place in zip(range(7, -1, -1), _CORNER, strict=True)})
