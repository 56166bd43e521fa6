"""``layout list|check|preview|diff`` and ``proof --book``: what they print, for people and for programs, and their exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from printjob.run.home import Home
from tests.cli.conftest import Printjob
from tests.run.designing.letters import LETTER, changed, designer_home
from tests.run.nights import CITY, TOWN, VILLAGE


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return designer_home(tmp_path / "home")


def letter(home: Home, name: str) -> Path:
    return home.site / "layouts" / LETTER / name


def test_list_as_json(printjob: Printjob, home: Home) -> None:
    told = printjob("layout", "list", "--json", "--home", home.folder)
    found = {one["id"]: one for one in json.loads(told.stdout)}
    assert {"property-tax", "dunning", LETTER} <= set(found)
    assert {"title", "edition", "stocks", "variants", "pages", "folder", "faults"} <= set(found[LETTER])
    assert told.exit_code == (8 if any(one["faults"] for one in found.values()) else 0)


def test_list_without_a_home_has_the_shipped_forms(printjob: Printjob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = printjob("layout", "list")
    assert "property-tax  固定資産税・都市計画税 納税通知書" in told.stdout
    assert LETTER not in told.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("list",), ("check", LETTER), ("preview", LETTER), ("diff", LETTER, "--from", ".")])
def test_a_home_that_is_none_is_12(printjob: Printjob, tmp_path: Path, command: tuple[str, ...]) -> None:
    told = printjob("layout", *command, "--home", tmp_path / "nowhere")
    assert (told.exit_code, "PJ-1407-E" in told.stderr) == (12, True)


def test_check_of_a_sound_form_is_0(printjob: Printjob, home: Home) -> None:
    told = printjob("layout", "check", LETTER, "--home", home.folder)
    assert told.exit_code == 0, told.stdout + told.stderr
    assert told.stdout.startswith(f"{LETTER}  OK ")
    (one,) = json.loads(printjob("layout", "check", LETTER, "--json", "--home", home.folder).stdout)
    assert one == {
        "id": LETTER, "clean": True, "checked": [f"{CITY} 1", f"{TOWN} 1", f"{VILLAGE} 1"], "unprinted": one["unprinted"], "unheld": ["角形2号", "角形2号 マチ付"],
        "faults": [], "warnings": [],
    }  # fmt: skip


def test_check_names_place_and_nearest_name_and_is_8(printjob: Printjob, home: Home) -> None:
    line, _ = changed(letter(home, "letter.yaml"), "value: first_amount", "value: first_ammount")
    told = printjob("layout", "check", LETTER, "--home", home.folder)
    assert told.exit_code == 8
    assert f"PJ-1001-E {LETTER}/letter.yaml:{line}:" in told.stdout
    assert "first_amount?" in told.stdout
    assert f"({CITY} 1" not in told.stdout  # it is so everywhere
    (one,) = json.loads(printjob("layout", "check", LETTER, "--municipality", TOWN, "--json", "--home", home.folder).stdout)
    assert (one["clean"], one["checked"], [found["fault"]["id"] for found in one["faults"]]) == (False, [f"{TOWN} 1"], ["PJ-1001-E"])


def test_check_speaks_english(printjob: Printjob, home: Home) -> None:
    told = printjob("--lang", "en", "layout", "check", LETTER, "--municipality", CITY, "--home", home.folder)
    assert "nothing forbids printing" in told.stdout


@pytest.mark.parametrize("options", [("--municipality", "999999"), ("--date", "soon"), ("--run-kind",)])
def test_argument_mistakes_are_2(printjob: Printjob, home: Home, options: tuple[str, ...]) -> None:
    assert printjob("layout", "check", LETTER, *options, "--home", home.folder).exit_code == 2


def test_preview_writes_the_first_sample_or_those_asked_for(printjob: Printjob, home: Home, tmp_path: Path) -> None:
    call = ("layout", "preview", LETTER, "--dpi", 40, "--grid", "--zones", "--home", home.folder, "--out", tmp_path / "out")
    told = printjob(*call)
    assert told.exit_code == 0, told.stderr
    assert [Path(line).name for line in told.stdout.splitlines()] == [f"{LETTER}.{CITY}.ordinary.p0{page}.png" for page in (1, 2)]
    every = printjob(*call, "--all", "--municipality", TOWN)
    assert "long-names.p02.png" in every.stdout
    assert "missing-glyph: 保留 PJ-1301-W" in every.stderr
    wrong = printjob(*call, "--sample", "ordinry")
    assert (wrong.exit_code, "did you mean ordinary?" in wrong.stderr) == (2, True)


def test_diff_is_0_or_4(printjob: Printjob, home: Home, tmp_path: Path) -> None:
    old = Path(shutil.copytree(home.site / "layouts", tmp_path / "old"))
    call = ("layout", "diff", LETTER, "--from", old, "--sample", "ordinary", "--dpi", 40, "--home", home.folder, "--out", tmp_path / "out")
    told = printjob(*call)
    assert (told.exit_code, "同じです" in told.stdout) == (0, True)
    changed(letter(home, "letter.yaml"), "text: 口　座}", "text: 口座番号}")
    told = printjob(*call)
    assert told.exit_code == 4
    assert "変更" in told.stdout
    assert "口　座 -> 口座番号" in told.stdout
    found = json.loads(printjob(*call, "--json").stdout)
    assert [(one["how"], one["name"]) for one in found["changes"]] == [("changed", "口座番号")]
    assert [Path(path).exists() for path in found["pictures"]] == [True]


def test_proof_book(printjob: Printjob, home: Home, tmp_path: Path) -> None:
    out = tmp_path / "books" / "letter.pdf"
    told = printjob("proof", "--book", LETTER, "--municipality", TOWN, "--home", home.folder, "--out", out)
    assert told.exit_code == 0, told.stderr
    assert told.stdout == f"{out}  4 件 / samples  6 頁 / pages\n"
    assert (out.stat().st_mode & 0o777, out.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    changed(letter(home, "sample.yaml"), "expect: held PJ-1301-W", "expect: printed")
    told = printjob("proof", "--book", LETTER, "--home", home.folder, "--out", out)
    assert (told.exit_code, told.stderr) == (4, "missing-glyph: 予定と違う / not as expected\n")


@pytest.mark.parametrize("arguments", [[], ["20260401-01-0001", "--book", LETTER]])
def test_proof_wants_a_job_or_a_book(printjob: Printjob, home: Home, arguments: list[str]) -> None:
    assert printjob("proof", *arguments, "--home", home.folder).exit_code == 2
