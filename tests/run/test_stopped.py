"""A run that is stopped goes on where it stood; two runs never work in one home; a dead worker costs a retry."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from printjob.errors import Fault, Stopped
from printjob.run import night
from printjob.run.boundary import run_batch
from printjob.run.home import Home
from printjob.run.lock import held
from printjob.run.order import NightOrder
from tests.run.nights import (
    CITY,
    DATE,
    RUN,
    VILLAGE,
    Night,
    batch,
    contents,
    copied,
    deliver,
    ended,
    eventually,
    fresh_home,
    made,
    published,
    start,
)


def identities(folders: list[Path]) -> dict[str, tuple[int, int]]:
    """Inode and time of change of every file of the jobs."""
    return {f"{path.parent.name}/{path.name}": (path.stat().st_ino, path.stat().st_mtime_ns) for job in folders for path in job.iterdir()}


def kill(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_killed_after_some_jobs_goes_on_and_leaves_those_alone(reference: Night, waiting: Home) -> None:
    process = start(waiting.folder, "--workers", "1")
    eventually(lambda: bool(published(waiting)), process)
    kill(process)
    done = published(waiting)
    before = identities(done)
    assert 1 <= len(done) < len(reference.jobs)
    assert waiting.lock.exists()
    assert json.loads(waiting.lock.read_text())["pid"] == process.pid
    outcome = batch(waiting.folder, "--workers", "2")
    assert outcome.exit == 4, outcome.stderr
    assert outcome.summary["run"] == RUN
    assert identities(done) == before
    assert made(waiting) == made(reference.home)


def test_sigterm_exits_24_and_the_next_call_goes_on(reference: Night, waiting: Home) -> None:
    process = start(waiting.folder, "--workers", "1")
    eventually(lambda: any((waiting.runs / RUN / "work").glob("*/*.part")), process)
    os.kill(process.pid, signal.SIGTERM)
    stopped = ended(process)
    assert stopped.exit == 24, stopped.stderr
    assert stopped.summary["jobs"] == []
    assert "PJ-1902-I" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert [path.name for path in waiting.inbox.glob("*/*")] != []
    outcome = batch(waiting.folder, "--workers", "2")
    assert outcome.exit == 4, outcome.stderr
    assert made(waiting) == made(reference.home)


def test_a_second_run_at_the_same_time_is_refused(waiting: Home) -> None:
    with held(waiting.lock):
        second = batch(waiting.folder)
    assert second.exit == 12
    assert second.summary["run"] == ""
    assert "PJ-1405-E run.lock" in second.stderr
    assert f"process {os.getpid()} on " in second.stderr
    assert list(waiting.runs.iterdir()) == []


def test_a_lock_is_given_back_and_a_stale_file_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    path.write_text('{"pid": 1, "host": "elsewhere"}')
    for _ in range(2):
        with held(path):
            assert json.loads(path.read_text())["pid"] == os.getpid()


def test_a_worker_that_dies_costs_a_retry_never_a_piece(reference: Night, waiting: Home) -> None:
    process = start(waiting.folder, "--workers", "2")
    eventually(lambda: any((waiting.runs / RUN / "work").glob("*/*.part")), process)
    workers = _workers(process.pid)
    assert workers
    os.kill(workers[0], signal.SIGKILL)
    outcome = ended(process)
    assert outcome.exit == 4, outcome.stderr
    assert {**outcome.summary, "seconds": 0} == {**reference.outcome.summary, "seconds": 0}
    assert made(waiting) == made(reference.home)


def _workers(parent: int) -> list[int]:
    """The process ids of the parent's Dask workers (children that were spawned, but for the resource tracker)."""
    children = [int(number) for task in Path(f"/proc/{parent}/task").iterdir() for number in (task / "children").read_text().split()]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def _stopped(*_: object) -> NoReturn:
    raise Stopped(Fault(id="PJ-1902-I"))


