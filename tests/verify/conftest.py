"""A small job as the composer makes it, finished in its folder, and copies of it to be spoiled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.verify.mutation import Mutation
from tests.verify.small_run import finished, make_run


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's folder with its finished job. Not to be changed."""
    run = make_run(tmp_path_factory.mktemp("verify"))
    finished(run)
    return run


@pytest.fixture
def mutation(sound: Path, tmp_path: Path) -> Mutation:
    """A copy of the run whose job may be spoiled."""
    run = tmp_path / sound.name
    shutil.copytree(sound, run)
    return Mutation(run)
