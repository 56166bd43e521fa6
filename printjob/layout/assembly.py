"""How a form is put together (頁の組立て), as declared: variants, lead pages, and sections with their blocks and pages.

Conditions on pages, blocks and sections are kept here with their guards and decided for each variant when the form is compiled.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from printjob.declared import Node
from printjob.layout.element_reading import point, read_elements, read_guard
from printjob.layout.elements import BackgroundElement, Element, Guard, Point

PLACES = ("first", "middle", "last", "only")
"""the kinds of a section's pages"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as declared; ``tops`` are the tops of its blocks in mm."""

    name: str
    elements: tuple[Element, ...]
    node: Node
    tops: tuple[float, ...] = ()
    guard: Guard = field(default_factory=Guard)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a section: which code it is for ("": none), its size in mm, its elements from its own top left corner."""

    name: str
    code: str
    size: Point
    elements: tuple[Element, ...]
    node: Node
    guard: Guard


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSection:
    """The pages of one kind of lines. ``pages`` has the entries for each of :data:`PLACES`; the first entry that is kept counts."""

    name: str
    record: Node
    stock: Node | None
    loose: bool
    least: int
    guard: Guard
    chooses: Node | None
    fill: Node | None
    rows: tuple[Block, ...]
    pages: dict[str, tuple[Page, ...]]
    back: Page | None
    node: Node


@dataclass(frozen=True, slots=True)
class Case:
    """A variant: its name and the code that chooses it."""

    name: str
    code: str
    node: Node


@dataclass(frozen=True, slots=True)
class Cases:
    """``variants:`` the data field that chooses, and what it chooses among."""

    chooses: Node
    cases: tuple[Case, ...]


def read_cases(node: Node) -> Cases:
    """``variants:``; names and codes are given once each."""
    cases = tuple(_case(member) for member in node.take("cases").items())
    if not cases:
        node.take("cases").refuse("a form with variants has at least one", "")
    for number, case in enumerate(cases):
        if any(case.name == other.name or case.code == other.code for other in cases[:number]):
            case.node.refuse("two variants have this name or this code", case.name)
    found = Cases(node.take("chooses"), cases)
    node.refuse_unknown()
    return found


def _case(node: Node) -> Case:
    case = Case(node.take("variant").filled(), node.take("code").filled(), node)
    node.refuse_unknown()
    return case


def read_lead_page(node: Node) -> Page:
    """A page that notices start with."""
    page = Page(node.take("page").filled(), _page_elements(node), node, (), read_guard(node))
    node.refuse_unknown()
    return page


def _page_elements(node: Node) -> tuple[Element, ...]:
    """The elements of a page, its background first."""
    found, elements = node.maybe("background"), read_elements(node.take("elements"))
    return (_background(found), *elements) if found else elements


def _background(node: Node) -> BackgroundElement:
    page = node.maybe("page")
    element = BackgroundElement(node=node, guard=read_guard(node), file=node.take("file"), page=page.whole(1) if page else 1)
    node.refuse_unknown()
    return element


def read_section(node: Node) -> DeclaredSection:
    """One entry of ``sections:``."""
    stock, loose, least, back = node.maybe("stock"), node.maybe("loose"), node.maybe("least"), node.maybe("back")
    section = DeclaredSection(
        name=node.take("section").filled(), record=node.take("record"), stock=stock, loose=loose.flag() if loose else False,
        least=least.whole() if least else 0, guard=read_guard(node), chooses=node.maybe("chooses"), fill=node.maybe("fill"),
        rows=tuple(_block(member) for member in node.take("rows").items()), pages=_pages(node.take("pages")),
        back=_back(back) if back else None, node=node,
    )
    if section.back and not section.loose:
        node.take("back").refuse("only a section of loose sheets has a back of its own", "")
    node.refuse_unknown()
    return section


def _pages(node: Node) -> dict[str, tuple[Page, ...]]:
    every = node.maybe("every")
    if every:
        node.refuse_unknown()
        return dict.fromkeys(PLACES, _entries(every, "every"))
    middle, last = _entries(node.take("middle"), "middle"), _entries(node.take("last"), "last")
    first, only = node.maybe("first"), node.maybe("only")
    node.refuse_unknown()
    return {"first": _entries(first, "first") if first else middle, "middle": middle, "last": last,
            "only": _entries(only, "only") if only else last}


def _entries(node: Node, name: str) -> tuple[Page, ...]:
    return tuple(_section_page(member, name) for member in (node.items() if node.is_list else [node]))


def _section_page(node: Node, name: str) -> Page:
    tops = node.take("tops")
    page = Page(name, _page_elements(node), node, tops.numbers(), read_guard(node))
    if not page.tops:
        tops.refuse("a page of a section holds at least one block", "")
    node.refuse_unknown()
    return page


def _back(node: Node) -> Page:
    page = Page("back", _page_elements(node), node)
    node.refuse_unknown()
    return page


def _block(node: Node) -> Block:
    code = node.maybe("code")
    block = Block(node.take("row").filled(), code.filled() if code else "", point(node.take("size")),
                  read_elements(node.take("elements")), node, read_guard(node))
    node.refuse_unknown()
    return block
