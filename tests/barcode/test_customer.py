"""Bars read back; the check digit finds every wrong symbol; cut, padding and geometry are the manual's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import customer
from printjob.errors import BugFound, DataRefused
from tests.barcode.zint_oracle import modules

_CODES = st.from_regex("[0-9]{7}", fullmatch=True)
_DIGITS = st.text(alphabet="0123456789-ABCXYZ", max_size=20)


@given(_CODES, _DIGITS)
def test_bars_read_back_as_far_as_they_were_printed(code: str, digits: str) -> None:
    bars = customer.encode(code, digits)
    assert len(bars) == customer.BAR_COUNT
    back, read = customer.decode(bars)
    assert back == code
    assert digits.startswith(read)
    cost = sum(2 if character.isalpha() else 1 for character in digits)
    assert read == digits if cost <= 13 else len(read) >= 6


@given(_CODES, _DIGITS, st.integers(0, 66), st.sampled_from("1234"))
def test_one_wrong_bar_is_never_read_as_something_else(code: str, digits: str, at: int, bar: str) -> None:
    bars = customer.encode(code, digits)
    broken = bars[:at] + bar + bars[at + 1 :]
    if broken != bars:
        with pytest.raises(DataRefused, match="PJ-1503-E"):
            customer.decode(broken)


@pytest.mark.parametrize(
    ("digits", "tail"),
    [
        ("", "CC4 " * 13),
        ("1-2-3-4-5-6-A", "1 - 2 - 3 - 4 - 5 - 6 - CC1"),
        ("1-2-3-4-5-6-7-8", "1 - 2 - 3 - 4 - 5 - 6 - 7"),
        ("Z", "CC3 5 " + "CC4 " * 11),
    ],
)
def test_cut_and_padding(digits: str, tail: str) -> None:
    assert customer.full_code("1000013", digits)[8:-2] == tail.split()


def test_a_check_digit_of_zero_is_the_character_0() -> None:
    assert customer.full_code("1008792", "")[-2] == "0"


@pytest.mark.parametrize(
    ("code", "digits"), [("100001", "1"), ("１０００013", "1"), ("1000013", "a"), ("1000013", "1 2"), ("100-001", "")]
)
def test_what_cannot_be_encoded_is_a_bug(code: str, digits: str) -> None:
    assert not customer.validate(code, digits)
    with pytest.raises(BugFound, match="PJ-1701-E"):
        customer.encode(code, digits)


@pytest.mark.parametrize("bars", ["", "1" * 67, "13" + "1" * 63 + "31"])
def test_what_is_no_customer_barcode_is_refused(bars: str) -> None:
    with pytest.raises(DataRefused, match="PJ-1503-E"):
        customer.decode(bars)


def test_geometry_is_the_manuals_table() -> None:
    bar_mm = 10 * customer.BAR_WIDTH_MM_PER_PT
    assert customer.HEIGHT_UNITS["1"] * bar_mm == pytest.approx(3.6)
    assert customer.HEIGHT_UNITS["4"] * bar_mm == pytest.approx(1.2)
    assert customer.PITCH_UNITS * bar_mm == pytest.approx(1.2)
    assert customer.WIDTH_UNITS * bar_mm == pytest.approx(79.8)
    for bar, height in customer.HEIGHT_UNITS.items():
        assert customer.BOTTOM_UNITS[bar] <= 2
        assert customer.BOTTOM_UNITS[bar] + height >= 4, "every bar crosses the timing zone"


@pytest.mark.parametrize(
    ("dots", "resolution_dpi", "size_pt"), [(12, 600, 8.47), (16, 600, 11.29), (6, 300, 8.47), (5, 240, 8.82)]
)
def test_sizes_on_whole_dots(dots: int, resolution_dpi: int, size_pt: float) -> None:
    assert customer.size_pt(dots, resolution_dpi) == pytest.approx(size_pt, abs=0.005)


@given(_CODES, st.text(alphabet="0123456789-", max_size=13))
def test_bars_are_those_of_an_independent_encoder(code: str, digits: str) -> None:
    upper, middle, lower = (row[::2] for row in modules("JAPANPOST", code + digits))
    kinds = {"11": "1", "10": "2", "01": "3", "00": "4"}
    assert set(middle) == {"1"}
    assert "".join(kinds[up + down] for up, down in zip(upper, lower, strict=True)) == customer.encode(code, digits)
