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


class LineWriter:
    """Writes the lines of one format.

    ``gaiji`` maps a private-use character to the cluster it means, as for reading; it is used backwards.
    """

    def __init__(self, fmt: Format, gaiji: Mapping[str, str]) -> None:
        self._fmt = fmt
        self._encode = _Encoder(fmt, gaiji)
        self._writers = {kind.role: [self._field_writer(field) for field in kind.fields] for kind in fmt.types}
        framing, encode = fmt.framing, fmt.codec.encode
        self._end, self._between = framing.line_end, b"" if fmt.fixed else encode(",")
        self._codes = {kind.role: encode(kind.code) for kind in fmt.types}
        self._codes["header"] = framing.mark + self._codes["header"]

    def line(self, role: str, values: Sequence[Value]) -> bytes:
        """One line with its end; ``values`` follow the record type's fields. A header begins its file, with the byte order mark."""
        written = [write(value) for write, value in zip(self._writers[role], values, strict=True)]
        return self._between.join([self._codes[role], *written]) + self._end

    def named(self, role: str, values: Mapping[str, Value]) -> bytes:
        """One line from values by name."""
        return self.line(role, [values[name] for name in self._fmt.by_role[role].names])

    def notice(self, values: Sequence[Value], *sections: Iterable[Sequence[Value]]) -> bytes:
        """A data record and the lines of its sections, in the format's order."""
        lines = [self.line(kind.role, row) for kind, rows in zip(self._fmt.sections, sections, strict=True) for row in rows]
        return b"".join([self.line("data", values), *lines])

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
        self._fixed, self._codec = fmt.fixed, fmt.codec
        self._codes = {cluster: code for code, cluster in gaiji.items()} if fmt.codec.user_codes else {}
        longest_first = sorted(self._codes, key=lambda cluster: (-len(cluster), cluster))
        self._clusters = re.compile("|".join(map(re.escape, longest_first))) if self._codes else None

    def __call__(self, field: Field, text: str) -> bytes:
        if "\r" in text or "\n" in text:
            raise DataRefused(Fault(id="PJ-1208-E", field=field.name, detail="a field must not have a line break"))
        if not self._fixed:
            return self._encoded(field, _quoted(text), self._codec.encode)
        encode = self._codec.double[1] if field.double and self._codec.double else self._codec.encode
        pad = encode("\u3000" if field.double else " ")
        encoded = self._encoded(field, text, encode) if text.strip(" ") else b""
        if len(encoded) > field.width:
            detail = f"{len(encoded)} bytes must fit {field.width}"
            raise DataRefused(Fault(id="PJ-1208-E", field=field.name, value=_shown(field, text), detail=detail))
        return encoded + pad * ((field.width - len(encoded)) // len(pad))

    def _encoded(self, field: Field, text: str, encode: Callable[[str], bytes]) -> bytes:
        try:
            return encode(text)
        except UnicodeEncodeError:
            pass
        replaced = self._clusters.sub(lambda found: self._codes[found.group()], text) if self._clusters else text
        try:
            return encode(replaced)
        except UnicodeEncodeError as cause:
            detail = f"U+{ord(replaced[cause.start]):04X} is neither in {self._codec.name} nor in the map"
            raise DataRefused(Fault(id="PJ-1202-E", field=field.name, value=_shown(field, text), detail=detail)) from None


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def _shown(field: Field, text: str) -> str:
    return masked(text) if field.personal else text
