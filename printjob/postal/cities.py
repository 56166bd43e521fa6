"""Which city an address names, and its 住所表示番号 when the postal code is of no help.

Used for the report on a piece that gets no barcode, and to see that no other town of the same city fits an address better.
"""

from __future__ import annotations

import re
from functools import lru_cache

from printjob.postal.address import Towns, area_names
from printjob.postal.display_number import display_number
from printjob.postal.folding import fold, unfolded_length
from printjob.postal.index import PostalIndex
from printjob.postal.numerals import SIGNS
from printjob.postal.place import FLOOR_NOTE

_FIRST_NUMBER = re.compile(f"[0-9０-９]|[{SIGNS}]+(?=丁目|丁|番地|番|号|地割|線)")
_LONGEST_AREA = 24


@lru_cache(maxsize=512)
def city_towns(index: PostalIndex, prefecture: str, city: str) -> Towns:
    """Every town of the city except the towers."""
    return Towns(place for _, place in index.towns_of(prefecture, city) if not FLOOR_NOTE.search(place.note))


def cities_at_head(address: str, index: PostalIndex) -> set[tuple[str, str]]:
    """The (都道府県, 市区町村) that the head of the address may name; none when it names none."""
    return _area_at_head(address, index)[1]


def digits_of_any(address: str, index: PostalIndex) -> str:
    """住所表示番号 behind a town of the city that the address names, else from the first number behind the city. Never raises."""
    length, cities = _area_at_head(address, index)
    for prefecture, city in sorted(cities):
        if found := city_towns(index, prefecture, city).split_at_head(address):
            return display_number(found.b)
    first = _FIRST_NUMBER.search(address, length)
    return display_number(address[first.start() :]) if first else ""


@lru_cache(maxsize=4)
def _cities_by_name(index: PostalIndex) -> dict[str, set[tuple[str, str]]]:
    """Every way to write a city, folded, with the cities it may mean."""
    named: dict[str, set[tuple[str, str]]] = {}
    for prefecture, city in index.cities():
        for name in area_names(prefecture, city) - {"", fold(prefecture)}:
            named.setdefault(name, set()).add((prefecture, city))
    return named


def _area_at_head(address: str, index: PostalIndex) -> tuple[int, set[tuple[str, str]]]:
    folded, named = fold(address), _cities_by_name(index)
    for length in range(min(_LONGEST_AREA, len(folded)), 0, -1):
        if cities := named.get(folded[:length]):
            return unfolded_length(address, length), cities
    return 0, set()
