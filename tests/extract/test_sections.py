"""A notice's lines: every section in its place, as many lines as told, and sums over lines."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from printjob.errors import DeclarationRefused
from printjob.extract.documentation import format_page
from printjob.extract.format import Format, read_format
from printjob.extract.reader import RangeReader
from printjob.extract.shape import check_format
from printjob.extract.writer import LineWriter
from printjob.model.record import Value
from printjob.recordshape import read_shape
from tests.admit.billing import bill_format
from tests.admit.billing import shape as bill_shape
from tests.extract.trial import (
    CASES,
    DATA,
    FORMATS,
    data_values,
    file_of,
    members,
    notice,
    read,
    shape,
    slips,
    trial_format,
)

FIXED = ("trial-fixed", "cp932", "crlf")
BOTH = [FIXED, ("trial-csv", "utf-8", "crlf")]


def _faults(fmt: Format, data: bytes) -> list[tuple[str, str]]:
    """The faults of the second notice; the first is sound."""
    result = read(fmt, notice(fmt, 8) + data)
    assert [record.number for record in result.records] == [1]
    assert not result.faults
    return [(fault.id, fault.field) for one in result.refused for fault in one.faults]


def _lines(fmt: Format, *rows: tuple[str, tuple[object, ...]]) -> bytes:
    writer = LineWriter(fmt, {})
    return b"".join(writer.line(role, values) for role, values in rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", BOTH)
def test_lines_go_to_their_sections(case: tuple[str, str, str]) -> None:
    fmt = trial_format(*case)
    check_format(fmt, shape())
    result = read(fmt, notice(fmt, 1) + notice(fmt, 2))
    assert [record.sections for record in result.records] == [(tuple(members(fmt, n)), tuple(slips(fmt, n))) for n in (1, 2)]
    assert (result.counted.details, result.counted.lines) == (10, 12)


@pytest.mark.parametrize("case", BOTH)
def test_each_section_has_as_many_lines_as_told(case: tuple[str, str, str]) -> None:
    fmt = trial_format(*case)
    assert _faults(fmt, notice(fmt, 1, member_count=3)) == [("PJ-1209-E", "member_count")]
    assert _faults(fmt, notice(fmt, 1, slip_count=0)) == [("PJ-1209-E", "slip_count")]


@pytest.mark.parametrize("case", BOTH)
def test_sections_stand_in_their_order(case: tuple[str, str, str]) -> None:
    fmt = trial_format(*case)
    two, three = [("member", row) for row in members(fmt)], [("slip", row) for row in slips(fmt)]
    data = ("data", data_values(fmt))
    assert _faults(fmt, _lines(fmt, data, *three, *two)) == [("PJ-1212-E", "")]
    assert _faults(fmt, _lines(fmt, data, two[0], three[0], two[1], *three[1:])) == [("PJ-1212-E", "")]


def test_sums_over_lines() -> None:
    fmt, writer = trial_format(*FIXED), LineWriter(trial_format(*FIXED), {})

    def with_slips(*amounts: tuple[str, int], **changed: int) -> bytes:
        values = data_values(fmt, slip_count=len(amounts), **changed)
        return writer.notice(values, members(fmt), slips(fmt, 1, amounts))

    assert _faults(fmt, with_slips(("1", 600), ("2", 299))) == [("PJ-1205-E", "total")]
    assert _faults(fmt, with_slips(("1", 599), ("2", 301))) == [("PJ-1205-E", "first_half")]
    assert _faults(fmt, with_slips(("2", 900))) == [("PJ-1205-E", "first_half")]
    assert read(fmt, with_slips(("2", 900), first_half=0)).refused == ()
    assert read(fmt, with_slips()).refused == (), "a record without slips is not asked for their sum"
    changed = writer.notice(data_values(fmt, category="2"), members(fmt, 1, (1, 2)), slips(fmt))
    assert read(fmt, changed, run_kind="2").refused == (), "another run kind has other sums"


def test_a_line_that_no_sum_of_the_run_kind_takes_is_not_billed_unchecked() -> None:
    fmt, (whole, *_) = trial_format(*FIXED), shape().row_sums["1"]
    first_only = msgspec.structs.replace(shape(), row_sums={"1": (msgspec.structs.replace(whole, total="first_half", where={"term": "1"}),)}, sums={"1": ()})
    reader, writer = RangeReader(fmt, first_only, "1", 2026, {}), LineWriter(fmt, {})

    def faults(*amounts: tuple[str, int]) -> list[tuple[str, str, str]]:
        data = writer.notice(data_values(fmt, slip_count=len(amounts)), members(fmt), slips(fmt, 1, amounts))
        return [(fault.id, fault.field, fault.detail) for one in reader.read(data, file="a.dat").refused for fault in one.faults]

    assert faults(("1", 600)) == []
    assert faults(("1", 600), ("2", 5)) == [("PJ-1205-E", "amount", "slip line 2: no sum of this run kind takes it")]


def test_a_payment_code_that_cannot_be_read_is_masked_whatever_the_format_says() -> None:
    fmt, code = bill_format(), "9199999912345000001234567890102607100039500X"
    slip = fmt.by_role["slip"]
    reader = RangeReader(fmt, bill_shape(), "1", 2026, {})
    columns = dict.fromkeys(slip.names, "") | {"number": "0012345678", "cvs": code, "key": "12345678901234567890X", "ocr_1": "〓" + code}
    found = reader.readers["slip"].careful(f"{slip.code},{','.join(columns.values())}")[1]
    told = {fault.field: fault.value for fault in found if fault.field in columns}
    assert {"cvs", "key", "ocr_1"} <= told.keys()
    assert {told[name] for name in ("cvs", "key", "ocr_1")} == {f"9{'*' * 43}(44)", f"1{'*' * 20}(21)", f"〓{'*' * 44}(45)"}
    assert reader.format is fmt


def test_numbers_keep_the_bounds_of_the_run_kind() -> None:
    fmt, writer = trial_format(*FIXED), LineWriter(trial_format(*FIXED), {})

    def faults(member_shares: tuple[int, ...], *amounts: tuple[str, int], **changed: Value) -> list[tuple[str, str, str]]:
        total = sum(amount for _, amount in amounts)
        first = sum(amount for term, amount in amounts if term == "1")
        values: dict[str, Value] = {"total": total, "first_half": first, "slip_count": len(amounts), "member_count": len(member_shares)}
        data = writer.notice(data_values(fmt, 1, **(values | changed)), members(fmt, 1, member_shares), slips(fmt, 1, amounts))
        result = read(fmt, data, run_kind=str(changed.get("category", "1")))
        return [(fault.id, fault.field, fault.detail) for one in result.refused for fault in one.faults]

    assert faults((5,), ("1", 4), ("2", 1)) == []
    assert faults((-5,), ("1", -6), ("2", 1)) == [
        ("PJ-1213-E", "total", "expected 0 or more"),
        ("PJ-1213-E", "amount", "slip line 1: expected 1 or more"),
    ]
    assert faults((0,) * 100, ("1", 0)) == [
        ("PJ-1213-E", "member_count", "expected 1 or more and at most 99"),
        ("PJ-1213-E", "amount", "slip line 1: expected 1 or more"),
    ]
    assert faults((-5,), ("1", -6), category="2") == [], "no bounds are declared for this run kind"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("{field: total, least: 0}", "{field: totall, least: 0}", r":44:15 .*did you mean total\?"),
        ("{field: total, least: 0}", "{field: name, least: 0}", ":44:15 .*expected an amount, a count or a year"),
        ("{field: total, least: 0}", "{field: total}", ":44:7 .*expected least, most or both"),
        ("{field: total, least: 0}", "{field: total, least: 0.5}", ":44:29 .*expected a whole number"),
        ("rows: slip, field: amount, least: 1", "rows: slips, field: amount, least: 1", "did you mean slip"),
        ('bounds:\n  "1":', 'bounds:\n  "4":', "this run kind has no sums"),
    ],
)
def test_a_mistake_in_a_bound_names_its_place(tmp_path: Path, old: str, new: str, rule: str) -> None:
    text = (DATA / "trial" / "record.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "record.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=rule):
        read_shape(path)


def test_an_amount_that_cannot_be_read_is_told_once() -> None:
    fmt = trial_format(*FIXED)
    bad = notice(fmt).replace(b"000000300\r\n", b"00000O300\r\n")
    result = read(fmt, bad)
    assert [fault.id for fault in result.refused[0].faults] == ["PJ-1108-E"]
    short = notice(fmt).replace(b"000000300\r\n", b"00000300\r\n")
    assert [fault.id for fault in read(fmt, short).refused[0].faults] == ["PJ-1109-E"]


def test_a_line_of_another_notice_is_the_deliverys_fault() -> None:
    fmt = trial_format(*FIXED)
    data = LineWriter(fmt, {}).notice(data_values(fmt), members(fmt), [*slips(fmt)[:2], slips(fmt, 2)[2]])
    assert [(fault.id, fault.line) for fault in read(fmt, data).faults] == [("PJ-1112-E", 7)]


def _variant(tmp_path: Path, change: dict[str, str]) -> Format:
    text = (FORMATS / "trial-fixed.yaml").read_text(encoding="utf-8")
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "variant.yaml"
    path.write_text(text, encoding="utf-8")
    return read_format(path)


def test_sections_are_those_of_the_record_in_its_order(tmp_path: Path) -> None:
    renamed = _variant(tmp_path, {"  member:\n": "  vehicle:\n"})
    with pytest.raises(DeclarationRefused) as refused:
        check_format(renamed, shape())
    assert [(fault.field, fault.value) for fault in refused.value.faults] == [("member", "vehicle")]


def test_what_a_sum_over_lines_looks_at_is_required(tmp_path: Path) -> None:
    optional = _variant(tmp_path, {"name: term, label: term, kind: code, at: 12, width: 2, required: yes": "name: term, label: term, kind: code, at: 12, width: 2"})
    with pytest.raises(DeclarationRefused, match="declare it as required"):
        check_format(optional, shape())


def test_record_types_stand_in_the_files_order(tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused, match="expected header, data, the sections"):
        _variant(tmp_path, {"  trailer:\n": "  last:\n", "  slip:\n": "  trailer:\n"})
    with pytest.raises(DeclarationRefused, match="the name trailer is missing"):
        _variant(tmp_path, {"  trailer:\n": "  last:\n"})


@pytest.mark.parametrize("case", CASES)
def test_a_whole_file_is_read_in_every_encoding(case: tuple[str, str, str]) -> None:
    fmt = trial_format(*case)
    result = read(fmt, file_of(fmt, 3), first_line=1)
    assert (result.faults, result.refused) == ((), ())
    assert [record.values for record in result.records] == [data_values(fmt, n) for n in (1, 2, 3)]
    assert [border.role for border in result.counted.borders] == ["header", "trailer", "end"]


@pytest.mark.parametrize("case", CASES)
def test_the_page_in_docs_tells_encoding_and_line_end(case: tuple[str, str, str]) -> None:
    page = format_page(trial_format(*case))
    expected = {"cp932": "CP932", "euc-jp": "eucJP-ms", "utf-8": "UTF-8", "utf-16le": "FF FE", "utf-16be": "FE FF"}
    assert expected.get(case[1], "シフト: 2バイトへ") in page
    assert {"crlf": "行末: CRLF", "lf": "行末: LF", "none": "行末: なし"}[case[2]] in page
    assert "世帯員レコード" in page
