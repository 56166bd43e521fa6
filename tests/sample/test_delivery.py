"""Sample deliveries are sound, real enough, and the same bytes for the same arguments."""

from __future__ import annotations

import statistics
from itertools import pairwise
from pathlib import Path

import pytest

from printjob.errors import ArgumentMistake
from printjob.postal.index import open_index
from printjob.sample.expression import Literal
from printjob.sample.making import AddressRow
from tests.sample.making import (
    CODES,
    CSV,
    FIXED,
    FORMATS,
    Night,
    form,
    made_ready,
    make,
    municipality,
    site_format,
    take,
)


def _columns(night: Night, fmt: str, *names: str) -> list[tuple[object, ...]]:
    places = [site_format(fmt).data.position(name) for name in names]
    return [tuple(record.values[at] for at in places) for result in night.results for record in result.records]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("code", CODES)
def test_every_record_is_sound(tmp_path: Path, code: str, fmt: str) -> None:
    night = take(make(tmp_path, code, fmt, count=200).folder)
    assert night.faults == ()
    assert [result.refused for result in night.results if result.refused] == []
    assert sum(len(result.records) for result in night.results) == 200
    assert len(night.results) > 5


def test_same_arguments_same_bytes_other_arguments_other_folder(tmp_path: Path) -> None:
    first, again, other = make(tmp_path / "a"), make(tmp_path / "b"), make(tmp_path / "a", seed=2)
    assert first.folder.name == again.folder.name != other.folder.name
    for path in sorted(first.folder.iterdir()):
        assert path.read_bytes() == (again.folder / path.name).read_bytes()
    names = {make(tmp_path / "c", count=n, faults=faults).folder.name for n in (20, 21) for faults in (False, True)}
    assert len(names) == 4


def test_the_distribution_of_assets_has_a_long_tail() -> None:
    rules = form().rules
    plan = made_ready().plan({f"{section}.lines": rules["pull"]._replace(tree=Literal(0)) for section in ("detail", "slip")})
    details = [int(str(plan.draw(number).data["asset_count"])) for number in range(20_000)]
    assert statistics.median(details) in (2, 3)
    assert 0.005 < sum(n == 0 for n in details) / len(details) < 0.02
    assert 0.004 < sum(n > 30 for n in details) / len(details) < 0.02
    assert max(details) == 200


def test_a_delivery_has_assets_of_that_distribution(tmp_path: Path) -> None:
    night = take(make(tmp_path, count=800).folder)
    details = [len(record.sections[0]) for result in night.results for record in result.records]
    assert statistics.median(details) in (2, 3)
    assert 0 in details
    assert max(details) > 20


@pytest.mark.parametrize(("code", "fmt"), [("019917", FIXED), ("019933", CSV)])
def test_one_name_in_a_hundred_has_a_rare_character_and_texts_are_short_enough(
    tmp_path: Path, code: str, fmt: str
) -> None:
    night = take(make(tmp_path, code, fmt, count=1500).folder, range_bytes=1 << 22)
    rows = _columns(night, fmt, "name", "address_1", "address_2", "katagaki")
    names = [str(name) for name, *_ in rows]
    rare = [name for name in names if any(ord(char) > 0xFFFF for char in name)]
    assert 0.003 < len(rare) / len(names) < 0.02
    assert max(map(len, names)) <= 20
    assert max(len(str(line)) for _, *lines in rows for line in lines[:2]) <= 26
    assert max(len(str(row[3])) for row in rows) <= 25
    assert any(row[2] for row in rows)
    assert any(row[3] for row in rows)


def test_postal_codes_are_those_of_the_address(tmp_path: Path) -> None:
    index, night = open_index(), take(make(tmp_path, count=500).folder)
    for code, address in _columns(night, FIXED, "postal_code", "address_1"):
        assert any(
            str(address).startswith(place.city) or place.prefecture + place.city in str(address)
            for place in index.places(str(code))
        )


def test_a_town_without_city_planning_tax_bills_none(tmp_path: Path) -> None:
    assert not municipality("019925").city_planning_tax
    night = take(make(tmp_path, "019925", count=200).folder)
    assert set(_columns(night, FIXED, "tax_city", "total_base_city")) == {(0, 0)}
    billed = take(make(tmp_path, "019917", count=200).folder)
    assert sum(int(str(tax)) > 0 for (tax,) in _columns(billed, FIXED, "tax_city")) > 150


def test_notice_numbers_are_unique_and_rise(tmp_path: Path) -> None:
    numbers = [str(number) for (number,) in _columns(take(make(tmp_path, count=200).folder), FIXED, "notice_number")]
    assert all(first < second for first, second in pairwise(numbers))


def test_given_recipients_come_in_their_order(tmp_path: Path) -> None:
    rows = [
        AddressRow("2630023", "千葉市稲毛区緑町3丁目30-8　郵便ビル403号", "見本　一"),
        AddressRow("0608703", "北海道札幌市東区北六条東８丁目　郵便センター第二別館１０号館　四階北側区画", "見本　二"),
    ]
    night = take(make(tmp_path, count=2, rows=rows).folder)
    found = _columns(night, FIXED, "postal_code", "address_1", "address_2", "name")
    assert found[0] == (*rows[0][:2], "", rows[0].name)
    assert found[1] == (
        "0608703",
        "北海道札幌市東区北六条東８丁目　郵便センター第二別館１０号館",
        "四階北側区画",
        "見本　二",
    )


@pytest.mark.parametrize(
    "rows",
    [
        [AddressRow("0700000", "旭川市", "一")],
        [AddressRow("0700000", "旭川市", "一"), AddressRow("0700000", "長" * 130, "二")],
        [AddressRow("0700000", "旭川市", "一"), AddressRow("0700000", "旭川市\U00030ede", "二")],
    ],
)
def test_recipients_that_cannot_be_carried_are_refused(tmp_path: Path, rows: list[AddressRow]) -> None:
    with pytest.raises(ArgumentMistake):
        make(tmp_path, count=2, rows=rows)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() or path.name.startswith("property-tax")]


def test_several_files_share_the_records(tmp_path: Path) -> None:
    night = take(make(tmp_path, count=25, files=3).folder)
    assert night.faults == ()
    assert [file.records for file in night.checked.files] == [9, 8, 8]
    numbers = [record.number for result in night.results for record in result.records]
    assert numbers == list(range(1, 26))
