"""The results as a value, as lines for a terminal and as the page docs/performance.md."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from benchmarks.addresses import AddressRates
from benchmarks.forms import FormFigures
from benchmarks.postage import ClassingTime
from benchmarks.symbols import SymbolRates
from benchmarks.whole import Whole

COMPOSE_LEAST, WHOLE_GOAL, PARENT_GOAL_BYTES, QR_GOAL = 40, 40, 200, 5_000
ADDRESS_GOAL, CLASSING_GOAL_S = 20_000, 60

Row = tuple[str, ...]


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of one run of the bench. ``skipped`` says why a form could not be measured; ``ledger`` is notices a CPU second."""

    machine: dict[str, str]
    workers: int
    forms: tuple[FormFigures, ...]
    skipped: dict[str, str]
    symbols: SymbolRates
    addresses: AddressRates
    classing: ClassingTime
    ledger: float
    runs: tuple[Whole, ...]

    @property
    def slopes(self) -> tuple[float, float] | None:
        """Bytes a notice between the smallest and the biggest whole run: parent, worker."""
        if len(self.runs) < 2:
            return None
        small, big = self.runs[0], self.runs[-1]
        notices = big.notices - small.notices
        return (big.parent_bytes - small.parent_bytes) / notices, (big.worker_bytes - small.worker_bytes) / notices


def machine() -> dict[str, str]:
    """What it ran on; ``load`` is how many processes wanted a core in the last minute, the bench's own among them."""
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
        "load": f"{os.getloadavg()[0]:.1f}",
        **versions,
    }


_FORM_HEAD = ("様式 / form", "naive pages/s", "ReportLab forms", "compose pages/s", "compose notices/s", "**compose / naive**", "pages a notice", "bytes a page")
_STAGE_HEAD = ("様式 / form", "read notices/s", "admit notices/s", "plan notices/s", "verify pages/s")


def form_rows(results: Results) -> list[Row]:
    """The drawing of each form."""
    rows: list[Row] = []
    for one in results.forms:
        d = one.drawing
        rows.append((
            one.form, f"{d.naive:,.0f}", f"{d.with_forms:,.0f}", f"{d.compose:,.0f}", f"{d.notices_a_second:,.0f}",
            f"**{d.ratio:.0f}x**", f"{d.pages / d.notices:.1f}", f"{d.bytes_a_page:,.0f}",
        ))  # fmt: skip
    return rows


def stage_rows(results: Results) -> list[Row]:
    """The other stages of each form."""
    return [
        (one.form, f"{one.read:,.0f}", f"{one.admit:,.0f}", f"{one.plan:,.0f}", f"{one.drawing.verify:,.0f}")
        for one in results.forms
    ]


def rows(results: Results) -> list[Row]:
    """What is not of one form, as (what, value, goal or remark)."""
    s = results.symbols
    found: list[Row] = [
        ("eL-QR, in batches", f"{s.elqr:,.0f} symbols/s", f"goal {QR_GOAL:,}"),
        ("eL-QR, one by one", f"{s.elqr_alone:,.0f} symbols/s", ""),
        ("GS1-128", f"{s.gs1:,.0f} symbols/s", ""),
        ("eL-QR read and checked", f"{s.elqr_checked:,.0f} codes/s", "admission: tags, check digits, amounts, CRC"),
        ("GS1-128 read and checked", f"{s.gs1_checked:,.0f} codes/s", "admission: parts, check digit"),
        ("postal codes and addresses of two cities", f"{results.addresses.own:,.0f} addresses/s", f"goal {ADDRESS_GOAL:,}: town found, code checked, number extracted"),
        ("the same with 15 in 100 from anywhere", f"{results.addresses.mixed:,.0f} addresses/s", f"goal {ADDRESS_GOAL:,}"),
        ("the whole country, hardly a code twice", f"{results.addresses.country:,.0f} addresses/s", f"goal {ADDRESS_GOAL:,}"),
        (
            f"mail classes of {results.classing.pieces:,} pieces", f"{results.classing.seconds:,.1f} s",
            f"goal {CLASSING_GOAL_S} s; {results.classing.groups:,} groups, {results.classing.lots:,} lots, at most {results.classing.gap_yen:,} yen above the cheapest",
        ),
        ("ledger", f"{results.ledger:,.0f} notices/s", ""),
    ]
    for run in results.runs:
        found.append((
            f"whole run, {run.notices:,} notices, {results.workers} workers", f"{run.pages_a_second:,.0f} pages/s",
            f"{run.seconds:,.1f} s, {run.pages:,} pages; naive {run.naive:,.0f} pages/s around it",
        ))  # fmt: skip
        found.append(("**whole run / naive**", f"**{run.ratio:.0f}x**", f"goal {WHOLE_GOAL}x"))
    if results.slopes is not None:
        found.append(("memory slope, parent", f"{results.slopes[0]:,.0f} bytes a notice", f"goal {PARENT_GOAL_BYTES}"))
        found.append(("memory slope, biggest worker", f"{results.slopes[1]:,.0f} bytes a notice", "goal 0"))
    return found


