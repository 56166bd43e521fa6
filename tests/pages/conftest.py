"""The runs of all cases, each made once for all test processes and only looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages.cases import CASES
from tests.pages.night import composed
from tests.run.nights import fresh_home, once

RunOf = Callable[[str], Path]


@pytest.fixture(scope="session")
def run_of(tmp_path_factory: pytest.TempPathFactory) -> RunOf:
    """The run's folder of a case, by its id. Not to be changed."""

    def run(case: str) -> Path:
        return Path(once(tmp_path_factory, f"pages-{case}", lambda folder: str(composed(fresh_home(folder / "home"), CASES[case])))[1])

    return run
