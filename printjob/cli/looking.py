"""``printjob status``, ``jobs`` and ``proof``: what was made, and how it looks."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from pathlib import Path

import click
import msgspec

from printjob.cli.boundary import print_json, reporting
from printjob.cli.options import date_option, example_home_option, home_option, json_option, language_here
from printjob.errors import DataRefused, Fault
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.proofing.proof import draw_proofs, first_pieces
from printjob.run.status import run_status
from printjob.whereabouts import default_home

_JOB_STATES = {"prepared": "準備完了", "made": "封入済", "posted": "差出済"}


@click.command("status", short_help="回の件数と収支 / counts and balances of runs", epilog="例 / Example: printjob status 20260401-01 --home var")
@click.argument("run", required=False)
@home_option
@json_option
@reporting
def status_command(run: str | None, home: Path, as_json: bool) -> None:
    """回ごとの件数と収支を示します。 / Shows runs with their counts and balances."""
    place = Home(home)
    place.require()
    with Ledger.copied(place.ledger) as ledger:
        found = run_status(ledger, run)
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(one.text(language_here()))


@click.command("jobs", short_help="ジョブの一覧 / list the jobs", epilog="例 / Example: printjob jobs 20260401-01 --home var")
@click.argument("run", required=False)
@home_option
@json_option
@reporting
def jobs_command(run: str | None, home: Path, as_json: bool) -> None:
    """印刷・封入ジョブの一覧です。 / Lists the print and inserter jobs."""
    place = Home(home)
    place.require()
    with Ledger.copied(place.ledger) as ledger:
        if run is not None and run not in {known for known, *_ in ledger.runs()}:
            raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run))
        found = ledger.jobs(run)
    if as_json:
        print_json(
            [{"id": job.job, "folder": str(place.runs / job.run / "jobs" / job.job), **_named(job)} for job in found]
        )
        return
    for job in found:
        click.echo(_job_text(job, language_here()))


def _job_text(job: JobEntry, language: str) -> str:
    if language == "en":
        return f"{job.job} {job.state} {job.municipality} {job.profile} {job.pieces:,} pieces {job.sheets:,} sheets {job.campaign}"
    state = _JOB_STATES.get(job.state, job.state)
    return f"{job.job} {state} {job.municipality} {job.profile} {job.pieces:,}通 {job.sheets:,}枚 {job.campaign}"


def _named(job: object) -> dict[str, object]:
    return {name: value for name, value in msgspec.to_builtins(job).items() if name != "job"}


@click.command("proof", short_help="校正の絵、校正刷り / proof pictures and books", epilog="例 / Example: printjob proof 20260401-01-0001 --piece 1 --home var; printjob proof --book property-tax")
@click.argument("job", required=False)
@example_home_option
@click.option("--piece", "pieces", multiple=True, help="通（番号または末尾の数字） / piece id or its number")
@click.option(
    "--first",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="--piece がないとき先頭から何通 / so many of the first",
)
@click.option(
    "--dpi", type=click.IntRange(36, 600), default=150, show_default=True, help="解像度 / dots of the picture per inch"
)
@click.option("--book", metavar="FORM", help="この様式の校正刷りを作る / make this form's proof book, for signature")
@click.option("--municipality", metavar="CODE", help="校正刷りの団体（既定: 最初の団体） / of the proof book; default: the first")
@date_option
@click.option(
    "--out", type=click.Path(path_type=Path), help="画像の置き場所、校正刷りのPDF / folder for the pictures; the book's PDF"
)
@reporting
def proof_command(
    job: str | None,
    home: Path | None,
    pieces: tuple[str, ...],
    first: int,
    dpi: int,
    book: str | None,
    municipality: str | None,
    business_date: dt.datetime,
    out: Path | None,
) -> None:
    """選んだ通の校正画像（PNG）を見本・無効コードで作ります。個人情報を含みます。--book は架空の見本データの校正刷り（PDF）です。

    Pictures of chosen pieces, with 見本 and void payment codes; they show personal data. With --book FORM instead the form's proof book:
    every named sample, of invented people, for signature; exit 4 when a sample did not become what sample.yaml expects.
    """
    if (job is None) == (book is None):
        raise click.UsageError("give JOB or --book FORM, one of them")
    if book is not None:
        work = importlib.import_module("printjob.cli.designing")  # only now: --help waits for nothing that draws
        order = work.SpecimenOrder(form=book, municipality=municipality or "", business_date=business_date.date())
        sys.exit(work.tell_book(home, order, out))
    elif job is not None:
        _draw_proofs(Home(home or default_home()), job, pieces, out, first, dpi)


def _draw_proofs(place: Home, job: str, pieces: tuple[str, ...], out: Path | None, first: int, dpi: int) -> None:
    place.require()
    run = place.runs / job.rpartition("-")[0]
    if not (run / "jobs" / job / "print.pdf").exists():
        raise DataRefused(Fault(id="PJ-1602-E", field="job", value=job))
    target = out or run / "proofs" / job
    for path in draw_proofs(run, job, pieces or first_pieces(run, job, first), target, dpi):
        click.echo(str(path))
