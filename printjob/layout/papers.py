"""Papers for people (帳票: 件数票 and the like): layouts whose texts come ready, drawn at once. Same input, same bytes.

A paper declares the ``fields`` it prints and, where it has a table, ``rows``: where it begins, the size of a row, how many a page
takes (``most``) and how many stand side by side (``across``), and the elements of one row. More rows go on to further pages with the same
head. Measures that differ from paper to paper are open places, ``{with.NAME}``. ``bars`` prints the field ``bars`` as a customer barcode,
``nw7`` a field as NW-7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printjob.declared import Node, read
from printjob.errors import DataRefused, DeclarationRefused, Fault
from printjob.layout.element_reading import point, read_elements
from printjob.layout.elements import BarsElement, Element, Nw7Element, Point
from printjob.layout.facelist import face_list
from printjob.layout.fitting import fit_table
from printjob.layout.language import Sheet, known_names, read_sheet
from printjob.layout.laying import Laid, lay
from printjob.layout.noting import noting
from printjob.layout.nw7place import Nw7Place, nw7_bars, nw7_place
from printjob.layout.pen import Pen
from printjob.layout.slots import Values, bars_place
from printjob.layout.static import set_line
from printjob.layout.surface import Surface, left_edge, page_length, snapped
from printjob.layout.symbols import customer_bars
from printjob.layout.values import value_maker
from printjob.model.filled import Filled
from printjob.model.form import Bars, Slot

Texts = Mapping[str, str]
_NOT_HERE = dict.fromkeys(("gs1", "elqr", "return", "identity", "reference"), "a paper for people does not print this")


@dataclass(frozen=True, slots=True)
class PaperRows:
    """A paper's table. ``size`` is a row's width and height in mm; a page takes ``most`` of them, ``across`` side by side."""

    at: Point
    size: Point
    most: int
    across: int
    fields: tuple[str, ...]
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """A paper as declared."""

    form: str
    sheet: Sheet
    fields: tuple[str, ...]
    elements: tuple[Element, ...]
    rows: PaperRows | None


_Maker = Callable[[tuple[Any, ...]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A page or row ready to be filled, and how its texts come from the fields' values."""

    laid: Laid
    fields: tuple[str, ...]
    bars: tuple[Bars, ...]
    numbers: tuple[Nw7Place, ...]
    plain: _Maker
    fitted: _Maker


@dataclass(frozen=True, slots=True)
class _Ready:
    """A paper laid out, the ``number``-th of its document; a row's static art is drawn once a document and placed from then on."""

    number: int
    paper: PaperLayout
    page: _Part
    row: _Part | None

    def size_pt(self) -> Point:
        """Width and height of its pages."""
        width, height = self.paper.sheet.size
        return page_length(width, self.paper.sheet.device_dpi), page_length(height, self.paper.sheet.device_dpi)


def read_paper(folder: Path, words: Texts | None = None) -> PaperLayout:
    """The paper declared in ``folder``, ``words`` in its open places; ``DeclarationRefused`` with all faults."""
    given = {f"with.{name}": word for name, word in (words or {}).items()}
    root = read(folder / "layout.yaml", f"{folder.name}/layout.yaml").with_words(given)
    known_names(root, "form", "fields", "page", "rows")
    faults: list[Fault] = []
    found: list[PaperLayout] = []
    with noting(faults):
        sheet, rows = read_sheet(root, folder.parent, faults), root.maybe("rows")
        found.append(PaperLayout(root.take("form").filled(), sheet, root.take("fields").texts(),
                                 read_elements(root.take("page").take("elements")), _rows(rows) if rows else None))
    with noting(faults):
        root.refuse_unknown()
        root.finish()
    if faults or not found:
        raise DeclarationRefused(*faults)
    return found[0]


def _rows(node: Node) -> PaperRows:
    across = node.maybe("across")
    rows = PaperRows(point(node.take("at")), point(node.take("size")), node.take("most").whole(1, 500),
                     across.whole(1, 50) if across else 1, node.take("fields").texts(), read_elements(node.take("elements")))
    node.refuse_unknown()
    return rows


def _ready(number: int, paper: PaperLayout) -> _Ready:
    faults: list[Fault] = []
    sheet, rows = paper.sheet, paper.rows
    page = _part(Surface(sheet, {}, "page", sheet.size, page_length(sheet.size[1], sheet.device_dpi), faults), paper.elements, paper.fields)
    row = _part(Surface(sheet, {}, "row", rows.size, 0.0, faults), rows.elements, rows.fields) if rows else None
    if faults:
        raise DeclarationRefused(*faults)
    return _Ready(number, paper, page, row)


