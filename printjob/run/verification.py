"""Verifying what is finished, by the name of a run or of a job."""

from __future__ import annotations

from printjob.errors import DataRefused, Fault
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.typefaces.locate import font_path
from printjob.verify.job import verify_job


def verify_named(home: Home, name: str, pictures: int) -> list[tuple[str, list[Fault]]]:
    """The faults of each job of a run, or of one job, in job order. An unknown name is refused (``PJ-1602-E``)."""
    home.require()
    with Ledger.copied(home.ledger) as ledger:
        jobs = [job for job in ledger.jobs() if name in (job.job, job.run)]
        runs = [run for run, *_ in ledger.runs()]
    if not jobs and name not in runs:
        raise DataRefused(Fault(id="PJ-1602-E", field="RUN|JOB", value=name))
    return [
        (job.job, verify_job(home.runs / job.run, job.job, pictures=pictures, font_source=font_path)) for job in jobs
    ]
