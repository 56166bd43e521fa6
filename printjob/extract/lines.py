"""One line of an extract file into typed values: quickly when all is well, field by field when not.

A :class:`LineReader` knows one record type of one format. :meth:`LineReader.quick` takes a line apart with one regular expression made
of the kinds' forms and converts it without a look at each field; it answers ``None`` whenever anything might be wrong (and always for
host encodings, whose digits no pattern of ASCII finds). Then
:meth:`LineReader.careful` reads field by field and says what. A test holds them against each other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from printjob.errors import Fault, masked
from printjob.extract import kinds
from printjob.extract.format import Field, Format, RecordType
from printjob.extract.kinds import Refusal
from printjob.extract.texts import SUSPECT, read_text
from printjob.model.record import Value

_WHOLE = ("amount", "count", "year")
_CUT = "\x1f"  # unit separator: stands for the comma between CSV fields once quotes are resolved


class _Groups:
    """The fields of a type by how they are converted together, and the permutation back into the file's order."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        def pick(*chosen: str, required: bool | None = None) -> list[int]:
            return [i for i, f in enumerate(fields) if f.kind in chosen and required in (None, f.required)]

        wholes = pick(*_WHOLE, required=True)
        needed, free = pick("text", required=True), pick("text", required=False)
        keys, days = pick("digits", "code", "postal"), pick("date")
        parts, maybe_wholes = pick("decimal"), pick(*_WHOLE, required=False)
        self.wholes = wholes
        self.written = [*needed, *free, *keys, *days, *parts, *maybe_wholes]
        self.needed = len(needed)
        self.texts = self.needed + len(free) + len(keys)
        self.days = self.texts + len(days)
        self.parts = self.days + len(parts)
        order = [*wholes, *self.written]
        self.back = [order.index(i) for i in range(len(fields))]


