"""Embedded fonts (埋込みフォント): one subset a face and job, used as a CID font, as a simple font, or as both.

The CID font's codes are UTF-16 code units (rare clusters: private codes of the job), led to glyphs by a CIDToGIDMap;
the simple font has one-byte codes in WinAnsiEncoding, ▲ added. ToUnicode lists exactly the codes used, clusters as
full UTF-16. The subset's tag follows from its bytes.
Source: ISO 32000-1:2008, 9.6.3 (TrueType), 9.7.4 (CIDFonts),
9.8 (descriptors), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import groupby

import numpy as np

from printjob.compose.fontnames import FontUse
from printjob.compose.glyphs import Glyph, glyphs_of
from printjob.compose.narrow import TRIANGLE_BYTE, TRIANGLE_GLYPH_NAME
from printjob.compose.objects import Objects
from printjob.compose.syntax import number, stream
from printjob.typefaces.face import Face, face
from printjob.typefaces.locate import font_path
from printjob.typefaces.subset import subset_truetype

_NONSYMBOLIC = 32
_SIMPLE_ENCODING = b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[%d/%b]>>" % (
    TRIANGLE_BYTE,
    TRIANGLE_GLYPH_NAME,
)
_STEM_V = 80
_BFCHARS = 100


def add_fonts(used: Mapping[FontUse, set[int]], rare: Mapping[str, str], objects: Objects) -> dict[FontUse, int]:
    """Adds the font of every use; object numbers by use. A code without glyph is ``BugFound``."""
    numbers: dict[FontUse, int] = {}
    for face_id, uses in groupby(sorted(used), key=lambda use: use.face):
        glyphs = {use: glyphs_of(use, used[use], rare) for use in uses}
        name, descriptor = _add_program(face_id, glyphs, objects)
        for use, own in glyphs.items():
            add = _add_simple if use.narrow else _add_composite
            numbers[use] = add(name, own, descriptor, objects)
    return numbers


def _add_program(face_id: str, glyphs: Mapping[FontUse, Sequence[Glyph]], objects: Objects) -> tuple[bytes, int]:
    characters = {ord(glyph.cluster): glyph.glyph for use, own in glyphs.items() if use.narrow for glyph in own}
    program = subset_truetype(font_path(face_id), {glyph.glyph for own in glyphs.values() for glyph in own}, characters)
    digest = int.from_bytes(sha256(program).digest()[:8], "big")
    tag = bytes(ord("A") + digest // 26**place % 26 for place in range(6))
    name = b"%b+%b" % (tag, face_id.encode("ascii"))
    file = objects.add(stream(program, b"/Length1 %d" % len(program)))
    return name, objects.add(_descriptor(name, face(face_id), file))


def _descriptor(name: bytes, found: Face, file: int) -> bytes:
    box = b" ".join(_thousandths(found, edge) for edge in found.bounding_box)
    ascent, descent = _thousandths(found, found.ascent), _thousandths(found, found.descent)
    outline = b"/FontBBox[%b]/ItalicAngle 0/Ascent %b/Descent %b/CapHeight %b" % (box, ascent, descent, ascent)
    entries = b"/FontName/%b/Flags %d%b/StemV %d/FontFile2 %d 0 R" % (name, _NONSYMBOLIC, outline, _STEM_V, file)
    return b"<</Type/FontDescriptor%b>>" % entries


def _thousandths(found: Face, units: int) -> bytes:
    return b"%d" % round(units * 1000 / found.units_per_em)


def _add_composite(name: bytes, glyphs: Sequence[Glyph], descriptor: int, objects: Objects) -> int:
    mapping = np.zeros(glyphs[-1].code + 1 if glyphs else 1, dtype=">u2")
    mapping[[glyph.code for glyph in glyphs]] = [glyph.glyph for glyph in glyphs]
    to_glyph = objects.add(stream(mapping.tobytes()))
    cid_font = objects.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor %d 0 R/DW 1000/W[%b]/CIDToGIDMap %d 0 R>>" % (name, descriptor, _widths(glyphs), to_glyph)
    )
    unicode = objects.add(stream(_to_unicode(glyphs, 2)))
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, cid_font, unicode)
    )


def _add_simple(name: bytes, glyphs: Sequence[Glyph], descriptor: int, objects: Objects) -> int:
    first, last = (glyphs[0].code, glyphs[-1].code) if glyphs else (0x20, 0x20)
    advances = {glyph.code: glyph.advance for glyph in glyphs}
    widths = b" ".join(number(advances.get(code, 0), 2) for code in range(first, last + 1))
    unicode = objects.add(stream(_to_unicode(glyphs, 1)))
    return objects.add(
        b"<</Type/Font/Subtype/TrueType/BaseFont/%b/Encoding%b/FirstChar %d/LastChar %d/Widths[%b]"
        b"/FontDescriptor %d 0 R/ToUnicode %d 0 R>>"
        % (name, _SIMPLE_ENCODING, first, last, widths, descriptor, unicode)
    )


def _widths(glyphs: Sequence[Glyph]) -> bytes:
    runs = groupby(enumerate(glyphs), key=lambda item: item[1].code - item[0])
    members = ([glyph for _, glyph in run] for _, run in runs)
    return b" ".join(b"%d[%b]" % (run[0].code, b" ".join(number(glyph.advance, 2) for glyph in run)) for run in members)


def _to_unicode(glyphs: Sequence[Glyph], code_bytes: int) -> bytes:
    lines = [
        b"<%0*X><%b>" % (2 * code_bytes, glyph.code, glyph.cluster.encode("utf-16-be").hex().encode("ascii"))
        for glyph in glyphs
    ]
    blocks = [lines[start : start + _BFCHARS] for start in range(0, len(lines), _BFCHARS)]
    return b"".join(
        [
            b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            b"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
            b"1 begincodespacerange\n<%b><%b>\nendcodespacerange\n" % (b"00" * code_bytes, b"FF" * code_bytes),
            *(b"%d beginbfchar\n%b\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks),
            b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n",
        ]
    )
