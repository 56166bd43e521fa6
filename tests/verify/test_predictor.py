"""Rows that a PNG writer filtered come back as they were."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from printjob.errors import DataRefused
from printjob.verify.predictor import undone, unpredicted


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_what_a_png_writer_filtered_comes_back(mode: str) -> None:
    colors = len(mode) if mode != "L" else 1
    pixels = np.cumsum(np.random.default_rng(1).integers(0, 9, (24, 31, colors)), axis=1, dtype=np.uint8)
    picture = Image.fromarray(pixels[:, :, 0] if mode == "L" else pixels, mode)
    written = io.BytesIO()
    picture.save(written, "PNG")
    rows = _rows(written.getvalue())
    assert len({rows[at] for at in range(0, len(rows), 31 * colors + 1)}) > 1
    assert unpredicted(rows, columns=31, colors=colors, bits=8) == picture.tobytes()


@pytest.mark.parametrize("kind", range(5))
def test_every_filter(kind: int) -> None:
    """As ISO/IEC 15948, 9.2 has them, forwards."""
    wanted = np.random.default_rng(kind).integers(0, 256, (5, 12), np.uint8)
    filtered = b"".join(bytes([kind]) + _filtered(kind, wanted[at].tolist(), wanted[at - 1].tolist() if at else [0] * 12) for at in range(5))
    assert unpredicted(filtered, columns=4, colors=3, bits=8) == wanted.tobytes()


def test_other_predictors_and_lengths_are_refused() -> None:
    assert undone(b"abc", {}) == undone(b"abc", {"Predictor": 1}) == b"abc"
    for data, parameters in ((b"abc", {"Predictor": 2}), (b"abc", {"Predictor": 15, "Columns": 7}), (b"\x07a", {"Predictor": 15})):
        with pytest.raises(DataRefused, match="PJ-1507-E"):
            undone(data, parameters)


def _rows(png: bytes) -> bytes:
    at, data = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return zlib.decompress(data)


def _filtered(kind: int, row: list[int], above: list[int]) -> bytes:
    left, corner = [0] * 3 + row[:-3], [0] * 3 + above[:-3]
    guesses = [
        [0] * 12, left, above, [(a + b) // 2 for a, b in zip(left, above, strict=True)],
        [_paeth(a, b, c) for a, b, c in zip(left, above, corner, strict=True)],
    ][kind]
    return bytes((value - guess) % 256 for value, guess in zip(row, guesses, strict=True))


def _paeth(a: int, b: int, c: int) -> int:
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    if pa <= pb and pa <= pc:
        return a
    return b if pb <= pc else c
