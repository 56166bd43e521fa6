"""The customer barcode on paper (カスタマバーコード): 67 filled bars, in the ratio 3:2:1, exact to the device dot.

A bar is ``u`` wide, the pitch 2u; long bars are 6u high, semi-long 4u, timing bars 2u. Codes: 1 long, 2 semi-long
upward, 3 semi-long downward, 4 timing. Every edge lies 0.01 pt inside its dot border: rectangles exactly on dot
borders become a dot wider in Poppler and MuPDF.
Source: Japan Post, 郵便番号・バーコードマニュアル, bar shapes and
dimensions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from printjob.compose.syntax import number
from printjob.model.form import Bars

BAR_COUNT = 67
INSET_PT = 0.01
_FEET_AND_HEADS = {"1": (0, 6), "2": (2, 6), "3": (0, 4), "4": (2, 4)}
"""in u above the foot of a long bar"""
_WORD = 3
"""a code word is three bars; between the start code's two and the stop code's two there are 21"""


class BarPainter:
    """Operators of the barcode at one place of a form, which is snapped to the device's dots."""

    def __init__(self, place: Bars, device_dpi: int) -> None:
        dot_pt = 72 / device_dpi
        self._unit_pt = place.dots * dot_pt
        self._x_pt, self._y_pt = round(place.x_pt / dot_pt) * dot_pt, round(place.y_pt / dot_pt) * dot_pt
        bars = [{code: self._bar(position, code) for code in _FEET_AND_HEADS} for position in range(BAR_COUNT)]
        cuts = [0, 2, *range(2 + _WORD, BAR_COUNT - 1, _WORD), BAR_COUNT]
        self._spans = [slice(start, stop) for start, stop in pairwise(cuts)]
        self._words = [_Words(bars[span]) for span in self._spans]

    def paint(self, bars: str) -> bytes:
        """The rectangles of all bars, still to be filled; an empty text paints nothing. ``ValueError`` for any other text
        than 67 codes 1-4.
        """
        if not bars:
            return b""
        if len(bars) != BAR_COUNT:
            raise ValueError(f"{len(bars)} bars instead of {BAR_COUNT}")
        return b"".join([words[bars[span]] for words, span in zip(self._words, self._spans, strict=True)])

    def _bar(self, position: int, code: str) -> bytes:
        foot, head = _FEET_AND_HEADS[code]
        return b"%b %b %b %b re\n" % (
            number(self._x_pt + 2 * position * self._unit_pt + INSET_PT),
            number(self._y_pt + foot * self._unit_pt + INSET_PT),
            number(self._unit_pt - 2 * INSET_PT),
            number((head - foot) * self._unit_pt - 2 * INSET_PT),
        )


class _Words(dict[str, bytes]):
    """Operators of a code word at its place, made when it first occurs; ``ValueError`` for a code other than 1-4."""

    def __init__(self, bars: Sequence[Mapping[str, bytes]]) -> None:
        super().__init__()
        self._bars = bars

    def __missing__(self, codes: str) -> bytes:
        if not set(codes) <= _FEET_AND_HEADS.keys():
            raise ValueError("a bar has no code 1-4")
        self[codes] = made = b"".join([bar[code] for bar, code in zip(self._bars, codes, strict=True)])
        return made


@lru_cache(maxsize=64)
def bar_painter(place: Bars, device_dpi: int) -> BarPainter:
    """The painter of this place, made once in a process."""
    return BarPainter(place, device_dpi)
