"""The reader sets a faulty record aside and touches no neighbour; what it cannot trust belongs to the delivery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from printjob.errors import Fault
from printjob.extract.format import Format
from printjob.extract.reader import MOST_FAULTS_OF_A_KIND, RangeReader, RangeResult
from printjob.model.record import Value
from tests.extract.statement import BOTH, CSV, FIXED, gaiji, lines, plain, shape, statement_format
from tests.intake.delivering import make, take

_GAIJI = {"\ue000": "𠮷"}


def _lines(fmt: Format, details: int = 2, **changed: Value) -> bytes:
    """One sound notice whose data fields may be changed."""
    return _changed_lines(fmt, details, changed)


def _changed_lines(fmt: Format, details: int, changed: dict[str, Value]) -> bytes:
    return lines(fmt, details, changed, _GAIJI)


def _with_field(line: bytes, fmt: Format, role: str, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The line with one field's bytes changed in place; none of its columns is quoted."""
    field = next(field for field in fmt.by_role[role].fields if field.name == name)
    if fmt.fixed:
        start, stop = field.at - 1, field.at - 1 + field.width
        return line[:start] + change(line[start:stop]) + line[stop:]
    columns = line.split(b",")
    columns[field.column - 1] = change(columns[field.column - 1])
    return b",".join(columns)


def _read(fmt: Format, data: bytes, run_kind: str = "1") -> RangeResult:
    return RangeReader(fmt, shape(), run_kind, 2026, _GAIJI).read(data, file="a.dat", first_line=11, first_number=5)


