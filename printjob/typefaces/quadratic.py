"""CFF outlines to TrueType outlines (輪郭の変換), exactly: rational arithmetic gives the same bytes on every machine.

ReportLab embeds TrueType outlines only; OCR-B comes with cubic ones. A cubic is cut into n equal parts, each drawn as
the quadratic whose control point is (3 P1 - P0 + 3 P2 - P3) / 4; its greatest distance from the cubic is sqrt(3)/36 *
|P3 - 3 P2 + 3 P1 - P0| / n**3 (T. W. Sederberg, Computer Aided Geometric Design, degree reduction), and n is the
least that keeps it within half a font unit.
"""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

Point = tuple[Fraction, Fraction]

_KEPT = ("head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "name", "post")
_NO_HINTING = ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
               "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth")
_TOLERANCE_SQUARED = Fraction(1, 4)


def truetype_outlines(source: Path) -> bytes:
    """The CFF font at ``source`` with TrueType outlines; layout tables are left out, head.modified stays."""
    font = TTFont(source, recalcTimestamp=False, recalcBBoxes=True)
    names = font.getGlyphOrder()
    drawn = {name: _converted(font.getGlyphSet(), name) for name in names}
    for tag in [tag for tag in font.keys() if tag not in (*_KEPT, "GlyphOrder")]:  # noqa: SIM118 - TTFont is not a mapping
        del font[tag]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = names, drawn
    font["maxp"] = _profile(len(names))
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    _bearings_from_outlines(font)
    written = io.BytesIO()
    font.save(written, reorderTables=True)
    return written.getvalue()


class _QuadraticPen(BasePen):  # type: ignore[misc]
    """Passes lines on and cubics as quadratics with whole-number points."""

    def __init__(self, glyphs: Any, out: Any) -> None:
        super().__init__(glyphs)
        self._out = out

    def _moveTo(self, pt: Any) -> None:  # noqa: N802 - fontTools' name
        self._out.moveTo(_whole(pt))

    def _lineTo(self, pt: Any) -> None:  # noqa: N802 - fontTools' name
        self._out.lineTo(_whole(pt))

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802 - fontTools' name
        cubic = [_exact(point) for point in (self._getCurrentPoint(), pt1, pt2, pt3)]
        for control, end in quadratics(*cubic):
            self._out.qCurveTo(_whole(control), _whole(end))

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self._out.closePath()


def quadratics(p0: Point, p1: Point, p2: Point, p3: Point) -> list[tuple[Point, Point]]:
    """(control, end) of each quadratic that together draw the cubic within half a unit.

    >>> straight = [(Fraction(n), Fraction(0)) for n in (0, 10, 20, 30)]
    >>> [(int(control[0]), int(end[0])) for control, end in quadratics(*straight)]
    [(15, 30)]
    """
    bend = [d - 3 * c + 3 * b - a for a, b, c, d in zip(p0, p1, p2, p3, strict=True)]
    error_squared = Fraction(3, 36 * 36) * (bend[0] ** 2 + bend[1] ** 2)
    count = 1
    while error_squared > _TOLERANCE_SQUARED * count**6:
        count += 1
    parts = [_part((p0, p1, p2, p3), Fraction(n, count), Fraction(n + 1, count)) for n in range(count)]
    return [(_control(part), part[3]) for part in parts]


def _part(cubic: tuple[Point, ...], start: Fraction, end: Fraction) -> list[Point]:
    """The cubic between two parameters, by blossoming."""
    return [_blossom(cubic, [start] * (3 - n) + [end] * n) for n in range(4)]


def _blossom(points: tuple[Point, ...], parameters: list[Fraction]) -> Point:
    for t in parameters:
        points = tuple((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(points))
    return points[0]


def _control(part: list[Point]) -> Point:
    x, y = ((3 * b - a + 3 * c - d) / 4 for a, b, c, d in zip(*part, strict=True))
    return x, y


def _exact(point: tuple[float, float]) -> Point:
    return Fraction(point[0]), Fraction(point[1])


def _whole(point: tuple[float | Fraction, float | Fraction]) -> tuple[int, int]:
    x, y = (int((Fraction(value) + Fraction(1, 2)) // 1) for value in point)
    return x, y


def _converted(glyphs: Any, name: str) -> Any:
    pen = TTGlyphPen(None)
    # CFF fills what its contours run around counter-clockwise, TrueType clockwise.
    glyphs[name].draw(_QuadraticPen(glyphs, ReverseContourPen(pen)))
    return pen.glyph()


def _profile(glyph_count: int) -> Any:
    maxp = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, glyph_count
    maxp.maxZones = 1
    for name in _NO_HINTING:
        setattr(maxp, name, 0)
    return maxp


def _bearings_from_outlines(font: TTFont) -> None:
    for name, (advance, _) in list(font["hmtx"].metrics.items()):
        glyph = font["glyf"][name]
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (advance, getattr(glyph, "xMin", 0))
