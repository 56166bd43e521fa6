"""A glyph's outline is the font's own, as a PDF can fill it."""

from __future__ import annotations

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.basePen import AbstractPen
from fontTools.ttLib import TTFont

from printjob.errors import BugFound
from printjob.typefaces.face import face
from printjob.typefaces.locate import font_path
from printjob.typefaces.outlines import Segment, outline

FACE = "ipamj-mincho"


def replayed(segments: tuple[Segment, ...], pen: AbstractPen) -> None:
    for operator, lengths in segments:
        points = list(zip(lengths[::2], lengths[1::2], strict=True))
        match operator:
            case "m":
                pen.moveTo(points[0])
            case "l":
                pen.lineTo(points[0])
            case "c":
                pen.curveTo(*points)
            case _:
                pen.closePath()


@pytest.mark.parametrize("cluster", ["一", "邊", "葛\U000E0102", "𠮷"])
def test_it_encloses_what_the_fonts_glyph_encloses(cluster: str) -> None:
    source, ours, theirs = face(FACE), AreaPen(), AreaPen()
    replayed(outline(FACE, cluster), ours)
    with TTFont(font_path(FACE), lazy=True) as font:
        glyphs = font.getGlyphSet()
        theirs = AreaPen(glyphs)
        glyphs[font.getGlyphName(source.glyph(cluster))].draw(theirs)
    assert ours.value == pytest.approx(theirs.value / source.units_per_em**2, rel=1e-9)
    assert theirs.value != 0


def test_a_selector_gives_another_outline() -> None:
    assert outline(FACE, "葛\U000E0102") != outline(FACE, "葛")


def test_every_contour_is_opened_and_closed() -> None:
    operators = "".join(operator for operator, _ in outline(FACE, "邊"))
    assert operators.count("m") == operators.count("h") > 5
    assert all(part.startswith("m") for part in operators.split("h")[:-1])


def test_a_cluster_that_the_face_lacks_is_our_own_mistake() -> None:
    with pytest.raises(BugFound):
        outline("bizud-gothic", "𠮷\U000E0100")
