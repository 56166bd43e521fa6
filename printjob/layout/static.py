"""Static elements as primitives: lines, tables, texts. What cannot be set as declared is refused at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate, product
from typing import Any

from printjob.declared import Node
from printjob.layout.arts import Box, Circle, Primitive, Rule, Text, points
from printjob.layout.elements import (
    BoxElement,
    CellsElement,
    CircleElement,
    DiagonalElement,
    Element,
    ParagraphElement,
    RuleElement,
    SealElement,
    TextElement,
)
from printjob.layout.facelist import FaceList
from printjob.layout.paragraphs import paragraph
from printjob.layout.surface import Surface, left_edge
from printjob.layout.wording import worded
from printjob.typefaces.clusters import clusters

MM_PER_POINT = 25.4 / 72


def is_static(element: Element) -> bool:
    """Whether an element is drawn once for the form."""
    return type(element) in _PAINTERS


def primitives(surface: Surface, element: Element) -> list[Primitive]:
    """The drawing of one static element."""
    return list(_PAINTERS[type(element)](surface, element))


def _rule(surface: Surface, element: RuleElement) -> Iterator[Primitive]:
    (x1, y1), (x2, y2) = element.start, element.stop
    surface.hold(element.node, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    dash = tuple(points(length) for length in element.dash)
    yield Rule(surface.x(x1), surface.y(y1), surface.x(x2), surface.y(y2), points(element.width), dash)


def _box(surface: Surface, element: BoxElement) -> Iterator[Primitive]:
    (x, y), (width, height) = element.at, element.size
    surface.hold(element.node, x, y, x + width, y + height)
    yield _rectangle(surface, x, y, width, height, element.line, element.black)


def _rectangle(surface: Surface, x: float, y: float, width: float, height: float, line: float, black: float) -> Box:
    return Box(surface.x(x), surface.y(y + height), points(width), points(height), points(line), black)


def _cells(surface: Surface, element: CellsElement) -> Iterator[Primitive]:
    x, y = element.at
    width, height = sum(element.widths), sum(element.heights)
    surface.hold(element.node, x, y, x + width, y + height)
    lefts, tops = list(accumulate(element.widths, initial=x)), list(accumulate(element.heights, initial=y))
    for column, row in product(range(len(element.widths)), range(len(element.heights))):
        if column + 1 in element.tinted_columns or row + 1 in element.tinted_rows:
            yield _rectangle(surface, lefts[column], tops[row], element.widths[column], element.heights[row], 0.0, element.black)
    if element.line:
        for left in lefts[1:-1]:
            yield Rule(surface.x(left), surface.y(y), surface.x(left), surface.y(y + height), points(element.line))
        for top in tops[1:-1]:
            yield Rule(surface.x(x), surface.y(top), surface.x(x + width), surface.y(top), points(element.line))
    if element.frame:
        yield _rectangle(surface, x, y, width, height, element.frame, 0.0)


def _diagonal(surface: Surface, element: DiagonalElement) -> Iterator[Primitive]:
    (x, y), (width, height) = element.at, element.size
    surface.hold(element.node, x, y, x + width, y + height)
    yield Rule(surface.x(x + width), surface.y(y), surface.x(x), surface.y(y + height), points(element.width))


def _circle(surface: Surface, element: CircleElement) -> Iterator[Primitive]:
    (x, y), radius = element.centre, element.diameter / 2
    surface.hold(element.node, x - radius, y - radius, x + radius, y + radius)
    dash = tuple(points(length) for length in element.dash)
    yield Circle(surface.x(x), surface.y(y), points(radius), points(element.width), dash)


def _seal(surface: Surface, element: SealElement) -> Iterator[Primitive]:
    x, y = element.at
    surface.hold(element.node, x, y, x + element.size, y + element.size)
    yield from ()


def _text(surface: Surface, element: TextElement) -> Iterator[Primitive]:
    style, text = surface.style(element.style), worded(element.text, surface.constants)
    if not text:
        return
    faces = surface.faces(style)
    check_glyphs(faces, text, element.text)
    width = faces.width(text) * style.size_pt + element.spacing_pt * (len(clusters(text)) - 1)
    x, y = element.at
    room = points(element.width) if element.width is not None else width
    if width > room + 1e-6:
        element.text.refuse(f"is {width * MM_PER_POINT:.1f} mm wide and does not fit its {element.width:g} mm", text)
    left = left_edge(x, width * MM_PER_POINT, element.align)
    surface.hold(element.node, left, y, left + width * MM_PER_POINT, y + style.size_pt * MM_PER_POINT)
    yield from set_line(faces, style.size_pt, text, round(left_edge(surface.x(x), width, element.align), 4),
                        surface.baseline(y, style.size_pt), element.spacing_pt)


def _paragraph(surface: Surface, element: ParagraphElement) -> Iterator[Primitive]:
    style, text = surface.style(element.style), worded(element.text, surface.constants)
    x, y = element.at
    bottom = y
    for line in paragraph(surface.sheet, element, style, text):
        check_glyphs(line.faces, line.text, element.text)
        top = y + line.top
        bottom = top + style.size_pt * MM_PER_POINT
        yield from set_line(line.faces, style.size_pt, line.text, round(surface.x(x) + line.indent_pt, 4),
                            surface.baseline(top, style.size_pt), line.spacing_pt)
    surface.hold(element.node, x, y, x + element.width, bottom)
    if element.height is not None and bottom - y > element.height + 1e-6:
        element.text.refuse(f"is {bottom - y:.1f} mm high and does not fit its {element.height:g} mm", "")


def set_line(faces: FaceList, size_pt: float, text: str, x_pt: float, y_pt: float, spacing_pt: float = 0.0) -> Iterator[Text]:
    """One line as runs of one face each."""
    for run in faces.runs(text):
        yield Text(run.face, size_pt, round(x_pt, 4), y_pt, run.text, spacing_pt)
        x_pt += run.width * size_pt + spacing_pt * run.clusters


def check_glyphs(faces: FaceList, text: str, node: Node) -> None:
    """Refuse a static text with a character that the style's faces lack, or that static art cannot show (a variation sequence)."""
    for cluster in clusters(text):
        if faces.place(cluster) is None:
            node.refuse(f"no glyph for {_named(cluster)} in {', '.join(faces.ids)}", cluster)
        if len(cluster) > 1:
            node.refuse(f"static text cannot hold the variation sequence {_named(cluster)}: print it as a field", cluster)


def _named(cluster: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in cluster)


_PAINTERS: dict[type[Element], Callable[[Surface, Any], Iterator[Primitive]]] = {
    RuleElement: _rule, BoxElement: _box, CellsElement: _cells, DiagonalElement: _diagonal, CircleElement: _circle, SealElement: _seal,
    TextElement: _text, ParagraphElement: _paragraph,
}
