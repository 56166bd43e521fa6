"""A page's content stream (コンテンツストリーム) as what it puts on paper: texts, rectangles, images and placed art, absolute.

The reader knows the operators that a plain printing page needs and notes every other one in ``strange``: nothing on the page goes
unseen. This is the full reader; :mod:`printjob.verify.quick` reads the usual shape faster and gives way to this one.
Source: ISO 32000-1:2008, 8.4 to 8.10 (graphics), 9.2 to 9.4 (text), 8.9.7 (inline images).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from printjob.verify.objects import Name, Word, at_end, damaged, read_value
from printjob.verify.pdffile import unfiltered

Matrix = tuple[float, float, float, float, float, float]
Advance = Callable[[str, bytes], float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Shown(NamedTuple):
    """A string that was shown: the font resource's name, its size, where its baseline begins, its bytes."""

    font: str
    size_pt: float
    x_pt: float
    y_pt: float
    string: bytes


class Image(NamedTuple):
    """A one-bit inline image: its matrix, size in pixels, packed rows from the top, and whether a 1 is ink."""

    matrix: Matrix
    width: int
    height: int
    rows: bytes
    ones_are_ink: bool


class Content(NamedTuple):
    """What one stream puts on paper; ``placed`` are Form XObjects with their matrix; ``strange`` is what has no place here."""

    texts: list[Shown]
    rectangles: list[bytes]
    images: list[Image]
    placed: list[tuple[str, Matrix]]
    strange: list[str]


