"""``python -m benchmarks``: measure everything, print it, leave ``benchmarks/results/*.json`` (and docs/performance.md with ``--docs``).

Every figure is of one run on one machine; only ratios within it mean anything elsewhere.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import msgspec

from benchmarks import drawing, ledgers, whole
from benchmarks.report import Results, machine, page, text
from benchmarks.site import compiled, fresh_home, planned_night

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--notices", type=int, default=4_000, help="notices for the rates of the stages")
    parser.add_argument("--naive", type=int, default=150, help="notices drawn by plain ReportLab")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--small", type=int, default=10_000, help="notices of the small whole run")
    parser.add_argument("--whole", type=int, default=100_000, help="notices of the whole run; 0: none")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--docs", action="store_true", help="write docs/performance.md from the results")
    chosen = parser.parse_args()
    results = measure(chosen)
    (_HERE / "results").mkdir(exist_ok=True)
    (_HERE / "results" / "latest.json").write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")
    print(text(results))
    if chosen.docs:
        (_HERE.parent / "docs" / "performance.md").write_text(page(results), encoding="utf-8")


def measure(chosen: argparse.Namespace) -> Results:
    """All figures of one run."""
    with tempfile.TemporaryDirectory(prefix="printjob-bench-") as scratch:
        folder = Path(scratch)
        home = fresh_home(folder / "stages", chosen.notices)
        night = planned_night(home)
        form, arts = compiled(home)
        drawn = drawing.measure(night, form, arts, chosen.naive, chosen.rounds)
        noted = ledgers.measure(night, folder)
        runs = []
        for notices in (chosen.small, chosen.whole):
            if notices:
                before = drawing.naive_rate(night, form, arts, chosen.naive)
                run = whole.measure(folder / f"whole-{notices}", notices, chosen.workers)
                after = drawing.naive_rate(night, form, arts, chosen.naive)
                runs.append(msgspec.structs.replace(run, naive=(before + after) / 2))
                shutil.rmtree(folder / f"whole-{notices}")
    return Results(
        machine=machine(), workers=chosen.workers, read=night.read.rate, admit=night.admit.rate, plan=night.plan.rate,
        ledger=noted.rate, drawing=drawn, runs=tuple(runs),
    )  # fmt: skip


if __name__ == "__main__":
    main()
