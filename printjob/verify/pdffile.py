"""A PDF file's structure (PDFファイル構造), read through its cross-reference table: page number to page object to content.

An own reader, no library's: the file is mapped into memory, nothing but what is asked for is parsed. It takes what a strict writer
writes (one classic table, no object streams, no encryption, no incremental updates) and refuses everything else with ``PJ-1507-E``,
for a job that a lenient reader would have to repair must not go to a printer.
Source: ISO 32000-1:2008, 7.4 (filters), 7.5 (file structure), 7.7.3 (page tree).
"""

from __future__ import annotations

import base64
import mmap
import re
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from printjob.verify.objects import Name, Ref, Word, damaged, read_value
from printjob.verify.predictor import undone

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_HEADER = re.compile(rb"(\d+) (\d+) obj\b")
_SECTION = re.compile(rb"\s*(\d+) (\d+) *\r?\n")
_STREAM = re.compile(rb"\s*stream(?:\r\n|\n)")
_SIMPLE_STREAM = re.compile(rb"(\d+) 0 obj\s*<<\s*(?:/Length (\d+)\s*/Filter\s*/FlateDecode|/Filter\s*/FlateDecode\s*/Length (\d+))\s*>>\s*stream\r?\n")
_SIMPLE_PAGE = re.compile(rb"(\d+) 0 obj\s*<<\s*/Type\s*/Page\s*/Parent (\d+) 0 R\s*/Contents (\d+) 0 R\s*>>\s*endobj\b")
_END = re.compile(rb"\s*endstream\s+endobj\b")
_DEEPEST = 12
INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")


class Stream(NamedTuple):
    """A stream object: its dictionary and its bytes as they stand in the file."""

    entries: dict[str, Any]
    raw: bytes


