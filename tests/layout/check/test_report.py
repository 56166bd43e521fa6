"""Each fault of a layout is found once, at its own line, and a clean form has none.

A fault is a file of ``tests/data/layouts/faults`` named for what is wrong: one place of a clean form written otherwise, and what the
check must say of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
import yaml

from printjob.errors import Fault
from printjob.faultbook import BOOK
from printjob.layout.check.envelope import Envelope
from printjob.layout.check.report import check_layout
from tests.layout.check.conftest import Check
from tests.layout.conftest import LAYOUTS

FAULTS = sorted((LAYOUTS / "faults").glob("*.yaml"))


class Finds(msgspec.Struct, frozen=True):
    id: str
    at: str
    says: str


class Case(msgspec.Struct, frozen=True, rename={"file": "in", "old": "from", "new": "to"}):
    file: str
    old: str
    new: str
    finds: list[Finds]


def line_of(text: str, snippet: str) -> int:
    found = [number for number, line in enumerate(text.split("\n"), 1) if snippet in line]
    assert len(found) >= 1, snippet
    return found[0]


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_fault_is_found_at_its_line_and_nothing_else_is(checked: Check, path: Path) -> None:
    case = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Case)
    result, text = checked(case.file, case.old.rstrip("\n"), case.new.rstrip("\n"))
    found: dict[tuple[str, str, int], list[Fault]] = {}
    for fault in result.faults:
        found.setdefault((fault.id, fault.file, fault.line), []).append(fault)
    for expected in case.finds:
        place = (expected.id, case.file, line_of(text, expected.at))
        assert any(expected.says in fault.detail for fault in found.get(place, [])), [f"{f.id} {f.place} {f.value}: {f.detail}" for f in result.faults]
    assert len(result.faults) == len(case.finds), [f"{f.id} {f.place} {f.value}: {f.detail}" for f in result.faults]
    assert result.clean == all(one.id.endswith("-W") for one in case.finds)
    assert all(fault.id in BOOK and fault.column for fault in result.faults)


def test_there_is_a_case_for_every_rule() -> None:
    assert len(FAULTS) >= 30


def test_a_clean_form_has_no_faults(constants: dict[str, str], envelope: Envelope) -> None:
    result = check_layout(LAYOUTS / "bill", constants, envelope)
    assert [f"{fault.place} {fault.detail}" for fault in result.faults] == []
    assert result.clean
    assert result.unprinted == ("slip.limit",)


def test_a_form_is_found_clean_whatever_the_proof_shows(constants: dict[str, str], envelope: Envelope) -> None:
    assert check_layout(LAYOUTS / "bill", {**constants, "campaign.proof": "yes"}, envelope).clean


def test_texts_of_different_codes_may_share_a_place(checked: Check) -> None:
    words = "          - field: {value: use, format: choice, argument: {'1': '', '2': コンビニでは納付できません}, at: [150, 44], width: 40, style: label}\n"
    old = "          - gs1: {value: cvs, at: [146, 40], height: 12}\n"
    result, _ = checked("bill/layout.yaml", old, old + words)
    assert [fault.detail for fault in result.faults] == []


def test_but_not_with_a_code_that_carries_the_symbol(checked: Check, tmp_path: Path) -> None:
    words = "          - field: {value: use, format: choice, argument: {'1': コンビニ可, '2': ''}, at: [150, 44], width: 40, style: label}\n"
    old = "          - gs1: {value: cvs, at: [146, 40], height: 12}\n"
    result, _ = checked("bill/layout.yaml", old, old + words)
    assert {fault.value for fault in result.faults} == {"use"}
    assert any("overlaps the GS1-128" in fault.detail for fault in result.faults)
    shutil.rmtree(tmp_path)


def test_a_fault_in_every_variant_and_at_every_top_is_told_once(constants: dict[str, str], envelope: Envelope, tmp_path: Path) -> None:
    shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
    result = check_layout(tmp_path / "trial", constants, envelope)
    places = [(fault.line, fault.column, fault.file, fault.detail.split(":")[0]) for fault in result.faults]
    assert len(places) == len(set(places))
    assert {fault.file for fault in result.faults} >= {"trial/layout.yaml", "shared/parts.yaml"}
