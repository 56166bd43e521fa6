"""An exception is written where admission reads it and noted where nobody can take it back; a wrong one leaves both untouched."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

from printjob.admit.exceptions import Excepted, text_sha256
from printjob.errors import ArgumentMistake, EnvironmentAtFault, LockHeld
from printjob.run.excepting import add_exception, exceptions_of
from printjob.run.home import Home
from printjob.run.lock import held
from tests.run.nights import CITY, TOWN, contents, fresh_home

ENTRY = Excepted(
    form="property-tax", fiscal_year=2026, notice="0000000012", field="obligor", original_sha256=text_sha256("見本∑商店"), print_as="見本：\"商店\"　#",
    reason="字形なし: 戸籍を確認", approved_by=("北海 一郎", "見本 次郎"), on=date(2026, 4, 1),
)  # fmt: skip
OF_A_LINE = msgspec.structs.replace(ENTRY, section="detail", line=2, field="location")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return fresh_home(tmp_path / "home")


def test_what_is_added_is_read_back_as_it_was_said(home: Home) -> None:
    for entry in (ENTRY, OF_A_LINE):
        path = add_exception(home, CITY, entry)
    assert path == home.site / "exceptions" / f"{CITY}.yaml"
    assert exceptions_of(home, None) == exceptions_of(home, CITY) == [(CITY, ENTRY), (CITY, OF_A_LINE)]
    assert exceptions_of(home, TOWN) == []
    assert "見本∑商店" not in path.read_text(encoding="utf-8")


def test_every_decision_stands_in_the_audit_log_without_the_text(home: Home) -> None:
    add_exception(home, CITY, ENTRY)
    add_exception(home, CITY, OF_A_LINE)
    raw = (home.audit / "decisions.jsonl").read_text(encoding="utf-8")
    events = [json.loads(line) for line in raw.splitlines()]
    assert [(event["event"], event["municipality"], event["field"]) for event in events] == [
        ("exception-added", CITY, "obligor"),
        ("exception-added", CITY, "location"),
    ]
    assert events[0]["approved_by"] == ["北海 一郎", "見本 次郎"]
    assert events[0]["print_as_sha256"] == text_sha256(ENTRY.print_as)
    assert "商店" not in raw


@pytest.mark.parametrize(
    "other", [{"field": "annual_tax"}, {"approved_by": ("北海 一郎",)}, {"form": "nothing"}, {"print_as": ""}, {"section": "detail", "line": 1}]
)  # fmt: skip
def test_what_may_not_be_excepted_changes_nothing(home: Home, other: dict[str, object]) -> None:
    add_exception(home, CITY, ENTRY)
    before = contents(home.folder)
    with pytest.raises(ArgumentMistake) as refused:
        add_exception(home, CITY, msgspec.structs.replace(ENTRY, notice="0000000013", **other))
    assert {fault.id for fault in refused.value.faults} == {"PJ-1601-E"}
    assert {name: data for name, data in contents(home.folder).items() if name != "run.lock"} == {
        name: data for name, data in before.items() if name != "run.lock"
    }


def test_an_unknown_municipality_and_a_running_night_are_told(home: Home) -> None:
    with pytest.raises(ArgumentMistake):
        add_exception(home, "019999", ENTRY)
    with held(home.lock), pytest.raises(LockHeld):
        add_exception(home, CITY, ENTRY)
    assert exceptions_of(home, None) == []


def test_a_file_spoiled_by_hand_is_named_with_its_line_and_not_added_to(home: Home) -> None:
    path = add_exception(home, CITY, ENTRY)
    path.write_text(path.read_text(encoding="utf-8").replace("obligor", "annual_tax"), encoding="utf-8")
    spoiled = path.read_bytes()
    for call in (lambda: exceptions_of(home, None), lambda: add_exception(home, CITY, OF_A_LINE)):
        with pytest.raises(EnvironmentAtFault) as refused:
            call()
        assert (refused.value.faults[0].id, refused.value.faults[0].file) == ("PJ-1404-E", f"exceptions/{CITY}.yaml")
        assert refused.value.faults[0].line > 3
    assert path.read_bytes() == spoiled
