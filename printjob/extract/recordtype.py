"""One record type of a data format and its fields (レコード区分・項目), as declared: names, kinds and places that close without gap.

Positions are bytes counted from 1, columns count from 1; overlaps, gaps, unknown names and lengths that do not add up are refused with
file:line:column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from printjob.declared import Node
from printjob.extract.encodings import TABLE
from printjob.recordshape import KINDS

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


def read_record_type(role: str, node: Node, carrier: Carrier, encoding: str) -> RecordType:
    """The record type at ``node``; raises or collects ``DeclarationRefused`` with the place of every fault."""
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