class PdfFile:
    """One PDF file, open as long as the value lives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as cause:
            raise damaged("the file is missing or empty") from cause
        if self._data[:5] != b"%PDF-":
            raise damaged("the file does not begin as a PDF")
        self._offsets, self.trailer = self._table()

    # -- objects --------------------------------------------------------------------------------------------------------------

    def object(self, number: int) -> Any:
        """The indirect object of this number; a :class:`Stream` where it has one."""
        start = self._offset(number)
        header = _HEADER.match(self._data, start)
        if header is None or int(header[1]) != number:
            raise damaged(f"object {number} is not where the table says")
        value, position = read_value(self._data, header.end())  # type: ignore[arg-type]  # a map of bytes is read like bytes
        begun = _STREAM.match(self._data, position) if isinstance(value, dict) else None
        if begun is not None:
            return Stream(value, self._raw(number, begun.end(), self.resolved(value.get("Length"))))
        word, _ = read_value(self._data, position)  # type: ignore[arg-type]
        if word != "endobj" or not isinstance(word, Word):
            raise damaged(f"object {number} does not end")
        return value

    def resolved(self, value: Any) -> Any:
        """``value`` itself, or what it refers to."""
        for _ in range(_DEEPEST):
            if not isinstance(value, Ref):
                return value
            value = self.object(value.number)
        raise damaged("a reference leads to itself")

    def dictionary(self, value: Any) -> dict[str, Any]:
        """The dictionary that ``value`` is or refers to; a stream's dictionary for a stream."""
        found = self.resolved(value)
        if isinstance(found, Stream):
            return found.entries
        if not isinstance(found, dict):
            raise damaged("a dictionary is missing")
        return found

    def stream(self, value: Any) -> Stream:
        """The stream that ``value`` refers to."""
        found = self.resolved(value)
        if not isinstance(found, Stream):
            raise damaged("a stream is missing")
        return found

    def content(self, number: int) -> bytes:
        """The decoded stream of this number; the usual shape (Flate, plain dictionary) is read without parsing."""
        start = self._offset(number)
        simple = _SIMPLE_STREAM.match(self._data, start)
        if simple is None or int(simple[1]) != number:
            return self.decoded(self.stream(Ref(number, 0)))
        return inflated(self._raw(number, simple.end(), int(simple[2] or simple[3])))

    def decoded(self, stream: Stream) -> bytes:
        """A stream's bytes behind all its filters."""
        names, raw = self.resolved(stream.entries.get("Filter")), stream.raw
        if stream.entries.get("DecodeParms") is not None:
            raise damaged("filter parameters are not expected")
        for name in [names] if isinstance(names, Name) else names or []:
            raw = unfiltered(name, raw)
        return raw

    def picture_data(self, stream: Stream) -> tuple[list[str], bytes]:
        """A stream's bytes behind the filters that have nothing to do with pictures, predictors undone; the filters that are left."""
        given, parameters = self.resolved(stream.entries.get("Filter")), self.resolved(stream.entries.get("DecodeParms"))
        names = [str(name) for name in (given if isinstance(given, list) else [given] if given else [])]
        further = parameters if isinstance(parameters, list) else [parameters] * len(names)
        raw = stream.raw
        while names and names[0] in FILTERS:
            raw = unfiltered(names.pop(0), raw)
            own, *further = further or [None]
            if own is not None:
                raw = undone(raw, self.dictionary(own))
        return names, raw

    def _raw(self, number: int, start: int, length: Any) -> bytes:
        if not isinstance(length, int) or _END.match(self._data, start + length) is None:
            raise damaged(f"stream {number} does not end where its length says")
        return self._data[start : start + length]

    def _offset(self, number: int) -> int:
        if not 0 < number < len(self._offsets) or self._offsets[number] <= 0:
            raise damaged(f"object {number} is not in the table")
        return int(self._offsets[number])

    # -- the table ------------------------------------------------------------------------------------------------------------

    def _table(self) -> tuple[NDArray[np.int64], dict[str, Any]]:
        tail = self._data[-64:]
        start = _START.search(tail)
        if start is None:
            raise damaged("the file's end is missing")
        position = int(start[1])
        if self._data[position : position + 4] != b"xref":
            raise damaged("the cross-reference table is not where the file says")
        offsets, position = self._sections(position + 4)
        trailer, _ = read_value(self._data, position)  # type: ignore[arg-type]
        if not isinstance(trailer, dict) or trailer.get("Size") != len(offsets):
            raise damaged("the trailer does not fit the table")
        if "Prev" in trailer or "Encrypt" in trailer or "XRefStm" in trailer:
            raise damaged("the file was changed or encrypted after it was made")
        return offsets, trailer

    def _sections(self, position: int) -> tuple[NDArray[np.int64], int]:
        parts: list[NDArray[np.int64]] = []
        while (section := _SECTION.match(self._data, position)) is not None:
            first, count = int(section[1]), int(section[2])
            position = section.end() + 20 * count
            if first != sum(map(len, parts)) or position > len(self._data):
                raise damaged("the cross-reference table has gaps")
            parts.append(_entries(self._data[section.end() : position]))
        word, position = read_value(self._data, position)  # type: ignore[arg-type]
        if word != "trailer" or not parts:
            raise damaged("the trailer is missing")
        return np.concatenate(parts), position

    # -- pages ----------------------------------------------------------------------------------------------------------------

    @cached_property
    def catalog(self) -> dict[str, Any]:
        """The document's root."""
        return self.dictionary(self.trailer.get("Root"))

    @cached_property
    def pages(self) -> list[int]:
        """The object number of each page, in order."""
        top = self.catalog.get("Pages")
        if not isinstance(top, Ref):
            raise damaged("there is no page tree")
        found: list[int] = []
        self._leaves(top, found, 0)
        return found

    def _leaves(self, at: Ref, found: list[int], depth: int) -> None:
        node = self.dictionary(at)
        kids = self.resolved(node.get("Kids"))
        if node.get("Type") == "Page":
            found.append(at.number)
            return
        if not isinstance(kids, list) or not all(isinstance(kid, Ref) for kid in kids) or depth > _DEEPEST:
            raise damaged("the page tree is broken")
        before = len(found)
        if node.get("Count") == len(kids) and not self._has_nodes(kids):
            found.extend(kid.number for kid in kids)
        else:
            for kid in kids:
                self._leaves(kid, found, depth + 1)
        if node.get("Count") != len(found) - before:
            raise damaged("the page tree counts wrongly")

    def _has_nodes(self, kids: list[Ref]) -> bool:
        # As many kids as pages: all kids are pages, or all are nodes with few pages below; the first tells which.
        return bool(kids) and "Kids" in self.dictionary(kids[0])

    def usual_page(self, number: int) -> tuple[int, int] | None:
        """Object numbers of a page's parent and content, when the page has nothing else of its own."""
        page = _SIMPLE_PAGE.match(self._data, self._offset(number))
        return (int(page[2]), int(page[3])) if page is not None and int(page[1]) == number else None

    def page(self, number: int) -> dict[str, Any]:
        """The dictionary of the page object ``number``, with what it inherits."""
        page = self.dictionary(Ref(number, 0))
        if page.get("Type") != "Page":
            raise damaged(f"object {number} is not a page")
        return self.page_entries(page)

    def page_entries(self, page: dict[str, Any]) -> dict[str, Any]:
        """A page's or a node's own entries and what it inherits."""
        whole, node = dict(page), page
        for _ in range(_DEEPEST):
            if not isinstance(node.get("Parent"), Ref):
                return whole
            node = self._node(node["Parent"].number)
            whole = {**{name: node[name] for name in INHERITED if name in node}, **whole}
        raise damaged("the page tree is too deep")

    def inherited(self, number: int) -> dict[str, Any]:
        """What pages below the tree node ``number`` inherit."""
        inherited = self.page_entries(self._node(number))
        return {name: inherited[name] for name in INHERITED if name in inherited}

    @cached_property
    def _nodes(self) -> dict[int, dict[str, Any]]:
        return {}

    def _node(self, number: int) -> dict[str, Any]:
        if number not in self._nodes:
            self._nodes[number] = {name: value for name, value in self.dictionary(Ref(number, 0)).items() if name != "Kids"}
        return self._nodes[number]


