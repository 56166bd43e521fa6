"""What stands on a page or a block, thing by thing, each with its box and its element's place in the layout's files.

Boxes are in mm from the page's (or block's) top left corner. A text's box is its em box; a field's is as wide as it may become; the
dots of a background are seen as a printer would see them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from printjob.declared import Node
from printjob.layout.arts import Background, Circle, Outline, Picture, Primitive, Rule, Text
from printjob.layout.arts import Box as DrawnBox
from printjob.layout.check.box import Box, around
from printjob.layout.check.ground import ink
from printjob.layout.facelist import face_list
from printjob.layout.laying import Placed
from printjob.layout.surface import BASELINE_EM, left_edge
from printjob.model.form import Bars, ComputedSlot, MarkPlace, Slot, Symbol, ValueSpec
from printjob.typefaces.clusters import clusters

MM = 25.4 / 72
Kind = Literal["field", "computed", "text", "watermark", "line", "tint", "picture", "ground", "bars", "gs1", "elqr", "return", "mark", "identity"]
CODES = ("bars", "gs1", "elqr", "return")
WORDS = ("field", "computed", "text")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something printed. ``block`` names the shared blocks it comes from, the outermost first; a field has its slot, what it prints,
    and the kind of its first source; a symbol has its compiled place and the field of its digits; a customer barcode its place.
    """

    kind: Kind
    box: Box
    node: Node
    name: str
    block: tuple[str, ...] = ()
    slot: Slot | None = None
    spec: ValueSpec | None = None
    source_kind: str = ""
    symbol: Symbol | None = None
    bars: Bars | None = None

    def moved(self, down: float) -> Thing:
        """The thing as it lies in a block whose top is ``down`` mm below the page's."""
        return replace(self, box=self.box.moved(down)) if down else self


class Printed(NamedTuple):
    """What a page or block prints: its values in order and the kinds of the record's fields; y of its top edge, dots per inch."""

    values: tuple[ValueSpec, ...]
    fitted: tuple[ValueSpec, ...]
    kinds: Mapping[str, str]
    top_pt: float
    dpi: int


def things(placed: Iterable[Placed], printed: Printed) -> list[Thing]:
    """All things of a page or block, in drawing order."""
    return [thing for one in placed for thing in _things(one, printed)]


def _things(placed: Placed, printed: Printed) -> Iterator[Thing]:
    element, made, using = placed
    if isinstance(made, Slot):
        yield _field(element.node, made, using, printed)
    elif isinstance(made, ComputedSlot):
        yield computed_thing(made, element.node, printed, "computed", using)
    elif isinstance(made, Symbol):
        yield _symbol(element.node, made, using, printed)
    elif isinstance(made, Bars):
        yield Thing("bars", bars_box(made, printed.top_pt, printed.dpi), element.node, "customer barcode", using, bars=made)
    else:
        for one in made:
            for kind, box, name in _DRAWN[type(one)](printed, one):
                yield Thing(kind, box, element.node, name, using)


def computed_thing(computed: ComputedSlot, node: Node, printed: Printed, kind: Kind, using: tuple[str, ...] = ()) -> Thing:
    """A text that follows from the plan; a sheet's identity is of the kind ``identity``."""
    return Thing(kind, _slot_box(printed, computed.slot), node, computed.kind, using, computed.slot)


def mark_thing(mark: MarkPlace, node: Node, printed: Printed) -> Thing:
    """The inserter's mark."""
    side = 16 * mark.dots * 72 / printed.dpi
    return Thing("mark", _page_box(printed, mark.x_pt, mark.y_pt, side, side), node, "mark")


def _field(node: Node, slot: Slot, using: tuple[str, ...], printed: Printed) -> Thing:
    spec = (printed.fitted if slot.fitted else printed.values)[slot.value]
    source = spec.source.split()[0]
    return Thing("field", _slot_box(printed, slot), node, source, using, slot, spec, printed.kinds.get(source, ""))


def _symbol(node: Node, symbol: Symbol, using: tuple[str, ...], printed: Printed) -> Thing:
    """A symbol without its quiet zone."""
    box = symbol_box(symbol, printed.top_pt, printed.dpi)
    spec = printed.values[symbol.value] if symbol.value >= 0 else None
    return Thing(symbol.kind, box, node, spec.source if spec else "return", using, None, spec, "digits", symbol)


