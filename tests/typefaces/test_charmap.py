"""Both forms of a character map are read as fontTools reads them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph

from printjob.typefaces.charmap import read_characters
from printjob.typefaces.sfnt import Sfnt

SCATTERED = {0x20: 1, 0x41: 5, 0x42: 4, 0x43: 9, 0x4E00: 2, 0x4E01: 3, 0x4E03: 7, 0xFF5E: 8}
BEYOND = {0x20BB7: 6, 0x2123D: 1}


@pytest.mark.parametrize(("form", "mapping"), [(4, SCATTERED), (12, SCATTERED | BEYOND)])
def test_a_scattered_map_is_read_whole(tmp_path: Path, form: int, mapping: dict[int, int]) -> None:
    names = [".notdef", *(f"g{n}" for n in range(1, 10))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupGlyf(dict.fromkeys(names, Glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader()
    subtable = CmapSubtable.newSubtable(form)
    subtable.platformID, subtable.platEncID, subtable.language = 3, 1 if form == 4 else 10, 0
    subtable.cmap = {code: names[glyph] for code, glyph in mapping.items()}
    builder.setupCharacterMap({})
    builder.font["cmap"].tables = [subtable]
    builder.setupPost()
    written = io.BytesIO()
    builder.save(written)
    path = tmp_path / "scattered.ttf"
    path.write_bytes(written.getvalue())
    assert read_characters(Sfnt(path)) == mapping
