"""The results as a value, as lines for a terminal and as the page docs/performance.md."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from pathlib import Path

import msgspec

from benchmarks.drawing import Drawing
from benchmarks.whole import Whole

COMPOSE_GOAL, COMPOSE_LEAST, WHOLE_GOAL, PARENT_GOAL_BYTES = 100, 60, 40, 200


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of one run of the bench. Rates are units a CPU second on one core: notices for read, admit, plan and ledger."""

    machine: dict[str, str]
    workers: int
    read: float
    admit: float
    plan: float
    ledger: float
    drawing: Drawing
    runs: tuple[Whole, ...]

    @property
    def compose_ratio(self) -> float:
        """Compose against naive, CPU time on one core."""
        return self.drawing.compose / self.drawing.naive

    def whole_ratio(self, run: Whole) -> float:
        """Whole run (wall time, all workers) against naive on one core."""
        return run.pages_a_second / run.naive

    @property
    def slopes(self) -> tuple[float, float] | None:
        """Bytes a notice between the smallest and the biggest whole run: parent, worker."""
        if len(self.runs) < 2:
            return None
        small, big = self.runs[0], self.runs[-1]
        notices = big.notices - small.notices
        return (big.parent_bytes - small.parent_bytes) / notices, (big.worker_bytes - small.worker_bytes) / notices


def machine() -> dict[str, str]:
    """What it ran on."""
    names = [
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    versions = {
        name: importlib.metadata.version(name) for name in ("reportlab", "deflate", "numpy", "distributed", "msgspec")
    }
    return {
        "cpu": names[0] if names else platform.machine(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        **versions,
    }


def rows(results: Results) -> list[tuple[str, str, str]]:
    """Each figure as (what, value, goal or remark)."""
    d = results.drawing
    found = [
        ("naive (ReportLab canvas, each page drawn)", f"{d.naive:,.0f} pages/s", f"{d.naive_pages:,} pages"),
        ("ReportLab with its own forms", f"{d.with_forms:,.0f} pages/s", f"{d.with_forms / d.naive:.1f}x naive"),
        ("compose", f"{d.compose:,.0f} pages/s", f"{d.bytes_a_page:,.0f} bytes a page"),
        ("**compose / naive**", f"**{results.compose_ratio:.0f}x**", f"goal {COMPOSE_GOAL}x, least {COMPOSE_LEAST}x"),
        ("read", f"{results.read:,.0f} notices/s", ""),
        ("admit", f"{results.admit:,.0f} notices/s", "without reading"),
        ("plan", f"{results.plan:,.0f} notices/s", ""),
        ("verify (streams)", f"{d.verify:,.0f} pages/s", ""),
        ("ledger", f"{results.ledger:,.0f} notices/s", ""),
    ]
    for run in results.runs:
        found.append(
            (
                f"whole run, {run.notices:,} notices, {results.workers} workers",
                f"{run.pages_a_second:,.0f} pages/s",
                f"{run.seconds:,.1f} s, {run.pages:,} pages; naive {run.naive:,.0f} pages/s around it",
            )
        )
        found.append(("**whole run / naive**", f"**{results.whole_ratio(run):.0f}x**", f"goal {WHOLE_GOAL}x"))
    if results.slopes is not None:
        found.append(("memory slope, parent", f"{results.slopes[0]:,.0f} bytes a notice", f"goal {PARENT_GOAL_BYTES}"))
        found.append(("memory slope, biggest worker", f"{results.slopes[1]:,.0f} bytes a notice", "goal 0"))
    return found


def text(results: Results) -> str:
    """For a terminal."""
    return "\n".join(f"{what.strip('*'):<48} {value.strip('*'):>22}  {remark}" for what, value, remark in rows(results))


def page(results: Results) -> str:
    """docs/performance.md."""
    table = "\n".join(f"| {what} | {value} | {remark} |" for what, value, remark in rows(results))
    facts = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    return _PAGE.format(table=table, facts=facts)


_PAGE = """# 性能 / Performance

この表は `make bench ARGS=--docs` が書きます。1回の実行の中の比だけに意味があります。
Written by `make bench ARGS=--docs`. Timings of a shared machine are noisy: believe the ratios within one run.

| | 値 / value | 備考 / remark |
|---|---|---|
{table}

{facts}

## 言葉 / Words

- **naive**: the reference renderer (`printjob/layout/reference.py`) drawing the same pages with a plainly installed ReportLab, fonts
  registered once, symbols pre-encoded, CPU time of one core.
- **compose**: from stored record to finished PDF and sheets.jsonl on disk; symbols, deflate and fonts included; CPU time of one core.
- **whole run**: `batch.py` from inbox to prepared and verified jobs, wall time.
- Rates of the stages are CPU time of one core; every page is counted, blank backs too, on both sides of a ratio.

## なぜ速いか / Where the speed comes from

Static art is drawn once a campaign and only placed; a page is one template with its texts joined in; positions of figures come from
tables; bars are looked up; text is encoded once a page; deflate is libdeflate level 1; a job's file is copied together from finished
objects at planned numbers, no PDF is parsed or merged on the way. What remains is mostly the deflate and the record's own decoding.
"""
