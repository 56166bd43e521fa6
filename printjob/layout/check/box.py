"""Boxes on a page, in millimetres from its top left corner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

SLACK_MM = 0.05
"""boxes that share less than this do not meet: rounding to device dots"""


class Box(NamedTuple):
    """What something covers; ``right`` and ``bottom`` are greater than ``left`` and ``top``."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether both cover something together."""
        return (self.left < other.right - SLACK_MM and other.left < self.right - SLACK_MM
                and self.top < other.bottom - SLACK_MM and other.top < self.bottom - SLACK_MM)

    def within(self, other: Box) -> bool:
        """Whether ``other`` holds all of this."""
        return (self.left >= other.left - SLACK_MM and self.top >= other.top - SLACK_MM
                and self.right <= other.right + SLACK_MM and self.bottom <= other.bottom + SLACK_MM)

    def grown(self, aside: float, above: float) -> Box:
        """The box with a margin left and right, above and below."""
        return Box(self.left - aside, self.top - above, self.right + aside, self.bottom + above)

    def moved(self, down: float) -> Box:
        """The box further down."""
        return Box(self.left, self.top + down, self.right, self.bottom + down)

    def __str__(self) -> str:
        return f"x {self.left:.1f}-{self.right:.1f}, y {self.top:.1f}-{self.bottom:.1f} mm"


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes, of which there is one at least.

    >>> str(around([Box(1, 2, 3, 4), Box(2, 0, 5, 3)]))
    'x 1.0-5.0, y 0.0-4.0 mm'
    """
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
