"""Cutting a sorted row of pieces into jobs that a machine can run: never inside a piece or bundle, never over a limit.

Only sheet counts and the ends of bundles are looked at, so the same pieces and the same profile always give the same jobs.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from printjob.errors import BugFound, Fault
from printjob.mailroom.profile import Profile

Counts = npt.NDArray[np.int64]


def cut(sheets: Counts, profile: Profile, ends: Counts | None = None) -> list[tuple[int, int]]:
    """Jobs as ``(start, stop)`` over pieces with the given sheet counts, cut only at ``ends`` (ascending, the last is the number of
    pieces; without them: behind any piece).

    As few jobs as keep the profile's most pieces, sheets and pages per file, but at least :func:`lines_wanted`. They are even: each
    border is the end nearest the even share, the earlier of two. More jobs are made only where even ones would break a limit.

    >>> import numpy as np
    >>> from types import SimpleNamespace as S
    >>> machine = S(lines=2, least_pieces=2, most_pieces=4, most_sheets_a_job=100, most_pages_per_file=100)
    >>> cut(np.ones(6, dtype=np.int64), machine), cut(np.ones(6, dtype=np.int64), machine, np.array([2, 4, 5, 6]))
    ([(0, 3), (3, 6)], [(0, 2), (2, 6)])
    """
    if len(sheets) == 0:
        return []
    before = np.concatenate(([0], np.cumsum(sheets)))
    ends = np.arange(1, len(sheets) + 1) if ends is None else ends
    least = max(_fewest(before, ends, profile), lines_wanted(len(sheets), profile))
    for count in range(min(least, len(ends)), len(ends) + 1):
        borders = _nearest(ends, count)
        if _fit(before, borders, profile):
            return list(itertools.pairwise(borders))
    raise BugFound(Fault(id="PJ-1701-E", detail=f"no jobs of {profile.profile} keep its limits"))


def lines_wanted(pieces: int, profile: Profile) -> int:
    """So many jobs run side by side: the profile's lines, as far as each gets its least pieces; at least 1."""
    return max(1, min(profile.lines, pieces // profile.least_pieces))


def most_sheets(profile: Profile) -> int:
    """How many sheets a job may have: by count, and by pages of its file, two a sheet."""
    return min(profile.most_sheets_a_job, profile.most_pages_per_file // 2)


def _fewest(before: Counts, ends: Counts, profile: Profile) -> int:
    """How many jobs there are at least, each as full as it may be."""
    count, start, sheets = 0, 0, before[ends]
    while start < ends[-1]:
        by_pieces = int(np.searchsorted(ends, start + profile.most_pieces, side="right"))
        by_sheets = int(np.searchsorted(sheets, before[start] + most_sheets(profile), side="right"))
        stop = int(ends[min(by_pieces, by_sheets) - 1]) if min(by_pieces, by_sheets) else 0
        if stop <= start:
            raise BugFound(Fault(id="PJ-1701-E", detail=f"a piece or bundle has more than a job of {profile.profile} takes"))
        count, start = count + 1, stop
    return count


def _nearest(ends: Counts, count: int) -> list[int]:
    """The borders of ``count`` jobs, 0 first: each job has one of the ends of its own."""
    pieces, scaled, borders, at = int(ends[-1]), ends * count, [0], -1
    for share in range(1, count):
        behind = int(np.searchsorted(scaled, share * pieces))
        if behind and share * pieces - scaled[behind - 1] <= scaled[behind] - share * pieces:
            behind -= 1
        at = min(max(behind, at + 1), len(ends) - 1 - (count - share))
        borders.append(int(ends[at]))
    return [*borders, pieces]


def _fit(before: Counts, borders: list[int], profile: Profile) -> bool:
    within = np.diff(borders).max() <= profile.most_pieces and np.diff(before[borders]).max() <= most_sheets(profile)
    return bool(within)


def halve_until(job: tuple[int, int], rare: Sequence[frozenset[str]], most: int, ends: Counts | None = None) -> list[tuple[int, int]]:
    """The job, halved until none holds more than ``most`` distinct rare clusters; ``rare`` is given per piece of all jobs.

    It is halved at the end nearest its middle while it has some inside, then within a bundle. A single piece is never cut, however
    many it holds: the plan refuses it.
    """
    start, stop = job
    if stop - start == 1 or len(frozenset().union(*rare[start:stop])) <= most:
        return [job]
    middle = _middle(start, stop, ends)
    return halve_until((start, middle), rare, most, ends) + halve_until((middle, stop), rare, most, ends)


def _middle(start: int, stop: int, ends: Counts | None) -> int:
    inside = ends[(ends > start) & (ends < stop)] if ends is not None else np.array([], dtype=np.int64)
    return int(inside[np.abs(2 * inside - start - stop).argmin()]) if len(inside) else (start + stop) // 2
