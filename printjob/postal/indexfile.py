"""The postal index as bytes: the same (code, place) rows and version always make the same file.

All numbers are 32-bit in the machine's order (the file is made where it is used), strings UTF-8; string 0 is the version::

    header   magic "PJPO", format, how many codes, places, cities, rivals, strings
    codes    code[c]  first_place[c + 1]  first_rival[c + 1]           codes rise: found by binary search
    places   code[p] city[p] town[p] kind[p] note[p] name[p] old[p]    numbers of a city or a string
    cities   prefecture[k] city[k] first[k + 1] place[p]               the places of each city, in code order
    rivals   place[r]                                                  see :mod:`printjob.postal.rivals`
    strings  offset[s + 1] bytes
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from printjob.postal.place import Place
from printjob.postal.rivals import rivals_of_codes

MAGIC = int.from_bytes(b"PJPO", "little")
FORMAT = 3
"""Raised when the layout changes, or the ways of writing a town that the rivals were found by"""
HEADER_WORDS = 7

_Key = TypeVar("_Key", bound=Hashable)


class Columns(NamedTuple):
    """The file's columns in file order: as lists when it is written, as mapped views when it is read."""

    code: Sequence[int]
    first_place: Sequence[int]
    first_rival: Sequence[int]
    place_code: Sequence[int]
    place_city: Sequence[int]
    place_town: Sequence[int]
    place_kind: Sequence[int]
    place_note: Sequence[int]
    place_name: Sequence[int]
    place_old: Sequence[int]
    city_prefecture: Sequence[int]
    city_name: Sequence[int]
    city_first: Sequence[int]
    city_place: Sequence[int]
    rival: Sequence[int]
    string_offset: Sequence[int]


def column_lengths(codes: int, places: int, cities: int, rivals: int, strings: int) -> tuple[int, ...]:
    """How many numbers each column has, in the order of :class:`Columns`."""
    return (codes, codes + 1, codes + 1, *[places] * 7, cities, cities, cities + 1, places, rivals, strings + 1)


def build(rows: Iterable[tuple[str, Place]], version: str) -> bytes:
    """The file's bytes; rows of one code keep their order."""
    ordered = sorted(rows, key=lambda row: row[0])
    codes, places = [int(code) for code, _ in ordered], [place for _, place in ordered]
    texts = (text for p in places for text in (p.prefecture, p.city, p.town, p.note, p.name, p.old_code))
    strings = _numbered([version, *texts])
    cities = _numbered((p.prefecture, p.city) for p in places)
    place_city = [cities[p.prefecture, p.city] for p in places]
    rivals = rivals_of_codes(codes, places)
    encoded = [text.encode() for text in strings]
    columns = Columns(
        code=sorted(set(codes)),
        first_place=_firsts(codes),
        first_rival=[0, *accumulate(map(len, rivals))],
        place_code=codes,
        place_city=place_city,
        place_town=[strings[p.town] for p in places],
        place_kind=[p.kind for p in places],
        place_note=[strings[p.note] for p in places],
        place_name=[strings[p.name] for p in places],
        place_old=[strings[p.old_code] for p in places],
        city_prefecture=[strings[prefecture] for prefecture, _ in cities],
        city_name=[strings[city] for _, city in cities],
        city_first=_firsts(sorted(place_city)),
        city_place=sorted(range(len(places)), key=lambda number: (place_city[number], number)),
        rival=[number for numbers in rivals for number in numbers],
        string_offset=[0, *accumulate(len(text) for text in encoded)],
    )
    header = [MAGIC, FORMAT, len(columns.code), len(places), len(cities), len(columns.rival), len(strings)]
    return b"".join(array("I", column).tobytes() for column in (header, *columns)) + b"".join(encoded)


def _numbered(keys: Iterable[_Key]) -> dict[_Key, int]:
    """Each different key with its number, in order of first appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys))}


def _firsts(rising: list[int]) -> list[int]:
    """Where each run of equal values begins, and at the end the length."""
    begins = [at for at, value in enumerate(rising) if at == 0 or rising[at - 1] != value]
    return [*begins, len(rising)]
