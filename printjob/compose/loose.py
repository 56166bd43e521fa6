"""Values set by themselves (個別の配置): in another fit than the first, on several lines, or in several faces.
Slower, and few on a page.

Each line is placed absolutely (``Tm``), a run of another face goes on where the last ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from printjob.compose.fontnames import FontUse
from printjob.compose.slots import CLOSE, SHARES, Placed, hundredths
from printjob.compose.syntax import number
from printjob.compose.widths import Advances, FaceRuns
from printjob.model.record import Fitted

Run = tuple[str, bytes, str]
"""face id, operators before the text, text"""


class LooseSlot:
    """One slot on a page whose values may need it."""

    def __init__(
        self, placed: Placed, names: Mapping[FontUse, bytes], advances: Mapping[str, Advances], runs: FaceRuns
    ) -> None:
        self._placed, self._names, self._advances, self._runs = placed, names, advances, runs
        self._share = SHARES[placed.slot.align]
        self._single = placed.slot.faces[0] if len(placed.slot.faces) == 1 else None

    @cached_property
    def _selects(self) -> list[dict[str, bytes]]:
        """By fit, what selects each face."""
        slot = self._placed.slot
        return [
            {face: b"/%b %b Tf " % (self._names[FontUse(face, False)], number(fit.size_pt)) for face in slot.faces}
            for fit in slot.fits
        ]

    @cached_property
    def _places(self) -> list[list[bytes]]:
        """By fit, what leads to each line's anchor."""
        fits = self._placed.slot.fits
        return [
            [
                b"1 0 0 1 %b %b Tm[" % tuple(map(hundredths, self._placed.origin(fit, line)))
                for line in range(len(fits[fit].baselines_pt))
            ]
            for fit in range(len(fits))
        ]

    def runs(self, value: Fitted) -> Iterator[Run]:
        """The runs of all lines that are not empty. ``ValueError`` for more lines than the fit has."""
        places, selects = self._places[value.fit], self._selects[value.fit]
        if len(value.lines) > len(places):
            raise ValueError("more lines than the chosen fit")
        for place, line in zip(places, value.lines, strict=False):
            if line and self._single and not self._share:
                yield self._single, CLOSE + selects[self._single] + place + b"(", line
            elif line:
                yield from self._set(line, place, selects)

    def _set(self, line: str, place: bytes, selects: Mapping[str, bytes]) -> Iterator[Run]:
        runs = self._runs.split(line)
        back = round(self._share * sum(self._advances[face].width(text) for face, text in runs))
        before = place + (b"%d(" % back if back else b"(")
        for face, text in runs:
            yield face, CLOSE + selects[face] + before, text
            before = b"[("
