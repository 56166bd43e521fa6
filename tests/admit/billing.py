"""A small bill with slips (``tests/admit/bill``): its form, its columns, sound records with sound payment codes, and what admission makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import yaml

from printjob.admit.columns import RecordColumns
from printjob.admit.exceptions import Exceptions
from printjob.admit.payment import Billers
from printjob.admit.prepare import Admitted, Preparer, Waiting
from printjob.barcode import elqr, gs1
from printjob.extract.format import BORDER_FIELDS, Format, read_format
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import read_layout
from printjob.model.form import Form
from printjob.model.record import Prepared, Record, Row, Value
from printjob.postal.index import open_index
from printjob.recordshape import RecordShape, read_shape

FOLDER = Path(__file__).parent / "bill"
DUE, LIMIT, AMOUNT = date(2026, 6, 1), date(2026, 7, 10), 39_500
CODES = {("data", "use"): {"1": "納付書", "2": "口座振替"}, ("slip", "use"): {"1": "コンビニ可", "2": "金融機関のみ", "9": "納付済"}}
ROUTES = ((1, 8), (9, 25))


@cache
def shape() -> RecordShape:
    """The bill's record."""
    return read_shape(FOLDER / "record.yaml")


@cache
def bill(*, proof: bool = False) -> Form:
    """The compiled form."""
    constants = campaign_constants({"name": "見本市"}, 2026, date(2026, 4, 10), "1", proof=proof)
    return compile_form(read_layout(FOLDER), constants)[0]


@cache
def bill_format() -> Format:
    """A CSV format that carries the bill's record, every code field required."""
    types = {"header": BORDER_FIELDS["header"], "data": shape().data, **{one.name: one.fields for one in shape().sections}}
    types |= {"trailer": BORDER_FIELDS["trailer"], "end": {}}
    records = {role: {"code": str(number), "fields": _fields(role, fields)} for number, (role, fields) in enumerate(types.items(), 1)}
    declared = {"format": "bill", "title": "試験", "record": "bill", "encoding": "utf-8", "carrier": "csv", "line_end": "crlf", "records": records}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bill.yaml"
        path.write_text(yaml.safe_dump(declared, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return read_format(path)


def _fields(role: str, fields: Mapping[str, str]) -> list[dict[str, Any]]:
    declared: list[dict[str, Any]] = []
    for column, (name, kind) in enumerate(fields.items(), 2):
        more: dict[str, Any] = {"codes": CODES.get((role, name), {"0": "なし"})} if kind == "code" else {}
        if kind == "code" or role in ("header", "trailer"):
            more["required"] = "yes"
        declared.append({"name": name, "label": name, "kind": kind, "column": column, **more})
    return declared


@cache
def columns() -> RecordColumns:
    """The format's columns."""
    return RecordColumns.of(bill_format(), shape())


def preparer(exceptions: Exceptions | None = None, *, form: Form | None = None, proof: bool = False, billers: Billers | None = None) -> Preparer:
    """A fresh one."""
    return Preparer(form or bill(proof=proof), shape(), columns(), ROUTES, open_index(), exceptions, proof=proof, billers=billers)


@cache
def shared() -> Preparer:
    """One that has seen other records before."""
    return preparer()


def payload(**other: Any) -> str:
    """A sound eL-QR for the sound slip, but for what is said otherwise."""
    said: dict[str, Any] = {
        "amount_yen": AMOUNT, "item": "999", "anken": "00000202699999900001", "kakunin": "123456", "institution": "99999", "office": "000",
        "levied_year": "2026", "tax_year": "2026", "term": "01", "due": "20260601", "limit": "20260710",
    }  # fmt: skip
    return elqr.encode(elqr.Payload(**said | other))


def store_code(**other: Any) -> str:
    """A sound GS1-128 for the sound slip, but for what is said otherwise."""
    said: dict[str, Any] = {"maker": "999999", "free": "123450000012345678901", "reissue": "0", "limit": "260710", "stamp": "0", "amount_yen": AMOUNT}
    return gs1.encode(gs1.Fields(**said | other))


@cache
def sound_slip(nth: int = 1) -> dict[str, Value]:
    """A slip that every till takes; each has codes of its own."""
    key = f"{202699999900000 + nth:020}"
    code = payload(anken=key)
    at = code.index("0183") + 4
    return {
        "number": "0012345678", "use": "1", "amount": AMOUNT, "due": DUE, "limit": LIMIT, "cvs": store_code(free=f"1234500000{12345678900 + nth}"), "qr": code,
        "ocr_1": code[at : at + 39], "ocr_2": code[at + 39 : at + 83], "key": key, "confirm": "123456", "payer": "見本　花子",
    }  # fmt: skip


PAID: dict[str, Value] = {"use": "9", "cvs": None, "qr": None, "ocr_1": None, "ocr_2": None, "key": None, "confirm": None}


def slip(nth: int = 1, /, **other: Value) -> tuple[Value, ...]:
    """The line of the ``nth`` sound slip, but for what is said otherwise."""
    return tuple((sound_slip(nth) | other)[name] for name in columns().sections["slip"].names)


def record(*slips: tuple[Value, ...], members: int = 1, **other: Value) -> Record:
    """A record with these slips."""
    values: dict[str, Value] = {
        "number": "0012345678", "addressee": "0000987654", "postal_code": "0700030", "address_1": "北海道旭川市宮下通９丁目１", "name": "見本　花子",
        "total": AMOUNT, "use": "1", "member_count": members, "slip_count": len(slips), "year": 2026, "run_kind": "1", "pull": "0", "protected": "0",
    }  # fmt: skip
    family = tuple(("0012345678", f"見本　家族{'一二三四五'[index]}") for index in range(members))
    return Record(number=3, line=17, values=tuple((values | other)[name] for name in columns().data.names), sections=(family, slips))


def admitted(one: Record, by: Preparer | None = None) -> Admitted:
    """What admission makes of a record that it must take."""
    decided = (by or shared()).prepare(one)
    assert isinstance(decided, Admitted), decided
    return decided


def waiting(one: Record, by: Preparer | None = None) -> Waiting:
    """Why a record waits that it must not take."""
    decided = (by or shared()).prepare(one)
    assert isinstance(decided, Waiting), decided
    return decided


def slip_rows(prepared: Prepared) -> tuple[Row, ...]:
    """The rows of the slips' section."""
    return prepared.sections[1]


def said(form: Form, prepared: Prepared, row: Row) -> dict[tuple[str, str], str]:
    """The texts of a slip by source and format."""
    specs = form.variants[prepared.variant].sections[1].rows[row.kind].values
    return {(spec.source, spec.format): text for spec, text in zip(specs, row.values, strict=True)}


def with_values(one: Record, **other: Value) -> Record:
    """The record with some data fields set otherwise."""
    values = dict(zip(columns().data.names, one.values, strict=True)) | other
    return msgspec.structs.replace(one, values=tuple(values.values()))
