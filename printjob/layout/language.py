"""The layout language (様式定義): ``layouts/<form>/layout.yaml`` read into a :class:`Layout`, every fault with file, line and column.

Millimetres from the top left, type sizes and letter spacing in points, line widths in millimetres. What the elements mean stands in
:mod:`~printjob.layout.elements`, how pages are put together in :mod:`~printjob.layout.assembly`; shared blocks (``blocks:``) lie beside
the form folders, or are those that came with the program. Nothing is bound to a municipality yet: :func:`printjob.layout.compile.compile_form` does that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from printjob.declared import Node, read
from printjob.errors import DeclarationRefused, Fault
from printjob.layout.assembly import Cases, DeclaredSection, Page, read_cases, read_lead_page, read_section
from printjob.layout.element_reading import read_bars, read_elements, read_identity
from printjob.layout.elements import BarsElement, ComputedElement, Element, Guard, Point
from printjob.layout.noting import noting
from printjob.model.piece import MOST_STOCKS
from printjob.recordshape import RecordShape, read_shape
from printjob.whereabouts import data_folder

PAPERS: dict[str, Point] = {"A4": (210.0, 297.0), "A4-landscape": (297.0, 210.0), "A5": (148.0, 210.0), "A3": (297.0, 420.0),
                           "A3-landscape": (420.0, 297.0)}


_NAMES = ("form", "record", "stocks", "variants", "mark", "identity", "lead", "sections")
_SHEET_NAMES = ("title", "edition", "paper", "device_dpi", "type", "faces", "styles", "blocks")


@dataclass(frozen=True, slots=True)
class Style:
    """A name for face and size."""

    faces: tuple[str, ...]
    size_pt: float


class SharedBlock:
    """A block that ``use`` places. One with open places (``{with.NAME}``, ``{n}``) is read anew for each use with its words; any other
    is read once. ``with:`` in the block itself gives words for places that a use leaves out.
    """

    def __init__(self, node: Node) -> None:
        given = node.maybe("with")
        self._elements, self._defaults = node.take("elements"), {f"with.{name}": value.text() for name, value in given.entries()} if given else {}
        self.places = {place for place in self._elements.open_places() if place.startswith("with.")}
        self._read = None if self.places else read_elements(self._elements)
        node.refuse_unknown()

    def elements(self, words: Mapping[str, str]) -> tuple[Element, ...]:
        """The elements for one use; ``DeclarationRefused`` with all that is wrong with these words in place."""
        if self._read is not None:
            return self._read
        filled = self._elements.with_words({**self._defaults, **words})
        elements = read_elements(filled)
        filled.finish()
        return elements


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all kinds of layouts have: the form's folder, paper, grid, type and shared blocks."""

    folder: Path
    title: str
    edition: str
    size: Point
    device_dpi: int
    faces: dict[str, tuple[str, ...]]
    styles: dict[str, Style]
    blocks: dict[str, SharedBlock]


@dataclass(frozen=True, slots=True)
class Layout:
    """A form's layout as declared. ``node`` is the file's top, for faults that concern the whole."""

    form: str
    sheet: Sheet
    stocks: tuple[str, ...]
    shape: RecordShape
    variants: Cases | None
    mark: BarsElement
    front: ComputedElement
    back: ComputedElement
    lead: tuple[Page, ...]
    sections: tuple[DeclaredSection, ...]
    node: Node


def read_layout(folder: Path) -> Layout:
    """The layout in ``folder``. ``DeclarationRefused`` with all faults of its files."""
    root = read(folder / "layout.yaml", f"{folder.name}/layout.yaml")
    known_names(root, *_NAMES)
    faults: list[Fault] = []
    shapes, found = list[RecordShape](), list[Layout]()
    with noting(faults):
        shapes.append(read_shape(folder / root.take("record").filled()))
    with noting(faults):
        sheet = read_sheet(root, folder, faults)
        found.extend(_layout(root, sheet, shapes))
    with noting(faults):
        root.refuse_unknown()
        root.finish()
    if faults or not found:
        raise DeclarationRefused(*faults)
    return found[0]


