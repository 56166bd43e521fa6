"""The postal index that set-up compiled; compiled here when it is missing."""

from __future__ import annotations

import pytest

from printjob.postal.index import PostalIndex, compile_index, open_index


@pytest.fixture(scope="session")
def index() -> PostalIndex:
    """The whole postal data of the installed edition."""
    return open_index(compile_index())
