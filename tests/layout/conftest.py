"""A small form of the tests' own, in ``tests/data/layouts/letter``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused, Fault
from printjob.layout.arts import Arts
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import read_layout
from printjob.model.form import Form

LAYOUTS = Path(__file__).parents[1] / "data" / "layouts"

Faults = Callable[[str, str], list[Fault]]


@pytest.fixture(scope="session")
def constants() -> dict[str, str]:
    return campaign_constants({"name": "見本市", "city_planning_tax": "yes"}, 2026, date(2026, 4, 10), "1")


@pytest.fixture(scope="session")
def letter(constants: dict[str, str]) -> tuple[Form, Arts]:
    return compile_form(read_layout(LAYOUTS / "letter"), constants)


@pytest.fixture
def faults_of(tmp_path: Path, constants: dict[str, str]) -> Faults:
    """The faults of the letter when one place of its layout file is written otherwise."""

    def faults(old: str, new: str) -> list[Fault]:
        folder = tmp_path / "letter"
        shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
        text = (folder / "layout.yaml").read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        (folder / "layout.yaml").write_text(text.replace(old, new), encoding="utf-8")
        try:
            compile_form(read_layout(folder), constants)
        except DeclarationRefused as refused:
            return list(refused.faults)
        return []

    return faults
