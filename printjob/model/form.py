"""A form as compiled: where every value of a notice stands on its pages (様式).

A :class:`Form` is one layout (form and edition) bound to one campaign: the municipality's settings and the campaign's constants are
already in its art and its conditions, so nothing but the record's values is left open. It is plain data: admission fits texts by it,
the composer prints by it, the verifier reads back by it, and it is kept with the run as JSON.

Lengths are points (1/72 inch). Page positions count from the *bottom left* of the page as in PDF; positions inside a row's block
count from the block's top left corner, y negative downwards, so that a block is placed by adding ``(0, top)``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Align = Literal["left", "right", "centre"]


class Fit(msgspec.Struct, frozen=True):
    """One way to set a text: its size and the baseline of each line it may use (one line: one baseline)."""

    size_pt: float
    baselines_pt: tuple[float, ...]


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A place for one value.

    ``value`` is the index into ``Prepared.values`` (or ``Row.values``) for a plain slot, into ``Prepared.fitted`` (or
    ``Row.fitted``) for a slot with several fits. ``x_pt`` is the left edge, the right edge or the centre line, as ``align`` says.
    ``faces`` is the ordered font list; ``ascii`` promises that every value is printable ASCII set in a fixed-width face; ``figures``
    that it is the same but for ▲ (minus), which is twice as wide.
    """

    name: str
    value: int
    x_pt: float
    width_pt: float
    align: Align
    faces: tuple[str, ...]
    fits: tuple[Fit, ...]
    ascii: bool
    figures: bool = False

    @property
    def fitted(self) -> bool:
        """Whether admission chooses among several fits."""
        return len(self.fits) > 1


class ValueSpec(msgspec.Struct, frozen=True, kw_only=True):
    """How a printed value is made from the record: the source field(s) and the format's name (see ``layout/values.py``)."""

    source: str
    format: str
    argument: str = ""


ComputedKind = Literal["page-of", "identity", "reference"]


class ComputedSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A text that follows from the plan, not from the record.

    ``page-of``: ``2／4`` (page n of m of the notice, 頁); ``identity``: ``000123-1/5`` (piece number, sheet n of m of the piece, 枚);
    ``reference``: ``000123-1`` (piece number and notice in the piece, for returned mail).
    """

    kind: ComputedKind
    slot: Slot


class Bars(msgspec.Struct, frozen=True):
    """The customer barcode's place: left end of the first bar, foot of the long bars, and the bar width in device dots."""

    x_pt: float
    y_pt: float
    dots: int


class MarkPlace(msgspec.Struct, frozen=True):
    """The DataMatrix's place on every sheet's front: its lower left corner and the module size in device dots."""

    x_pt: float
    y_pt: float
    dots: int


class RowKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of detail block (土地, 家屋): its art and its slots, positions from the block's top left corner."""

    name: str
    code: str
    art: str
    values: tuple[ValueSpec, ...]
    fitted: tuple[ValueSpec, ...]
    slots: tuple[Slot, ...]


class PageKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of page: the name of its art, its slots, and the tops of the detail blocks it can hold (empty: none)."""

    name: str
    art: str
    slots: tuple[Slot, ...] = ()
    computed: tuple[ComputedSlot, ...] = ()
    bars: Bars | None = None
    tops_pt: tuple[float, ...] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled form. ``lead`` are the pages every notice starts with; ``first``/``middle``/``last``/``only`` its detail pages.

    ``values`` and ``fitted`` say how ``Prepared.values`` and ``Prepared.fitted`` are made, in order. ``row_field`` is the detail
    field whose code chooses the :class:`RowKind`. ``arts`` maps an art's name to its drawing in the art file that is kept beside
    this form (page number from 0). ``front``/``back`` are the identity texts of a sheet's two sides; every front bears ``mark``.
    """

    form: str
    edition: str
    digest: str
    width_pt: float
    height_pt: float
    device_dpi: int
    stock: str
    mark: MarkPlace
    front: ComputedSlot
    back: ComputedSlot
    values: tuple[ValueSpec, ...]
    fitted: tuple[ValueSpec, ...]
    lead: tuple[PageKind, ...]
    first: PageKind
    middle: PageKind
    last: PageKind
    only: PageKind
    row_field: str
    rows: tuple[RowKind, ...]
    arts: dict[str, int]

    def page_plan(self, row_count: int) -> list[tuple[PageKind, int, int]]:
        """The pages of a notice with ``row_count`` detail lines, as (kind, first row, row behind the last).

        Without detail lines there is no detail page. Raises nothing; capacities come from the page kinds.
        """
        pages = [(kind, 0, 0) for kind in self.lead]
        if row_count == 0:
            return pages
        if row_count <= len(self.only.tops_pt):
            return [*pages, (self.only, 0, row_count)]
        start, kind = 0, self.first
        while row_count - start > len(self.last.tops_pt):
            stop = min(start + len(kind.tops_pt), row_count - 1)
            pages.append((kind, start, stop))
            start, kind = stop, self.middle
        return [*pages, (self.last, start, row_count)]

    def page_count(self, row_count: int) -> int:
        """How many pages (頁) a notice with ``row_count`` detail lines has."""
        return len(self.page_plan(row_count))


def sheets_for(pages: int) -> int:
    """How many duplex sheets (枚) carry ``pages`` pages.

    >>> sheets_for(3)
    2
    """
    return (pages + 1) // 2
