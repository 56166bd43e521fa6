"""A form as compiled: where every value of a notice stands on its pages (様式).

A :class:`Form` is one layout (form and edition) bound to one campaign: the municipality's settings and the campaign's constants are
already in its art and its conditions, so nothing but the record's values is left open. It is plain data: admission fits texts by it,
the composer prints by it, the verifier reads back by it, and it is kept with the run as JSON.

Lengths are points (1/72 inch). Page positions count from the *bottom left* of the page as in PDF; positions inside a row's block
count from the block's top left corner, y negative downwards, so that a block is placed by adding ``(0, top)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

Align = Literal["left", "right", "centre"]

OF_DATA = "data."
"""Before the name of a field of the data record, where a block prints it among the fields of its own line."""


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


SymbolKind = Literal["gs1", "elqr", "return"]
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


class Symbol(msgspec.Struct, frozen=True, kw_only=True):
    """A machine-readable symbol whose digits vary, on the device's dots.

    ``gs1`` is the GS1-128 of a slip (44 digits), ``elqr`` its eL-QR (255 digits, version 6-M), ``return`` the DataMatrix 返戻 id of
    the address block, which follows from the plan. ``value`` is the index of its digits in ``Prepared.values`` (``Row.values``), -1
    for ``return``; an empty text prints nothing. ``x_pt``, ``y_pt`` are the lower left corner of the symbol without its quiet zone,
    ``dots`` the module in device dots, ``height_pt`` the height of the bars of a ``gs1``.
    """

    kind: SymbolKind
    value: int
    x_pt: float
    y_pt: float
    dots: int
    height_pt: float = 0.0


class RowKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of block (土地, 家屋, 納付書, 使わない納付書): its art, slots and symbols, positions from the block's top left corner.

    ``code`` is empty for a block that only fills a page up; such a block has no values.
    """

    name: str
    code: str
    art: str
    values: tuple[ValueSpec, ...]
    fitted: tuple[ValueSpec, ...]
    slots: tuple[Slot, ...]
    symbols: tuple[Symbol, ...] = ()


class PageKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of page: the name of its art, its slots, and the tops of the blocks it can hold (empty: none)."""

    name: str
    art: str
    slots: tuple[Slot, ...] = ()
    computed: tuple[ComputedSlot, ...] = ()
    bars: Bars | None = None
    symbols: tuple[Symbol, ...] = ()
    tops_pt: tuple[float, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of one kind of lines (明細, 世帯員, 納付書).

    ``record`` names the section of the record. ``loose``: each page is the front of a sheet of its own on ``stock`` (index into
    ``Form.stocks``), whose back bears ``back`` or only its identity, and has no page number (納付書は頁に数えない). Otherwise its
    pages go on where the pages before ended. ``row_field`` is the field whose code chooses the :class:`RowKind`, empty where there is
    one kind only. ``filler`` is the index of the block that fills the last page up, -1: none. A record has at least ``least`` lines.
    """

    name: str
    record: str
    stock: int
    loose: bool
    row_field: str
    rows: tuple[RowKind, ...]
    filler: int
    least: int
    first: PageKind
    middle: PageKind
    last: PageKind
    only: PageKind
    back: PageKind | None = None

    def pages(self, row_count: int) -> list[tuple[PageKind, int, int]]:
        """The pages for so many rows, fillers included, as (kind, first row, row behind the last); none for no rows.

        A first page that is declared apart from the middle ones (窓のあて先のある頁) comes first whenever one page does not do.
        """
        if row_count == 0:
            return []
        if row_count <= len(self.only.tops_pt):
            return [(self.only, 0, row_count)]
        pages, start, kind = list[tuple[PageKind, int, int]](), 0, self.first
        while row_count - start > len(self.last.tops_pt) or (not pages and self.first.name != self.middle.name):
            stop = min(start + len(kind.tops_pt), row_count - 1)
            pages.append((kind, start, stop))
            start, kind = stop, self.middle
        return [*pages, (self.last, start, row_count)]

    def fillers(self, row_count: int) -> int:
        """How many filling blocks complete the pages for so many rows of the record."""
        if self.filler < 0 or row_count == 0:
            return 0
        kind, start, stop = self.pages(row_count)[-1]
        return len(kind.tops_pt) - (stop - start)


