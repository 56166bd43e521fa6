"""What is written is read again, by both paths of the reader, in both formats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.errors import DataRefused
from printjob.extract import kinds
from printjob.extract.format import Field, Format, read_format
from printjob.extract.lines import LineReader
from printjob.extract.writer import LineWriter
from printjob.model.record import Value
from printjob.whereabouts import data_folder
from tests.extract.statement import BOTH, CSV, FIXED, gaiji, statement_format

_GAIJI = gaiji("019917")
_PLAIN = st.sampled_from("北海道旭川市東１２番地のａbc ･ｶﾅ〇々ー－～髙﨑①㈱ \"',")
_CLUSTERS = st.sampled_from(sorted(_GAIJI.values()))
_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def _text(field: Field, fmt: Format) -> st.SearchStrategy[str]:
    most = field.width // 2 if fmt.fixed else 30
    text = st.lists(st.one_of(_PLAIN, _CLUSTERS), min_size=int(field.required), max_size=min(most, 12)).map("".join)
    stripped = text.map(lambda value: value.rstrip(kinds.PAD)) if fmt.fixed else text
    return stripped.filter(lambda value: not field.required or not kinds.is_blank(value)).filter(
        lambda value: not value or not kinds.is_blank(value)
    )


def _value(field: Field, fmt: Format) -> st.SearchStrategy[Value]:
    digits = (field.width if fmt.fixed else 9) - 1
    made: dict[str, st.SearchStrategy[Value]] = {
        "text": _text(field, fmt),
        "digits": st.text("0123456789", min_size=field.width, max_size=field.width),
        "postal": st.text("0123456789", min_size=7, max_size=7),
        "code": st.sampled_from([code for code, _ in field.codes] or [""]),
        "amount": st.integers(-(10 ** (digits - 1)) + 1, 10**digits),
        "count": st.integers(0, 10**digits),
        "year": st.integers(1900, 2099),
        "date": _DAYS,
        "decimal": st.integers(0, 10 ** (digits - field.places)).map(lambda n: Decimal(n).scaleb(-field.places)),
    }
    blank = st.just(kinds.blank_value(field))
    return made[field.kind] if field.required else st.one_of(made[field.kind], blank)


def _records(fmt: Format, role: str) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.tuples(*[_value(field, fmt) for field in fmt.by_role[role].fields])


def _round_trip(fmt: Format, role: str, values: tuple[Value, ...]) -> None:
    line = LineWriter(fmt, _GAIJI).line(role, values)
    assert line.endswith(b"\r\n")
    reader = LineReader(fmt, fmt.by_role[role], _GAIJI)
    raw: bytes | str = line[:-2] if fmt.fixed else line[:-2].decode()
    careful, faults = reader.careful(raw)
    assert (tuple(careful), faults) == (values, [])
    assert reader.quick(raw) in (values, None)


@settings(max_examples=50)
@given(st.data())
@pytest.mark.parametrize("role", ["data", "detail"])
@pytest.mark.parametrize("name", BOTH)
def test_read_what_was_written(name: str, role: str, data: st.DataObject) -> None:
    fmt = statement_format(name)
    _round_trip(fmt, role, data.draw(_records(fmt, role)))


@settings(max_examples=50)
@given(data=st.data(), at=st.integers(0, 592), byte=st.integers(0, 255))
def test_the_quick_path_takes_nothing_that_the_careful_path_refuses(data: st.DataObject, at: int, byte: int) -> None:
    fmt = statement_format(FIXED)
    line = bytearray(LineWriter(fmt, _GAIJI).line("detail", data.draw(_records(fmt, "detail")))[:-2])
    line[at] = byte
    reader = LineReader(fmt, fmt.by_role["detail"], _GAIJI)
    if at:
        values, faults = reader.careful(bytes(line))
        quick = reader.quick(bytes(line))
        assert quick is None or (quick, []) == (tuple(values), faults)


@settings(max_examples=50)
@given(data=st.data(), at=st.integers(0, 10_000), char=st.characters(exclude_categories=["Cs"]))
def test_neither_in_csv(data: st.DataObject, at: int, char: str) -> None:
    fmt = statement_format(CSV)
    line = LineWriter(fmt, {}).line("detail", data.draw(_records(fmt, "detail")))[:-2].decode()
    at = 2 + at % (len(line) - 2)
    line = line[:at] + char + line[at + 1 :]
    reader = LineReader(fmt, fmt.by_role["detail"], {})
    values, faults = reader.careful(line)
    quick = reader.quick(line)
    assert quick is None or (quick, []) == (tuple(values), faults)


def test_the_quick_path_is_really_taken() -> None:
    for name in BOTH:
        fmt = statement_format(name)
        plain: dict[str, Value] = {
            "text": "見本",
            "postal": "0700000",
            "amount": 100,
            "count": 1,
            "year": 2026,
            "date": date(2026, 4, 30),
        }
        values = tuple(
            plain.get(
                f.kind,
                "0" * f.width
                if f.kind == "digits"
                else f.codes[0][0]
                if f.codes
                else Decimal("1.00")
                if f.places == 2
                else Decimal("1.0"),
            )
            for f in fmt.by_role["detail"].fields
        )
        line = LineWriter(fmt, {}).line("detail", values)[:-2]
        assert LineReader(fmt, fmt.by_role["detail"], {}).quick(line if fmt.fixed else line.decode()) == values


def test_it_is_taken_where_all_that_may_be_left_out_was() -> None:
    for name in ("fixed-cp932", "csv-utf8"):
        fmt = read_format(data_folder("examples") / "site" / "formats" / f"property-tax-{name}.yaml")
        made: dict[str, Value] = {"text": "見本", "postal": "0700000", "amount": 100, "count": 1, "year": 2026, "date": date(2026, 4, 30)}
        fields = fmt.by_role["data"].fields
        assert any(field.kind == "date" and not field.required for field in fields)
        values = tuple(
            kinds.blank_value(f)
            if not f.required
            else made.get(f.kind, f.codes[0][0] if f.codes else Decimal(1).scaleb(-f.places) if f.kind == "decimal" else "0" * f.width)
            for f in fields
        )
        line = LineWriter(fmt, {}).line("data", values)[:-2]
        assert LineReader(fmt, fmt.by_role["data"], {}).quick(line if fmt.fixed else line.decode()) == values


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("name", "北" * 31, "PJ-1208-E"),
        ("name", "\U00030ede", "PJ-1202-E"),
        ("name", "北\r\n海", "PJ-1208-E"),
        ("annual_tax", 10**13, "PJ-1208-E"),
        ("honorific", "9", "PJ-1208-E"),
        ("postal_code", "070-0000", "PJ-1208-E"),
    ],
)
def test_nothing_is_cut_or_replaced_on_writing(name: str, value: Value, fault: str) -> None:
    fmt = statement_format(FIXED)
    field = next(field for field in fmt.data.fields if field.name == name)
    writer = LineWriter(fmt, _GAIJI)
    values: list[Value] = [None] * len(fmt.data.fields)
    values[fmt.data.position(field.name)] = value
    with pytest.raises(DataRefused) as refused:
        writer.line("data", values)
    assert refused.value.faults[0].id == fault


def test_a_decimal_is_never_rounded_on_writing() -> None:
    field = Field(name="taxed_area", label="", kind="decimal", width=12, places=2)
    assert kinds.write(field, Decimal("198.3"), fixed=True) == "000000198.30"
    with pytest.raises(DataRefused):
        kinds.write(field, Decimal("198.345"), fixed=True)
