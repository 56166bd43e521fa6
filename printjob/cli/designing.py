"""What ``printjob layout`` and ``proof --book`` do and tell. Loaded when one of them is called: it brings everything that draws."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from printjob.cli.boundary import print_json, show_faults
from printjob.cli.options import language_of
from printjob.errors import DataRefused, PrintjobError
from printjob.faultbook import message
from printjob.run.designing.editions import Compared, compare_editions
from printjob.run.designing.layouts import CheckOrder, Finding, FormChecked, check_forms, is_warning, list_forms
from printjob.run.designing.preview import PreviewOrder, draw_preview
from printjob.run.designing.sitechoice import chosen_site, watched_folders
from printjob.run.designing.specimens import Specimen, SpecimenOrder
from printjob.run.designing.watching import watch
from printjob.run.proofing.proofbook import make_book
from printjob.run.samples import issued_on
from printjob.run.site import Site

_WELL, _DIFFERENT, _UNEXPECTED = 0, 4, 4
_LOOK_S = 0.5
_WORDS = {
    "printed": ("印刷", "printed"), "held": ("保留", "held"), "pulled": ("引抜き", "pulled"), "quarantined": ("受入エラー", "quarantined"),
    "added": ("追加", "added"), "removed": ("削除", "removed"), "changed": ("変更", "changed"),
    "clean": ("様式に誤りはありません", "nothing forbids printing"), "warnings": ("判断が要る点", "for you to judge"),
    "unheld": ("envelopes.yaml に寸法がなく、窓に当てて調べていない封筒", "envelopes that envelopes.yaml does not describe: not looked at in their windows"),
    "unprinted": ("印刷しない項目", "fields that are never printed"), "equal": ("同じです", "the editions are equal"),
    "unexpected": ("見本の結果が sample.yaml の expect と違います", "not what sample.yaml expects"), "faults": ("誤り", "faults"),
}  # fmt: skip


def tell_list(home: Path | None, *, as_json: bool) -> int:
    """List the forms; the exit code."""
    with chosen_site(home) as site:
        found = list_forms(site)
    if as_json:
        print_json(found)
    else:
        for one in found:
            parts = [one.title, one.edition, f"用紙 {'・'.join(one.stocks)}", f"種類 {'・'.join(one.variants) or '1'}", f"頁 {'・'.join(one.pages)}"]
            click.echo(f"{one.id}  {'  '.join(parts) if not one.faults else 'NG'}")
    show_faults(fault for one in found for fault in one.faults)
    return DataRefused.exit_code if any(one.faults for one in found) else _WELL


def tell_check(home: Path | None, order: CheckOrder, *, as_json: bool) -> int:
    """Check forms, each told when it is done; the exit code."""
    found = []
    with chosen_site(home) as site:
        for one in check_forms(site, order):
            found.append(one)
            if not as_json:
                _tell_checked(one)
    if as_json:
        print_json([_checked_json(one) for one in found])
    return _WELL if all(one.clean for one in found) else DataRefused.exit_code


def tell_preview(home: Path | None, order: PreviewOrder, *, watching: bool) -> int:
    """Draw a preview, again and again with ``watching``; the exit code."""
    with chosen_site(home) as site:
        order = msgspec.structs.replace(order, specimens=_for_first(site, order.specimens))
        if watching:
            _watch(site, order)
        else:
            _preview(site, order)
    return _WELL


def tell_diff(home: Path | None, old: Path, order: PreviewOrder, *, as_json: bool) -> int:
    """Compare two editions; the exit code."""
    with chosen_site(home) as site:
        specimens = _for_first(site, order.specimens)
        found = compare_editions(site, old, specimens, issued_on(specimens.business_date), order.out, order.dpi)
    if as_json:
        print_json(_compared_json(found))
    else:
        _tell_compared(found)
    return _WELL if found.equal else _DIFFERENT


def tell_book(home: Path | None, order: SpecimenOrder, out: Path | None) -> int:
    """Make a proof book; the exit code."""
    with chosen_site(home) as site:
        order = _for_first(site, order)
        made = make_book(site, order, out or Path("proof-book") / f"{order.form}-{order.municipality}.pdf")
    click.echo(f"{made.path}  {made.samples} 件 / samples  {made.pages} 頁 / pages")
    for name in made.unexpected:
        click.echo(f"{name}: 予定と違う / not as expected", err=True)
    return _UNEXPECTED if made.unexpected else _WELL


def _for_first(site: Site, order: SpecimenOrder) -> SpecimenOrder:
    """The order, for the site's first municipality where it names none."""
    return order if order.municipality else msgspec.structs.replace(order, municipality=site.municipalities()[0])


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
    if one.unheld:
        click.echo(f"  {_word('unheld')}: {', '.join(one.unheld)}")


def _tell_findings(findings: Sequence[Finding], checked: Sequence[str]) -> None:
    """Each on a line; where it was found is told unless it is everywhere."""
    for found in findings:
        where = "" if set(found.where) == set(checked) else f"  ({', '.join(found.where)})" if found.where else ""
        click.echo(f"  {message(found.fault, _language())}{where}")


def _checked_json(one: FormChecked) -> dict[str, object]:
    return {
        "id": one.id, "clean": one.clean, "checked": one.checked, "unprinted": one.unprinted, "unheld": one.unheld,
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


def _compared_json(found: Compared) -> dict[str, object]:
    return {
        "id": found.form, "equal": found.equal, "old_edition": found.old_edition, "new_edition": found.new_edition, "changes": found.changes,
        "pictures": list(map(str, found.pictures)),
    }  # fmt: skip


def _tell_compared(found: Compared) -> None:
    click.echo(f"{found.form} {found.old_edition} -> {found.new_edition}{'  ' + _word('equal') if found.equal else ''}")
    for one in found.changes:
        click.echo(f"  {_word(one.how)} {one.place} {one.kind} 「{one.name}」 {one.old}{' -> ' if one.old and one.new else ''}{one.new}  ({', '.join(one.on)})")
    for path in found.pictures:
        click.echo(str(path))
