"""住所表示番号 follows the manual's rules; what it leaves open is decided as the module says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.postal.display_number import DASHES, arabic, display_number
from printjob.postal.numerals import to_arabic, to_kanji
from tests.postal.published import published_rows

_OF_ADDRESS_B = [row for row in published_rows() if not row["postal_code"]]


@pytest.mark.parametrize("row", _OF_ADDRESS_B, ids=[row["address"] for row in _OF_ADDRESS_B])
def test_published_rows(row: dict[str, str]) -> None:
    assert display_number(row["address"]) == row["expected_digits"]


@pytest.mark.parametrize(
    ("address_b", "digits"),
    [
        ("１－２－３", "1-2-3"),
        ("1‐2–3—4−5ー6〜7", "1-2-3-4-5-6-7"),
        ("a&b101", "101"),
        ("A&1", "A1"),
        ("3・5", "35"),
        ("タワー601", "601"),
        ("1F", "1"),
        ("1F2号", "1-2"),
        ("F棟2", "F2"),
        ("A-B-1", "AB1"),
        ("10階", "10"),
        ("五番地の二", "5"),
        ("五の二番地", "5-2"),
        ("弐拾参番地", "23"),
        ("壱丁目", "1"),
        ("廿番", "20"),
        ("八条一丁目", "1"),
        ("コーポⅠ101", "101"),
        ("コーポⅡ101", "101"),
        ("3①", "3-1"),
        ("①②", "1-2"),
        ("⑴ 5", "1-5"),
        ("第２ハイツ", "2"),
        ("1\u200b2\ufe0f番", "12"),
        ("面積100㎡棟5", "100-5"),
        ("㍿見本3", "3"),
        ("㋀3", "3"),
        ("3²", "3-2"),
        ("H₂棟", "H2"),
        ("1-2½", "1-2"),
        ("一万二千三百番地", "12300"),
        ("壱萬番地の2", "10000-2"),
        ("万の谷1", "1"),
        ("", ""),
        ("字大沢", ""),
    ],
)
def test_rules_and_decisions(address_b: str, digits: str) -> None:
    assert display_number(address_b) == digits


@pytest.mark.parametrize("dash", DASHES, ids=lambda dash: f"U+{ord(dash):04X}")
def test_every_dash_is_a_hyphen_between_digits_and_nothing_beside_words(dash: str) -> None:
    assert display_number(f"1{dash}2{dash}{dash}3") == "1-2-3"
    assert display_number(f"タワ{dash}601{dash}室") == "601"


@given(st.text())
def test_normalising_twice_changes_nothing(address_b: str) -> None:
    assert arabic(arabic(address_b)) == arabic(address_b)


@given(st.text())
def test_only_what_a_barcode_has_comes_out(address_b: str) -> None:
    digits = display_number(address_b)
    assert re.fullmatch(r"([0-9A-Z]+(-[0-9A-Z]+)*)?", digits)
    assert not re.search("-[A-Z]|[A-Z]-", digits)


@given(st.text(alphabet="0123456789-ABF 一丁目番号室&"))
def test_an_extracted_number_without_letters_stays_when_extracted_again(address_b: str) -> None:
    digits = display_number(address_b)
    if not re.search("[A-Z]", digits):
        assert display_number(digits) == digits


@given(st.integers(0, 999))
def test_kanji_numerals_read_back(number: int) -> None:
    assert to_arabic(to_kanji(str(number))) == str(number)
