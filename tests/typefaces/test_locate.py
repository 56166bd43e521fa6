"""Faces are found prepared first, then installed; a missing or wrong file is named, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import EnvironmentAtFault
from printjob.typefaces import locate
from printjob.typefaces.manifest import FaceEntry


def entry(folder: Path, name: str, sha256: str, conversion: str | None = None) -> FaceEntry:
    return FaceEntry(id=name, file=f"{name}.ttf", sha256=sha256, licence="OFL-1.1", package="fonts-x", version="1",
                     path=folder / "installed" / f"{name}.ttf", source_sha256=sha256, conversion=conversion)  # fmt: skip


HASH_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    known = {"a": entry(tmp_path, "a", HASH_OF_A), "b": entry(tmp_path, "b", "0" * 64, "truetype-outlines")}
    monkeypatch.setattr(locate, "faces", lambda: known)
    monkeypatch.setenv("PRINTJOB_PREPARED", str(tmp_path / "prepared"))
    (tmp_path / "installed").mkdir()
    (tmp_path / "prepared" / "fonts").mkdir(parents=True)
    return tmp_path


def test_prepared_comes_before_installed(site: Path) -> None:
    (site / "installed" / "a.ttf").write_text("a")
    assert locate.font_path("a") == site / "installed" / "a.ttf"
    (site / "prepared" / "fonts" / "a.ttf").write_text("a")
    assert locate.font_path("a") == site / "prepared" / "fonts" / "a.ttf"


def test_a_made_face_is_never_the_installed_source(site: Path) -> None:
    (site / "installed" / "b.ttf").write_text("cubic")
    with pytest.raises(EnvironmentAtFault):
        locate.font_path("b")


def test_all_faults_are_named(site: Path) -> None:
    (site / "prepared" / "fonts" / "b.ttf").write_text("other")
    with pytest.raises(EnvironmentAtFault) as caught:
        locate.check_fonts()
    assert [(fault.id, fault.field) for fault in caught.value.faults] == [("PJ-1401-E", "a"), ("PJ-1402-E", "b")]
    assert caught.value.exit_code == 12


def test_right_files_pass_and_only_the_asked_ones_count(site: Path) -> None:
    (site / "prepared" / "fonts" / "a.ttf").write_text("a")
    locate.check_fonts(["a"])
    with pytest.raises(EnvironmentAtFault):
        locate.check_fonts(["a", "b"])


def test_the_prepared_fonts_of_this_environment_are_right() -> None:
    locate.check_fonts()
