"""Encodings: the same characters come out of each, nothing is converted, and what is no character refuses the delivery."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.errors import DataRefused, DeclarationRefused
from printjob.extract import eucjp
from printjob.extract.encodings import codec
from printjob.extract.format import read_format
from printjob.extract.hosttable import HostTable, read_table
from printjob.extract.writer import LineWriter
from printjob.typefaces.gaiji import code_to_private_use, private_use_to_code
from tests.extract.trial import CASES, FORMATS, GAIJI, data_values, file_of, members, notice, read, slips, trial_format

_TRAILS = range(0xA1, 0xFF)
_PAIRS = [bytes(pair) for pair in product(_TRAILS, _TRAILS)]
_TRIPLES = [b"\x8f" + pair for pair in _PAIRS]
_HOSTS = [case for case in CASES if case[0] == "trial-host"]
_OTHERS = [case for case in CASES if case[0] != "trial-host"]
_NAME = "name"

# -- traps of CP932 and EUC-JP -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cp932", "euc", "text"),
    [
        ("fbfc", "8ff4fb", "\u9ad9"),  # 髙
        ("fab1", "8ff4bd", "\ufa11"),  # 﨑
        ("8160", "a1c1", "\uff5e"),  # ～, not U+301C
        ("817c", "a1dd", "\uff0d"),  # －, not U+2212
        ("8161", "a1c2", "\u2225"),
        ("8191", "a1f1", "\uffe0"),
        ("8192", "a1f2", "\uffe1"),
        ("81ca", "a2cc", "\uffe2"),
        ("815c", "a1bd", "\u2015"),
        ("818f", "a1ef", "\uffe5"),
        ("5c", "5c", "\\"),
        ("7e", "7e", "~"),
        ("8740", "ada1", "\u2460"),  # ①, NEC row 13
        ("878a", "adea", "\u3231"),  # ㈱
        ("b6", "8eb6", "\uff76"),  # ｶ
        ("f040", "f5a1", "\ue000"),
        ("f9fc", "8ffefe", "\ue757"),
    ],
)
def test_the_same_character_from_both(cp932: str, euc: str, text: str) -> None:
    assert codec("cp932").decode(bytes.fromhex(cp932)) == text
    assert codec("euc-jp").decode(bytes.fromhex(euc)) == text
    assert codec("cp932").decode(codec("cp932").encode(text)) == text
    assert codec("euc-jp").encode(text).hex() == euc


@pytest.mark.parametrize(("code", "text"), [("eee0", "\u9ad9"), ("ed95", "\ufa11")])
def test_necs_copies_of_ibms_characters_read_like_them(code: str, text: str) -> None:
    assert codec("cp932").decode(bytes.fromhex(code)) == text


def test_every_cell_of_jis_x_0208_reads_alike() -> None:
    plain, euc = codec("cp932"), codec("euc-jp")
    found = 0
    for first, second in product(range(0x81, 0xA0), [*range(0x40, 0x7F), *range(0x80, 0xFD)]):
        sjis = bytes([first, second])
        row = (first - 0x81) * 2 + (second >= 0x9F)
        cell = second - 0x9F if second >= 0x9F else second - 0x40 - (second > 0x7F)
        pair = bytes([0xA1 + row, 0xA1 + cell])
        try:
            text = plain.decode(sjis)
        except UnicodeDecodeError:
            with pytest.raises(UnicodeDecodeError):
                euc.decode(pair)
            continue
        found += 1
        assert euc.decode(pair) == text
    assert found > 3_500


def test_user_codes_of_euc_are_in_the_order_of_cp932s() -> None:
    euc = codec("euc-jp")
    codes = [pair for pair in _PAIRS if pair[0] >= 0xF5] + [b"\x8f" + pair for pair in _PAIRS if pair[0] >= 0xF5]
    characters = [euc.decode(code) for code in codes]
    assert characters == [chr(0xE000 + n) for n in range(1880)]
    assert all(code_to_private_use(private_use_to_code(character)) == character for character in characters)


def test_euc_by_table_and_by_python_are_one() -> None:
    """The quick path through Python's ``euc_jp`` must not take what the table does not have, nor read it otherwise."""
    for code in [*_PAIRS, *_TRIPLES, *(bytes([0x8E, n]) for n in range(256)), *(bytes([n]) for n in range(256))]:
        try:
            text = eucjp._decode_by_table(code)
        except UnicodeDecodeError:
            with pytest.raises(UnicodeDecodeError):
                eucjp.decode(code)
            continue
        assert eucjp.decode(code) == text
        assert len(text) == 1
        assert eucjp.decode(eucjp.encode(text)) == text