def _entries(rows: bytes) -> NDArray[np.int64]:
    table = np.frombuffer(rows, np.uint8).reshape(-1, 20)
    digits = table[:, :10].astype(np.int64) - 0x30
    if ((digits < 0) | (digits > 9)).any() or not np.isin(table[:, 17], (0x6E, 0x66)).all():
        raise damaged("the cross-reference table is not readable")
    offsets = digits @ (10 ** np.arange(9, -1, -1, dtype=np.int64))
    return np.where(table[:, 17] == 0x6E, offsets, -1)


def inflated(raw: bytes) -> bytes:
    """Flate data, whole, its checksum right, nothing behind it."""
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(raw)
    except zlib.error as cause:
        raise damaged("compressed data are damaged") from cause
    if not reader.eof or reader.unused_data.strip():
        raise damaged("compressed data end too early or too late")
    return data


FILTERS = ("FlateDecode", "Fl", "ASCII85Decode", "A85", "ASCIIHexDecode", "AHx")


def unfiltered(name: str, raw: bytes) -> bytes:
    """``raw`` behind one filter."""
    try:
        match name:
            case "FlateDecode" | "Fl":
                return inflated(raw)
            case "ASCII85Decode" | "A85":
                return base64.a85decode(raw.strip().removesuffix(b"~>"))
            case "ASCIIHexDecode" | "AHx":
                return bytes.fromhex(raw.split(b">")[0].decode("ascii"))
    except ValueError as cause:
        raise damaged(f"{name} data are damaged") from cause
    raise damaged(f"the filter {name} is not expected")
