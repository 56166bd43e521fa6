"""Declared data formats (データ形式): where each field of a record stands in an extract file, as one data file.

Reader, writer and the page in docs/ come from the same :class:`Format`. A municipality's own variant is another file under
``site/formats/``; no Python changes. Positions are bytes counted from 1; overlaps, gaps, unknown names and lengths that do not add up
are refused with file:line:column. Between the data record and the trailer stand the sections of the form's record (明細, 納付書,
世帯員 ...), as many as it has.

``line_end: none`` is for host files (汎用機): no line ends, every record type of the same length, so that a damaged record does not
shift its neighbours.

Sources for the shape: fixed records 1 header, 2 data, 8 trailer, 9 end as in the banks' 全銀 formats; CSV as RFC 4180.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from printjob import declared
from printjob.declared import Node
from printjob.extract.encodings import ENCODINGS, TABLE, Codec, codec
from printjob.extract.hosttable import HostTable, read_table
from printjob.model.framing import Framing
from printjob.recordshape import KINDS

OPENING, CLOSING = ("header", "data"), ("trailer", "end")
"""The record types of every file: header, data, then the sections of a notice in the record's order, then trailer and end."""

BORDER_FIELDS: Mapping[str, Mapping[str, str]] = {
    "header": {
        "municipality": "digits",
        "form": "text",
        "fiscal_year": "year",
        "business_date": "date",
        "run_kind": "code",
    },
    "trailer": {"records": "count", "details": "count", "total_amount": "amount"},
    "end": {},
}
"""What every format's header and trailer must carry: names and kinds."""

Carrier = Literal["fixed", "csv"]
LINE_ENDS: Mapping[str, str] = {"crlf": "\r\n", "lf": "\n", "none": ""}


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its name in the program, its official name (項目名), its kind and its place.

    Fixed: ``at`` (byte from 1) and ``width`` (bytes). CSV: ``column`` (from 1) and, for digits, ``width`` as their number.
    ``double``: a host's text of two-byte characters without shift codes (日本語項目).
    """

    name: str
    label: str
    kind: str
    at: int = 0
    width: int = 0
    column: int = 0
    required: bool = False
    codes: tuple[tuple[str, str], ...] = ()
    places: int = 0
    personal: bool = False
    double: bool = False
    line: int = 0


class RecordType(msgspec.Struct, frozen=True, kw_only=True):
    """One record type: its role, the code it begins with, its length in bytes (fixed) and its fields in the file's order.

    ``title`` is what the page in docs/ calls it, empty for the usual name.
    """

    role: str
    title: str
    code: str
    length: int
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names in order: ``Record.values`` and the values of a section's line follow them."""
        return tuple(field.name for field in self.fields)

    def position(self, name: str) -> int:
        """The index of a field among the record's values; ``ValueError`` when the type has no such field."""
        return self.names.index(name)


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
            types.append(_record_type(role, node, carrier, encoding))
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


def _record_type(role: str, node: Node, carrier: Carrier, encoding: str) -> RecordType:
    title = node.maybe("title")
    code = node.take("code").filled()
    if not code.isascii() or not code.isalnum():
        node.take("code").refuse("expected ASCII letters and digits")
    length = node.take("length").whole(least=1) if carrier == "fixed" else 0
    fields: list[Field] = []
    place = 1 + len(code) if carrier == "fixed" else 2
    for item in node.take("fields").items():
        field = None
        with node.collecting():
            field = _field(item, carrier, place)
            if field.double and (encoding != TABLE or field.kind != "text" or field.width % 2):
                item.take("double").refuse("for texts of an even width in a host encoding only")
            if field.name in {known.name for known in fields}:
                item.take("name").refuse("this field stands here twice")
            fields.append(field)
        place = _behind(field) if field else 0
    node.refuse_unknown()
    if carrier == "fixed" and place not in (0, length + 1):
        node.take("length").refuse(f"the fields end at byte {place - 1}")
    _check_border(role, node, fields)
    return RecordType(role=role, title=title.filled() if title else "", code=code, length=length, fields=tuple(fields))


def _behind(field: Field) -> int:
    return field.column + 1 if field.column else field.at + field.width


def _check_border(role: str, node: Node, fields: list[Field]) -> None:
    for name, kind in BORDER_FIELDS.get(role, {}).items():
        if not any(field.name == name and field.kind == kind and field.required for field in fields):
            node.take("fields").refuse(f"a {role} record must have the required field {name} of kind {kind}")


def _field(node: Node, carrier: Carrier, place: int) -> Field:
    """The field that must stand at ``place``; 0 when the place is unknown because the field before was refused."""
    kind = node.take("kind").choice({kind: kind for kind in KINDS})
    at, width, column = _place(node, carrier, kind, place)
    places = node.take("places").whole(least=1, most=6) if kind == "decimal" else 0
    if width and kind == "decimal" and width < places + 2:
        node.take("width").refuse("too narrow for its decimal places")
    field = Field(
        name=node.take("name").filled(),
        label=node.take("label").filled(),
        kind=kind,
        at=at,
        width=width,
        column=column,
        required=_flag(node, "required"),
        personal=_flag(node, "personal"),
        double=_flag(node, "double"),
        places=places,
        codes=_codes(node, width) if kind == "code" else (),
        line=node.line,
    )
    node.refuse_unknown()
    return field


def _place(node: Node, carrier: Carrier, kind: str, place: int) -> tuple[int, int, int]:
    if carrier == "csv":
        column = node.take("column")
        if place and column.whole(least=2) != place:
            column.refuse(f"columns follow each other: expected {place}")
        width = node.maybe("width") if kind in ("digits", "postal") else None
        return 0, _width(width, kind) if width else 0, column.whole(least=2)
    at = node.take("at")
    if place and at.whole(least=1) != place:
        at.refuse(f"fields follow each other without gap or overlap: expected {place}")
    return at.whole(least=1), _width(node.take("width"), kind), 0


_WIDTHS = {"postal": 7, "year": 4, "date": 8}


def _width(node: Node, kind: str) -> int:
    width = node.whole(least=2 if kind == "amount" else 1, most=1000)
    if width != _WIDTHS.get(kind, width):
        node.refuse(f"a {kind} has {_WIDTHS[kind]} digits")
    return width


def _codes(node: Node, width: int) -> tuple[tuple[str, str], ...]:
    codes = node.take("codes")
    pairs = tuple((code, label.filled()) for code, label in codes.entries())
    if not pairs or any(not code.isascii() or not code.isalnum() or (width and len(code) > width) for code, _ in pairs):
        codes.refuse("expected codes of ASCII letters and digits, not longer than the field")
    return pairs


def _flag(node: Node, key: str) -> bool:
    found = node.maybe(key)
    return found is not None and found.flag()
