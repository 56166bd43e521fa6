"""A delivery (納品) on its way in: the ranges its files are cut into, and what was found in each.

Intake cuts files at record borders while it hashes them; a worker reads one :class:`ByteRange` and proves by its checksum that it
read the same bytes. What it found comes back as counts and as the :class:`Border` lines (header, trailer, end), unaltered, so that
totals are compared as stored.
"""

from __future__ import annotations

import msgspec

from printjob.model.record import Value


class ByteRange(msgspec.Struct, frozen=True, kw_only=True):
    """A part of one extract file that begins at its first line or at a data record and ends before another data record."""

    file: str
    start: int
    """first byte, from 0"""
    stop: int
    """behind the last byte"""
    first_line: int
    """number of its first line in the file, from 1"""
    lines: int
    first_number: int
    """number in the delivery, from 1, of its first data record"""
    records: int
    """data records that begin in it"""
    crc32: int


class Border(msgspec.Struct, frozen=True, kw_only=True):
    """A header, trailer or end record as read: its role, line and typed values by name."""

    role: str
    line: int
    values: dict[str, Value]


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What one range held: lines that were read, data and detail records, the sum of their amounts (yen), its border lines."""

    lines: int
    records: int
    details: int
    total_amount_yen: int
    borders: tuple[Border, ...]
