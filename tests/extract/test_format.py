"""Declared formats: positions must close, names must be known, and a mistake names file, line and column."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

from printjob.errors import DeclarationRefused
from printjob.extract.documentation import format_page
from printjob.extract.format import read_format
from printjob.extract.shape import check_format
from printjob.recordshape import read_shape
from printjob.whereabouts import data_folder
from tests.extract.statement import BOTH, CSV, FIXED, shape, statement_format
from tests.extract.trial import DATA, FORMATS

_FIXED_FILE = FORMATS / f"{FIXED}.yaml"
_SHAPE_FILE = DATA / "statement" / "record.yaml"
_SHIPPED = sorted((data_folder("examples") / "site" / "formats").glob("*.yaml"))
_SHAPES = {shape.id: shape for shape in map(read_shape, sorted(data_folder("layouts").glob("*/record.yaml")))}


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: path.stem)
def test_shipped_formats_carry_what_their_form_needs(path: Path) -> None:
    fmt = read_format(path)
    assert fmt.id == path.stem
    check_format(fmt, _SHAPES[fmt.record])
    assert set(_SHAPES[fmt.record].data) <= set(fmt.data.names)  # the optional fields too


def test_formats_of_one_form_carry_the_same_fields_in_the_same_order() -> None:
    formats = [read_format(path) for path in _SHIPPED]
    for one, other in combinations(formats, 2):
        if one.record == other.record and "host" not in one.id + other.id:
            assert [kind.names for kind in one.types] == [kind.names for kind in other.types]
            assert [[f.required for f in kind.fields] for kind in one.types] == [[f.required for f in kind.fields] for kind in other.types]


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: path.stem)
def test_the_page_in_docs_is_made_from_the_format(path: Path) -> None:
    page = data_folder("layouts").parent / "docs" / "formats" / f"{path.stem}.md"
    assert page.read_text(encoding="utf-8") == format_page(read_format(path)), "make docs"


def test_both_ways_to_carry_a_statement_serve() -> None:
    for name in BOTH:
        check_format(statement_format(name), shape())


def _refused(tmp_path: Path, source: Path, old: str, new: str) -> list[str]:
    text = source.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / source.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        read_format(path) if source == _FIXED_FILE else read_shape(path)
    return [f"{fault.line}:{fault.column} {fault.detail}" for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("at: 8, width: 24", "at: 7, width: 25", "16:49 fields follow each other without gap or overlap: expected 8"),
        ("at: 8, width: 24", "at: 9, width: 23", "16:49 fields follow each other without gap or overlap: expected 8"),
        ("length: 44", "length: 45", "13:13 the fields end at byte 44"),
        (
            "kind: digits, at: 2",
            "kind: digit, at: 2",
            "15:50 expected one of text, digits, code, postal, amount, count, year, date, decimal: "
            "did you mean digits?",
        ),
        ("name: addressee_number", "name: notice_number", "25:16 this field stands here twice"),
        ("required: yes", "needed: yes", "15:75 unknown name"),
        ("kind: year, at: 32, width: 4", "kind: year, at: 32, width: 5", "17:67 a year has 4 digits"),
        ("encoding: cp932", "encoding: sjis", "7:11 expected one of cp932, utf-8, euc-jp, utf-16le, utf-16be"),
        ('code: "8"', 'code: "2"', "21:11 a record type's code must not begin another type's code"),
        ("{name: form,", "{name: forms,", "15:7 a header record must have the required field form of kind text"),
    ],
)
def test_a_mistake_names_its_line_and_column(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert rule in _refused(tmp_path, _FIXED_FILE, old, new)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = (
        _FIXED_FILE.read_text(encoding="utf-8").replace("kind: digits", "kind: digit").replace("width: 24", "width: 25")
    )
    path = tmp_path / "several.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        read_format(path)
    assert len({fault.line for fault in refused.value.faults}) > 4


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("total: pay_1", "total: pay_l", "did you mean pay_"),
        ("notice: notice_number", "notice: notice", "expected a field of kind digits"),
        ("annual_tax: amount", "annual_tax: amounts", "did you mean amount?"),
        ("  pull: pull\n", "", "the name pull is missing here"),
    ],
)
def test_a_mistake_in_a_record_names_its_place(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert any(rule in told for told in _refused(tmp_path, _SHAPE_FILE, old, new))


def test_a_format_that_lacks_a_field_or_gives_it_another_kind_does_not_serve(tmp_path: Path) -> None:
    text = (
        _FIXED_FILE.read_text(encoding="utf-8")
        .replace("name: honorific", "name: title")
        .replace("{name: lot, label: 地番・家屋番号, kind: text", "{name: lot, label: 地番・家屋番号, kind: digits")
    )
    path = tmp_path / "variant.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        check_format(read_format(path), shape())
    assert [(fault.field, fault.line > 0) for fault in refused.value.faults] == [("honorific", False), ("lot", True)]


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        # 支援措置 with codes of its own would let a protected person's notice pass as "not 1".
        ('label: 支援措置, kind: code, column: 62, required: yes, codes: {"0": 該当なし, "1": 該当}',
         'label: 支援措置, kind: code, column: 62, required: yes, codes: {"0": 該当なし, "1": 該当, "2": 一部}', "protected", "codes 0 and 1"),
        ("label: 引抜, kind: code, column: 61, required: yes", "label: 引抜, kind: code, column: 61", "pull", "required"),
        ("label: 宛名番号, kind: digits, column: 3, width: 10", "label: 宛名番号, kind: digits, column: 3, width: 17", "addressee_number", "16 digits"),
        ("label: 都市計画税 第３期, kind: amount, column: 41, required: yes", "label: 都市計画税 第３期, kind: amount, column: 41", "city_3", "required"),
        ("label: 明細件数, kind: count, column: 60, required: yes", "label: 明細件数, kind: count, column: 60", "detail_count", "required"),
    ],
)  # fmt: skip
def test_a_format_under_which_a_check_could_not_be_kept_does_not_serve(tmp_path: Path, old: str, new: str, field: str, rule: str) -> None:
    text = (FORMATS / f"{CSV}.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "variant.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        check_format(read_format(path), shape())
    (fault,) = refused.value.faults
    assert (fault.field, fault.line > 0) == (field, True)
    assert rule in fault.detail


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (', "3": 一般書留}', ', "4": 配達証明}', "codes 0, 1, 2, 3"),
        ("column: 32, required: yes, ", "column: 32, ", "required"),
    ],
)
def test_an_option_service_that_nobody_knows_does_not_serve(tmp_path: Path, old: str, new: str, rule: str) -> None:
    text = (data_folder("examples") / "site" / "formats" / "dunning-csv-utf8.yaml").read_text(encoding="utf-8")
    demands = _SHAPES["dunning"]
    path = tmp_path / "variant.yaml"
    path.write_text(text.replace(', "2": 簡易書留, "3": 一般書留}', "}"), encoding="utf-8")
    check_format(read_format(path), demands)  # a municipality need not offer them all
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        check_format(read_format(path), demands)
    (fault,) = refused.value.faults
    assert (fault.field, fault.line > 0) == ("mail_option", True)
    assert rule in fault.detail


def _without(tmp_path: Path, source: Path, *names: str) -> Path:
    """The format without these fields, which are its data record's last."""
    lines = source.read_text(encoding="utf-8").splitlines()
    path = tmp_path / source.name
    path.write_text("\n".join(line for line in lines if not any(f"{{name: {name}," in line for name in names)).replace("length: 597", "length: 596"), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["dunning-csv-utf8", "dunning-fixed-cp932"])
def test_a_format_may_leave_out_the_optional_fields_and_no_others(tmp_path: Path, name: str) -> None:
    source, demands = data_folder("examples") / "site" / "formats" / f"{name}.yaml", _SHAPES["dunning"]
    fmt = read_format(_without(tmp_path, source, "mail_option"))
    assert "mail_option" not in fmt.data.names
    check_format(fmt, demands)
    assert "mail_option" not in format_page(fmt)
    with pytest.raises(DeclarationRefused) as refused:
        check_format(fmt, msgspec.structs.replace(demands, optional=()))
    assert [fault.field for fault in refused.value.faults] == ["mail_option"]


def test_an_optional_field_that_is_there_is_held_to_its_kind(tmp_path: Path) -> None:
    source = data_folder("examples") / "site" / "formats" / "dunning-csv-utf8.yaml"
    path = tmp_path / source.name
    text = re.sub(r"name: mail_option, label: 郵便の種類, kind: code, (.*), codes: .*}}", r"name: mail_option, label: 郵便の種類, kind: text, \1}", source.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        check_format(read_format(path), _SHAPES["dunning"])
    (fault,) = refused.value.faults
    assert (fault.field, fault.value, fault.line > 0) == ("mail_option", "text", True)