def _in_field(fmt: Format, lines: bytes, role: str, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The first line of the role with one field changed."""
    code = fmt.by_role[role].code.encode()
    split = lines.split(b"\r\n")
    at = next(at for at, line in enumerate(split) if line.startswith(code))
    split[at] = _with_field(split[at], fmt, role, name, change)
    return b"\r\n".join(split)


def _alone(result: RangeResult) -> Fault:
    """The one fault of the middle record, whose neighbours were read."""
    assert [record.number for record in result.records] == [5, 7]
    (refused,) = result.refused
    assert refused.number == 6
    (fault,) = refused.faults
    assert (fault.file, fault.record) == ("a.dat", 6)
    return fault


@pytest.mark.parametrize("name", BOTH)
def test_records_keep_their_lines_numbers_and_values(name: str) -> None:
    fmt = statement_format(name)
    result = _read(fmt, _lines(fmt) + _lines(fmt, details=0) + _lines(fmt, details=1))
    assert [(r.number, r.line, len(r.sections[0])) for r in result.records] == [(5, 11, 2), (6, 14, 0), (7, 15, 1)]
    assert result.records[0].values == tuple(2 if f.name == "detail_count" else plain(f) for f in fmt.data.fields)
    assert (result.counted.lines, result.counted.records, result.counted.details) == (6, 3, 3)
    assert (result.faults, result.refused) == ((), ())


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    ("role", "field", "value", "fault_id"),
    [
        ("data", "name", "北〓", "PJ-1201-E"),
        ("data", "name", "北？", "PJ-1201-E"),
        ("data", "address_1", "北?1", "PJ-1201-E"),
        ("data", "katagaki", "■棟", "PJ-1201-E"),
        ("detail", "note", "〓", "PJ-1201-E"),
        ("data", "name", "\ue001", "PJ-1202-E"),
        ("data", "name", "", "PJ-1203-E"),
        ("data", "name", "\u3000 \u3000", "PJ-1203-E"),
        ("data", "postal_code", "", "PJ-1203-E"),
        ("detail", "assessed", "", "PJ-1203-E"),
        ("data", "due_1", "20260431", "PJ-1204-E"),
        ("data", "due_1", "2026043a", "PJ-1204-E"),
        ("data", "due_1", "18001231", "PJ-1204-E"),
        ("data", "pull", "2", "PJ-1207-E"),
        ("detail", "kind", "x", "PJ-1207-E"),
        ("data", "postal_code", "070-000", "PJ-1208-E"),
        ("data", "tax_year", "1726", "PJ-1208-E"),
        ("data", "co_owners", "1.5", "PJ-1208-E"),
        ("detail", "burden_fixed", "1,0.00", "PJ-1208-E"),
    ],
)
def test_a_record_fault_stops_its_record_alone(name: str, role: str, field: str, value: str, fault_id: str) -> None:
    fmt = statement_format(name)
    if not fmt.fixed and "," in value:
        value = "1;0.00"

    def change(old: bytes) -> bytes:
        new = value.encode(fmt.encoding)
        return new.ljust(len(old)) if fmt.fixed else new

    bad = _in_field(fmt, _lines(fmt), role, field, change)
    fault = _alone(_read(fmt, _lines(fmt) + bad + _lines(fmt)))
    assert (fault.id, fault.field) == (fault_id, field)
    assert fault.line == (14 if role == "data" else 15)
    assert fault.column == next(f.at or f.column for f in fmt.by_role[role].fields if f.name == field)
    assert not value.strip() or "見本" not in fault.value


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    ("changed", "fault_id", "field"),
    [
        ({"annual_tax": 100}, "PJ-1205-E", "annual_tax"),
        ({"pay_3": 1}, "PJ-1205-E", "pay_3"),
        ({"detail_count": 3}, "PJ-1209-E", "detail_count"),
    ],
)
def test_sums_and_counts_inside_a_record(name: str, changed: dict[str, Value], fault_id: str, field: str) -> None:
    fmt = statement_format(name)
    if field == "annual_tax":
        changed = {**changed, "pay_all": 100}
    fault = _alone(_read(fmt, _lines(fmt) + _changed_lines(fmt, 2, changed) + _lines(fmt)))
    assert (fault.id, fault.field) == (fault_id, field)


def test_sums_are_those_of_the_run_kind() -> None:
    fmt = statement_format(FIXED)
    amounts: dict[str, Any] = {"tax_fixed": 800, "annual_tax": 800, "pay_all": 800, "fixed_4": 200, "pay_4": 200}
    first = _read(fmt, _lines(fmt, **amounts))
    assert [fault.id for one in first.refused for fault in one.faults] == ["PJ-1205-E"]
    assert _read(fmt, _lines(fmt, category="3", **amounts), run_kind="3").refused == ()


@pytest.mark.parametrize("changed", [{"category": "2"}, {"tax_year": 2025}], ids=["run kind", "year"])
@pytest.mark.parametrize("name", [FIXED, CSV])
def test_a_record_is_of_its_deliverys_run_kind_and_year(name: str, changed: dict[str, Any]) -> None:
    result = _read(statement_format(name), _lines(statement_format(name)) + _lines(statement_format(name), **changed))
    assert [fault.id for one in result.refused for fault in one.faults] == ["PJ-1211-E"]
    assert len(result.records) == 1


def test_all_faults_of_a_record_are_told() -> None:
    fmt = statement_format(FIXED)
    bad = _in_field(fmt, _lines(fmt, pay_1=7), "data", "due_1", lambda _: b"20269999")
    bad = _in_field(fmt, bad, "detail", "kind", lambda _: b"8")
    assert {fault.id for fault in _read(fmt, bad).refused[0].faults} == {"PJ-1204-E", "PJ-1205-E", "PJ-1207-E"}


def test_personal_values_are_masked_and_others_are_not() -> None:
    fmt = statement_format(FIXED)
    bad = _in_field(fmt, _lines(fmt), "data", "name", lambda old: "見本〓太郎".encode("cp932").ljust(len(old)))
    assert _read(fmt, bad).refused[0].faults[0].value == "見****(5)"
    bad = _in_field(fmt, _lines(fmt), "data", "tax_year", lambda _: b"20x6")
    assert _read(fmt, bad).refused[0].faults[0].value == "20x6"


@pytest.mark.parametrize("name", BOTH)
def test_user_codes_become_what_the_map_says(name: str) -> None:
    fmt = statement_format(name)
    line = _in_field(
        fmt,
        _lines(fmt),
        "data",
        "name",
        lambda old: "\ue000田".encode(fmt.encoding).ljust(len(old) if fmt.fixed else 0),
    )
    assert _read(fmt, line).records[0].values[fmt.data.position("name")] == "𠮷田"


def test_vendor_extensions_of_cp932_read_right_and_nothing_is_normalised() -> None:
    fmt = statement_format(FIXED)
    text = "髙﨑①㈱ﾊﾝｶｸ～－　内"
    line = _lines(fmt, name=text)
    assert _read(fmt, line).records[0].values[fmt.data.position("name")] == text


def _delivery(name: str, change: Callable[[Format, bytes], bytes]) -> list[tuple[str, int]]:
    fmt = statement_format(name)
    result = _read(fmt, _lines(fmt) + change(fmt, _lines(fmt)) + _lines(fmt))
    assert {record.number for record in result.records} >= {5, 7}
    return [(fault.id, fault.line) for fault in result.faults]


@pytest.mark.parametrize("name", BOTH)
def test_faults_of_the_delivery(name: str) -> None:
    assert _delivery(name, lambda _, data: data + b"5\r\n") == [("PJ-1111-E", 17)]
    assert _delivery(name, lambda fmt, data: data[:-3] + b"\r\n" if fmt.fixed else data.replace(b"2026,", b"", 1)) in (
        [("PJ-1109-E", 16)],
        [("PJ-1109-E", 14)],
    )
    assert _delivery(name, lambda fmt, data: data[:-2] + (b" " if fmt.fixed else b",") + b"\r\n") == [("PJ-1110-E", 16)]
    assert _delivery(
        name, lambda fmt, data: _in_field(fmt, data, "detail", "tax_city", lambda old: b"x" * len(old))
    ) == [("PJ-1108-E", 15)]
    bad = {FIXED: b"\x81", CSV: b"\xe5\x8c"}[name]
    assert _delivery(
        name,
        lambda fmt, data: _in_field(fmt, data, "detail", "note", lambda old: bad.ljust(len(old) if fmt.fixed else 0)),
    ) == [("PJ-1107-E", 15)]
    other = _delivery(
        name, lambda fmt, data: _in_field(fmt, data, "detail", "notice_number", lambda old: b"9" * len(old))
    )
    assert other == [("PJ-1112-E", 15)]


def test_single_bytes_that_python_lets_pass_are_no_cp932() -> None:
    for byte in (b"\x80", b"\xa0", b"\xfd", b"\xfe", b"\xff"):
        found = _delivery(
            FIXED,
            lambda fmt, data, byte=byte: _in_field(  # type: ignore[misc]
                fmt, data, "data", "name", lambda old: byte + old[1:]
            ),
        )
        assert found == [("PJ-1107-E", 14)]


def test_a_detail_before_any_data_record_has_no_header() -> None:
    fmt = statement_format(FIXED)
    lines = _lines(fmt).split(b"\r\n")
    result = _read(fmt, b"\r\n".join([lines[1], *lines]))
    assert [(fault.id, fault.line) for fault in result.faults] == [("PJ-1112-E", 11)]
    assert len(result.records) == 1


def test_many_faults_of_a_kind_are_counted_not_listed() -> None:
    fmt = statement_format(FIXED)
    result = _read(fmt, b"7\r\n" * (MOST_FAULTS_OF_A_KIND + 50))
    assert len(result.faults) == MOST_FAULTS_OF_A_KIND + 1
    assert result.faults[-1].detail.startswith("and 50 more")


def test_csv_quotes_follow_rfc_4180() -> None:
    fmt = statement_format(CSV)
    text = '見本, "太郎"'
    line = _lines(fmt, name=text)
    assert '"見本, ""太郎"""'.encode() in line
    assert _read(fmt, line).records[0].values[fmt.data.position("name")] == text
    every = b",".join(b'"' + column + b'"' for column in _lines(fmt, 0)[:-2].split(b",")) + b"\r\n"
    assert _read(fmt, every).records == _read(fmt, _lines(fmt, 0)).records
    broken = _lines(fmt, 0).replace("見本".encode(), '"見本'.encode(), 1)
    assert [fault.id for fault in _read(fmt, broken).faults] == ["PJ-1109-E"]


@pytest.mark.parametrize("blanks", [" ", "\u3000\u3000", "\u3000 "])
def test_blanks_alone_are_no_value_on_either_way_through_a_line(blanks: str) -> None:
    fmt = statement_format(CSV)
    optional = next(field for field in fmt.data.fields if field.kind == "text" and not field.required)
    line = _with_field(_lines(fmt, 0), fmt, "data", optional.name, lambda _: blanks.encode())
    reader = RangeReader(fmt, shape(), "1", 2026, {}).readers["data"]
    text = line.decode().removesuffix("\r\n")
    assert reader.quick(text) is None
    values, faults = reader.careful(text)
    assert (values[fmt.data.position(optional.name)], faults) == ("", [])


def test_a_range_reads_like_the_whole(tmp_path: Path) -> None:
    for code, name in (("019917", FIXED), ("019933", CSV)):
        folder = make(tmp_path, code, name, count=120, faults=True)
        one, many = take(folder, range_bytes=1 << 24), take(folder, range_bytes=3_000)
        assert len(many.results) > 10 > len(one.results) == 1

        def parts(found: list[RangeResult], what: str) -> list[Any]:
            return [item for result in found for item in getattr(result, what)]

        assert parts(many.results, "records") == parts(one.results, "records")
        assert parts(many.results, "refused") == parts(one.results, "refused")


def test_gaiji_of_a_municipality_are_read_from_its_map() -> None:
    assert len(gaiji("019917")) > 5


def test_a_byte_order_mark_is_named() -> None:
    fmt = statement_format(CSV)
    (fault,) = _read(fmt, b"\xef\xbb\xbf1,\r\n" + _lines(fmt)).faults
    assert (fault.id, fault.line) == ("PJ-1111-E", 11)
    assert "byte order mark" in fault.detail


def test_a_notice_number_that_cannot_be_read_is_a_fault_of_its_record_alone() -> None:
    fmt = statement_format(FIXED)
    bad = _in_field(fmt, _lines(fmt), "data", "notice_number", lambda old: b"x" * len(old))
    assert _alone(_read(fmt, _lines(fmt) + bad + _lines(fmt))).id == "PJ-1208-E"
    assert _read(fmt, bad).faults == ()
