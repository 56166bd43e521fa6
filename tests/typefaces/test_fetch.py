"""Set-up of fonts: installed copies are used, downloads are the other way, wrong bytes never get a name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from printjob.errors import EnvironmentAtFault
from printjob.typefaces import fetch
from printjob.typefaces.manifest import FaceEntry


class Apt:
    """Stands for apt-get and dpkg-deb: an archive of packages, its lists perhaps empty."""

    def __init__(self, packages: dict[str, tuple[Path, str]], *, lists_are_empty: bool) -> None:
        self.packages, self.lists_are_empty = packages, lists_are_empty
        self.called: list[str] = []

    def __call__(self, command: Iterable[str], folder: Path) -> str:
        words = list(command)
        verb = "unpack" if words[0] == "dpkg-deb" else next(w for w in words if w in ("download", "update"))
        self.called.append(verb)
        if verb == "update":
            self.lists_are_empty = False
        elif verb == "download":
            if self.lists_are_empty:
                return "apt-get: E: Unable to locate package"
            for package in words[words.index("download") + 1 :]:
                (folder / f"{package}_1_all.deb").write_text(package)
        else:
            path, content = self.packages[Path(words[2]).read_text()]
            target = Path(words[3]) / path.relative_to("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)
        return ""


def entry(path: Path, name: str, content: str) -> FaceEntry:
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return FaceEntry(id=name, file=f"{name}.ttf", sha256=sha256, licence="OFL-1.1", package=f"fonts-{name}", version="1",
                     path=path / f"{name}.ttf", source_sha256=sha256, conversion=None)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    installed = tmp_path / "installed"
    installed.mkdir()
    monkeypatch.setenv("PRINTJOB_PREPARED", str(tmp_path / "prepared"))
    monkeypatch.setattr(fetch, "faces", lambda: {n: entry(installed, n, f"font {n}") for n in ("a", "b")})
    return tmp_path


def archive(site: Path, monkeypatch: pytest.MonkeyPatch, *, lists_are_empty: bool = False, b: str = "font b") -> Apt:
    packages = {"fonts-a": (site / "installed" / "a.ttf", "font a"), "fonts-b": (site / "installed" / "b.ttf", b)}
    apt = Apt(packages, lists_are_empty=lists_are_empty)
    monkeypatch.setattr(fetch, "_failed", apt)
    return apt


def prepared(site: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (site / "prepared" / "fonts").iterdir()}


def test_installed_copies_are_used_and_nothing_is_downloaded(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = archive(site, monkeypatch)
    for name in "ab":
        (site / "installed" / f"{name}.ttf").write_text(f"font {name}")
    told: list[str] = []
    fetch.fetch_fonts(told.append)
    assert prepared(site) == {"a.ttf": "font a", "b.ttf": "font b"}
    assert (apt.called, told) == ([], ["a: installed copy", "b: installed copy"])


def test_only_what_is_missing_or_different_is_downloaded(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = archive(site, monkeypatch)
    (site / "installed" / "a.ttf").write_text("font a")
    (site / "installed" / "b.ttf").write_text("another version")
    fetch.fetch_fonts(lambda _: None)
    assert prepared(site) == {"a.ttf": "font a", "b.ttf": "font b"}
    assert apt.called == ["download", "unpack"]


def test_empty_package_lists_are_made_up_for_without_root(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = archive(site, monkeypatch, lists_are_empty=True)
    fetch.fetch_fonts(lambda _: None)
    assert apt.called == ["download", "update", "download", "unpack", "unpack"]
    assert sorted(prepared(site)) == ["a.ttf", "b.ttf"]


def test_a_second_set_up_finds_everything_ready(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = archive(site, monkeypatch)
    fetch.fetch_fonts(lambda _: None)
    before = {p.name: p.stat().st_ino for p in (site / "prepared" / "fonts").iterdir()}
    apt.called.clear()
    told: list[str] = []
    fetch.fetch_fonts(told.append)
    assert told == ["a: ready", "b: ready"]
    assert apt.called == []
    assert {p.name: p.stat().st_ino for p in (site / "prepared" / "fonts").iterdir()} == before


def test_a_spoiled_prepared_file_is_replaced(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(site, monkeypatch)
    fetch.fetch_fonts(lambda _: None)
    (site / "prepared" / "fonts" / "a.ttf").write_text("spoiled")
    fetch.fetch_fonts(lambda _: None)
    assert prepared(site)["a.ttf"] == "font a"


def test_wrong_bytes_are_refused_and_the_neighbour_is_prepared(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(site, monkeypatch, b="another version")
    with pytest.raises(EnvironmentAtFault) as caught:
        fetch.fetch_fonts(lambda _: None)
    assert [(fault.id, fault.field) for fault in caught.value.faults] == [("PJ-1402-E", "b")]
    assert prepared(site) == {"a.ttf": "font a"}


def test_a_machine_without_apt_is_told_what_is_missing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(site))
    with pytest.raises(EnvironmentAtFault) as caught:
        fetch.fetch_fonts(lambda _: None)
    assert caught.value.faults[0].id == "PJ-1401-E"
    assert "apt-get" in caught.value.faults[0].detail
