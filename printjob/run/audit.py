"""The audit log (監査記録): who decided what, and when; one JSON object a line, only ever appended to, without personal values."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import msgspec


def note(folder: Path, event: str, facts: dict[str, object]) -> None:
    """Append an event to ``audit/decisions.jsonl``, safe on the disk when this returns.

    ``facts`` must hold no personal value: hashes, numbers, and the names of those who decided.
    """
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    line = msgspec.json.encode({"at": at, "event": event, **facts}) + b"\n"
    descriptor = os.open(folder / "decisions.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
