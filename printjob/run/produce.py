"""From the plan to verified, published jobs: chunks composed in parallel, each job finished, re-read, and only then named.

A job whose folder exists is done and is not touched again, so a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from distributed import Client, Future, as_completed

from printjob.model.piece import JobPlan
from printjob.model.runfolder import job_folder, work_folder
from printjob.run import tasks
from printjob.run.progress import Progress

_PAGES_A_CHECK = 4_000
_LAST_JOBS = 4
"""A job is opened once to be re-read by one worker; the last jobs are shared, so that no worker is idle at the end."""


def produce(
    client: Client, run: Path, jobs: Sequence[JobPlan], packaging: Mapping[str, tasks.Packaging], progress: Progress
) -> None:
    """Make every job of ``jobs`` that is not there yet. ``packaging`` is given per job id."""
    todo = [job for job in jobs if not job_folder(run, job.job).exists()]
    progress.stage("compose and verify", sum(job.pages for job in jobs), "pages")
    progress.advance(sum(job.pages for job in jobs) - sum(job.pages for job in todo))
    futures: dict[Future[Any], int] = {}
    for before, job in enumerate(todo):
        span = _PAGES_A_CHECK if len(todo) - before <= _LAST_JOBS else job.pages
        futures.update(_submit(client, run, job, packaging[job.job], span))
    for future in as_completed(list(futures), loop=client.loop):
        future.result()
        progress.advance(futures.pop(future))
    progress.end()
    shutil.rmtree(run / "work", ignore_errors=True)


def _submit(
    client: Client, run: Path, job: JobPlan, packaging: tasks.Packaging, pages_a_check: int
) -> dict[Future[Any], int]:
    """The job's tasks; earlier jobs first, so that whole jobs are done early. Values are the pages that a task verifies."""
    out = work_folder(run, job.job) / "out"
    shutil.rmtree(
        out, ignore_errors=True
    )  # what a killed run left of its last steps; finished chunks beside it are kept
    out.mkdir(mode=0o700, parents=True)
    where, priority = str(run), -job.number

    def submit(function: Callable[..., Any], *arguments: object) -> Future[Any]:
        return client.submit(function, where, job.job, *arguments, pure=False, priority=priority)

    chunks = [submit(tasks.compose, number) for number in range(len(job.chunks))]
    finished = submit(tasks.finish, chunks)
    starts = range(1, job.pages + 1, pages_a_check)
    spans = [(first, min(first + pages_a_check - 1, job.pages)) for first in starts]
    checks = {submit(tasks.check, first, last, finished): last - first + 1 for first, last in spans}
    return {**checks, submit(tasks.package, packaging, list(checks)): 0}
