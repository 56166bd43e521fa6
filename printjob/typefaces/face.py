"""A face (書体): which clusters it can write, with which glyph, how wide.

A cluster has a glyph when its single character stands in the font's character map, or when the font registers the
very sequence of base and variation selector; everything else has none, and admission holds it. Characters that are
not ink (controls, format characters, private use) have none either, whatever the font maps them to: what a
private-use code means is told by a municipality's gaiji map, never by a font.
"""

from __future__ import annotations

import functools
import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from printjob.errors import BugFound, Fault, masked
from printjob.typefaces import charmap
from printjob.typefaces.clusters import character_class, clusters
from printjob.typefaces.locate import font_path
from printjob.typefaces.sfnt import Sfnt

_BMP = 0x10000
_NOT_INK = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Me", "Zl", "Zp"})


class Face:
    """One TrueType file; each table is read at its first use. Lengths are font units unless a name says em."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._font = Sfnt(path)
        head, hhea = self._font.table(b"head"), self._font.table(b"hhea")
        self.units_per_em: int = struct.unpack_from(">H", head, 18)[0]
        self.ascent, self.descent = struct.unpack_from(">hh", hhea, 4)
        """above and below (negative) the baseline, from hhea"""
        self.bounding_box: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)

    @property
    def glyph_count(self) -> int:
        """Number of glyphs in the file."""
        return self._font.glyph_count

    @cached_property
    def _advances(self) -> list[int]:
        return [int(width) for width in self._font.advances()]

    @cached_property
    def _characters(self) -> dict[int, int]:
        mapped = charmap.read_characters(self._font)
        return {code: glyph for code, glyph in mapped.items() if unicodedata.category(chr(code)) not in _NOT_INK}

    @cached_property
    def _variations(self) -> dict[tuple[int, int], int]:
        return charmap.read_variations(self._font, self._characters)

    def glyph(self, cluster: str) -> int | None:
        """Glyph id of one cluster, or ``None`` where the face cannot write exactly it."""
        if len(cluster) == 1:
            return self._characters.get(ord(cluster))
        if len(cluster) == 2:
            return self._variations.get((ord(cluster[0]), ord(cluster[1])))
        return None

    def advance(self, glyph_id: int) -> int:
        """Advance width of a glyph."""
        return self._advances[glyph_id]

    def cluster_width(self, cluster: str) -> float:
        """Width of a cluster in em; a cluster that :meth:`glyph` does not know is our own mistake (``PJ-1701-E``)."""
        glyph_id = self.glyph(cluster)
        if glyph_id is None:
            fault = Fault(id="PJ-1701-E", file=self.path.name, value=masked(cluster), detail="a cluster without glyph")
            raise BugFound(fault)
        return self._advances[glyph_id] / self.units_per_em

    def text_width(self, text: str) -> float:
        """Width of ``text`` in em, all of whose clusters have glyphs."""
        if self.covers(text):
            widths = self._bmp_widths
            return sum([widths[code] for code in map(ord, text)]) / self.units_per_em
        return sum(self.cluster_width(cluster) for cluster in clusters(text))

    def missing(self, text_clusters: Iterable[str]) -> list[str]:
        """The clusters that have no glyph, in order, as often as they occur."""
        return [cluster for cluster in text_clusters if self.glyph(cluster) is None]

    @cached_property
    def _bmp_widths(self) -> list[int]:
        widths = [0] * _BMP
        for code, glyph in self._characters.items():
            if code < _BMP:
                widths[code] = self._advances[glyph]
        return widths

    def bmp_widths(self) -> list[int]:
        """Advance width by BMP code, 0 where the face has no glyph. A copy."""
        return list(self._bmp_widths)

    @cached_property
    def _simple_and_present(self) -> re.Pattern[str]:
        codes = sorted(code for code in self._characters if code < _BMP)
        return re.compile(f"[{character_class(codes)}]*")

    def covers(self, text: str) -> bool:
        """Whether every character of ``text`` is simple (BMP, no selector or mark) and has a glyph.

        The quick test: a text it denies may still be writable cluster by cluster.
        """
        return self._simple_and_present.fullmatch(text) is not None


@functools.cache
def face(face_id: str) -> Face:
    """The face of this id in the manifest, opened once in a process; ``PJ-1401-E`` when its file is missing."""
    return Face(font_path(face_id))
