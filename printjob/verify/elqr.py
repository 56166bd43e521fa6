"""Reading an eL-QR (地方税統一QRコード) from its modules: QR version 6, level M, one numeric segment of 255 digits, or nothing at all.

The symbol must be perfect: its patterns whole, both copies of the format information right, all 64 Reed-Solomon syndromes zero, no
remainder bit set. A printed file has no dirt that error correction would be for. 255 digits fill the symbol to the last bit, so there
is no padding that could hide anything.
Source: ISO/IEC 18004:2015, 7.3.3 and 7.4.3 (numeric mode), Table 9 (6-M: 4 blocks of 27 data and 16 check codewords),
7.7.3 (placement), Table 10 (masks), 7.9 and Annex C (format information), Annex A (Reed-Solomon, polynomial 285).
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIDE = 41
DIGITS = 255
ROW_BYTES = (SIDE + 7) // 8
_STRIDE = ROW_BYTES * 8
_BLOCKS, _DATA, _CHECK = 4, 27, 16
_BITS = (_DATA + _CHECK) * _BLOCKS * 8
_REMAINDER = 7
_NUMERIC = 0b0001
_GROUPS = DIGITS // 3
_ALIGNMENT = 34
_LEVEL_M = 0b00
_FORMAT_POLYNOMIAL, _FORMAT_MASK = 0x537, 0x5412
_POLYNOMIAL = 0x11D
Bits = NDArray[np.uint8]
Places = NDArray[np.intp]


def read_elqr(rows: bytes) -> str | None:
    """The 255 digits of a symbol given as 41 rows of six bytes (1 = dark, first bit left, first row on top); ``None`` if it is none."""
    table = _tables()
    bits = np.unpackbits(np.frombuffer(rows, np.uint8))
    if bits.size != SIDE * _STRIDE or bits.take(table.fixed).tobytes() != table.pattern:
        return None
    mask = table.mask_of.get(bits.take(table.format).tobytes())
    if mask is None:
        return None
    stream = bits.take(table.data) ^ mask
    codewords = np.packbits(stream)
    shares = table.syndromes[table.position, codewords[:-1]].reshape(-1, _BLOCKS, _CHECK // 8)
    if codewords[-1] or np.bitwise_xor.reduce(shares, axis=0).tobytes() != _SOUND:
        return None
    return _numeric(stream.take(table.message), table)


class _Tables(NamedTuple):
    """Where everything is, as positions in the 41 x 48 bits of the rows; see :func:`_tables`."""

    fixed: Places
    pattern: bytes
    format: Places
    mask_of: dict[bytes, Bits]
    data: Places
    position: Places
    syndromes: NDArray[np.uint64]
    message: Places
    weights: NDArray[np.uint16]
    texts: Bits


def _numeric(message: Bits, table: _Tables) -> str | None:
    """The digits of the data bits: mode, count, 85 groups of three."""
    if message[:14].tobytes() != _HEAD:
        return None
    groups = message[14:].reshape(_GROUPS, 10) @ table.weights
    digits: bytes = table.texts.take(groups, axis=0).tobytes()
    return digits.decode("ascii") if digits.isdigit() else None


_HEAD = bytes(int(bit) for bit in f"{_NUMERIC:04b}{DIGITS:010b}")
_SOUND = bytes(_BLOCKS * _CHECK)


@functools.cache
def _tables() -> _Tables:
    patterns, formats = _patterns(), _format_places()
    path = [place for place in _path() if place not in patterns and place not in formats]
    order = [block + _BLOCKS * index for block in range(_BLOCKS) for index in range(_DATA)]
    return _Tables(
        fixed=_bits_at(list(patterns)),
        pattern=bytes(patterns.values()),
        format=_bits_at(formats),
        mask_of={_format_bits(mask).tobytes(): _mask_bits(mask, path) for mask in range(8)},
        data=_bits_at(path),
        position=np.arange((_DATA + _CHECK) * _BLOCKS) // _BLOCKS,
        syndromes=_syndrome_table(),
        message=np.array([codeword * 8 + bit for codeword in order for bit in range(8)]),
        weights=(1 << np.arange(9, -1, -1)).astype(np.uint16),
        texts=np.array([list(f"{group:03d}".encode("ascii") if group < 1000 else b"???") for group in range(1024)], np.uint8),
    )


def _bits_at(places: list[tuple[int, int]]) -> Places:
    return np.array([row * _STRIDE + column for row, column in places])


def _patterns() -> dict[tuple[int, int], int]:
    """Finders with separators, timing, alignment, the dark module (row, column -> module), and the white padding of each row."""
    found: dict[tuple[int, int], int] = {}
    for along in range(8, SIDE - 8):
        found[6, along] = found[along, 6] = (along + 1) % 2
    for top, left in ((0, 0), (0, SIDE - 7), (SIDE - 7, 0)):
        for row in range(max(top - 1, 0), min(top + 8, SIDE)):
            for column in range(max(left - 1, 0), min(left + 8, SIDE)):
                found[row, column] = int(max(abs(row - top - 3), abs(column - left - 3)) in (0, 1, 3))
    for row in range(-2, 3):
        for column in range(-2, 3):
            found[_ALIGNMENT + row, _ALIGNMENT + column] = int(max(abs(row), abs(column)) != 1)
    found[SIDE - 8, 8] = 1
    return found | {(row, column): 0 for row in range(SIDE) for column in range(SIDE, _STRIDE)}


def _format_places() -> list[tuple[int, int]]:
    """The 15 modules of the first copy around the upper left finder, then of the second; each from the most significant bit."""
    first = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    second = [(SIDE - 1 - step, 8) for step in range(7)] + [(8, SIDE - 8 + step) for step in range(8)]
    return first + second


def _format_bits(mask: int) -> Bits:
    data = _LEVEL_M << 3 | mask
    rest = data << 10
    for bit in range(14, 9, -1):
        rest ^= _FORMAT_POLYNOMIAL << bit - 10 if rest >> bit & 1 else 0
    said = (data << 10 | rest) ^ _FORMAT_MASK
    return np.array([int(bit) for bit in f"{said:015b}" * 2], np.uint8)


def _path() -> list[tuple[int, int]]:
    """All modules in the order of placement: columns in pairs from the right, up and down in turn, without the timing column."""
    found: list[tuple[int, int]] = []
    rights = [*range(SIDE - 1, 6, -2), 5, 3, 1]
    for turn, right in enumerate(rights):
        rows = range(SIDE) if turn % 2 else range(SIDE - 1, -1, -1)
        found += [(row, column) for row in rows for column in (right, right - 1)]
    return found


_MASKS = (
    lambda i, j: (i + j) % 2,
    lambda i, _: i % 2,
    lambda _, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)


def _mask_bits(mask: int, path: list[tuple[int, int]]) -> Bits:
    return np.array([_MASKS[mask](row, column) == 0 for row, column in path], np.uint8)


@functools.cache
def _syndrome_table() -> NDArray[np.uint64]:
    """For each codeword position of a block and each value: its share of the sixteen syndromes, a byte each (roots 2^0 .. 2^15)."""
    last = _DATA + _CHECK - 1
    powers, logs = _field()
    shares = np.zeros((last + 1, 256, _CHECK), np.uint8)
    for position in range(last + 1):
        for root in range(_CHECK):
            shares[position, 1:, root] = powers[(logs[1:] + root * (last - position)) % 255]
    return shares.view(np.uint64)


def _field() -> tuple[Bits, NDArray[np.int64]]:
    """Powers of 2 in GF(256), and logarithms."""
    powers, logs, value = np.zeros(255, np.uint8), np.zeros(256, np.int64), 1
    for exponent in range(255):
        powers[exponent], logs[value] = value, exponent
        value <<= 1
        value ^= _POLYNOMIAL if value > 0xFF else 0
    return powers, logs
