"""``python -m benchmarks``: measure everything, print it, leave ``benchmarks/results/*.json`` (and docs/performance.md with ``--docs``).

Every figure is of one run on one machine; only ratios within it mean anything elsewhere.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import msgspec

from benchmarks import addresses, forms, ledgers, postage, symbols, whole
from benchmarks.forms import FormFigures
from benchmarks.report import Results, machine, page, text
from benchmarks.site import MAIN_FORM

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Measure as the arguments say."""
    chosen, found = _arguments(), machine()
    results = measure(chosen, found)
    (_HERE / "results").mkdir(exist_ok=True)
    (_HERE / "results" / "latest.json").write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")
    print(text(results))
    if chosen.docs:
        (_HERE.parent / "docs" / "performance.md").write_text(page(results), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--forms", nargs="*", default=None, help="forms to measure beside the main one; default: all that are shipped")
    parser.add_argument("--notices", type=int, default=1_500, help="notices for the rates of the stages, of each form")
    parser.add_argument("--naive", type=int, default=30, help="notices drawn by plain ReportLab, of each form")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--small", type=int, default=10_000, help="notices of the small whole run")
    parser.add_argument("--whole", type=int, default=40_000, help="notices of the whole run; 0: none")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--docs", action="store_true", help="write docs/performance.md from the results")
    return parser.parse_args()


def measure(chosen: argparse.Namespace, found: dict[str, str]) -> Results:
    """All figures of one run on the machine that was found."""
    names = forms.form_names() if chosen.forms is None else chosen.forms
    others = [name for name in names if name != MAIN_FORM]
    with tempfile.TemporaryDirectory(prefix="printjob-bench-") as scratch:
        folder = Path(scratch)
        _say("addresses, mail classes")
        rates, classing = addresses.measure(), postage.measure()
        _say(MAIN_FORM)
        main_form, night, naive = forms.measure(folder / "stages", MAIN_FORM, chosen.notices, chosen.naive, chosen.rounds)
        noted = ledgers.measure(night, folder)
        figures: list[FormFigures] = [main_form]
        skipped: dict[str, str] = {}
        for name in others:
            _say(name)
            own, why = forms.measure_others(folder, [name], chosen.notices, chosen.naive, chosen.rounds)
            figures += own
            skipped |= why
        runs = []
        for notices in filter(None, (chosen.small, chosen.whole)):
            _say(f"whole run, {notices:,} notices")
            before = naive.draw(art_once=False).rate
            run = whole.measure(folder / f"whole-{notices}", MAIN_FORM, notices, chosen.workers)
            after = naive.draw(art_once=False).rate
            runs.append(msgspec.structs.replace(run, naive=(before + after) / 2))
            shutil.rmtree(folder / f"whole-{notices}")
        return Results(
            machine=found, workers=chosen.workers, forms=tuple(figures), skipped=skipped, symbols=symbols.measure(),
            addresses=rates, classing=classing, ledger=noted.rate, runs=tuple(runs),
        )  # fmt: skip


def _say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
