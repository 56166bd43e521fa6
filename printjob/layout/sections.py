"""A section bound to a variant: its blocks, its pages, what fills them up; what cannot work is refused at its place."""

from __future__ import annotations

from collections.abc import Mapping

from printjob.layout.assembly import PLACES, Block, DeclaredSection, Page
from printjob.layout.bench import Bench
from printjob.layout.noting import noting
from printjob.layout.wording import keeps
from printjob.model.form import OF_DATA, PageKind, RowKind, Section

STARTING = ("first", "only")
"""places of a section's pages that a notice without lead pages starts with"""


def bind_section(bench: Bench, declared: DeclaredSection, *, starts: bool = False) -> Section:
    """The section as the bench's variant prints it; faults go to the bench, but what leaves no section at all is refused.

    ``starts``: the variant has no page before its sections, so that a loose sheet, or the section's first page, may be the one
    behind the window.
    """
    shape = declared.record.choice({one.name: one for one in bench.layout.shape.sections})
    stock = declared.stock.choice({name: index for index, name in enumerate(bench.layout.stocks)}) if declared.stock else 0
    kept = _kept_blocks(bench, declared)
    field = ""
    with noting(bench.faults):
        field = declared.chooses.choice({name: name for name, kind in shape.fields.items() if kind == "code"}) if declared.chooses else ""
    filler = _filler(declared, kept)
    with noting(bench.faults):
        _check_codes(declared, [block for index, block in enumerate(kept) if index != filler])
    kinds = {**shape.fields, **{f"{OF_DATA}{name}": kind for name, kind in bench.layout.shape.printed.items()}}
    rows = tuple(_row(bench, declared, block, {} if index == filler else kinds) for index, block in enumerate(kept))
    pages = _pages(bench, declared, kept, starts=starts)
    back = bench.page_kind(declared.back, f"{declared.name}-back", lead=False, loose=True) if declared.back else None
    return Section(
        name=declared.name, record=shape.name, stock=stock, loose=declared.loose, row_field=field, rows=rows, filler=filler,
        least=declared.least, first=pages["first"], middle=pages["middle"], last=pages["last"], only=pages["only"], back=back,
    )


def _kept_blocks(bench: Bench, declared: DeclaredSection) -> list[Block]:
    kept: list[Block] = []
    for block in declared.rows:
        with noting(bench.faults):
            if keeps(block.guard, bench.constants):
                if any(block.name == other.name for other in kept):
                    block.node.refuse(f"two rows are named {block.name}", block.name)
                kept.append(block)
    return kept or declared.node.take("rows").refuse("no row is left for this variant", "")


def _filler(declared: DeclaredSection, kept: list[Block]) -> int:
    """The index of the block that fills pages up, -1: none."""
    if declared.fill is None:
        return -1
    found = declared.fill.choice({block.name: index for index, block in enumerate(kept)})
    if kept[found].code:
        kept[found].node.take("code").refuse("the row that fills pages up has no code")
    return found


def _check_codes(declared: DeclaredSection, blocks: list[Block]) -> None:
    """Where a field chooses, each row has a code of its own; where none does, there is one row without a code."""
    if declared.chooses is None:
        if len(blocks) != 1 or blocks[0].code:
            declared.node.take("rows").refuse("without chooses a section has one row, without a code, beside the one that fills", "")
        return
    for number, block in enumerate(blocks):
        if not block.code:
            block.node.refuse("the name code is missing here: chooses tells rows apart by it", block.name)
        if any(block.code == other.code for other in blocks[:number]):
            block.node.take("code").refuse("two rows have this code")


def _row(bench: Bench, declared: DeclaredSection, block: Block, kinds: Mapping[str, str]) -> RowKind:
    return bench.row_kind(block, f"{declared.name}-row-{block.name}", kinds)


def _pages(bench: Bench, declared: DeclaredSection, blocks: list[Block], *, starts: bool) -> dict[str, PageKind]:
    """The kinds of pages; places that share a declaration share the kind."""
    made: dict[int, PageKind] = {}
    found: dict[str, PageKind] = {}
    for place in (*STARTING, *PLACES):
        page = _first_kept(bench, declared, declared.pages[place])
        if id(page) not in made:
            lead = starts and (declared.loose or place in STARTING)
            made[id(page)] = bench.page_kind(page, f"{declared.name}-{page.name}", lead=lead, loose=declared.loose)
            with noting(bench.faults):
                _check_tops(bench, page, blocks)
        found[place] = made[id(page)]
    return found


def _first_kept(bench: Bench, declared: DeclaredSection, entries: tuple[Page, ...]) -> Page:
    for page in entries:
        if keeps(page.guard, bench.constants):
            return page
    return declared.node.take("pages").refuse("no entry of a page is left for this variant", "")


def _check_tops(bench: Bench, page: Page, blocks: list[Block]) -> None:
    height = max(block.size[1] for block in blocks)
    ends = [top + height for top in page.tops]
    if any(top < end - 0.001 for end, top in zip(ends, page.tops[1:], strict=False)) or ends[-1] > bench.layout.sheet.size[1]:
        page.node.take("tops").refuse(f"the blocks of the page {page.name} overlap or leave the page: {height:g} mm each", "")
