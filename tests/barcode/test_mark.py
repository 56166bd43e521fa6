"""A mark reads back, every slip of a digit is found, and no number out of its range gets in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import mark
from printjob.barcode.mark import Mark
from printjob.errors import BugFound, DataRefused

_MARKS = st.builds(
    lambda run, job, piece, sheets: Mark(run, job, piece, min(sheets), max(sheets)),
    st.integers(1, 9999),
    st.integers(1, 9999),
    st.integers(1, 9999999),
    st.tuples(st.integers(1, 99), st.integers(1, 99)),
)


@given(_MARKS)
def test_a_mark_reads_back(given_mark: Mark) -> None:
    digits = mark.encode(given_mark)
    assert len(digits) == mark.DIGITS
    assert mark.decode(digits) == given_mark
    assert int(digits) % 97 == 1


@given(_MARKS, st.integers(0, 21), st.integers(1, 9))
def test_one_wrong_digit_is_found(given_mark: Mark, at: int, change: int) -> None:
    digits = mark.encode(given_mark)
    wrong = digits[:at] + str((int(digits[at]) + change) % 10) + digits[at + 1 :]
    assert not mark.validate(wrong)


@given(_MARKS, st.integers(0, 20))
def test_two_neighbours_changed_over_are_found(given_mark: Mark, at: int) -> None:
    digits = mark.encode(given_mark)
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    assert swapped == digits or not mark.validate(swapped)


@pytest.mark.parametrize(
    "wrong",
    [
        Mark(0, 1, 1, 1, 1),
        Mark(10000, 1, 1, 1, 1),
        Mark(1, 0, 1, 1, 1),
        Mark(1, 10000, 1, 1, 1),
        Mark(1, 1, 0, 1, 1),
        Mark(1, 1, 10000000, 1, 1),
        Mark(1, 1, 1, 0, 1),
        Mark(1, 1, 1, 2, 1),
        Mark(1, 1, 1, 1, 100),
        Mark(-1, 1, 1, 1, 1),
    ],
)
def test_a_number_out_of_its_range_is_a_bug(wrong: Mark) -> None:
    with pytest.raises(BugFound, match="PJ-1701-E"):
        mark.encode(wrong)


def _with_check(first_20: str) -> str:
    return first_20 + mark.calc_check_digits(first_20)


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "1" * 22,
        "１" * 22,
        _with_check("20012000300045670105"),
        _with_check("10012000300045670605"),
        _with_check("10000000300045670105"),
        _with_check("10012000300045670105")[:-1],
    ],
)
def test_what_is_no_mark_is_refused(digits: str) -> None:
    with pytest.raises(DataRefused, match="PJ-1501-E"):
        mark.decode(digits)
