"""PDF syntax (PDFの構文): numbers, strings and objects as bytes, always the same bytes for the same values.

Source: ISO 32000-1:2008, 7.3 (objects), 7.3.4.2 (literal strings), 8.3 (coordinates).

>>> number(12.0), number(-0.504, 2), literal(b"a(b")
(b'12', b'-.5', b'(a\\\\(b)')
"""

from __future__ import annotations

from functools import lru_cache

import deflate

DEFLATE_LEVEL = 1
"""libdeflate at level 1 takes two thirds of zlib's time at level 1 and makes smaller page streams. Its output follows from
the data and its pinned version alone. (isal was a fifth faster, but its output depends on what stood in memory before.)
"""


@lru_cache(maxsize=1 << 16)
def number(value: float, places: int = 3) -> bytes:
    """A decimal number in its shortest form, rounded to ``places``."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    digits = digits[1:] if digits.startswith("0.") else digits
    return b"0" if digits in ("0", "") else (sign + digits).encode("ascii")


def escaped(raw: bytes) -> bytes:
    """Bytes as they may stand between the parentheses of a literal string; a bare CR would be read as LF."""
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")


def literal(raw: bytes) -> bytes:
    """A literal string."""
    return b"(%b)" % escaped(raw)


def indirect(object_number: int, body: bytes) -> bytes:
    """An indirect object, generation 0."""
    return b"%d 0 obj\n%b\nendobj\n" % (object_number, body)


def deflated(data: bytes) -> bytes:
    """A zlib stream for ``FlateDecode``."""
    return bytes(deflate.zlib_compress(data, DEFLATE_LEVEL))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body, its data deflated; ``entries`` are further dictionary entries."""
    packed = deflated(data)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (entries, len(packed), packed)