@pytest.mark.skipif(shutil.which("iconv") is None, reason="glibc's iconv is the other reader")
def test_euc_is_what_glibc_calls_euc_jp_ms() -> None:
    codes = [code for code in [*_PAIRS, *_TRIPLES] if _has_character(code)]
    found = subprocess.run(["iconv", "-f", "EUC-JP-MS", "-t", "UTF-8"], input=b"\n".join(codes), capture_output=True, check=False)
    if b"not supported" in found.stderr:
        pytest.skip("this iconv lacks EUC-JP-MS")
    assert found.stdout.decode().split("\n") == [eucjp.decode(code) for code in codes]
    assert len(codes) > 14_000


def _has_character(code: bytes) -> bool:
    try:
        return bool(eucjp.decode(code))
    except UnicodeDecodeError:
        return False


@given(st.binary(max_size=40))
def test_any_bytes_are_read_whole_or_refused_at_a_byte(data: bytes) -> None:
    for name in ("cp932", "euc-jp", "utf-16le"):
        try:
            text = codec(name).decode(data)
        except UnicodeDecodeError as refused:
            place = refused.start
            assert data[place:]
            continue
        assert "\ufffd" not in text or name == "utf-16le"
        assert name != "euc-jp" or text == eucjp._decode_by_table(data)


# -- records -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", _OTHERS)
def test_a_name_comes_through_unchanged(case: tuple[str, str, str]) -> None:
    fmt = trial_format(*case)
    name = "\u9ad9\ufa11\uff5e\uff0d\u2225\uffe2㈱①ﾊﾝｶｸ\\~"
    data = LineWriter(fmt, GAIJI).notice(data_values(fmt, name=name), members(fmt), slips(fmt))
    assert read(fmt, data).records[0].values[fmt.data.position(_NAME)] == name


@settings(max_examples=40)
@given(text=st.text(st.sampled_from("見本市\u9ad9\ufa11\U00020bb7ア-1～㈱", ), min_size=1, max_size=6), number=st.integers(0, 10**9))
@pytest.mark.parametrize("case", _OTHERS)
def test_what_is_written_is_read(case: tuple[str, str, str], text: str, number: int) -> None:
    fmt = trial_format(*case)
    values = data_values(fmt, number, name=text)
    result = read(fmt, LineWriter(fmt, GAIJI).notice(values, members(fmt, number), slips(fmt, number)))
    assert [record.values for record in result.records] == [values]


@settings(max_examples=40)
@given(text=st.text(st.sampled_from("見本市\u9ad9\ufa11\U00020bb7a-1B"), min_size=1, max_size=6), number=st.integers(0, 10**9))
@pytest.mark.parametrize("case", _HOSTS)
def test_what_is_written_is_read_in_host_tables(case: tuple[str, str, str], text: str, number: int) -> None:
    test_what_is_written_is_read.hypothesis.inner_test(case, text, number)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("case", "good", "bad"),
    [
        (("trial-fixed", "cp932", "crlf"), "見本　太郎", b"\x81\x20"),
        (("trial-fixed", "euc-jp", "crlf"), "見本　太郎", b"\xa9\xa1"),
        (("trial-fixed", "euc-jp", "crlf"), "見本　太郎", b"\x80A"),
        (("trial-csv", "euc-jp", "lf"), "見本　太郎", b"\x8f\xa1\xa1"),
        (("trial-csv", "cp932", "crlf"), "見本　太郎", b"\x85\x7f"),
        (("trial-csv", "utf-16le", "crlf"), "見本　太郎", b"\x00\xd8"),
        (("trial-host", "{table: trial-jef.tsv}", "none"), "見本　太郎", b"\x28\x41\xa3\x29"),
        (("trial-host", "{table: trial-jef.tsv}", "none"), "見本　太郎", b"\x28\x41\xa1\x40"),
        (("trial-host", "{table: trial-keis.tsv}", "none"), "見本　太郎", b"\xff"),
    ],
)
def test_bytes_that_are_no_character_refuse_the_delivery(case: tuple[str, str, str], good: str, bad: bytes) -> None:
    fmt = trial_format(*case)
    old = fmt.codec.encode(good)
    broken = bad + (b"" if fmt.encoding == "table" or not fmt.fixed else b" " * (len(old) - len(bad)))
    if fmt.encoding == "table":
        broken = bad + b"\x40" * (len(old) - len(bad))
    data = notice(fmt, 1) + notice(fmt, 2).replace(old, broken) + notice(fmt, 3)
    result = read(fmt, data)
    assert [(fault.id, fault.line) for fault in result.faults if fault.id == "PJ-1107-E"] == [("PJ-1107-E", 8)]
    assert [record.number for record in result.records][:1] == [1]
    assert "\ufffd" not in "".join(str(record.values) for record in result.records)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("text", ["見本\u3013", "見本?", "見本■", "見本\ufffd"])
