"""Files appear whole or not at all, and leftovers of killed writers are removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.durable import remove_leftovers, rename_folder, write_json, write_whole


def test_writing_is_whole_or_nothing(tmp_path: Path) -> None:
    write_whole(tmp_path / "x.json", b"whole")
    with pytest.raises(TypeError):
        write_whole(tmp_path / "y.json", "not bytes")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_a_failed_write_leaves_the_former_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "x.json", b"former")
    with pytest.raises(TypeError):
        write_whole(tmp_path / "x.json", None)  # type: ignore[arg-type]
    assert (tmp_path / "x.json").read_bytes() == b"former"


def test_json_is_readable_by_people_and_ends_its_last_line(tmp_path: Path) -> None:
    write_json(tmp_path / "x.json", {"名": [1, 2]})
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == '{\n "名": [\n  1,\n  2\n ]\n}\n'


def test_leftovers_go_and_finished_files_stay(tmp_path: Path) -> None:
    (tmp_path / ".x.json.17-abc").write_bytes(b"half")
    write_whole(tmp_path / "x.json", b"whole")
    remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_a_folder_is_published_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    write_whole(tmp_path / "work" / "x.json", b"whole")
    rename_folder(tmp_path / "work", tmp_path / "done")
    assert (tmp_path / "done" / "x.json").read_bytes() == b"whole"
    assert not (tmp_path / "work").exists()
