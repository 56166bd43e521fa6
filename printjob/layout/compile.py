"""A layout bound to a campaign: :func:`compile_form` makes the :class:`~printjob.model.form.Form` and its static art.

Conditions and constants are decided here and gone. ``Form.digest`` is the SHA-256 of all that is printed but the record's values and
the fonts: a change of one line in a layout or one text of the municipality changes it, nothing else does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from printjob.errors import DeclarationRefused, Fault
from printjob.layout.arts import Arts
from printjob.layout.elements import Element
from printjob.layout.language import Block, Details, Layout, Page
from printjob.layout.laying import Laid, lay
from printjob.layout.noting import noting
from printjob.layout.slots import Values, computed_slot, mark_place
from printjob.layout.surface import Surface, page_length
from printjob.model.form import Form, PageKind, RowKind


class _Bench:
    """What grows while a form is compiled: its art, its values, the faults."""

    def __init__(self, layout: Layout, constants: Mapping[str, str]) -> None:
        self.layout, self.constants = layout, constants
        self.faults: list[Fault] = []
        self.arts: Arts = {}
        self.values = Values(layout.needs.data)
        self.width_pt, self.height_pt = (page_length(side, layout.sheet.device_dpi) for side in layout.sheet.size)

    def page(self) -> Surface:
        return Surface(self.layout.sheet, self.constants, "page", self.layout.sheet.size, self.height_pt, self.faults)

    def block(self, block: Block) -> Surface:
        return Surface(self.layout.sheet, self.constants, "row", block.size, 0.0, self.faults)


def compile_form(layout: Layout, constants: Mapping[str, str]) -> tuple[Form, Arts]:
    """The form for a campaign. ``DeclarationRefused`` with all faults: unknown names, texts that do not fit, missing glyphs."""
    bench = _Bench(layout, constants)
    lead = tuple(_page(bench, page, f"lead-{page.name}") for page in layout.lead)
    pages, rows, chooses = _detail_pages(bench, layout.details)
    mark = front = back = None
    with noting(bench.faults):
        page = bench.page()
        mark, front, back = mark_place(page, layout.mark), computed_slot(page, layout.front), computed_slot(page, layout.back)
    if bench.faults or mark is None or front is None or back is None:
        raise DeclarationRefused(*bench.faults)
    first, middle, last, only = pages
    form = Form(
        form=layout.form, edition=layout.sheet.edition, digest="", width_pt=bench.width_pt, height_pt=bench.height_pt,
        device_dpi=layout.sheet.device_dpi, stock=layout.stock, mark=mark, front=front, back=back, values=bench.values.plain,
        fitted=bench.values.fitted, lead=lead, first=first, middle=middle, last=last, only=only, row_field=chooses, rows=rows,
        arts={name: number for number, name in enumerate(bench.arts)},
    )
    return msgspec.structs.replace(form, digest=form_digest(form, bench.arts)), bench.arts


def form_digest(form: Form, arts: Arts) -> str:
    """SHA-256, hex, of the form and its art as canonical JSON; the form's own ``digest`` is left out."""
    bound: Any = [msgspec.structs.replace(form, digest=""), arts]
    return hashlib.sha256(msgspec.json.encode(bound, order="deterministic")).hexdigest()


def _page(bench: _Bench, page: Page, art: str) -> PageKind:
    surface = bench.page()
    laid = _lay(bench, surface, page.elements, art, bench.values)
    return PageKind(name=page.name, art=art, slots=tuple(laid.slots), computed=tuple(laid.computed),
                    bars=laid.bars[0] if laid.bars else None, tops_pt=tuple(surface.y(top) for top in page.tops))


def _lay(bench: _Bench, surface: Surface, elements: tuple[Element, ...], art: str, values: Values) -> Laid:
    laid = lay(surface, elements, values)
    if art in bench.arts:
        with noting(bench.faults):
            bench.layout.node.refuse(f"two pages or rows are named {art.partition('-')[2]}", "")
    bench.arts[art] = tuple(laid.art)
    return laid


def _detail_pages(bench: _Bench, details: Details | None) -> tuple[tuple[PageKind, ...], tuple[RowKind, ...], str]:
    if details is None:
        nothing = PageKind(name="none", art="")
        return (nothing, nothing, nothing, nothing), (), ""
    with noting(bench.faults):
        details.chooses.choice({name: kind for name, kind in bench.layout.needs.detail.items() if kind == "code"})
    rows = tuple(_row(bench, block) for block in details.rows)
    made: dict[str, PageKind] = {}
    for page in (details.first, details.middle, details.last, details.only):
        if page.name not in made:
            made[page.name] = _page(bench, page, f"detail-{page.name}")
            _check_tops(bench, page, details)
    return tuple(made[page.name] for page in (details.first, details.middle, details.last, details.only)), rows, details.chooses.text()


def _row(bench: _Bench, block: Block) -> RowKind:
    values, art = Values(bench.layout.needs.detail), f"row-{block.name}"
    laid = _lay(bench, bench.block(block), block.elements, art, values)
    return RowKind(name=block.name, code=block.code, art=art, values=values.plain, fitted=values.fitted, slots=tuple(laid.slots))


def _check_tops(bench: _Bench, page: Page, details: Details) -> None:
    height = max((block.size[1] for block in details.rows), default=0.0)
    ends = [top + height for top in page.tops]
    with noting(bench.faults):
        if any(top < end for end, top in zip(ends, page.tops[1:], strict=False)) or ends[-1] > bench.layout.sheet.size[1]:
            details.chooses.refuse(f"the blocks of the page {page.name} overlap or leave the page: {height:g} mm each", "")
