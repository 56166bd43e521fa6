"""Narrow texts (半角の値): ASCII and ▲ as one-byte codes of a simple font, in a face in which all are half an em and
▲ a whole one.

▲ (the minus of Japanese accounts) has the byte 80; all else is its own code. A text's columns say its width.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from printjob.compose.syntax import escaped
from printjob.errors import BugFound, Fault
from printjob.model.form import Slot
from printjob.typefaces.face import face

TRIANGLE, TRIANGLE_BYTE = "▲", 0x80
TRIANGLE_GLYPH_NAME = b"triagup"
"""Adobe Glyph List: U+25B2"""
_PRINTABLE = range(0x20, 0x7F)


def is_narrow(slot: Slot) -> bool:
    """Whether a slot's values are written as narrow texts."""
    return (slot.ascii or slot.figures) and not slot.fitted


def byte_of(code: int) -> int | None:
    """The byte of a character in a narrow font, ``None`` where it has none.

    >>> byte_of(0x31), byte_of(0x25B2), byte_of(0xE9)
    (49, 128, None)
    """
    return code if code in _PRINTABLE else TRIANGLE_BYTE if code == ord(TRIANGLE) else None


def set_narrow(texts: Sequence[str]) -> tuple[Iterable[int], list[bytes]]:
    """Columns and escaped bytes of each text; ``ValueError`` where a text is neither ASCII nor ▲.

    >>> columns, written = set_narrow(["▲1,234", "(5)"]); list(columns), written
    ([7, 3], [b'\\x801,234', b'\\\\(5\\\\)'])
    """
    joined = "\n".join(texts)
    if joined.isascii():
        return map(len, texts), escaped(joined.encode("ascii")).split(b"\n")
    columns = [len(text) + text.count(TRIANGLE) for text in texts]
    apart = [escaped(part.encode("ascii")) for part in joined.split(TRIANGLE)]
    return columns, bytes((TRIANGLE_BYTE,)).join(apart).split(b"\n")


@functools.cache
def column_width(face_id: str) -> float:
    """The one advance of all printable ASCII of a fixed-width face, in thousandths of an em; ``BugFound`` where there
    is none.
    """
    found = face(face_id)
    advances = {found.cluster_width(chr(code)) for code in _PRINTABLE if found.glyph(chr(code)) is not None}
    if len(advances) != 1:
        raise BugFound(Fault(id="PJ-1701-E", field=face_id, detail="narrow slots need a face of fixed width"))
    return 1000 * advances.pop()
