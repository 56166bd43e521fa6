"""Eras change on their days; every padded date is equally wide."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.layout.wareki import era_year, full_wareki_date, full_wareki_year, short_date, wareki_date, wareki_year


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 4, 30), ("平成", 31)), (date(2019, 5, 1), ("令和", 1)), (date(1989, 1, 7), ("昭和", 64)), (date(1989, 1, 8), ("平成", 1)),
        (date(1926, 12, 24), ("大正", 15)), (date(1926, 12, 25), ("昭和", 1)), (date(1912, 7, 29), ("明治", 45)), (date(1912, 7, 30), ("大正", 1)),
    ],
)
def test_eras_begin_on_their_days(day: date, expected: tuple[str, int]) -> None:
    assert era_year(day) == expected


def test_the_first_year_is_gannen() -> None:
    assert wareki_date(date(2019, 5, 1)) == "令和元年 5月 1日"
    assert full_wareki_date(date(2019, 12, 10)) == "令和元年１２月１０日"
    assert (wareki_year(2019), full_wareki_year(2019)) == ("令和元年度", "令和元年度")


@given(st.dates(date(1868, 10, 23), date(2100, 12, 31)))
def test_padded_dates_are_equally_wide(day: date) -> None:
    for text, width in ((wareki_date(day), 16), (short_date(day), 8)):
        assert sum(1 if character.isascii() else 2 for character in text) == width


def test_before_meiji_there_is_no_era() -> None:
    with pytest.raises(ValueError, match="1867"):
        era_year(date(1867, 1, 1))
