"""Which sides a form may print: what is behind the window, what is behind that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from printjob.layout.check.envelope import Envelope
from printjob.layout.check.report import check_layout
from printjob.layout.check.scenes import Scene, scenes
from printjob.layout.compile import compile_placed
from printjob.layout.language import read_layout
from tests.layout.conftest import LAYOUTS


def sides(folder: Path, constants: dict[str, str]) -> list[Scene]:
    layout = read_layout(folder)
    return list(scenes(layout, compile_placed(layout, constants)))


def test_every_page_is_seen_with_each_block_it_may_hold(constants: dict[str, str]) -> None:
    found = sides(LAYOUTS / "bill", constants)
    assert [(side.stock, len(side.blocks), side.first, side.behind_first) for side in found] == [
        ("notice", 0, True, False), ("notice", 0, False, True), ("slip-band", 3, False, False), ("slip-band", 3, False, False), ("slip-band", 3, False, False),
        ("slip-band", 0, False, False),
    ]  # fmt: skip
    assert {side.record for side in found if side.blocks} == {"slip"}


def test_a_single_lead_page_has_the_next_sections_pages_behind_it(constants: dict[str, str]) -> None:
    found = sides(LAYOUTS / "letter", constants)
    assert [side.first for side in found] == [True, *[False] * 4]
    assert all(side.behind_first for side in found[1:])


@pytest.fixture
def self_mailer(tmp_path: Path) -> Path:
    """A form that begins with its loose sheet: the address stands above two blocks."""
    shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "bill" / "layout.yaml"
    text = path.read_text(encoding="utf-8")
    start, stop = text.index("lead:\n"), text.index("sections:\n")
    text = f"{text[:start]}lead: []\n{text[stop:]}".replace("stock: slip-band", "stock: notice")
    text = text.replace("{tops: [0, 99, 198], elements: []}", "{tops: [99, 198], elements: [{use: window}]}")
    path.write_text(text, encoding="utf-8")
    return tmp_path / "bill"


def test_the_window_may_show_a_loose_sheet(self_mailer: Path, constants: dict[str, str], envelope: Envelope) -> None:
    assert [side.first for side in sides(self_mailer, constants)] == [True, True, True, False]
    assert [fault.detail for fault in check_layout(self_mailer, constants, envelope).faults] == []


@pytest.mark.parametrize(("old", "new", "rule"), [
    ("elements: [{use: window}]", "elements: [{use: window}, {text: {at: [100, 20], style: label, text: 在中}}]", "may be seen through the window"),
    ("at: [16, 20], style: label, text: 納付場所", "at: [125, 45], style: label, text: 納付場所", "behind the customer barcode"),
])  # fmt: skip
def test_and_is_held_to_the_same_rules(self_mailer: Path, constants: dict[str, str], envelope: Envelope, old: str, new: str, rule: str) -> None:
    path = self_mailer / "layout.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    details = [fault.detail for fault in check_layout(self_mailer, constants, envelope).faults]
    assert any(rule in detail for detail in details)
