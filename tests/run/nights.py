"""Nights for the tests of run and cli: real homes, real ``python batch.py`` processes, extracts parsed by the tests' own rules.

An expensive night is made once for all test processes (:func:`once`) and only looked at; whoever changes a home takes a copy.
"""

from __future__ import annotations

import csv
import datetime as dt
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from printjob.run.home import Home, make_home
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site
from printjob.sample.delivery import Sample

CHECKOUT = Path(__file__).parents[2]
DATE = dt.date(2026, 4, 1)
RUN = "20260401-01"
CITY, TOWN, VILLAGE = "019917", "019925", "019933"
COUNTS = {CITY: 90, TOWN: 24, VILLAGE: 16}
KEYS = {"run", "received", "quarantined", "held", "pulled", "notices", "pieces", "sheets", "pages", "jobs", "released", "seconds", "exit"}
PATIENCE_S = 120
BASE_ENVIRONMENT = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}


class Outcome(NamedTuple):
    """What a call of batch.py left behind."""

    exit: int
    stdout: str
    stderr: str

    @property
    def summary(self) -> dict[str, Any]:
        """The last line on standard output; whatever the exit code, it has all keys and its records add up."""
        told: dict[str, Any] = json.loads(self.stdout.splitlines()[-1])
        assert told.keys() >= KEYS
        assert told["exit"] == self.exit
        assert told["received"] == told["notices"] + told["held"] + told["quarantined"] + told["pulled"]
        numbers = [value for key, value in told.items() if key not in {"run", "jobs"}]
        assert all(number >= 0 for number in numbers)
        return told


class Night(NamedTuple):
    """A finished night: its home, what batch.py told, and the records that each fault must be found at."""

    home: Home
    outcome: Outcome
    expected: dict[str, list[int]]

    @property
    def run(self) -> Path:
        """The run's folder."""
        return self.home.runs / RUN

    @property
    def jobs(self) -> list[Path]:
        """The folders of its jobs."""
        return sorted((self.run / "jobs").iterdir())


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a child process: ours without a locale's overrides, then ``changes``."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "COV_", "PYTEST_", "PRINTJOB_HOME"))}
    return {**inherited, **BASE_ENVIRONMENT, **(changes or {})}


def start(home: Path, *options: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """batch.py in a process group of its own."""
    command = [sys.executable, str(CHECKOUT / "batch.py"), "--home", str(home), "--date", DATE.isoformat(), *options]
    return subprocess.Popen(
        command, env=environment(env), cwd=home.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> Outcome:
    """Wait for it; its process group does not outlive a test that gives up."""
    try:
        stdout, stderr = process.communicate(timeout=PATIENCE_S)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return Outcome(process.returncode, stdout, stderr)


def batch(home: Path, *options: str, env: Mapping[str, str] | None = None) -> Outcome:
    """``python batch.py`` from start to end, with one worker unless told otherwise."""
    own = {"--workers", "--scheduler"} & set(options)
    return ended(start(home, *options, *([] if own else ["--workers", "1"]), env=env))


def eventually(condition: Callable[[], bool], process: subprocess.Popen[str] | subprocess.Popen[bytes] | None = None) -> None:
    """Return when the condition holds; fail when it never does, or when the process that should bring it about has ended."""
    limit = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limit
        assert process is None or process.poll() is None
        time.sleep(0.002)


def published(home: Home, run: str = RUN) -> list[Path]:
    """The folders of jobs that have their names."""
    folder = home.runs / run / "jobs"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def deliver(home: Home, municipality: str, count: int, seed: int = 1, *, faults: bool = False) -> Sample:
    """A sample delivery into the inbox."""
    order = SampleOrder(form="property-tax", municipality=municipality, count=count, seed=seed, business_date=DATE, faults=faults)
    return write_sample(Site(home.site), home.inbox / municipality, order)


def fresh_home(folder: Path) -> Home:
    """An empty home with the example site, made as ``printjob init`` makes it."""
    with umask():
        return make_home(folder)


@contextmanager
def umask() -> Iterator[None]:
    """What every entry point sets first."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def copied(source: Home, folder: Path) -> Home:
    """A copy of a home with all its times and modes."""
    return Home(Path(shutil.copytree(source.folder, folder, symlinks=True)))


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Everything in a folder: mode, inode, time of change in ns, content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        found[str(path.relative_to(folder))] = (state.st_mode, state.st_ino, state.st_mtime_ns, path.read_bytes() if path.is_file() else b"")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def made(home: Home, run: str = RUN) -> dict[str, bytes]:
    """All that a run made and that must be a function of its deliveries: the run's folder and the receipts."""
    return {f"run/{name}": data for name, data in contents(home.runs / run).items()} | {
        f"outbox/{name}": data for name, data in contents(home.outbox).items()
    }


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> tuple[Path, Any]:
    """The folder ``name`` and what ``make`` told about it (JSON), made by the first test process that asks."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, told = root / name, root / f"{name}.json"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            told.write_text(json.dumps(make(folder)), encoding="utf-8")
    return folder, json.loads(told.read_text(encoding="utf-8"))


def waiting_home(factory: pytest.TempPathFactory) -> tuple[Home, dict[str, list[int]]]:
    """A home whose inbox holds the three deliveries of the reference night, the first with faults. Not to be changed."""

    def make(folder: Path) -> dict[str, tuple[int, ...]]:
        home = fresh_home(folder / "home")
        samples = [deliver(home, code, count, faults=code == CITY) for code, count in COUNTS.items()]
        return samples[0].expected

    folder, expected = once(factory, "waiting", make)
    return Home(folder / "home"), expected


def reference_night(factory: pytest.TempPathFactory) -> Night:
    """The night that others are compared with: the three deliveries by two workers. Not to be changed."""
    waiting, expected = waiting_home(factory)

    def make(folder: Path) -> Outcome:
        return batch(copied(waiting, folder / "home").folder, "--workers", "2")

    folder, outcome = once(factory, "reference", make)
    return Night(Home(folder / "home"), Outcome(*outcome), expected)


# -- extracts, by the positions that the format's page in docs declares ----------------------------------------------------------


class Line(NamedTuple):
    """What the tests need of a data record, as text."""

    notice: str
    annual_tax: int
    personal: tuple[str, ...]


def extract_lines(folder: Path) -> list[Line]:
    """The data records of a delivery, read without printjob."""
    lines: list[Line] = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".DAT":
            lines += [_fixed(line) for line in path.read_bytes().split(b"\r\n") if line.startswith(b"2")]
        elif path.suffix == ".csv":
            rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
            lines += [Line(row[1], int(row[30]), _texts(row[8:12] + row[14:17])) for row in rows if row[0] == "2"]
    return lines


def _fixed(line: bytes) -> Line:
    personal = [line[at - 1 : at - 1 + 60] for at in (39, 99, 159, 219, 283, 343, 403)]
    return Line(line[1:11].decode(), int(line[631:644]), _texts(part.decode("cp932", "replace") for part in personal))


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(value.strip() for value in values if value.strip())
