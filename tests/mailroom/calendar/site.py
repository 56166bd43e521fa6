"""The calendar that comes with the program, and a window in delivery days, for the tests beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from printjob.mailroom.calendar.days import Calendar, read_calendar
from printjob.mailroom.calendar.window import Window

SHIPPED = Path(__file__).parents[3] / "spool" / "postage" / "calendar.yaml"
WINDOW = Window(days_before_due=10, delivery_days={0: 3, 3: 6, 7: 10})
OFFICE, MUNICIPALITY = "見本中央郵便局", "019917"


@cache
def shipped() -> Calendar:
    """The calendar as it is shipped."""
    return read_calendar(SHIPPED)


def with_change(folder: Path, old: str, new: str) -> Calendar:
    """The shipped calendar with one passage changed."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    (folder / "calendar.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_calendar(folder / "calendar.yaml")
