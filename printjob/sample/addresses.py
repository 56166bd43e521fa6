"""Sample addresses: invented house numbers in real towns, so that postal codes and customer barcodes are real.

Towns come from Japan Post's 郵便番号データ; Hokkaido's own ways of writing are all there: 条丁目, 線・号, 番地, representative codes
(以下に掲載がない場合) and codes of large public offices (事業所の個別番号): the recipient is invented, the mail goes in care of the office (気付).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import msgspec

from printjob.errors import ArgumentMistake, Fault
from printjob.intake.municipality import SamplePlace
from printjob.postal.index import PostalIndex
from printjob.postal.place import Kind, Place
from printjob.sample.people import full_width

LINE_CHARACTERS = 24
"""So many characters of an address stand on one line, and now and then two more."""

_PREFECTURE = re.compile("東京都|京都府|大阪府|..県|...県")
_CHOME_RANGE = re.compile(r"([0-9]+)〜([0-9]+)丁目")
_REPRESENTATIVE_SHARE = 0.005
_OFFICE_SHARE = 0.003
_LONG_LINE_SHARE = 0.2
_WITH_PREFECTURE_SHARE = 0.1
_WITH_DISTRICT_SHARE = 0.05
_PUBLIC = re.compile("(?:[市区]役所|[町村]役場|警察署|税務署|法務局|裁判所|振興局|公共職業安定所)$")
"""Names of offices that samples may give: no companies."""
_DISTRICTS = ("　見本団地北側", "　仮名原野行政区内", "　試験場官舎")


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A recipient's address: postal code, one or two lines; ``office``: the code is a large office's own; ``whole``: no 方書 belongs to it."""

    postal_code: str
    line_1: str
    line_2: str = ""
    office: bool = False
    whole: bool = False


class Town(msgspec.Struct, frozen=True, kw_only=True):
    """A town to draw house numbers in; ``chome`` is the range of 丁目 its postal code is for, (0, 0) where there is none."""

    postal_code: str
    city: str
    town: str
    chome: tuple[int, int]


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """One of the real cities behind a sample municipality."""

    towns: tuple[Town, ...]
    representative: str
    offices: tuple[Address, ...]


class Addresses(msgspec.Struct, frozen=True):
    """All areas of a municipality's recipients, drawn by share; the first is where its land lies."""

    areas: tuple[Area, ...]
    cumulative: tuple[int, ...]

    def draw(self, rng: random.Random) -> Address:
        """Where one recipient lives."""
        area = rng.choices(self.areas, cum_weights=self.cumulative)[0]
        kind = rng.random()
        if kind < _OFFICE_SHARE and area.offices:
            return rng.choice(area.offices)
        if kind > 1 - _REPRESENTATIVE_SHARE and area.representative:
            return _representative(rng, area)
        town = rng.choice(area.towns)
        return _lines(rng, town.postal_code, town.city + town.town, house_number(rng, town))

    def draw_kind(self, rng: random.Random, kind: str) -> Address:
        """An address of a rare kind: ``town`` (no house number), ``office`` (大口事業所の個別番号) or ``representative`` (代表番号).

        ``ValueError`` for another kind, or where these places have none.
        """
        found: list[Address] = []
        for area in self.areas:
            if kind == "town":
                found += [Address(postal_code=town.postal_code, line_1=town.city + town.town, whole=True) for town in area.towns]
            elif kind == "office":
                found += area.offices
            elif kind == "representative" and area.representative:
                found.append(_representative(rng, area))
        if not found:
            raise ValueError(f"no address of the kind {kind}")
        return rng.choice(found)

    def lot_town(self, rng: random.Random) -> str:
        """A town of the municipality as the 所在 of an asset."""
        town = rng.choice(self.areas[0].towns)
        return town.town + (f"{full_width(rng.randint(*town.chome))}丁目" if town.chome[1] else "")


def _representative(rng: random.Random, area: Area) -> Address:
    return Address(postal_code=area.representative, line_1=f"{area.towns[0].city}字見本{_number(rng)}番地")


def house_number(rng: random.Random, town: Town) -> str:
    """An invented number in the way the town writes it."""
    if town.chome[1]:
        chome = full_width(rng.randint(*town.chome))
        way = rng.random()
        if way < 0.4:
            return f"{chome}丁目{_number(rng, 60)}番{_number(rng, 30)}号"
        if way < 0.7:
            return f"{chome}丁目{_number(rng, 400)}番地の{_number(rng, 40)}"
        return f"{chome}－{_number(rng, 60)}－{_number(rng, 30)}"
    if rng.random() < 0.25:
        return f"{_number(rng, 30)}線{rng.choice(('', '東', '西', '南', '北'))}{_number(rng, 40)}号{_number(rng)}番地"
    return f"{_number(rng)}番地{_number(rng, 60) if rng.random() < 0.4 else ''}"