def combined(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does ``inner`` first and ``outer`` then."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def read_content(stream: bytes, advance: Advance) -> Content:
    """Read ``stream``; ``advance(font name, string)`` is the string's width in em. ``PJ-1507-E`` where it is not readable."""
    return _Reader(stream, advance).read()


class _Reader:
    def __init__(self, stream: bytes, advance: Advance) -> None:
        self._stream, self._advance = stream, advance
        self._found = Content([], [], [], [], [])
        self._ctm: Matrix = IDENTITY
        self._kept: list[tuple[Matrix, str, float]] = []
        self._font, self._size = "", 0.0
        self._line: Matrix | None = None
        self._text: Matrix = IDENTITY
        self._path: list[bytes] = []

    def read(self) -> Content:
        position, operands = 0, []
        while not at_end(self._stream, position):
            value, position = read_value(self._stream, position)
            if not isinstance(value, Word):
                operands.append(value)
            elif value == "BI":
                position = self._inline_image(position)
            else:
                self._operate(str(value), operands)
                operands = []
        if self._kept or self._path or self._line is not None or operands:
            self._found.strange.append("unfinished at the end")
        return self._found

    def _operate(self, operator: str, operands: list[Any]) -> None:
        action = _ACTIONS.get(operator)
        try:
            if action is not None:
                action(self, *operands)
            elif operands not in _NEUTRAL.get(operator, []):
                self._found.strange.append(operator[:12])
        except (TypeError, ValueError) as cause:
            raise damaged(f"the operator {operator[:12]} has the wrong operands") from cause

    # -- state ----------------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        self._kept.append((self._ctm, self._font, self._size))

    def back(self) -> None:
        if not self._kept:
            raise damaged("Q without q")
        self._ctm, self._font, self._size = self._kept.pop()

    def move(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._ctm = combined((a, b, c, d, e, f), self._ctm)

    def place(self, name: Name) -> None:
        if self._found.texts or self._found.rectangles or self._found.images:
            # Art may be white in places: laid on last, it hides what is under it.
            self._found.strange.append("Do behind ink")
        self._found.placed.append((str(name), self._ctm))

    # -- rectangles -----------------------------------------------------------------------------------------------------------

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        a, b, c, d, e, f = self._ctm
        if (b, c) != (0.0, 0.0):
            self._found.strange.append("re turned")
        self._path.append(_numbers(x * a + e, y * d + f, width * a, height * d))

    def fill(self) -> None:
        self._found.rectangles.extend(self._path)
        self._path = []

    # -- text -----------------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        self._line = self._text = IDENTITY

    def end(self) -> None:
        self._line = None

    def font(self, name: Name, size: float) -> None:
        self._font, self._size = str(name), float(size)

    def text_matrix(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._line = self._text = (a, b, c, d, e, f)

    def text_move(self, x: float, y: float) -> None:
        if self._line is None:
            raise damaged("text is moved outside BT and ET")
        self._line = self._text = combined((1, 0, 0, 1, x, y), self._line)

    def show(self, string: bytes) -> None:
        if self._line is None or not self._font or not isinstance(string, bytes):
            raise damaged("text is shown outside BT and ET or without a font")
        a, b, c, d, e, f = combined(self._text, self._ctm)
        if (b, c) != (0.0, 0.0) or a != d or a <= 0:
            self._found.strange.append("text turned")
        if string:
            self._found.texts.append(Shown(self._font, self._size * d, e, f, string))
            self._step(self._advance(self._font, string))

    def show_spaced(self, parts: list[bytes | float]) -> None:
        for part in parts:
            if isinstance(part, bytes):
                self.show(part)
            else:
                self._step(-part / 1000)

    def _step(self, advance_em: float) -> None:
        self._text = combined((1, 0, 0, 1, advance_em * self._size, 0), self._text)

    # -- images ---------------------------------------------------------------------------------------------------------------

    def _inline_image(self, position: int) -> int:
        entries: dict[str, Any] = {}
        while True:
            key, position = read_value(self._stream, position)
            if isinstance(key, Word) and key == "ID":
                break
            value, position = read_value(self._stream, position)
            entries[_LONG_NAMES.get(str(key), str(key))] = value
        image, position = inline_image(entries, self._stream, position + 1, self._ctm)
        self._found.images.append(image)
        word, position = read_value(self._stream, position)
        if word != "EI":
            raise damaged("an inline image does not end")
        return position


def inline_image(entries: dict[str, Any], stream: bytes, start: int, matrix: Matrix) -> tuple[Image, int]:
    """A one-bit inline image whose data begin at ``start``, and the position behind the data. ``PJ-1507-E`` for any other kind."""
    width, height = entries.get("Width"), entries.get("Height")
    if not isinstance(width, int) or not isinstance(height, int):
        raise damaged("an inline image has no size")
    mask = entries.get("ImageMask") is True
    if entries.get("Interpolate") not in (None, False) or (not mask and entries.get("ColorSpace") not in ("G", "DeviceGray")):
        raise damaged("an inline image is not plain black and white")
    if not mask and entries.get("BitsPerComponent") != 1:
        raise damaged("an inline image has more than one bit")
    length = (width + 7) // 8 * height
    rows, end = _image_data(entries.get("Filter"), stream, start, length)
    if len(rows) != length:
        raise damaged("an inline image has the wrong length")
    turned = entries.get("Decode") == [1, 0]
    return Image(matrix, width, height, rows, turned), end


def _image_data(name: Any, stream: bytes, start: int, length: int) -> tuple[bytes, int]:
    name = name[0] if isinstance(name, list) and len(name) == 1 else name
    if name is None:
        return stream[start : start + length], start + length
    end = _IMAGE_END.search(stream, start)
    if end is None:
        raise damaged("an inline image does not end")
    return unfiltered(str(name), stream[start : end.start()]), end.start()


def _numbers(*values: float) -> bytes:
    return b" ".join(b"%.6g" % round(value, 4) if value else b"0" for value in values)


_IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r ]|\Z)")
_LONG_NAMES = {
    "W": "Width", "H": "Height", "BPC": "BitsPerComponent", "CS": "ColorSpace", "D": "Decode", "F": "Filter", "I": "Interpolate", "IM": "ImageMask",
}
_ACTIONS: dict[str, Callable[..., None]] = {
    "q": _Reader.keep, "Q": _Reader.back, "cm": _Reader.move, "Do": _Reader.place, "re": _Reader.rectangle, "f": _Reader.fill,
    "BT": _Reader.begin, "ET": _Reader.end, "Tf": _Reader.font, "Tm": _Reader.text_matrix, "Td": _Reader.text_move,
    "Tj": _Reader.show, "TJ": _Reader.show_spaced,
}
# What says again what is so anyway: black, no spacing, full width, filled letters.
_NEUTRAL: dict[str, list[list[Any]]] = {
    "g": [[0]], "rg": [[0, 0, 0]], "k": [[0, 0, 0, 1]], "Tc": [[0]], "Tw": [[0]], "Tz": [[100]], "Ts": [[0]], "Tr": [[0]],
}
