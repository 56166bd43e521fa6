"""A stopped run goes on by the rules it began with: whatever its jobs follow from is in its fingerprint."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from printjob.run import fingerprint as marks


@pytest.mark.parametrize("library", ["reportlab", "numpy", "holidays"])
def test_another_version_of_a_library_is_another_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Holidays say which mail classes leave enough days, and jobs are cut by class."""
    before = marks.fingerprint(tmp_path, "1")
    monkeypatch.setattr(marks, "version", lambda name: f"{version(name)}.1" if name == library else version(name))
    after = marks.fingerprint(tmp_path, "1")
    assert {name for name in before if before[name] != after[name]} == {"libraries"}


@pytest.mark.parametrize("name", ["postage/posting.yaml", "postage/calendar.yaml", "postal-districts.yaml"])
def test_another_table_of_the_site_is_another_fingerprint(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    found = []
    for text in ("a: 1\n", "a: 2\n"):
        path.write_text(text, encoding="utf-8")
        found.append(marks.fingerprint(tmp_path, "1")["site"])
    assert found[0] != found[1]
