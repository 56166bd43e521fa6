"""TrueType files as the outline proof sees them: glyph of a cluster, outline, advance. Read with fontTools, nothing of our own.

Source: ISO/IEC 14496-22 (Open Font Format), 5.2.1 (cmap with variation sequences), 5.3 (glyf, loca).
"""

from __future__ import annotations

import functools
import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
from fontTools.ttLib import TTFont, TTLibError

from printjob.verify.objects import damaged

Outline = tuple[Any, ...]
_HEADER = 10  # bytes: number of contours and bounding box; a shorter description is an empty glyph
_COMPOSITE = 0x80  # the number of contours is negative


class TrueType:
    """One TrueType file, of a source face or embedded in a job. Lengths are font units."""

    def __init__(self, data: bytes | Path) -> None:
        try:
            self._font = TTFont(io.BytesIO(data) if isinstance(data, bytes) else data, lazy=True)
            # Glyph names would be read from the post table, which a subset need not have.
            self._font.setGlyphOrder([f"g{number}" for number in range(self._font["maxp"].numGlyphs)])
            self.units_per_em: int = self._font["head"].unitsPerEm
            self._starts: list[int] = list(self._font["loca"].locations)
            self._outlines: bytes = self._font.reader["glyf"]
        except (TTLibError, KeyError, struct.error) as cause:
            raise damaged(f"a font file is not readable TrueType: {type(cause).__name__}") from cause

    def raw(self, glyph: int) -> bytes:
        """The glyph's description as it stands in the file, padding included; empty where the glyph is empty or absent."""
        return self._outlines[self._starts[glyph] : self._starts[glyph + 1]] if 0 <= glyph < len(self._starts) - 1 else b""

    def outline(self, glyph: int) -> Outline:
        """The drawn contours: points, contour ends, on-curve flags; composites taken apart."""
        glyphs = self._font["glyf"]
        coordinates, ends, flags = glyphs[f"g{glyph}"].getCoordinates(glyphs)
        return tuple(coordinates), tuple(ends), bytes(flag & 1 for flag in flags)

    @functools.cached_property
    def advances(self) -> list[int]:
        """Advance width by glyph."""
        full = self._font["hhea"].numberOfHMetrics
        pairs: list[int] = np.frombuffer(self._font.reader["hmtx"][: 4 * full], ">u2")[::2].astype(int).tolist()
        return pairs + pairs[-1:] * int(self._font["maxp"].numGlyphs - full)

    @functools.cached_property
    def characters(self) -> dict[int, int]:
        """Glyph by character code."""
        return {code: int(name[1:]) for code, name in (self._font.getBestCmap() or {}).items()}

    @functools.cached_property
    def _variations(self) -> dict[tuple[int, int], str | None]:
        table = self._font["cmap"].getcmap(0, 5)
        pairs = table.uvsDict.items() if table is not None else ()
        return {(base, selector): name for selector, rows in pairs for base, name in rows}

    def glyph(self, cluster: str) -> int | None:
        """The glyph that the font's own maps give for exactly this cluster, or none."""
        if len(cluster) == 1:
            return self.characters.get(ord(cluster))
        pair = (ord(cluster[0]), ord(cluster[1])) if len(cluster) == 2 else None
        if pair is None or pair not in self._variations:
            return None
        name = self._variations[pair]
        return self.characters.get(pair[0]) if name is None else int(name[1:])

    @functools.cached_property
    def subtables(self) -> dict[tuple[int, int], dict[int, int]]:
        """Glyph by code for each (platform, encoding) of the character map; empty without one."""
        if "cmap" not in self._font:
            return {}
        tables = self._font["cmap"].tables
        return {
            (table.platformID, table.platEncID): {code: int(name[1:]) for code, name in table.cmap.items()}
            for table in tables if table.format != 14
        }

    @functools.cached_property
    def postscript_name(self) -> str:
        """The name under which PDF files speak of the font."""
        return str(self._font["name"].getDebugName(6) or "")


def same_outline(embedded: TrueType, glyph: int, source: TrueType, expected: int) -> bool:
    """Whether both glyphs draw the same contours. A simple glyph that stands there byte for byte needs no second look."""
    left, right = embedded.raw(glyph), source.raw(expected)
    if len(left) < _HEADER or len(right) < _HEADER:
        return len(left) < _HEADER and len(right) < _HEADER
    simple = left[0] < _COMPOSITE and right[0] < _COMPOSITE
    padding = left[len(right) :]
    same_bytes = left.startswith(right) and not padding.strip(b"\0")
    return (simple and same_bytes) or embedded.outline(glyph) == source.outline(expected)


@functools.lru_cache(maxsize=16)
def source_face(path: Path) -> TrueType:
    """A source face, opened once in a process."""
    return TrueType(path)
