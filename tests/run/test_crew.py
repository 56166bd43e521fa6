"""The crew: workers that keep what they write to the owner, and do not tell the log what a failed task was given."""

from __future__ import annotations

import os
from functools import lru_cache
from types import ModuleType

import pytest

from printjob.run.crew import crew
from printjob.run.worker import forget


@pytest.mark.usefixtures("in_process")
def test_workers_write_for_the_owner_alone_and_log_nothing_of_a_failed_task(capfd: pytest.CaptureFixture[str]) -> None:
    with crew(1, None) as client:
        assert client.submit(os.umask, 0o077).result() == 0o077
        failed = client.submit(int, "北海花子")
        with pytest.raises(ValueError, match="花子"):
            failed.result()
        client.submit(os.getpid).result()
    assert "花子" not in "".join(capfd.readouterr())


def test_a_worker_forgets_earlier_runs() -> None:
    """Two runs may have the same paths: what was remembered by path would be the first one's."""
    files = {"run/form.json": "first"}
    room = ModuleType("printjob.room")
    room.remembering = lru_cache(files.__getitem__)  # type: ignore[attr-defined]
    assert room.remembering("run/form.json") == "first"
    files["run/form.json"] = "second"
    forget([room])
    assert room.remembering("run/form.json") == "second"
