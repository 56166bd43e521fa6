"""The designers' page (layouts/README.md) tells every element, format, key and condition there is, and its examples are read."""

from __future__ import annotations

import re

import pytest
import yaml

from printjob.layout.assembly import PLACES
from printjob.layout.constants import CONDITIONS, RUN_KINDS
from printjob.layout.element_reading import _READERS
from printjob.layout.language import PAPERS
from printjob.layout.values import FORMATS
from printjob.recordshape import KINDS, ROLE_KINDS
from printjob.whereabouts import data_folder

PAGE = (data_folder("layouts") / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(_READERS))
def test_every_element_is_described(name: str) -> None:
    assert f"`{name}: " in PAGE


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_described(name: str) -> None:
    assert re.search(rf"^\|.*`{name}`.*\|", PAGE, re.MULTILINE)


def test_every_condition_and_constant_is_described() -> None:
    for name in (*CONDITIONS, *RUN_KINDS, "campaign.proof"):
        assert f"`{name}`" in PAGE
    for name in ("campaign.wareki_year", "campaign.issued_on", "campaign.issued_on_half", "campaign.fiscal_year", "n", "n-wide"):
        assert f"`{{{name}}}`" in PAGE


def test_every_key_of_the_assembly_is_described() -> None:
    words = ("variants", "lead", "sections", "stocks", "background", "section", "record", "stock", "loose", "least", "chooses", "fill", "rows", "pages",
             "back", "every", "tops", *PLACES, *PAPERS, *KINDS, *ROLE_KINDS)
    assert [word for word in words if word not in PAGE] == []


def test_the_examples_are_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 6
    for block in blocks:
        assert yaml.safe_load(block.replace(", …", "").replace(": …", ": x"))
