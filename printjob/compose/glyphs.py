"""The glyphs of a job's codes (使用字形): proof that every code that a face was asked to print is a glyph of that face.

Admission has held whatever lacks a glyph; a code without one here is our own mistake, and the job is not made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from printjob.compose.fontnames import FontUse
from printjob.compose.narrow import byte_of
from printjob.errors import BugFound, Fault
from printjob.typefaces.face import face


class Glyph(NamedTuple):
    """A used code: the cluster it stands for, its glyph in the face, its advance in thousandths of an em."""

    code: int
    cluster: str
    glyph: int
    advance: float


def glyphs_of(use: FontUse, characters: Iterable[int], rare: Mapping[str, str]) -> list[Glyph]:
    """The glyphs of all BMP characters that a font was asked to print, by ascending code.

    ``rare`` gives the cluster of each private character. All that have no glyph, or no code, are named in one
    ``BugFound``.
    """
    found = face(use.face)
    glyphs: list[Glyph] = []
    missing: list[Fault] = []
    for character in sorted(characters):
        cluster = rare.get(chr(character), chr(character))
        code, glyph = byte_of(character) if use.narrow else character, found.glyph(cluster)
        if code is None or glyph is None:
            missing.append(
                Fault(id="PJ-1701-E", field=use.face, detail=f"U+{character:04X} was composed but has no glyph")
            )
        else:
            glyphs.append(Glyph(code, cluster, glyph, 1000 * found.advance(glyph) / found.units_per_em))
    if missing:
        raise BugFound(*missing)
    return glyphs
