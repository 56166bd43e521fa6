"""Bundles (把束): which pieces are tied together for the post office, and which bundles share a tray.

Pieces are tied by 郵便区番号. A district with too few goes to the bundle of its first two digits, those with too few there to the mixed one
(雑); 郵便区内特別 counts each district by itself and never mixes them. Source: practice of a sorting bureau (blog of 2014); official counts
are not published, so that they are the site's (``bundles`` of ``spool/postage/posting.yaml``).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.errors import BugFound, Fault
from printjob.model.mail import Bundle, BundleRule

Whole = npt.NDArray[np.int64]

_NO_HEAD = 100
"""behind all first two digits: the mixed bundle"""


class Destinations(NamedTuple):
    """Where pieces go: index into ``districts`` (郵便区番号, ascending) by piece, -1 where none is known, and the postal code."""

    districts: Sequence[str]
    district_of: npt.NDArray[np.integer[Any]]
    postal: npt.NDArray[np.bytes_]


class Most(NamedTuple):
    """What a bundle may have."""

    pieces: int
    sheets: int
    thickness_um: int


def tying_keys(to: Destinations, least: int, *, local: bool) -> Whole:
    """For each piece the key of what it is tied with; keys ascend in print order: by first two digits, inside them the districts, then
    the rest of the two digits; mixed last. ``local``: each district by itself, however few.

    A piece without district is tied by the first two digits of its postal code. ``BugFound`` for one that is local.
    """
    count, given = len(to.districts), to.district_of >= 0
    if local and not given.all():
        raise BugFound(Fault(id="PJ-1701-E", detail="a piece goes inside one district, but no district is known for it"))
    head = np.full(len(given), _NO_HEAD, dtype=np.int64)
    heads = np.array([int(name[:2]) for name in to.districts], dtype=np.int64)
    head[given] = heads[to.district_of[given]]
    head[~given] = _first_two(to.postal[~given])
    district = np.where(given, to.district_of, count).astype(np.int64)
    if not local:
        few = np.bincount(district, minlength=count + 1) < least
        district[few[district]] = count
        rest = district == count
        rare = np.bincount(head[rest], minlength=_NO_HEAD + 1) < least
        head[rest & rare[head]] = _NO_HEAD
    return head * (count + 1) + district


def _first_two(postal: npt.NDArray[np.bytes_]) -> Whole:
    """The number of the first two digits of each code, ``_NO_HEAD`` for what is no seven digits."""
    digits = np.ascontiguousarray(postal).view(np.uint8).reshape(len(postal), 7).astype(np.int64) - ord("0")
    return np.where(((digits >= 0) & (digits <= 9)).all(axis=1), digits[:, 0] * 10 + digits[:, 1], _NO_HEAD)


def level_of(key: int, districts: Sequence[str]) -> tuple[str, str]:
    """The level of a key, and its 郵便区番号, first two digits, or nothing.

    >>> [level_of(key, ["070", "08012"]) for key in (7 * 3 + 0, 8 * 3 + 1, 8 * 3 + 2, 100 * 3 + 2)]
    [('district', '070'), ('district', '08012'), ('two-digits', '08'), ('mixed', '')]
    """
    head, district = divmod(key, len(districts) + 1)
    if district < len(districts):
        return "district", districts[district]
    return ("two-digits", f"{head:02d}") if head < _NO_HEAD else ("mixed", "")


def tie(keys: Whole, sheets: Whole, thickness_um: Whole, most: Most) -> Whole:
    """Where bundles end, over pieces in print order: at each change of the key, and evenly inside a key with more than a bundle takes.

    What is still too thick or has too many sheets is halved; a single piece is never cut.

    >>> import numpy as np
    >>> ones = np.ones(7, dtype=np.int64)
    >>> tie(np.array([1, 1, 1, 1, 1, 2, 2]), ones, ones, Most(3, 99, 99)).tolist()
    [2, 5, 7]
    """
    totals = [(np.concatenate(([0], np.cumsum(one))), limit) for one, limit in ((sheets, most.sheets), (thickness_um, most.thickness_um))]
    changes = (np.flatnonzero(np.diff(keys)) + 1).tolist()
    ends = []
    for start, stop in itertools.pairwise([0, *changes, len(keys)]):
        parts = max(-(-(stop - start) // most.pieces), *(-(-int(sums[stop] - sums[start]) // limit) for sums, limit in totals))
        parts = min(parts, stop - start)
        borders = [start + share * (stop - start) // parts for share in range(parts + 1)]
        ends += [end for part in itertools.pairwise(borders) for end in _halved(*part, totals)]
    return np.array(ends, dtype=np.int64)


def _halved(start: int, stop: int, totals: Sequence[tuple[Whole, int]]) -> list[int]:
    if stop - start == 1 or all(sums[stop] - sums[start] <= limit for sums, limit in totals):
        return [stop]
    middle = (start + stop) // 2
    return _halved(start, middle, totals) + _halved(middle, stop, totals)


def bundles(keys: Whole, ends: Whole, thickness_um: Whole, districts: Sequence[str], rule: BundleRule) -> tuple[Bundle, ...]:
    """The bundles of one job, given its pieces' keys and thickness and where its bundles end; a tray takes bundles until it is full."""
    found: list[Bundle] = []
    tray, pieces, thick = 0, 0, 0
    before = np.concatenate(([0], np.cumsum(thickness_um)))
    for number, (start, stop) in enumerate(itertools.pairwise([0, *ends.tolist()]), start=1):
        more = int(before[stop] - before[start])
        pieces, thick = pieces + stop - start, thick + more
        if not tray or pieces > rule.tray_most or thick > rule.tray_most_thickness_um:
            tray, pieces, thick = tray + 1, stop - start, more
        level, district = level_of(int(keys[start]), districts)
        found.append(Bundle(number=number, start=start, stop=stop, level=level, district=district, tray=tray))
    return tuple(found)
