"""Where texts must stand on a page, and which (期待文字): a page kind's slots as places, a notice's values as texts at places.

A :class:`Place` is one line of one slot (of one of its fits). :meth:`PagePlaces.expected` says for one notice which places bear which
text; every other place stays empty, and nothing stands anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from operator import itemgetter
from typing import NamedTuple

from printjob.model.form import Form, PageKind, RowKind, Slot
from printjob.model.record import Fitted, Prepared, Row

X_TOLERANCE_PT = 0.03
Y_TOLERANCE_PT = 0.02
_SIZE_TOLERANCE_PT = 0.001
_SHARES = {"left": 0.0, "centre": 0.5, "right": 1.0}
Getter = Callable[[Sequence[str]], Sequence[str]]


class Place(NamedTuple):
    """One line of a slot: ``share`` of the text's width lies left of ``x_pt``."""

    number: int
    name: str
    x_pt: float
    y_pt: float
    size_pt: float
    share: float
    faces: tuple[str, ...]


class _Texts(NamedTuple):
    """Slots of one owner (page or row): plain ones picked at once, fitted ones with the place number of each fit and line."""

    plain: tuple[int, ...]
    pick: Getter
    fitted: tuple[tuple[int, tuple[tuple[int, ...], ...]], ...]


class PagePlaces:
    """The places of one page kind whose blocks have these row kinds."""

    def __init__(self, form: Form, kind: PageKind | None, row_kinds: Sequence[RowKind], front: bool) -> None:
        self.places: list[Place] = []
        self._numbers = count()
        slots = kind.slots if kind else ()
        self._page = self._owner(slots, 0.0)
        tops = kind.tops_pt if kind else ()
        self._rows = [self._owner(row.slots, top) for row, top in zip(row_kinds, tops, strict=False)]
        computed = [*(kind.computed if kind else ()), form.front if front else form.back]
        self._computed = [(entry.kind, next(self._placed(entry.slot, 0.0))[0]) for entry in computed]
        self._by_height: dict[int, list[Place]] = {}
        for place in self.places:
            self._by_height.setdefault(round(place.y_pt), []).append(place)
        self._same = _coincident(self.places)

    def expected(self, prepared: Prepared, rows: Sequence[Row], computed: dict[str, str]) -> dict[int, str]:
        """Text by place number, empty ones left out; ``computed`` gives the texts that follow from the plan."""
        texts = {number: computed[kind] for kind, number in self._computed}
        _fill(texts, self._page, prepared.values, prepared.fitted)
        for row, owner in zip(rows, self._rows, strict=True):
            _fill(texts, owner, row.values, row.fitted)
        found = {number: text for number, text in texts.items() if text}
        for number, first in self._same:
            # Texts that exclude each other share a place. Two at once would be printed over each other: one of them is not found then.
            if number in found and first not in found:
                found[first] = found.pop(number)
        return found

    def find(self, x_pt: float, y_pt: float, width_pt: float, size_pt: float, face: str) -> Place | None:
        """The place of a text that starts at ``x_pt`` and is ``width_pt`` wide."""
        for place in self.on_line(y_pt, size_pt, face):
            if abs(x_pt + place.share * width_pt - place.x_pt) <= X_TOLERANCE_PT:
                return place
        return None

    def on_line(self, y_pt: float, size_pt: float, face: str) -> Iterator[Place]:
        """The places whose baseline, size and faces fit."""
        for height in {round(y_pt - Y_TOLERANCE_PT), round(y_pt + Y_TOLERANCE_PT)}:
            for place in self._by_height.get(height, ()):
                fits = abs(place.y_pt - y_pt) <= Y_TOLERANCE_PT and abs(place.size_pt - size_pt) <= _SIZE_TOLERANCE_PT
                if fits and face in place.faces:
                    yield place

    def _owner(self, slots: tuple[Slot, ...], lift_pt: float) -> _Texts:
        plain = [(slot.value, next(self._placed(slot, lift_pt))[0]) for slot in slots if not slot.fitted]
        fitted = [(slot.value, tuple(self._placed(slot, lift_pt))) for slot in slots if slot.fitted]
        return _Texts(tuple(number for _, number in plain), _picker([value for value, _ in plain]), tuple(fitted))

    def _placed(self, slot: Slot, lift_pt: float) -> Iterator[tuple[int, ...]]:
        for fit in slot.fits:
            numbers = [next(self._numbers) for _ in fit.baselines_pt]
            for number, baseline in zip(numbers, fit.baselines_pt, strict=True):
                share = _SHARES[slot.align]
                self.places.append(Place(number, slot.name, slot.x_pt, baseline + lift_pt, fit.size_pt, share, slot.faces))
            yield tuple(numbers)


def _coincident(places: Sequence[Place]) -> list[tuple[int, int]]:
    """Places that nothing tells from an earlier one, as (number, number of the first)."""
    first: dict[tuple[object, ...], int] = {}
    keys = [(place.number, place[2:]) for place in places]
    return [(number, first[key]) for number, key in keys if first.setdefault(key, number) != number]


def _picker(values: list[int]) -> Getter:
    if len(values) > 1:
        return itemgetter(*values)
    return lambda texts: [texts[value] for value in values]


def _fill(texts: dict[int, str], owner: _Texts, values: Sequence[str], fitted: Sequence[Fitted]) -> None:
    texts.update(zip(owner.plain, owner.pick(values), strict=True))
    for index, fits in owner.fitted:
        chosen = fitted[index]
        places = fits[chosen.fit]
        if len(places) == 1 == len(chosen.lines):
            texts[places[0]] = chosen.lines[0]
            continue
        texts.update(zip(places, chosen.lines, strict=False))
        # A line that the fit has no place for can be nowhere on the page: a place that is never found.
        texts.update((-1 - line, chosen.lines[line]) for line in range(len(places), len(chosen.lines)))
