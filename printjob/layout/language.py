"""The layout language (様式定義): ``layouts/<form>/layout.yaml`` read into a :class:`Layout`, every fault with file, line and column.

Millimetres from the top left, type sizes and letter spacing in points, line widths in millimetres. What the elements mean stands in
:mod:`~printjob.layout.elements`; shared blocks (``blocks:``) lie beside the form folders. Nothing is bound to a municipality yet:
:func:`printjob.layout.compile.compile_form` does that.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from printjob.declared import Node, read
from printjob.errors import DeclarationRefused, Fault
from printjob.layout.element_reading import point, read_bars, read_elements, read_identity
from printjob.layout.elements import BarsElement, ComputedElement, Element, Guard, Point
from printjob.layout.needs import Needs, read_needs
from printjob.layout.noting import noting

PAPERS: dict[str, Point] = {"A4": (210.0, 297.0), "A4-landscape": (297.0, 210.0), "A5": (148.0, 210.0), "A3": (297.0, 420.0)}


@dataclass(frozen=True, slots=True)
class Style:
    """A name for face and size."""

    faces: tuple[str, ...]
    size_pt: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page kind as declared; ``tops`` are the tops of its detail blocks in mm."""

    name: str
    elements: tuple[Element, ...]
    tops: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A row's block: which code it is for, its size in mm, its elements from its own top left corner."""

    name: str
    code: str
    size: Point
    elements: tuple[Element, ...]
    node: Node


@dataclass(frozen=True, slots=True)
class Details:
    """The detail pages. ``chooses`` is the detail field whose code chooses the block."""

    chooses: Node
    rows: tuple[Block, ...]
    first: Page
    middle: Page
    last: Page
    only: Page


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all kinds of layouts have: paper, grid, type and shared blocks."""

    title: str
    edition: str
    size: Point
    device_dpi: int
    faces: dict[str, tuple[str, ...]]
    styles: dict[str, Style]
    blocks: dict[str, tuple[Element, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A form's layout as declared. ``node`` is the file's top, for faults that concern the whole."""

    form: str
    sheet: Sheet
    stock: str
    needs: Needs
    mark: BarsElement
    front: ComputedElement
    back: ComputedElement
    lead: tuple[Page, ...]
    details: Details | None
    node: Node


def read_layout(folder: Path) -> Layout:
    """The layout in ``folder``. ``DeclarationRefused`` with all faults of its files."""
    root = read(folder / "layout.yaml", f"{folder.name}/layout.yaml")
    faults: list[Fault] = []
    needs, found = Needs("", {}, {}, {}, {}), list[Layout]()
    with noting(faults):
        needs = read_needs(folder / root.take("record").filled(), f"{folder.name}/{root.take('record').text()}")
    with noting(faults):
        sheet = read_sheet(root, folder.parent, faults)
        found.append(_layout(root, sheet, needs))
    with noting(faults):
        root.refuse_unknown()
        root.finish()
    if faults or not found:
        raise DeclarationRefused(*faults)
    return found[0]


def _layout(root: Node, sheet: Sheet, needs: Needs) -> Layout:
    details, identity = root.maybe("details"), root.take("identity")
    layout = Layout(
        form=root.take("form").filled(), sheet=sheet, stock=root.take("stock").filled(), needs=needs,
        mark=read_bars(root.take("mark"), Guard()), front=read_identity(identity.take("front")), back=read_identity(identity.take("back")),
        lead=tuple(_lead_page(member) for member in root.take("lead").items()),
        details=_details(details) if details else None, node=root,
    )
    identity.refuse_unknown()
    return layout


def read_sheet(root: Node, layouts: Path, faults: list[Fault]) -> Sheet:
    """The parts that forms and papers share; faults in files of shared blocks go to ``faults``."""
    dpi, blocks = root.maybe("device_dpi"), root.maybe("blocks")
    faces = {name: listed.texts() for name, listed in root.take("faces").entries()}
    shared: dict[str, tuple[Element, ...]] = {}
    for member in blocks.items() if blocks else []:
        with noting(faults):
            shared.update(_shared_blocks(layouts / member.filled(), member.text()))
    return Sheet(title=root.take("title").filled(), edition=root.take("edition").filled(), size=root.take("paper").choice(PAPERS),
                 device_dpi=dpi.whole(200, 2400) if dpi else 600, faces=faces,
                 styles={name: _style(node, faces) for name, node in root.take("styles").entries()}, blocks=shared)


def _style(node: Node, faces: dict[str, tuple[str, ...]]) -> Style:
    style = Style(node.take("face").choice(faces), node.take("size").number(1.0))
    node.refuse_unknown()
    return style


def _shared_blocks(path: Path, shown_as: str) -> dict[str, tuple[Element, ...]]:
    root = read(path, shown_as)
    blocks = {name: _elements_of(node) for name, node in root.entries()}
    root.finish()
    return blocks


def _elements_of(node: Node) -> tuple[Element, ...]:
    elements = read_elements(node.take("elements"))
    node.refuse_unknown()
    return elements


def _lead_page(node: Node) -> Page:
    page = Page(node.take("page").filled(), read_elements(node.take("elements")))
    node.refuse_unknown()
    return page


def _details(node: Node) -> Details:
    pages = node.take("pages")
    middle, last = _detail_page(pages.take("middle"), "middle"), _detail_page(pages.take("last"), "last")
    details = Details(
        chooses=node.take("chooses"), rows=tuple(_block(member) for member in node.take("rows").items()),
        first=_optional(pages, "first", middle), middle=middle, last=last, only=_optional(pages, "only", last),
    )
    for one in (pages, node):
        one.refuse_unknown()
    return details


def _optional(pages: Node, name: str, default: Page) -> Page:
    found = pages.maybe(name)
    return _detail_page(found, name) if found else default


def _detail_page(node: Node, name: str) -> Page:
    tops = node.take("tops")
    page = Page(name, read_elements(node.take("elements")), tops.numbers())
    if not page.tops:
        tops.refuse("a detail page holds at least one block")
    node.refuse_unknown()
    return page


def _block(node: Node) -> Block:
    size = point(node.take("size"))
    block = Block(node.take("row").filled(), node.take("code").filled(), size, read_elements(node.take("elements")), node)
    node.refuse_unknown()
    return block


