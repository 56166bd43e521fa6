"""The manifest is read strictly: every mistake is named with file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.typefaces.manifest import faces, read_manifest

GOOD = """faces:
  one:
    file: One.ttf
    sha256: {sha}
    licence: OFL-1.1
    package: fonts-one
    version: 1-1
    path: /usr/share/fonts/One.ttf
""".format(sha="ab" * 32)


def written(folder: Path, text: str) -> Path:
    path = folder / "manifest.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_manifest_has_the_faces_that_layouts_name() -> None:
    assert set(faces()) >= {"bizud-gothic", "bizud-gothic-bold", "bizud-mincho", "ipaex-mincho", "ipamj-mincho", "ocr-b"}
    assert [entry.id for entry in faces().values() if entry.conversion] == ["ocr-b"]
    assert len({entry.file for entry in faces().values()}) == len(faces())


def test_a_good_entry_is_read(tmp_path: Path) -> None:
    entry = read_manifest(written(tmp_path, GOOD))["one"]
    assert (entry.path, entry.source_sha256, entry.conversion) == (Path("/usr/share/fonts/One.ttf"), "ab" * 32, None)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("ab" * 32, "AB" * 32, "fonts/manifest.yaml:4:13"),
        ("    licence: OFL-1.1\n", "", "fonts/manifest.yaml:3:5"),
        ("One.ttf\n    sha", "../One.ttf\n    sha", "fonts/manifest.yaml:3:11"),
        ("/usr/share", "usr/share", "fonts/manifest.yaml:8:11"),
        ("/usr/share", "/usr/../share", "fonts/manifest.yaml:8:11"),
        ("    version", "    verison: 1\n    version", "fonts/manifest.yaml:7:5"),
        ("1-1\n", "1-1\n    made_from: {how: magic, sha256: x}\n", "fonts/manifest.yaml:8:"),
    ],
)
def test_mistakes_are_named_with_their_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert old in GOOD
    with pytest.raises(DeclarationRefused) as caught:
        read_manifest(written(tmp_path, GOOD.replace(old, new)))
    assert caught.value.faults[0].place.startswith(place)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    second = GOOD.replace("faces:\n", "").replace("one:", "two:").replace("ab" * 32, "short")
    with pytest.raises(DeclarationRefused) as caught:
        read_manifest(written(tmp_path, GOOD.replace("1-1", '""') + second))
    assert len(caught.value.faults) == 2
