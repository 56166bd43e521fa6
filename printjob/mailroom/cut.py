"""Cutting a sorted row of pieces into jobs that a machine can run: never inside a piece, never over a limit.

Only sheet counts are looked at, so the same pieces and the same profile always give the same jobs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from printjob.errors import BugFound, Fault
from printjob.mailroom.profile import Profile

Counts = npt.NDArray[np.int64]


def cut(sheets: Counts, profile: Profile) -> list[tuple[int, int]]:
    """Jobs as ``(start, stop)`` over pieces with the given sheet counts.

    Every job keeps the profile's most pieces, sheets and pages per file; pieces are shared evenly over at least ``lines`` jobs
    where each still gets ``least_pieces``; a last job under ``least_pieces`` shares with its neighbour where the limits allow.

    >>> import numpy as np
    >>> from types import SimpleNamespace as S
    >>> machine = S(lines=2, least_pieces=2, most_pieces=4, most_sheets_a_job=100, most_pages_per_file=100)
    >>> cut(np.ones(6, dtype=np.int64), machine)
    [(0, 3), (3, 6)]
    """
    if len(sheets) == 0:
        return []
    ends = np.cumsum(sheets)
    count = max(
        len(_greedy(ends, profile, profile.most_pieces)), min(profile.lines, len(sheets) // profile.least_pieces)
    )
    return _share_last(ends, _greedy(ends, profile, -(-len(sheets) // count)), profile)


def _most_sheets(profile: Profile) -> int:
    return min(profile.most_sheets_a_job, profile.most_pages_per_file // 2)


def _greedy(ends: Counts, profile: Profile, most_pieces: int) -> list[tuple[int, int]]:
    jobs: list[tuple[int, int]] = []
    start = 0
    while start < len(ends):
        before = int(ends[start - 1]) if start else 0
        by_sheets = int(np.searchsorted(ends, before + _most_sheets(profile), side="right"))
        stop = min(start + most_pieces, by_sheets, len(ends))
        if stop == start:
            raise BugFound(
                Fault(id="PJ-1701-E", detail=f"a piece has more sheets than a job of {profile.profile} takes")
            )
        jobs.append((start, stop))
        start = stop
    return jobs


def _share_last(ends: Counts, jobs: list[tuple[int, int]], profile: Profile) -> list[tuple[int, int]]:
    if len(jobs) < 2 or jobs[-1][1] - jobs[-1][0] >= profile.least_pieces:
        return jobs
    start, stop = jobs[-2][0], jobs[-1][1]
    middle = (start + stop) // 2
    halves = [(start, middle), (middle, stop)]
    fits = all(_sheets_in(ends, half) <= _most_sheets(profile) for half in halves)
    return [*jobs[:-2], *halves] if fits else jobs


def _sheets_in(ends: Counts, job: tuple[int, int]) -> int:
    return int(ends[job[1] - 1] - (ends[job[0] - 1] if job[0] else 0))


def halve_until(job: tuple[int, int], rare: Sequence[frozenset[str]], most: int) -> list[tuple[int, int]]:
    """The job, halved until none holds more than ``most`` distinct rare clusters; ``rare`` is given per piece of all jobs.

    A single piece is never cut, however many it holds: the plan refuses it.
    """
    start, stop = job
    if stop - start == 1 or len(frozenset().union(*rare[start:stop])) <= most:
        return [job]
    middle = (start + stop) // 2
    return halve_until((start, middle), rare, most) + halve_until((middle, stop), rare, most)
