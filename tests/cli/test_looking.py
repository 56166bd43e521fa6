"""``status``, ``jobs``, ``proof``, ``verify``, ``doctor``: what was made, how it looks, whether it is right."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from printjob.run.home import Home
from tests.cli.conftest import Printjob
from tests.run.nights import CHECKOUT, CITY, COUNTS, RUN, Night, environment, snapshot

JOB = f"{RUN}-0001"
RECEIVED = sum(COUNTS.values())


def test_status_as_json_has_the_balances(printjob: Printjob, reference: Night) -> None:
    for call in (("status", "--json"), ("status", RUN, "--json")):
        (run,) = json.loads(printjob(*call, "--home", reference.home.folder).stdout)
        balance = run["balance"]
        assert (run["id"], run["state"], run["balanced"], run["business_date"]) == (RUN, "prepared", True, "2026-04-01")
        assert balance["received"] == sum(value for key, value in balance.items() if key != "received") == RECEIVED
        assert run["summary"]["jobs"] == reference.outcome.summary["jobs"]
        assert [one["municipality"] for one in run["deliveries"]] == ["019917", "019925", "019933"]


def test_status_for_people(printjob: Printjob, reference: Night) -> None:
    told = printjob("status", "--home", reference.home.folder).stdout
    assert RUN in told
    assert f"受領 {RECEIVED} = 受入エラー 7 + 保留 6 + 引抜き 2 + 差出済 0 + 未差出 {RECEIVED - 15}  一致" in told


def test_jobs_as_json_are_the_folders(printjob: Printjob, reference: Night) -> None:
    jobs = json.loads(printjob("jobs", RUN, "--json", "--home", reference.home.folder).stdout)
    assert [job["id"] for job in jobs] == reference.outcome.summary["jobs"]
    assert [Path(job["folder"]) for job in jobs] == reference.jobs
    assert sum(job["pieces"] for job in jobs) == RECEIVED - 15
    assert {job["state"] for job in jobs} == {"prepared"}
    assert JOB in printjob("jobs", "--home", reference.home.folder).stdout


def test_looking_changes_nothing(printjob: Printjob, night: Home) -> None:
    before = snapshot(night.folder)
    for call in (("status",), ("jobs",), ("doctor",), ("verify", f"{RUN}-0002", "--pictures", 1)):
        assert printjob(*call, "--home", night.folder).exit_code == 0
    assert snapshot(night.folder) == before


@pytest.mark.parametrize("call", [("status", "20260401-09"), ("jobs", "20260401-09"), ("proof", "20260401-09-0001"), ("verify", "20260401-09"),
                                  ("proof", JOB, "--piece", "9999999")], ids=" ".join)  # fmt: skip
def test_unknown_names_are_8(printjob: Printjob, reference: Night, call: tuple[str, ...]) -> None:
    told = printjob(*call, "--home", reference.home.folder)
    assert told.exit_code == 8
    assert "PJ-1602-E" in told.stderr
    assert call[-1] in told.stderr


@pytest.mark.parametrize("command", ["status", "jobs", "doctor", "verify", "proof"])
def test_no_home_is_12(printjob: Printjob, tmp_path: Path, command: str) -> None:
    told = printjob(command, *([JOB] if command in {"verify", "proof"} else []), "--home", tmp_path / "nowhere")
    assert told.exit_code == 12
    assert "PJ-1407-E" in told.stdout + told.stderr
    assert list(tmp_path.iterdir()) == []


def test_languages(printjob: Printjob, reference: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    call = ("status", "20260401-09", "--home", reference.home.folder)
    assert "見つかりません" in printjob(*call).stderr
    assert "There is no such thing here." in printjob("--lang", "en", *call).stderr
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "There is no such thing here." in printjob(*call).stderr
    assert "見つかりません" in printjob("--lang", "ja", *call).stderr


def test_proof_draws_the_pages_of_the_pieces(printjob: Printjob, night: Home, tmp_path: Path) -> None:
    sheets = [json.loads(line) for line in (night.runs / RUN / "jobs" / JOB / "sheets.jsonl").read_text().splitlines()]
    chosen = [f"{RUN}-0000002", f"{RUN}-0000003"]
    pages = [(sheet["piece"], page) for sheet in sheets if sheet["piece"] in chosen for page in sheet["pages"]]
    told = printjob("proof", JOB, "--piece", chosen[0], "--piece", "3", "--dpi", 50, "--out", tmp_path / "out", "--home", night.folder)
    drawn = [Path(line) for line in told.stdout.splitlines()]
    assert [path.name for path in drawn] == [f"{piece}-p{page:05d}.png" for piece, page in pages]
    with Image.open(drawn[0]) as picture:
        assert (abs(picture.width - 413), abs(picture.height - 585)) <= (2, 2)
        greys = picture.convert("L").tobytes()
    assert min(greys) < 60
    assert max(greys) > 250
    first = printjob("proof", JOB, "--dpi", 36, "--home", night.folder).stdout.splitlines()
    assert {Path(line).parent for line in first} == {night.runs / RUN / "proofs" / JOB}
    assert all(Path(line).stat().st_mode & 0o077 == 0 for line in first)


def test_verify_finds_nothing_in_what_the_night_made(printjob: Printjob, reference: Night) -> None:
    told = printjob("verify", RUN, "--pictures", 2, "--json", "--home", reference.home.folder)
    assert told.exit_code == 0, told.stderr
    assert json.loads(told.stdout) == [{"id": job, "faults": []} for job in reference.outcome.summary["jobs"]]


def test_verify_is_8_after_a_byte_was_flipped(printjob: Printjob, night: Home) -> None:
    path = night.runs / RUN / "jobs" / JOB / "print.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x10
    path.write_bytes(content)
    told = printjob("verify", JOB, "--pictures", 0, "--home", night.folder)
    assert told.exit_code == 8
    assert f"{JOB} NG" in told.stdout
    assert f"PJ-1506-E {JOB}/print.pdf sha256" in told.stderr
    assert printjob("verify", f"{RUN}-0002", "--pictures", 0, "--home", night.folder).exit_code == 0


def test_doctor_finds_everything_well(printjob: Printjob, reference: Night) -> None:
    told = printjob("doctor", "--json", "--home", reference.home.folder)
    findings = json.loads(told.stdout)
    assert (told.exit_code, [finding["id"] for finding in findings if not finding["well"]]) == (0, [])
    assert [finding["id"] for finding in findings] == ["fonts", "postal", "home", "site", "posting", "disk"]


def test_doctor_names_what_is_missing(night: Home, tmp_path: Path) -> None:
    """In a process of its own: this one has opened the postal index long ago."""
    (night.site / "municipalities" / f"{CITY}.yaml").write_text("code: [\n", encoding="utf-8")
    command = [sys.executable, "-c", "from printjob.cli import main; main()", "doctor", "--json", "--home", str(night.folder)]
    told = subprocess.run(command, env=environment({"PRINTJOB_PREPARED": str(tmp_path)}), cwd=CHECKOUT, capture_output=True, text=True, check=False)
    findings = {finding["id"]: finding for finding in json.loads(told.stdout)}
    assert told.returncode == 12
    assert {name for name, finding in findings.items() if not finding["well"]} == {"fonts", "postal", "site"}
    assert "PJ-1401-E" in findings["fonts"]["seen"]
    assert "PJ-1406-E" in findings["postal"]["seen"]
    assert findings["site"]["seen"].startswith(f"PJ-1404-E municipalities/{CITY}.yaml:2:1:")


def test_doctor_reads_the_formats_as_the_night_does(printjob: Printjob, night: Home) -> None:
    """Where the night would end with 12 before it read anything, all is not well."""
    path = night.site / "formats" / "dunning-csv-utf8.yaml"
    declared = path.read_text(encoding="utf-8")
    mistakes = (
        ("name: total, label: 合計額, kind: amount", "name: total, label: 合計額, kind: count", ":46 total"),
        ("{name: term,", "{name: terms,", "term"),
        ("encoding: utf-8", "encoding: utf8", ":6:11"),
    )
    for old, new, place in mistakes:
        assert old in declared
        path.write_text(declared.replace(old, new, 1), encoding="utf-8")
        told = printjob("doctor", "--json", "--home", night.folder)
        wrong = {finding["id"]: finding["seen"] for finding in json.loads(told.stdout) if not finding["well"]}
        assert (told.exit_code, list(wrong)) == (12, ["site"])
        assert "formats/dunning-csv-utf8.yaml" in wrong["site"]
        assert place in wrong["site"]
    path.write_text(declared, encoding="utf-8")
    assert printjob("doctor", "--home", night.folder).exit_code == 0


def test_status_and_jobs_speak_the_language_that_is_asked_for(printjob: Printjob, reference: Night) -> None:
    for command in ("status", "jobs"):
        japanese, english = (printjob("--lang", language, command, "--home", reference.home.folder).stdout for language in ("ja", "en"))
        assert ("準備完了" in japanese, "prepared" in japanese) == (True, False)
        assert english.isascii()
        assert "prepared" in english
