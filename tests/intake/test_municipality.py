"""A municipality's settings keep the editions of dated ones, and know the seal's picture by its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from printjob.dated import on_day
from printjob.errors import DeclarationRefused
from printjob.intake.municipality import Municipality, read_municipality

SETTINGS = """\
code: "019917"
name: [{from: 2000-01-01, is: 見本村}, {from: 2026-10-01, is: 見本町}]
city_planning_tax: no
formats: [csv]
run_kinds: ["1"]
seal:
  - {from: 2020-01-01, is: {image: old.png, place: over}}
  - {from: 2026-10-01, is: {image: seals/new.png, place: beside}}
"""


def municipality(folder: Path, text: str = SETTINGS) -> Municipality:
    (folder / "019917.yaml").write_text(text, encoding="utf-8")
    return read_municipality(folder / "019917.yaml", ("hand",))


def test_dated_settings_follow_the_issue_date_and_the_label_is_the_newest(tmp_path: Path) -> None:
    found = municipality(tmp_path)
    assert found.name == "見本町"
    assert not found.city_planning_tax
    assert on_day(found.settings, date(2026, 4, 10))["name"] == "見本村"


def test_the_seals_picture_lies_beside_the_file(tmp_path: Path) -> None:
    settings = municipality(tmp_path).settings
    assert on_day(settings, date(2026, 4, 10))["seal.image"] == str(tmp_path / "old.png")
    assert on_day(settings, date(2026, 10, 1))["seal.image"] == str(tmp_path / "seals" / "new.png")
    assert on_day(settings, date(2026, 10, 1))["seal.place"] == "beside"


def test_another_picture_is_another_municipality(tmp_path: Path) -> None:
    before = municipality(tmp_path).digest
    (tmp_path / "old.png").write_bytes(b"a seal")
    assert municipality(tmp_path).digest != before


def test_faults_of_the_file_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused) as refused:
        municipality(tmp_path, SETTINGS.replace("2020-01-01", "2020").replace("2000-01-01", "2000"))
    assert [fault.line for fault in refused.value.faults] == [2, 7]
