"""One finished job of several notices, composed once."""

from __future__ import annotations

import pytest

from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import JobFiles, finish_job
from printjob.model.record import Prepared
from tests.compose.invented import JOB, several_notices, write_run


@pytest.fixture(scope="session")
def notices() -> list[Prepared]:
    return several_notices()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, notices: list[Prepared]) -> JobFiles:
    run = write_run(tmp_path_factory.mktemp("compose") / "run", notices, chunk_notices=4)
    for chunk in range(2):
        compose_chunk(run, JOB, chunk)
    return finish_job(run, JOB)
