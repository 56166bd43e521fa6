"""A run's bytes follow from its deliveries and settings alone (design 4.6): not workers, home, zone, locale, hash seed, cluster."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printjob.run.home import Home
from tests.run.nights import CHECKOUT, Night, batch, environment, eventually, made

FAR_EAST = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "4711", "LANG": "C", "LC_ALL": "C"}
JAPAN = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LANG": "ja_JP.UTF-8", "LC_ALL": "ja_JP.UTF-8"}


def differing(home: Home, reference: Night) -> list[str]:
    """The files that are not byte for byte those of the reference night."""
    ours, theirs = made(home), made(reference.home)
    assert len(ours) > 30
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


@pytest.mark.parametrize(("workers", "changes"), [("1", FAR_EAST), ("4", JAPAN)], ids=["1-worker-far-east", "4-workers-japan"])
def test_another_home_workers_zone_locale_and_hash_seed(reference: Night, waiting: Home, workers: str, changes: dict[str, str]) -> None:
    outcome = batch(waiting.folder, "--workers", workers, env=changes)
    assert {**outcome.summary, "seconds": 0} == {**reference.outcome.summary, "seconds": 0}
    assert differing(waiting, reference) == []


def test_a_cluster_of_its_own(reference: Night, waiting: Home, tmp_path: Path) -> None:
    with cluster(tmp_path) as address:
        outcome = batch(waiting.folder, "--scheduler", address)
    assert outcome.exit == 4, outcome.stderr
    assert differing(waiting, reference) == []
    readable = [path for path in waiting.runs.rglob("*") if path.stat().st_mode & 0o077]
    assert readable == []


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a Dask scheduler with one worker, processes of their own on the loopback."""
    log = folder / "scheduler.log"
    scheduler = _dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", log=log)
    try:
        address = _address(log, scheduler)
        worker = _dask(
            "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder), log=folder / "worker.log"
        )
        try:
            yield address
        finally:
            _end(worker)
    finally:
        _end(scheduler)


def _dask(*arguments: str, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:]]
    with log.open("wb") as stream:
        return subprocess.Popen(command, env=environment(), cwd=CHECKOUT, stdout=stream, stderr=stream, start_new_session=True)


def _address(log: Path, scheduler: subprocess.Popen[bytes]) -> str:
    found: list[str] = []

    def told() -> bool:
        found[:] = re.findall(r"tcp://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
        return bool(found)

    eventually(told, scheduler)
    return found[0]


def _end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
