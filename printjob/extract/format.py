"""Declared data formats (データ形式): where each field of a record stands in an extract file, as one data file.

Reader, writer and the page in docs/ come from the same :class:`Format`. A municipality's own variant is another file under
``site/formats/``; no Python changes. Between the data record and the trailer stand the sections of the form's record (明細, 納付書,
世帯員 ...), as many as it has; each record type is read by :mod:`printjob.extract.recordtype`.

``line_end: none`` is for host files (汎用機): no line ends, every record type of the same length, so that a damaged record does not
shift its neighbours.

Sources for the shape: fixed records 1 header, 2 data, 8 trailer, 9 end as in the banks' 全銀 formats; CSV as RFC 4180.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from printjob import declared
from printjob.declared import Node
from printjob.extract.encodings import ENCODINGS, TABLE, Codec, codec
from printjob.extract.hosttable import HostTable, read_table
from printjob.extract.recordtype import BORDER_FIELDS, Carrier, Field, RecordType, read_record_type
from printjob.model.framing import Framing

__all__ = ["BORDER_FIELDS", "LINE_ENDS", "Field", "Format", "RecordType", "read_format"]

OPENING, CLOSING = ("header", "data"), ("trailer", "end")
"""The record types of every file: header, data, then the sections of a notice in the record's order, then trailer and end."""

LINE_ENDS: Mapping[str, str] = {"crlf": "\r\n", "lf": "\n", "none": ""}


class Format(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A data format as declared. ``digest`` is the sha256 of its file, and of its host table where it has one."""

    id: str
    title: str
    record: str
    encoding: str
    carrier: Carrier
    line_end: str
    table: HostTable | None
    types: tuple[RecordType, ...]
    file: str
    digest: str

    @property
    def fixed(self) -> bool:
        """Whether fields stand at byte positions (else in CSV columns)."""
        return self.carrier == "fixed"

    @cached_property
    def by_role(self) -> dict[str, RecordType]:
        """The record types by role."""
        return {kind.role: kind for kind in self.types}

    @property
    def data(self) -> RecordType:
        """The data record: one notice."""
        return self.by_role["data"]

    @cached_property
    def sections(self) -> tuple[RecordType, ...]:
        """The record types of the lines behind a data record, in order; the role of each is its section's name."""
        return self.types[len(OPENING) : -len(CLOSING)]

    @cached_property
    def codec(self) -> Codec:
        """The encoding's two directions."""
        return codec(self.encoding, self.table)

    @cached_property
    def framing(self) -> Framing:
        """How a file falls into lines and where it may be cut."""
        code, unicode = self.data.code, self.codec
        starts = (code,) if self.fixed else (f"{code},", f'"{code}",')
        return Framing(
            starts=tuple(map(unicode.encode, starts)),
            line_end=unicode.encode(LINE_ENDS[self.line_end]),
            unit=unicode.unit,
            mark=unicode.mark,
            length=0 if LINE_ENDS[self.line_end] else self.data.length,
        )


def read_format(path: Path) -> Format:
    """The format declared at ``path``; ``DeclarationRefused`` with all its faults."""
    top = declared.read(path, "formats/" + path.name)
    name = top.take("format").filled()
    title = top.take("title").filled()
    record = top.take("record").filled()
    carrier: Carrier = top.take("carrier").choice({"fixed": "fixed", "csv": "csv"})
    encoding, table = _encoding(top.take("encoding"), path)
    line_end = top.take("line_end").choice({name: name for name in LINE_ENDS})
    with top.collecting():
        _refuse_unfit_carrier(top, encoding, carrier, line_end)
    records = top.take("records")
    _refuse_wrong_order(records)
    types: list[RecordType] = []
    for role, node in records.entries():
        with top.collecting():
            types.append(read_record_type(role, node, carrier, encoding))
    top.refuse_unknown()
    top.finish()
    _refuse_ambiguous_codes(records, types)
    if line_end == "none":
        _refuse_unequal_lengths(records, types)
    if table is not None:
        _refuse_unwritable_codes(records, types, table)
    content = path.read_bytes() + (table.digest.encode() if table else b"")
    return Format(
        id=name,
        title=title,
        record=record,
        encoding=encoding,
        carrier=carrier,
        line_end=line_end,
        table=table,
        types=tuple(types),
        file=top.file,
        digest=hashlib.sha256(content).hexdigest(),
    )


def _encoding(node: Node, path: Path) -> tuple[str, HostTable | None]:
    if not node.is_mapping:
        return node.choice({name: name for name in ENCODINGS}), None
    name = node.take("table")
    node.refuse_unknown()
    if not name.text().endswith(".tsv") or "/" in name.text():
        name.refuse("expected the name of a .tsv file in formats/tables")
    return TABLE, read_table(path.parent / "tables" / name.text(), f"formats/tables/{name.text()}")


def _refuse_unfit_carrier(top: Node, encoding: str, carrier: str, line_end: str) -> None:
    if carrier == "fixed" and encoding.startswith("utf-16"):
        top.take("carrier").refuse("UTF-16 is read as csv: fixed positions count bytes of one-byte digits")
    if carrier == "csv" and encoding == TABLE:
        top.take("carrier").refuse("a host encoding by table is read in fixed records")
    if line_end == "none" and carrier == "csv":
        top.take("line_end").refuse("only fixed records can do without line ends")
    if encoding == TABLE and line_end != "none":
        top.take("line_end").refuse("host records have no line ends: expected none")


def _refuse_unequal_lengths(records: Node, types: list[RecordType]) -> None:
    for kind in types:
        if kind.length != types[0].length:
            records.take(kind.role).take("length").refuse(f"without line ends every record type is as long as the header: {types[0].length}")


def _refuse_unwritable_codes(records: Node, types: list[RecordType], table: HostTable) -> None:
    for kind in types:
        try:
            fits = len(table.encode(kind.code)) == len(kind.code)
        except UnicodeEncodeError:
            fits = False
        if not fits:
            records.take(kind.role).take("code").refuse("the table has no one-byte codes for it")


def _refuse_wrong_order(records: Node) -> None:
    roles = tuple(role for role, _ in records.entries())
    for role in (*OPENING, *CLOSING):
        records.take(role)
    if roles[: len(OPENING)] != OPENING or roles[-len(CLOSING) :] != CLOSING:
        records.refuse("expected header, data, the sections in the order of the form's record, trailer, end")


def _refuse_ambiguous_codes(records: Node, types: list[RecordType]) -> None:
    for kind in types:
        if any(other.code.startswith(kind.code) for other in types if other is not kind):
            records.take(kind.role).take("code").refuse("a record type's code must not begin another type's code")
