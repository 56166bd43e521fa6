"""The holidays are those of the law, year by year."""

from __future__ import annotations

from datetime import date

import pytest

from printjob.mailroom.calendar.national import FIRST_YEAR, LAST_YEAR, national

# 内閣府「国民の祝日について」: days that a table by month and day gets wrong
KNOWN = {
    date(2019, 4, 30): "国民の休日",  # between two holidays, only that year
    date(2019, 10, 22): "即位礼正殿の儀",
    date(2021, 7, 23): "スポーツの日",  # moved for the Games
    date(2024, 8, 12): "振替休日",  # 8月11日 was a Sunday
    date(2026, 5, 6): "振替休日",  # two holidays later, because 5月3日 was the Sunday
    date(2026, 9, 22): "国民の休日",
}


@pytest.mark.parametrize(("day", "name"), KNOWN.items(), ids=str)
def test_days_that_are_not_the_same_every_year(day: date, name: str) -> None:
    assert name in national(day.year)[day]


def test_days_that_are_no_holidays() -> None:
    assert date(2021, 7, 19) not in national(2021)  # 海の日 was on the 22nd that year
    assert date(2026, 12, 23) not in national(2026)  # the former emperor's birthday


def test_a_year_has_the_holidays_of_the_year_alone() -> None:
    assert all(day.year == year for year in (2021, 2026, 2031) for day in national(year))
    assert national(FIRST_YEAR - 1) == national(LAST_YEAR + 1) == {}
    assert national(LAST_YEAR)
