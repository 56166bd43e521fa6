"""Sample records for admission."""

from __future__ import annotations

import pytest

from printjob.model.record import Record
from tests.admit.preparing import records


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Record, ...]:
    """Forty sound records of the first municipality, as read."""
    return records(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="session")
def one(sound: tuple[Record, ...]) -> Record:
    """One of them that has detail lines."""
    return next(record for record in sound if record.sections[0])
