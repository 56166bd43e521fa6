"""What expressions of sample files may call: sums, dates, texts and payment codes; the same arguments give the same value.

Amounts are whole yen. Dates are moved off Saturdays and Sundays only: holidays are the municipality's data (地方税法20条の5).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from printjob.sample.codes import elqr_payload, gs1_code
from printjob.sample.people import full_width


class Function(NamedTuple):
    """A function and how many arguments it takes."""

    call: Callable[..., Any]
    least: int
    most: int


def floor(number: int, step: int) -> int:
    """Rounded down to whole steps: 千円未満切捨て, 百円未満切捨て.

    >>> floor(99_876, 100)
    99800
    """
    return number // step * step


def instalment(total_yen: int, term: int, first: int, last: int) -> int:
    """What is paid in ``term`` when a tax is paid in the terms ``first`` to ``last``: whole thousands, the rest with the first of them
    (地方税法20条の4の2); nothing in other terms.

    >>> [instalment(99_800, term, 1, 4) for term in (1, 2, 3, 4)]
    [27800, 24000, 24000, 24000]
    """
    if not first <= term <= last:
        return 0
    each = total_yen // (1000 * (last - first + 1)) * 1000
    return total_yen - (last - first) * each if term == first else each


_CLOSED = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def working(day: date) -> date:
    """The day, or the next on which banks are open: weekends and the days from 29 December to 3 January are passed over.

    >>> working(date(2026, 12, 31))
    datetime.date(2027, 1, 4)
    """
    while day.weekday() > 4 or (day.month, day.day) in _CLOSED:
        day += timedelta(days=1)
    return day


def days_after(day: date | None, days: int) -> date | None:
    """So many days later; no day stays none."""
    return day + timedelta(days=days) if day else None


def month_end(year: int, month: int) -> date:
    """The month's last day."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def hundredths(number: int) -> Decimal:
    """A number of hundredths as a decimal: 19834 is 198.34."""
    return Decimal(number).scaleb(-2)


def tenths(number: int) -> Decimal:
    """A number of tenths as a decimal."""
    return Decimal(number).scaleb(-1)


def digits(value: str | int, width: int) -> str:
    """A number with zeros in front."""
    return str(value).rjust(width, "0")


def text(*parts: object) -> str:
    """The parts one after another."""
    return "".join(map(str, parts))


FUNCTIONS: dict[str, Function] = {
    "floor": Function(floor, 2, 2),
    "min": Function(min, 2, 9),
    "max": Function(max, 2, 9),
    "whole": Function(int, 1, 1),
    "instalment": Function(instalment, 4, 4),
    "day": Function(date, 3, 3),
    "month_end": Function(month_end, 2, 2),
    "working": Function(working, 1, 1),
    "days_after": Function(days_after, 2, 2),
    "hundredths": Function(hundredths, 1, 1),
    "tenths": Function(tenths, 1, 1),
    "digits": Function(digits, 2, 2),
    "full": Function(full_width, 1, 1),
    "text": Function(text, 1, 20),
    "mid": Function(lambda value, first, width: value[first - 1 : first - 1 + width], 3, 3),
    "repeat": Function(lambda value, times: value * times, 2, 2),
    "gs1": Function(gs1_code, 4, 4),
    "elqr": Function(elqr_payload, 10, 10),
}
