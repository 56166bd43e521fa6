"""An inquiry number's NW-7: bars and spaces as two other encoders make them, on whole dots, read back by a third program."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import zxingcpp
from barcode.codabar import CODABAR
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode.nw7 import CHARACTERS, QUIET, Widths, bars, elements, width, widths
from printjob.errors import BugFound
from tests.barcode import zint_oracle

CONTENTS = st.from_regex(r"[ABCD][0-9$:/.+-]{1,20}[ABCD]", fullmatch=True)
SIZES = [(3, 3.0), (4, 2.5), (6, 2.5), (8, 3.0)]


def modules(content: str, of: Widths) -> str:
    """The symbol's dots from left to right, ``1`` is a bar."""
    dots = ["0"] * width(content, of)
    for start, stop in bars(content, of):
        dots[start:stop] = "1" * (stop - start)
    return "".join(dots)


def test_no_two_characters_are_alike() -> None:
    assert len(set(CHARACTERS.values())) == len(CHARACTERS) == 20
    assert {len(pattern) for pattern in CHARACTERS.values()} == {7}


@given(CONTENTS)
def test_bars_are_those_of_two_other_encoders(content: str) -> None:
    assert [modules(content, Widths(1, 2)).strip("0")] == [row.strip("0") for row in zint_oracle.modules("CODABAR", content)[:1]]
    assert [modules(content, Widths(2, 5))] == CODABAR(content, narrow=2, wide=5).build()


@given(st.from_regex(r"[0-9]{11}", fullmatch=True), st.sampled_from("ABCD"), st.sampled_from("ABCD"))
def test_a_number_is_as_wide_whatever_its_digits(digits: str, start: str, stop: str) -> None:
    assert width(f"{start}{digits}{stop}", Widths(4, 10)) == 145 * 4
    assert width(f"{start}{digits}{stop}", Widths(3, 9)) == 159 * 3


@pytest.mark.parametrize(("narrow", "ratio"), SIZES)
def test_every_start_and_stop_is_read_back(narrow: int, ratio: float) -> None:
    of = widths(narrow, ratio)
    assert of
    for start, stop in product("ABCD", repeat=2):
        content = f"{start}60123456783{stop}"
        line = "0" * (QUIET * narrow) + modules(content, of) + "0" * (QUIET * narrow)
        picture = np.tile(np.where(np.array(list(line)) == "1", 0, 255).astype(np.uint8), (120, 1))
        (read,) = zxingcpp.read_barcodes(np.ascontiguousarray(picture), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Codabar))
        assert read.text == content


def test_a_wide_bar_has_whole_dots() -> None:
    assert [widths(narrow, 2.5) for narrow in (2, 3, 4, 5)] == [Widths(2, 5), None, Widths(4, 10), None]
    assert widths(3, 3) == Widths(3, 9)


@pytest.mark.parametrize("content", ["", "A", "AA", "60123456783", "A60123456783", "60123456783A", "a60123456783a", "E1A", "A1E", "A1A1A", "A１A", "A1A\n", "A 1A"])
def test_anything_else_is_refused(content: str) -> None:
    with pytest.raises(BugFound) as refused:
        elements(content)
    assert "6012" not in str(refused.value)
