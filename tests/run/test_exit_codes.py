"""Every other exit code of batch.py (design, section 5), each by what really brings it about; the summary line is always there."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

from printjob.errors import BugFound, Fault
from printjob.run import night
from printjob.run.boundary import run_batch
from printjob.run.home import Home
from printjob.run.order import NightOrder
from printjob.run.site import Site
from printjob.sample.faulty import break_delivery
from printjob.whereabouts import prepared_folder
from tests.run.nights import CITY, DATE, RUN, batch, deliver, ended, fresh_home, snapshot, start


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one small sound delivery."""
    made = fresh_home(tmp_path / "home")
    deliver(made, CITY, 3)
    return made


@pytest.mark.parametrize(
    "options",
    [["--date", "2026-13-01"], ["--workers", "0"], ["--workers", "1", "--scheduler", "tcp://127.0.0.1:1"], ["--frobnicate"], ["more"],
     ["--municipality", "019999"]],
    ids=" ".join,
)  # fmt: skip
def test_2_for_an_argument_mistake(home: Home, options: list[str]) -> None:
    before = snapshot(home.folder)
    outcome = ended(start(home.folder, *options))
    assert outcome.exit == 2
    assert outcome.stdout == ""
    assert snapshot(home.folder) == before


def test_a_municipality_that_only_the_inbox_knows_is_no_argument_mistake(home: Home) -> None:
    """What was dropped for a municipality that the site has not registered is refused as data, also when it alone is asked for."""
    (home.inbox / CITY).rename(home.inbox / "019999")
    outcome = batch(home.folder, "--municipality", "019999")
    assert (outcome.exit, outcome.summary["quarantined"]) == (8, 3)


def test_8_when_only_faulty_data_came(home: Home) -> None:
    (folder,) = home.inbox.glob("*/*")
    break_delivery(folder, "wrong-sha256", Site(home.site).format("property-tax-fixed-cp932"))
    outcome = batch(home.folder)
    assert outcome.exit == 8
    assert (outcome.summary["received"], outcome.summary["quarantined"], outcome.summary["jobs"]) == (3, 3, [])
    assert outcome.summary["run"] == RUN


