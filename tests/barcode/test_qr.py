"""The eL-QR's symbol is segno's, matrix and mask, whatever the batch; a reader reads it; the penalty is segno's on awkward patterns too."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import segno
import zxingcpp
from segno import encoder

from printjob.barcode import elqr, qr, qrplan
from printjob.barcode.qrpenalty import penalties
from printjob.errors import BugFound
from tests.barcode.payments import PUBLISHED, digits, random_elqr

CODE: str = PUBLISHED["elqr"][0]["payload255"]


def symbol_of_segno(payload: str) -> list[int]:
    """Its 41 rows as integers."""
    made = segno.make(payload, version=6, error="M", mode="numeric", boost_error=False)
    return [int("".join(map(str, row)), 2) for row in made.matrix]


def rows_of(symbol: bytes) -> list[int]:
    return [int.from_bytes(symbol[at : at + 6], "big") >> 7 for at in range(0, 246, 6)]


@pytest.mark.parametrize("seed", range(8))
def test_matrix_and_mask_are_those_of_segno(seed: int) -> None:
    """2,000 payloads in all: half of them eL-QR, half any digits."""
    draw = random.Random(seed)
    payloads = [random_elqr(draw) if at % 2 else digits(draw, 255) for at in range(250)]
    for payload, symbol in zip(payloads, qr.encode_many(payloads), strict=True):
        assert rows_of(symbol) == symbol_of_segno(payload)


def test_the_published_payload_and_its_void_code_are_read_back() -> None:
    for payload in (CODE, elqr.void(CODE)):
        bits = np.unpackbits(np.frombuffer(qr.encode(payload), np.uint8).reshape(41, 6), axis=1)
        assert not bits[:, 41:].any()
        picture = np.pad(255 * (1 - np.kron(bits[:, :41], np.ones((8, 8), np.uint8))), 32, constant_values=255)
        (read,) = zxingcpp.read_barcodes(picture)
        assert (read.text, read.format) == (payload, zxingcpp.BarcodeFormat.QRCode)
        assert [f"{row:041b}" for row in qr.rows(payload)] == ["".join(map(str, row)) for row in bits[:, :41]]


def test_a_symbol_does_not_depend_on_its_batch() -> None:
    draw = random.Random(6)
    payloads = [random_elqr(draw) for _ in range(131)]
    alone = [qr.encode(payload) for payload in payloads]
    assert qr.encode_many(payloads) == alone
    assert qr.encode_many(payloads[::-1]) == alone[::-1]
    assert qr.encode_many([]) == []


@pytest.mark.parametrize("wrong", ["", "0" * 254, "0" * 256, "０" * 255, "0" * 254 + "A", "0" * 254 + "\n"])
def test_what_is_no_payload_is_a_bug(wrong: str) -> None:
    with pytest.raises(BugFound, match="PJ-1701-E"):
        qr.encode_many([CODE, wrong])


def _awkward(draw: random.Random) -> list[bytearray]:
    """41 rows made of finder-like patterns, overlapping ones too, runs and noise."""
    pieces = ["1011101", "10111011101", "1011101011101", "0000", "00000", "11111", "1", "0"]
    rows = []
    for _ in range(41):
        row = ""
        while len(row) < 41:
            row += draw.choice(pieces)
        rows.append(bytearray(map(int, row[:41])))
    return rows


def _lines(matrix: list[bytearray]) -> qrplan.Lines:
    return qrplan.lines((row, column) for row in range(41) for column in range(41) if matrix[row][column])


def test_the_penalty_is_that_of_segno_on_awkward_patterns() -> None:
    scores: Any = encoder.mask_scores
    draw = random.Random(3)
    matrices = [_awkward(draw) for _ in range(60)]
    matrices += [[bytearray(column) for column in zip(*matrix, strict=True)] for matrix in matrices[:20]]
    matrices += [[bytearray([colour] * 41) for _ in range(41)] for colour in (0, 1)]
    found = penalties(np.stack([_lines(matrix) for matrix in matrices], axis=1))
    assert found.tolist() == [sum(scores(matrix, 41, 41)) for matrix in matrices]


def test_every_mask_is_chosen_by_some_payload() -> None:
    """So that the comparison with segno has met the format information of each."""
    draw = random.Random(0)
    symbols = qr.encode_many([digits(draw, 255) for _ in range(400)])
    formats = {rows_of(symbol)[8] >> 33 for symbol in symbols}  # the format bits left of the timing column and at it
    assert len(formats) == 8
