"""The forms of a site as their designers see them: which there are, and what is wrong with each (様式の一覧と検査).

A form is checked as it will be printed: bound to the settings of each municipality that sends it, for each kind of run that both know,
held against every window envelope its pieces may go into and every printer it may come from. Its sample file is read, and its proof must print what the form prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from printjob.errors import ArgumentMistake, DeclarationRefused, Fault
from printjob.intake.municipality import Municipality
from printjob.layout.check.envelope import Envelope
from printjob.layout.check.report import Checked, check_compiled, check_printers
from printjob.layout.compile import compile_form, compile_placed
from printjob.layout.constants import campaign_constants
from printjob.layout.language import Layout, read_layout
from printjob.run.forms import form_ids, require_form
from printjob.run.proofing.proof import same_values
from printjob.run.site import Site
from printjob.sample.language import SAMPLE_FILE, read_sample_form

_ON_PROOF = "a proof prints other values: guards on campaign.proof may only add or take away texts"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A form in the list; ``pages`` are its lead pages and, with ``*``, its sections. One that cannot be read has faults instead."""

    id: str
    title: str = ""
    edition: str = ""
    stocks: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    folder: str = ""
    faults: tuple[Fault, ...] = ()


class CheckOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be checked: empty names mean all. ``issued_on`` (発付日) says which dated settings count."""

    form: str = ""
    municipality: str = ""
    run_kind: str = ""
    issued_on: date


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A fault and where it was found, as ``municipality run-kind``; nowhere named: in the form's files themselves."""

    fault: Fault
    where: tuple[str, ...]


class FormChecked(msgspec.Struct, frozen=True, kw_only=True):
    """A form's check: what it was held against, what was found in the order of file and line, and the record's fields that it prints nowhere.

    ``unheld`` are envelopes of its senders' machines that no ``envelopes.yaml`` describes: nobody looked at the form in their windows.
    """

    id: str
    checked: tuple[str, ...]
    findings: tuple[Finding, ...]
    unprinted: tuple[str, ...]
    unheld: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing forbids printing; warnings may be left."""
        return all(is_warning(one.fault) for one in self.findings)


def is_warning(fault: Fault) -> bool:
    """Whether a fault is for the designer to judge and does not forbid printing."""
    return fault.id.endswith("-W")


def list_forms(site: Site) -> list[Listed]:
    """The forms that take records, by id."""
    return [_listed(site, form) for form in form_ids(site)]


def _listed(site: Site, form: str) -> Listed:
    folder = site.layout_folder(form)
    try:
        layout = read_layout(folder)
    except DeclarationRefused as refused:
        return Listed(id=form, folder=str(folder), faults=refused.faults)
    return Listed(
        id=form, title=layout.sheet.title, edition=layout.sheet.edition, stocks=layout.stocks, folder=str(folder),
        variants=tuple(case.name for case in layout.variants.cases) if layout.variants else (),
        pages=tuple(dict.fromkeys([*(page.name for page in layout.lead), *(f"{one.name}*" for one in layout.sections)])),
    )  # fmt: skip


def check_forms(site: Site, order: CheckOrder) -> Iterator[FormChecked]:
    """Each form's check, one after another. ``ArgumentMistake`` for a form or municipality that there is not."""
    if order.form:
        require_form(site, order.form)
    if order.municipality and order.municipality not in site.municipalities():
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--municipality", value=order.municipality))
    for form in (order.form,) if order.form else form_ids(site):
        yield _check(site, order, form)


def _check(site: Site, order: CheckOrder, form: str) -> FormChecked:
    folder = site.layout_folder(form)
    try:
        layout = read_layout(folder)
        if (folder / SAMPLE_FILE).exists():
            read_sample_form(folder, layout.shape)
    except DeclarationRefused as refused:
        return FormChecked(id=form, checked=(), findings=tuple(Finding(fault=one, where=()) for one in refused.faults), unprinted=())
    senders = [site.municipality(code) for code in ((order.municipality,) if order.municipality else _senders(site, form))]
    found = {f"{one.code} {kind}": _checked(site, layout, one, order.issued_on, kind) for one in senders for kind in _kinds(layout, one, order)}
    return FormChecked(
        id=form, checked=tuple(found), findings=tuple(_merged(found.items())), unprinted=_nowhere([one.unprinted for one in found.values()]),
        unheld=tuple(dict.fromkeys(name for one in senders for name in _envelope_names(site, one) if name not in site.envelopes())),
    )  # fmt: skip


def _senders(site: Site, form: str) -> list[str]:
    """The municipalities with a data format for the form; where none has one yet, all."""
    own = {name for name in site.formats() if site.format(name).record == form}
    codes = site.municipalities()
    return [code for code in codes if own & set(site.municipality(code).formats)] or list(codes)


def _kinds(layout: Layout, municipality: Municipality, order: CheckOrder) -> Sequence[str]:
    if order.run_kind:
        return (order.run_kind,)
    return [kind for kind in layout.shape.run_kinds if kind in municipality.run_kinds]


def _checked(site: Site, layout: Layout, municipality: Municipality, issued_on: date, kind: str) -> Checked:
    year = issued_on.year - (issued_on.month < 4)
    try:
        constants, shown = (campaign_constants(municipality.settings, year, issued_on, kind, proof=proof) for proof in (False, True))
        compiled, (proof, _) = compile_placed(layout, constants), compile_form(layout, shown)
    except DeclarationRefused as refused:
        return Checked(refused.faults, ())
    found = [check_compiled(layout, compiled, envelope) for envelope in _envelopes(site, municipality)]
    faults = list(dict.fromkeys(fault for one in found for fault in one.faults))
    faults += check_printers(layout, {name: site.profile(name).device_dpi for name in municipality.routes})
    if not same_values(compiled.form, proof):
        faults.append(Fault(id="PJ-1002-E", file=layout.node.file, line=layout.node.line, column=layout.node.column, detail=_ON_PROOF))
    return Checked(tuple(faults), found[0].unprinted if found else ())


def _envelopes(site: Site, municipality: Municipality) -> list[Envelope]:
    """The window envelopes that the municipality's pieces may go into."""
    known = site.envelopes()
    return [known[name] for name in _envelope_names(site, municipality) if name in known]


def _envelope_names(site: Site, municipality: Municipality) -> list[str]:
    return list(dict.fromkeys(site.profile(name).envelope for name in municipality.routes))


def _merged(found: Iterable[tuple[str, Checked]]) -> Iterator[Finding]:
    """Each fault once, with everywhere it was found."""
    where: dict[Fault, list[str]] = {}
    for place, checked in found:
        for fault in checked.faults:
            where.setdefault(fault, []).append(place)
    for fault in sorted(where, key=lambda one: (one.file, one.line, one.column, one.detail)):
        yield Finding(fault=fault, where=tuple(where[fault]))


def _nowhere(unprinted: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(name for name in (unprinted[0] if unprinted else ()) if all(name in one for one in unprinted))
