"""How the files of a data format fall into lines, and which lines begin a notice: all that is needed to cut a file without reading it.

Intake cuts files by it, the reader splits what was cut by it, so that both count the same lines. A line end counts only on whole code
units: in UTF-16 its bytes may also stand across two characters.

>>> crlf = Framing(starts=("2,".encode("utf-16-le"),), line_end="\\r\\n".encode("utf-16-le"), unit=2)
>>> [line.decode("utf-16-le") for line in crlf.split("1,\\r\\n2,ഀ\\u0a00\\r\\n".encode("utf-16-le"))]
['1,', '2,ഀ\\u0a00']
"""

from __future__ import annotations

import re
from functools import cached_property

import msgspec


class Framing(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """``starts`` are what the line of a data record begins with, and no other line. Lines end with ``line_end``, or, where it is empty,
    are ``length`` bytes each. ``unit`` is the bytes of a code unit, ``mark`` what the file itself begins with (byte order mark).
    """

    starts: tuple[bytes, ...]
    line_end: bytes = b"\r\n"
    unit: int = 1
    mark: bytes = b""
    length: int = 0

    @cached_property
    def _end(self) -> re.Pattern[bytes]:
        return re.compile(re.escape(self.line_end))

    @cached_property
    def _border(self) -> re.Pattern[bytes]:
        return re.compile(re.escape(self.line_end) + b"(?=" + b"|".join(map(re.escape, self.starts)) + b")")

    def split(self, data: bytes) -> list[bytes]:
        """The lines without their ends, of bytes that begin at a line; the last one may lack its end."""
        if self.length:
            return [data[at : at + self.length] for at in range(0, len(data), self.length)]
        if self.unit == 1:
            lines = data.split(self.line_end)
        else:
            ends = [found.start() for found in self._end.finditer(data) if found.start() % self.unit == 0]
            starts = [0, *(end + len(self.line_end) for end in ends)]
            lines = [data[start:end] for start, end in zip(starts, [*ends, len(data)], strict=True)]
        if not lines[-1]:
            lines.pop()
        return lines

    def next_notice(self, data: bytes | bytearray, at: int) -> int:
        """Where the first data record behind ``at`` begins, -1 where none does; ``data`` begins at a line."""
        if self.length:
            last = len(data) - max(map(len, self.starts))
            places = range((at // self.length + 1) * self.length, last + 1, self.length)
            return next((place for place in places if data.startswith(self.starts, place)), -1)
        found = self._border.finditer(data, max(at - len(self.line_end), 0))
        return next((one.end() for one in found if one.start() % self.unit == 0), -1)

    def count(self, data: bytes, *, first: bool) -> tuple[int, int]:
        """How many lines and how many data records begin in whole lines; ``first`` at the beginning of a file."""
        if self.length:
            places = range(0, len(data), self.length)
            return len(places), sum(data.startswith(self.starts, place) for place in places)
        begins = data.startswith(self.starts, len(self.mark) if first and data.startswith(self.mark) else 0)
        if self.unit == 1:
            ends = data.count(self.line_end)
            records = sum(data.count(self.line_end + start) for start in self.starts)
        else:
            ends = sum(found.start() % self.unit == 0 for found in self._end.finditer(data))
            records = sum(found.start() % self.unit == 0 for found in self._border.finditer(data))
        return ends + (not self._ends(data)), records + begins

    def _ends(self, data: bytes) -> bool:
        """Whether the last line has its end; an end across two code units is none."""
        return data.endswith(self.line_end) and len(data) % self.unit == 0
