"""``printjob layout list|check|preview|diff``: what designers ask of a form before anybody prints it."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from pathlib import Path
from types import ModuleType

import click

from printjob.cli.boundary import reporting
from printjob.cli.options import date_option, example_home_option, json_option

_form_argument = click.argument("form")
_municipality_option = click.option("--municipality", metavar="CODE", default="", help="団体（既定: 最初の団体） / default: the first municipality")
_sample_option = click.option("--sample", "samples", metavar="NAME", multiple=True, help="見本の名前（既定: 最初の見本） / named sample of sample.yaml (default: the first)")


@click.group("layout", short_help="様式を調べる / ask about forms", epilog="例 / Example: printjob layout check property-tax")
def layout_command() -> None:
    """様式の一覧・検査・プレビュー・新旧対照。 / Lists, checks, previews and compares forms."""


@layout_command.command("list", short_help="様式の一覧 / list the forms", epilog="例 / Example: printjob layout list --json")
@example_home_option
@json_option
@reporting
def list_command(home: Path | None, as_json: bool) -> None:
    """様式の一覧です。読めない様式があれば終了コード8。

    Lists the forms, the site's own (site/layouts) before those that came with the program; exit 8 when one cannot be read.
    """
    sys.exit(_designing().tell_list(home, as_json=as_json))


@layout_command.command("check", short_help="様式の検査 / check forms", epilog="例 / Example: printjob layout check property-tax --municipality 019917")
@click.argument("form", required=False, default="")
@click.option("--municipality", metavar="CODE", default="", help="団体（既定: この様式を送る全団体） / default: all that send the form")
@click.option("--run-kind", metavar="K", default="", help="処理区分 1 当初 2 随時 3 変更（既定: 全部） / run kind (default: all)")
@date_option
@example_home_option
@json_option
@reporting
def check_command(form: str, municipality: str, run_kind: str, business_date: dt.datetime, home: Path | None, as_json: bool) -> None:
    """様式を団体と処理区分ごとに検査します。終了コード 0 良 / 8 誤り（判断が要る点だけなら 0）。

    Checks forms for each municipality and run kind: window, folds, strip, quiet zones, overlaps, longest values. Exit 8 when something
    forbids printing; warnings alone leave 0.
    """
    work = _designing()
    order = work.CheckOrder(form=form, municipality=municipality, run_kind=run_kind, issued_on=work.issued_on(business_date.date()))
    sys.exit(work.tell_check(home, order, as_json=as_json))


@layout_command.command("preview", short_help="様式の絵 / pictures of a form", epilog="例 / Example: printjob layout preview property-tax --sample one-asset --grid --zones --watch")
@_form_argument
@_municipality_option
@_sample_option
@click.option("--all", "every", is_flag=True, help="全部の見本 / all named samples")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("preview"), show_default=True, help="画像の置き場所 / folder for the pictures")
@click.option("--dpi", type=click.IntRange(36, 600), default=150, show_default=True, help="解像度 / dots of the picture per inch")
@click.option("--grid", is_flag=True, help="ミリ目盛りを重ねる / a grid in millimetres")
@click.option("--zones", is_flag=True, help="窓・折り目・帯・余白を重ねる / window, folds, strip and quiet zones")
@click.option("--watch", "watching", is_flag=True, help="保存のたびに描き直す（Ctrl-C で終わる） / again after every save, until Ctrl-C")
@date_option
@example_home_option
@reporting
def preview_command(
    form: str,
    municipality: str,
    samples: tuple[str, ...],
    every: bool,
    out: Path,
    dpi: int,
    grid: bool,
    zones: bool,
    watching: bool,
    business_date: dt.datetime,
    home: Path | None,
) -> None:
    """様式を見本データで印刷したところを絵（PNG）にします。見本と無効コードが入ります。

    Pictures of a form filled with a named sample, as a night would print it, with 見本 and void codes.
    """
    work = _designing()
    specimens = work.SpecimenOrder(
        form=form, municipality=municipality, business_date=business_date.date(), samples=samples, first_only=not (samples or every)
    )
    order = work.PreviewOrder(specimens=specimens, out=out, dpi=dpi, grid=grid, zones=zones)
    sys.exit(work.tell_preview(home, order, watching=watching))


@layout_command.command("diff", short_help="様式の新旧対照 / compare two editions", epilog="例 / Example: printjob layout diff property-tax --from ../printjob-1.0/layouts")
@_form_argument
@click.option("--from", "old", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER", help="旧版の layouts フォルダー / the old edition's layouts folder")
@_municipality_option
@_sample_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("preview"), show_default=True, help="画像の置き場所 / folder for the pictures")
@click.option("--dpi", type=click.IntRange(36, 600), default=100, show_default=True, help="解像度 / dots of the picture per inch")
@date_option
@example_home_option
@json_option
@reporting
def diff_command(
    form: str, old: Path, municipality: str, samples: tuple[str, ...], out: Path, dpi: int, business_date: dt.datetime, home: Path | None, as_json: bool
) -> None:
    """旧版と新版を並べ、違いを赤で示します（既定は全部の見本）。終了コード 0 同じ / 4 違う。

    Old and new edition side by side, what differs in red, and the elements that were added, removed or changed; all named samples
    unless some are given. Exit 0 equal, 4 different.
    """
    work = _designing()
    specimens = work.SpecimenOrder(form=form, municipality=municipality, business_date=business_date.date(), samples=samples)
    sys.exit(work.tell_diff(home, old, work.PreviewOrder(specimens=specimens, out=out, dpi=dpi), as_json=as_json))


def _designing() -> ModuleType:
    """The part that does it, loaded only now: ``--help`` waits for nothing that draws."""
    return importlib.import_module("printjob.cli.designing")
