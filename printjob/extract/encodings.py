"""The encodings (文字コード) that a format may declare, each as one :class:`Codec`: bytes to text and back, nothing converted or guessed.

========= ==========================================================================================================================
cp932     Windows-31J as Python's ``cp932``: NEC row 13, NEC's and IBM's extensions; user codes F040-F9FC are U+E000-U+E757
utf-8     without byte order mark
euc-jp    eucJP-ms (:mod:`printjob.extract.eucjp`)
utf-16le  with the byte order mark FF FE; utf-16be with FE FF. In CSV only: fixed positions count bytes of ASCII digits
table     a host encoding by the site's own table (:mod:`printjob.extract.hosttable`). In fixed records without line ends only
========= ==========================================================================================================================

>>> {codec("cp932").decode(b"\\xfb\\xfc\\xfa\\xb1"), codec("euc-jp").decode(bytes.fromhex("8ff4fb8ff4bd"))}
{'髙﨑'}
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from printjob.extract import eucjp
from printjob.extract.hosttable import HostTable

ENCODINGS = ("cp932", "utf-8", "euc-jp", "utf-16le", "utf-16be")
"""What may be declared by name; the sixth is ``{table: FILE}``."""

TABLE = "table"


class Codec(NamedTuple):
    """``decode`` raises ``UnicodeDecodeError``, ``encode`` ``UnicodeEncodeError``; ``unit`` is the bytes of a code unit; ``mark`` is what
    a file begins with; ``digits_are_ascii`` says whether patterns of ASCII bytes find digits, commas and codes; ``user_codes`` whether
    what is not in the set travels in user codes; ``double`` are both directions for fields of two-byte characters, tables alone.
    """

    name: str
    decode: Callable[[bytes], str]
    encode: Callable[[str], bytes]
    unit: int = 1
    mark: bytes = b""
    digits_are_ascii: bool = True
    user_codes: bool = True
    double: tuple[Callable[[bytes], str], Callable[[str], bytes]] | None = None

    def shown(self, data: bytes) -> str:
        """Bytes as they may stand, masked, in a message: what is no character becomes U+FFFD."""
        try:
            return self.decode(data)
        except UnicodeDecodeError:
            return data.decode("ascii", errors="replace")

    def structure(self, line: bytes) -> str:
        """A line with bytes that cannot be decoded, for its commas and quotes alone: whatever is no character becomes U+FFFD."""
        known = self.name if self.name.startswith("utf") else "ascii"
        return line.decode(known, errors="replace")


def codec(name: str, table: HostTable | None = None) -> Codec:
    """The codec of a declared encoding; ``table`` for the name ``table``."""
    if table is not None:
        both = (table.decode_double, table.encode_double)
        return Codec(TABLE, table.decode, table.encode, digits_are_ascii=False, double=both)
    if name == "euc-jp":
        return Codec(name, eucjp.decode, eucjp.encode)
    if name.startswith("utf-16"):
        mark = codecs.BOM_UTF16_LE if name == "utf-16le" else codecs.BOM_UTF16_BE
        return Codec(name, *_of_python(name), unit=2, mark=mark, digits_are_ascii=False, user_codes=False)
    return Codec(name, *_of_python(name), user_codes=name != "utf-8")


def _of_python(name: str) -> tuple[Callable[[bytes], str], Callable[[str], bytes]]:
    return partial(_decoded, name), partial(_encoded, name)


def _decoded(name: str, data: bytes) -> str:
    return data.decode(name)


def _encoded(name: str, text: str) -> bytes:
    return text.encode(name)
