"""A dated setting is what counted on the issue date, whenever it is printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.dated import Settings, latest, on_day, read_settings
from printjob.declared import read
from printjob.errors import DeclarationRefused

SETTINGS = """\
name: 見本市
mayor_name:
  - {from: 2022-11-20, is: 北　海　太　郎}
  - {from: 2026-11-20, is: 試　験　花　子}
seal:
  - from: 2026-01-01
    is: {image: seal.png, place: over}
  - {from: 2025-01-01, is: {image: old.png, place: beside}}
banks:
  - {from: 2020-04-01, is: [見本銀行, 試験信用金庫]}
sample_places: [{city: 旭川市}]
"""


def settings(tmp_path: Path, text: str = SETTINGS) -> Settings:
    (tmp_path / "019917.yaml").write_text(text, encoding="utf-8")
    node = read(tmp_path / "019917.yaml")
    found = read_settings(node)
    node.finish()
    return found


def test_the_latest_edition_on_or_before_the_day_counts(tmp_path: Path) -> None:
    found = settings(tmp_path)
    before, behind = on_day(found, date(2025, 12, 31)), on_day(found, date(2026, 11, 20))
    assert before == {"name": "見本市", "mayor_name": "北　海　太　郎", "seal.image": "old.png", "seal.place": "beside",
                      "banks": "見本銀行、試験信用金庫"}
    assert (behind["mayor_name"], behind["seal.image"]) == ("試　験　花　子", "seal.png")
    assert latest(found["mayor_name"]) == "試　験　花　子"


def test_a_day_before_all_editions_is_refused_with_every_place(tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused) as refused:
        on_day(settings(tmp_path), date(2022, 1, 1))
    assert [(fault.file, fault.line, fault.field) for fault in refused.value.faults] == [("019917.yaml", 3, "mayor_name"), ("019917.yaml", 6, "seal")]
    assert "from 2022-11-20" in refused.value.faults[0].detail


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("{from: 2026-11-20, is: 試　験　花　子}", "{from: 2026-11-20, iz: 試　験　花　子}", "is is missing"),
     ("{from: 2026-11-20, is: 試　験　花　子}", "{form: 2026-11-20, is: 試　験　花　子}", "from is missing"),
     ("{from: 2026-11-20, is: 試　験　花　子}", "試　験　花　子", "from and is"), ("2026-11-20", "2026-11-31", "YYYY-MM-DD"), ("2026-11-20", "2022-11-20", "two editions"), ("is: 試　験　花　子", "is: 試　験　花　子, until: 2030-01-01", "unknown name")],
)
def test_a_mistake_in_an_edition_has_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(DeclarationRefused) as refused:
        settings(tmp_path, SETTINGS.replace(old, new))
    (fault,) = refused.value.faults
    assert says in fault.detail
    assert fault.line == 4


@given(days=st.lists(st.dates(date(2000, 1, 1), date(2100, 1, 1)), min_size=1, max_size=6, unique=True), day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_it_is_the_edition_that_a_person_would_look_up(tmp_path_factory: pytest.TempPathFactory, days: list[date], day: date) -> None:
    text = "rate:\n" + "".join(f"  - {{from: {one}, is: {one}}}\n" for one in days)
    found = settings(tmp_path_factory.mktemp("dated"), text)
    expected = max((one for one in days if one <= day), default=None)
    if expected is None:
        with pytest.raises(DeclarationRefused):
            on_day(found, day)
    else:
        assert on_day(found, day) == {"rate": str(expected)}
