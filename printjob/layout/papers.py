"""Papers for people (帳票: 件数票 and the like): layouts whose texts come ready, drawn at once. Same input, same bytes.

A paper declares the ``fields`` it prints and, where it has a table, ``rows``: where it begins, the height of a row, how many a page
takes, and the elements of one row. More rows go on to further pages with the same head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printjob.declared import Node, read
from printjob.errors import DataRefused, DeclarationRefused, Fault
from printjob.layout.element_reading import point, read_elements
from printjob.layout.elements import Element, Point
from printjob.layout.facelist import face_list
from printjob.layout.fitting import fit_table
from printjob.layout.language import Sheet, known_names, read_sheet
from printjob.layout.laying import Laid, lay
from printjob.layout.noting import noting
from printjob.layout.pen import Pen
from printjob.layout.slots import Values
from printjob.layout.surface import Surface, left_edge, page_length
from printjob.layout.values import value_maker
from printjob.model.form import Slot

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PaperRows:
    """A paper's table. ``size`` is a row's width and height in mm."""

    at: Point
    size: Point
    most: int
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A page or row ready to be filled."""

    laid: Laid
    values: Values
    fields: tuple[str, ...]


def read_paper(folder: Path) -> PaperLayout:
    """The paper declared in ``folder``; ``DeclarationRefused`` with all faults."""
    root = read(folder / "layout.yaml", f"{folder.name}/layout.yaml")
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
    rows = PaperRows(point(node.take("at")), point(node.take("size")), node.take("most").whole(1, 500), node.take("fields").texts(),
                     read_elements(node.take("elements")))
    node.refuse_unknown()
    return rows


def _laid_parts(paper: PaperLayout, constants: Texts) -> tuple[_Part, _Part]:
    faults: list[Fault] = []
    height_pt = page_length(paper.sheet.size[1], paper.sheet.device_dpi)
    surface = Surface(paper.sheet, constants, "page", paper.sheet.size, height_pt, faults)
    page = _part(surface, paper.elements, paper.fields)
    row = _Part(Laid(), Values({}), ())
    if paper.rows:
        row = _part(Surface(paper.sheet, constants, "row", paper.rows.size, 0.0, faults), paper.rows.elements, paper.rows.fields)
    if faults:
        raise DeclarationRefused(*faults)
    return page, row


def _part(surface: Surface, elements: tuple[Element, ...], fields: tuple[str, ...]) -> _Part:
    values = Values(dict.fromkeys(fields, "text"))
    return _Part(lay(surface, elements, values), values, fields)


def draw_paper(folder: Path, constants: Texts, values: Texts, rows: Sequence[Texts] = ()) -> bytes:
    """The paper in ``folder`` as a PDF, filled with ready texts.

    ``DataRefused`` names a declared field that is absent (``PJ-1203-E``), a text without glyph (``PJ-1301-W``) or one that does not
    fit (``PJ-1302-W``).
    """
    paper = read_paper(folder)
    page, row = _laid_parts(paper, constants)
    most = paper.rows.most if paper.rows else 1
    batches = [rows[start:start + most] for start in range(0, len(rows), most)] if paper.rows else []
    width_pt, height_pt = (page_length(side, paper.sheet.device_dpi) for side in paper.sheet.size)
    pen = Pen(width_pt, height_pt, next(iter(paper.sheet.styles.values())).faces[0], paper.sheet.title)
    top = Surface(paper.sheet, constants, "page", paper.sheet.size, height_pt, [])
    for number, batch in enumerate(batches or [()], start=1):
        _fill(pen, page, values, 0.0, 0.0)
        for one in page.laid.computed:
            _set(pen, one.slot, f"{number}／{max(len(batches), 1)}", 0.0, 0.0)
        for index, texts in enumerate(batch):
            at, size = (paper.rows.at, paper.rows.size) if paper.rows else ((0.0, 0.0), (0.0, 0.0))
            _fill(pen, row, texts, top.x(at[0]), top.y(at[1] + index * size[1]))
        pen.end_page()
    return pen.finish()


def _fill(pen: Pen, part: _Part, texts: Texts, dx_pt: float, dy_pt: float) -> None:
    absent = [name for name in part.fields if name not in texts]
    if absent:
        raise DataRefused(*(Fault(id="PJ-1203-E", field=name, detail="the paper prints it") for name in absent))
    pen.paint(part.laid.art, dx_pt, dy_pt)
    record: tuple[Any, ...] = tuple(texts[name] for name in part.fields)
    plain = value_maker(part.values.plain, part.fields, {})(record)
    fitted = value_maker(part.values.fitted, part.fields, {})(record)
    for slot in part.laid.slots:
        _set(pen, slot, (fitted if slot.fitted else plain)[slot.value], dx_pt, dy_pt)


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
        pen.line(faces, fit.size_pt, x_pt + dx_pt, y_pt + dy_pt, line)