def text(results: Results) -> str:
    """For a terminal."""
    parts = [_aligned(_FORM_HEAD, form_rows(results)), _aligned(_STAGE_HEAD, stage_rows(results)), _aligned(("", "", ""), rows(results))]
    parts += [f"{form}: not measured, {why}" for form, why in results.skipped.items()]
    return "\n\n".join(parts)


def _aligned(head: Row, body: Sequence[Row]) -> str:
    plain = [[cell.strip("*").removeprefix("様式 / ") for cell in row] for row in (head, *body)]
    widths = [max(map(len, column)) for column in zip(*plain, strict=True)]
    lines = (
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])
        for row in plain
    )
    return "\n".join(line.rstrip() for line in lines if line.strip())


def page(results: Results) -> str:
    """docs/performance.md."""
    facts = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    skipped = "".join(f"\n- {form}: 測れませんでした / not measured ({why})" for form, why in results.skipped.items())
    return _PAGE.format(
        forms=_table(_FORM_HEAD, form_rows(results)), stages=_table(_STAGE_HEAD, stage_rows(results)),
        table=_table(("", "値 / value", "備考 / remark"), rows(results)), facts=facts, skipped=skipped, least=COMPOSE_LEAST,
    )  # fmt: skip


def _table(head: Row, body: Iterable[Row]) -> str:
    rule = "|---" + "|---:" * (len(head) - 1) + "|"
    return "\n".join([_line(head), rule, *map(_line, body)])


def _line(row: Row) -> str:
    return "| " + " | ".join(row) + " |"


_PAGE = """# 性能 / Performance

この頁は `make bench ARGS=--docs` が書きます。1回の実行の中の比だけに意味があります。
Written by `make bench ARGS=--docs`. Timings of a shared machine are noisy: believe the ratios within one run.

## 組版 / Drawing

納付書のある様式は、GS1-128 と eL-QR を含みます。組版の時間には符号化を含め、naive の時間には含めません。目標はどの様式も {least} 倍以上です。
Forms with slips bear GS1-128 and eL-QR. Compose encodes them within its time, naive has them encoded before. No form may be under {least}x.

{forms}
{skipped}
## ほかの段階 / The other stages

{stages}

## 全体 / As a whole (property-tax)

{table}

{facts}

## 言葉 / Words

- **naive**: the reference renderer (`printjob/layout/reference.py`) drawing the same pages with a plainly installed ReportLab, fonts
  registered once, symbols pre-encoded, CPU time of one core. *ReportLab forms*: the same with ReportLab's own forms for the static art. Until November 2026 it
  asked where a face's file lies for every string, which took a third of its time: ratios published before were that much too high.
- **compose**: from stored record to finished PDF and sheets.jsonl on disk; symbols, deflate and fonts included; CPU time of one core.
- **admit**: codes, checks, texts and fits of a record that was read. **verify**: all pages through their content streams.
- **addresses**: `python -m benchmarks.addresses`; **mail classes**: grouping, deciding, telling each piece its class, explaining, of one posting
  over 400 districts and 36 offices (`python -m benchmarks.postage`). CPU time of one core.
- **whole run**: `batch.py` from inbox to prepared and verified jobs, wall time: it suffers when others use the machine (`load`).
- Rates of the stages are CPU time of one core; every page is counted, blank backs too, on both sides of a ratio.

## なぜ速いか / Where the speed comes from

Static art is drawn once a campaign and only placed; a page is one template with its texts joined in; positions of figures come from
tables; bars are looked up; the eL-QR symbols of 64 notices are made side by side by numpy, all eight masks of a row of modules as
64-bit integers; text is encoded once a page; deflate is libdeflate level 1; a job's file is copied together from finished objects at
planned numbers, no PDF is parsed or merged on the way. What remains is mostly the deflate and the record's own decoding.
"""
