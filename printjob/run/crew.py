"""The workers of a run: a Dask cluster on this machine, or the one at ``--scheduler`` on shared storage.

Tasks are small importable functions with small arguments; a worker that dies costs a retry, never a piece.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import dask
from distributed import Client, KilledWorker, LocalCluster
from distributed.client import FutureCancelledError

from printjob.errors import EnvironmentAtFault, Fault
from printjob.run.worker import make_ready

_SETTINGS = {
    "distributed.scheduler.allowed-failures": 3,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.admin.tick.limit": "60s",
    # Dask has glibc give every freed block back at once: deflating, which takes and frees a table a page, would double its time.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 128 << 20,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 32 << 20,
    # What is measured for a dashboard that nobody opens costs a tenth of a worker's time.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.scheduler.active-memory-manager.start": False,
    # A worker would log a failed task with its arguments and the error's own text, which could be somebody's name.
    "distributed.logging": {"distributed": "critical"},
}


@contextmanager
def crew(workers: int | None, scheduler: str | None) -> Iterator[Client]:
    """A client whose workers are ready for a run. ``EnvironmentAtFault`` (``PJ-1410-E``) when workers or their scheduler are lost."""
    try:
        with _client(workers, scheduler) as client:
            yield client
    except (KilledWorker, FutureCancelledError) as cause:
        raise EnvironmentAtFault(Fault(id="PJ-1410-E", detail="workers or their scheduler were lost")) from cause


@contextmanager
def _client(workers: int | None, scheduler: str | None) -> Iterator[Client]:
    """Nothing listens beyond the loopback when the cluster is our own."""
    with dask.config.set(_SETTINGS), tempfile.TemporaryDirectory(prefix="printjob-dask-") as scratch:
        if scheduler is not None:
            with Client(scheduler, set_as_default=False) as client:
                _make_ready(client)
                yield client
            return
        with (
            LocalCluster(
                n_workers=workers or os.cpu_count() or 1,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                worker_dashboard_address="127.0.0.1:0",
                local_directory=scratch,
                silence_logs=50,
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            _make_ready(client)
            yield client


def _make_ready(client: Client) -> None:
    """Ready every worker, also one that is started anew in the middle of a run. ``PJ-1410-E`` for workers of several threads: what a
    process remembers of a job (the codes it used, the record at hand) serves one task at a time.
    """
    if any(threads != 1 for threads in client.nthreads().values()):
        raise EnvironmentAtFault(
            Fault(id="PJ-1410-E", detail="a worker has several threads: start workers with --nthreads 1")
        )
    client.register_worker_callbacks(make_ready)