class Side(NamedTuple):
    """One side of a sheet. ``kind`` ``None``: nothing but the identity. ``section`` is the index into ``Variant.sections`` whose rows
    ``start`` to ``stop`` stand on it, -1: none. ``page`` is its number among the notice's pages (頁), from 1; 0: not counted.
    """

    kind: PageKind | None
    section: int
    start: int
    stop: int
    page: int


class SheetPlan(NamedTuple):
    """A sheet (枚) of a notice: its stock (index into ``Form.stocks``), its front and its back."""

    stock: int
    front: Side
    back: Side


BLANK = Side(None, -1, 0, 0, 0)


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A form as it is printed for the records whose variant field has ``code`` (納付書用, 口座振替用, 共有者用).

    ``values`` and ``fitted`` say how ``Prepared.values`` and ``Prepared.fitted`` are made, in order; ``lead`` are the pages every
    notice starts with, on the form's first stock.
    """

    name: str
    code: str
    values: tuple[ValueSpec, ...]
    fitted: tuple[ValueSpec, ...]
    lead: tuple[PageKind, ...]
    sections: tuple[Section, ...]

    def sheets(self, row_counts: Sequence[int]) -> tuple[SheetPlan, ...]:
        """The sheets of a notice whose sections have so many rows, fillers included, in the order of the envelope."""
        sheets: list[SheetPlan] = []
        going_on: list[Side] = [Side(kind, -1, 0, 0, number) for number, kind in enumerate(self.lead, 1)]
        page, stock = len(going_on), 0
        for index, (section, count) in enumerate(zip(self.sections, row_counts, strict=True)):
            placed = section.pages(count)
            if placed and (section.loose or section.stock != stock):
                sheets += _duplex(going_on, stock)
                going_on, stock = [], section.stock
            if section.loose:
                back = Side(section.back, -1, 0, 0, 0) if section.back else BLANK
                sheets += [SheetPlan(section.stock, Side(kind, index, start, stop, 0), back) for kind, start, stop in placed]
            else:
                going_on += [Side(kind, index, start, stop, page + n) for n, (kind, start, stop) in enumerate(placed, 1)]
                page += len(placed)
        return (*sheets, *_duplex(going_on, stock))


def _duplex(sides: Sequence[Side], stock: int) -> list[SheetPlan]:
    padded = [*sides, BLANK]
    return [SheetPlan(stock, padded[at], padded[at + 1]) for at in range(0, len(sides), 2)]


def page_count(sheets: Sequence[SheetPlan]) -> int:
    """How many pages (頁) of a notice these sheets carry: what ``m`` is in ``n／m``."""
    return max((side.page for sheet in sheets for side in (sheet.front, sheet.back)), default=0)


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled form. ``variant_field`` is the data field whose code chooses among ``variants``, empty where there is one.

    ``stocks`` names the papers it is printed on, the notice's own first. ``arts`` maps an art's name to its drawing in the art file
    that is kept beside this form (page number from 0); variants share equal art. ``front``/``back`` are the identity texts of a
    sheet's two sides; every front bears ``mark``.
    """

    form: str
    edition: str
    digest: str
    width_pt: float
    height_pt: float
    device_dpi: int
    stocks: tuple[str, ...]
    mark: MarkPlace
    front: ComputedSlot
    back: ComputedSlot
    variant_field: str
    variants: tuple[Variant, ...]
    arts: dict[str, int]


def page_kinds(variant: Variant) -> list[PageKind]:
    """Every kind of page that a variant's notices may have."""
    kinds = list(variant.lead)
    for one in variant.sections:
        kinds += [one.first, one.middle, one.last, one.only, *([one.back] if one.back else [])]
    return kinds


def customer_dots(form: Form) -> frozenset[int]:
    """The bar widths, in device dots, of all customer barcodes that a form prints; none where it prints none."""
    return frozenset(kind.bars.dots for variant in form.variants for kind in page_kinds(variant) if kind.bars)
