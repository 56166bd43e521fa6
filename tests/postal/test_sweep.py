"""Every town of KEN_ALL with 「1丁目2番3号」 behind it is coded 1-2-3, however a registry writes the town.

The exceptions are listed in ``tests/data/town_exceptions.tsv`` with a reason; each is shown here, by other means than the program's, to
lie in the postal data: either the code's own note says that it is not for 1丁目, or the text is that of another town of the same code.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from printjob.postal.customer import Examined, Level, customer_code, examine
from printjob.postal.index import PostalIndex
from printjob.postal.numerals import to_arabic, to_kanji
from printjob.postal.place import Kind, Place

_TAIL = "1丁目2番3号"
_EXCEPTIONS = Path(__file__).parents[1] / "data" / "town_exceptions.tsv"
_KANJI, _ARABIC = re.compile("[一二三四五六七八九十百]+"), re.compile("[0-9０-９]+")
_OLD = str.maketrans("一二三十", "壱弐参拾")
_STREETS = (
    "烏丸通御池上る",
    "河原町通二条下ル",
    "三条通室町東入",
    "室町通三条上がる",
    "丸太町通七本松東入ル西",
    "堀川角",
)

Row = tuple[str, Place]


@pytest.fixture(scope="session")
def towns(index: PostalIndex) -> list[Row]:
    """All towns of the data with their codes, city by city."""
    rows = [(code, place) for code in index.codes() for place in index.places(code) if place.kind is Kind.TOWN]
    return sorted(rows, key=lambda row: (row[1].prefecture, row[1].city))


@pytest.fixture(scope="session")
def swept(index: PostalIndex, towns: list[Row]) -> list[tuple[str, Place, Examined]]:
    """What is found for every town as KEN_ALL writes it."""
    return [
        (code, place, examine(code, place.prefecture + place.city + place.town + _TAIL, index)) for code, place in towns
    ]


def exceptions() -> list[dict[str, str]]:
    """The listed exceptions: postal_code, prefecture, city, town, note, digits, why (``another-town`` or ``not-for-1-chome``)."""
    with _EXCEPTIONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_town_is_right_but_for_the_listed_ones(swept: list[tuple[str, Place, Examined]]) -> None:
    assert len(swept) > 120_000
    found = [
        (code, place.prefecture, place.city, place.town, place.note, one.digits)
        for code, place, one in swept
        if (one.digits, one.reason) != ("1-2-3", "")
    ]
    names = ("postal_code", "prefecture", "city", "town", "note", "digits")
    assert sorted(found) == sorted(tuple(row[name] for name in names) for row in exceptions())


def test_an_exception_to_a_range_has_a_note_that_is_not_for_chome_1() -> None:
    rows = [row for row in exceptions() if row["why"] == "not-for-1-chome"]
    assert len(rows) > 100
    for row in rows:
        note = row["note"]
        assert note == "番地" or (note.endswith("丁目") and "1" not in re.findall("[0-9]+", note)), row
        assert row["digits"] == "1-2-3", "the number is right, only the code does not go with it"


def test_any_other_exception_is_word_for_word_another_town_of_its_code(index: PostalIndex) -> None:
    rows = [row for row in exceptions() if row["why"] == "another-town"]
    assert 0 < len(rows) < 5
    for row in rows:
        address = _in_arabic(row["town"] + _TAIL)
        longer = {_in_arabic(place.town) for place in index.places(row["postal_code"])} - {_in_arabic(row["town"])}
        (town,) = [name for name in longer if address.startswith(name)]
        assert "-".join(re.findall("[0-9]+", address.removeprefix(town))) == row["digits"]


def _in_arabic(text: str) -> str:
    return _KANJI.sub(lambda found: to_arabic(found[0]), unicodedata.normalize("NFKC", text))


def test_within_its_range_such_a_town_is_right_and_certain(index: PostalIndex) -> None:
    for row in exceptions():
        if row["note"].endswith("丁目") and (numbers := re.findall("[0-9]+", row["note"])):
            address = f"{row['city']}{row['town']}{numbers[-1]}丁目2番3号"
            found = examine(row["postal_code"], address, index)
            assert (found.digits, found.reason, found.certain) == (f"{numbers[-1]}-2-3", "", True), address


def test_only_towns_with_several_codes_are_uncertain(swept: list[tuple[str, Place, Examined]]) -> None:
    codes = Counter({(place.prefecture, place.city, place.town, code) for code, place, _ in swept})
    several = Counter(key[:3] for key in codes)
    for _, place, found in swept:
        if not found.certain:
            assert found.level is Level.RANGE
            assert several[place.prefecture, place.city, place.town] > 1 or place.note.endswith("階"), place
    assert 1_000 < sum(not found.certain for *_, found in swept) < 8_000


_WRITINGS: dict[str, Callable[[Place], str]] = {
    "no prefecture": lambda p: p.city + p.town + _TAIL,
    "no county": lambda p: p.prefecture + re.sub("^.+?郡(?=.+[町村])", "", p.city) + p.town + _TAIL,
    "neither": lambda p: re.sub("^.+?郡(?=.+[町村])", "", p.city) + p.town + _TAIL,
    "ward alone": lambda p: re.sub("^.+?市(?=.+区)", "", p.city) + p.town + _TAIL,
    "大字": lambda p: f"{p.prefecture}{p.city}大字{p.town}{_TAIL}",
    "字": lambda p: f"{p.city}字{p.town}{_TAIL}",
    "ヶ": lambda p: p.city + p.town.replace("ケ", "ヶ").replace("が", "ヶ") + _TAIL,
    "が": lambda p: p.city + p.town.replace("ケ", "が") + _TAIL,
    "small ツ": lambda p: p.city + p.town.replace("ツ", "ッ") + _TAIL,
    "large ツ": lambda p: p.city + p.town.replace("ッ", "ツ") + _TAIL,
    "の": lambda p: p.city + p.town.replace("ノ", "の") + _TAIL,
    "之": lambda p: p.city + p.town.replace("の", "之").replace("ノ", "之") + _TAIL,
    "full width": lambda p: f"{p.city}{p.town}１－２－３",
    "half width": lambda p: unicodedata.normalize("NFKC", p.city + p.town) + "1-2-3",
    "kanji numerals": lambda p: f"{p.city}{p.town}一丁目二番三号",
    "old numerals": lambda p: p.city + p.town.translate(_OLD) + "壱丁目弐番参号",
    "blanks": lambda p: f"{p.prefecture} {p.city}　{p.town} {_TAIL}",
    "blanks everywhere": lambda p: "　".join(p.city + p.town) + _TAIL,
    "numbers of the town in kanji": lambda p: p.city + _ARABIC.sub(_kanji, p.town) + _TAIL,
}


def _kanji(found: re.Match[str]) -> str:
    digits = unicodedata.normalize("NFKC", found[0])
    return to_kanji(digits) if len(digits) < 4 else found[0]


@pytest.mark.parametrize("writing", _WRITINGS)
def test_a_town_is_found_in_every_writing(index: PostalIndex, towns: list[Row], writing: str) -> None:
    """Every 61st town (2,010 of them): as for the name that KEN_ALL writes."""
    unlike = []
    for code, place in towns[::61]:
        if place.town:
            written = _WRITINGS[writing](place)
            found = customer_code(code, written, index)
            if found.digits != "1-2-3" or found.reason not in ("", "range-mismatch"):
                unlike.append((code, written, found))
    assert unlike == []


def test_hokkaido_s_numbered_streets_are_towns_in_every_writing(index: PostalIndex, towns: list[Row]) -> None:
    numbered = [row for row in towns if row[1].prefecture == "北海道" and re.search("[条線号]", row[1].town)][::7]
    assert len(numbered) > 100
    for code, place in numbered:
        for town in (_in_arabic(place.town), _ARABIC.sub(_kanji, place.town)):
            assert customer_code(code, f"{place.city}{town}1丁目2番3号", index).digits == "1-2-3", (code, town)


@pytest.mark.parametrize("street", _STREETS)
def test_in_kyoto_streets_may_stand_before_the_town(index: PostalIndex, towns: list[Row], street: str) -> None:
    kyoto = [row for row in towns if row[1].city.startswith("京都市")][::5]
    assert len(kyoto) > 900
    for code, place in kyoto:
        found = customer_code(code, f"{place.city}{street}{place.town}1-2　コーポ305", index)
        assert found.digits == "1-2-305", (code, place.town)
        assert found.reason in ("", "range-mismatch")


def test_in_kyoto_the_code_of_another_town_of_the_ward_is_seen(index: PostalIndex, towns: list[Row]) -> None:
    ward = [row for row in towns if row[1].city == "京都市東山区"]
    for at, (code, place) in enumerate(ward):
        other = ward[at * 7919 % len(ward)][1]
        if other.town != place.town and all(one.town != other.town for one in index.places(code)):
            address = f"{place.city}{_STREETS[at % len(_STREETS)]}{other.town}1-2"
            assert customer_code(code, address, index).reason == "town-mismatch", (code, address)


def test_in_iwate_the_lot_is_a_number_of_its_own_unless_the_town_is_named_with_it(
    index: PostalIndex, towns: list[Row]
) -> None:
    lots = [row for row in towns if row[1].prefecture == "岩手県" and "地割" in row[1].note]
    assert len(lots) > 20
    for code, place in lots:
        if not (listed := re.search("([０-９0-9]+)地割", place.note)) or "地割" in place.town:
            continue
        lot = unicodedata.normalize("NFKC", listed[1])
        for written in (f"第{lot}地割", f"{lot}地割", f"第{to_kanji(lot)}地割"):
            address = f"岩手県{place.city}大字{place.town}{written}14番地2"
            assert customer_code(code, address, index) == (f"{lot}-14-2", ""), (code, address)