class LineReader:
    """Reads the lines of one record type."""

    def __init__(self, fmt: Format, kind: RecordType, gaiji: Mapping[str, str]) -> None:
        self.kind, self._codec, self._gaiji, self._fixed = kind, fmt.codec, gaiji, fmt.fixed
        self._decode, self._quick = fmt.codec.decode, not fmt.fixed or fmt.codec.digits_are_ascii
        groups = _Groups(kind.fields)
        self._counts = groups
        self._wholes, self._written, self._back = _getter(groups.wholes), _getter(groups.written), _getter(groups.back)
        source = self._fixed_source() if self._fixed else self._csv_source()
        # Any: one attribute serves bytes (fixed) and str (CSV); the format decides once and for all lines.
        self._fullmatch: Any = re.compile(source.encode("ascii") if self._fixed else source).fullmatch

    def _fixed_source(self) -> str:
        return self.kind.code + "".join(f"({_form(field, fixed=True)})" for field in self.kind.fields)

    def _csv_source(self) -> str:
        return _CUT.join([self.kind.code, *(f"({_form(field, fixed=False)})" for field in self.kind.fields)])

    def quick(self, line: bytes | str) -> tuple[Value, ...] | None:
        """The values of a line that is right in every respect and has no character that needs a second look; else ``None``."""
        found = self._fullmatch(line if self._fixed else _cut_plain(line)) if self._quick else None
        if found is None:
            return None
        groups = found.groups()
        written = self._decoded(self._written(groups))
        if written is None:
            return None
        counts = self._counts
        texts = [text.rstrip(kinds.PAD) for text in written[: counts.texts]] if self._fixed else written[: counts.texts]
        dates = written[counts.texts : counts.days]
        days = [kinds.as_date(text) for text in dates]
        # A date that may be left out was: no day, and no fault. Any other text without a day is one.
        if None in days and any(day is None and text[:1] not in ("", " ") for day, text in zip(days, dates, strict=True)):
            return None
        if not all(map(str.strip, texts[: counts.needed])) or any(map(str.isspace, texts[counts.needed : counts.texts])):
            return None
        values = [
            *map(int, self._wholes(groups)),
            *texts,
            *days,
            *[_decimal(text) for text in written[counts.days : counts.parts]],
            *[None if text[:1] in ("", " ") else int(text) for text in written[counts.parts :]],
        ]
        return tuple(self._back(values))

    def _decoded(self, written: tuple[Any, ...]) -> list[str] | None:
        """The written groups as text, decoded in one go; a group cut inside a character makes the decoder stop at the separator."""
        try:
            joined: str = self._decode(b"\n".join(written)) if self._fixed else "\n".join(written)
        except UnicodeDecodeError:
            return None
        return None if SUSPECT.search(joined) else joined.split("\n")

    def careful(self, line: bytes | str) -> tuple[list[Value], list[Fault]]:
        """The values field by field and every fault, with its column; the value of a faulty field is ``None``.

        A line of the wrong length has one fault and no values. The faults lack file, line and record: the caller knows them.
        """
        faults = self._length_faults(line)
        values: list[Value] = []
        for field, raw in [] if faults else zip(self.kind.fields, self._raws(line), strict=True):
            value = self._value(field, raw)
            if isinstance(value, Refusal):
                faults.append(self._fault(field, raw, value))
                value = None
            values.append(value)
        return values, faults

    def _value(self, field: Field, raw: bytes | str) -> Value | Refusal:
        try:
            text = self._text(field, raw)
        except UnicodeDecodeError as cause:
            fault_id = "PJ-1107-E" if field.kind == "text" else kinds.RULES[field.kind][0]
            return Refusal(fault_id, f"byte {cause.start + 1} of the field is not {self._codec.name}")
        value = kinds.parse(field, text, fixed=self._fixed)
        if field.kind == "text" and isinstance(value, str):
            return read_text(field, value, self._gaiji, self._codec)
        return value

    def _text(self, field: Field, raw: bytes | str) -> str:
        if not isinstance(raw, bytes):
            return raw
        double = self._codec.double
        return double[0](raw) if field.double and double else self._decode(raw)

    def _fault(self, field: Field, raw: bytes | str, refusal: Refusal) -> Fault:
        text = (self._codec.shown(raw) if isinstance(raw, bytes) else raw).strip(kinds.PAD)
        return Fault(
            id=refusal.id,
            column=field.at or field.column,
            field=field.name,
            detail=refusal.rule,
            value=masked(text) if field.personal else text[:40],
        )

    def _length_faults(self, line: bytes | str) -> list[Fault]:
        if isinstance(line, bytes):
            return _length_faults(len(line), self.kind.length, "bytes")
        columns = _columns(line)
        if columns is None:
            return [Fault(id="PJ-1109-E", detail="a quoted field does not end as RFC 4180 says, or has a line break")]
        return _length_faults(len(columns), 1 + len(self.kind.fields), "columns")

    def _raws(self, line: bytes | str) -> Sequence[bytes | str]:
        if isinstance(line, bytes):
            return [line[field.at - 1 : field.at - 1 + field.width] for field in self.kind.fields]
        return (_columns(line) or [])[1:]


def _columns(line: str) -> list[str] | None:
    """The columns of a CSV line, ``None`` when its quotes are not right."""
    try:
        return next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration):
        return None


def _getter(indexes: list[int]) -> Any:
    """Like ``itemgetter`` but a tuple for any number of indexes."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda values: tuple(values[i] for i in indexes)


def _form(field: Field, *, fixed: bool) -> str:
    form = kinds.form(field, fixed=fixed)
    if field.required or field.kind == "text":
        return form
    return f"{form}| {{{field.width}}}" if fixed else f"(?:{form})?"


def _cut_plain(line: bytes | str) -> str:
    """A CSV line with its commas replaced; quotes are resolved first. An unreadable line comes back as it is and will not match."""
    text = str(line)
    if _CUT in text:
        return text
    if '"' not in text:
        return text.replace(",", _CUT)
    columns = _columns(text)
    return text if columns is None else _CUT.join(columns)


@lru_cache(maxsize=8192)
def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text[:1] not in ("", " ") else None


def _length_faults(found: int, expected: int, unit: str) -> list[Fault]:
    if found == expected:
        return []
    return [Fault(id="PJ-1109-E" if found < expected else "PJ-1110-E", detail=f"{found} {unit}, expected {expected}")]