def test_signs_of_a_lost_character_stop_the_record(case: tuple[str, str, str], text: str) -> None:
    fmt = trial_format(*case)
    writer, values = LineWriter(fmt, GAIJI), data_values(fmt, name=text)
    if not writer.can_write(fmt.data.fields[fmt.data.position("name")], text):
        with pytest.raises(DataRefused, match="PJ-1202-E"):
            writer.line("data", values)
        return
    data = writer.notice(values, members(fmt), slips(fmt))
    assert [fault.id for one in read(fmt, data).refused for fault in one.faults] == ["PJ-1201-E"]


@pytest.mark.parametrize("case", CASES)
def test_user_codes_mean_what_the_map_says_and_no_others_pass(case: tuple[str, str, str]) -> None:
    fmt = trial_format(*case)
    writer = LineWriter(fmt, {})
    known = read(fmt, writer.notice(data_values(fmt, name="\ue000田"), members(fmt), slips(fmt)))
    assert known.records[0].values[fmt.data.position(_NAME)] == "𠮷田"
    if fmt.encoding != "table":
        unknown = read(fmt, writer.notice(data_values(fmt, name="\ue001田"), members(fmt), slips(fmt)))
        (fault,) = unknown.refused[0].faults
        assert (fault.id, {"cp932": "F041 (", "euc-jp": "F5A2 ("}.get(fmt.encoding, "U+E001") in fault.detail) == ("PJ-1202-E", True)


# -- UTF-16 --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["utf-16le", "utf-16be"])
def test_a_utf_16_file_begins_with_its_own_mark(order: str) -> None:
    fmt = trial_format("trial-csv", order, "crlf")
    whole = file_of(fmt, 2)
    assert read(fmt, whole, first_line=1).faults == ()
    without = read(fmt, whole[2:], first_line=1)
    assert [(fault.id, fault.line) for fault in without.faults] == [("PJ-1107-E", 1)]
    assert "byte order mark" in without.faults[0].detail
    other = trial_format("trial-csv", "utf-16be" if order == "utf-16le" else "utf-16le", "crlf")
    assert ("PJ-1107-E", 1) in [(fault.id, fault.line) for fault in read(fmt, file_of(other, 2), first_line=1).faults]


def test_an_odd_byte_at_the_end_is_refused() -> None:
    fmt = trial_format("trial-csv", "utf-16le", "crlf")
    faults = read(fmt, notice(fmt) + b"\x39").faults
    assert ("PJ-1107-E", 8) in [(fault.id, fault.line) for fault in faults]


# -- host tables ---------------------------------------------------------------------------------------------------------------


def _one_by_one(table: HostTable, data: bytes) -> str | int:
    """The text, read code by code as the rule says, or the place of the first byte that has no meaning."""
    text, at, double = "", 0, False
    while at < len(data):
        shift = next((code for code in (*table.into_double, *table.into_single) if data.startswith(code, at)), b"")
        step = len(shift) or 1 + double
        if not shift and data[at : at + step] not in table.characters:
            return at
        text += "" if shift else table.characters[data[at : at + step]]
        double = shift in table.into_double if shift else double
        at += step
    return len(data) - 1 if double else text


@settings(max_examples=300)
@given(parts=st.lists(st.sampled_from(["28", "38", "29", "0A42", "0A41", "0A", "C1", "F2", "40", "4040", "B8AB", "41A1", "80A2", "A1", "FF"]), max_size=12))
@pytest.mark.parametrize("name", ["trial-jef", "trial-keis"])
def test_any_bytes_of_a_field_are_read_by_the_rule(name: str, parts: list[str]) -> None:
    table, data = _table(name), bytes.fromhex("".join(parts))
    try:
        found: str | int = table.decode(data)
    except UnicodeDecodeError as refused:
        found = refused.start
    assert found == _one_by_one(table, data)


@cache
def _table(name: str) -> HostTable:
    return read_table(FORMATS / "tables" / f"{name}.tsv", f"formats/tables/{name}.tsv")


def test_shift_codes_count_as_bytes_of_their_field() -> None:
    fmt = trial_format("trial-host", "{table: trial-jef.tsv}", "none")
    line = notice(fmt)[: fmt.data.length]
    field = fmt.data.fields[fmt.data.position("name")]
    raw = line[field.at - 1 : field.at - 1 + field.width]
    assert raw == b"\x28" + bytes.fromhex("b8abcbdc4040c2c0cfba") + b"\x29" + b"\x40" * 28
    again = line.replace(b"\x28", b"\x38")
    assert read(fmt, again + notice(fmt)[fmt.data.length :]).records == read(fmt, notice(fmt)).records, "both ways to shift in"


