"""Does a text fit its place and has it glyphs? Asked for every printed text of every record, so answers are kept.

A slot that promises figures in a fixed-width face is a matter of counting characters. Other texts repeat a lot (地目, dates, towns):
a text found good is remembered, up to a bound, per value. A value that no slot prints (the digits of a symbol) is not looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from printjob.errors import Fault, masked
from printjob.layout.fitting import fit_table, fitted_slots, plain_slots
from printjob.model.form import Slot, ValueSpec
from printjob.model.record import Fitted

_REMEMBERED = 10_000
_HALF_WIDTH_EM = 0.5
_FIGURES = "".join(map(chr, range(0x20, 0x7F))) + "▲"


class PlainChecks:
    """The checks of one list of plain values (a notice's own, or one row kind's)."""

    def __init__(self, specs: Sequence[ValueSpec], slots: Sequence[Slot]) -> None:
        self._specs = specs
        self._slots = plain_slots(slots, len(specs))
        self._longest = [_longest(of_value) for of_value in self._slots]
        self._good: list[set[str]] = [{""} for _ in specs]

    def fault(self, texts: Sequence[str]) -> Fault | None:
        """The first text that cannot be printed, as a fault without place; ``None`` when all can."""
        for text, longest, good in zip(texts, self._longest, self._good, strict=True):
            if (len(text) > longest) if longest else (text not in good):
                return self._closely(texts)
        return None

    def _closely(self, texts: Sequence[str]) -> Fault | None:
        for index, (text, longest, good) in enumerate(zip(texts, self._longest, self._good, strict=True)):
            if (len(text) <= longest) if longest else (text in good):
                continue
            for slot in self._slots[index]:
                fault = misfit(slot, self._specs[index].source, text)
                if fault is not None:
                    return fault
            if not longest:
                _remember(good, text)
        return None


class FittedChecks:
    """Chooses the fit of each fitted value (names, addresses, 所在)."""

    def __init__(self, specs: Sequence[ValueSpec], slots: Sequence[Slot]) -> None:
        self._sources = [spec.source for spec in specs]
        self._slots = fitted_slots(slots, len(specs))
        self._known: list[dict[str, Fitted]] = [{} for _ in specs]

    def fit(self, texts: Sequence[str]) -> tuple[Fitted, ...] | Fault:
        """The texts as they will be set, or the first that cannot be."""
        result = []
        for index, (text, known) in enumerate(zip(texts, self._known, strict=True)):
            fitted = known.get(text) or self._measure(index, text)
            if fitted is None:
                return _why(self._slots[index], self._sources[index], text)
            result.append(fitted)
        return tuple(result)

    def _measure(self, index: int, text: str) -> Fitted | None:
        table, known = fit_table(self._slots[index]), self._known[index]
        fitted = None if table.missing(text) else table.fit(text)
        if fitted is not None:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[text] = fitted
        return fitted


def _remember(good: set[str], text: str) -> None:
    if len(good) >= _REMEMBERED:
        good.clear()
        good.add("")
    good.add(text)


def _longest(slots: Sequence[Slot]) -> int:
    """So many characters fit every slot for sure, whatever they are; 0 when a slot's texts must be measured."""
    return min((_sure_length(slot) for slot in slots), default=sys.maxsize)


def _sure_length(slot: Slot) -> int:
    """Half-width characters that a slot of figures takes; ▲ stands once at most and is two of them."""
    if not (slot.ascii or slot.figures) or fit_table(slot).missing(_FIGURES):
        return 0
    return int(slot.width_pt / (slot.fits[0].size_pt * _HALF_WIDTH_EM) + 1e-6) - slot.figures


def misfit(slot: Slot, field: str, text: str) -> Fault | None:
    """Why ``text`` cannot stand in a plain ``slot``; ``None`` when it can."""
    table = fit_table(slot)
    return None if not table.missing(text) and table.fits(text) else _why(slot, field, text)


def _why(slot: Slot, field: str, text: str) -> Fault:
    """A character without glyph (``PJ-1301-W``), else no room (``PJ-1302-W``)."""
    lacking = fit_table(slot).missing(text)
    if lacking:
        codes = " ".join(f"U+{ord(character):04X}" for character in lacking[0])
        return Fault(id="PJ-1301-W", field=field, value=masked(text), detail=codes)
    return Fault(id="PJ-1302-W", field=field, value=masked(text), detail=f"{slot.width_pt * 25.4 / 72:.1f} mm")
