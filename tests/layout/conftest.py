"""A small form of the tests' own, in ``tests/data/layouts/letter``."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from printjob.errors import DeclarationRefused, Fault
from printjob.layout.arts import Arts
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import read_layout
from printjob.model.form import Form

LAYOUTS = Path(__file__).parents[1] / "data" / "layouts"

SETTINGS = {"name": "見本市", "city_planning_tax": "yes", "seal_printed": "no"}


class Faults(Protocol):
    """Writes one place of a layout otherwise and tells the faults."""

    def __call__(self, old: str, new: str, form: str = "letter", shared: str = "") -> list[Fault]: ...


@pytest.fixture(scope="session")
def constants() -> dict[str, str]:
    return campaign_constants(SETTINGS, 2026, date(2026, 4, 10), "1")


@pytest.fixture(scope="session")
def letter(constants: dict[str, str]) -> tuple[Form, Arts]:
    return compile_form(read_layout(LAYOUTS / "letter"), constants)


@pytest.fixture(scope="session")
def bill(constants: dict[str, str]) -> tuple[Form, Arts]:
    """A form with slips."""
    return compile_form(read_layout(LAYOUTS / "bill"), constants)


@pytest.fixture(scope="session")
def trial(constants: dict[str, str]) -> tuple[Form, Arts]:
    """A form with two variants on two stocks."""
    return compile_form(read_layout(LAYOUTS / "trial"), constants)


@pytest.fixture
def faults_of(tmp_path: Path, constants: dict[str, str]) -> Faults:
    """The faults of a form when one place of its layout file (or of a shared block's) is written otherwise."""

    def faults(old: str, new: str, form: str = "letter", shared: str = "") -> list[Fault]:
        folder = tmp_path / form
        shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
        file = tmp_path / "shared" / shared if shared else folder / "layout.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), encoding="utf-8")
        try:
            compile_form(read_layout(folder), constants)
        except DeclarationRefused as refused:
            return list(refused.faults)
        return []

    return faults
