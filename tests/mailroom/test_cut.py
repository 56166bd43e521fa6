"""Jobs keep a machine's limits, lose no piece, and depend on nothing but sheet counts and profile."""

from __future__ import annotations

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from printjob.mailroom.cut import cut, halve_until
from printjob.mailroom.profile import Profile, read_profile
from printjob.whereabouts import data_folder

SMALL_JOBS = read_profile(data_folder("spool") / "profiles" / "naga3-small-jobs.yaml")


def machine(**limits: int) -> Profile:
    return msgspec.structs.replace(SMALL_JOBS, **limits)


@given(
    sheets=st.lists(st.integers(1, 8), max_size=300),
    lines=st.integers(1, 6),
    least=st.integers(1, 40),
    most=st.integers(40, 80),
    most_sheets=st.integers(8, 200),
)
def test_jobs_hold_every_piece_once_in_order_within_all_limits(
    sheets: list[int], lines: int, least: int, most: int, most_sheets: int
) -> None:
    profile = machine(
        lines=lines, least_pieces=least, most_pieces=most, most_sheets_a_job=most_sheets, most_pages_per_file=300
    )
    jobs = cut(np.array(sheets, dtype=np.int64), profile)
    assert [piece for start, stop in jobs for piece in range(start, stop)] == list(range(len(sheets)))
    for start, stop in jobs:
        assert 0 < stop - start <= most
        assert sum(sheets[start:stop]) <= min(most_sheets, 150)


def test_three_hundred_notices_make_at_least_four_jobs_with_the_small_jobs_profile() -> None:
    assert len(cut(np.full(300, 2, dtype=np.int64), SMALL_JOBS)) >= 4


def test_a_last_job_under_the_least_shares_with_its_neighbour() -> None:
    profile = machine(lines=1, least_pieces=10, most_pieces=50, most_sheets_a_job=1000, most_pages_per_file=2000)
    jobs = cut(np.array([1] * 101, dtype=np.int64), profile)
    assert min(stop - start for start, stop in jobs) >= 10


def test_few_pieces_stay_one_job() -> None:
    assert cut(np.array([2, 2], dtype=np.int64), SMALL_JOBS) == [(0, 2)]


@given(st.lists(st.frozensets(st.sampled_from("abcdefghij"), max_size=3), min_size=1, max_size=40))
def test_halving_bounds_distinct_rare_clusters_and_keeps_the_order(rare: list[frozenset[str]]) -> None:
    parts = halve_until((0, len(rare)), rare, 4)
    assert [i for start, stop in parts for i in range(start, stop)] == list(range(len(rare)))
    assert all(stop - start == 1 or len(frozenset().union(*rare[start:stop])) <= 4 for start, stop in parts)