def known_names(root: Node, *names: str) -> None:
    """Tell the reader which names a file may have, so that a fault in one of them does not make strangers of those not read yet."""
    for name in (*_SHEET_NAMES, *names):
        root.maybe(name)


def _layout(root: Node, sheet: Sheet, shapes: list[RecordShape]) -> list[Layout]:
    """The layout, all its parts read; nothing while the record's shape is not known."""
    sections, identity, variants = root.maybe("sections"), root.take("identity"), root.maybe("variants")
    form, stocks, cases = root.take("form").filled(), _stocks(root.take("stocks")), read_cases(variants) if variants else None
    mark, front, back = read_bars(root.take("mark"), Guard()), read_identity(identity.take("front")), read_identity(identity.take("back"))
    identity.refuse_unknown()
    lead = tuple(read_lead_page(member) for member in root.take("lead").items())
    declared = tuple(read_section(member) for member in sections.items()) if sections else ()
    return [Layout(form, sheet, stocks, shape, cases, mark, front, back, lead, declared, root) for shape in shapes]


def _stocks(node: Node) -> tuple[str, ...]:
    stocks = node.texts()
    if not stocks or len(stocks) > MOST_STOCKS or len(set(stocks)) < len(stocks) or not all(stocks):
        node.refuse(f"expected one to {MOST_STOCKS} different stocks, the notice's own first", "")
    return stocks


def read_sheet(root: Node, folder: Path, faults: list[Fault]) -> Sheet:
    """The parts that forms and papers share; faults in files of shared blocks go to ``faults``."""
    dpi, blocks = root.maybe("device_dpi"), root.maybe("blocks")
    faces, styles = _type(root, folder)
    shared: dict[str, SharedBlock] = {}
    for member in blocks.items() if blocks else []:
        with noting(faults):
            shared.update(_shared_blocks(_beside(folder, member.filled()), member.text()))
    return Sheet(folder=folder, title=root.take("title").filled(), edition=root.take("edition").filled(), size=root.take("paper").choice(PAPERS),
                 device_dpi=dpi.whole(200, 2400) if dpi else 600, faces=faces, styles=styles, blocks=shared)


def _beside(folder: Path, name: str) -> Path:
    """A file that forms share: beside the form's folder, or, for a site's own form that brings none, as it came with the program."""
    own = folder.parent / name
    return own if own.exists() else data_folder("layouts") / name


def _type(root: Node, folder: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, Style]]:
    """Faces and styles: those of the file ``type:`` names, which forms share, and the layout's own; a name stands in one of them."""
    named, own = root.maybe("type"), [node for key in ("faces", "styles") if (node := root.maybe(key))]
    tops = [root]
    if named:
        tops.insert(0, read(_beside(folder, named.filled()), named.text()))
    elif len(own) < 2:
        root.take("faces"), root.take("styles")
    faces: dict[str, tuple[str, ...]] = {}
    styles: dict[str, Style] = {}
    for top in tops:
        for name, listed in _listed(top, "faces", faces):
            faces[name] = listed.texts()
        for name, node in _listed(top, "styles", styles):
            styles[name] = _style(node, faces)
        if top is not root:
            top.refuse_unknown()
            top.finish()
    return faces, styles


def _listed(top: Node, key: str, known: Mapping[str, object]) -> list[tuple[str, Node]]:
    node = top.maybe(key)
    entries = node.entries() if node else []
    for name, value in entries:
        if name in known:
            value.refuse(f"the shared type has a name {name} already", name)
    return entries


def _style(node: Node, faces: dict[str, tuple[str, ...]]) -> Style:
    style = Style(node.take("face").choice(faces), node.take("size").number(1.0))
    node.refuse_unknown()
    return style


def _shared_blocks(path: Path, shown_as: str) -> dict[str, SharedBlock]:
    root = read(path, shown_as)
    blocks: dict[str, SharedBlock] = {}
    for name, node in root.entries():
        with root.collecting():
            blocks[name] = SharedBlock(node)
    root.finish()
    return blocks
