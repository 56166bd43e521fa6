"""Exceptions (例外承認): a text that two named persons let be printed otherwise than it was delivered.

``site/exceptions/<municipality>.yaml`` lists them. An exception is bound to one place of one notice and to the sha256 of the text as
delivered (UTF-8, after the gaiji map): a corrected delivery never meets an old decision. Only the texts that the form opens to
exceptions can be excepted (``exceptions`` in its ``record.yaml``: names of persons and places, addresses, remarks); amounts, dates,
numbers, identities, accounts and payment codes never, whoever signs: such an entry is refused when the file is read.

An exception changes what is printed and nothing else: the customer barcode and the order of delivery follow from the address as it
was delivered.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from printjob.admit.columns import RecordColumns
from printjob.declared import Node, nearest, read
from printjob.errors import Fault
from printjob.model.record import Record, Value
from printjob.recordshape import RecordShape

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIGNATURES = 2


class Excepted(msgspec.Struct, frozen=True, kw_only=True):
    """One exception. ``section`` is empty for the data line; ``line`` counts the section's lines of the notice from 1."""

    form: str
    fiscal_year: int
    notice: str
    section: str = ""
    line: int = 0
    field: str
    original_sha256: str
    print_as: str
    reason: str
    approved_by: tuple[str, ...]
    on: date

    @property
    def where(self) -> tuple[str, int, str]:
        """The place in its record."""
        return self.section, self.line, self.field

    @property
    def place(self) -> str:
        """The place as it stands in messages: ``name``, ``detail 2 location``."""
        return f"{self.section} {self.line} {self.field}" if self.section else self.field


def text_sha256(text: str) -> str:
    """The hash that binds an exception to a delivered text.

    >>> text_sha256("見本")[:8]
    '24ab53a2'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def read_exceptions(path: Path, shapes: Mapping[str, RecordShape], only: str = "") -> tuple[Excepted, ...]:
    """The exceptions in ``path``, none where there is no such file. ``DeclarationRefused`` with file:line:column of what is wrong.

    ``shapes`` are the records of the forms that are known. With ``only`` the entries of this form alone are read: for a worker, when
    the whole file has been read before.
    """
    if not path.exists():
        return ()
    top = read(path, f"exceptions/{path.name}")
    found: list[Excepted] = []
    for node in top.take("exceptions").items():
        with top.collecting():
            if only and node.take("form").text() != only:
                continue
            one = _entry(node, shapes)
            if any((one.form, one.fiscal_year, one.notice, one.where, one.original_sha256)
                   == (old.form, old.fiscal_year, old.notice, old.where, old.original_sha256) for old in found):  # fmt: skip
                node.refuse("the same text of the same notice stands here twice", one.notice)
            found.append(one)
            node.refuse_unknown()
    top.refuse_unknown()
    top.finish()
    return tuple(found)


def _entry(node: Node, shapes: Mapping[str, RecordShape]) -> Excepted:
    shape = node.take("form").choice(shapes)
    section, line = node.maybe("section"), node.maybe("line")
    if (section is None) != (line is None):
        node.refuse("section and line go together")
    name = section.choice({one.name: one.name for one in shape.sections}) if section else ""
    notice, sha256 = node.take("notice"), node.take("original_sha256")
    if not (notice.text().isascii() and notice.text().isdigit()):
        notice.refuse("expected the notice's number")
    if not _SHA256.fullmatch(sha256.text()):
        sha256.refuse("expected 64 hexadecimal digits in lower case")
    return Excepted(
        form=node.take("form").text(),
        fiscal_year=node.take("fiscal_year").whole(1900, 2999),
        notice=notice.text(),
        section=name,
        line=line.whole(1) if line else 0,
        field=_field(node.take("field"), shape, name),
        original_sha256=sha256.text(),
        print_as=_printable(node.take("print_as")),
        reason=node.take("reason").filled(),
        approved_by=_signatures(node.take("approved_by")),
        on=_day(node.take("on")),
    )


def _field(node: Node, shape: RecordShape, section: str) -> str:
    """A field that the form opens to exceptions."""
    declared = shape.section(section)
    kinds, open_to = declared.fields if declared else shape.data, shape.exceptions.get(section, ())
    name = node.filled()
    if name in kinds and name not in open_to:
        said = f"the form opens {', '.join(open_to)}" if open_to else "the form opens no field here"
        node.refuse(f"this field may not be excepted: {said}")
    if name not in open_to:
        node.refuse(f"unknown field{nearest(name, open_to)}")
    return name


def _printable(node: Node) -> str:
    text = node.filled()
    if not text.replace("　", " ").isprintable() or not text.strip():
        node.refuse("expected one line of text", "")
    return text


def _signatures(node: Node) -> tuple[str, ...]:
    names = tuple(item.filled() for item in node.items())
    if len(names) != _SIGNATURES or len({_bare(name) for name in names} - {""}) != _SIGNATURES:
        node.refuse("expected the names of two different persons")
    return names


def _bare(name: str) -> str:
    """A person's name without what may be written in two ways: width, case, blanks, signs, selectors and characters that nobody sees."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.refuse("expected a date YYYY-MM-DD")


