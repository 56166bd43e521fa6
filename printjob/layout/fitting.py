"""Fitting (文字の収まり): the size and lines in which a text stands in its slot, or that it does not.

Fits are tried in their order. Lines break only as :mod:`~printjob.layout.breaking` allows, at spaces where that is enough. A text
that fits is set exactly as told here; nothing is squeezed or cut.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from printjob.layout.breaking import SPACES, breaks, wrap
from printjob.layout.facelist import face_list
from printjob.model.form import Slot, Variant, page_kinds
from printjob.model.record import Fitted
from printjob.typefaces.clusters import clusters

_TOLERANCE_EM = 1e-6


class FitTable:
    """A slot made ready to take many texts. Every text handed in must have glyphs: ask :meth:`missing` first."""

    def __init__(self, slot: Slot) -> None:
        self._faces = face_list(slot.faces)
        self.missing = self._faces.missing
        self._covers = self._faces.covers
        self._limits = [slot.width_pt / fit.size_pt + _TOLERANCE_EM for fit in slot.fits]
        self._line_counts = [len(fit.baselines_pt) for fit in slot.fits]
        self._sure = int(self._limits[0] / self._faces.widest)
        narrow = self._faces.widest_ascii
        self._sure_ascii = int(self._limits[0] / narrow) if narrow else 0

    def fits(self, text: str) -> bool:
        """Whether the text fits on one line in the first size."""
        length = len(text)
        if length <= self._sure_ascii and text.isascii() and text.isprintable():
            return True
        if length <= self._sure and self._covers(text):
            return True
        return self._faces.width(text) <= self._limits[0]

    def fit(self, text: str) -> Fitted | None:
        """The first fit that takes the text, with exactly as many lines as the fit has baselines; ``None``: it does not fit."""
        if self._line_counts[0] == 1 and self.fits(text):
            return Fitted(0, (text,))
        parts = clusters(text)
        widths = self._faces.widths(parts)
        total, allowed = sum(widths), None
        for index, (limit, count) in enumerate(zip(self._limits, self._line_counts, strict=True)):
            if count == 1:
                if total <= limit:
                    return Fitted(index, (text,))
            elif total <= (limit + 1) * count:
                allowed = allowed or breaks(parts)
                lines = _lines(parts, widths, allowed, limit, count)
                if lines is not None:
                    return Fitted(index, lines)
        return None


def _lines(parts: list[str], widths: list[float], allowed: list[bool], limit: float, count: int) -> tuple[str, ...] | None:
    at_spaces = [may and parts[at - 1] in SPACES for at, may in enumerate(allowed)]
    for places in (at_spaces, allowed):
        lines = wrap(parts, widths, places, limit)
        if lines is not None and len(lines) == count:
            return tuple("".join(parts[start:stop]) for start, stop in lines)
    return None


@functools.lru_cache(maxsize=1024)
def fit_table(slot: Slot) -> FitTable:
    """The table of a slot, made once in a process."""
    return FitTable(slot)


def page_slots(variant: Variant) -> list[Slot]:
    """The slots of all page kinds of a variant, each once; they print ``Prepared.values`` and ``Prepared.fitted``."""
    return list(dict.fromkeys(slot for kind in page_kinds(variant) for slot in kind.slots))


def plain_slots(slots: Sequence[Slot], count: int) -> list[tuple[Slot, ...]]:
    """For each of ``count`` plain values, the slots that print it: the text must fit all of them. A symbol's digits have none."""
    return [tuple(slot for slot in slots if not slot.fitted and slot.value == index) for index in range(count)]


def fitted_slots(slots: Sequence[Slot], count: int) -> list[Slot]:
    """For each of ``count`` fitted values, a slot that prints it; slots that share one have the same width, faces and sizes."""
    return [next(slot for slot in slots if slot.fitted and slot.value == index) for index in range(count)]
