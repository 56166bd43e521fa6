"""Gaiji maps: the codes are those of CP932's user area, the values single printable clusters, all else is refused by place."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.typefaces.face import face
from printjob.typefaces.gaiji import code_to_private_use, private_use_to_code, read_gaiji
from printjob.whereabouts import data_folder

CODES = [lead << 8 | trail for lead in range(0xF0, 0xFA) for trail in range(0x40, 0xFD) if trail != 0x7F]


def written(folder: Path, entries: str) -> Path:
    path = folder / "019917.yaml"
    path.write_text(f'municipality: "019917"\nversion: "1"\nentries:\n{entries}', encoding="utf-8")
    return path


def test_codes_and_private_use_are_as_the_codec_has_them() -> None:
    assert len(CODES) == 1880
    for code in CODES:
        decoded = code.to_bytes(2, "big").decode("cp932")
        assert code_to_private_use(code) == decoded
        assert private_use_to_code(decoded) == code


@pytest.mark.parametrize("character", ["\udfff", "\ue758", "北", "\uf8ff"])
def test_other_characters_are_no_user_codes(character: str) -> None:
    with pytest.raises(ValueError, match="user area"):
        private_use_to_code(character)


@pytest.mark.parametrize("code", [0xEFFC, 0xF07F, 0xF0FD, 0xFA40, 0xF03F, 0])
def test_other_codes_are_no_user_codes(code: int) -> None:
    with pytest.raises(ValueError, match="F040-F9FC"):
        code_to_private_use(code)


@pytest.mark.parametrize("municipality", ["019917", "019925"])
def test_the_example_map_can_be_printed_and_sent_to_a_worker(municipality: str) -> None:
    example = read_gaiji(data_folder("fonts") / "gaiji" / f"{municipality}.yaml")
    assert example.municipality == municipality
    assert example.version
    assert len(example.clusters) >= 5
    assert face("ipamj-mincho").missing(example.clusters.values()) == []
    assert pickle.loads(pickle.dumps(example)) == example


def test_no_entry_means_unknown(tmp_path: Path) -> None:
    assert read_gaiji(written(tmp_path, "  F040: 圡\n")).by_character() == {"\ue000": "圡"}


def test_a_map_under_another_municipalitys_name_is_refused(tmp_path: Path) -> None:
    shutil.copy(data_folder("fonts") / "gaiji" / "019917.yaml", tmp_path / "019925.yaml")
    with pytest.raises(DeclarationRefused, match="019925"):
        read_gaiji(tmp_path / "019925.yaml")


_VERSIONS = """municipality: "019917"
version: "3"
from: 2026-04-01
entries: {F040: 圡}
earlier:
  - {version: "2", from: 2025-04-01, entries: {F040: 㐂, F041: 圡}}
  - {version: "1", from: 2020-01-01, entries: {F041: 㐂}}
"""


@pytest.mark.parametrize(
    ("day", "version", "entries"),
    [
        (None, "3", {"\ue000": "圡"}),
        (date(2026, 4, 1), "3", {"\ue000": "圡"}),
        (date(2026, 3, 31), "2", {"\ue000": "㐂", "\ue001": "圡"}),
        (date(2025, 3, 31), "1", {"\ue001": "㐂"}),
    ],
)
def test_the_version_of_the_day_counts(tmp_path: Path, day: date | None, version: str, entries: dict[str, str]) -> None:
    path = tmp_path / "019917.yaml"
    path.write_text(_VERSIONS, encoding="utf-8")
    found = read_gaiji(path, day)
    assert (found.version, found.by_character()) == (version, entries)


def test_the_oldest_version_may_have_no_first_day(tmp_path: Path) -> None:
    path = tmp_path / "019917.yaml"
    path.write_text(_VERSIONS.replace("from: 2020-01-01, ", ""), encoding="utf-8")
    assert read_gaiji(path, date(1990, 1, 1)).version == "1"


def test_a_day_before_the_first_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "019917.yaml"
    path.write_text(_VERSIONS, encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="no version counts on 2019-12-31 yet; the first is from 2020-01-01"):
        read_gaiji(path, date(2019, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("from: 2025-04-01", "from: 2026-04-01", "6:5 .*earlier day"),
        ("from: 2026-04-01", "from: 令和8年", "3:7 .*YYYY-MM-DD"),
        ("F041: 㐂", "F07F: 㐂", "7:54 .*F07F is not a user code"),
        ('version: "1", ', "", "7:5 .*the name version is missing"),
    ],
)
def test_a_mistake_in_a_version_is_told_by_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "019917.yaml"
    path.write_text(_VERSIONS.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=f"019917.yaml:{told}"):
        read_gaiji(path)


@pytest.mark.parametrize(
    ("entry", "column"),
    [
        ("F07F: 圡", 9),
        ("FA40: 圡", 9),
        ("f040: 圡", 9),
        ("F040: 圡圡", 9),
        ('F040: ""', 9),
        ('F040: "\\uE001"', 9),
        ('F040: "辻\\uE001"', 9),
        ('F040: "\\u200B"', 9),
        ('F040: "　"', 9),
        ("F040: [圡]", 9),
    ],
)
def test_bad_codes_and_values_are_refused_by_place(tmp_path: Path, entry: str, column: int) -> None:
    with pytest.raises(DeclarationRefused) as caught:
        read_gaiji(written(tmp_path, f"  F041: 㐂\n  {entry}\n"))
    assert [fault.place.split(" ")[0] for fault in caught.value.faults] == [f"gaiji/019917.yaml:5:{column}"]


def test_a_code_given_twice_and_all_faults_together(tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused, match="twice"):
        read_gaiji(written(tmp_path, "  F040: 圡\n  F040: 㐂\n"))
    with pytest.raises(DeclarationRefused) as caught:
        read_gaiji(written(tmp_path, "  F07F: 圡\n  F040: 圡圡\n"))
    assert len(caught.value.faults) == 2
