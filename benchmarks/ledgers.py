"""How fast the ledger takes a run's outcome."""

from __future__ import annotations

from pathlib import Path

from benchmarks.site import Night, Timed, timed
from printjob.run import close
from printjob.run.ledger import Ledger


def measure(night: Night, folder: Path) -> Timed:
    """Note the whole night in a new ledger."""
    summary = close.summarise(night.frozen, night.received, night.admission, night.planned)
    with Ledger(folder / "ledger.db") as ledger:
        ledger.start(night.frozen.run, night.frozen.business_date.isoformat(), b"{}")
        _, cpu_s = timed(
            lambda: close.record(
                ledger, night.run, night.frozen, night.received, night.admission, night.planned, summary
            )
        )
    return Timed(len(night.admission.rows), cpu_s)
