"""The nights that the tests of this room share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from printjob.run.home import Home
from tests.run.nights import Night, copied, reference_night, umask, waiting_home


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The reference night; only to be looked at."""
    return reference_night(tmp_path_factory)


@pytest.fixture
def waiting(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Home:
    """A home of the test's own, the reference night's deliveries in its inbox."""
    return copied(waiting_home(tmp_path_factory)[0], tmp_path / "home")


@pytest.fixture
def in_process() -> Iterator[None]:
    """For nights inside the test's process: afterwards signals and umask are as before."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    with umask():
        yield
    for number, handler in before.items():
        signal.signal(number, handler)