def symbol_box(symbol: Symbol, top_pt: float, dpi: int) -> Box:
    """Where a symbol lies, in mm from the left and from ``top_pt``, without its quiet zone."""
    side_pt = {"gs1": 288, "elqr": 41, "return": 16}[symbol.kind] * symbol.dots * 72 / dpi
    return _box_from(top_pt, symbol.x_pt, symbol.y_pt, side_pt, symbol.height_pt or side_pt)


def bars_box(bars: Bars, top_pt: float, dpi: int) -> Box:
    """The same for a customer barcode."""
    dot_pt = bars.dots * 72 / dpi
    return _box_from(top_pt, bars.x_pt, bars.y_pt, 133 * dot_pt, 6 * dot_pt)


def _page_box(printed: Printed, x_pt: float, y_pt: float, width_pt: float, height_pt: float) -> Box:
    return _box_from(printed.top_pt, x_pt, y_pt, width_pt, height_pt)


def _box_from(top_pt: float, x_pt: float, y_pt: float, width_pt: float, height_pt: float) -> Box:
    """A rectangle from its lower left corner in points, in mm below ``top_pt``."""
    top = (top_pt - y_pt - height_pt) * MM
    return Box(x_pt * MM, top, (x_pt + width_pt) * MM, top + height_pt * MM)


def _slot_box(printed: Printed, slot: Slot) -> Box:
    left = left_edge(slot.x_pt, slot.width_pt, slot.align)
    boxes = [_page_box(printed, left, baseline - (1 - BASELINE_EM) * fit.size_pt, slot.width_pt, fit.size_pt)
             for fit in slot.fits for baseline in fit.baselines_pt]
    return around(boxes)


# -- static art -------------------------------------------------------------------------------------------------------------------------


_Drawn = Iterator[tuple[Kind, Box, str]]


def _rule(printed: Printed, one: Rule) -> _Drawn:
    x, y = min(one.x1_pt, one.x2_pt), min(one.y1_pt, one.y2_pt)
    box = _page_box(printed, x, y, abs(one.x1_pt - one.x2_pt), abs(one.y1_pt - one.y2_pt))
    yield "line", box.grown(one.width_pt / 2 * MM, one.width_pt / 2 * MM), ""


def _box(printed: Printed, one: DrawnBox) -> _Drawn:
    box, half = _page_box(printed, one.x_pt, one.y_pt, one.width_pt, one.height_pt), one.line_pt / 2 * MM
    if one.black:
        yield "tint", box, ""
    if one.line_pt:
        left, top, right, bottom = box
        for side in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom), (right, top, right, bottom)):
            yield "line", Box(*side).grown(half, half), ""


def _circle(printed: Printed, one: Circle) -> _Drawn:
    radius = one.radius_pt + one.width_pt / 2
    yield "line", _page_box(printed, one.x_pt - radius, one.y_pt - radius, 2 * radius, 2 * radius), ""


def _text(printed: Printed, one: Text | Outline) -> _Drawn:
    spacing = one.spacing_pt * (len(clusters(one.text)) - 1) if isinstance(one, Text) else 0.0
    width = face_list((one.face,)).width(one.text) * one.size_pt + spacing
    box = _page_box(printed, one.x_pt, one.y_pt - (1 - BASELINE_EM) * one.size_pt, width, one.size_pt)
    if one.angle_deg:
        box = _turned(printed, one, width)
    yield ("watermark" if one.angle_deg or one.black < 1 else "text"), box, one.text


def _turned(printed: Printed, one: Text | Outline, width_pt: float) -> Box:
    cos, sin = math.cos(math.radians(one.angle_deg)), math.sin(math.radians(one.angle_deg))
    below, above = (BASELINE_EM - 1) * one.size_pt, BASELINE_EM * one.size_pt
    corners = [(x, y) for x in (0.0, width_pt) for y in (below, above)]
    return around([_page_box(printed, one.x_pt + x * cos - y * sin, one.y_pt + x * sin + y * cos, 0.0, 0.0) for x, y in corners])


def _picture(printed: Printed, one: Picture) -> _Drawn:
    yield "picture", _page_box(printed, one.x_pt, one.y_pt, one.width_pt, one.height_pt), "seal"


def _background(printed: Printed, one: Background) -> _Drawn:  # noqa: ARG001 - one signature for all
    yield from (("ground", box, "background") for box in ink(one))


_DRAWN: dict[type[Primitive], Callable[[Printed, Any], _Drawn]] = {
    Rule: _rule, DrawnBox: _box, Circle: _circle, Text: _text, Outline: _text, Picture: _picture, Background: _background,
}
