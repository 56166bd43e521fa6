"""A font for the reference renderer: variation sequences and characters outside the BMP at private codes, with the face's own glyphs."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from printjob.typefaces.face import face
from printjob.typefaces.locate import font_path

FIRST_CODE = 0xE000


def make_rare_font(face_id: str, rare: Iterable[str], path: Path) -> dict[str, int]:
    """Write the font to ``path``; the code of each cluster in it."""
    codes = {cluster: FIRST_CODE + index for index, cluster in enumerate(sorted(set(rare)))}
    source = face(face_id)
    font = TTFont(font_path(face_id), recalcTimestamp=False)
    order = font.getGlyphOrder()
    names = {code: order[source.glyph(cluster) or 0] for cluster, code in codes.items()}
    table = CmapSubtable.newSubtable(4)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 1, 0, names
    font["cmap"].tables = [table]
    options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(names))
    subsetter.subset(font)
    own = sha256("|".join([face_id, *codes]).encode("utf-8")).hexdigest()[:8]
    for record in font["name"].names:
        record.string = f"Rare{own}{record.nameID}"  # ReportLab takes fonts of one PostScript name for the same, in all documents
    font.save(path)
    return codes
