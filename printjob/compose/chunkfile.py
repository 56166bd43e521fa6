"""A chunk's file: finished PDF objects, lines of sheets.jsonl, and an index to both.

::

    objects     two for each page, ready to be copied into print.pdf
    lines       of sheets.jsonl, ready to be copied
    index       ChunkIndex as msgpack
    8 bytes     length of the index, little endian
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from printjob.compose.appearing import appearing
from printjob.compose.fontnames import FontUse

_LENGTH = 8


class UsedByFont(msgspec.Struct, frozen=True, array_like=True):
    """Codes that a chunk used of one font, ascending."""

    face: str
    narrow: bool
    codes: list[int]


class ChunkIndex(msgspec.Struct, frozen=True, array_like=True):
    """What a chunk's file holds. ``by_stock`` are its sheets by the job's stocks, ``lengths`` the bytes of each object (u4, little
    endian).
    """

    pages: int
    by_stock: tuple[int, ...]
    objects_bytes: int
    lines_bytes: int
    lengths: bytes
    used: list[UsedByFont]

    @property
    def sheets(self) -> int:
        """Sheets of all stocks."""
        return sum(self.by_stock)

    def object_lengths(self) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
        """Bytes of each object."""
        return np.frombuffer(self.lengths, dtype="<u4")


_decoder = msgspec.msgpack.Decoder(ChunkIndex)


def chunk_path(work: Path, chunk: int) -> Path:
    """The file of a chunk in the job's work folder."""
    return work / f"c{chunk:04d}.part"


def write_chunk(
    path: Path, objects: Sequence[bytes], lines: bytes, by_stock: Sequence[int], used: dict[FontUse, list[int]]
) -> ChunkIndex:
    """Writes the file whole or not at all."""
    body = b"".join(objects)
    index = ChunkIndex(
        pages=len(objects) // 2,
        by_stock=tuple(by_stock),
        objects_bytes=len(body),
        lines_bytes=len(lines),
        lengths=np.fromiter(map(len, objects), dtype="<u4", count=len(objects)).tobytes(),
        used=[UsedByFont(use.face, use.narrow, codes) for use, codes in used.items()],
    )
    packed = msgspec.msgpack.encode(index)
    with appearing(path) as target:
        target.write((body, lines, packed, len(packed).to_bytes(_LENGTH, "little")))
    return index


def read_index(path: Path) -> ChunkIndex:
    """The index of a chunk's file."""
    with path.open("rb") as source:
        source.seek(-_LENGTH, 2)
        length = int.from_bytes(source.read(_LENGTH), "little")
        source.seek(-_LENGTH - length, 2)
        return _decoder.decode(source.read(length))
