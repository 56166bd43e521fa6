"""A statement with one section of detail lines, fixed in CP932 and CSV in UTF-8, kept for the tests of extract and intake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from printjob.extract.format import Field, Format, read_format
from printjob.extract.writer import LineWriter
from printjob.model.record import Value
from printjob.recordshape import RecordShape, read_shape
from printjob.typefaces.gaiji import read_gaiji
from printjob.whereabouts import data_folder
from tests.extract.trial import DATA, FORMATS

FIXED, CSV = "statement-fixed-cp932", "statement-csv-utf8"
BOTH = (FIXED, CSV)


@cache
def statement_format(name: str) -> Format:
    """One of the two formats."""
    return read_format(FORMATS / f"{name}.yaml")


@cache
def shape() -> RecordShape:
    """The statement's record."""
    return read_shape(DATA / "statement" / "record.yaml")


@cache
def gaiji(code: str) -> Mapping[str, str]:
    """A shipped gaiji map, by private-use character."""
    path = data_folder("fonts") / "gaiji" / f"{code}.yaml"
    return read_gaiji(path).by_character() if path.exists() else {}


def plain(field: Field) -> Value:
    """A value that the field takes and no sum minds."""
    values: dict[str, Value] = {
        "text": "見本",
        "digits": "0" * field.width,
        "postal": "0700000",
        "amount": 0,
        "count": 0,
        "year": 2026,
        "date": date(2026, 4, 30),
        "decimal": Decimal(1).scaleb(-field.places),
    }
    return field.codes[0][0] if field.codes else values[field.kind]


def lines(fmt: Format, details: int, changed: Mapping[str, Value], user_codes: Mapping[str, str]) -> bytes:
    """One sound notice whose data fields may be changed."""
    writer = LineWriter(fmt, user_codes)
    data = {field.name: plain(field) for field in fmt.data.fields} | {"detail_count": details} | dict(changed)
    detail = {field.name: plain(field) for field in fmt.by_role["detail"].fields} | {"notice_number": data["notice_number"]}
    return writer.named("data", data) + writer.named("detail", detail) * details
