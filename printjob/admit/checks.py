"""Does a text fit its place and has it glyphs? Asked for every printed text of every record, so answers are kept.

A slot that promises ASCII in a fixed-width face is a matter of counting characters. Other texts repeat a lot (地目, dates, towns):
a text found good is remembered, up to a bound, per value.
"""

from __future__ import annotations

from collections.abc import Sequence

from printjob.errors import Fault, masked
from printjob.layout.fitting import fit_table, fitted_slots, plain_slots
from printjob.model.form import Slot, ValueSpec
from printjob.model.record import Fitted

_REMEMBERED = 20_000
_HALF_WIDTH_EM = 0.5


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
        for index, text in enumerate(texts):
            for slot in self._slots[index]:
                fault = misfit(slot, self._specs[index].source, text)
                if fault is not None:
                    return fault
            if not self._longest[index]:
                _remember(self._good[index], text)
        return None


class FittedChecks:
    """Chooses the fit of each fitted value (names, addresses)."""

    def __init__(self, specs: Sequence[ValueSpec], slots: Sequence[Slot]) -> None:
        self._sources = [spec.source for spec in specs]
        self._slots = fitted_slots(slots, len(specs))
        self._tables = [fit_table(slot) for slot in self._slots]

    def fit(self, texts: Sequence[str]) -> tuple[Fitted, ...] | Fault:
        """The texts as they will be set, or the first that cannot be."""
        result = []
        for text, table, slot, source in zip(texts, self._tables, self._slots, self._sources, strict=True):
            fitted = None if table.missing(text) else table.fit(text)
            if fitted is None:
                return _why(slot, source, text)
            result.append(fitted)
        return tuple(result)


def _remember(good: set[str], text: str) -> None:
    if len(good) >= _REMEMBERED:
        good.clear()
        good.add("")
    good.add(text)


def _longest(slots: Sequence[Slot]) -> int:
    """The most characters that every slot takes; 0 when a slot's texts must be measured."""
    if not slots or not all(slot.ascii for slot in slots):
        return 0
    return min(int(slot.width_pt / (slot.fits[0].size_pt * _HALF_WIDTH_EM) + 1e-6) for slot in slots)


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
