"""A subset shows, for each used glyph id, the very outline of the source font, and is the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import struct
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import calcChecksum
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from printjob.errors import BugFound
from printjob.typefaces.face import face
from printjob.typefaces.locate import font_path
from printjob.typefaces.subset import subset_truetype

FACES = ["bizud-gothic", "bizud-mincho", "ipaex-mincho", "ipamj-mincho", "ocr-b"]


@cache
def reference(face_id: str) -> Any:
    return TTFont(font_path(face_id), lazy=True)


def outline(font: Any, glyph_id: int) -> Any:
    """The glyph's points, components resolved; a subset has no character map, so glyphs are reached by id."""
    points, ends, on_curve = font["glyf"][font.getGlyphOrder()[glyph_id]].getCoordinates(font["glyf"])
    return list(points), list(ends), bytes(on_curve)


def check(face_id: str, glyph_ids: list[int]) -> None:
    source = reference(face_id)
    made = TTFont(io.BytesIO(subset_truetype(font_path(face_id), glyph_ids)), checkChecksums=2)
    assert made["maxp"].numGlyphs > max(glyph_ids)
    for glyph_id in {0, *glyph_ids}:
        assert outline(made, glyph_id) == outline(source, glyph_id)
        assert made["hmtx"][made.getGlyphOrder()[glyph_id]] == source["hmtx"][source.getGlyphOrder()[glyph_id]]
    assert made["head"].modified == source["head"].modified


@pytest.mark.parametrize("face_id", FACES)
def test_outlines_and_metrics_of_used_glyphs_are_the_sources(face_id: str) -> None:
    known = face(face_id)
    written = "0123456789ABC札幌市北区固定資産税納税通知書渡邊髙﨑"
    check(face_id, [glyph for glyph in map(known.glyph, written) if glyph is not None])


@settings(max_examples=15)
@given(st.sampled_from(FACES), st.sets(st.integers(1, 144), min_size=1, max_size=6), st.integers(1, 60))
def test_any_glyphs(face_id: str, ids: set[int], spread: int) -> None:
    count = face(face_id).glyph_count
    check(face_id, sorted(glyph * spread % count for glyph in ids))


def square(corner: int) -> Any:
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (0, corner), (corner, corner), (corner, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    return pen.glyph()


def composite(*parts: tuple[str, tuple[float, ...]]) -> Any:
    pen = TTGlyphPen(dict.fromkeys(NESTED))
    for part, transformation in parts:
        pen.addComponent(part, transformation)
    return pen.glyph()


NESTED = [".notdef", "inner", "unused", "scaled", "nested", "askew", "stretched", "far"]


@pytest.fixture
def nested(tmp_path: Path) -> Path:
    """A font whose composites hold composites, in each form that a component can be transformed."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(NESTED)
    builder.setupCharacterMap({})
    glyphs = [
        square(10), square(100), square(200), composite(("inner", (0.5, 0, 0, 0.5, 3, 4))),
        composite(("scaled", (1, 0, 0, 1, 300, -400)), ("inner", (1, 0, 0, 1, 1, 1))), composite(("inner", (0.5, 0.25, -0.25, 0.5, 0, 0))),
        composite(("askew", (0.5, 0, 0, 1.5, 0, 0)), ("nested", (1, 0, 0, 1, 5, 5))), square(300),
    ]  # fmt: skip
    builder.setupGlyf(dict(zip(NESTED, glyphs, strict=True)))
    builder.setupHorizontalMetrics({name: (500 + index, index) for index, name in enumerate(NESTED)})
    builder.setupHorizontalHeader()
    builder.setupPost()
    path = tmp_path / "nested.ttf"
    builder.save(path)
    return path


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [("scaled", {"inner", "scaled"}), ("nested", {"inner", "scaled", "nested"}), ("askew", {"inner", "askew"}),
     ("stretched", {"inner", "scaled", "nested", "askew", "stretched"}), ("inner", {"inner"})],
)  # fmt: skip
def test_composites_bring_their_components_and_nothing_else(nested: Path, wanted: str, kept: set[str]) -> None:
    source = TTFont(nested)
    made = TTFont(io.BytesIO(subset_truetype(nested, [NESTED.index(wanted)])), checkChecksums=2)
    assert outline(made, NESTED.index(wanted)) == outline(source, NESTED.index(wanted))
    offsets = made["loca"]
    filled = {NESTED[glyph] for glyph in range(made["maxp"].numGlyphs) if offsets[glyph + 1] > offsets[glyph]}
    assert filled == {".notdef"} | kept


def test_a_short_loca_is_read_right(nested: Path) -> None:
    assert TTFont(nested)["head"].indexToLocFormat == 0
    made = TTFont(io.BytesIO(subset_truetype(nested, [7])))
    assert outline(made, 7) == outline(TTFont(nested), 7)


def test_the_last_glyphs_and_the_first_alone() -> None:
    count = face("ipamj-mincho").glyph_count
    check("ipamj-mincho", [count - 1])
    check("ipamj-mincho", [0])
    check("ipamj-mincho", [1959, 1960, 1961])


def test_unused_entries_are_empty() -> None:
    made = TTFont(io.BytesIO(subset_truetype(font_path("ocr-b"), [20])))
    offsets = made["loca"]
    assert {g for g in range(21) if offsets[g + 1] > offsets[g]} <= {0, 20}
    assert made["maxp"].numGlyphs == 21


def test_same_bytes_whatever_the_order_or_repetition() -> None:
    path = font_path("ipamj-mincho")
    assert subset_truetype(path, [5, 900, 30000, 5]) == subset_truetype(path, iter([30000, 5, 900]))


def test_checksums_are_those_of_the_format() -> None:
    data = subset_truetype(font_path("bizud-gothic"), range(100, 200))
    assert calcChecksum(data) == 0xB1B0AFBA
    tags = []
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, checksum, start, size = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        table = data[start : start + size]
        expected = calcChecksum(table[:8] + bytes(4) + table[12:]) if tag == b"head" else calcChecksum(table)
        assert checksum == expected, tag
        tags.append(tag)
    assert tags == sorted(tags)
    assert {b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"cvt ", b"fpgm", b"prep"} == set(tags)


@pytest.mark.parametrize("face_id", FACES)
def test_freetype_opens_it(face_id: str) -> None:
    data = subset_truetype(font_path(face_id), range(20, 60))
    assert ImageFont.truetype(io.BytesIO(data), 20).getname() is not None


def test_a_glyph_id_beyond_the_face_is_our_mistake() -> None:
    for wrong in (face("ocr-b").glyph_count, -1):
        with pytest.raises(BugFound):
            subset_truetype(font_path("ocr-b"), [wrong])


def test_the_bytes_are_fixed(tmp_path: Path) -> None:
    """Job files depend on these bytes: a change here changes every job and must be meant."""
    data = subset_truetype(font_path("ocr-b"), range(17, 27))
    assert hashlib.sha256(data).hexdigest() == "0e07f53b020ca760000bc81cd23c973a899605006a55084b5a6f721d6997c7b6"
