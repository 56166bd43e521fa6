"""``printjob exception add|list``: texts that two named persons let be printed otherwise than delivered (例外承認)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import msgspec

from printjob.cli.boundary import print_json, reporting
from printjob.cli.options import home_option, json_option
from printjob.run.excepting import Excepted, add_exception, exceptions_of, text_sha256
from printjob.run.home import Home


@click.group("exception", short_help="例外承認 / exceptions of two persons", epilog="例 / Example: printjob exception list --home var")
def exception_command() -> None:
    """例外承認: 文字欄を、二名の承認で納品と違う文字で印刷します。

    Exceptions: a text is printed otherwise than delivered, by two named persons.
    """


@exception_command.command(
    "add", short_help="例外を加える / add an exception",
    epilog="例 / Example: printjob exception add --home var --municipality 019917 --form property-tax --year 2026"
    " --notice 0000000012 --field obligor --original 見本∑商店 --print-as 見本シグマ商店 --reason 字形なし"
    " --by 北海一郎 --by 見本次郎 --on 2026-04-01",
)
@home_option
@click.option("--municipality", required=True, metavar="CODE", help="団体 / municipality")
@click.option("--form", required=True, help="帳票 / form id")
@click.option("--year", required=True, type=int, help="年度 / fiscal year")
@click.option("--notice", required=True, help="通知書番号 / the notice's number")
@click.option("--section", default="", help="明細の種類（明細の欄のとき） / section of record.yaml, for a field of a line")
@click.option("--line", type=click.IntRange(1), help="その何行目か / which line of the section, from 1")
@click.option("--field", required=True, help="項目名 / name of the field")
@click.option("--original", help="納品された文字（ハッシュだけを残す） / the text as delivered; only its hash is kept")
@click.option("--original-sha256", help="または、そのSHA-256 / or its SHA-256")
@click.option("--print-as", required=True, help="印刷する文字 / what shall be printed")
@click.option("--reason", required=True, help="理由 / why")
@click.option("--by", "approved_by", multiple=True, required=True, help="承認者（二名） / who approves: two persons")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="承認日 / day of the approval")
@reporting
def add_command(
    home: Path,
    municipality: str,
    form: str,
    year: int,
    notice: str,
    section: str,
    line: int | None,
    field: str,
    original: str | None,
    original_sha256: str | None,
    print_as: str,
    reason: str,
    approved_by: tuple[str, ...],
    on: dt.datetime,
) -> None:
    """例外を site/exceptions に加え、監査記録に残します。 / Adds an exception to site/exceptions and to the audit log."""
    if (original is None) == (original_sha256 is None):
        raise click.UsageError("give --original or --original-sha256, one of them")
    entry = Excepted(
        form=form,
        fiscal_year=year,
        notice=notice,
        section=section,
        line=line or 0,
        field=field,
        original_sha256=original_sha256 or text_sha256(original or ""),
        print_as=print_as,
        reason=reason,
        approved_by=approved_by,
        on=on.date(),
    )
    click.echo(str(add_exception(Home(home), municipality, entry)))


@exception_command.command("list", short_help="例外の一覧 / list the exceptions", epilog="例 / Example: printjob exception list --home var --json")
@home_option
@click.option("--municipality", metavar="CODE", help="この団体だけ / this municipality only")
@json_option
@reporting
def list_command(home: Path, municipality: str | None, as_json: bool) -> None:
    """例外の一覧です。 / Lists the exceptions."""
    found = exceptions_of(Home(home), municipality)
    if as_json:
        print_json([{"id": f"{code} {one.notice} {one.place}", "municipality": code, **_named(one)} for code, one in found])
        return
    for code, one in found:
        click.echo(f"{code} {one.form} {one.fiscal_year} {one.notice} {one.place} {'、'.join(one.approved_by)} {one.on} {one.reason}")


def _named(one: Excepted) -> dict[str, object]:
    named: dict[str, object] = msgspec.to_builtins(one)
    return named
