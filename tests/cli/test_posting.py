"""``printjob posting`` from a finished job to the stamped slip, as a person types it, and what it says in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from printjob.run.home import Home
from tests.cli.conftest import Printjob
from tests.run.nights import CITY, RUN
from tests.run.posting.lives import OFFICE, POSTING, change_posting, jobs, jobs_in, posting_night


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Home:
    return posting_night(tmp_path_factory, tmp_path / "home")


class Posting:
    """``printjob posting`` on a home."""

    def __init__(self, printjob: Printjob, home: Home) -> None:
        self._printjob, self._home = printjob, home

    def __call__(self, *words: str, exit_code: int = 0) -> Result:
        found = self._printjob("posting", *words, "--home", self._home.folder)
        assert found.exit_code == exit_code, found.output
        return found

    def listed(self) -> list[dict[str, Any]]:
        """The postings."""
        found: list[dict[str, Any]] = json.loads(self("list", "--json").stdout)
        return found


@pytest.fixture
def call(printjob: Printjob, home: Home) -> Posting:
    return Posting(printjob, home)


def test_a_posting_goes_from_counter_to_dispatch_record(call: Posting, home: Home, tmp_path: Path) -> None:
    first = jobs(home)[0]
    spoiled = tmp_path / "spoiled.txt"
    spoiled.write_text(f"# 損傷\n{RUN}-{first.first_piece:07d}  # 角が折れた\n\n{first.last_piece}\n", encoding="utf-8")
    call("made", first.job, "--pieces", str(first.pieces - 2), "--by", "北海一郎", exit_code=8)
    assert "2" in call("take-out", RUN, "--list", str(spoiled), "--because", "spoiled", "--by", "北海一郎").stdout
    call("put-back", RUN, "--piece", str(first.last_piece), "--by", "北海一郎")
    call("made", first.job, "--pieces", str(first.pieces - 1), "--by", "北海一郎")
    for job in jobs(home)[1:]:
        call("made", job.job, "--pieces", str(job.pieces), "--by", "北海一郎")
    told = json.loads(call("papers", CITY, "--day", "2026-04-10", "--by", "北海一郎", "--json").stdout)
    assert [(one["id"], one["changes"]) for one in told] == [(POSTING, [])]
    assert (Path(told[0]["folder"]) / "slip.pdf").exists()
    words = ("accepted", POSTING, "--office", OFFICE, "--on", "2026-04-10", "--slip", "12", "--by", "北海一郎")
    assert len(call(*words).stdout.split()) == 2
    assert call(*words).stdout == ""
    (line,) = call.listed()
    assert (line["id"], line["state"], line["posted"], line["taken_out"]) == (f"{CITY}-20260410-{OFFICE}", "posted", line["planned"] - 1, 1)
    assert [(one["id"], one["accepted_on"], one["slip"]) for one in line["postings"]] == [(POSTING, "2026-04-10", "12")]
    assert f"{POSTING} {line['posted']}通" in call("list").stdout


def test_the_list_of_jobs_says_which_are_made(call: Posting, printjob: Printjob, home: Home) -> None:
    first = jobs(home)[0]
    call("made", first.job, "--pieces", str(first.pieces), "--by", "北海一郎")
    assert f"{first.job} 封入済 " in printjob("jobs", RUN, "--home", home.folder).stdout
    assert f"{first.job} made " in printjob("--lang", "en", "jobs", RUN, "--home", home.folder).stdout


def test_a_posting_that_cannot_be_is_4_with_what_to_do(call: Posting, home: Home) -> None:
    short = jobs_in(home, "local")[0]
    call("made", short.job, "--pieces", str(short.pieces), "--by", "北海一郎")
    told = call("papers", CITY, "--day", "2026-04-10", "--by", "北海一郎", exit_code=4)
    assert f"PJ-1806-E {short.job}" in told.stderr
    assert "printjob posting envelope" in told.stderr
    assert "posting.yaml" not in told.stderr
    assert told.stdout == ""


def test_without_a_contract_it_says_so(call: Posting, home: Home) -> None:
    job = jobs_in(home, "plain")[0]
    call("made", job.job, "--pieces", str(job.pieces), "--by", "北海一郎")
    change_posting(home, r"contracts: \[.*?\]", "contracts: []")
    told = call("papers", CITY, "--day", "2026-04-10", "--by", "北海一郎", exit_code=4)
    assert f"posting.yaml の {OFFICE} に {CITY} の contracts も cash もない" in told.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("take-out", RUN, "--because", "pulled", "--by", "x"),
        ("take-out", RUN, "--piece", "1", "--because", "lost", "--by", "x"),
        ("made", "20260401-01-0001", "--pieces", "-1", "--by", "x"),
        ("made", "20260401-01-0001", "--pieces", "1"),
        ("made", "20260401-01-0001", "--pieces", "1", "--by", " "),
        ("papers", "019999", "--day", "2026-04-10", "--by", "x"),
        ("papers", CITY, "--day", "10.4.2026", "--by", "x"),
    ],
)
def test_mistakes_on_the_command_line_are_2(call: Posting, words: tuple[str, ...]) -> None:
    call(*words, exit_code=2)


def test_a_list_may_have_remarks_in_any_encoding(call: Posting, home: Home, tmp_path: Path) -> None:
    first, listed = jobs(home)[0].first_piece, tmp_path / "pulled.txt"
    listed.write_bytes("通の番号\r\n".encode("cp932"))
    assert "PJ-1602-E" in call("take-out", RUN, "--list", str(listed), "--because", "pulled", "--by", "北海一郎", exit_code=8).stderr
    listed.write_bytes(f"# 引抜き\r\n{first}  # 表\r\n".encode("cp932"))
    assert "1" in call("take-out", RUN, "--list", str(listed), "--because", "pulled", "--by", "北海一郎").stdout


def test_the_list_says_what_comes_next_in_both_languages(printjob: Printjob, call: Posting, home: Home) -> None:
    """Never the number of the counter: it must be read from the machine."""
    first, *others = jobs(home)
    japanese, english = (printjob("--lang", language, "posting", "list", "--home", home.folder).stdout for language in ("ja", "en"))
    assert f"次: printjob posting made {first.job} --pieces 計数 --by 氏名" in japanese
    assert f"next: printjob posting made {first.job} --pieces COUNTER --by NAME" in english
    assert "通" not in english
    call("made", first.job, "--pieces", str(first.pieces), "--by", "北海一郎")
    assert f"次: printjob posting made {others[0].job} " in call("list").stdout
    assert call.listed()[0]["waiting"] == [job.job for job in others]
    for job in others:
        call("made", job.job, "--pieces", str(job.pieces), "--by", "北海一郎")
    assert f"次: printjob posting papers {CITY} --day 2026-04-10" in call("list").stdout
    call("papers", CITY, "--day", "2026-04-10")
    assert f"次: printjob posting accepted {POSTING} --office {OFFICE} " in call("list").stdout
    call("accepted", POSTING, "--office", OFFICE, "--on", "2026-04-10", "--slip", "12", "--by", "北海一郎")
    assert "次:" not in call("list").stdout
