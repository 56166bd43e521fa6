"""Penalty scores of masked QR codes of 41 x 41 modules, many at a time; the mask with the lowest one is chosen.

Source: ISO/IEC 18004:2015, 7.8.3.1 and table 11 (8.8.2 in earlier editions). N1 = 3, N2 = 3, N3 = 40, N4 = 10:

- N1: a run of L >= 5 modules of one colour in a row or column: 3 + (L - 5).
- N2: every 2 x 2 block of one colour: 3, blocks may overlap.
- N3: dark-light-dark-light-dark 1:1:3:1:1, "preceded or followed by light area 4 modules wide": 40, in rows and in columns.
- N4: 10 for each whole 5 % by which the share of dark modules differs from 50 %.

The sentence of N3 leaves three things open, and every reading chooses other masks. Here all is as in segno 1.6 (which choice differs for how
many of 4,000 symbols, if read otherwise, in brackets):

- The quiet zone is light, so a pattern at the very edge always counts. The quiet zone is part of a printed symbol (6.3.8), and "the complete
  symbol" is judged (53 %).
- A pattern counts once although both its sides are light: "or" (40 %).
- A pattern that shares modules with one counted before it, to its left or above, does not count: as text is searched (0.6 %).

A line is one integer (:mod:`printjob.barcode.qrplan`); a shift moves every line of every symbol by a module.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from printjob.barcode.qrplan import FIRST_BIT, MODULES

Lines = NDArray[np.uint64]
Scores = NDArray[np.int32]


def _starts(modules: int) -> np.uint64:
    """The bits of a line at which something ``modules`` long may start."""
    return np.uint64(sum(1 << FIRST_BIT - at for at in range(MODULES - modules + 1)))


_RUN_STARTS, _PAIR_STARTS, _PATTERN_STARTS = _starts(5), _starts(2), _starts(7)
_SHIFT = tuple(np.uint64(by) for by in range(11))


def penalties(lines: Lines) -> Scores:
    """The penalty of each symbol; ``lines`` has the shape (82, ...): its 41 rows, then its 41 columns."""
    rows = lines[:MODULES]
    changes = lines ^ lines << _SHIFT[1]
    return _runs(changes) + 3 * _blocks(rows, changes[:MODULES]) + 40 * _patterns(lines) + 10 * _imbalance(rows)


def _runs(changes: Lines) -> Scores:
    """N1: a run of L >= 5 modules has L - 4 places where five of a colour start, and one where the first five start."""
    changed = changes | changes << _SHIFT[1]
    fives = ~(changed | changed << _SHIFT[2]) & _RUN_STARTS
    firsts = fives & ~(fives >> _SHIFT[1])
    return _total(np.bitwise_count(fives) + 2 * np.bitwise_count(firsts))


def _blocks(rows: Lines, changes: Lines) -> Scores:
    """N2: neighbours alike in this row and both like the module below."""
    differ = rows[:-1] ^ rows[1:]
    return _total(np.bitwise_count(~(changes[:-1] | differ | differ << _SHIFT[1]) & _PAIR_STARTS))


def _patterns(lines: Lines) -> Scores:
    """N3: a pattern with light before it is never overlapped by one counted to its left, one with light after it only may be."""
    found = lines & ~(lines << _SHIFT[1]) & lines << _SHIFT[2] & lines << _SHIFT[3] & lines << _SHIFT[4]
    found &= ~(lines << _SHIFT[5]) & lines << _SHIFT[6] & _PATTERN_STARTS
    dark = lines | lines << _SHIFT[1]
    dark |= dark << _SHIFT[2]
    before = found & ~(dark >> _SHIFT[4])
    after = found & ~(dark << _SHIFT[7]) & ~(before >> _SHIFT[4] | before >> _SHIFT[6])
    return _total(np.bitwise_count(before | after))


def _imbalance(rows: Lines) -> Scores:
    """N4: abs(100 dark / 1681 - 50) / 5, rounded down, in whole numbers."""
    return abs(20 * _total(np.bitwise_count(rows)) - 10 * MODULES**2) // MODULES**2


def _total(counts: NDArray[np.uint8]) -> Scores:
    """The sum over the lines of each symbol."""
    total: Scores = counts.sum(axis=0, dtype=np.int32)
    return total
