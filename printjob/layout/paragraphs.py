"""Paragraphs of static text (本文): wrapped with 禁則 into lines that are flush on both sides.

Lines of the source are joined, a blank line ends a paragraph, a line that starts with ``# `` is a bold head of its own. The slack of
a full line, less than a character or two, is spread between its characters; the last line of a paragraph stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from printjob.layout.arts import points
from printjob.layout.breaking import breaks, wrap
from printjob.layout.elements import ParagraphElement
from printjob.layout.facelist import FaceList, face_list
from printjob.layout.language import Sheet, Style
from printjob.typefaces.clusters import clusters

_SPREAD_EM = 2.0
"""slack beyond this stays at the line's end"""


class Line(NamedTuple):
    """A line as set: ``top`` in mm below the paragraph's top, ``indent_pt`` from its left edge."""

    faces: FaceList
    text: str
    top: float
    indent_pt: float
    spacing_pt: float


class Stretch(NamedTuple):
    """Text of one paragraph, or ``gap`` (a blank line)."""

    text: str
    bold: bool
    gap: bool


def paragraph(sheet: Sheet, element: ParagraphElement, style: Style, text: str) -> Iterator[Line]:
    """The lines of ``element`` from top to bottom."""
    limit, hang = points(element.width) / style.size_pt, element.hang
    top = 0.0
    for stretch in stretches(text):
        if stretch.gap:
            top += element.gap
            continue
        faces = face_list(_bold(sheet, element) if stretch.bold else style.faces)
        parts = clusters(stretch.text)
        widths = [place[1] if (place := faces.place(part)) else 1.0 for part in parts]
        lines = wrap(parts, widths, breaks(parts), limit, hang)
        if lines is None:
            element.text.refuse(f"a word is wider than the paragraph's {element.width:g} mm", stretch.text)
        for number, (start, stop) in enumerate(lines):
            indent = hang if number else 0.0
            slack = limit - indent - sum(widths[start:stop])
            spread = number < len(lines) - 1 and stop - start > 1 and slack < _SPREAD_EM
            spacing = round(max(slack, 0.0) / (stop - start - 1) * style.size_pt, 4) if spread else 0.0
            yield Line(faces, "".join(parts[start:stop]), top, indent * style.size_pt, spacing)
            top = round(top + element.leading, 4)


def stretches(text: str) -> list[Stretch]:
    """Source text as stretches.

    >>> [s.text for s in stretches("# 納期\\n期限は\\n四月です。\\n\\n以上")]
    ['納期', '期限は四月です。', '', '以上']
    """
    found: list[Stretch] = []
    joined = False
    for line in text.rstrip("\n").split("\n"):
        if not line.strip():
            found.append(Stretch("", bold=False, gap=True))
            joined = False
        elif line.startswith("# "):
            found.append(Stretch(line[2:].strip(), bold=True, gap=False))
            joined = False
        elif joined:
            last = found.pop().text
            between = " " if last[-1].isascii() and line[0].isascii() else ""
            found.append(Stretch(last + between + line.rstrip(" "), bold=False, gap=False))
        else:
            found.append(Stretch(line.rstrip(" "), bold=False, gap=False))
            joined = True
    return found


def _bold(sheet: Sheet, element: ParagraphElement) -> tuple[str, ...]:
    return sheet.faces["bold"] if "bold" in sheet.faces else element.text.refuse("a bold head needs a face named bold", "")
