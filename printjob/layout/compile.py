"""A layout bound to a campaign: :func:`compile_form` makes the :class:`~printjob.model.form.Form` and its static art.

Conditions and constants are decided here and gone, for each variant apart. ``Form.digest`` is the SHA-256 of all that is printed but
the record's values and the fonts: a change of one line in a layout or one text of the municipality changes it, nothing else does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from printjob.declared import Node
from printjob.errors import DeclarationRefused, Fault
from printjob.layout.arts import Arts
from printjob.layout.bench import ArtBook, Bench, PlacedBook
from printjob.layout.language import Layout
from printjob.layout.noting import noting
from printjob.layout.sections import bind_section
from printjob.layout.slots import computed_slot, mark_place, refuse_optional
from printjob.layout.surface import page_length
from printjob.layout.wording import keeps
from printjob.model.form import ComputedSlot, Form, MarkPlace, PageKind, Section, Variant


class Compiled(NamedTuple):
    """A compiled form, its art, and for each page and block of each variant its elements with what they became on paper."""

    form: Form
    arts: Arts
    placed: PlacedBook


def compile_form(layout: Layout, constants: Mapping[str, str]) -> tuple[Form, Arts]:
    """The form for a campaign. ``DeclarationRefused`` with all faults: unknown names, texts that do not fit, missing glyphs."""
    compiled = compile_placed(layout, constants)
    return compiled.form, compiled.arts


def compile_placed(layout: Layout, constants: Mapping[str, str]) -> Compiled:
    """The same with the elements that everything comes from, for whoever looks for faults in the drawing."""
    faults: list[Fault] = []
    book = ArtBook()
    cases = [(case.name, case.code) for case in layout.variants.cases] if layout.variants else [("", "")]
    variants = tuple(_variant(_bench(layout, constants, name, faults, book), code) for name, code in cases)
    frame = list[tuple[MarkPlace, ComputedSlot, ComputedSlot]]()
    with noting(faults):
        page = _bench(layout, constants, "", faults, book).page()
        frame.append((mark_place(page, layout.mark), computed_slot(page, layout.front), computed_slot(page, layout.back)))
    field = ""
    with noting(faults):
        field = _chosen_by(layout.variants.chooses, layout.shape.printed) if layout.variants else ""
    if faults or not frame:
        raise DeclarationRefused(*faults)
    width_pt, height_pt = (page_length(side, layout.sheet.device_dpi) for side in layout.sheet.size)
    mark, front, back = frame[0]
    form = Form(
        form=layout.form, edition=layout.sheet.edition, digest="", width_pt=width_pt, height_pt=height_pt,
        device_dpi=layout.sheet.device_dpi, stocks=layout.stocks, mark=mark, front=front, back=back, variant_field=field,
        variants=variants, arts={name: number for number, name in enumerate(book.arts)},
    )
    return Compiled(msgspec.structs.replace(form, digest=form_digest(form, book.arts)), book.arts, book.placed)


def form_digest(form: Form, arts: Arts) -> str:
    """SHA-256, hex, of the form and its art as canonical JSON; the form's own ``digest`` is left out."""
    bound: Any = [msgspec.structs.replace(form, digest=""), arts]
    return hashlib.sha256(msgspec.json.encode(bound, order="deterministic")).hexdigest()


def _chosen_by(node: Node, kinds: Mapping[str, str]) -> str:
    refuse_optional(node, node.text(), kinds)
    return node.choice({name: name for name, kind in kinds.items() if kind == "code"})


def _bench(layout: Layout, constants: Mapping[str, str], variant: str, faults: list[Fault], book: ArtBook) -> Bench:
    cases = layout.variants.cases if layout.variants else ()
    asked = {f"variant.{case.name}": "yes" if case.name == variant else "no" for case in cases}
    return Bench(layout, {**constants, **asked}, variant, faults, book)


def _variant(bench: Bench, code: str) -> Variant:
    lead, names = list[PageKind](), set[str]()
    for page in bench.layout.lead:
        with noting(bench.faults):
            if keeps(page.guard, bench.constants):
                lead.append(bench.page_kind(page, f"lead-{page.name}"))
                if page.name in names:
                    page.node.refuse(f"two pages are named {page.name}", page.name)
                names.add(page.name)
    sections = _sections(bench, starts=not lead)
    if not lead and not any(section.least for section in sections):
        with noting(bench.faults):
            bench.layout.node.take("lead").refuse("a notice could have no sheet: give a page here or a section with least", "")
    return Variant(name=bench.variant, code=code, values=bench.values.plain, fitted=bench.values.fitted, lead=tuple(lead), sections=sections)


def _sections(bench: Bench, *, starts: bool) -> tuple[Section, ...]:
    found: list[Section] = []
    for declared in bench.layout.sections:
        with noting(bench.faults):
            if keeps(declared.guard, bench.constants):
                if any(one.name == declared.name for one in found):
                    declared.node.refuse(f"two sections are named {declared.name}", declared.name)
                found.append(bind_section(bench, declared, starts=starts))
    return tuple(found)