@pytest.mark.usefixtures("in_process")
def test_a_delivery_that_changed_since_the_run_began_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = fresh_home(tmp_path / "home")
    folder = deliver(home, CITY, 3).folder
    with monkeypatch.context() as patch:
        patch.setattr(night, "receive", _stopped)
        assert run_batch(NightOrder(home=home.folder, business_date=DATE), "en") == 24
    manifest = folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b"\n")
    outcome = batch(home.folder)
    assert outcome.exit == 12
    assert f"PJ-1409-E {folder.name}" in outcome.stderr
    again = batch(home.folder)
    assert (again.exit, again.summary["run"], again.summary["notices"]) == (0, RUN, 3)


@pytest.mark.usefixtures("in_process")
def test_data_that_changed_under_the_same_manifest_end_the_stopped_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that have their names hold the old data: neither they nor the run may go on as if nothing had happened."""
    home = fresh_home(tmp_path / "home")
    folder = deliver(home, CITY, 3).folder
    with monkeypatch.context() as patch:
        patch.setattr(night, "require_space", _stopped)
        assert run_batch(NightOrder(home=home.folder, business_date=DATE), "en") == 24
    made_before = home.runs / RUN / "jobs" / f"{RUN}-0001"
    made_before.mkdir()
    (data,) = (path for path in folder.iterdir() if path.name != "manifest.json")
    sound = data.read_bytes()
    data.write_bytes(sound[:-2] + b"X\r\n")
    outcome = batch(home.folder)
    assert (outcome.exit, f"PJ-1409-E {folder.name}" in outcome.stderr) == (12, True)
    assert not made_before.exists()
    data.write_bytes(sound)
    again = batch(home.folder)
    assert (again.exit, again.summary["run"], again.summary["notices"]) == (0, RUN, 3)


@pytest.mark.usefixtures("in_process")
def test_a_new_delivery_under_the_name_of_one_not_yet_moved_is_not_moved_with_it(reference: Night, tmp_path: Path) -> None:
    home = copied(reference.home, tmp_path / "home")
    (accepted,) = home.accepted.glob(f"{VILLAGE}/*")
    name = accepted.name.removeprefix(f"{RUN}-")
    accepted.rename(tmp_path / "gone")
    deliver(home, VILLAGE, 2, seed=9).folder.rename(home.inbox / VILLAGE / name)
    with closing(sqlite3.connect(home.ledger)) as ledger, ledger:
        ledger.execute("UPDATE deliveries SET settled = 0 WHERE municipality = ?", (VILLAGE,))
    outcome = batch(home.folder)
    assert (outcome.exit, outcome.summary["notices"]) == (0, 2), outcome.stderr


def test_stopped_before_deliveries_were_moved_they_are_moved_by_the_next_call(reference: Night, tmp_path: Path) -> None:
    """The ledger decides: as if the run had been killed right after its last transaction."""
    home = copied(reference.home, tmp_path / "home")
    for accepted in home.accepted.glob("*/*"):
        accepted.rename(home.inbox / accepted.parent.name / accepted.name.removeprefix(f"{RUN}-"))
    for receipt in home.outbox.glob("*/*"):
        receipt.unlink()
    with closing(sqlite3.connect(home.ledger)) as ledger, ledger:
        ledger.execute("UPDATE deliveries SET settled = 0")
    assert batch(home.folder).exit == 20
    for room in ("inbox", "accepted", "outbox"):
        assert contents(home.folder / room) == contents(reference.home.folder / room)
    assert made(home) == made(reference.home)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_at_any_moment_is_answered_with_24(waiting: Home, kind: signal.Signals) -> None:
    """Even before the run has begun: the scheduler must never see a code above 128."""
    process = start(waiting.folder)
    eventually(lambda: _catches(process.pid, kind), process)
    os.kill(process.pid, kind)
    outcome = ended(process)
    assert (outcome.exit, outcome.summary["run"]) == (24, ""), outcome.stderr


def _catches(pid: int, kind: signal.Signals) -> bool:
    """Whether the process has taken charge of SIGTERM (Python itself takes charge of SIGINT from its first moment)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    mask = int(status.split("SigCgt:")[1].split()[0], 16)
    return bool(mask >> (signal.SIGTERM - 1) & 1 and mask >> (kind - 1) & 1)
