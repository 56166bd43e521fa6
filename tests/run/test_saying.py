"""A standard stream that takes nothing: batch.py neither ends with 1 or 120 nor calls a summary delivered that was not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.run.nights import CHECKOUT, environment, fresh_home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with nothing to do."""
    return fresh_home(tmp_path / "home").folder


def _exit(home: Path, stdout: IO[bytes] | int, stderr: IO[bytes] | int) -> int:
    command = [sys.executable, str(CHECKOUT / "batch.py"), "--home", str(home), "--date", "2026-04-01"]
    return subprocess.run(command, env=environment(), stdout=stdout, stderr=stderr, check=False).returncode


def test_12_when_nobody_gets_the_summary(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        assert _exit(home, full, subprocess.DEVNULL) == 12
    reader, writer = os.pipe()
    os.close(reader)
    assert _exit(home, writer, subprocess.DEVNULL) == 12
    os.close(writer)


def test_messages_that_cannot_be_written_change_nothing(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        assert _exit(home, subprocess.DEVNULL, full) == 20
        assert _exit(home, full, full) == 12
