"""From characters to glyph ids: the ``cmap`` table's format 12 or 4, and its format 14 for variation selectors.

A variation sequence counts only when the font registers it: as *default* it is the base's own glyph, as *non-default*
the glyph that the table names; an unregistered sequence has no glyph, for the base's common shape is not the one that
was asked for. Source: ISO/IEC 14496-22 (Open Font Format), 5.2.1, formats 4, 12 and 14.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from printjob.typefaces.sfnt import Sfnt

_UNICODE_SUBTABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
_VARIATIONS = (0, 5)


def read_characters(font: Sfnt) -> dict[int, int]:
    """Glyph id by character code, glyph 0 left out."""
    cmap = font.table(b"cmap")
    subtables = _subtables(cmap)
    for key in _UNICODE_SUBTABLES:
        if key in subtables:
            body = cmap[subtables[key] :]
            codes, glyphs = _READERS[struct.unpack_from(">H", body)[0]](body)
            present = glyphs != 0
            return dict(zip(codes[present].tolist(), glyphs[present].tolist(), strict=True))
    raise font.unusable("has no Unicode character map")


def read_variations(font: Sfnt, characters: dict[int, int]) -> dict[tuple[int, int], int]:
    """Glyph id by (base code, selector code) of every registered sequence whose glyph the font has."""
    cmap = font.table(b"cmap")
    subtables = _subtables(cmap)
    if _VARIATIONS not in subtables:
        return {}
    body = cmap[subtables[_VARIATIONS] :]
    found: dict[tuple[int, int], int] = {}
    for index in range(struct.unpack_from(">L", body, 6)[0]):
        selector_and_defaults, others = struct.unpack_from(">3xLL", body, 10 + 11 * index)
        selector = int.from_bytes(body[10 + 11 * index : 13 + 11 * index], "big")
        for base in _default_bases(body, selector_and_defaults):
            if base in characters:
                found[base, selector] = characters[base]
        found.update(((base, selector), glyph) for base, glyph in _other_glyphs(body, others))
    return found


def _subtables(cmap: bytes) -> dict[tuple[int, int], int]:
    (count,) = struct.unpack_from(">H", cmap, 2)
    rows = struct.iter_unpack(">HHL", cmap[4 : 4 + 8 * count])
    return {(platform, encoding): start for platform, encoding, start in rows}


def _default_bases(body: bytes, start: int) -> list[int]:
    if not start:
        return []
    (count,) = struct.unpack_from(">L", body, start)
    rows = [struct.unpack_from(">L", body, start + 4 + 4 * index)[0] for index in range(count)]
    return [base for row in rows for base in range(row >> 8, (row >> 8) + (row & 0xFF) + 1)]


def _other_glyphs(body: bytes, start: int) -> list[tuple[int, int]]:
    if not start:
        return []
    (count,) = struct.unpack_from(">L", body, start)
    rows = struct.iter_unpack(">BHH", body[start + 4 : start + 4 + 5 * count])
    return [(high << 16 | low, glyph) for high, low, glyph in rows]


def _format_12(body: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    (count,) = struct.unpack_from(">L", body, 12)
    groups = np.frombuffer(body, ">u4", count * 3, 16).reshape(-1, 3).astype(np.int64)
    sizes = groups[:, 1] - groups[:, 0] + 1
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(groups[:, 0], sizes) + within, np.repeat(groups[:, 2], sizes) + within


def _format_4(body: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    doubled = struct.unpack_from(">H", body, 6)[0]
    words = np.frombuffer(body[: len(body) // 2 * 2], ">u2").astype(np.int64)
    count = doubled // 2
    ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas, offsets = words[8 + 2 * count : 8 + 3 * count], words[8 + 3 * count : 8 + 4 * count]
    codes: list[NDArray[np.int64]] = []
    glyphs: list[NDArray[np.int64]] = []
    for index in range(count):
        run = np.arange(starts[index], ends[index] + 1)
        codes.append(run)
        if offsets[index] == 0:
            glyphs.append((run + deltas[index]) & 0xFFFF)
        else:
            listed = words[8 + 3 * count + index + offsets[index] // 2 + run - starts[index]]
            glyphs.append(np.where(listed == 0, 0, (listed + deltas[index]) & 0xFFFF))
    return np.concatenate(codes), np.concatenate(glyphs)


_READERS = {4: _format_4, 12: _format_12}
