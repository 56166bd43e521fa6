"""The outline (輪郭) of one cluster's glyph as drawn by its font: what is printed exactly although no PDF library writes it as text.

A static text may hold a variation sequence (異体字) or a character outside the BMP, such as a mayor's name; its glyph is then filled as
a path. Lengths are em, the origin is the left end of the baseline; quadratic curves are given as the cubics that equal them.
Source: Apple, TrueType Reference Manual, "glyf"; ISO 32000-1:2008, 8.5.2 (path construction).

>>> outline("ipamj-mincho", "一")[0][0]
'm'
"""

from __future__ import annotations

import functools
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from printjob.errors import BugFound, Fault, masked
from printjob.typefaces.face import face
from printjob.typefaces.locate import font_path

Segment = tuple[str, tuple[float, ...]]
"""``m`` x y, ``l`` x y, ``c`` x1 y1 x2 y2 x3 y3 or ``h`` (close), as in a PDF's content stream"""


class _SegmentPen(BasePen):  # type: ignore[misc]
    def __init__(self, glyphs: Any, units_per_em: int) -> None:
        super().__init__(glyphs)
        self._units = units_per_em
        self.segments: list[Segment] = []

    def _add(self, operator: str, *points: Any) -> None:
        self.segments.append((operator, tuple(length / self._units for point in points for length in point)))

    def _moveTo(self, pt: Any) -> None:  # noqa: N802 - fontTools' name
        self._add("m", pt)

    def _lineTo(self, pt: Any) -> None:  # noqa: N802 - fontTools' name
        self._add("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802 - fontTools' name
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self._add("h")


@functools.lru_cache(maxsize=1024)
def outline(face_id: str, cluster: str) -> tuple[Segment, ...]:
    """The glyph's contours, to be filled by the nonzero rule. A cluster that the face lacks is our own mistake (``PJ-1701-E``)."""
    source = face(face_id)
    glyph_id = source.glyph(cluster)
    if glyph_id is None:
        raise BugFound(Fault(id="PJ-1701-E", file=face_id, value=masked(cluster), detail="an outline without glyph"))
    with TTFont(font_path(face_id), lazy=True, recalcTimestamp=False) as font:
        glyphs = font.getGlyphSet()
        pen = _SegmentPen(glyphs, source.units_per_em)
        glyphs[font.getGlyphName(glyph_id)].draw(pen)
    return tuple(pen.segments)
