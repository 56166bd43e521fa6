"""The crew: workers that keep what they write to the owner, and do not tell the log what a failed task was given."""

from __future__ import annotations

import gc
import os
from functools import lru_cache
from types import ModuleType

import pytest
from distributed import LocalCluster

from printjob.errors import EnvironmentAtFault
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


@pytest.mark.usefixtures("in_process")
def test_a_worker_that_is_started_anew_is_made_ready_too() -> None:
    with crew(1, None) as client:
        before = client.submit(os.getpid, pure=False).result()
        client.restart()
        assert client.submit(os.getpid, pure=False).result() != before
        assert client.submit(gc.get_threshold, pure=False).result()[0] == 100_000


@pytest.mark.usefixtures("in_process")
def test_a_standing_cluster_is_made_ready_for_each_run() -> None:
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        for _ in range(2):
            with crew(None, cluster.scheduler_address) as client:
                assert client.submit(gc.get_threshold, pure=False).result()[0] == 100_000
                client.submit(gc.set_threshold, 5, pure=False).result()


def test_workers_of_several_threads_are_refused() -> None:
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster,
        pytest.raises(EnvironmentAtFault) as refused,
        crew(None, cluster.scheduler_address),
    ):
        pass
    assert "--nthreads 1" in refused.value.faults[0].detail


def test_a_worker_forgets_earlier_runs() -> None:
    """Two runs may have the same paths: what was remembered by path would be the first one's."""
    files = {"run/form.json": "first"}
    room = ModuleType("printjob.room")
    room.remembering = lru_cache(files.__getitem__)  # type: ignore[attr-defined]
    assert room.remembering("run/form.json") == "first"
    files["run/form.json"] = "second"
    forget([room])
    assert room.remembering("run/form.json") == "second"
