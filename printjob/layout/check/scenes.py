"""The sides of sheets that a form may print, each as the things that can stand on it together.

A section's page is a scene for each kind of block it may hold, that block at every top. Things of blocks keep their block's box, so
that a rule about a block (an OCR band) can be asked of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from printjob.layout.bench import PlacedBook
from printjob.layout.check.box import Box
from printjob.layout.check.things import MM, Printed, Thing, computed_thing, mark_thing, things
from printjob.layout.compile import Compiled
from printjob.layout.language import Layout
from printjob.model.form import OF_DATA, PageKind, RowKind, Section, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One side. ``first``: the front of a piece's first sheet; ``behind_first``: its back. ``stock`` is the form's name for its paper.

    ``name`` says which side: variant, page and block. ``blocks`` are the things of each block on it with the block's box, ``page`` what the page itself has; ``record`` names the
    record's section that the blocks print.
    """

    name: str
    page: tuple[Thing, ...]
    blocks: tuple[tuple[Box, tuple[Thing, ...]], ...] = ()
    stock: str
    first: bool = False
    behind_first: bool = False
    record: str = ""

    @property
    def things(self) -> list[Thing]:
        """Everything on the side."""
        return [*self.page, *(thing for _, block in self.blocks for thing in block)]


def scenes(layout: Layout, compiled: Compiled) -> Iterator[Scene]:
    """Every side of every variant of a compiled form."""
    for variant in compiled.form.variants:
        yield from _Stage(layout, compiled, variant).scenes()


class _Stage:
    """One variant being looked at."""

    def __init__(self, layout: Layout, compiled: Compiled, variant: Variant) -> None:
        self._layout, self._form, self._variant = layout, compiled.form, variant
        self._placed: PlacedBook = compiled.placed
        self._printed = Printed(variant.values, variant.fitted, layout.shape.data, self._form.height_pt, self._form.device_dpi)

    def scenes(self) -> Iterator[Scene]:
        for number, kind in enumerate(self._variant.lead):
            page = self._page(f"lead-{kind.name}", front=number % 2 == 0)
            yield Scene(name=self._name(kind.name), page=page, stock=self._form.stocks[0], first=number == 0, behind_first=number == 1)
        starts, behind = not self._variant.lead, len(self._variant.lead) == 1
        for section in self._variant.sections:
            yield from self._section(section, starts=starts, behind=behind and not section.loose)
            starts, behind = False, behind and section.loose

    def _section(self, section: Section, *, starts: bool, behind: bool) -> Iterator[Scene]:
        """``starts``: a notice may begin with this section's first page; ``behind``: that page is the first sheet's back."""
        stock = self._form.stocks[section.stock]
        opening = _opening(section)
        pages = {kind.name: kind for kind in (section.first, section.middle, section.last, section.only)}
        for kind in pages.values():
            page, opens = self._page(f"{section.name}-{kind.name}", front=True), kind.name in opening
            second = starts and not section.loose and (not opens or kind.name == section.last.name)
            for row in section.rows:
                yield Scene(name=self._name(section.name, kind.name, row.name), page=page, stock=stock, first=starts and opens, behind_first=second or (behind and opens), record=section.record,
                            blocks=self._blocks(section, kind, row))
        if section.back:
            yield Scene(name=self._name(section.name, "back"), page=self._page(f"{section.name}-back", front=False), stock=stock, behind_first=starts)

    def _name(self, *parts: str) -> str:
        return " ".join(part for part in (self._variant.name, *parts) if part)

    def _page(self, name: str, *, front: bool) -> tuple[Thing, ...]:
        laid = things(self._placed[(self._variant.name, name)], self._printed)
        return (*laid, *self._frame(front=front))

    def _frame(self, *, front: bool) -> Iterator[Thing]:
        """Mark and identity."""
        if front:
            yield mark_thing(self._form.mark, self._layout.mark.node, self._printed)
            yield computed_thing(self._form.front, self._layout.front.node, self._printed, "identity")
        else:
            yield computed_thing(self._form.back, self._layout.back.node, self._printed, "identity")

    def _blocks(self, section: Section, page: PageKind, row: RowKind) -> tuple[tuple[Box, tuple[Thing, ...]], ...]:
        shape = self._layout.shape.section(section.record)
        kinds = {**(shape.fields if shape else {}), **{f"{OF_DATA}{name}": kind for name, kind in self._layout.shape.data.items()}}
        printed = Printed(row.values, row.fitted, kinds, 0.0, self._form.device_dpi)
        laid = things(self._placed[(self._variant.name, f"{section.name}-row-{row.name}")], printed)
        width, height = self._size(section, row)
        tops = [(self._form.height_pt - top) * MM for top in page.tops_pt]
        return tuple((Box(0.0, top, width, top + height), tuple(thing.moved(top) for thing in laid)) for top in tops)

    def _size(self, section: Section, row: RowKind) -> tuple[float, float]:
        declared = next(one for one in self._layout.sections if one.name == section.name)
        return next(block.size for block in declared.rows if block.name == row.name)


def _opening(section: Section) -> set[str]:
    """The kinds of page that a section may begin with: the last one where it holds more than a single page does and no first page is
    declared apart.
    """
    names = {section.first.name, section.only.name}
    larger = len(section.last.tops_pt) > len(section.only.tops_pt) and section.first.name == section.middle.name
    return names | {section.last.name} if larger else names
