"""Each fault that a record can have is found at its record, and nothing else is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from printjob.errors import ArgumentMistake
from printjob.faultbook import BOOK, Level
from printjob.sample.faults import Practice, recipes_of
from printjob.sample.making import Making, Order
from tests.sample.making import CSV, FORMATS, NIGHT, form, make, municipality, site_format, take

RECIPES = recipes_of(form())
_FOUND_BY_THE_READER = ("PJ-1201-E", "PJ-1202-E", "PJ-1203-E", "PJ-1204-E", "PJ-1205-E")


@pytest.mark.parametrize("fmt", FORMATS)
def test_reader_sets_aside_exactly_the_faulty_records(tmp_path: Path, fmt: str) -> None:
    sample = make(tmp_path, fmt=fmt, count=60, faults=True)
    night = take(sample.folder)
    assert night.faults == ()
    refused = {one.number: one for result in night.results for one in result.refused}
    assert {number: sorted({fault.id for fault in one.faults}) for number, one in refused.items()} == {
        sample.expected[fault_id][0]: [fault_id] for fault_id in _FOUND_BY_THE_READER
    }
    sound = [record.number for result in night.results for record in result.records]
    assert sorted([*sound, *refused]) == list(range(1, 61))
    assert [one.notice for one in refused.values() if not one.notice] == []


def test_faults_name_place_and_mask_names(tmp_path: Path) -> None:
    sample = make(tmp_path, count=60, faults=True)
    faults = {
        fault.id: fault for result in take(sample.folder).results for one in result.refused for fault in one.faults
    }
    lost = faults["PJ-1201-E"]
    assert (lost.field, lost.value) == ("name", "北****(5)")
    assert lost.record == sample.expected["PJ-1201-E"][0]
    assert lost.column == 219
    assert "F9FC" in faults["PJ-1202-E"].detail
    assert (faults["PJ-1203-E"].field, faults["PJ-1203-E"].value) == ("obligor", "")
    assert (faults["PJ-1204-E"].field, faults["PJ-1204-E"].value) == ("due_all", "20260931")
    assert faults["PJ-1205-E"].field == "pay_all"


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_admission_must_find_is_in_the_records(tmp_path: Path, fmt: str) -> None:
    sample = make(tmp_path, fmt=fmt, count=60, faults=True)
    data = site_format(fmt).data
    records = {record.number: record for result in take(sample.folder).results for record in result.records}

    def value(fault_id: str, name: str, which: int = 0) -> object:
        return records[sample.expected[fault_id][which]].values[data.position(name)]

    assert value("PJ-1206-E", "notice_number", 0) == value("PJ-1206-E", "notice_number", 1)
    assert set(str(value("PJ-1301-W", "name"))) & {"∑", "\U00030ede"}
    assert len(str(value("PJ-1302-W", "address_1"))) == 30
    assert value("PJ-1303-W", "detail_count") == 600
    assert value("PJ-1304-W", "pull") == value("PJ-1305-W", "protected") == "1"


def test_a_notice_that_gives_no_day_gets_a_wrong_one() -> None:
    village = municipality("019933")
    order = Order(form=form(), municipality=village, fmt=site_format(CSV), gaiji={}, business_date=NIGHT, issued_on=NIGHT + timedelta(days=9), run_kind="1")
    making = Making(order, "7" * 64)
    notice = making.draw(1)
    for field in order.fmt.data.fields:
        if field.kind == "date":
            notice.data[field.name] = None
    assert dict(RECIPES)["PJ-1204-E"](notice, Practice(making, 1)).data["due_all"] == "20260931"


def test_recipes_cover_every_record_fault_of_the_book_that_samples_can_hold() -> None:
    covered = {fault_id for fault_id, _ in RECIPES}
    about_records = {
        fault_id for fault_id, entry in BOOK.items() if entry.level in (Level.RECORD, Level.HELD, Level.PULLED)
    }
    by_the_reader, by_other_tests = {"PJ-1207-E", "PJ-1208-E", "PJ-1209-E", "PJ-1211-E", "PJ-1212-E", "PJ-1213-E"}, {"PJ-1210-E", "PJ-1214-E", "PJ-1310-W", "PJ-1311-W", "PJ-1318-W"}
    assert about_records - covered == by_the_reader | by_other_tests, "those are tested with the reader, a second run, a doubled code, exceptions, an address abroad, a demand before its due date"


def test_too_few_records_for_the_faults(tmp_path: Path) -> None:
    with pytest.raises(ArgumentMistake):
        make(tmp_path, count=len(RECIPES) - 1, faults=True)
    assert len(make(tmp_path, count=len(RECIPES), faults=True).expected["PJ-1206-E"]) == 2
