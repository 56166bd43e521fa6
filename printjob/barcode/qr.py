"""QR code, version 6, level M, of exactly 255 digits: the eL-QR (地方税統一QRコード) of a slip, 41 x 41 modules.

Source: ISO/IEC 18004:2015, 7.1 (steps), 7.8 (masks), 7.9 (format information); code words in :mod:`printjob.barcode.qrwords`, places in
:mod:`printjob.barcode.qrplan`. The same symbols as segno makes, matrix and mask.

The mask is the first of those with the lowest penalty (:mod:`printjob.barcode.qrpenalty`), judged while the modules of the format information
and the dark module are still light: the steps of 7.1 mask in step 6 and add format information in step 7. 7.8.3.1 has "the area to be
evaluated is the complete symbol", so others judge with the format information in; that chooses another mask for one symbol in four. Either
symbol reads the same: a reader takes the mask from the format information. segno's choice is ours because it is an oracle at hand.

Why it is quick: symbols are made side by side by numpy, a row of modules as one 64-bit integer.

>>> f"{rows('000201' + '0' * 249)[8]:041b}"
'10101010000000001010101010101010100010010'
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from printjob.barcode import qrplan
from printjob.barcode.parts import is_digits
from printjob.barcode.qrpenalty import penalties
from printjob.barcode.qrwords import DIGITS, code_words
from printjob.errors import BugFound, Fault

MODULES = qrplan.MODULES
BYTES = 246
"""Of a symbol: 41 rows of 6 bytes"""
_ROW_BYTES = 6
_UNUSED_BITS = np.uint64(63 - qrplan.FIRST_BIT)
_BATCH = 16
"""Symbols made at once: arrays of more are so large that the allocator takes fresh pages for each, which costs half the speed"""


class _Prepared(NamedTuple):
    patterns: qrplan.Lines  # shape (82, 1)
    masks: qrplan.Lines  # shape (82, 8, 1)
    formats: qrplan.Lines  # shape (41, 8), rows only


def validate(payload: str) -> bool:
    """Whether :func:`encode` takes this: exactly 255 ASCII digits."""
    return len(payload) == DIGITS and is_digits(payload)


def encode(payload: str) -> bytes:
    """The symbol as 41 rows of 6 bytes from the top, most significant bit left, 1 is dark, the last 7 bits of a row 0.

    No quiet zone: four modules are due on every side. Raises BugFound (PJ-1701-E) for anything but 255 digits.
    """
    return encode_many([payload])[0]


def encode_many(payloads: Sequence[str]) -> list[bytes]:
    """:func:`encode` of each, one for one. Raises BugFound (PJ-1701-E) when one is anything but 255 digits."""
    for payload in payloads:
        if not validate(payload):
            raise BugFound(Fault(id="PJ-1701-E", field="QR code", detail=f"{len(payload)} characters"))
    symbols: list[bytes] = []
    for at in range(0, len(payloads), _BATCH):
        symbols += _symbols(payloads[at : at + _BATCH])
    return symbols


def rows(payload: str) -> list[int]:
    """The symbol as 41 integers of 41 bits, the left module most significant."""
    symbol, unused = encode(payload), _ROW_BYTES * 8 - MODULES
    return [int.from_bytes(symbol[at : at + _ROW_BYTES], "big") >> unused for at in range(0, BYTES, _ROW_BYTES)]


def _symbols(payloads: Sequence[str]) -> list[bytes]:
    patterns, turns, formats = _prepared()
    masked = (_message_lines(payloads) | patterns)[:, None] ^ turns
    best = penalties(masked).argmin(axis=0)
    finished = masked[:MODULES, best, np.arange(len(payloads))] | formats[:, best]
    words = (finished.T << _UNUSED_BITS).astype(">u8", order="C")
    packed = words.view(np.uint8).reshape(-1, MODULES, 8)[:, :, :_ROW_BYTES].tobytes()
    return [packed[at : at + BYTES] for at in range(0, len(packed), BYTES)]


def _message_lines(payloads: Sequence[str]) -> NDArray[np.uint64]:
    """Shape (82, payloads): the data modules as the message has them, no mask yet."""
    message = np.unpackbits(code_words(payloads), axis=1)
    places = qrplan.bit_of_line()
    bits = np.zeros((len(payloads), int(places.max()) + 1), np.uint8)
    bits[:, : message.shape[1]] = message
    packed = np.packbits(bits[:, places.ravel()], axis=1).reshape(len(payloads), qrplan.LINES, _ROW_BYTES)
    words = np.zeros((len(payloads), qrplan.LINES, 8), np.uint8)
    words[:, :, :_ROW_BYTES] = packed
    return words.view(">u8")[:, :, 0].T.astype(np.uint64, order="C")


@cache
def _prepared() -> _Prepared:
    masks = range(len(qrplan.MASKS))
    return _Prepared(
        qrplan.lines(qrplan.dark_patterns())[:, None],
        np.stack([qrplan.lines(qrplan.mask_modules(mask)) for mask in masks], axis=1)[:, :, None],
        np.stack([qrplan.lines(qrplan.format_modules(mask))[:MODULES] for mask in masks], axis=1),
    )
