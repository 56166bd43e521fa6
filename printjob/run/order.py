"""What the scheduler asks for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec


class NightOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One call of batch.py. ``workers`` and ``scheduler`` say where tasks run; they change no byte."""

    home: Path
    business_date: dt.date
    municipality: str | None = None
    workers: int | None = None
    scheduler: str | None = None
    dry_run: bool = False