def test_fields_of_two_byte_characters_have_no_shift_codes(tmp_path: Path) -> None:
    text = (FORMATS / "trial-host.yaml").read_text(encoding="utf-8")
    path = tmp_path / "double.yaml"
    (tmp_path / "tables").symlink_to(FORMATS / "tables")
    wide = text.replace("width: 40, required: yes, personal: yes}", "width: 40, required: yes, personal: yes, double: yes}")
    path.write_text(wide, encoding="utf-8")
    fmt = read_format(path)
    data = notice(fmt)
    field = fmt.data.fields[fmt.data.position("name")]
    assert data[field.at - 1 : field.at + 11].hex() == "b8abcbdc4040c2c0cfba4040"
    (record,) = read(fmt, data).records
    assert record.values == data_values(fmt)
    path.write_text(text.replace("width: 8, required: yes}", "width: 8, required: yes, double: yes}", 1), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="even width in a host encoding"):
        read_format(path)


def test_a_record_of_host_length_that_is_cut_short() -> None:
    fmt = trial_format("trial-host", "{table: trial-jef.tsv}", "none")
    assert [(fault.id, fault.line) for fault in read(fmt, notice(fmt)[:-3]).faults] == [("PJ-1109-E", 7)]


@pytest.mark.parametrize(
    ("tsv", "place", "rule"),
    [
        ("C1\tU+41\n", ":1:1", "code points as U+XXXX"),
        ("C1\tU+0041\n\nC1\tU+0042\n", ":3:1", "stands here twice"),
        ("2840\tU+0041\n", ":1:1", "begins like a shift code"),
        ("29\tU+0041\n", ":1:1", "begins like a shift code"),
        ("C1\tU+D800\n", ":1:1", "code points"),
        ("C1\tU+FFFD\n", ":1:1", "code points"),
        ("# nothing\n", ":1:1", "is empty"),
    ],
)
def test_a_mistake_in_a_table_names_its_line(tmp_path: Path, tsv: str, place: str, rule: str) -> None:
    (tmp_path / "ours.tsv").write_text(tsv, encoding="utf-8")
    shutil.copyfile(FORMATS / "tables" / "trial-jef.yaml", tmp_path / "ours.yaml")
    with pytest.raises(DeclarationRefused) as refused:
        read_table(tmp_path / "ours.tsv", "formats/tables/ours.tsv")
    assert refused.value.faults[-1].place == f"formats/tables/ours.tsv{place}"
    assert rule in refused.value.faults[-1].detail


def test_a_missing_table_and_wrong_shift_codes_are_named(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text('into_double: ["2"]\ninto_single: ["29"]\n', encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=r"tables/ours.yaml:1:15 "):
        read_table(tmp_path / "ours.tsv", "formats/tables/ours.tsv")
    (tmp_path / "ours.yaml").write_text('into_double: ["28"]\ninto_single: ["29"]\n', encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="cannot be read"):
        read_table(tmp_path / "ours.tsv", "formats/tables/ours.tsv")


def test_the_digest_knows_the_table(tmp_path: Path) -> None:
    shutil.copytree(FORMATS, tmp_path / "formats")
    path, table = tmp_path / "formats" / "trial-host.yaml", tmp_path / "formats" / "tables" / "trial-jef.tsv"
    before = read_format(path).digest
    table.write_text(table.read_text(encoding="utf-8").replace("U+FA11", "U+5D0E"), encoding="utf-8")
    assert read_format(path).digest != before


@pytest.mark.parametrize(
    ("name", "changes", "rule"),
    [
        ("trial-fixed", {"encoding: cp932": "encoding: utf-16le"}, ":6:10 .*UTF-16 is read as csv"),
        ("trial-csv", {"encoding: utf-8": "encoding: {table: trial-jef.tsv}"}, ":6:10 .*host encoding by table is read in fixed"),
        ("trial-csv", {"line_end: crlf": "line_end: none"}, ":7:11 .*only fixed records"),
        ("trial-host", {"line_end: none": "line_end: crlf"}, ":7:11 .*no line ends"),
        ("trial-fixed", {"line_end: crlf": "line_end: none"}, "as long as the header"),
        ("trial-fixed", {"line_end: crlf": "line_end: cr"}, ":7:11 .*expected one of crlf, lf, none"),
        ("trial-host", {"trial-jef.tsv": "../trial-jef.tsv"}, ":5:19 .*name of a .tsv file"),
        ("trial-host", {"trial-jef.tsv": "trial-jep.tsv"}, "tables/trial-jep.yaml .*cannot be read"),
        ("trial-host", {'code: "8"': 'code: "z"'}, "the table has no one-byte codes"),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_is_declared(tmp_path: Path, name: str, changes: dict[str, str], rule: str) -> None:
    shutil.copytree(FORMATS, tmp_path / "formats")
    if "z" in str(changes):
        table = tmp_path / "formats" / "tables" / "trial-jef.tsv"
        table.write_text(table.read_text(encoding="utf-8").replace("A9\tU+007A\n", ""), encoding="utf-8")
    path = tmp_path / "formats" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=rule):
        read_format(path)
