"""The assignment is as cheap as the cheapest of all assignments, on every small case; thresholds, caps and transport included."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.mailroom.postage.assign import Assignment, Problem, assign
from printjob.mailroom.postage.flow import NEVER


def whole(values: object) -> np.typing.NDArray[np.int64]:
    """An array of 64-bit integers."""
    return np.array(values, dtype=np.int64)


def cost_of(problem: Problem, inside: np.typing.NDArray[np.int64]) -> int | None:
    """What pieces by group and bin cost, ``None`` where a rule is broken; told here in other words than in the program."""
    total = 0
    used: set[int] = set()
    under = [0] * len(problem.caps)
    for b in range(len(problem.least)):
        column = int(inside[:, b].sum())
        if 0 < column < problem.least[b]:
            return None
        if column:
            used.add(int(problem.office_of[b]))
        if problem.cap_of[b] >= 0:
            under[int(problem.cap_of[b])] += column
        for g in range(len(problem.counts)):
            if inside[g, b]:
                if problem.fees[g, b] >= NEVER:
                    return None
                total += int(inside[g, b]) * int(problem.fees[g, b])
    if any(count > cap for count, cap in zip(under, problem.caps.tolist(), strict=True)):
        return None
    return total + sum(int(problem.transport[o]) for o in used)


def brute_force(problem: Problem) -> int | None:
    """The least cost over every way to put every single piece into a bin."""
    bins = range(len(problem.least))
    ways = [list(itertools.combinations_with_replacement(bins, int(count))) for count in problem.counts]
    best: int | None = None
    for choice in itertools.product(*ways):
        inside = whole([[row.count(b) for b in bins] for row in choice])
        cost = cost_of(problem, inside)
        if cost is not None and (best is None or cost < best):
            best = cost
    return best


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to three groups of up to four pieces, four bins, three offices, two caps."""
    groups, bins, offices, caps = (draw(st.integers(1, most)) for most in (3, 4, 3, 2))
    fee = st.one_of(st.integers(1, 30), st.just(NEVER))
    return Problem(
        counts=whole(draw(st.lists(st.integers(1, 4), min_size=groups, max_size=groups))),
        fees=whole(draw(st.lists(st.lists(fee, min_size=bins, max_size=bins), min_size=groups, max_size=groups))),
        least=whole(draw(st.lists(st.integers(0, 7), min_size=bins, max_size=bins))),
        office_of=whole(draw(st.lists(st.integers(0, offices - 1), min_size=bins, max_size=bins))),
        transport=whole(draw(st.lists(st.sampled_from([0, 0, 1, 9, 25]), min_size=offices, max_size=offices))),
        cap_of=whole(draw(st.lists(st.integers(-1, caps - 1), min_size=bins, max_size=bins))),
        caps=whole(draw(st.lists(st.integers(0, 9), min_size=caps, max_size=caps))),
    )


@settings(max_examples=400, deadline=None)
@given(problems())
def test_no_assignment_is_cheaper(problem: Problem) -> None:
    found, best = assign(problem), brute_force(problem)
    assert (found is None) == (best is None)
    if found is not None:
        assert found.pieces.sum(axis=1).tolist() == problem.counts.tolist()
        assert cost_of(problem, found.pieces) == found.cost == best
        assert found.gap == 0


def simple(counts: list[int], fees: list[list[int]], least: list[int]) -> Assignment:
    """One office without transport, no caps."""
    bins = len(least)
    found = assign(Problem(whole(counts), whole(fees), whole(least), whole([0] * bins), whole([0]), whole([-1] * bins), whole([])))
    assert found is not None
    return found


def test_999_barcoded_pieces_earn_nothing_and_1000_do() -> None:
    fees = [[110_000, 106_700]]
    assert simple([999], fees, [0, 1000]).pieces.tolist() == [[999, 0]]
    assert simple([1000], fees, [0, 1000]).pieces.tolist() == [[0, 1000]]


def test_dearer_pieces_lend_themselves_where_that_carries_a_threshold() -> None:
    """950 barcoded pieces elsewhere need 50 that would be cheaper inside the district: 50 x 6,700 against 950 x 3,300."""
    found = simple([1050, 950], [[110_000, 106_700, 100_000], [110_000, 106_700, NEVER]], [0, 1000, 100])
    assert found.pieces.tolist() == [[0, 50, 1000], [0, 950, 0]]


def test_the_same_problem_gives_the_same_pieces() -> None:
    fees = [[5, 5, 5], [5, 5, 5]]
    assert simple([4, 4], fees, [0, 0, 0]).pieces.tolist() == simple([4, 4], fees, [0, 0, 0]).pieces.tolist() == [[4, 0, 0], [4, 0, 0]]


def test_a_search_that_is_cut_short_says_how_far_it_may_be_off() -> None:
    fees = [[110, 60, NEVER], [110, 60, 50], [110, NEVER, 50]]
    problem = Problem(whole([5, 5, 5]), whole(fees), whole([0, 8, 8]), whole([0, 0, 0]), whole([0]), whole([-1] * 3), whole([]))
    full, cut = assign(problem), assign(problem, most_nodes=1)
    assert full is not None
    assert cut is not None
    assert full.gap == 0
    assert cut.cost - cut.gap <= full.cost <= cut.cost
