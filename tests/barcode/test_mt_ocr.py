"""MT-OCR lines: published check digits, every slip of a digit found, void lines right and empty of what could be paid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import mt_ocr
from printjob.errors import BugFound
from tests.barcode.payments import PUBLISHED

_UPPER = st.from_regex("[0-9]{37}", fullmatch=True).map(lambda data: mt_ocr.upper_check(data) + data)
_LOWER = st.from_regex("[0-9]{42}", fullmatch=True).map(lambda data: mt_ocr.lower_check(data) + data)


def test_published_lines() -> None:
    upper, lower = PUBLISHED["mt_ocr"]
    assert mt_ocr.upper_check(upper["upper37"]) == upper["cd"]
    assert mt_ocr.lower_check(lower["lower42"]) == lower["cd"]
    for one in PUBLISHED["elqr"]:
        assert mt_ocr.validate(one["mpn_upper39"])
        assert mt_ocr.validate(one["mpn_lower44"])


@given(_UPPER | _LOWER, st.data())
def test_one_wrong_digit_is_found(line: str, data: st.DataObject) -> None:
    at, change = data.draw(st.integers(0, len(line) - 1)), data.draw(st.integers(1, 9))
    assert mt_ocr.validate(line)
    assert "check digits" in mt_ocr.flaw(line[:at] + str((int(line[at]) + change) % 10) + line[at + 1 :])


@given(_UPPER)
def test_the_upper_line_may_bear_its_cut_mark(line: str) -> None:
    assert mt_ocr.validate(line + mt_ocr.CUT)
    assert mt_ocr.void(line + mt_ocr.CUT) == mt_ocr.void(line) + mt_ocr.CUT


@given(_UPPER)
def test_a_void_upper_line_has_amount_0_and_is_right(line: str) -> None:
    void = mt_ocr.void(line)
    assert mt_ocr.validate(void)
    assert void[13:24] == "0" * 11
    assert (void[2:13], void[24:]) == (line[2:13], line[24:])
    assert mt_ocr.void(void) == void


@given(_LOWER)
def test_a_void_lower_line_names_no_debt_and_is_right(line: str) -> None:
    assert mt_ocr.void(line) == "0" * 44
    assert mt_ocr.validate("0" * 44)


@pytest.mark.parametrize("wrong", ["", "0" * 38, "0" * 40, "0" * 43, "0" * 45, "０" * 39, "*" * 44, "0" * 44 + "   X"])
def test_what_is_no_line_has_a_flaw(wrong: str) -> None:
    assert mt_ocr.flaw(wrong)
    with pytest.raises(BugFound, match="PJ-1701-E"):
        mt_ocr.void(wrong)


@pytest.mark.parametrize("wrong", ["", "0" * 36, "0" * 38, "x" * 37])
def test_data_of_another_length_is_a_bug(wrong: str) -> None:
    for check in (mt_ocr.upper_check, mt_ocr.lower_check):
        with pytest.raises(BugFound, match="PJ-1701-E"):
            check(wrong)
