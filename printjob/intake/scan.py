"""One pass over an extract file: size, SHA-256, lines, records, and the byte ranges that workers will read.

A range ends before a line that begins a data record (:class:`printjob.model.framing.Framing`), so a notice is never cut; formats forbid line breaks inside a field. Memory is a few ranges, whatever the file's size.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.model.delivery import ByteRange
from printjob.model.framing import Framing

RANGE_BYTES = 4 << 20
"""About so many bytes make a range: one task's share."""

_BLOCK_BYTES = 1 << 20
_LONGEST_NOTICE = 64 << 20


class Scanned(msgspec.Struct, frozen=True, kw_only=True):
    """An extract file as it was found: name, size, hash, lines, data records and its ranges in order."""

    name: str
    bytes: int
    sha256: str
    lines: int
    records: int
    ranges: tuple[ByteRange, ...]


def scan_file(path: Path, framing: Framing, *, first_number: int = 1, range_bytes: int = RANGE_BYTES) -> Scanned:
    """What the file holds, falling into lines as ``framing`` says; numbers count from ``first_number``.

    Raises ``DataRefused`` (PJ-1110-E) when a part of 64 MiB has no record border.
    """
    digest = hashlib.sha256()
    cutter = _Cutter(path.name, framing, first_number, range_bytes)
    ranges: list[ByteRange] = []
    with path.open("rb") as stream:
        for block in _blocks(stream):
            digest.update(block)
            ranges.extend(cutter.add(block))
    ranges.extend(cutter.rest())
    return Scanned(
        name=path.name,
        bytes=cutter.start,
        sha256=digest.hexdigest(),
        lines=cutter.first_line - 1,
        records=cutter.first_number - first_number,
        ranges=tuple(ranges),
    )


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(_BLOCK_BYTES):
        yield block


class _Cutter:
    """Bytes seen but not yet part of a range, and where the next range begins."""

    def __init__(self, name: str, framing: Framing, first_number: int, range_bytes: int) -> None:
        self._name, self._framing, self._size = name, framing, range_bytes
        self._pending = bytearray()
        self.start, self.first_line, self.first_number = 0, 1, first_number

    def add(self, block: bytes) -> Iterator[ByteRange]:
        """Take more bytes; hand out every range that they complete."""
        self._pending += block
        while len(self._pending) > self._size:
            border = self._framing.next_notice(self._pending, self._size)
            if border < 0:
                break
            yield self._cut(border)
        if len(self._pending) > max(_LONGEST_NOTICE, 2 * self._size):
            raise DataRefused(
                Fault(
                    id="PJ-1110-E",
                    file=self._name,
                    line=self.first_line,
                    detail="no data record begins in 64 MiB: are the lines ended as the format says?",
                )
            )

    def rest(self) -> Iterator[ByteRange]:
        """The last range, when bytes are left."""
        if self._pending:
            yield self._cut(len(self._pending))

    def _cut(self, length: int) -> ByteRange:
        data = bytes(self._pending[:length])
        del self._pending[:length]
        lines, records = self._framing.count(data, first=self.start == 0)
        part = ByteRange(
            file=self._name,
            start=self.start,
            stop=self.start + length,
            first_line=self.first_line,
            lines=lines,
            first_number=self.first_number,
            records=records,
            crc32=zlib.crc32(data),
        )
        self.start, self.first_line, self.first_number = part.stop, self.first_line + lines, self.first_number + records
        return part
