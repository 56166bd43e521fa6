"""From declared nodes to :mod:`~printjob.layout.elements`. A wrong element is noted and its neighbours are still read."""

from __future__ import annotations

from collections.abc import Callable

from printjob.declared import Node, nearest
from printjob.layout.elements import (
    BarsElement,
    BoxElement,
    CellsElement,
    CircleElement,
    ComputedElement,
    DiagonalElement,
    Element,
    FieldElement,
    FitDeclaration,
    Guard,
    Nw7Element,
    ParagraphElement,
    Point,
    RepeatElement,
    RuleElement,
    SealElement,
    SymbolElement,
    TextElement,
    UseElement,
)
from printjob.layout.wareki import wide
from printjob.model.form import Align, ComputedKind

_ALIGN: dict[str, Align] = {"left": "left", "right": "right", "centre": "centre"}
_COMPUTED: dict[str, ComputedKind] = {"page-of": "page-of", "identity": "identity", "reference": "reference"}
_LINE_MM = 0.25
_FRAME_MM = 0.5
_TINT_BLACK = 0.1
_LEAST_GS1_MM = 10.0
"""the bars of a payment slip's GS1-128 are 10 mm high or more"""
_LEAST_NW7_MM = 5.0
"""lower bars are hard to hit with a hand scanner"""
_GUARDS = ("when", "unless")


def read_elements(node: Node) -> tuple[Element, ...]:
    """The elements of a list, in order; faults are collected in the file of ``node``."""
    found: list[Element] = []
    for member in node.items():
        with member.collecting():
            found.append(_read_element(member))
    return tuple(found)


def _read_element(member: Node) -> Element:
    named = [(key, value) for key, value in member.entries() if key not in _GUARDS]
    if len(named) != 1:
        member.refuse(f"an element has exactly one name, one of {', '.join(_READERS)}")
    kind, body = named[0]
    if kind not in _READERS:
        member.refuse(f"unknown element{nearest(kind, list(_READERS))}", kind)
    return _READERS[kind](body, read_guard(member, body))


def read_guard(*nodes: Node) -> Guard:
    """The conditions that stand in these mappings together; each may be a name or a list of names."""
    found = {key: tuple(name for node in nodes if node.is_mapping for name in _names(node.maybe(key))) for key in _GUARDS}
    return Guard(**found)


