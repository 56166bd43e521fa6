"""Reading the DataMatrix of a sheet (封入制御マーク) from its modules: 16 x 16, ECC 200, 22 digits, or nothing at all.

The symbol must be perfect: its frame whole, all twelve Reed-Solomon syndromes zero, eleven digit pairs and one pad. A printed file
has no dirt that error correction would be for.
Source: ISO/IEC 16022:2006, 5.2.4 (ASCII encodation), 5.7 and Annex E (Reed-Solomon over GF(256), polynomial 301),
5.8 and Annex F (placement), Table 7 (16 x 16: 12 data and 12 error codewords).
"""

from __future__ import annotations

import functools

SIDE = 16
_INNER, _DATA, _CHECK = 14, 12, 12
_POLYNOMIAL = 0x12D
_PAD = 129
_FIRST_PAIR, _LAST_PAIR = 130, 229
_FRAME_BITS = 256


def read_mark(rows: bytes) -> str | None:
    """The 22 digits of a symbol given as 16 rows of two bytes (1 = dark, first bit left, first row on top); ``None`` if it is none."""
    table = _spread()
    spread = 0
    for position, byte in enumerate(rows):
        spread |= table[position][byte]
    codewords = (spread >> _FRAME_BITS).to_bytes(_DATA + _CHECK, "big")
    if spread & ((1 << _FRAME_BITS) - 1) != _frame() or _syndromes(codewords):
        return None
    if codewords[_DATA - 1] != _PAD:
        return None
    pairs = codewords[: _DATA - 1]
    if min(pairs) < _FIRST_PAIR or max(pairs) > _LAST_PAIR:
        return None
    return "".join(_PAIRS[codeword] for codeword in pairs)


_PAIRS = {codeword: f"{codeword - _FIRST_PAIR:02d}" for codeword in range(_FIRST_PAIR, _LAST_PAIR + 1)}


@functools.cache
def _spread() -> list[list[int]]:
    """For each byte of the rows and each value: its bits at their places in (24 codewords, 256 frame bits)."""
    target = _targets()
    tables: list[list[int]] = []
    for position in range(SIDE * 2):
        bits = [target[position * 8 + bit] for bit in range(8)]
        tables.append([sum(1 << bits[bit] for bit in range(8) if value >> (7 - bit) & 1) for value in range(256)])
    return tables


def _targets() -> list[int]:
    codeword_bits = placement()
    targets: list[int] = []
    for row in range(SIDE):
        for column in range(SIDE):
            inside = codeword_bits.get((row - 1, column - 1))
            if inside is None:
                targets.append(row * SIDE + column)
            else:
                codeword, bit = inside
                targets.append(_FRAME_BITS + (_DATA + _CHECK - 1 - codeword) * 8 + 7 - bit)
    return targets


@functools.cache
def _frame() -> int:
    """The bits outside the codewords: solid left and bottom, alternating top and right, and the fixed lower right corner."""
    dark = {(row, 0) for row in range(SIDE)} | {(SIDE - 1, column) for column in range(SIDE)}
    dark |= {(0, column) for column in range(0, SIDE, 2)} | {(row, SIDE - 1) for row in range(1, SIDE, 2)}
    dark |= {(1 + _INNER - 2, 1 + _INNER - 2), (1 + _INNER - 1, 1 + _INNER - 1)}
    return sum(1 << row * SIDE + column for row, column in dark)


def placement() -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) of the inner 14 x 14 -> (codeword from 0, bit from 0 = most significant), Annex F's algorithm."""
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    codeword, row, column = 0, 4, 0
    while row < _INNER or column < _INNER:
        if corner := _corner(row, column):
            _put(taken, codeword, corner)
            codeword += 1
        while row >= 0 and column < _INNER:
            codeword += _utah(taken, codeword, row, column) if row < _INNER and column >= 0 else 0
            row, column = row - 2, column + 2
        row, column = row + 1, column + 3
        while row < _INNER and column >= 0:
            codeword += _utah(taken, codeword, row, column) if row >= 0 and column < _INNER else 0
            row, column = row + 2, column - 2
        row, column = row + 3, column + 1
    return taken


def _corner(row: int, column: int) -> list[tuple[int, int]]:
    # Of the four corner cases of Annex F only the second can occur with 14 columns and 14 rows (14 mod 8 = 6, mod 4 = 2).
    if (row, column) != (_INNER - 2, 0):
        return []
    end = _INNER - 1
    return [(end - 2, 0), (end - 1, 0), (end, 0), (0, end - 3), (0, end - 2), (0, end - 1), (0, end), (1, end)]


def _utah(taken: dict[tuple[int, int], tuple[int, int]], codeword: int, row: int, column: int) -> int:
    if (row, column) in taken:
        return 0
    steps = [(-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0)]
    _put(taken, codeword, [_wrapped(row + down, column + right) for down, right in steps])
    return 1


def _wrapped(row: int, column: int) -> tuple[int, int]:
    shift = 4 - (_INNER + 4) % 8
    if row < 0:
        row, column = row + _INNER, column + shift
    if column < 0:
        row, column = row + shift, column + _INNER
    return row, column


def _put(taken: dict[tuple[int, int], tuple[int, int]], codeword: int, modules: list[tuple[int, int]]) -> None:
    taken.update({module: (codeword, bit) for bit, module in enumerate(modules)})


def _syndromes(codewords: bytes) -> int:
    table = _syndrome_table()
    found = 0
    for position, codeword in enumerate(codewords):
        found ^= table[position][codeword]
    return found


@functools.cache
def _syndrome_table() -> list[list[int]]:
    """For each codeword position and value: its share of the twelve syndromes, a byte each (roots 2^1 .. 2^12)."""
    last = _DATA + _CHECK - 1
    return [
        [sum(_product(value, _power(root * (last - position))) << 8 * (root - 1) for root in range(1, _CHECK + 1)) for value in range(256)]
        for position in range(_DATA + _CHECK)
    ]


def _product(left: int, right: int) -> int:
    total = 0
    while right:
        total ^= left if right & 1 else 0
        left, right = left << 1, right >> 1
        left ^= _POLYNOMIAL if left > 0xFF else 0
    return total


@functools.cache
def _power(exponent: int) -> int:
    return 1 if exponent == 0 else _product(_power(exponent - 1), 2)