def _part(surface: Surface, elements: tuple[Element, ...], fields: tuple[str, ...]) -> _Part:
    values, bars, numbers = Values(dict.fromkeys(fields, "text")), list[Bars](), list[Nw7Place]()
    for element in elements:
        with noting(surface.faults):
            if isinstance(element, BarsElement):
                bars.append(bars_place(surface, element))
                if "bars" not in fields:
                    element.node.refuse("the field bars is not among the fields here", "")
            elif isinstance(element, Nw7Element):
                numbers.append(nw7_place(surface, element, fields))
    laid = lay(surface, tuple(one for one in elements if not isinstance(one, BarsElement | Nw7Element)), values, _NOT_HERE)
    return _Part(laid, fields, tuple(bars), tuple(numbers), value_maker(values.plain, fields, {}), value_maker(values.fitted, fields, {}))


def draw_papers(layouts: Path, papers: Sequence[Filled]) -> bytes:
    """The papers, at least one, behind one another in one PDF, each with its own page numbers; their folders lie in ``layouts``.

    ``DataRefused`` names a declared field that is absent (``PJ-1203-E``), a text without glyph (``PJ-1301-W``) or one that does not
    fit (``PJ-1302-W``).
    """
    ready: dict[tuple[str, tuple[tuple[str, str], ...]], _Ready] = {}
    documents: list[tuple[_Ready, Filled]] = []
    for one in papers:
        key = (one.layout, tuple(sorted(one.words.items())))
        if key not in ready:
            ready[key] = _ready(len(ready) + 1, read_paper(layouts / one.layout, one.words))
        documents.append((ready[key], one))
    return _drawn(documents)


def _drawn(documents: Sequence[tuple[_Ready, Filled]]) -> bytes:
    sheet = documents[0][0].paper.sheet
    pen = Pen(*documents[0][0].size_pt(), next(iter(sheet.styles.values())).faces[0], sheet.title)
    for ready, filled in documents:
        pen.page_size(*ready.size_pt())
        _document(pen, ready, filled)
    return pen.finish()


def _document(pen: Pen, ready: _Ready, filled: Filled) -> None:
    rows, most = ready.paper.rows, ready.paper.rows.most if ready.paper.rows else 1
    batches = [filled.rows[start:start + most] for start in range(0, len(filled.rows), most)] if rows else []
    for number, batch in enumerate(batches or [()], start=1):
        _fill(pen, ready, ready.page, filled.values)
        for one in ready.page.laid.computed:
            _set(pen, one.slot, f"{number}／{max(len(batches), 1)}", 0.0, 0.0)
        for index, texts in enumerate(batch):
            if ready.row:
                _fill(pen, ready, ready.row, texts, *_row_at(ready, index))
        pen.end_page()


def _row_at(ready: _Ready, index: int) -> Point:
    """Where a page's ``index``-th row (from 0) begins, in points on the device's dots."""
    rows, sheet = ready.paper.rows, ready.paper.sheet
    if rows is None:
        return 0.0, 0.0
    down, right = divmod(index, rows.across)
    top = Surface(sheet, {}, "page", sheet.size, ready.size_pt()[1], [])
    return (snapped(top.x(rows.at[0] + right * rows.size[0]), sheet.device_dpi),
            snapped(top.y(rows.at[1] + down * rows.size[1]), sheet.device_dpi))


def _fill(pen: Pen, ready: _Ready, part: _Part, texts: Texts, dx_pt: float = 0.0, dy_pt: float = 0.0) -> None:
    absent = [name for name in part.fields if name not in texts]
    if absent:
        raise DataRefused(*(Fault(id="PJ-1203-E", field=name, detail="the paper prints it") for name in absent))
    if part is ready.row:
        pen.paint_once(f"row-{ready.number}", part.laid.art, dy_pt, dx_pt)
    else:
        pen.paint(part.laid.art, dx_pt, dy_pt)
    record: tuple[Any, ...] = tuple(texts[name] for name in part.fields)
    plain, fitted = part.plain(record), part.fitted(record)
    for slot in part.laid.slots:
        _set(pen, slot, (fitted if slot.fitted else plain)[slot.value], dx_pt, dy_pt)
    for place in part.bars:
        shifted = Bars(place.x_pt + dx_pt, place.y_pt + dy_pt, place.dots)
        pen.bars(customer_bars(shifted, texts["bars"], ready.paper.sheet.device_dpi))
    for number in part.numbers:
        pen.bars(nw7_bars(number, texts[number.value], dx_pt, dy_pt))


def _set(pen: Pen, slot: Slot, text: str, dx_pt: float, dy_pt: float) -> None:
    table, faces = fit_table(slot), face_list(slot.faces)
    if table.missing(text):
        raise DataRefused(Fault(id="PJ-1301-W", field=slot.name))
    chosen = table.fit(text)
    if chosen is None:
        raise DataRefused(Fault(id="PJ-1302-W", field=slot.name))
    fit = slot.fits[chosen.fit]
    for line, y_pt in zip(chosen.lines, fit.baselines_pt, strict=True):
        x_pt = left_edge(slot.x_pt, faces.width(line) * fit.size_pt, slot.align)
        # Not pen.line: a name's variation sequence is drawn by its outline.
        pen.paint(set_line(faces, fit.size_pt, line, x_pt + dx_pt, round(y_pt + dy_pt, 4)))
