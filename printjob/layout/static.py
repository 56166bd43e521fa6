"""Static elements as primitives: lines, tables, texts. What cannot be set as declared is refused at its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import accumulate, groupby, product
from typing import Any

import msgspec

from printjob.declared import Node
from printjob.layout.arts import Box, Circle, Outline, Primitive, Rule, Text, points
from printjob.layout.background import background
from printjob.layout.elements import (
    BackgroundElement,
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
from printjob.layout.seal import seal_picture
from printjob.layout.surface import Surface, left_edge, snapped
from printjob.layout.wording import worded
from printjob.typefaces.clusters import clusters

MM_PER_POINT = 25.4 / 72
Sides = tuple[float, float, float, float]
"""left, top, right, bottom"""


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
    dpi = surface.sheet.device_dpi
    place = snapped(surface.x(x), dpi), snapped(surface.y(y + element.size), dpi)
    yield seal_picture(element.node, surface.constants, element.size, place, dpi)


def _background(surface: Surface, element: BackgroundElement) -> Iterator[Primitive]:
    width, height = surface.size
    yield background(element.file, element.page, surface.sheet.folder, (points(width), points(height)))


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
    bottom = y + style.size_pt * MM_PER_POINT
    surface.hold(element.node, *turned_box((left, y, left + width * MM_PER_POINT, bottom), element.angle))
    start, baseline = round(left_edge(surface.x(x), width, element.align), 4), surface.baseline(y, style.size_pt)
    line = set_line(faces, style.size_pt, text, start, baseline, element.spacing_pt)
    middle = start + width / 2, surface.y((y + bottom) / 2)
    yield from line if (element.angle, element.black) == (0.0, 1.0) else (_turned(one, middle, element.angle, element.black) for one in line)


def _turned(one: Text | Outline, middle: tuple[float, float], angle_deg: float, black: float) -> Text | Outline:
    (cx, cy), (cos, sin) = middle, _direction(angle_deg)
    dx, dy = one.x_pt - cx, one.y_pt - cy
    x_pt, y_pt = round(cx + dx * cos - dy * sin, 4), round(cy + dx * sin + dy * cos, 4)
    return msgspec.structs.replace(one, x_pt=x_pt, y_pt=y_pt, angle_deg=angle_deg, black=black)


def turned_box(box: Sides, angle_deg: float) -> Sides:
    """Left, top, right and bottom of what a box covers when it is turned about its middle."""
    left, top, right, bottom = box
    (cx, cy), (cos, sin) = ((left + right) / 2, (top + bottom) / 2), _direction(angle_deg)
    width = (right - left) * abs(cos) + (bottom - top) * abs(sin)
    height = (right - left) * abs(sin) + (bottom - top) * abs(cos)
    return cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2


def _direction(angle_deg: float) -> tuple[float, float]:
    return math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))


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


def set_line(faces: FaceList, size_pt: float, text: str, x_pt: float, y_pt: float, spacing_pt: float = 0.0) -> Iterator[Text | Outline]:
    """One line as runs of one face each; what text cannot show is drawn by its outline."""
    for run in faces.runs(text):
        for outlined, members in groupby(clusters(run.text), _is_outlined):
            part = "".join(members)
            if outlined:
                yield from _outlines(run.face, faces, size_pt, part, x_pt, y_pt, spacing_pt)
            else:
                yield Text(run.face, size_pt, round(x_pt, 4), y_pt, part, spacing_pt)
            x_pt += faces.width(part) * size_pt + spacing_pt * len(clusters(part))


def _is_outlined(cluster: str) -> bool:
    """ReportLab writes no variation sequences, and no character outside the BMP so that it can be searched."""
    return len(cluster) > 1 or ord(cluster) > 0xFFFF


def _outlines(face: str, faces: FaceList, size_pt: float, text: str, x_pt: float, y_pt: float, spacing_pt: float) -> Iterator[Outline]:
    for cluster in clusters(text):
        yield Outline(face, size_pt, round(x_pt, 4), y_pt, cluster)
        x_pt += faces.width(cluster) * size_pt + spacing_pt


def check_glyphs(faces: FaceList, text: str, node: Node) -> None:
    """Refuse a static text with a character that the style's faces lack."""
    for cluster in clusters(text):
        if faces.place(cluster) is None:
            node.refuse(f"no glyph for {_named(cluster)} in {', '.join(faces.ids)}", cluster)


def _named(cluster: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in cluster)


_PAINTERS: dict[type[Element], Callable[[Surface, Any], Iterator[Primitive]]] = {
    RuleElement: _rule, BoxElement: _box, CellsElement: _cells, DiagonalElement: _diagonal, CircleElement: _circle, SealElement: _seal,
    BackgroundElement: _background, TextElement: _text, ParagraphElement: _paragraph,
}
