"""The symbol is zint's, module for module, and zxing-cpp reads it."""

from __future__ import annotations

import random

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import datamatrix
from printjob.barcode.galois import product
from printjob.errors import BugFound
from tests.barcode.zint_oracle import modules

_DIGITS = st.from_regex("[0-9]{22}", fullmatch=True)


@given(_DIGITS)
def test_modules_are_those_of_an_independent_encoder(digits: str) -> None:
    assert datamatrix.rows(digits) == modules("DATAMATRIX", digits)


def test_every_digit_pair_in_every_position_is_that_of_an_independent_encoder() -> None:
    for pair in range(100):
        digits = "".join(f"{(pair + position) % 100:02}" for position in range(11))
        assert datamatrix.rows(digits) == modules("DATAMATRIX", digits)


def test_an_independent_reader_reads_it() -> None:
    draw = random.Random(16022)
    for _ in range(50):
        digits = f"{draw.randrange(10**22):022}"
        dark = np.array([[int(module) for module in row] for row in datamatrix.rows(digits)], dtype=np.uint8)
        picture = np.kron(np.pad(1 - dark, 2, constant_values=1) * 255, np.ones((4, 4))).astype(np.uint8)
        (found,) = zxingcpp.read_barcodes(picture)
        assert found.text == digits


def test_one_module_more_is_dark_in_the_bytes_exactly_where_the_rows_say() -> None:
    digits = "1001200030004567010582"
    packed = np.unpackbits(np.frombuffer(datamatrix.encode(digits), dtype=np.uint8)).reshape(16, 16)
    assert ["".join(map(str, row)) for row in packed] == datamatrix.rows(digits)


def test_error_correction_follows_the_generator() -> None:
    """A multiple of the generator polynomial has the roots 2, 4, ... 2^12 in GF(256)."""
    words = list(range(130, 142))
    message = [*words, *datamatrix.calc_check_digit(words)]
    root = 1
    for _ in range(12):
        root = product(root, 2, 0x12D)
        value = 0
        for word in message:
            value = product(value, root, 0x12D) ^ word
        assert value == 0


@pytest.mark.parametrize("digits", ["", "1" * 21, "1" * 23, "1" * 21 + "a", "１" * 22, "-" * 22, " " + "1" * 21])
def test_anything_but_22_digits_is_a_bug(digits: str) -> None:
    assert not datamatrix.validate(digits)
    with pytest.raises(BugFound, match="PJ-1701-E"):
        datamatrix.encode(digits)
