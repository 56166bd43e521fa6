"""The Japanese calendar (和暦): era and year of a date, and the ways forms write them. No locale, no clock.

Eras since 明治 with their first days: 令和 2019-05-01 (元号を改める政令, 平成31年政令第143号), 平成 1989-01-08 (昭和64年政令第1号), 昭和
1926-12-25, 大正 1912-07-30, 明治 1868-10-23 (改元の詔). The first year is 元年.

>>> wareki_date(date(2026, 4, 10)), full_wareki_date(date(2019, 5, 1))
('令和 8年 4月10日', '令和元年５月１日')
"""

from __future__ import annotations

from datetime import date

_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 10, 23), "明治"),
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def wide(text: str) -> str:
    """ASCII digits as full-width digits.

    >>> wide("12")
    '１２'
    """
    return text.translate(_WIDE)


def era_year(day: date) -> tuple[str, int]:
    """Era name and year of a day; ``ValueError`` before 明治."""
    for first, era in _ERAS:
        if day >= first:
            return era, day.year - first.year + 1
    raise ValueError(day.year)


def _padded(year: int) -> str:
    return "元" if year == 1 else f"{year:2d}"


def wareki_date(day: date) -> str:
    """Half-width figures, padded so that every date is equally wide: ``令和 8年 4月10日``."""
    era, year = era_year(day)
    return f"{era}{_padded(year)}年{day.month:2d}月{day.day:2d}日"


def full_wareki_date(day: date) -> str:
    """Full-width figures for running text: ``令和８年４月１０日``."""
    era, year = era_year(day)
    return f"{era}{'元' if year == 1 else wide(str(year))}年{wide(str(day.month))}月{wide(str(day.day))}日"


def short_date(day: date) -> str:
    """Month and day, padded.

    >>> short_date(date(2026, 4, 30))
    ' 4月30日'
    """
    return f"{day.month:2d}月{day.day:2d}日"


def wareki_month(day: date) -> str:
    """Year and month, half-width and padded.

    >>> wareki_month(date(2026, 4, 30))
    '令和 8年 4月'
    """
    era, year = era_year(day)
    return f"{era}{_padded(year)}年{day.month:2d}月"


def wareki_year(year: int) -> str:
    """A fiscal or calendar year by the era of its last day, half-width and padded.

    >>> wareki_year(2026), wareki_year(2019), wareki_year(2018)
    ('令和 8年度', '令和元年度', '平成30年度')
    """
    era, number = era_year(date(year, 12, 31))
    return f"{era}{_padded(number)}年度"


def full_wareki_year(year: int) -> str:
    """The same in full-width figures for titles.

    >>> full_wareki_year(2026)
    '令和８年度'
    """
    era, number = era_year(date(year, 12, 31))
    return f"{era}{'元' if number == 1 else wide(str(number))}年度"
