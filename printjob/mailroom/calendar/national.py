"""National holidays of Japan (国民の祝日) by year, with substitute holidays (振替休日) and days between two holidays (国民の休日).

The days come from the library ``holidays``, which follows 国民の祝日に関する法律 and computes the equinoxes; it knows the years
``FIRST_YEAR`` to ``LAST_YEAR``. A site corrects single days in its ``calendar.yaml``.

>>> from datetime import date
>>> national(2026)[date(2026, 9, 22)], national(2026)[date(2026, 5, 6)]
('国民の休日', '振替休日')
"""

from __future__ import annotations

from datetime import date
from functools import cache

from holidays.countries.japan import JP

FIRST_YEAR, LAST_YEAR = JP.start_year, JP.end_year


@cache
def national(year: int) -> dict[date, str]:
    """The year's holidays with their Japanese names; empty for a year that is not known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    return {day: name for day, name in sorted(JP(years=year, language="ja").items()) if day.year == year}