def _names(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.items() if node.is_list else [node]


def point(node: Node) -> Point:
    """Two lengths in mm."""
    first, second = node.numbers(2)
    return first, second


def _number(body: Node, key: str, default: float, least: float = 0.0) -> float:
    found = body.maybe(key)
    return default if found is None else found.number(least)


def _thickness(body: Node, key: str, default: float) -> float:
    found = body.maybe(key)
    if found is None:
        return default
    return 0.0 if found.text() == "none" else found.number(0.0)


def _black(node: Node | None, default: float) -> float:
    if node is None:
        return default
    share = node.number(0.0)
    return share if share <= 1 else node.refuse("the share of black is at most 1")


def _angle(node: Node | None) -> float:
    if node is None:
        return 0.0
    angle = node.number()
    return angle if -180 < angle <= 180 else node.refuse("an angle is more than -180 and at most 180 degrees")


def _dash(body: Node) -> tuple[float, ...]:
    found = body.maybe("dash")
    return found.numbers(2) if found else ()


def _align(body: Node) -> Align:
    found = body.maybe("align")
    return found.choice(_ALIGN) if found else "left"


def _size(body: Node) -> Point:
    width, height = point(body.take("size"))
    return (width, height) if min(width, height) > 0 else body.take("size").refuse("a size is more than 0")


def _rule(body: Node, guard: Guard) -> Element:
    element = RuleElement(node=body, guard=guard, start=point(body.take("from")), stop=point(body.take("to")),
                          width=_number(body, "width", _LINE_MM), dash=_dash(body))
    body.refuse_unknown()
    return element


def _box(body: Node, guard: Guard) -> Element:
    element = BoxElement(node=body, guard=guard, at=point(body.take("at")), size=_size(body), line=_thickness(body, "line", _LINE_MM),
                         black=_black(body.maybe("fill"), 0.0))
    body.refuse_unknown()
    return element


def _cells(body: Node, guard: Guard) -> Element:
    widths, heights = body.take("widths").numbers(), body.take("heights").numbers()
    fill = body.maybe("fill")
    columns = _counted(fill.maybe("columns"), len(widths)) if fill else ()
    rows = _counted(fill.maybe("rows"), len(heights)) if fill else ()
    black = _black(fill.maybe("black"), _TINT_BLACK) if fill else 0.0
    if fill:
        fill.refuse_unknown()
    element = CellsElement(node=body, guard=guard, at=point(body.take("at")), widths=widths, heights=heights,
                           line=_thickness(body, "line", _LINE_MM), frame=_thickness(body, "frame", _FRAME_MM),
                           tinted_columns=columns, tinted_rows=rows, black=black)
    body.refuse_unknown()
    return element


def _counted(node: Node | None, most: int) -> tuple[int, ...]:
    return tuple(member.whole(1, most) for member in node.items()) if node else ()


def _diagonal(body: Node, guard: Guard) -> Element:
    element = DiagonalElement(node=body, guard=guard, at=point(body.take("at")), size=_size(body), width=_number(body, "width", _LINE_MM))
    body.refuse_unknown()
    return element


def _circle(body: Node, guard: Guard) -> Element:
    element = CircleElement(node=body, guard=guard, centre=point(body.take("centre")), diameter=body.take("diameter").number(0.1),
                            width=_number(body, "width", _LINE_MM), dash=_dash(body))
    body.refuse_unknown()
    return element


def _seal(body: Node, guard: Guard) -> Element:
    element = SealElement(node=body, guard=guard, at=point(body.take("at")), size=body.take("size").number(1.0))
    body.refuse_unknown()
    return element


def _text(body: Node, guard: Guard) -> Element:
    width = body.maybe("width")
    element = TextElement(node=body, guard=guard, at=point(body.take("at")), style=body.take("style"), align=_align(body),
                          text=body.take("text"), width=width.number(0.1) if width else None, spacing_pt=_number(body, "spacing", 0.0),
                          angle=_angle(body.maybe("angle")), black=_black(body.maybe("black"), 1.0))
    body.refuse_unknown()
    return element


def _paragraph(body: Node, guard: Guard) -> Element:
    height = body.maybe("height")
    element = ParagraphElement(node=body, guard=guard, at=point(body.take("at")), width=body.take("width").number(1.0),
                               height=height.number(1.0) if height else None, style=body.take("style"),
                               leading=body.take("leading").number(0.5), gap=_number(body, "gap", 0.0),
                               hang=_number(body, "hang", 0.0), text=body.take("text"))
    body.refuse_unknown()
    return element


def _fit(node: Node) -> FitDeclaration:
    lines = node.maybe("lines")
    count = lines.whole(1, 9) if lines else 1
    leading = node.take("leading").number(0.1) if count > 1 else _number(node, "leading", 0.0)
    fit = FitDeclaration(node.take("size").number(1.0), count, leading)
    node.refuse_unknown()
    return fit


def _field(body: Node, guard: Guard) -> Element:
    value, fits, at_top = body.take("value"), body.maybe("fits"), body.maybe("at_top")
    element = FieldElement(node=body, guard=guard, sources=tuple(value.items()) if value.is_list else (value,),
                           format=body.maybe("format"), argument=body.maybe("argument"), at=point(body.take("at")),
                           width=body.take("width").number(0.1), align=_align(body), style=body.take("style"),
                           fits=tuple(_fit(member) for member in fits.items()) if fits else (),
                           at_top=at_top.flag() if at_top else False)
    body.refuse_unknown()
    return element


def read_computed(body: Node, guard: Guard) -> ComputedElement:
    """A ``computed`` element's body."""
    element = ComputedElement(node=body, guard=guard, kind=body.take("kind").choice(_COMPUTED), at=point(body.take("at")),
                              width=body.take("width").number(0.1), align=_align(body), style=body.take("style"))
    body.refuse_unknown()
    return element


def read_identity(body: Node) -> ComputedElement:
    """A sheet's identity text: a ``computed`` of the kind ``identity`` that need not say so."""
    element = ComputedElement(node=body, kind="identity", at=point(body.take("at")), width=body.take("width").number(0.1),
                              align=_align(body), style=body.take("style"))
    body.refuse_unknown()
    return element


def read_bars(body: Node, guard: Guard) -> BarsElement:
    """The body of ``bars`` or ``mark``: top left corner and module in device dots."""
    element = BarsElement(node=body, guard=guard, at=point(body.take("at")), dots=body.take("dots").whole(1, 100))
    body.refuse_unknown()
    return element


def _gs1(body: Node, guard: Guard) -> Element:
    element = SymbolElement(node=body, guard=guard, kind="gs1", value=body.take("value"), at=point(body.take("at")), dots=0,
                            height=body.take("height").number(_LEAST_GS1_MM))
    body.refuse_unknown()
    return element


def _elqr(body: Node, guard: Guard) -> Element:
    element = SymbolElement(node=body, guard=guard, kind="elqr", value=body.take("value"), at=point(body.take("at")),
                            dots=body.take("dots").whole(1, 100), height=0.0)
    body.refuse_unknown()
    return element


def _nw7(body: Node, guard: Guard) -> Element:
    element = Nw7Element(node=body, guard=guard, value=body.take("value"), at=point(body.take("at")), digits=body.take("digits").whole(1, 40),
                         dots=body.take("dots").whole(1, 100), ratio=body.take("ratio"), height=body.take("height").number(_LEAST_NW7_MM))
    body.refuse_unknown()
    return element


def _return(body: Node, guard: Guard) -> Element:
    element = SymbolElement(node=body, guard=guard, kind="return", value=None, at=point(body.take("at")),
                            dots=body.take("dots").whole(1, 100), height=0.0)
    body.refuse_unknown()
    return element


def _use(body: Node, guard: Guard) -> Element:
    if not body.is_mapping:
        return UseElement(node=body, guard=guard, block=body, at=(0.0, 0.0), words={}, named={})
    shift, given = body.maybe("at"), body.maybe("with")
    named = dict(given.entries()) if given else {}
    element = UseElement(node=body, guard=guard, block=body.take("block"), at=point(shift) if shift else (0.0, 0.0),
                         words={f"with.{name}": value.text() for name, value in named.items()}, named=named)
    body.refuse_unknown()
    return element


def _repeat(body: Node, guard: Guard) -> Element:
    times, start, (dx, dy) = body.take("times").whole(1, 100), body.maybe("start"), point(body.take("step"))
    first, elements = start.whole(0, 1000) if start else 1, body.take("elements")
    copies: list[tuple[Point, tuple[Element, ...]]] = []
    for count in range(times):
        number = str(first + count)
        filled = elements.with_words({**body.words, "n": number, "n-wide": wide(number)})
        copies.append(((round(count * dx, 4), round(count * dy, 4)), read_elements(filled)))
        filled.finish()
    element = RepeatElement(node=body, guard=guard, copies=tuple(copies))
    body.refuse_unknown()
    return element


_READERS: dict[str, Callable[[Node, Guard], Element]] = {
    "rule": _rule, "box": _box, "cells": _cells, "diagonal": _diagonal, "circle": _circle, "seal": _seal, "text": _text,
    "paragraph": _paragraph, "field": _field, "computed": read_computed, "bars": read_bars, "gs1": _gs1, "elqr": _elqr,
    "return": _return, "nw7": _nw7, "use": _use, "repeat": _repeat,
}
