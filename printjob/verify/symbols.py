"""From filled rectangles and one-bit images to symbols (コード読取): what each of a page's symbols says, by where the form puts them.

A rectangle or an image that does not lie right in one of the page's areas belongs to nothing and is a fault: also black paint can hide
or forge. So is a cell that is painted twice. An image is opaque, its white too: it must be the only ink of its area.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from printjob.verify.areas import CELLS, Area, blackened, image_cells, image_fills, said
from printjob.verify.content import Image, Matrix

_RECTANGLE = re.compile(rb"-?(?:\d+\.?\d*|\.\d+)(?: -?(?:\d+\.?\d*|\.\d+)){3}")
_COUNT_BITS = 40
_COUNT = (1 << _COUNT_BITS) - 1
_MOST_REMEMBERED = 50_000


class Symbols(NamedTuple):
    """What a page's areas say, in their order (empty: nothing, ``None``: no symbol), and how much ink belongs to nothing."""

    said: tuple[str | None, ...]
    stray: int


class Reader:
    """Reads the symbols of pages with the same areas; remembers what each rectangle means, for the same few hundred come again.

    All cells of a page stand in one number. A rectangle is its cells, and below them how many they are: the rectangles of a page are
    read by adding them up, and no cell was painted twice if and only if the sum has as many ones as were counted.
    """

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = tuple(areas)
        # Squares come last: they are images, and the number of the rectangles stays short.
        order = sorted(range(len(areas)), key=lambda at: CELLS[areas[at].kind])
        starts = accumulate((CELLS[areas[at].kind] for at in order), initial=_COUNT_BITS)
        self._starts = dict(zip(order, starts, strict=False))
        self._spans = [(area.kind, self._starts[at], (1 << CELLS[area.kind]) - 1) for at, area in enumerate(self._areas)]
        self._whole = [mask << start for _, start, mask in self._spans]
        self._known = _Known(self._learn)
        self._images: dict[tuple[Matrix, int, int], int | None] = {}

    def read(self, rectangles: Sequence[bytes], images: Sequence[Image]) -> Symbols:
        """What the page says; ``rectangles`` are ``x y width height`` each."""
        stray, covered = 0, set[int]()
        try:
            total = sum(map(self._known.__getitem__, rectangles))
            doubled = (total >> _COUNT_BITS).bit_count() != total & _COUNT
        except _NoCells:
            total, doubled = 0, True
        if doubled:
            total, stray = self._one_by_one(rectangles)
        for image in images:
            at = self._filled(image)
            cells = 0 if at is None else self._cells(at, image)
            if at is None or at in covered or not cells or total & self._whole[at]:
                stray += 1
            else:
                covered.add(at)
                total |= cells
        return Symbols(tuple([said(kind, total >> start & mask) for kind, start, mask in self._spans]), stray)

    def _one_by_one(self, rectangles: Sequence[bytes]) -> tuple[int, int]:
        total, stray = 0, 0
        for text in rectangles:
            try:
                cells = self._known[text] & ~_COUNT
            except _NoCells:
                cells = 0
            if cells and not cells & total:
                total |= cells
            else:
                stray += 1
        return total, stray

    def _filled(self, image: Image) -> int | None:
        """The index of the area that the image fills."""
        key = image.matrix, image.width, image.height
        if key not in self._images:
            fitting = (at for at, area in enumerate(self._areas) if image_fills(area, *key))
            self._images = {**self._images, key: next(fitting, None)} if len(self._images) < _MOST_REMEMBERED // 100 else {}
            return self._filled(image)
        return self._images[key]

    def _cells(self, at: int, image: Image) -> int:
        return image_cells(self._areas[at].kind, image.rows, image.ones_are_ink) << self._starts[at]

    def _learn(self, text: bytes) -> int:
        if _RECTANGLE.fullmatch(text):
            x, y, width, height = map(float, text.split())
            for at, area in enumerate(self._areas):
                cells = blackened(area, x, y, width, height)
                if cells is not None:
                    return cells << self._starts[at] | cells.bit_count()
        raise _NoCells


class _NoCells(LookupError):
    """A rectangle that belongs to no area."""


class _Known(dict[bytes, int]):
    """Meanings by a rectangle's text, learnt at first use and bounded."""

    def __init__(self, learn: Callable[[bytes], int]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, text: bytes) -> int:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        meaning = self[text] = self._learn(text)
        return meaning
