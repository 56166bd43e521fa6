"""The rivals of a postal code: the other towns of its cities that an address of the code may mean, found once, when the index is made.

A town is a rival of a code when its name, in any way of writing it, begins with a name of one of the code's towns: the same town under
another code (told apart by 丁目 or 番地, if at all), or a longer town (稲荷町三丁目 behind 稲荷町). Of 122,000 towns few have any, so that a
piece need not be compared with all the towns of its city. Towers are none: their codes are told apart by building and floor.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from printjob.postal.address import town_names
from printjob.postal.place import FLOOR_NOTE, Kind, Place

_Named = tuple[str, int]


def rivals_of_codes(codes: Sequence[int], places: Sequence[Place]) -> list[list[int]]:
    """For each different code, in order: the numbers of its rivals in ``places``, rising. ``codes`` rise, one for each place.

    >>> north, east = Place("甲県", "乙市", "北"), Place("甲県", "乙市", "北東町")
    >>> rivals_of_codes([1, 2], [north, east])
    [[1], []]
    """
    names = [town_names(place) if _is_town(place) else set() for place in places]
    found: dict[int, set[int]] = {code: set() for code in codes}
    for members in _by_city(places):
        ordered = sorted((name, number) for number in members for name in names[number])
        for name, number in ordered:
            found[codes[number]].update(_beginning_with(name, ordered))
    return [sorted(number for number in numbers if codes[number] != code) for code, numbers in found.items()]


def _is_town(place: Place) -> bool:
    return place.kind is Kind.TOWN and not FLOOR_NOTE.search(place.note)


def _by_city(places: Sequence[Place]) -> Iterable[list[int]]:
    cities: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if _is_town(place):
            cities[place.prefecture, place.city].append(number)
    return cities.values()


def _beginning_with(name: str, ordered: Sequence[_Named]) -> Iterable[int]:
    """The numbers whose name begins with ``name``; all of them for a town without a name of its own."""
    at = bisect_left(ordered, (name, 0))
    while at < len(ordered) and ordered[at][0].startswith(name):
        yield ordered[at][1]
        at += 1
