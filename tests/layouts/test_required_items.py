"""Every form's notices carry what the law and the guidelines demand of them: the items that its README lists, found on drawn pages.

The table stands under 「必ず載せる項目と、その根拠」: 項目, 見つける文字 (labels in backticks), 場所 (with the named sample in backticks and the
municipality's code, where it is not the first sample and the first municipality), 根拠.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from printjob.whereabouts import data_folder
from tests.layouts.drawn import CITY, drawn, first_sample

HEADING = "## 必ず載せる項目と、その根拠"
COLUMNS = ["項目", "見つける文字", "場所（見本）", "根拠"]
FORMS = sorted(path.parent.name for path in data_folder("layouts").glob("*/README.md"))


class Item(NamedTuple):
    """A row of the table."""

    form: str
    name: str
    labels: tuple[str, ...]
    sample: str
    municipality: str
    source: str


def required_items(form: str) -> list[Item]:
    """The rows of the form's table."""
    text = (data_folder("layouts") / form / "README.md").read_text(encoding="utf-8")
    _, found, behind = text.partition(f"{HEADING}\n")
    assert found, f"{form}: {HEADING}"
    rows = [cells(line) for line in behind.split("\n## ")[0].splitlines() if line.startswith("|")]
    assert rows[0] == COLUMNS
    return [_item(form, *row) for row in rows[2:]]


def cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _item(form: str, name: str, labels: str, place: str, source: str) -> Item:
    sample, code = re.search(r"`([a-z0-9-]+)`", place), re.search(r"(?<!-)\b\d{6}\b", place)
    return Item(form, name, tuple(re.findall(r"`([^`]+)`", labels)), sample[1] if sample else first_sample(form), code[0] if code else CITY, source)


ITEMS = [item for form in FORMS for item in required_items(form)]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.form}: {item.name}")
def test_the_item_stands_on_the_drawn_notice(item: Item) -> None:
    assert item.labels
    assert item.source
    text = drawn(item.form, item.municipality, item.sample).solid
    assert [label for label in item.labels if "".join(label.split()) not in text] == []


def test_every_form_has_a_table() -> None:
    assert sorted(path.parent.name for path in data_folder("layouts").glob("*/record.yaml")) == FORMS