class Exceptions:
    """The exceptions of one form and year, made ready for a format's records."""

    def __init__(
        self, found: Iterable[Excepted], form: str, fiscal_year: int, notice: str, columns: RecordColumns
    ) -> None:
        self._notice, self._columns, self._order = columns.data.place(notice), columns, list(columns.sections)
        self._by_notice: dict[str, dict[tuple[str, int, str], list[Excepted]]] = {}
        for one in found:
            if (one.form, one.fiscal_year) == (form, fiscal_year):
                self._by_notice.setdefault(one.notice, {}).setdefault(one.where, []).append(one)

    def apply(self, record: Record) -> tuple[Record, tuple[Fault, ...]] | Fault:
        """The record as it shall be printed and a note of each exception that was applied (``PJ-1309-I``).

        ``PJ-1310-W`` when a text is no longer the one that was approved.
        """
        places = self._by_notice.get(str(record.values[self._notice]))
        if places is None:
            return record, ()
        notes: list[Fault] = []
        for entries in places.values():
            text = self._text(record, entries[0])
            digest = "" if text is None else text_sha256(text)
            meant = next((one for one in entries if one.original_sha256 == digest), None)
            if meant is None:
                return Fault(id="PJ-1310-W", field=entries[0].place)
            record = self._replaced(record, meant)
            notes.append(_note(record, meant))
        return record, tuple(notes)

    def _text(self, record: Record, one: Excepted) -> str | None:
        """The text as delivered, ``None`` where the record has no such line."""
        if not one.section:
            return str(record.values[self._columns.data.place(one.field)] or "")
        lines = record.sections[self._order.index(one.section)]
        place = self._columns.sections[one.section].place(one.field)
        return str(lines[one.line - 1][place] or "") if one.line <= len(lines) else None

    def _replaced(self, record: Record, one: Excepted) -> Record:
        if not one.section:
            place = self._columns.data.place(one.field)
            return msgspec.structs.replace(record, values=_with(record.values, place, one.print_as))
        at, place = self._order.index(one.section), self._columns.sections[one.section].place(one.field)
        lines = list(record.sections[at])
        lines[one.line - 1] = _with(lines[one.line - 1], place, one.print_as)
        sections = (*record.sections[:at], tuple(lines), *record.sections[at + 1 :])
        return msgspec.structs.replace(record, sections=sections)


def _with(values: Sequence[Value], place: int, text: str) -> tuple[Value, ...]:
    return (*values[:place], text, *values[place + 1 :])


def _note(record: Record, one: Excepted) -> Fault:
    by = "、".join(one.approved_by)
    return Fault(
        id="PJ-1309-I", record=record.number, line=record.line, field=one.place, detail=f"{by} {one.on.isoformat()}"
    )
