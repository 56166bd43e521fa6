"""The ledger of an older program is brought up to date when it is opened, whole; one of a newer program is refused."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from printjob.errors import EnvironmentAtFault
from printjob.run.ledger import _SCHEMA, JobEntry, Ledger

CLASSES = ", product TEXT NOT NULL DEFAULT '', office TEXT NOT NULL DEFAULT '', indicia TEXT NOT NULL DEFAULT ''"
JOB = JobEntry(
    job="20260401-01-0001", run="20260401-01", municipality="019917", campaign="c", profile="p", pieces=3, sheets=4, pages=8, first_piece=1,
    last_piece=3, state="prepared",
)  # fmt: skip


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A ledger from before jobs had a mail class, with a job."""
    assert CLASSES in _SCHEMA
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_SCHEMA.replace(CLASSES, ""))
        db.execute("INSERT INTO runs (run, business_date, state, frozen) VALUES (?, '2026-04-01', 'prepared', '')", (JOB.run,))
        db.execute("INSERT INTO jobs VALUES (?,?,?,?,?,?,?,?,?,?,?)", msgspec.structs.astuple(JOB)[:11])
    return path


def columns(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [row[1] for row in db.execute("PRAGMA table_info(jobs)")]


def test_an_older_ledger_gets_what_it_lacks_and_keeps_what_it_has(older: Path, tmp_path: Path) -> None:
    for _ in range(2):
        with Ledger(older) as ledger:
            assert ledger.jobs() == [JOB]
    with Ledger(tmp_path / "new.db"):
        pass
    assert columns(older) == columns(tmp_path / "new.db") == list(JobEntry.__struct_fields__)


def test_looking_at_an_older_ledger_changes_nothing(older: Path) -> None:
    before = older.read_bytes()
    with Ledger.copied(older) as ledger:
        assert ledger.jobs() == [JOB]
    assert older.read_bytes() == before


def test_a_ledger_whose_writer_was_killed_can_be_looked_at(older: Path) -> None:
    writing = (
        "import os, signal, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA cache_size=1')\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "db.executemany(\"INSERT INTO runs (run, business_date, state, frozen) VALUES (?, '', 'open', '')\", ((str(n) * 9,) for n in range(20000)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", writing, str(older)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert older.with_name("ledger.db-journal").stat().st_size > 0
    with Ledger.copied(older) as ledger:
        assert ledger.jobs() == [JOB]
        assert [row[0] for row in ledger.runs()] == [JOB.run]


def test_a_copy_of_none_is_empty(tmp_path: Path) -> None:
    with Ledger.copied(tmp_path / "none.db") as ledger:
        assert ledger.jobs() == []


def test_a_ledger_of_a_newer_program_is_refused(older: Path) -> None:
    with closing(sqlite3.connect(older)) as db, db:
        db.execute("PRAGMA user_version = 99")
    for opened in (Ledger, Ledger.copied):
        with pytest.raises(EnvironmentAtFault, match="newer version"):
            opened(older)
