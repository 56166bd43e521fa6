"""Every fault of a whole delivery is refused by its own id, at its place, and by no other id."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import ArgumentMistake
from printjob.faultbook import BOOK, Level
from printjob.intake.check import check_delivery
from printjob.sample.faulty import BREAKS, break_delivery
from tests.sample.making import FORMATS, make, registered, site_format, take


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("fault", BREAKS)
def test_the_delivery_is_refused_for_this_fault_alone(tmp_path: Path, fault: str, fmt: str) -> None:
    folder = break_delivery(make(tmp_path, fmt=fmt).folder, fault, site_format(fmt))
    night = take(folder)
    assert set(night.ids) == {BREAKS[fault].fault_id}
    assert all(BOOK[fault_id].level is Level.DELIVERY for fault_id in night.ids)
    assert all(found.file for found in night.faults)


def _places(tmp_path: Path, fault: str, fmt: str) -> list[str]:
    return [
        found.place for found in take(break_delivery(make(tmp_path, fmt=fmt).folder, fault, site_format(fmt))).faults
    ]


def test_places_name_line_column_record_and_field(tmp_path: Path) -> None:
    fixed, csv = FORMATS
    assert _places(tmp_path / "1", "undecodable-bytes", fixed) == ["KOTEI01.DAT:2:219 record 1 name"]
    assert _places(tmp_path / "2", "unreadable-amount", fixed) == ["KOTEI01.DAT:2:463 record 1 land_base_fixed"]
    assert _places(tmp_path / "3", "unreadable-amount", csv) == ["KOTEI01.csv:2:18 record 1 land_base_fixed"]
    assert _places(tmp_path / "4", "unknown-record-type", csv) == ["KOTEI01.csv:2:1"]
    assert _places(tmp_path / "5", "detail-without-header", fixed) == ["KOTEI01.DAT:2"]
    assert _places(tmp_path / "6", "wrong-record-count", fixed) == ["manifest.json records"]


def test_breaks_cover_every_delivery_fault_of_the_book() -> None:
    ids = {fault_id for fault_id, entry in BOOK.items() if entry.level is Level.DELIVERY}
    assert ids - {broken.fault_id for broken in BREAKS.values()} == {
        "PJ-1101-E",
        "PJ-1117-E",
        "PJ-1119-E",
        "PJ-1120-E",
        "PJ-1122-E",
    }, "those five are tested with intake"


def test_the_same_delivery_again_is_known_by_its_content(tmp_path: Path) -> None:
    first = make(tmp_path).folder
    taken = {check_delivery(first, registered()).digest}
    again = first.rename(first.with_name("another-name"))
    refused = check_delivery(again, registered(), taken=taken.__contains__)
    assert [fault.id for fault in refused.faults] == ["PJ-1117-E"]


def test_an_unknown_fault_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentMistake):
        break_delivery(tmp_path, "no-such-fault", site_format(FORMATS[0]))
