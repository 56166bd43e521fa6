"""The bench on which one variant of a form is compiled: its constants, its values, and the art and faults of the whole form."""

from __future__ import annotations

from collections.abc import Mapping

from printjob.errors import Fault
from printjob.layout.arts import Arts
from printjob.layout.assembly import Block, Page
from printjob.layout.language import Layout
from printjob.layout.laying import Laid, Placed, lay
from printjob.layout.slots import Values
from printjob.layout.surface import Surface, page_length, snapped
from printjob.model.form import PageKind, RowKind

_NO_PAGE_NUMBER = {"page-of": "a loose sheet is no page of the notice and has no number"}
_NO_RETURN = {"return": "the 返戻 id stands on the pages that notices start with: lead pages, or the loose sheets of a form without them"}


PlacedBook = dict[tuple[str, str], list[Placed]]
"""By variant and page or block (``lead-cover``, ``slips-every``, ``slips-back``, ``slips-row-store``): each element and what it became"""


class ArtBook:
    """The art of a form. An art is named for what it draws; where a variant draws the same thing otherwise, ``@variant`` is added.
    Equal art is kept once, but a page's and a block's never together, because they count from different corners.
    """

    def __init__(self) -> None:
        self.arts: Arts = {}
        self.placed: PlacedBook = {}
        self._blocks: set[str] = set()

    def keep(self, name: str, variant: str, laid: Laid, *, block: bool) -> str:
        """The name under which the form keeps what is static of this page or block."""
        art = tuple(laid.art)
        self.placed[(variant, name)] = laid.placed
        for known, other in self.arts.items():
            if other == art and (known in self._blocks) == block:
                return known
        free, number = name if name not in self.arts else f"{name}@{variant}", 2
        while free in self.arts:
            free, number = f"{name}@{variant}.{number}", number + 1
        self.arts[free] = art
        if block:
            self._blocks.add(free)
        return free


class Bench:
    """What grows while a variant is compiled. ``book`` and ``faults`` are the form's."""

    def __init__(self, layout: Layout, constants: Mapping[str, str], variant: str, faults: list[Fault], book: ArtBook) -> None:
        self.layout, self.constants, self.variant, self.faults, self._book = layout, constants, variant, faults, book
        self.values = Values(layout.shape.printed)
        self.dpi = layout.sheet.device_dpi
        self._height_pt = page_length(layout.sheet.size[1], self.dpi)

    def page(self) -> Surface:
        """A page to lay elements on."""
        return Surface(self.layout.sheet, self.constants, "page", self.layout.sheet.size, self._height_pt, self.faults)

    def page_kind(self, page: Page, art: str, *, lead: bool = True, loose: bool = False) -> PageKind:
        """A page, its elements laid down and its tops on device dots. ``lead``: a notice may start with it."""
        surface = self.page()
        refused = {**({} if lead else _NO_RETURN), **(_NO_PAGE_NUMBER if loose else {})}
        laid = lay(surface, page.elements, self.values, refused)
        return PageKind(name=page.name, art=self._book.keep(art, self.variant, laid, block=False), slots=tuple(laid.slots), computed=tuple(laid.computed),
                        bars=laid.bars[0] if laid.bars else None, symbols=tuple(laid.symbols),
                        tops_pt=tuple(snapped(surface.y(top), self.dpi) for top in page.tops))

    def row_kind(self, block: Block, art: str, kinds: Mapping[str, str]) -> RowKind:
        """A block, its elements laid down; ``kinds`` are the fields it may print."""
        surface, values = Surface(self.layout.sheet, self.constants, "row", block.size, 0.0, self.faults), Values(kinds)
        laid = lay(surface, block.elements, values, _NO_RETURN)
        return RowKind(name=block.name, code=block.code, art=self._book.keep(art, self.variant, laid, block=True), values=values.plain, fitted=values.fitted,
                       slots=tuple(laid.slots), symbols=tuple(laid.symbols))
