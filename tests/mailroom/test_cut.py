"""Jobs keep a machine's limits, lose no piece, and depend on nothing but sheet counts, ends of bundles and profile."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import BugFound
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


@given(
    bundles=st.lists(st.tuples(st.integers(1, 12), st.integers(1, 4)), min_size=1, max_size=60),
    lines=st.integers(1, 6),
    least=st.integers(1, 30),
    most=st.integers(12, 60),
    most_sheets=st.integers(48, 200),
)
def test_jobs_end_only_where_bundles_end_as_even_as_these_allow(
    bundles: list[tuple[int, int]], lines: int, least: int, most: int, most_sheets: int
) -> None:
    profile = machine(lines=lines, least_pieces=min(least, most), most_pieces=most, most_sheets_a_job=most_sheets, most_pages_per_file=999)
    sheets = [count for pieces, count in bundles for _ in range(pieces)]
    ends = np.cumsum([pieces for pieces, _ in bundles])
    jobs = cut(np.array(sheets, dtype=np.int64), profile, ends)
    assert [piece for start, stop in jobs for piece in range(start, stop)] == list(range(len(sheets)))
    assert {stop for _, stop in jobs} <= set(ends.tolist())
    assert all(stop - start <= most and sum(sheets[start:stop]) <= most_sheets for start, stop in jobs)
    assert len(jobs) >= min(lines, len(sheets) // profile.least_pieces, len(bundles))


@pytest.mark.parametrize(
    ("ends", "jobs"),
    [([3, 5, 8, 10], [(0, 5), (5, 10)]), ([4, 6, 10], [(0, 4), (4, 10)]), ([1, 9, 10], [(0, 1), (1, 10)]), ([2, 7, 10], [(0, 7), (7, 10)]), ([1, 2, 10], [(0, 2), (2, 10)])],
)
def test_a_job_ends_with_the_bundle_nearest_the_even_share_the_earlier_of_two(ends: list[int], jobs: list[tuple[int, int]]) -> None:
    profile = machine(lines=2, least_pieces=5, most_pieces=100, most_sheets_a_job=1000, most_pages_per_file=2000)
    assert cut(np.ones(10, dtype=np.int64), profile, np.array(ends)) == jobs


def test_a_bundle_that_no_job_takes_is_a_bug() -> None:
    profile = machine(lines=1, least_pieces=1, most_pieces=5, most_sheets_a_job=1000, most_pages_per_file=2000)
    with pytest.raises(BugFound):
        cut(np.ones(10, dtype=np.int64), profile, np.array([4, 10]))


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


def test_halving_cuts_between_bundles_nearest_the_middle_and_inside_one_only_where_it_is_alone() -> None:
    rare = [frozenset({chr(0x4E00 + at)}) for at in range(10)]
    ends = np.array([2, 6, 10])
    assert halve_until((0, 10), rare, 9, ends) == [(0, 6), (6, 10)]
    assert halve_until((0, 10), rare, 5, ends) == [(0, 2), (2, 6), (6, 10)]
    assert halve_until((0, 10), rare, 3, ends) == [(0, 2), (2, 4), (4, 6), (6, 8), (8, 10)]
