"""Typed records back to the bytes of a format: what the reader reads is what was written.

Nothing is cut or replaced: a text that is too long for its field, or that the encoding lacks and the gaiji map (外字対応表) does not
have, is refused with ``DataRefused``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from printjob.errors import DataRefused, Fault, masked
from printjob.extract import kinds
from printjob.extract.format import Field, Format
from printjob.model.record import Value

CRLF = b"\r\n"


class LineWriter:
    """Writes the lines of one format.

    ``gaiji`` maps a private-use character to the cluster it means, as for reading; it is used backwards.
    """

    def __init__(self, fmt: Format, gaiji: Mapping[str, str]) -> None:
        self._fmt = fmt
        self._encode = _Encoder(fmt, gaiji)
        self._writers = {kind.role: [self._field_writer(field) for field in kind.fields] for kind in fmt.types}
        self._codes = {kind.role: kind.code.encode("ascii") for kind in fmt.types}

    def line(self, role: str, values: Sequence[Value]) -> bytes:
        """One line with its CRLF; ``values`` follow the record type's fields."""
        written = [write(value) for write, value in zip(self._writers[role], values, strict=True)]
        return (b"" if self._fmt.fixed else b",").join([self._codes[role], *written]) + CRLF

    def named(self, role: str, values: Mapping[str, Value]) -> bytes:
        """One line from values by name."""
        return self.line(role, [values[name] for name in self._fmt.by_role[role].names])

    def notice(self, values: Sequence[Value], details: Iterable[Sequence[Value]]) -> bytes:
        """A data record and its detail records."""
        return b"".join([self.line("data", values), *[self.line("detail", row) for row in details]])

    def can_write(self, field: Field, text: str) -> bool:
        """Whether the format can carry this text in this field, whole."""
        try:
            self._encode(field, kinds.write(field, text, fixed=self._fmt.fixed))
        except DataRefused:
            return False
        return True

    def _field_writer(self, field: Field) -> Callable[[Value], bytes]:
        fixed, encode = self._fmt.fixed, self._encode

        @lru_cache(maxsize=1024)
        def write(value: Value) -> bytes:
            return encode(field, kinds.write(field, value, fixed=fixed))

        return write


class _Encoder:
    """A field's text to its bytes."""

    def __init__(self, fmt: Format, gaiji: Mapping[str, str]) -> None:
        self._fixed, self._encoding = fmt.fixed, fmt.encoding
        self._codes = {cluster: code for code, cluster in gaiji.items()} if fmt.encoding == "cp932" else {}
        longest_first = sorted(self._codes, key=lambda cluster: (-len(cluster), cluster))
        self._clusters = re.compile("|".join(map(re.escape, longest_first))) if self._codes else None

    def __call__(self, field: Field, text: str) -> bytes:
        encoded = self._encoded(field, text)
        return self._padded(field, encoded) if self._fixed else _quoted(field, encoded)

    def _encoded(self, field: Field, text: str) -> bytes:
        try:
            return text.encode(self._encoding)
        except UnicodeEncodeError:
            pass
        replaced = self._clusters.sub(lambda found: self._codes[found.group()], text) if self._clusters else text
        try:
            return replaced.encode(self._encoding)
        except UnicodeEncodeError as cause:
            raise DataRefused(
                Fault(
                    id="PJ-1202-E",
                    field=field.name,
                    value=_shown(field, text),
                    detail=f"U+{ord(replaced[cause.start]):04X} is neither in {self._encoding} nor in the map",
                )
            ) from None

    def _padded(self, field: Field, encoded: bytes) -> bytes:
        if len(encoded) > field.width or b"\r" in encoded or b"\n" in encoded:
            raise DataRefused(
                Fault(
                    id="PJ-1208-E",
                    field=field.name,
                    value=_shown(field, encoded.decode(self._encoding)),
                    detail=f"{len(encoded)} bytes without line breaks must fit {field.width}",
                )
            )
        return encoded.ljust(field.width)


def _quoted(field: Field, encoded: bytes) -> bytes:
    if b"\r" in encoded or b"\n" in encoded:
        raise DataRefused(Fault(id="PJ-1208-E", field=field.name, detail="a CSV field must not have a line break"))
    return b'"' + encoded.replace(b'"', b'""') + b'"' if b"," in encoded or b'"' in encoded else encoded


def _shown(field: Field, text: str) -> str:
    return masked(text) if field.personal else text
