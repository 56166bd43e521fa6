"""Host encodings (汎用機の文字コード: JEF, KEIS) by a table that the site supplies: bytes to code points, and the shift codes.

Makers' tables are the makers' own, and each office has added to them, so none is built in. A table is two files of one name in the
site's ``formats/tables/``: ``NAME.tsv`` with a code a line (one or two bytes in hex, tab, ``U+XXXX`` or several, ``#`` begins a remark)
and ``NAME.yaml`` with the shift codes, for example ``into_double: ["28", "38"]``, ``into_single: ["29"]`` (JEF) or ``["0A42"]``,
``["0A41"]`` (KEIS). A field begins and ends in single bytes; its shift codes count as its bytes. A byte without entry is no character.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from functools import cached_property
from pathlib import Path

import msgspec

from printjob import declared
from printjob.declared import Node
from printjob.errors import DeclarationRefused, Fault

_LINE = re.compile(r"([0-9A-F]{2}|[0-9A-F]{4})\t(U\+[0-9A-F]{4,6}(?: U\+[0-9A-F]{4,6})*)")


class HostTable(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A table as supplied. ``digest`` is the sha256 of both files."""

    name: str
    characters: dict[bytes, str]
    into_double: tuple[bytes, ...]
    into_single: tuple[bytes, ...]
    digest: str

    @cached_property
    def _single(self) -> dict[int, str]:
        return {code[0]: text for code, text in self.characters.items() if len(code) == 1}

    @cached_property
    def _shift_bytes(self) -> frozenset[int]:
        return frozenset(code[0] for code in (*self.into_double, *self.into_single))

    @cached_property
    def _codes(self) -> dict[str, bytes]:
        """The first code of the table for each text."""
        found: dict[str, bytes] = {}
        for code, text in self.characters.items():
            found.setdefault(text, code)
        return found

    @cached_property
    def _texts(self) -> re.Pattern[str]:
        longest_first = sorted(self._codes, key=lambda text: (-len(text), text))
        return re.compile("|".join(map(re.escape, longest_first)))

    def decode(self, data: bytes) -> str:
        """A field's text; ``UnicodeDecodeError`` at the first byte that is neither in the table nor a shift code, and at the end of
        bytes that do not shift back.
        """
        parts: list[str] = []
        at, double = 0, False
        while at < len(data):
            shift = self._shift(data, at)
            if shift:
                double, at = shift in self.into_double, at + len(shift)
                continue
            end = self._end(data, at, double=double)
            parts.append(self._doubles(data, at, end) if double else self._singles(data, at, end))
            at = end
        if double:
            raise UnicodeDecodeError(self.name, data, len(data) - 1, len(data), "ends without shifting back")
        return "".join(parts)

    def decode_double(self, data: bytes) -> str:
        """The text of a field of two-byte characters without shift codes (日本語項目)."""
        return self._doubles(data, 0, len(data))

    def encode(self, text: str) -> bytes:
        """The bytes of the text with shift codes, the first of each; ``UnicodeEncodeError`` where the table has no code."""
        parts: list[bytes] = []
        double = False
        for code in self._coded(text):
            if (len(code) == 2) != double:
                double = not double
                parts.append((self.into_double if double else self.into_single)[0])
            parts.append(code)
        return b"".join([*parts, self.into_single[0]] if double else parts)

    def encode_double(self, text: str) -> bytes:
        """The bytes of a text of two-byte characters, without shift codes."""
        codes = self._coded(text)
        if any(len(code) != 2 for code in codes):
            raise UnicodeEncodeError(self.name, text, 0, 1, "not a two-byte character")
        return b"".join(codes)

    def _shift(self, data: bytes, at: int) -> bytes:
        """The shift code that begins here; no other code begins like one."""
        if data[at] not in self._shift_bytes:
            return b""
        return next((code for code in (*self.into_double, *self.into_single) if data.startswith(code, at)), b"")

    def _end(self, data: bytes, at: int, *, double: bool) -> int:
        """Where the characters that begin here end: at the next byte that could begin a shift code, but behind one at least."""
        step, first = (2, at + 2) if double else (1, at + 1)
        return next((place for place in range(first, len(data), step) if data[place] in self._shift_bytes), len(data))

    def _singles(self, data: bytes, at: int, end: int) -> str:
        try:
            return codecs.charmap_decode(data[at:end], "strict", self._single)[0]
        except UnicodeDecodeError as cause:
            raise UnicodeDecodeError(self.name, data, at + cause.start, at + cause.start + 1, "not in the table") from None

    def _doubles(self, data: bytes, at: int, end: int) -> str:
        parts = []
        for place in range(at, end, 2):
            found = self.characters.get(data[place : place + 2])
            if found is None or place + 2 > end:
                raise UnicodeDecodeError(self.name, data, place, place + 1, "not in the table")
            parts.append(found)
        return "".join(parts)

    def _coded(self, text: str) -> list[bytes]:
        codes, at = [], 0
        while at < len(text):
            found = self._texts.match(text, at)
            if found is None:
                raise UnicodeEncodeError(self.name, text, at, at + 1, "not in the table")
            codes.append(self._codes[found.group()])
            at = found.end()
        return codes


