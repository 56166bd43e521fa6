"""``printjob postage``: in which mail class a prepared run's pieces go, what that costs, and why not less."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from printjob.cli.boundary import print_json, reporting
from printjob.cli.options import home_option, json_option, language_here
from printjob.errors import DataRefused, Fault
from printjob.run.home import Home


@click.command("postage", short_help="郵便の区分と料金 / mail classes and their cost", epilog="例 / Example: printjob postage 20260401-01 --home var; printjob postage 20260401-01 --piece 12 --home var")
@click.argument("run")
@home_option
@click.option("--piece", metavar="ID", help="この通だけを説明する（番号または末尾の数字） / explain this piece: its id or number")
@click.option("--why", is_flag=True, help="もっと安くならない理由も / also why nothing cheaper")
@json_option
@reporting
def postage_command(run: str, home: Path, piece: str | None, why: bool, as_json: bool) -> None:
    """夜間バッチが決めた郵便の区分と料金を示します。--why で、もっと安くならない理由も示します。
    終了コード 0、区分できない通、封筒や料金別納の通数の不足があれば 4。

    Shows the mail classes that the night decided for a run and what they cost; with --why also why not less. Exit code 0, or 4 when pieces fit
    no class, envelopes lack, or too few are paid at the counter.
    """
    found = importlib.import_module("printjob.run.mail.postage").postage(Home(home), run)  # only now: --help waits for nothing that draws
    words = importlib.import_module("printjob.run.mail.postagetext")
    language = language_here()
    if piece:
        line = next((line for one in found if (line := one.line(piece))), None)
        if line is None:
            raise DataRefused(Fault(id="PJ-1602-E", field="piece", value=piece))
        _tell(line, words.lines_text([line], language, why=True), as_json=as_json)
        return
    reports = [one.report for one in found]
    _tell(reports, words.reports_text(reports, language, why=why), as_json=as_json)
    sys.exit(4 if any(one.unplaced or one.lacking_envelopes or one.cash_short for one in reports) else 0)


def _tell(found: object, lines: Iterable[str], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    for line in lines:
        click.echo(line)
