"""``printjob demo``: the night on sample deliveries of the three invented municipalities (``make run``)."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from printjob.cli.boundary import reporting
from printjob.cli.options import home_option, language_of
from printjob.run.boundary import run_batch
from printjob.run.home import Home, make_home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.proof import draw_proofs, first_pieces
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site

_DATE = dt.date(2026, 4, 1)
_COUNTS = (300, 120, 80)


@click.command("demo", epilog="例 / Example: printjob demo --home var")
@home_option
@reporting
def demo_command(home: Path) -> None:
    """見本の納品で夜間バッチを動かし、できたものを示します。 / Runs the night on sample deliveries and shows what was made."""
    place = make_home(home)
    with Ledger(place.ledger) as ledger:
        seed = 1 + len(ledger.runs())
    site = Site(place.site)
    for code, count in zip(site.municipalities(), _COUNTS, strict=False):
        faults = code == site.municipalities()[0]
        order = SampleOrder(
            form="property-tax", municipality=code, count=count, seed=seed, business_date=_DATE, faults=faults
        )
        write_sample(site, place.inbox / code, order)
    exit_code = run_batch(NightOrder(home=home, business_date=_DATE), language_of(None))
    _show(place)
    sys.exit(0 if exit_code == 4 else exit_code)


def _show(place: Home) -> None:
    with Ledger.copied(place.ledger) as ledger:
        runs = [run for run, *_ in ledger.runs()]
        jobs = ledger.jobs(runs[-1]) if runs else []
    if not jobs:
        return
    run = place.runs / jobs[0].run
    folder = run / "jobs" / jobs[0].job
    pictures = draw_proofs(run, jobs[0].job, first_pieces(run, jobs[0].job, 1), run / "proofs" / jobs[0].job, 150)
    pieces, sheets = sum(job.pieces for job in jobs), sum(job.sheets for job in jobs)
    click.echo("")
    click.echo(
        f"{len(jobs)} ジョブ、{pieces:,} 通、{sheets:,} 枚ができました。見本には受入エラーと保留を1件ずつ混ぜてあります（受領書を見てください）。"
    )
    click.echo(f"  印刷ファイル     {folder / 'print.pdf'}")
    click.echo(f"  封入機制御       {folder / 'control.csv'}")
    click.echo(f"  件数票           {folder / 'count-sheet.pdf'}")
    click.echo(f"  受領書           {place.outbox}")
    click.echo(f"  校正画像         {pictures[0]}")
    click.echo(f"見る:   .venv/bin/printjob status --home {place.folder}")
    click.echo(f"確かめる: .venv/bin/printjob verify {jobs[0].job} --home {place.folder}")
