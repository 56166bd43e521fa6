"""``printjob posting``: what becomes of made mail until the post office has it (差出), each step on a named person's word."""

from __future__ import annotations

import codecs
import datetime as dt
import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click
import msgspec

from printjob.cli.boundary import print_json, reporting, show_faults
from printjob.cli.options import home_option, json_option, language_here
from printjob.model.mail import BECAUSE, INDICIA
from printjob.run.home import Home

if TYPE_CHECKING:
    from printjob.run.posting.papers import PapersMade

by_option = click.option("--by", required=True, metavar="NAME", help="記録する人 / who says so")
_DAY = click.DateTime(["%Y-%m-%d"])
_ELSEWHERE = {"calendar": ("calendar", "calendar_command")}
"""commands of the group that have modules of their own"""


class _Group(click.Group):
    """The group with the commands of other modules, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = _ELSEWHERE[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"printjob.cli.{module}"), name)
        return command


@click.group("posting", short_help="差出 / posting: made mail, papers, acceptance", cls=_Group, epilog="例 / Example: printjob posting list --home var")
def posting_command() -> None:
    """差出: 封入の終わったジョブを記録し、差出の書類を作り、郵便局の引受けを記録します。

    Posting: records finished jobs, makes the papers, records the post office's acceptance.
    """


@posting_command.command("list", short_help="差出の進み / how far each posting is", epilog="例 / Example: printjob posting list --home var --json")
@home_option
@json_option
@reporting
def list_command(home: Path, as_json: bool) -> None:
    """団体・差出日・局ごとに、どこまで進んだかを示します。 / Shows how far each posting is, by municipality, day and office."""
    found = importlib.import_module("printjob.run.posting.listing").posting_lines(Home(home))
    if as_json:
        print_json(found)
        return
    words, language = importlib.import_module("printjob.run.posting.listingtext"), language_here()
    lines = [line for one in found for line in words.posting_text(one, language)]
    click.echo("\n".join(lines or [words.none_text(language)]))


@posting_command.command("made", short_help="封入の終わり / a job is finished, its counter", epilog="例 / Example: printjob posting made 20260401-01-0001 --pieces 298 --by 北海一郎 --home var")
@click.argument("job")
@click.option("--pieces", required=True, type=click.IntRange(0), metavar="N", help="封入機の計数 / what the inserter's counter says")
@by_option
@home_option
@reporting
def made_command(job: str, pieces: int, by: str, home: Path) -> None:
    """ジョブの封入が終わったことを記録します。計数は、計画から取り出した通を引いた数でなければなりません（数は合わせません）。

    Records that a job is finished. The counter must say what was planned without what was taken out: no count is ever adjusted.
    """
    _acts().job_made(Home(home), job, pieces, by)
    _say(f"{job} 封入の終わりを記録しました: {pieces:,}通。差出の進みは printjob posting list", f"{job} recorded as finished: {pieces:,} pieces. Progress: printjob posting list")


def _pieces_of(listed: Path | None, pieces: tuple[str, ...]) -> list[str]:
    """The pieces named on the command line and in a file, one a line; what follows ``#`` is a remark, in whatever encoding."""
    lines = listed.read_bytes().removeprefix(codecs.BOM_UTF8).splitlines() if listed else []
    named = [line.partition(b"#")[0].decode(errors="replace").strip() for line in lines]
    found = [*pieces, *filter(None, named)]
    if not found:
        raise click.UsageError("give --piece or --list")
    return found


_list_option = click.option("--list", "listed", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
                            help="通の番号の一覧（1行に1通） / a file with a piece a line")  # fmt: skip
_piece_option = click.option("--piece", "pieces", multiple=True, metavar="ID", help="通の番号（繰返し可） / a piece's id or number, repeatable")


@posting_command.command("take-out", short_help="取出し / pieces that do not go", epilog="例 / Example: printjob posting take-out 20260401-01 --piece 12 --because spoiled --by 北海一郎 --home var")
@click.argument("run")
@_list_option
@_piece_option
@click.option("--because", required=True, type=click.Choice(BECAUSE), help="引抜き・損傷・所在不明 / why")
@by_option
@click.option("--note", default="", help="備考（個人情報は書かない） / a remark, without personal data")
@home_option
@reporting
def take_out_command(run: str, listed: Path | None, pieces: tuple[str, ...], because: str, by: str, note: str, home: Path) -> None:
    """差し出さない通を記録します。一つでも記録できない通があれば、何も記録しません。同じ理由でもう一度記録しても変わりません。

    Records pieces that do not go: all of them or none. Said again for the same reason it changes nothing.
    """
    new = _acts().take_out(Home(home), run, _pieces_of(listed, pieces), because, by, note)
    _say(f"{run} 取出し {len(new):,}通を記録しました", f"{run} recorded as taken out: {len(new):,} pieces")


