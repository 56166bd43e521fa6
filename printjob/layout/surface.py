"""A surface to lay elements on: a page or a row's block, with millimetres on one side and points on the other.

On a page, points count from the bottom left corner; in a block from the top left, y negative downwards. Everything laid down is
checked to stay inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from printjob.declared import Node, nearest
from printjob.errors import Fault
from printjob.layout.arts import POINTS_PER_MM, points
from printjob.layout.elements import Element, Point, RepeatElement, UseElement
from printjob.layout.facelist import FaceList, face_list
from printjob.layout.language import Sheet, Style
from printjob.layout.noting import noting
from printjob.layout.wording import keeps

BASELINE_EM = 0.88
"""from the top of the em box down to the baseline, for every face"""
_SLACK_MM = 0.01
_HAIR_PT = 0.0002


def page_length(length_mm: float, dpi: int) -> float:
    """A page's side in points: a whole number of device dots, so that dots counted from any edge are the device's. It is given a hair
    short, because renderers round a side up to whole dots and must not find a dot more.

    >>> page_length(210, 600), page_length(297, 600)
    (595.3198, 841.9198)
    """
    return round(round(length_mm / 25.4 * dpi) * 72 / dpi - _HAIR_PT, 4)


def snapped(length_pt: float, dpi: int) -> float:
    """The nearest device dot, in points."""
    return round(round(length_pt * dpi / 72) * 72 / dpi, 6)


@dataclass(frozen=True, slots=True)
class Surface:
    """Where elements are laid. ``top_pt`` is the y of the upper edge: the page's height, or 0 in a block. ``using`` names the shared
    blocks that are being laid, the outermost first.
    """

    sheet: Sheet
    constants: Mapping[str, str]
    kind: Literal["page", "row"]
    size: Point
    top_pt: float
    faults: list[Fault]
    shift: Point = (0.0, 0.0)
    using: tuple[str, ...] = ()

    def x(self, x_mm: float) -> float:
        """Points from the left edge."""
        return points(x_mm + self.shift[0])

    def y(self, y_mm: float) -> float:
        """Points of a place ``y_mm`` below the upper edge."""
        return round(self.top_pt - (y_mm + self.shift[1]) * POINTS_PER_MM, 4)

    def baseline(self, y_mm: float, size_pt: float) -> float:
        """The baseline of a line whose em box begins at ``y_mm``."""
        return round(self.y(y_mm) - BASELINE_EM * size_pt, 4)

    def style(self, node: Node) -> Style:
        """The style of this name."""
        return node.choice(self.sheet.styles)

    def faces(self, style: Style) -> FaceList:
        """The style's faces."""
        return face_list(style.faces)

    def hold(self, node: Node, left: float, top: float, right: float, bottom: float) -> None:
        """Refuse what leaves the surface; all in mm from the element's own origin."""
        dx, dy = self.shift
        width, height = self.size
        over = _SLACK_MM
        if left + dx < -over or top + dy < -over or right + dx > width + over or bottom + dy > height + over:
            node.refuse(
                f"reaches x {left + dx:.1f}-{right + dx:.1f}, y {top + dy:.1f}-{bottom + dy:.1f} mm, outside the "
                f"{'page' if self.kind == 'page' else 'block'} of {width:g} x {height:g} mm", "")

    def kept(self, elements: tuple[Element, ...]) -> list[tuple[Surface, Element]]:
        """The elements that stay under the constants, with the surface each is laid on; ``use`` and ``repeat`` are replaced by theirs."""
        found: list[tuple[Surface, Element]] = []
        for element in elements:
            with noting(self.faults):
                if not keeps(element.guard, self.constants):
                    continue
                if isinstance(element, UseElement):
                    found.extend(self._block(element))
                elif isinstance(element, RepeatElement):
                    found.extend(one for shift, copy in element.copies for one in self._shifted(shift).kept(copy))
                else:
                    found.append((self, element))
        return found

    def _shifted(self, by: Point) -> Surface:
        return replace(self, shift=(self.shift[0] + by[0], self.shift[1] + by[1]))

    def _block(self, element: UseElement) -> list[tuple[Surface, Element]]:
        name, blocks = element.block.text(), self.sheet.blocks
        if name not in blocks:
            element.block.refuse(f"unknown block{nearest(name, list(blocks))}")
        if name in self.using:
            element.block.refuse(f"a block cannot use itself: {' > '.join((*self.using, name))}")
        block = blocks[name]
        for word, node in element.named.items():
            if f"with.{word}" not in block.places:
                known = sorted(place.removeprefix("with.") for place in block.places)
                node.refuse(f"the block {name} has no place for {word}{nearest(word, known)}")
        return replace(self._shifted(element.at), using=(*self.using, name)).kept(block.elements(element.words))


def left_edge(x: float, width: float, align: str) -> float:
    """The left edge of something ``width`` wide that stands at ``x`` as ``align`` says; any one unit."""
    return {"left": x, "right": x - width, "centre": x - width / 2}[align]