def _number(rng: random.Random, most: int = 900) -> str:
    return full_width(rng.randint(1, most))


def _lines(rng: random.Random, code: str, head: str, tail: str) -> Address:
    if rng.random() < _WITH_PREFECTURE_SHARE and not _PREFECTURE.match(head):
        head = "北海道" + head
    if rng.random() < _WITH_DISTRICT_SHARE:
        tail += rng.choice(_DISTRICTS)
    limit = LINE_CHARACTERS + (2 if rng.random() < _LONG_LINE_SHARE else 0)
    if len(head) + len(tail) <= limit:
        return Address(postal_code=code, line_1=head + tail)
    return Address(postal_code=code, line_1=head, line_2=tail)


def read_addresses(index: PostalIndex, places: Sequence[SamplePlace], can_carry: Callable[[str], bool]) -> Addresses:
    """The towns of ``places``; ``ArgumentMistake`` when there is none that the format can carry."""
    areas = tuple(_area(index, place, can_carry) for place in places)
    if not areas or not all(area.towns for area in areas):
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="sample_places", detail="no town of these places is known"))
    return Addresses(areas, tuple(accumulate(place.share for place in places)))


def _area(index: PostalIndex, place: SamplePlace, can_carry: Callable[[str], bool]) -> Area:
    prefix = "" if place.prefecture == "北海道" else place.prefecture
    found = [town for code, at in index.towns_of(place.prefecture, place.city) if (town := _town(code, at, prefix))]
    towns = tuple(
        town for town in found if can_carry(town.city + town.town) and len(town.city + town.town) <= LINE_CHARACTERS - 3
    )
    heads = sorted({town.postal_code[:3] for town in towns})
    here = [
        (code, at)
        for code in _special_codes(heads)
        for at in index.places(code)
        if (at.prefecture, at.city) == (place.prefecture, place.city)
    ]
    representative = next((code for code, at in here if at.kind is Kind.REPRESENTATIVE), "")
    offices = tuple(
        office for code, at in here if at.kind is Kind.OFFICE and (office := _office(code, at, prefix, can_carry))
    )
    return Area(towns=towns, representative=representative, offices=offices)


def _special_codes(heads: Sequence[str]) -> Iterator[str]:
    """Where representative codes (…0000, …nn00) and codes of offices (…8500 and on) are found under three-digit heads."""
    for head in heads:
        yield from (f"{head}{number:02d}00" for number in range(100))
        yield from (f"{head}{number:04d}" for number in range(8501, 8800))


def _town(code: str, place: Place, prefix: str) -> Town | None:
    """A town whose code says where it is: no small districts in its note, no list in its name."""
    if not place.town or re.search(r"[〜、（]", place.town):
        return None
    chome = _CHOME_RANGE.fullmatch(place.note)
    if place.note and not chome:
        return None
    first, last = (int(chome[1]), int(chome[2])) if chome else ((1, 9) if re.search(r"[条通]$", place.town) else (0, 0))
    return Town(postal_code=code, city=prefix + place.city, town=place.town, chome=(first, last))


def _office(code: str, place: Place, prefix: str, can_carry: Callable[[str], bool]) -> Address | None:
    line, care = prefix + place.city + place.town + place.note, f"{place.name}　気付"
    if not _PUBLIC.search(place.name) or max(len(line), len(care)) > LINE_CHARACTERS or not can_carry(line + care):
        return None
    return Address(postal_code=code, line_1=line, line_2=care, office=True, whole=True)


_AFTER = re.compile(r"(?<=[　 ])|(?<=[町村区条通号])(?![0-9０-９])|(?<=丁目)|(?<=番地)(?![0-9０-９のー－-])")


def split_address(text: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """A whole address on one line, or on two cut at a border that people would choose, never inside a number.

    Blanks at the cut are left out: the line's end stands for them. ``ArgumentMistake`` when no cut makes both lines fit.
    """
    if fits(text):
        return text, ""
    for cut in sorted((found.start() for found in _AFTER.finditer(text)), reverse=True):
        first, second = text[:cut].rstrip("　 "), text[cut:].lstrip("　 ")
        if first and second and fits(first) and fits(second):
            return first, second
    raise ArgumentMistake(Fault(id="PJ-1601-E", field="address", detail="the address does not fit its two lines"))
