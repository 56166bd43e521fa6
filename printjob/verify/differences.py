"""What a page says against what it must say, text by text: for pages that the quick reader did not find right.

A text may be shown in several strings (a font for each run of clusters): strings that follow each other without a gap are read on
until they say what the place expects. Every string is used once; whatever is left over is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from printjob.errors import masked
from printjob.verify.content import Shown
from printjob.verify.fonts import PrintedFont
from printjob.verify.places import X_TOLERANCE_PT, Y_TOLERANCE_PT, PagePlaces, Place


class Difference(NamedTuple):
    """One text that is not as it must be: fault id, the slot's name (or none), masked value, what was expected."""

    fault: str
    name: str
    value: str
    detail: str


class _Run(NamedTuple):
    x_pt: float
    y_pt: float
    width_pt: float
    size_pt: float
    face: str
    text: str

    @property
    def end_pt(self) -> float:
        return self.x_pt + self.width_pt


def differences(
    shown: Sequence[Shown], fonts: Mapping[str, PrintedFont], places: PagePlaces, expected: Mapping[int, str]
) -> list[Difference]:
    """All differences, unproven glyphs first, then texts that are wrong or missing, then texts that belong to nothing."""
    doubts = [
        Difference("PJ-1504-E", "", masked(fonts[text.font].claimed(text.string)), doubt)
        for text in shown
        if text.font in fonts and (doubt := fonts[text.font].doubt(text.string))
    ]
    runs = [_run(text, fonts.get(text.font)) for text in shown]
    missing = _take_whole(runs, places, dict(expected))
    missing = _take_chains(runs, places, missing)
    return doubts + [_wrong(runs, places, number, text) for number, text in missing.items()] + [_stray(run) for run in runs]


def _run(text: Shown, font: PrintedFont | None) -> _Run:
    if font is None:
        return _Run(text.x_pt, text.y_pt, 0.0, text.size_pt, "", "\ufffd")
    width = font.advance(text.string) * text.size_pt
    return _Run(text.x_pt, text.y_pt, width, text.size_pt, font.face, font.claimed(text.string))


def _take_whole(runs: list[_Run], places: PagePlaces, expected: dict[int, str]) -> dict[int, str]:
    for run in list(runs):
        for place in places.on_line(run.y_pt, run.size_pt, run.face):
            if expected.get(place.number) == run.text and _anchored(run.x_pt, run.width_pt, place):
                del expected[place.number]
                runs.remove(run)
                break
    return expected


def _take_chains(runs: list[_Run], places: PagePlaces, expected: dict[int, str]) -> dict[int, str]:
    left: dict[int, str] = {}
    for number, text in expected.items():
        place = _place(places, number)
        chain = next((found for run in runs if place and (found := _chain(runs, run, place, text))), [])
        for run in chain:
            runs.remove(run)
        if not chain:
            left[number] = text
    return left


def _chain(runs: list[_Run], first: _Run, place: Place, text: str) -> list[_Run]:
    chain: list[_Run] = []
    following: _Run | None = first
    while following is not None and text.startswith("".join(run.text for run in [*chain, following])):
        if not _fits(following, place):
            return []
        chain.append(following)
        end = following.end_pt
        following = next((run for run in runs if run not in chain and abs(run.x_pt - end) <= X_TOLERANCE_PT and _fits(run, place)), None)
    whole = "".join(run.text for run in chain) == text
    return chain if whole and _anchored(first.x_pt, chain[-1].end_pt - first.x_pt, place) else []


def _fits(run: _Run, place: Place) -> bool:
    return abs(run.y_pt - place.y_pt) <= Y_TOLERANCE_PT and run.face in place.faces and abs(run.size_pt - place.size_pt) <= Y_TOLERANCE_PT


def _anchored(x_pt: float, width_pt: float, place: Place) -> bool:
    return abs(x_pt + place.share * width_pt - place.x_pt) <= X_TOLERANCE_PT


def _place(places: PagePlaces, number: int) -> Place | None:
    return places.places[number] if 0 <= number < len(places.places) else None


def _wrong(runs: list[_Run], places: PagePlaces, number: int, text: str) -> Difference:
    place = _place(places, number)
    if place is None:
        return Difference("PJ-1502-E", "", masked(text), "the chosen fit has no line for it")
    for run in runs:
        if _fits(run, place) and _anchored(run.x_pt, run.width_pt, place):
            runs.remove(run)
            return Difference("PJ-1502-E", place.name, masked(run.text), f"the record says {masked(text)}")
    return Difference("PJ-1502-E", place.name, "", f"{masked(text)} is not at its place")


def _stray(run: _Run) -> Difference:
    return Difference("PJ-1502-E", "", masked(run.text), f"a text that belongs to no place, at {run.x_pt:.2f} {run.y_pt:.2f} pt")
