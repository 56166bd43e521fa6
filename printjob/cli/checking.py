"""``printjob verify`` and ``doctor``: is a finished job what it must be, is everything there that a night needs?"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from printjob.cli.boundary import print_json, reporting, show_faults
from printjob.cli.options import home_option, json_option, language_of
from printjob.run.home import Home
from printjob.run.verification import verify_named


@click.command("verify", short_help="ジョブを読み直す / read finished jobs again", epilog="例 / Example: printjob verify 20260401-01-0001 --home var")
@click.argument("name", metavar="RUN|JOB")
@home_option
@click.option(
    "--pictures",
    type=click.IntRange(0),
    default=200,
    show_default=True,
    help="画像で読む頁数 / pages read as pictures, a job",
)
@json_option
@reporting
def verify_command(name: str, home: Path, pictures: int, as_json: bool) -> None:
    """完成したジョブを別の読取器で読み直します。終了コード 0 良 / 8 不良。

    Re-reads finished jobs with readers of their own; exit 8 names each fault with page and piece.
    """
    found = verify_named(Home(home), name, pictures)
    faults = [fault for _, of_job in found for fault in of_job]
    if as_json:
        print_json([{"id": job, "faults": of_job} for job, of_job in found])
    else:
        for job, of_job in found:
            click.echo(f"{job} {'OK' if not of_job else f'NG {len(of_job)}'}")
    show_faults(faults)
    sys.exit(8 if faults else 0)


@click.command("doctor", short_help="夜に要るものを調べる / is all there that a night needs", epilog="例 / Example: printjob doctor --home var")
@home_option
@json_option
@reporting
def doctor_command(home: Path, as_json: bool) -> None:
    """必要なものが揃っているかを調べます。 / Looks whether everything is there that a night needs; exit 12 if not."""
    language = language_of(click.get_current_context().find_root().params.get("lang"))
    findings = importlib.import_module("printjob.run.doctor").examine(home, language)
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            click.echo(f"{'OK' if finding.well else 'NG'} {finding.id}: {finding.seen}")
    sys.exit(0 if all(finding.well for finding in findings) else 12)
