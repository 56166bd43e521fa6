"""A page's texts as an independent reader (MuPDF) finds them: where each stands, its size, its face, and whose it is.

>>> shown("渡邊" + chr(0xE0109))
'渡邊<U+E0109>'
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

MM = 25.4 / 72
ROLES = {
    "bizud-gothic": ("sans", "record"), "bizud-gothic-bold": ("bold", "record"), "ipamj-mincho": ("name", "record"),
    "BIZUDGothic-Regular": ("sans", "form"), "BIZUDGothic-Bold": ("bold", "form"),
}  # fmt: skip
"""face and owner by the font's name: the composer names fonts by face, the form's art by PostScript name"""
FIRST_SELECTOR, LAST_SELECTOR = 0xE0100, 0xE01EF
_GAP_EM = 0.3
"""a wider gap than this begins another text"""


class Found(NamedTuple):
    """A text; x and y are the left end of its baseline in mm from the page's top left."""

    y_mm: float
    x_mm: float
    size_pt: float
    face: str
    owner: str
    text: str

    def line(self) -> str:
        """The text as a line that a person reads."""
        return f"{self.x_mm:6.1f} {self.y_mm:6.1f} {self.size_pt:5.1f} {self.face} {self.owner:6} {self.text}"


class _Character(NamedTuple):
    """A cluster with its place; sorted, the characters of a text follow one another."""

    owner: str
    face: str
    size_pt: float
    y_pt: float
    x_pt: float
    right_pt: float
    text: str


def texts(page: Any) -> list[Found]:
    """All texts of a page, from the top, then from the left."""
    embedded = {name.partition("+")[2] for _, _, _, name, *_ in page.get_fonts(full=True)}
    characters = sorted(one for span in page.get_texttrace() for one in _characters(span, embedded))
    starts = [at for at, (before, one) in enumerate(pairwise(characters), 1) if not _follows(before, one)]
    return sorted(_found(characters[start:stop]) for start, stop in pairwise([0, *starts, len(characters)]))


def _characters(span: dict[str, Any], embedded: set[str]) -> Iterator[_Character]:
    assert span["font"] in embedded, f"{span['font']} is not embedded as a subset"
    face, owner = ROLES[span["font"]]
    clusters: list[tuple[str, float, float, float]] = []
    for code, _, (x_pt, y_pt), (_, _, right_pt, _) in span["chars"]:
        if FIRST_SELECTOR <= code <= LAST_SELECTOR:
            text, *place = clusters.pop()
            clusters.append((text + chr(code), place[0], place[1], place[2]))
        else:
            clusters.append((chr(code), x_pt, y_pt, right_pt))
    for text, x_pt, y_pt, right_pt in clusters:
        yield _Character(owner, face, round(span["size"], 1), round(y_pt, 2), x_pt, right_pt, text)


def _follows(before: _Character, one: _Character) -> bool:
    return before[:4] == one[:4] and abs(one.x_pt - before.right_pt) <= _GAP_EM * one.size_pt


def _found(characters: list[_Character]) -> Found:
    first = characters[0]
    x_mm, y_mm = round(first.x_pt * MM, 1), round(first.y_pt * MM, 1)
    return Found(y_mm, x_mm, first.size_pt, first.face, first.owner, shown("".join(one.text for one in characters)))


def shown(text: str) -> str:
    """A text with what cannot be seen made visible: variation selectors, control characters, blanks at its ends."""
    visible = "".join(one if (one.isprintable() or one == "\u3000") and not FIRST_SELECTOR <= ord(one) <= LAST_SELECTOR else f"<U+{ord(one):X}>" for one in text)
    return visible if visible == visible.strip() else f"[{visible}]"
