"""A field that admission took for another is found by reading the delivered line again, though pages and records agree."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from printjob.errors import Fault
from printjob.model.runfolder import job_folder
from printjob.typefaces.locate import font_path
from printjob.verify.delivered import Delivered, Excepted, read_line_format, read_notices
from printjob.verify.job import verify_job
from printjob.verify.mapping import verify_delivered
from printjob.verify.reading import open_job
from printjob.verify.sayings import behind_name, flaw
from tests.verify.delivering import GAIJI, deliver
from tests.verify.small_run import JOB


def faults(run: Path, delivered: Delivered) -> list[Fault]:
    reading = open_job(run, JOB, job_folder(run, JOB), font_path)
    return verify_delivered(reading, range(len(reading.rows)), {0: delivered})


@pytest.mark.parametrize("carrier", ["fixed", "csv"])
def test_the_extract_that_a_job_came_from_agrees(sound: Path, tmp_path: Path, carrier: str) -> None:
    delivered = deliver(sound, tmp_path, carrier)
    assert faults(sound, delivered) == []
    assert verify_job(sound, JOB, pictures=4, font_source=font_path, deliveries={0: delivered}) == []


@pytest.mark.parametrize("carrier", ["fixed", "csv"])
@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ("amount_1", "amount_2", {"amount_1", "amount_2"}),
        ("annual_tax", "co_owners", {"annual_tax", "name"}),
        ("remark", "obligor", {"remark", "obligor"}),
        ("kind", "place", {"kind", "place"}),
        ("obligor", "name", {"obligor", "name"}),
        ("number", "amount", {"number", "amount"}),
    ],
)
def test_two_fields_taken_for_each_other(sound: Path, tmp_path: Path, carrier: str, one: str, other: str, named: set[str]) -> None:
    """The format's names exchanged is the same as admission's fields exchanged."""
    delivered = deliver(sound, tmp_path, carrier)
    text = delivered.format_file.read_text(encoding="utf-8")
    text = text.replace(f"name: {one},", "name: #,").replace(f"name: {other},", f"name: {one},").replace("name: #,", f"name: {other},")
    delivered.format_file.write_text(text, encoding="utf-8")
    found = faults(sound, delivered)
    assert named <= {fault.field for fault in found} <= {one, other} | named
    assert {fault.id for fault in found} == {"PJ-1502-E"}


def test_another_notices_line(sound: Path, tmp_path: Path) -> None:
    delivered = deliver(sound, tmp_path, "fixed")
    lines = delivered.files[0].read_bytes().split(b"\r\n")
    first, second = (at for at, line in enumerate(lines) if line.startswith(b"2") and line[1:11] in (b"0000000002", b"0000000003"))
    lines[first], lines[second] = lines[second], lines[first]
    delivered.files[0].write_bytes(b"\r\n".join(lines))
    assert {(fault.record, fault.detail) for fault in faults(sound, delivered)} == {(2, "the extract has no such notice there"), (3, "the extract has no such notice there")}


def test_a_line_that_is_not_printed_and_another_variant(sound: Path, tmp_path: Path) -> None:
    delivered = deliver(sound, tmp_path, "csv")
    lines = delivered.files[0].read_bytes().decode("utf-8").split("\r\n")
    last = max(at for at, line in enumerate(lines) if line.startswith("4"))
    delivered.files[0].write_text("\r\n".join([*lines[:last], lines[last], *lines[last:]]), encoding="utf-8", newline="")
    assert [fault.field for fault in faults(sound, delivered)] == ["slip"]
    data = next(at for at, line in enumerate(lines) if line.startswith("2"))
    lines[data] = lines[data][:-2] + '7"'
    delivered.files[0].write_text("\r\n".join(lines), encoding="utf-8", newline="")
    assert [fault.field for fault in faults(sound, delivered)] == ["variant"]


def test_user_codes_without_map_and_exceptions(sound: Path, tmp_path: Path) -> None:
    delivered = deliver(sound, tmp_path, "fixed")
    assert faults(sound, delivered._replace(gaiji={})) == []
    wrong = dict(zip(GAIJI, [*list(GAIJI.values())[1:], "字"], strict=True))
    assert {fault.field for fault in faults(sound, delivered._replace(gaiji=wrong))} <= {"name", "obligor"}
    raw, printed = "見本市中央１丁目", "見本市中央1丁目"
    text = delivered.files[0].read_bytes().decode("cp932")
    assert printed in text
    delivered.files[0].write_bytes(text.replace(printed + " ", raw).encode("cp932"))
    assert [fault.field for fault in faults(sound, delivered)] == ["address"]
    key = Excepted("0000000001", "", 0, "address", sha256(raw.encode("utf-8")).hexdigest())
    assert faults(sound, delivered._replace(excepted={key: printed})) == []
    assert faults(sound, delivered._replace(excepted={key._replace(field="name"): printed})) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [('"0","1","', '"2","1","'), ('"0","1","', '"0","2","'), ('"0","1","', '"0","3","'), ('"0","1","', '"0","","')],
    ids=["co-owners that are not printed", "another honorific", "no honorific of the format", "no honorific"],
)
def test_what_stands_behind_a_name_is_read_again(sound: Path, tmp_path: Path, old: str, new: str) -> None:
    delivered = deliver(sound, tmp_path, "csv")
    lines = delivered.files[0].read_bytes().decode("utf-8").split("\r\n")
    first = next(at for at, line in enumerate(lines) if line.startswith("2") and old in line)
    lines[first] = lines[first].replace(old, new)
    delivered.files[0].write_text("\r\n".join(lines), encoding="utf-8", newline="")
    assert [(fault.field, fault.line) for fault in faults(sound, delivered)] == [("name", first + 1)]


@pytest.mark.parametrize(("word", "other"), [("様", "殿"), ("様", "様方")])
def test_the_honorific_is_the_format_s_word(sound: Path, tmp_path: Path, word: str, other: str) -> None:
    delivered = deliver(sound, tmp_path, "fixed")
    text = delivered.format_file.read_text(encoding="utf-8")
    delivered.format_file.write_text(text.replace(f'"1": {word},', f'"1": {other},'), encoding="utf-8")
    assert {fault.field for fault in faults(sound, delivered)} == {"name"}


def test_faults_show_no_name(sound: Path, tmp_path: Path) -> None:
    delivered = deliver(sound, tmp_path, "csv")
    text = delivered.files[0].read_bytes().decode("utf-8")
    delivered.files[0].write_text(text.replace("太郎", "次郎"), encoding="utf-8", newline="")
    found = faults(sound, delivered)
    assert {fault.field for fault in found} == {"name", "obligor"}
    assert not [fault for fault in found if "太郎" in str(fault) or "次郎" in str(fault)]


def test_a_format_with_a_table_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("encoding: {table: jef.tsv}\ncarrier: fixed\nline_end: none\nrecords: {}\n", encoding="utf-8")
    assert read_line_format(path) is None


def test_a_lost_format_is_a_fault(sound: Path, tmp_path: Path) -> None:
    delivered = deliver(sound, tmp_path, "csv")
    (found,) = faults(sound, delivered._replace(format_file=tmp_path / "none.yaml"))
    assert (found.id, found.file) == ("PJ-1502-E", "none.yaml")


def test_lines_without_ends(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    fields = "fields: [{name: a, label: a, kind: digits, at: 2, width: 3}]"
    records = "".join(f'  {role}: {{code: "{code}", length: 4, {fields}}}\n' for role, code in (("header", 1), ("data", 2), ("slip", 4), ("trailer", 8), ("end", 9)))
    path.write_text(f"encoding: utf-8\ncarrier: fixed\nline_end: none\nrecords:\n{records}", encoding="utf-8")
    (tmp_path / "x").write_bytes(b"1000" b"2001" b"4001" b"4002" b"2002" b"8000" b"9000")
    lines = read_line_format(path)
    assert lines is not None
    found = read_notices(lines, tmp_path / "x", [2, 5, 6])
    assert {number: [line.texts["a"] for line in own] for number, own in found.items()} == {2: ["001", "001", "002"], 5: ["002"]}


def test_an_euc_line_with_a_vendor_s_character(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text('encoding: euc-jp\ncarrier: fixed\nline_end: lf\nrecords: {data: {code: "2", fields: [{name: a, kind: text, at: 2, width: 12}]}}\n', encoding="utf-8")
    (tmp_path / "x").write_bytes(b"2" + bytes.fromhex("8ff4fb") + "橋〜ア".encode("euc_jp") + b"   \n")
    lines = read_line_format(path)
    assert lines is not None
    ((line,),) = read_notices(lines, tmp_path / "x", [1]).values()
    assert flaw("髙橋～ア", "text", "plain", "", line.texts["a"]) == ""
    assert flaw("髙橋－ア", "text", "plain", "", line.texts["a"]) != ""


def test_line_ends_across_two_characters_of_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    records = "".join(f'  {role}: {{code: "{code}", fields: [{{name: a, kind: text, column: 2}}]}}\n' for role, code in (("header", 1), ("data", 2), ("end", 9)))
    path.write_text(f"encoding: utf-16le\ncarrier: csv\nline_end: lf\nrecords:\n{records}", encoding="utf-8")
    (tmp_path / "x").write_bytes("\ufeff1,\n2,a\u0a00\u4e00\n2,b\n9,\n".encode("utf-16-le"))
    lines = read_line_format(path)
    assert lines is not None
    assert {at: line.texts["a"] for at, (line,) in read_notices(lines, tmp_path / "x", [2, 3]).items()} == {2: "a\u0a00\u4e00", 3: "b"}


@pytest.mark.parametrize(
    ("printed", "kind", "display", "argument", "raw", "right"),
    [
        ("1,234", "amount", "amount", "", "0000001234", True), ("1,234", "amount", "amount", "", "-000001234", False),
        ("▲1,234", "amount", "reduction", "", "0000001234", True), ("0", "amount", "amount", "", "0000000000", True),
        ("¥33,900", "amount", "yen", "", "33900", True), ("+5", "amount", "signed", "", "5", True), ("", "amount", "amount", "", "0", False),
        ("120.50", "decimal", "area", "", "0000120.50", True), ("120.05", "decimal", "area", "", "0000120.50", False),
        (" 4月30日", "date", "short-date", "", "20260430", True), ("令和 8年 4月30日", "date", "wareki-date", "", "20260430", True),
        ("令和元年 5月 1日", "date", "wareki-date", "", "20190501", True), ("令和 8年 4月", "date", "wareki-month", "", "20260430", True),
        ("令和 8年 3月31日", "date", "wareki-date", "", "20260430", False), ("第８期", "count", "plain", "第{}期", "08", True),
        ("令和 8年度", "year", "wareki-year", "{}度", "2026", True), ("令和 7年度", "year", "wareki-year", "{}度", "2026", False),
        ("070-0031", "postal", "postal", "", "0700031", True), ("9199 99", "digits", "groups-4", "", "919999", True),
        ("(91)999999-1234500000123456789010", "digits", "gs1-upper", "", "91999999123450000012345678901026063000395003", True),
        ("260630-0-039500-3", "digits", "gs1-lower", "", "91999999123450000012345678901026063000395003", True),
        ("260630-0-039501-3", "digits", "gs1-lower", "", "91999999123450000012345678901026063000395003", False),
        ("", "text", "plain", "", " 　", True), ("あ", "text", "plain", "", "", False), ("普通", "code", "code", "", "1", True),
    ],
)
def test_what_a_printed_value_says(printed: str, kind: str, display: str, argument: str, raw: str, right: bool) -> None:
    assert (flaw(printed, kind, display, argument, raw) == "") == right


BEHIND = behind_name("name-line", "002", "様")


@pytest.mark.parametrize(
    ("printed", "raw", "right"),
    [
        ("北海　花子　外２名　様", "北海　花子   ", True),
        ("北海　花子\n外２名　様", "北海　花子", True),
        ("北海\n花子　外２名　様", "北海　花子", True),
        ("北海　花\n子　外２名\n様", "北海　花子　", True),
        ("北海　花子　　外２名　様", "北海　花子　", True),
        ("\ue000海　花子　外２名　様", "\ue000海　花子", True),
        ("葛\U000e0102海　外２名　様", "\ue000海", True),
        ("北海　花子　外2名　様", "北海　花子", False),
        ("北海　花子　外３名　様", "北海　花子", False),
        ("北海　花子　外２名　殿", "北海　花子", False),
        ("北海　花子　外２名様", "北海　花子", False),
        ("北海　花子外２名　様", "北海　花子", False),
        ("北海花子　外２名　様", "北海　花子", False),
        ("北海 花子　外２名　様", "北海　花子", False),
        ("北海　花子　様", "北海　花子", False),
        ("北海　花子　外２名　様方", "北海　花子", False),
        ("北海　花　外２名　様", "北海　花子", False),
        ("北海　花子", "北海　花子", False),
        ("", "北海　花子", False),
    ],
)
def test_a_name_s_line_is_name_co_owners_and_honorific(printed: str, raw: str, right: bool) -> None:
    assert (flaw(printed, "text", "name-line", "", raw, BEHIND) == "") == right


@pytest.mark.parametrize(
    ("display", "co_owners", "word", "behind"),
    [
        ("name-line", "", "様", "　様"), ("name-line", "000", "殿", "　殿"), ("obligor-line", "0", "", ""), ("obligor-line", "120", "", "　外１２０名"),
        ("name-line", "  1", "御中", "　外１名　御中"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_name(display: str, co_owners: str, word: str, behind: str) -> None:
    assert behind_name(display, co_owners, word) == behind
