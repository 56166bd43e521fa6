"""``printjob demo``: the night on sample deliveries of the three invented municipalities (``make run``)."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from printjob.cli.boundary import reporting
from printjob.cli.options import home_option, language_of
from printjob.model.runfolder import job_folder
from printjob.run.boundary import run_batch
from printjob.run.home import Home, make_home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.order import NightOrder
from printjob.run.proofing.proof import draw_proofs, first_pieces
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site

_DATE = dt.date(2026, 4, 1)


class Delivery(NamedTuple):
    """A sample delivery of the demo: whose, of which form, how many records, what is said of it, whether some are faulty."""

    municipality: str
    form: str
    records: int
    title: str
    faults: bool = False

    def has(self, job: JobEntry) -> bool:
        """Whether the job was made of it."""
        return job.campaign.startswith(f"{self.municipality}-{self.form}-")


class _Sheet(msgspec.Struct, frozen=True):
    piece: str
    stock: str


DELIVERIES = (
    Delivery("019917", "property-tax", 200, "固定資産税・都市計画税", faults=True),
    Delivery("019925", "property-tax", 80, "固定資産税（都市計画税なし）"),
    Delivery("019925", "dunning", 60, "督促状"),
    Delivery("019933", "health-insurance-tax", 60, "国民健康保険料"),
)


@click.command("demo", short_help="見本の夜間バッチ / the night on sample deliveries", epilog="例 / Example: printjob demo --home var")
@home_option
@reporting
def demo_command(home: Path) -> None:
    """見本の納品で夜間バッチを動かし、できたものを示します。 / Runs the night on sample deliveries and shows what was made."""
    place = make_home(home)
    with Ledger(place.ledger) as ledger:
        seed = 1 + len(ledger.runs())
    site = Site(place.site)
    for one in DELIVERIES:
        order = SampleOrder(
            form=one.form, municipality=one.municipality, count=one.records, seed=seed, business_date=_DATE, faults=one.faults
        )
        write_sample(site, place.inbox / one.municipality, order)
    exit_code = run_batch(NightOrder(home=home, business_date=_DATE), language_of(None))
    _show(place, site)
    sys.exit(0 if exit_code == 4 else exit_code)


def _show(place: Home, site: Site) -> None:
    with Ledger.copied(place.ledger) as ledger:
        runs = [run for run, *_ in ledger.runs()]
        jobs = ledger.jobs(runs[-1]) if runs else []
        waiting = ledger.states(runs[-1]) if runs else {}
    if not jobs:
        return
    pieces, sheets = sum(job.pieces for job in jobs), sum(job.sheets for job in jobs)
    click.echo("")
    click.echo(f"{len(jobs)} ジョブ、{pieces:,} 通、{sheets:,} 枚ができました。")
    click.echo(f"受入エラー {waiting.get('quarantined', 0)} 件、保留 {waiting.get('held', 0)} 件は、見本に混ぜた誤りです（受領書 {place.outbox}）。")
    for one in DELIVERIES:
        own = [job for job in jobs if one.has(job)]
        if own:
            _show_delivery(place, f"{site.municipality(one.municipality).name}　{one.title}", own)
    click.echo("")
    click.echo(f"見る:       .venv/bin/printjob status --home {place.folder}")
    click.echo(f"確かめる:   .venv/bin/printjob verify {jobs[0].job} --home {place.folder}")
    click.echo(f"区分と料金: .venv/bin/printjob postage {jobs[0].run} --home {place.folder}")
    click.echo(f"差し出す:   .venv/bin/printjob posting list --home {place.folder}")


def _show_delivery(place: Home, title: str, jobs: Sequence[JobEntry]) -> None:
    """What was made of a delivery, with the proof of a piece: it bears 見本 and void codes, for a live code stays in the print file."""
    run = place.runs / jobs[0].run
    job, piece = next((found for one in jobs if (found := _with_slips(run, one.job))), (jobs[0].job, ""))
    pictures = draw_proofs(run, job, [piece] if piece else first_pieces(run, job, 1), run / "proofs" / job, 150)
    pieces, sheets = sum(one.pieces for one in jobs), sum(one.sheets for one in jobs)
    click.echo("")
    click.echo(f"{title}: {len(jobs)} ジョブ、{pieces:,} 通、{sheets:,} 枚")
    click.echo(f"  印刷・封入  {run / 'jobs' / job}（print.pdf、control.csv、件数票 count-sheet.pdf）")
    click.echo(f"  校正の絵    {pictures[0]} ほか {len(pictures) - 1} 枚（見本・無効コード）")


def _with_slips(run: Path, job: str) -> tuple[str, str] | None:
    """The job and its first piece that is on several kinds of paper, since there is more to see on one with slips."""
    stocks: dict[str, str] = {}
    for sheet in msgspec.json.Decoder(_Sheet).decode_lines((job_folder(run, job) / "sheets.jsonl").read_bytes()):
        if stocks.setdefault(sheet.piece, sheet.stock) != sheet.stock:
            return job, sheet.piece
    return None
