"""The print centre's envelope, and forms of the tests' own changed in one place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from printjob.layout.check.envelope import Envelope, read_envelopes
from printjob.layout.check.report import Checked, check_layout
from printjob.whereabouts import data_folder
from tests.layout.conftest import LAYOUTS

Check = Callable[[str, str, str], tuple[Checked, str]]


@pytest.fixture(scope="session")
def envelope() -> Envelope:
    return read_envelopes(data_folder("spool") / "envelopes.yaml")["洋長3 窓"]


@pytest.fixture
def checked(tmp_path: Path, constants: dict[str, str], envelope: Envelope) -> Check:
    """What the check finds in the form ``bill`` when one place of a file is written otherwise, and the file's new text."""

    def check(file: str, old: str, new: str) -> tuple[Checked, str]:
        shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
        path = tmp_path / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")
        return check_layout(tmp_path / "bill", constants, envelope), text.replace(old, new)

    return check
