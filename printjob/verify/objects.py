"""PDF objects (PDFオブジェクト) from bytes: what is read is what the file says, or ``PJ-1507-E``.

Names become :class:`Name`, strings ``bytes``, references :class:`Ref`, dictionaries ``dict`` by name, everything that is no object
(``obj``, ``stream``, content operators) :class:`Word`.
Source: ISO 32000-1:2008, 7.2 (lexical conventions) and 7.3 (objects).

>>> read_value(b"<</A [1 (x) 7 0 R]>>", 0)
({'A': [1, b'x', Ref(number=7, generation=0)]}, 20)
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from printjob.errors import DataRefused, Fault


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


class Word(str):
    """A keyword or a content operator."""

    __slots__ = ()


class Ref(NamedTuple):
    """An indirect reference."""

    number: int
    generation: int


_SPACE = re.compile(rb"(?:[\x00\t\n\f\r ]+|%[^\r\n]*)*")
_TOKEN = re.compile(
    rb"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z)"
    rb"|/(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<open><<|>>|[\[\](<])"
    rb"|(?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]+)"
)
_REFERENCE = re.compile(rb"[\x00\t\n\f\r ]+(\d+)[\x00\t\n\f\r ]+R(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z)")
_HEX_TEXT = re.compile(rb"([0-9A-Fa-f\x00\t\n\f\r ]*)>")
_STRING_PART = re.compile(rb"[^()\\]*")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))|\r\n?", re.DOTALL)
_NAME_ESCAPE = re.compile(r"#([0-9A-Fa-f]{2})")
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}


def damaged(detail: str) -> DataRefused:
    """The structure cannot be read: ``PJ-1507-E``, to be raised."""
    return DataRefused(Fault(id="PJ-1507-E", detail=detail))


def read_value(data: bytes, position: int) -> tuple[Any, int]:
    """The object, word or closing bracket (as a :class:`Word`) at ``position``, and the position behind it."""
    position = _space(data, position)
    token = _TOKEN.match(data, position)
    if token is None:
        raise damaged(f"no PDF object at byte {position}")
    text, end = token.group(), token.end()
    match token.lastgroup:
        case "number":
            return _number(data, text, end)
        case "name":
            return Name(_NAME_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text[1:].decode("latin-1"))), end
        case "word":
            word = text.decode("latin-1")
            return (_CONSTANTS[word] if word in _CONSTANTS else Word(word)), end
    return _opened(data, text, end)


def unescaped(inside: bytes) -> bytes:
    r"""The bytes of a literal string from what stands between its parentheses.

    >>> unescaped(b"\\050a\\)\\\nb")
    b'(a)b'
    """
    return _ESCAPE.sub(_plain, inside) if b"\\" in inside or b"\r" in inside else inside


def at_end(data: bytes, position: int) -> bool:
    """Whether nothing but white space and comments follows."""
    return _space(data, position) >= len(data)


def _space(data: bytes, position: int) -> int:
    found = _SPACE.match(data, position)
    return found.end() if found else position


def _number(data: bytes, text: bytes, end: int) -> tuple[Any, int]:
    if text.isdigit():
        reference = _REFERENCE.match(data, end)
        if reference is not None:
            return Ref(int(text), int(reference[1])), reference.end()
        return int(text), end
    return (float(text) if b"." in text else int(text)), end


def _opened(data: bytes, text: bytes, end: int) -> tuple[Any, int]:
    match text:
        case b"<<":
            return _dictionary(data, end)
        case b"[":
            return _array(data, end)
        case b"(":
            return _literal(data, end)
        case b"<":
            return _hexadecimal(data, end)
    return Word(text.decode("latin-1")), end


def _array(data: bytes, position: int) -> tuple[list[Any], int]:
    members: list[Any] = []
    while True:
        value, position = read_value(data, position)
        if isinstance(value, Word):
            if value == "]":
                return members, position
            raise damaged(f"the word {value[:20]} stands inside an array")
        members.append(value)


def _dictionary(data: bytes, position: int) -> tuple[dict[str, Any], int]:
    entries: dict[str, Any] = {}
    while True:
        key, position = read_value(data, position)
        if isinstance(key, Word) and key == ">>":
            return entries, position
        if not isinstance(key, Name) or key in entries:
            raise damaged(f"a dictionary's key is no name or stands twice near byte {position}")
        value, position = read_value(data, position)
        if isinstance(value, Word):
            raise damaged(f"the word {value[:20]} stands inside a dictionary")
        entries[str(key)] = value


def _literal(data: bytes, start: int) -> tuple[bytes, int]:
    position, depth = start, 1
    while depth:
        part = _STRING_PART.match(data, position)
        position = part.end() if part else position
        if position >= len(data):
            raise damaged("a string does not end")
        mark = data[position : position + 1]
        position += 2 if mark == b"\\" else 1
        depth += (mark == b"(") - (mark == b")")
    return unescaped(bytes(data[start : position - 1])), position


def _plain(escape: re.Match[bytes]) -> bytes:
    octal, character = escape[1], escape[2]
    if octal is not None:
        return bytes([int(octal, 8) & 0xFF])
    return b"\n" if character is None else _CONTROLS.get(character, character)


def _hexadecimal(data: bytes, position: int) -> tuple[bytes, int]:
    text = _HEX_TEXT.match(data, position)
    if text is None:
        raise damaged(f"a hexadecimal string is broken at byte {position}")
    digits = bytes(text[1]).translate(None, b"\x00\t\n\f\r ")
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")), text.end()
