"""``printjob run`` and ``batch.py``: the night batch for one business date."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from printjob.cli.options import home_option, lang_option, language_of
from printjob.run.boundary import run_batch
from printjob.run.order import NightOrder


@click.command(short_help="夜間バッチ / the night batch", epilog="例 / Example: python batch.py --home var --date 2026-04-01 --workers 2")
@home_option
@click.option(
    "--date",
    "business_date",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="業務日 / business date YYYY-MM-DD",
)
@click.option("--municipality", metavar="CODE", help="この団体だけ / this municipality only (6 digits)")
@click.option("--workers", type=click.IntRange(1, 256), help="ワーカー数 / worker processes on this machine")
@click.option("--scheduler", metavar="URL", help="Daskスケジューラ / a Dask scheduler, tcp://host:port")
@click.option("--dry-run", is_flag=True, help="計画だけ。何も書かない / plan only, write nothing")
@lang_option
def run_command(
    home: Path,
    business_date: dt.datetime,
    municipality: str | None,
    workers: int | None,
    scheduler: str | None,
    dry_run: bool,
    lang: str | None,
) -> None:
    """夜間バッチ: 業務日までに届いた納品を受け入れ、印刷ジョブと封入ジョブを準備します。

    The night batch: takes the deliveries up to the business date and prepares print and inserter jobs.
    """
    if workers is not None and scheduler is not None:
        raise click.UsageError("--workers and --scheduler exclude each other")
    order = NightOrder(
        home=home,
        business_date=business_date.date(),
        municipality=municipality,
        workers=workers,
        scheduler=scheduler,
        dry_run=dry_run,
    )
    sys.exit(run_batch(order, language_of(lang)))