@posting_command.command("put-back", short_help="戻し / pieces that go after all", epilog="例 / Example: printjob posting put-back 20260401-01 --piece 12 --by 北海一郎 --home var")
@click.argument("run")
@_list_option
@_piece_option
@by_option
@home_option
@reporting
def put_back_command(run: str, listed: Path | None, pieces: tuple[str, ...], by: str, home: Path) -> None:
    """取り出した通を差出に戻します（戻し）。そのジョブは数え直し、made をもう一度記録します。

    Records that pieces that were taken out go after all. Their jobs must be counted and confirmed again.
    """
    found = _acts().put_back(Home(home), run, _pieces_of(listed, pieces), by)
    _say(f"{run} 戻し {len(found):,}通を記録しました", f"{run} recorded as put back: {len(found):,} pieces")


@posting_command.command("envelope", short_help="封筒の入替え / put into other envelopes", epilog="例 / Example: printjob posting envelope 20260401-01-0002 --indicia plain --bundle 3 --by 北海一郎 --home var")
@click.argument("job")
@click.option("--indicia", required=True, type=click.Choice(list(INDICIA)), help="封筒の表示 / what the envelopes bear")
@click.option("--bundle", "bundles", multiple=True, type=click.IntRange(1), metavar="N", help="この把束だけ（繰返し可） / these bundles only")
@click.option("--office", default="", metavar="NAME", help="別の局へ差し出すとき（ジョブの全部） / when the whole job goes to another office")
@by_option
@home_option
@reporting
def envelope_command(job: str, indicia: str, bundles: tuple[int, ...], office: str, by: str, home: Path) -> None:
    """ジョブ（またはその把束）の通を別の封筒に入れ替えたことを記録します。

    Records that a job's pieces, or those of some bundles, were put into other envelopes.
    """
    _acts().other_envelopes(Home(home), job, indicia, by, bundles=bundles, office=office)
    _say(f"{job} 封筒の表示 {INDICIA[indicia]} を記録しました", f"{job} recorded in envelopes of {indicia}")


@posting_command.command("papers", short_help="差出の書類 / make a posting's papers", epilog="例 / Example: printjob posting papers 019917 --day 2026-04-10 --home var")
@click.argument("municipality")
@click.option("--day", required=True, type=_DAY, help="差出日 / posting day")
@click.option("--office", metavar="NAME", help="この局だけ / this office only")
@click.option("--by", default="", metavar="NAME", help="作る人 / who makes them")
@home_option
@json_option
@reporting
def papers_command(municipality: str, day: dt.datetime, office: str | None, by: str, home: Path, as_json: bool) -> None:
    """封入の終わった、まだ差し出していないジョブの料金を実際の通数で決め直し、差出の書類を postings/ に作ります。
    終了コード 0、書類を作れない局があれば 4（何をすればよいかを示します）。引受けまでは何度でも作り直せます。

    Prices what was really made and writes the posting's papers into postings/. Exit code 0, or 4 when an office's posting cannot be.
    """
    found: list[PapersMade] = importlib.import_module("printjob.run.posting.papers").make_papers(Home(home), municipality, day.date(), office, by)
    _tell_papers(home, found, as_json=as_json)
    sys.exit(4 if any(one.faults for one in found) else 0)


def _tell_papers(home: Path, found: Iterable[PapersMade], *, as_json: bool) -> None:
    for one in found:
        show_faults([*one.notes, *one.faults])
    entries = [one.entry for one in found if one.entry]
    if as_json:
        changes = {one.entry.posting: one.changes for one in found if one.entry}
        print_json([
            {"id": entry.posting, "folder": str(Home(home).postings / entry.posting), **msgspec.to_builtins(entry), "changes": changes[entry.posting]}
            for entry in entries
        ])  # fmt: skip
        return
    for entry in entries:
        folder = Home(home).postings / entry.posting
        _say(
            f"{entry.posting} {entry.office} {entry.pieces:,}通 {entry.cost_yen:,}円 {folder}",
            f"{entry.posting} {entry.office} {entry.pieces:,} pieces {entry.cost_yen:,} yen {folder}",
        )


@posting_command.command(
    "accepted", short_help="引受け / the post office accepted it", epilog="例 / Example: printjob posting accepted 019917-20260410-1 --office 見本中央郵便局 --on 2026-04-10 --slip 1234 --by 北海一郎 --home var"
)
@click.argument("posting")
@click.option("--office", required=True, metavar="NAME", help="引き受けた局 / the office that accepted it")
@click.option("--on", required=True, type=_DAY, help="日附印の日 / the day of its stamp")
@click.option("--slip", required=True, metavar="NUMBER", help="受付番号 / the slip's number")
@by_option
@home_option
@reporting
def accepted_command(posting: str, office: str, on: dt.datetime, slip: str, by: str, home: Path) -> None:
    """郵便局が引き受けたことを、日附印のある差出票のとおりに記録します。これで差出済になり、発送記録が outbox/ に出ます。

    Records the acceptance as the stamped slip says it: from here on the pieces are posted; dispatch records go to the outbox.
    """
    acceptance = importlib.import_module("printjob.run.posting.accepted")
    for name in acceptance.accept(Home(home), posting, office, on.date(), slip, by):
        click.echo(name)
    show_faults(acceptance.day_notes(Home(home), posting))


def _say(japanese: str, english: str) -> None:
    click.echo(english if language_here() == "en" else japanese)


def _acts() -> ModuleType:
    return importlib.import_module("printjob.run.posting.acts")  # only now: --help waits for nothing that draws
