"""Lines of a delivered extract, read once more (抽出データ再読): raw field values by the declared format, and nothing else.

A reader of its own and as plain as can be: it cuts a line at the declared bytes or commas and decodes it. It proves that what was
printed stands in the delivery's own line, in the field that the layout names; whether the line is right was decided in admission.
Host files with a code table of the site are not read (:func:`read_line_format` gives ``None``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from printjob import declared
from printjob.declared import Node

_CODECS = {"cp932": "cp932", "utf-8": "utf-8-sig", "euc-jp": "euc_jp", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n", "none": ""}
_BORDERS = ("header", "data", "trailer", "end")
_BLOCK = 1 << 20
_EUC = re.compile(rb"[\x00-\x7f]+|\x8f..|..", re.DOTALL)
_AS_VENDORS = str.maketrans("〜‖−¢£¬¦", "～∥－￠￡￢￤")


class Place(NamedTuple):
    """Where a field stands: its kind, its bytes (from 0) or its column (from 0); of a code field the word for each code."""

    kind: str
    start: int
    width: int
    codes: Mapping[str, str] = {}


class LineType(NamedTuple):
    """One record type: its name, the code it begins with, its fields."""

    name: str
    code: str
    fields: dict[str, Place]


class LineFormat(NamedTuple):
    """A format as far as lines are read by it; ``length`` is that of every line where lines have no end."""

    codec: str
    fixed: bool
    line_end: bytes
    length: int
    types: tuple[LineType, ...]

    @property
    def data(self) -> LineType:
        """The data record."""
        return next(one for one in self.types if one.name == "data")

    @property
    def sections(self) -> tuple[LineType, ...]:
        """The lines behind a data record."""
        return tuple(one for one in self.types if one.name not in _BORDERS)


class Line(NamedTuple):
    """A line as delivered: its type and its raw texts by field name."""

    type: LineType
    texts: dict[str, str]


class Excepted(NamedTuple):
    """A text that is printed otherwise: its notice's number, its section (empty: the data line), its line there from 1 (0), its field,
    and the sha256 of what was delivered.
    """

    notice: str
    section: str
    line: int
    field: str
    sha256: str


class Delivered(NamedTuple):
    """A delivery of a run: its format's file, its data files, its map of user codes, and the texts that two named persons let be
    printed otherwise (例外承認), by where they stand.
    """

    format_file: Path
    files: tuple[Path, ...]
    gaiji: Mapping[str, str] = {}
    excepted: Mapping[Excepted, str] = {}


def read_line_format(path: Path) -> LineFormat | None:
    """The format declared at ``path``; ``None`` when its encoding is a table of the site. ``DeclarationRefused`` when it is no format."""
    top = declared.read(path)
    encoding = top.take("encoding")
    codec = "" if encoding.is_mapping else encoding.choice(_CODECS)
    fixed = top.take("carrier").choice({"fixed": True, "csv": False})
    end = top.take("line_end").choice(_LINE_ENDS)
    if not codec:
        return None
    records = top.take("records")
    types = tuple(LineType(name, node.take("code").text(), dict(map(_place, node.take("fields").items()))) for name, node in records.entries())
    length = records.take("data").take("length").whole(least=1) if not end else 0
    return LineFormat(codec, fixed, end.encode(codec.removesuffix("-sig")), length, types)


def _place(node: Node) -> tuple[str, Place]:
    column, at, width = node.maybe("column"), node.maybe("at"), node.maybe("width")
    start = (column or at or node.take("at")).whole() - 1
    listed = node.maybe("codes")
    codes = {code: word.text() for code, word in listed.entries()} if listed else {}
    return node.take("name").text(), Place(node.take("kind").text(), start, width.whole() if width else 0, codes)


def read_notices(lines: LineFormat, path: Path, numbers: Collection[int]) -> dict[int, list[Line]]:
    """By line number (from 1): the data line that stands there, and the lines of its sections. Other lines are left out."""
    found: dict[int, list[Line]] = {}
    wanted, current, last = set(numbers), 0, max(numbers, default=0)
    for number, raw in enumerate(_raw_lines(lines, path), 1):
        if number in wanted:
            current = number
        elif not current:
            continue
        line = _line(lines, raw)
        if line and (line.type.name == "data") == (number == current):
            found.setdefault(current, []).append(line)
        else:
            current = 0
            if number > last:
                break
    return found


def _raw_lines(lines: LineFormat, path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        if lines.length:
            yield from iter(lambda: file.read(lines.length), b"")
            return
        unit, held, rest = 2 if lines.codec.startswith("utf-16") else 1, b"", b""
        while block := file.read(_BLOCK):
            *whole, rest = (rest + block).split(lines.line_end)
            for piece in whole:
                held += piece
                if len(held) % unit:
                    # In UTF-16 the bytes of an end may stand across two characters.
                    held += lines.line_end
                    continue
                yield held
                held = b""
    if held + rest:
        yield held + rest


def _line(lines: LineFormat, raw: bytes) -> Line | None:
    """The line's texts; ``None`` for a line of no notice. What the encoding does not know becomes U+FFFD."""
    text = _decoded(raw, lines.codec)
    cells = next(csv.reader([text]), []) if not lines.fixed else []
    for one in (lines.data, *lines.sections):
        if lines.fixed and text.startswith(one.code):
            return Line(one, {name: _decoded(raw[at.start : at.start + at.width], lines.codec) for name, at in one.fields.items()})
        if cells and cells[0] == one.code:
            return Line(one, {name: cells[at.start] if at.start < len(cells) else "" for name, at in one.fields.items()})
    return None


def _decoded(raw: bytes, codec: str) -> str:
    if codec != "euc_jp":
        return raw.decode(codec, "replace")
    # Vendors' EUC has characters that Python's has not: each is one unknown character.
    return "".join([code.decode(codec, "ignore") or "\ufffd" for code in _EUC.findall(raw)]).translate(_AS_VENDORS)
