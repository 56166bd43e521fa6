"""Payment codes of a night (収納コードの重複): one that stands on two notices' slips, in this run or in an earlier one of its series, is nobody's.

Codes are compared as the numbers of 64 bits that admission leaves of them (:func:`printjob.admit.debts.numbered`), in sorted arrays: a
series of a million notices is some ten million numbers, 8 bytes each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.admit.part import CODES, PartAdmitted, read_codes

Numbers = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]


class SeriesCodes(NamedTuple):
    """The codes of one series' records, sorted, each with the index of its record's row."""

    numbers: Numbers
    rows: npt.NDArray[np.uint32]

    def doubled(self) -> Indices:
        """The rows with a code that another row has too; whose debt it is is unknown."""
        same = (self.numbers[:-1] == self.numbers[1:]) & (self.rows[:-1] != self.rows[1:])
        return np.unique(np.concatenate((self.rows[:-1][same], self.rows[1:][same]))).astype(np.int64)

    def known(self, earlier: Iterable[Numbers]) -> Indices:
        """The rows with a code that is in one of the sorted arrays of earlier runs."""
        found = [np.zeros(0, dtype=np.uint32)]
        for block in earlier:
            first, last = np.searchsorted(self.numbers, block[[0, -1]])
            last += np.searchsorted(self.numbers[last:], block[-1], side="right")
            mine = self.numbers[first:last]
            found.append(self.rows[first:last][block[np.searchsorted(block, mine)] == mine])
        return np.unique(np.concatenate(found)).astype(np.int64)


def codes_of(run: Path, parts: Sequence[PartAdmitted], series: Sequence[str], name: str) -> SeriesCodes:
    """The codes of the parts that belong to the series ``name``; rows count through all of ``parts``, ``series`` is by delivery."""
    found, before = [np.zeros(0, dtype=CODES)], 0
    for part in parts:
        if series[part.delivery] == name:
            codes = read_codes(run, part.delivery, part.part)
            codes["row"] += before
            found.append(codes)
        before += part.rows
    whole = np.concatenate(found)
    order = np.argsort(whole["code"], kind="stable")
    return SeriesCodes(whole["code"][order], whole["row"][order])


def codes_printed(
    run: Path, parts: Sequence[PartAdmitted], series: Sequence[str], admitted: npt.NDArray[np.bool_]
) -> Iterator[tuple[str, Numbers]]:
    """By series the sorted codes of the rows that are ``admitted``: what later runs must not print again."""
    for name in sorted({series[part.delivery] for part in parts}):
        found = codes_of(run, parts, series, name)
        yield name, found.numbers[admitted[found.rows]]
