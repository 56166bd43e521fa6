"""Object numbers of a print job: known from its number of pages alone, before anything is composed.

::

    1             catalog
    2             resources, inherited by all pages
    3 ..          page tree, root first, level by level, at most 100 kids a node
    first_page .. two objects a page: the page, its content
    first_free .. art and fonts, numbered by the finisher

Source: ISO 32000-1:2008, 7.7.3 (page tree; Resources and MediaBox are inheritable).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from printjob.compose.syntax import indirect, number

CATALOG, RESOURCES, ROOT = 1, 2, 3
KIDS = 100
_SIDE_PLACES = 4


@dataclass(frozen=True)
class Numbering:
    """The layout of object numbers for ``pages`` pages (at least one)."""

    pages: int

    @cached_property
    def levels(self) -> tuple[tuple[int, int], ...]:
        """Each level of the tree from the root down, as (number of its first node, nodes)."""
        counts = [-(-self.pages // KIDS)]
        while counts[-1] > 1:
            counts.append(-(-counts[-1] // KIDS))
        placed, first = [], ROOT
        for count in reversed(counts):
            placed.append((first, count))
            first += count
        return tuple(placed)

    @property
    def first_page(self) -> int:
        """Object number of page 0; page n is ``first_page + 2 * n``, its content the number behind."""
        first, count = self.levels[-1]
        return first + count

    @property
    def first_free(self) -> int:
        """The first object number behind the pages."""
        return self.first_page + 2 * self.pages

    def parent(self, page: int) -> int:
        """Object number of a page's parent; pages count from 0."""
        return self.levels[-1][0] + page // KIDS

    def tree(self, width_pt: float, height_pt: float) -> list[bytes]:
        """The page tree's objects in the order of their numbers. The page's sides are written to the ten-thousandth of a point: they
        are a hair shorter than a whole number of dots, and a reader that rounds up must not find a dot more.
        """
        sides = number(width_pt, _SIDE_PLACES), number(height_pt, _SIDE_PLACES)
        return [
            self._node(level, index, b"/MediaBox[0 0 %b %b]/Resources %d 0 R" % (*sides, RESOURCES))
            for level, (_, nodes) in enumerate(self.levels)
            for index in range(nodes)
        ]

    def _node(self, level: int, index: int, inherited: bytes) -> bytes:
        pages_below = KIDS ** (len(self.levels) - level)
        count = min(self.pages, (index + 1) * pages_below) - index * pages_below
        own = b"/Parent %d 0 R" % (self.levels[level - 1][0] + index // KIDS) if level else inherited
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids(level, index))
        return indirect(self.levels[level][0] + index, b"<</Type/Pages%b/Count %d/Kids[%b]>>" % (own, count, kids))

    def _kids(self, level: int, index: int) -> list[int]:
        leaves = level + 1 == len(self.levels)
        first, total, step = (self.first_page, self.pages, 2) if leaves else (*self.levels[level + 1], 1)
        return [first + step * kid for kid in range(index * KIDS, min(total, (index + 1) * KIDS))]
