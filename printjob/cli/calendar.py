"""``printjob posting calendar``: the days of all campaigns that are still to be posted."""

from __future__ import annotations

import importlib
import sys
from datetime import datetime
from pathlib import Path

import click

from printjob.cli.boundary import print_json, reporting
from printjob.cli.options import home_option, json_option, language_here
from printjob.run.home import Home


@click.command("calendar", short_help="案件の暦、最後の差出日 / days of the campaigns", epilog="例 / Example: printjob posting calendar --on 2026-04-08 --home var")
@home_option
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="この日から見る / seen from this day")
@click.option("--municipality", metavar="CODE", help="この団体だけ / this municipality alone")
@click.option("--all", "with_posted", is_flag=True, help="差し出した案件も / posted campaigns too")
@json_option
@reporting
def calendar_command(home: Path, on: datetime, municipality: str | None, with_posted: bool, as_json: bool) -> None:
    """予定・受付待ち・準備済みの案件ごとに、差出日、最初の納期限、余裕日数ごとの最後の差出日、節目を示し、おかしい日を知らせます。終了コード 0、おかしい日や迫った日があれば 4。

    Shows each campaign that is planned, waiting or prepared with its posting day, first due date, last posting days by slack and milestones, and
    tells what is wrong. Exit code 0, or 4 when a day is wrong or the last day is near.
    """
    views = importlib.import_module("printjob.run.calendar.view").campaigns_on(Home(home), on.date(), municipality)
    shown = [one for one in views if with_posted or one.state != "posted"]
    if as_json:
        print_json(shown)
    else:
        words = importlib.import_module("printjob.run.calendar.text")
        language = language_here()
        lines = [line for one in shown for line in words.view_text(one, language)]
        click.echo("\n".join(lines or [words.none_text(language)]))
    sys.exit(4 if any(one.faults for one in shown) else 0)