def test_12_without_fonts(home: Home, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    before = snapshot(home.folder)
    outcome = batch(home.folder, env={"PRINTJOB_PREPARED": str(tmp_path / "empty")})
    assert (outcome.exit, outcome.summary["run"]) == (12, "")
    assert "PJ-1401-E" in outcome.stderr
    assert snapshot(home.folder) == before


def test_12_for_a_font_with_other_bytes(home: Home, tmp_path: Path) -> None:
    prepared = tmp_path / "prepared"
    shutil.copytree(prepared_folder(), prepared, copy_function=_linked)
    (font,) = prepared.rglob("ipamjm.ttf")
    content = font.read_bytes()
    font.unlink()
    font.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    outcome = batch(home.folder, env={"PRINTJOB_PREPARED": str(prepared)})
    assert outcome.exit == 12
    assert "PJ-1402-E ipamjm.ttf" in outcome.stderr


def _linked(source: str, target: str) -> None:
    Path(target).symlink_to(source)


def test_12_for_an_unreadable_profile_and_the_same_command_after_the_repair(home: Home) -> None:
    profile = home.site / "profiles" / "kaku2-flat.yaml"
    sound = profile.read_text(encoding="utf-8")
    profile.write_text(sound.replace("most: 25", "most: many"), encoding="utf-8")
    outcome = batch(home.folder)
    assert outcome.exit == 12
    line = sound[: sound.index("most: 25")].count("\n") + 1
    assert f"PJ-1404-E kaku2-flat.yaml:{line}:" in outcome.stderr
    assert len(list(home.inbox.glob("*/*"))) == 1
    profile.write_text(sound, encoding="utf-8")
    mended = batch(home.folder)
    assert (mended.exit, mended.summary["run"]) == (0, RUN)


def test_12_for_a_neighbours_gaiji_map_before_anything_is_read(home: Home) -> None:
    own = home.site / "gaiji" / f"{CITY}.yaml"
    neighbour = next(path for path in sorted(own.parent.glob("*.yaml")) if path != own)
    own.write_bytes(neighbour.read_bytes())
    outcome = batch(home.folder)
    assert outcome.exit == 12, outcome.stderr
    assert f"PJ-1404-E gaiji/{CITY}.yaml:" in outcome.stderr
    assert list((home.runs / RUN / "records").iterdir()) == []


def test_12_for_a_name_that_the_count_sheet_cannot_print_before_anything_is_composed(home: Home) -> None:
    path = home.site / "profiles" / "naga3-small-jobs.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join("title: " + "広" * 60 if line.startswith("title:") else line for line in lines), encoding="utf-8")
    outcome = batch(home.folder)
    assert outcome.exit == 12, outcome.stderr
    assert "PJ-1404-E" in outcome.stderr
    assert "count sheet" in outcome.stderr
    assert list((home.runs / RUN / "work").iterdir()) == []


def test_12_for_a_folder_that_is_no_home(tmp_path: Path) -> None:
    outcome = batch(tmp_path)
    assert outcome.exit == 12
    assert "PJ-1407-E" in outcome.stderr


def test_12_when_nobody_answers_at_the_scheduler(home: Home) -> None:
    outcome = batch(home.folder, "--scheduler", "tcp://127.0.0.1:9", env={"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"})
    assert outcome.exit == 12
    assert "PJ-1410-E" in outcome.stderr


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


class Told(NamedTuple):
    exit: int
    summary: dict[str, Any]
    stderr: str


def in_this_process(home: Home, capsys: pytest.CaptureFixture[str]) -> Told:
    """The night inside the test's process, through the same boundary."""
    code = run_batch(NightOrder(home=home.folder, business_date=DATE, workers=1), "en")
    caught = capsys.readouterr()
    summary = json.loads(caught.out.splitlines()[-1])
    assert summary["exit"] == code
    return Told(code, summary, caught.err)


@pytest.mark.usefixtures("in_process")
def test_12_when_the_disk_is_full(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: _Usage(10**9, 10**9 - 1000, 1000))
    told = in_this_process(home, capsys)
    assert told.exit == 12
    assert "PJ-1403-E" in told.stderr
    assert len(list(home.inbox.glob("*/*"))) == 1


@pytest.mark.usefixtures("in_process")
def test_12_when_the_ledger_cannot_grow(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> NoReturn:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(night, "receive", full)
    told = in_this_process(home, capsys)
    assert told.exit == 12
    assert "PJ-1403-E" in told.stderr


def _secret(*_: object) -> NoReturn:
    raise KeyError("北海　花子")


def _bug(*_: object) -> NoReturn:
    raise BugFound(Fault(id="PJ-1701-E", file="20260401-01-0001", detail="made by the test"))


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(("stage", "broken"), [("receive", _bug), ("plan", _secret)])
def test_16_leaves_the_state_untouched_and_says_nothing_personal(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stage: str, broken: Any
) -> None:
    inbox = snapshot(home.inbox)
    with monkeypatch.context() as patch:
        patch.setattr(night, stage, broken)
        told = in_this_process(home, capsys)
    assert (told.exit, told.summary["run"], told.summary["received"]) == (16, "", 0)
    assert "PJ-1701-E" in told.stderr
    assert "花子" not in told.stderr
    assert snapshot(home.inbox) == inbox
    with closing(sqlite3.connect(home.ledger)) as ledger:
        assert ledger.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    assert [path for folder in (home.accepted, home.quarantine, home.outbox) for path in folder.rglob("*") if path.is_file()] == []
    if stage == "receive":
        mended = batch(home.folder)
        assert (mended.exit, mended.summary["run"], mended.summary["notices"]) == (0, RUN, 3)


def test_20_when_nothing_waits_for_the_date(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    outcome = batch(home.folder)
    assert outcome.exit == 20
    assert outcome.summary["received"] == 0
    assert list(home.runs.iterdir()) == []



@pytest.mark.usefixtures("in_process")
def test_12_when_a_part_of_the_program_cannot_be_loaded(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Through every door, the console script's as well."""

    def missing(_name: str) -> NoReturn:
        raise ImportError("libisal.so.2: cannot open shared object file")

    monkeypatch.setattr("importlib.import_module", missing)
    told = in_this_process(home, capsys)
    assert told.exit == 12
    assert "PJ-1408-E" in told.stderr
    assert "libisal.so.2" in told.stderr


def test_12_for_a_damaged_ledger(home: Home) -> None:
    home.ledger.write_bytes(b"no database" * 500)
    outcome = batch(home.folder)
    assert (outcome.exit, outcome.summary["run"]) == (12, "")
    assert "PJ-1410-E ledger.db" in outcome.stderr
