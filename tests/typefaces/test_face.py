"""A face knows exactly the glyphs that its font registers, as fontTools reads them, and is quick to open."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import BugFound, EnvironmentAtFault
from printjob.typefaces.clusters import clusters
from printjob.typefaces.face import Face, face
from printjob.typefaces.locate import font_path
from printjob.typefaces.manifest import faces

ALL = sorted(faces())


@cache
def reference(face_id: str) -> Any:
    return TTFont(font_path(face_id), lazy=True)


@pytest.mark.parametrize("face_id", ALL)
def test_characters_are_those_of_the_font_but_for_what_is_not_ink(face_id: str) -> None:
    ids = reference(face_id).getReverseGlyphMap()
    for code, name in reference(face_id).getBestCmap().items():
        ink = unicodedata.category(chr(code)) not in ("Cc", "Cf", "Cs", "Co", "Mn", "Me", "Zl", "Zp")
        assert face(face_id).glyph(chr(code)) == (ids[name] if ink and ids[name] else None)


@pytest.mark.parametrize("face_id", [name for name in ALL if name != "ocr-b"])
def test_variation_sequences_are_those_registered(face_id: str) -> None:
    font, ids = reference(face_id), reference(face_id).getReverseGlyphMap()
    registered = font["cmap"].getcmap(0, 5).uvsDict
    count = 0
    for selector, sequences in registered.items():
        for base, name in sequences:
            expected = ids[name] if name else face(face_id).glyph(chr(base))
            assert face(face_id).glyph(chr(base) + chr(selector)) == expected
            count += 1
    assert count > 400


@pytest.mark.parametrize("face_id", ALL)
def test_metrics_are_the_fonts_own(face_id: str) -> None:
    font, known = reference(face_id), face(face_id)
    assert (known.units_per_em, known.ascent, known.descent) == (
        font["head"].unitsPerEm, font["hhea"].ascent, font["hhea"].descent)  # fmt: skip
    names = font.getGlyphOrder()
    assert known.glyph_count == len(names)
    assert [known.advance(glyph) for glyph in range(len(names))] == [font["hmtx"][name][0] for name in names]


def test_an_unregistered_sequence_has_no_glyph() -> None:
    mincho = face("ipamj-mincho")
    assert mincho.glyph("渡") is not None
    assert mincho.glyph("渡\U000e01ef") is None


def test_a_default_sequence_is_the_bases_glyph_and_a_non_default_another() -> None:
    mincho = face("ipamj-mincho")
    assert mincho.glyph("邊\U000e0108") == mincho.glyph("邊")
    assert mincho.glyph("邊\U000e0109") not in (None, mincho.glyph("邊"))


@pytest.mark.parametrize("cluster", ["", "か\u3099", "\u3099", "\U000e0100", "辻内", "辻\U000e0102\U000e0102", "\ue000", "\n", "\u200b", "\ud83d"])
def test_what_is_no_single_registered_cluster_has_no_glyph(cluster: str) -> None:
    assert face("ipamj-mincho").glyph(cluster) is None


def test_every_glyph_but_a_spaces_has_ink() -> None:
    for face_id in ALL:
        font, known = reference(face_id), face(face_id)
        offsets = font["loca"]
        for code in font.getBestCmap():
            glyph = known.glyph(chr(code))
            if glyph is not None and unicodedata.category(chr(code)) != "Zs":
                assert offsets[glyph + 1] > offsets[glyph], f"{face_id} U+{code:04X}"


@given(st.text(st.sampled_from("札幌市北区二十四条西１２-34𠮷辻\U000e0102\u3099\ue000☃ﾊﾞ　 "), max_size=12))
def test_covers_is_never_kinder_than_the_clusters(text: str) -> None:
    known = face("ipamj-mincho")
    if known.covers(text):
        assert known.missing(clusters(text)) == []
    else:
        split = clusters(text)
        assert known.missing(split) or any(len(c) > 1 or ord(c) > 0xFFFF for c in split)


@given(st.text(st.sampled_from("札幌市北区Aiﾊﾞ12　𠮷"), max_size=12))
def test_a_texts_width_is_the_sum_of_its_clusters(text: str) -> None:
    known = face("ipamj-mincho")
    assert known.text_width(text) == pytest.approx(sum(known.cluster_width(c) for c in clusters(text)))


def test_bmp_widths_are_zero_exactly_where_a_glyph_is_missing() -> None:
    known = face("bizud-gothic")
    widths = known.bmp_widths()
    assert len(widths) == 0x10000
    for code in range(0x10000):
        glyph = known.glyph(chr(code))
        assert widths[code] == (0 if glyph is None else known.advance(glyph))


def test_the_width_of_a_cluster_without_glyph_is_our_mistake_and_names_nobody() -> None:
    with pytest.raises(BugFound) as caught:
        face("ocr-b").cluster_width("か\u3099")
    assert "か\u3099" not in str(caught.value)


def test_a_cff_font_or_a_ruin_is_the_environments_fault(tmp_path: Any) -> None:
    for content in (b"OTTO" + bytes(20), b"", b"\x00\x01\x00\x00" + bytes(20)):
        broken = tmp_path / "broken.ttf"
        broken.write_bytes(content)
        with pytest.raises(EnvironmentAtFault) as caught:
            Face(broken)
        assert [fault.id for fault in caught.value.faults] == ["PJ-1401-E"]
    with pytest.raises(EnvironmentAtFault):
        Face(tmp_path / "absent.ttf")


def test_faces_are_opened_once_and_unknown_ids_refused() -> None:
    assert face("ocr-b") is face("ocr-b")
    with pytest.raises(EnvironmentAtFault):
        face("no-such-face")