def read_table(path: Path, shown_as: str) -> HostTable:
    """The table at ``path`` (.tsv) with the shift codes beside it (.yaml); ``DeclarationRefused`` with file:line:column."""
    beside = path.with_suffix(".yaml")
    top = declared.read(beside, str(Path(shown_as).with_suffix(".yaml")))
    into_double, into_single = _shifts(top.take("into_double")), _shifts(top.take("into_single"))
    top.refuse_unknown()
    top.finish()
    try:
        raw = path.read_bytes()
        lines = raw.decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise DeclarationRefused(Fault(id="PJ-1001-E", file=shown_as, detail="cannot be read as UTF-8")) from cause
    characters, faults = _characters(lines, (*into_double, *into_single))
    if faults or not characters:
        raise DeclarationRefused(*(Fault(id="PJ-1001-E", file=shown_as, line=n, column=1, detail=detail) for n, detail in faults or [(1, "is empty")]))
    return HostTable(
        name=path.stem,
        characters=characters,
        into_double=into_double,
        into_single=into_single,
        digest=hashlib.sha256(raw + beside.read_bytes()).hexdigest(),
    )


def _shifts(node: Node) -> tuple[bytes, ...]:
    found = []
    for item in node.items():
        if not re.fullmatch("(?:[0-9A-F]{2}){1,2}", item.text()):
            item.refuse("expected one or two bytes in hex, capital letters")
        found.append(bytes.fromhex(item.text()))
    if not found:
        node.refuse("expected at least one shift code")
    return tuple(found)


def _characters(lines: list[str], shifts: tuple[bytes, ...]) -> tuple[dict[bytes, str], list[tuple[int, str]]]:
    characters: dict[bytes, str] = {}
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        plain = line.partition("#")[0].rstrip()
        if not plain:
            continue
        try:
            code, text = _entry(plain)
        except ValueError:
            faults.append((number, "expected one or two bytes in hex, a tab, and code points as U+XXXX"))
            continue
        if code in characters:
            faults.append((number, f"the code {code.hex().upper()} stands here twice"))
        if code.startswith(tuple(shift[:1] for shift in shifts)):
            faults.append((number, f"the code {code.hex().upper()} begins like a shift code"))
        characters[code] = text
    return characters, faults


def _entry(line: str) -> tuple[bytes, str]:
    found = _LINE.fullmatch(line)
    if not found:
        raise ValueError(line)
    points = [int(point.partition("+")[2], 16) for point in found[2].split()]
    if any(0xD800 <= point <= 0xDFFF or point == 0xFFFD for point in points):
        raise ValueError(line)
    return bytes.fromhex(found[1]), "".join(map(chr, points))
