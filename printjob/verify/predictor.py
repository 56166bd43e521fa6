"""Undoing PNG predictors (PNG予測) of images in drawings that were made elsewhere.

Source: ISO 32000-1:2008, 7.4.4.4 (predictor functions); ISO/IEC 15948:2004, 9 (filtering).

>>> unpredicted(bytes([1, 5, 1, 1, 2, 1, 1, 1]), columns=3, colors=1, bits=8)
b'\\x05\\x06\\x07\\x06\\x07\\x08'
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from printjob.verify.objects import damaged

_NONE, _SUB, _UP, _AVERAGE, _PAETH = range(5)
_FIRST_PNG = 10


def undone(data: bytes, parameters: dict[str, Any]) -> bytes:
    """``data`` without the predictor that a Flate filter's parameters name. ``PJ-1507-E`` for one that is no PNG predictor."""
    kind = parameters.get("Predictor", 1)
    if kind == 1:
        return data
    if not isinstance(kind, int) or kind < _FIRST_PNG:
        raise damaged(f"the predictor {kind} is not expected")
    columns, colors, bits = (parameters.get(name, usual) for name, usual in (("Columns", 1), ("Colors", 1), ("BitsPerComponent", 8)))
    return unpredicted(data, columns=columns, colors=colors, bits=bits)


def unpredicted(data: bytes, *, columns: int, colors: int, bits: int) -> bytes:
    """The rows of ``data`` without their filter bytes, each added up again; a pixel has ``colors`` components of ``bits`` bits."""
    pixel, width = max(colors * bits // 8, 1), (columns * colors * bits + 7) // 8
    rows = np.frombuffer(data, np.uint8)
    if width < 1 or rows.size % (width + 1):
        raise damaged("an image has rows of another length than it says")
    before, found = np.zeros(width, np.uint8), []
    for row in rows.reshape(-1, width + 1):
        before = _row(int(row[0]), row[1:], before, pixel)
        found.append(before.tobytes())
    return b"".join(found)


def _row(kind: int, row: NDArray[np.uint8], before: NDArray[np.uint8], pixel: int) -> NDArray[np.uint8]:
    if kind == _NONE:
        return row
    if kind == _UP:
        return row + before
    if kind == _SUB:
        padded = np.pad(row, (0, -row.size % pixel)).reshape(-1, pixel)
        return np.cumsum(padded, axis=0, dtype=np.uint8).reshape(-1)[: row.size]
    if kind not in (_AVERAGE, _PAETH):
        raise damaged("an image's row has an unknown filter")
    above, made = before.tolist(), row.tolist()
    for at, value in enumerate(made):
        left, up, corner = (made[at - pixel], above[at], above[at - pixel]) if at >= pixel else (0, above[at], 0)
        made[at] = (value + ((left + up) // 2 if kind == _AVERAGE else _nearest(left, up, corner))) & 0xFF
    return np.array(made, np.uint8)


def _nearest(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
