"""The quick way through a content stream of the usual shape (速読): it can only say "all is as expected here", or give way.

A stream is split at its literal strings; what stands between them is a small set of operator sequences, each understood once. On
anything unusual, an unknown place, a doubled text, an unproven glyph, the answer is ``None`` and the full reader
(:mod:`printjob.verify.content`) says what there is. A property test holds both readers against each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from printjob.verify.content import IDENTITY, Image, Matrix
from printjob.verify.fonts import PrintedFont
from printjob.verify.places import PagePlaces

_NUMBER = rb"(-?(?:\d+\.?\d*|\.\d+))"
# A pattern that begins with a plain character is searched at the speed of memchr: numbers are cut off afterwards.
_SPLIT = re.compile(rb"\(([^()\\]*(?:\\.[^()\\]*)*)\)", re.DOTALL)
_BACK = re.compile(rb"(.*?)(-?\d+)?", re.DOTALL)
_BETWEEN = re.compile(
    rb"(?:\]TJ\n)?(?:/(\w+) " + _NUMBER + rb" Tf[ \n])?(?:" + _NUMBER + b" " + _NUMBER + rb" Td|1 0 0 1 " + _NUMBER + b" " + _NUMBER + rb" Tm)?\["
)
_HEAD = re.compile(rb"((?:/\w+ Do\n|q 1 0 0 1 [-\d.]+ [-\d.]+ cm/\w+ Do Q\n)*)(?:0 0 0 1 k\n|0 g\n)?BT\n")
_PLACED = re.compile(rb"(?:q 1 0 0 1 " + _NUMBER + b" " + _NUMBER + rb" cm)?/(\w+) Do")
_CLOSE, _RECTANGLE_END, _FILL, _IMAGE_END = b"]TJ\nET\n", b" re\n", b"f\n", b">\nEI Q\n"
_IMAGE = re.compile(
    b"q " + _NUMBER + b" 0 0 " + _NUMBER + b" " + _NUMBER + b" " + _NUMBER + rb" cm\nBI/W (\d{1,3})/H (\d{1,3})/BPC 1/CS/G/D\[1 0\]/F/AHx"
)
_MOST_STEPS = 8_000
_MOST_IMAGES = 64


class Glance(NamedTuple):
    """What a usual page says: text by place number, placed art, and what stands where rectangles and images do."""

    found: dict[int, str]
    placed: tuple[tuple[str, Matrix], ...]
    rectangles: list[bytes]
    images: list[Image]


class _Unusual(Exception):
    pass


class _Pen:
    """A font at the start of a line (``moved``), or going on behind what was shown; remembers which places begin or end where."""

    __slots__ = ("after", "by_centre", "by_left", "by_right", "ends_right", "font", "literals", "moved", "name", "origin", "size", "steps")

    def __init__(self, name: str, font: PrintedFont | None, size: float, origin: tuple[float, float], moved: bool) -> None:
        self.name, self.font, self.size, self.origin, self.moved = name, font, size, origin, moved
        self.literals: dict[bytes, tuple[str, float]] = font.literals if font else {}
        self.steps: dict[bytes, _Step] = {}
        self.after: dict[bytes, _Pen] = {}
        self.ends_right = False
        self.by_left: dict[int, int] = {}
        self.by_right: dict[int, int] = {}
        self.by_centre: dict[int, int] = {}


class _Step:
    """What stands between two strings: the next pen (``None``: no other, so that pens form no circles and go with their job), where
    its string starts (``x``) or how far it is set back (``back``).
    """

    __slots__ = ("back", "goes_on", "pen", "x")

    def __init__(self, pen: _Pen, following: _Pen | None, back: float) -> None:
        self.pen, self.back = following, back * (following or pen).size
        self.x = following.origin[0] - self.back if following and following.moved else None
        self.goes_on = following is not None and not following.moved


class QuickReader:
    """Reads the pages of one kind under one set of font resources."""

    def __init__(self, places: PagePlaces, fonts: Mapping[str, PrintedFont]) -> None:
        self._places, self._fonts = places, fonts
        self._heads: dict[bytes, tuple[tuple[tuple[str, Matrix], ...], _Pen]] = {}
        self._pens: dict[tuple[str, float, tuple[float, float], bool], _Pen] = {}
        self._images: dict[bytes, tuple[Matrix, int, int, int]] = {}
        self._remembered = 0

    def read(self, stream: bytes) -> Glance | None:
        """What the page says, or ``None`` where it is not of the usual shape or says anything unexpected."""
        parts = _SPLIT.split(stream)
        if len(parts) == 1 or not parts[-1].startswith(_CLOSE):
            return None
        try:
            rectangles, images = self._tail(parts[-1][len(_CLOSE) :])
            head, back = _cut(parts[0])
            placed, pen = self._heads.get(head) or self._head(head)
            parts[0] = b""
            found = self._texts(pen, pen.origin[0] - back * pen.size, parts)
        except _Unusual:
            return None
        return Glance(found, placed, rectangles, images)

    def _tail(self, tail: bytes) -> tuple[list[bytes], list[Image]]:
        """What stands behind the texts: rectangles closed by one fill, then images. The caller looks at each rectangle's numbers."""
        *rectangles, rest = tail.split(_RECTANGLE_END)
        if rectangles:
            if not rest.startswith(_FILL):
                raise _Unusual
            rest = rest[len(_FILL) :]
        *images, rest = rest.split(_IMAGE_END)
        if rest:
            raise _Unusual
        return rectangles, [self._image(image) for image in images]

    def _image(self, text: bytes) -> Image:
        head, _, data = text.partition(b" ID ")
        if head not in self._images:
            self._images = {**self._images, head: _image_head(head)} if len(self._images) < _MOST_IMAGES else {head: _image_head(head)}
        matrix, width, height, length = self._images[head]
        try:
            rows = bytes.fromhex(data.decode("ascii"))
        except ValueError as cause:
            raise _Unusual from cause
        if len(rows) != length or len(data) != 2 * length:
            raise _Unusual
        return Image(matrix, width, height, rows, True)

    def _texts(self, pen: _Pen, x: float, parts: list[bytes]) -> dict[int, str]:
        found: dict[int, str] = {}
        shown, start, goes_on = 0, x, False
        number: int | None = None
        joined = ""
        for between, inside in zip(parts[0:-1:2], parts[1::2], strict=True):
            if between:
                step = pen.steps.get(between) or self._take(pen, between)
                goes_on = step.goes_on
                if step.pen is not None:
                    pen = step.pen
                x = x - step.back if step.x is None else step.x
            if not inside:
                continue
            text, width = pen.literals.get(inside) or self._learn(pen, inside)
            end = x + width * pen.size
            if goes_on and joined:
                # Another face goes on where the last string ended: one text in two strings.
                text, number, shown = joined + text, self._again(found, number, pen, start, end), shown - 1
            else:
                if joined and number is None:
                    raise _Unusual
                start = x
                number = pen.by_right.get(round(end * 100)) if pen.ends_right else pen.by_left.get(round(x * 100))
                if number is None:
                    number = self._find(pen, x, end)
            if number is not None:
                found[number] = text
            joined, goes_on = text, False
            shown += 1
            x = end
        if shown != len(found):
            raise _Unusual
        return found

    def _take(self, pen: _Pen, between: bytes) -> _Step:
        """The step that these operators are behind this pen."""
        operators, back = _cut(between)
        following = (pen.after.get(operators) or self._step(pen, operators)) if operators else None
        self._count()
        step = pen.steps[between] = _Step(pen, following, back)
        return step

    def _again(self, found: dict[int, str], number: int | None, pen: _Pen, start: float, end: float) -> int | None:
        if number is not None:
            del found[number]
        return self._find(pen, start, end)

    def _learn(self, pen: _Pen, inside: bytes) -> tuple[str, float]:
        found = pen.font.learn(inside) if pen.font else None
        if found is None:
            raise _Unusual
        return found

    def _find(self, pen: _Pen, x: float, end: float) -> int | None:
        left, right, centre = round(x * 100), round(end * 100), round((x + end) * 50)
        for known, at in ((pen.by_left, left), (pen.by_right, right), (pen.by_centre, centre)):
            if at in known:
                return known[at]
        face = pen.font.face if pen.font else ""
        place = self._places.find(x, pen.origin[1], end - x, pen.size, face)
        if place is None:
            return None
        self._count()
        known, at = {0.0: (pen.by_left, left), 0.5: (pen.by_centre, centre), 1.0: (pen.by_right, right)}[place.share]
        known[at] = place.number
        pen.ends_right = bool(pen.by_right)
        return place.number

    def _head(self, head: bytes) -> tuple[tuple[tuple[str, Matrix], ...], _Pen]:
        start = _HEAD.match(head)
        if start is None:
            raise _Unusual
        self._count()
        placed = tuple((name.decode("latin-1"), _moved(x, y)) for x, y, name in _PLACED.findall(start[1]))
        pen = self._step(_Pen("", None, 0.0, (0.0, 0.0), True), head[start.end() :])
        self._heads[head] = placed, pen
        return placed, pen

    def _step(self, pen: _Pen, operators: bytes) -> _Pen:
        step = _BETWEEN.fullmatch(operators)
        if step is None:
            raise _Unusual
        name, size, right, up, x, y = step.groups()
        origin, moved = pen.origin, True
        if right is not None:
            origin = round(origin[0] + float(right), 4), round(origin[1] + float(up), 4)
        elif x is not None:
            origin = float(x), float(y)
        else:
            moved = False
        font_name, font_size = (name.decode("latin-1"), float(size)) if name else (pen.name, pen.size)
        self._count()
        following = self._pen(font_name, font_size, origin, moved)
        pen.after[operators] = following
        return following

    def _pen(self, name: str, size: float, origin: tuple[float, float], moved: bool) -> _Pen:
        if name not in self._fonts:
            raise _Unusual
        key = (name, size, origin, moved)
        if key not in self._pens:
            self._pens[key] = _Pen(name, self._fonts[name], size, origin, moved)
        return self._pens[key]

    def _count(self) -> None:
        # What is remembered stays bounded, however odd the file: begin anew.
        self._remembered += 1
        if self._remembered > _MOST_STEPS:
            self._heads.clear()
            self._pens.clear()
            self._remembered = 0


def _cut(between: bytes) -> tuple[bytes, float]:
    """The operators before a string, and the TJ number that ends them, in em."""
    parts = _BACK.fullmatch(between)
    if parts is None:
        raise _Unusual
    return parts[1], int(parts[2] or 0) / 1000


def _image_head(head: bytes) -> tuple[Matrix, int, int, int]:
    """Matrix, width, height and bytes of an image from the operators before its data."""
    found = _IMAGE.fullmatch(head)
    if found is None:
        raise _Unusual
    side_x, side_y, x, y = map(float, found.groups()[:4])
    width, height = int(found[5]), int(found[6])
    return (side_x, 0.0, 0.0, side_y, x, y), width, height, (width + 7) // 8 * height


def _moved(x: bytes, y: bytes) -> Matrix:
    return (1.0, 0.0, 0.0, 1.0, float(x), float(y)) if x else IDENTITY
