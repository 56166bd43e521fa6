"""``printjob layout list|check|preview|diff``: what designers ask of a form before anybody prints it."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from printjob.cli.boundary import print_json, reporting, show_faults
from printjob.cli.options import date_option, example_home_option, json_option, language_of
from printjob.errors import DataRefused, PrintjobError
from printjob.faultbook import message
from printjob.run.editions import Compared, compare_editions
from printjob.run.layouts import CheckOrder, Finding, FormChecked, check_forms, is_warning, list_forms
from printjob.run.preview import PreviewOrder, draw_preview
from printjob.run.samples import issued_on
from printjob.run.site import Site
from printjob.run.sitechoice import chosen_site, watched_folders
from printjob.run.specimens import Specimen, SpecimenOrder
from printjob.run.watching import watch

_DIFFERENT = 4
_LOOK_S = 0.5
_WORDS = {
    "printed": ("印刷", "printed"), "held": ("保留", "held"), "pulled": ("引抜き", "pulled"), "quarantined": ("受入エラー", "quarantined"),
    "added": ("追加", "added"), "removed": ("削除", "removed"), "changed": ("変更", "changed"),
    "clean": ("様式に誤りはありません", "nothing forbids printing"), "warnings": ("判断が要る点", "for you to judge"),
    "unprinted": ("印刷しない項目", "fields that are never printed"), "equal": ("同じです", "the editions are equal"),
    "unexpected": ("見本の結果が sample.yaml の expect と違います", "not what sample.yaml expects"), "faults": ("誤り", "faults"),
}  # fmt: skip

_form_argument = click.argument("form")
_municipality_option = click.option("--municipality", metavar="CODE", default="", help="団体（既定: 最初の団体） / default: the first municipality")
_sample_option = click.option("--sample", "samples", metavar="NAME", multiple=True, help="見本の名前（既定: 最初の見本） / named sample of sample.yaml (default: the first)")


@click.group("layout", epilog="例 / Example: printjob layout check property-tax")
def layout_command() -> None:
    """様式の一覧・検査・プレビュー・新旧対照。 / Lists, checks, previews and compares forms."""


@layout_command.command("list", epilog="例 / Example: printjob layout list --json")
@example_home_option
@json_option
@reporting
def list_command(home: Path | None, as_json: bool) -> None:
    """様式の一覧です。読めない様式があれば終了コード8。

    Lists the forms, the site's own (site/layouts) before those that came with the program; exit 8 when one cannot be read.
    """
    with chosen_site(home) as site:
        found = list_forms(site)
    if as_json:
        print_json(found)
    else:
        for one in found:
            parts = [one.title, one.edition, f"用紙 {'・'.join(one.stocks)}", f"種類 {'・'.join(one.variants) or '1'}", f"頁 {'・'.join(one.pages)}"]
            click.echo(f"{one.id}  {'  '.join(parts) if not one.faults else 'NG'}")
    show_faults(fault for one in found for fault in one.faults)
    sys.exit(DataRefused.exit_code if any(one.faults for one in found) else 0)


@layout_command.command("check", epilog="例 / Example: printjob layout check property-tax --municipality 019917")
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
    order = CheckOrder(form=form, municipality=municipality, run_kind=run_kind, issued_on=issued_on(business_date.date()))
    with chosen_site(home) as site:
        found = []
        for one in check_forms(site, order):
            found.append(one)
            if not as_json:
                _tell_checked(one)
    if as_json:
        print_json([_checked_json(one) for one in found])
    sys.exit(0 if all(one.clean for one in found) else DataRefused.exit_code)


@layout_command.command("preview", epilog="例 / Example: printjob layout preview property-tax --sample one-asset --grid --zones --watch")
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
    with chosen_site(home) as site:
        code = municipality or site.municipalities()[0]
        specimens = SpecimenOrder(form=form, municipality=code, business_date=business_date.date(), samples=samples, first_only=not (samples or every))
        order = PreviewOrder(specimens=specimens, out=out, dpi=dpi, grid=grid, zones=zones)
        if watching:
            _watch(site, order)
        else:
            _preview(site, order)


@layout_command.command("diff", epilog="例 / Example: printjob layout diff property-tax --from ../printjob-1.0/layouts")
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
    with chosen_site(home) as site:
        code = municipality or site.municipalities()[0]
        order = SpecimenOrder(form=form, municipality=code, business_date=business_date.date(), samples=samples)
        found = compare_editions(site, old, order, issued_on(business_date.date()), out, dpi)
    if as_json:
        print_json(found)
    else:
        _tell_compared(found)
    sys.exit(0 if found.equal else _DIFFERENT)


# -- telling -------------------------------------------------------------------------------------------------------------------


def _language() -> str:
    return language_of(click.get_current_context().find_root().params.get("lang"))


def _word(name: str) -> str:
    return _WORDS[name][0 if _language() == "ja" else 1]


def _tell_checked(one: FormChecked) -> None:
    broken, doubtful = ([found for found in one.findings if is_warning(found.fault) is warning] for warning in (False, True))
    state = f"NG {_word('faults')} {len(broken)}" if broken else f"OK {_word('clean')}"
    click.echo(f"{one.id}  {state}  {_word('warnings')} {len(doubtful)}  ({len(one.checked)})")
    _tell_findings(broken, one.checked)
    _tell_findings(doubtful, one.checked)
    if one.unprinted:
        click.echo(f"  {_word('unprinted')}: {' '.join(one.unprinted)}")


def _tell_findings(findings: Sequence[Finding], checked: Sequence[str]) -> None:
    """Each on a line; where it was found is told unless it is everywhere."""
    for found in findings:
        where = "" if set(found.where) == set(checked) else f"  ({', '.join(found.where)})" if found.where else ""
        click.echo(f"  {message(found.fault, _language())}{where}")


def _checked_json(one: FormChecked) -> dict[str, object]:
    return {
        "id": one.id, "clean": one.clean, "checked": one.checked, "unprinted": one.unprinted,
        "faults": [found for found in one.findings if not is_warning(found.fault)],
        "warnings": [found for found in one.findings if is_warning(found.fault)],
    }  # fmt: skip


def _preview(site: Site, order: PreviewOrder) -> None:
    written, made = draw_preview(site, order)
    for path in written:
        click.echo(str(path))
    for one in made.items:
        _tell_specimen(one)


def _tell_specimen(one: Specimen) -> None:
    if one.state != "printed":
        click.echo(f"{one.sample.name}: {_word(one.state)} {' '.join(fault.id for fault in one.faults)}", err=True)
    if not one.as_expected:
        click.echo(f"{one.sample.name}: {_word('unexpected')} ({_word(one.sample.expect.state)} {one.sample.expect.fault_id})", err=True)
        show_faults(one.faults)


def _watch(site: Site, order: PreviewOrder) -> None:
    def draw() -> None:
        began = time.monotonic()
        try:
            _preview(site, order)
        except PrintjobError as error:
            show_faults(error.faults)
        click.echo(f"-- {time.monotonic() - began:.1f} s")

    try:
        watch(watched_folders(site), draw, lambda: time.sleep(_LOOK_S))
    except KeyboardInterrupt:
        click.echo("")


def _tell_compared(found: Compared) -> None:
    click.echo(f"{found.form} {found.old_edition} -> {found.new_edition}{'  ' + _word('equal') if found.equal else ''}")
    for one in found.changes:
        click.echo(f"  {_word(one.how)} {one.place} {one.kind} 「{one.name}」 {one.old}{' -> ' if one.old and one.new else ''}{one.new}  ({', '.join(one.on)})")
    for path in found.pictures:
        click.echo(str(path))
