"""The command in the test's own process, and the night that commands look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from printjob.cli import group
from printjob.run.home import Home
from tests.run.nights import Night, copied, reference_night, umask

Printjob = Callable[..., Result]


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The reference night; only to be looked at."""
    return reference_night(tmp_path_factory)


@pytest.fixture
def night(reference: Night, tmp_path: Path) -> Home:
    """A copy of its home, to be changed."""
    return copied(reference.home, tmp_path / "home")


@pytest.fixture
def printjob(monkeypatch: pytest.MonkeyPatch) -> Iterator[Printjob]:
    """Calls ``printjob`` in Japanese unless ``--lang`` says otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "PRINTJOB_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(group, [str(argument) for argument in arguments])

    with umask():
        yield call
