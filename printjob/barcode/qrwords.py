"""The code words of a QR code version 6-M of 255 digits: 108 data code words and 64 for error correction, in the order of their placement.

Source: ISO/IEC 18004:2015, 7.4.3 (numeric mode), 7.5.2 with Annex A (error correction: GF(256) with x^8 + x^4 + x^3 + x^2 + 1), 7.6 (blocks
are interleaved word by word).

255 digits fill the data code words to the last bit: 4 bits mode, 10 bits count, 85 groups of three digits in 10 bits. Error correction is
linear over GF(2), so the error words of a block are the XOR of one prepared row per data code word.

>>> code_words(["0" * 255])[0][:8].tolist()
[19, 0, 0, 0, 252, 0, 0, 0]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import xor

import numpy as np
from numpy.typing import NDArray

from printjob.barcode.galois import product

DIGITS = 255
WORDS = 172
_DATA, _BLOCKS, _BLOCK_DATA, _BLOCK_ERROR = 108, 4, 27, 16
_HEADER = "0001" + f"{DIGITS:010b}"
_FIELD_POLYNOMIAL = 0x11D

Bytes = NDArray[np.uint8]


def code_words(payloads: Sequence[str]) -> Bytes:
    """Shape (payloads, 172). Every payload must be 255 ASCII digits."""
    data = _data_words(payloads).reshape(-1, _BLOCKS, _BLOCK_DATA)
    rows = _error_rows()[np.arange(_BLOCK_DATA), data]
    error = np.bitwise_xor.reduce(rows, axis=2).view(np.uint8)
    interleaved = [block.transpose(0, 2, 1).reshape(len(payloads), -1) for block in (data, error)]
    return np.concatenate(interleaved, axis=1)


def _data_words(payloads: Sequence[str]) -> Bytes:
    """Shape (payloads, 108)."""
    digits = np.frombuffer("".join(payloads).encode("ascii"), np.uint8).reshape(-1, DIGITS // 3, 3).astype(
        np.intp
    ) - ord("0")
    groups = digits[:, :, 0] * 100 + digits[:, :, 1] * 10 + digits[:, :, 2]
    bits = np.empty((len(payloads), _DATA * 8), np.uint8)
    bits[:, : len(_HEADER)] = list(map(int, _HEADER))
    bits[:, len(_HEADER) :] = _group_bits()[groups].reshape(len(payloads), -1)
    return np.packbits(bits, axis=1)


@cache
def _group_bits() -> Bytes:
    """Shape (1000, 10): the bits of each group of three digits."""
    return np.array([[number >> bit & 1 for bit in range(9, -1, -1)] for number in range(1000)], np.uint8)


@cache
def _error_rows() -> NDArray[np.uint64]:
    """Shape (27, 256, 2): the 16 error words, as two integers, of a block that has this word in this place and zeros elsewhere."""
    rows = np.zeros((_BLOCK_DATA, 256, _BLOCK_ERROR), np.uint8)
    for place in range(_BLOCK_DATA):
        for bit in range(8):
            one = _remainder([0] * place + [1 << bit] + [0] * (_BLOCK_DATA - 1 - place))
            rows[place, 1 << bit : 2 << bit] = rows[place, : 1 << bit] ^ np.array(one, np.uint8)
    return rows.view(np.uint64)


def _remainder(data: list[int]) -> list[int]:
    """The 16 error correction words of these data words (7.5.2)."""
    generator, remainder = _generator(), [0] * _BLOCK_ERROR
    for word in data:
        factor = word ^ remainder[0]
        remainder = [xor(left, product(factor, g, _FIELD_POLYNOMIAL)) for left, g in zip([*remainder[1:], 0], generator, strict=True)]
    return remainder


@cache
def _generator() -> tuple[int, ...]:
    """(x - 1)(x - 2) ... (x - 2^15) without its leading 1, the highest power first (Annex A)."""
    polynomial, root = [1], 1
    for _ in range(_BLOCK_ERROR):
        polynomial = [a ^ product(b, root, _FIELD_POLYNOMIAL) for a, b in zip([*polynomial, 0], [0, *polynomial], strict=True)]
        root = product(root, 2, _FIELD_POLYNOMIAL)
    return tuple(polynomial[1:])
