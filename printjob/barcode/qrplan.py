"""The plan of a QR code version 6-M: where its function patterns, its data bits, its masks and its format information stand.

Source: ISO/IEC 18004:2015, 6.3 (function patterns), Annex E (alignment patterns), 7.7.3 (placement), 7.8.2 table 10 (masks), 7.9.1 (format
information). Rows and columns count from 0 at the upper left; a module is a pair (row, column).

A symbol is held as 82 lines, its 41 rows and then its 41 columns, each one 64-bit integer with the first module in bit :data:`FIRST_BIT`:
zeros on both sides are the quiet zone.

>>> len(data_modules()), data_modules()[:3], data_modules()[-1]
(1383, ((40, 40), (40, 39), (39, 40)), (32, 0))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

MODULES = 41
LINES = 2 * MODULES
FIRST_BIT = 59
_ALIGNMENT = 34
_TIMING = 6
_LAST = MODULES - 1

Module = tuple[int, int]
Lines = NDArray[np.uint64]

MASKS: Final[tuple[Callable[[int, int], bool], ...]] = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _: i % 2 == 0,
    lambda _, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)
"""Which modules (row i, column j) each mask turns over (table 10)"""


def dark_patterns() -> frozenset[Module]:
    """The dark modules of finders, timing and alignment; format information is not among them."""
    dark = {(_TIMING, at) for at in range(8, MODULES - 8, 2)} | {(at, _TIMING) for at in range(8, MODULES - 8, 2)}
    for row, column in ((3, 3), (3, _LAST - 3), (_LAST - 3, 3)):
        dark |= _square(row, column, 3) - _square(row, column, 2) | _square(row, column, 1)
    at = _ALIGNMENT
    return frozenset(dark | _square(at, at, 2) - _square(at, at, 1) | {(at, at)})


def data_modules() -> tuple[Module, ...]:
    """The modules of the bits in their order: pairs of columns from the right, upwards, then downwards; the timing column is left out."""
    reserved, found, upwards = _reserved(), [], True
    for right in (*range(_LAST, _TIMING, -2), *range(_TIMING - 1, 0, -2)):
        for row in range(_LAST, -1, -1) if upwards else range(MODULES):
            found += [(row, column) for column in (right, right - 1) if (row, column) not in reserved]
        upwards = not upwards
    return tuple(found)


def mask_modules(mask: int) -> list[Module]:
    """The data modules that a mask turns over."""
    return [(row, column) for row, column in data_modules() if MASKS[mask](row, column)]


def format_modules(mask: int) -> list[Module]:
    """The dark modules of the format information for level M and this mask, twice, and of the one module that is always dark."""
    bits = _format_bits(mask)
    upper_left = [*((8, at) for at in (0, 1, 2, 3, 4, 5, 7, 8)), *((at, 8) for at in (7, 5, 4, 3, 2, 1, 0))]
    others = [*((_LAST - at, 8) for at in range(7)), *((8, _LAST - 7 + at) for at in range(8))]
    dark = [place for places in (upper_left, others) for place, bit in zip(places, bits, strict=True) if bit == "1"]
    return [*dark, (_LAST - 7, 8)]


def lines(dark: Iterable[Module]) -> Lines:
    """Shape (82,): the rows and the columns of a symbol with these dark modules."""
    found = np.zeros(LINES, np.uint64)
    for row, column in dark:
        found[row] |= np.uint64(1 << FIRST_BIT - column)
        found[MODULES + column] |= np.uint64(1 << FIRST_BIT - row)
    return found


@cache
def bit_of_line() -> NDArray[np.intp]:
    """Shape (82, 48): which bit of the message stands in each of the 48 most significant bits of a line; its length where there is none."""
    modules = data_modules()
    found = np.full((LINES, 48), len(modules), np.intp)
    for bit, (row, column) in enumerate(modules):
        found[row, 63 - FIRST_BIT + column] = bit
        found[MODULES + column, 63 - FIRST_BIT + row] = bit
    return found


def _format_bits(mask: int) -> str:
    """15 bits: level M (00), mask, ten bits of a BCH code, all masked (7.9.1)."""
    remainder = mask << 10
    for bit in (12, 11, 10):
        if remainder >> bit & 1:
            remainder ^= 0b10100110111 << bit - 10
    return f"{(mask << 10 | remainder) ^ 0b101010000010010:015b}"


def _reserved() -> set[Module]:
    """What no data bit may take: finders with separators and format information, timing, alignment."""
    corners = {(row, column) for row in range(9) for column in range(9)}
    corners |= {(row, column) for row in range(9) for column in range(MODULES - 8, MODULES)}
    corners |= {(column, row) for row, column in corners if column > 8}
    timing = {(_TIMING, at) for at in range(MODULES)} | {(at, _TIMING) for at in range(MODULES)}
    return corners | timing | _square(_ALIGNMENT, _ALIGNMENT, 2)


def _square(row: int, column: int, reach: int) -> set[Module]:
    """The modules no more than ``reach`` away from this one."""
    around = range(-reach, reach + 1)
    return {(row + down, column + right) for down in around for right in around}
