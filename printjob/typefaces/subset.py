"""Subsets of a TrueType face for a PDF's FontFile2: the glyphs that one job uses, under their own glyph ids.

Glyph ids are kept, so that glyph id, CID and the source font's glyph are one number for whoever reads the job back;
entries between the used ones are empty. Composites bring their components along. Outlines and hinting programs are
copied byte for byte, never parsed and written anew. The same face and glyphs give the same bytes, everywhere. Source:
ISO/IEC 14496-22 (Open Font Format), clauses 4 and 5.3; ISO 32000-1, 9.9 (tables that an embedded TrueType program
needs).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from printjob.errors import BugFound, Fault
from printjob.typefaces.sfnt import Sfnt

_COPIED = (b"cvt ", b"fpgm", b"prep")
_CHECKSUM_OF_A_FONT = 0xB1B0AFBA
_WORDS, _MORE, _SCALE, _SCALES_XY, _TWO_BY_TWO = 0x0001, 0x0020, 0x0008, 0x0040, 0x0080


def subset_truetype(face_path: Path, glyph_ids: Iterable[int], characters: Mapping[int, int] | None = None) -> bytes:
    """A TrueType file with the outlines of ``glyph_ids``, their components and glyph 0, cut behind the highest id.

    ``characters`` (BMP code to one of the glyph ids) give it a character map, which a PDF's simple font needs; without
    them it has none. A glyph id that the face does not have is our own mistake: ``BugFound`` (``PJ-1701-E``).
    """
    font = Sfnt(face_path)
    wanted = {0, *glyph_ids}
    if not 0 <= min(wanted) <= max(wanted) < font.glyph_count:
        detail = f"glyph ids {min(wanted)}..{max(wanted)} are not all in the face"
        raise BugFound(Fault(id="PJ-1701-E", file=face_path.name, detail=detail))
    outlines = _closed_over_components(font, wanted)
    used = sorted(outlines)
    tables = {tag: font.table(tag) for tag in _COPIED if font.has(tag)}
    tables[b"glyf"], tables[b"loca"] = _outline_tables([(glyph_id, outlines[glyph_id]) for glyph_id in used])
    tables[b"hmtx"], metric_count = _metrics(font, used)
    tables[b"hhea"] = _with(font.table(b"hhea"), 34, ">H", metric_count)
    tables[b"maxp"] = _with(font.table(b"maxp"), 4, ">H", used[-1] + 1)
    tables[b"head"] = _with(_with(font.table(b"head"), 50, ">h", 1), 8, ">L", 0)
    if characters:
        tables[b"cmap"] = _character_map(characters)
    return _assembled(tables)


def _closed_over_components(font: Sfnt, wanted: set[int]) -> dict[int, bytes]:
    start = font.place(b"glyf")[0]
    offsets = font.glyph_offsets()
    outlines: dict[int, bytes] = {}
    waiting = sorted(wanted)
    while waiting:
        glyph_id = waiting.pop()
        if glyph_id not in outlines:
            outline = font.slice(start + int(offsets[glyph_id]), start + int(offsets[glyph_id + 1]))
            outlines[glyph_id] = outline
            waiting.extend(_components(outline))
    return outlines


def _components(outline: bytes) -> list[int]:
    if len(outline) < 10 or outline[0] < 0x80:
        return []
    found: list[int] = []
    position, flags = 10, _MORE
    while flags & _MORE:
        flags, component = struct.unpack_from(">HH", outline, position)
        found.append(component)
        position += 8 if flags & _WORDS else 6
        position += 8 if flags & _TWO_BY_TWO else 4 if flags & _SCALES_XY else 2 if flags & _SCALE else 0
    return found


def _outline_tables(outlines: list[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    padded = [outline + bytes(-len(outline) % 4) for _, outline in outlines]
    sizes = np.zeros(outlines[-1][0] + 2, np.int64)
    sizes[[glyph_id + 1 for glyph_id, _ in outlines]] = [len(outline) for outline in padded]
    return b"".join(padded), np.cumsum(sizes).astype(">u4").tobytes()


def _metrics(font: Sfnt, used: list[int]) -> tuple[bytes, int]:
    given, glyph_count = font.metric_count, used[-1] + 1
    full = min(given, glyph_count)
    raw = np.frombuffer(font.table(b"hmtx"), ">u2")
    pairs, bearings = raw[: 2 * full].reshape(-1, 2), raw[2 * given : 2 * given + glyph_count - full]
    # The last full metric also stands for all glyphs behind it; the others' zeros deflate to nothing.
    kept = np.zeros(glyph_count, bool)
    kept[[*used, full - 1]] = True
    return _zeroed(pairs, kept[:full]) + _zeroed(bearings, kept[full:]), full


def _character_map(characters: Mapping[int, int]) -> bytes:
    """A Windows Unicode map in format 4: one segment from the first to the last code, and the closing one."""
    first, last = min(characters), max(characters)
    glyphs = [characters.get(code, 0) for code in range(first, last + 1)]
    segments = struct.pack(">4H2HH2H2h2H", 4, 4, 1, 0, last, 0xFFFF, 0, first, 0xFFFF, 0, 1, 4, 0)
    body = segments + struct.pack(f">{len(glyphs)}H", *glyphs)
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(">3H", 4, 6 + len(body), 0) + body


def _zeroed(rows: NDArray[np.uint16], kept: NDArray[np.bool_]) -> bytes:
    copy = rows.copy()
    copy[~kept] = 0
    return copy.tobytes()


def _with(table: bytes, position: int, form: str, value: int) -> bytes:
    changed = bytearray(table)
    struct.pack_into(form, changed, position, value)
    return bytes(changed)


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    search = 16 << power
    directory = [struct.pack(">4sHHHH", b"\x00\x01\x00\x00", len(tables), search, power, 16 * len(tables) - search)]
    body: list[bytes] = []
    position = 12 + 16 * len(tables)
    head_position = 0
    for tag, table in sorted(tables.items()):
        head_position = position if tag == b"head" else head_position
        directory.append(struct.pack(">4sLLL", tag, _checksum(table), position, len(table)))
        body.append(table + bytes(-len(table) % 4))
        position += len(body[-1])
    whole = b"".join([*directory, *body])
    return _with(whole, head_position + 8, ">L", (_CHECKSUM_OF_A_FONT - _checksum(whole)) % (1 << 32))


def _checksum(table: bytes) -> int:
    return int(np.frombuffer(table + bytes(-len(table) % 4), ">u4").sum(dtype=np.uint64)) % (1 << 32)
