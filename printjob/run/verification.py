"""Verifying what is finished, by the name of a run or of a job."""

from __future__ import annotations

from pathlib import Path

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.mailroom.control import control_file, read_control_layout
from printjob.model.piece import Sheet
from printjob.model.runfolder import job_folder, read_job_plan
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.proofing.handedin import deliveries_of
from printjob.run.site import Site, readable
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
    return [(job.job, _verify(home, job, pictures)) for job in jobs]


def _verify(home: Home, job: JobEntry, pictures: int) -> list[Fault]:
    run = home.runs / job.run
    faults = verify_job(run, job.job, pictures=pictures, font_source=font_path, deliveries=deliveries_of(home, job.run))
    return faults + _control_faults(Site(home.site), run, job)


def _control_faults(site: Site, run: Path, job: JobEntry) -> list[Fault]:
    """The control file says what ``sheets.jsonl`` and the bundles say, in the layout of the job's profile (``PJ-1509-E``)."""
    layout = readable(lambda: read_control_layout(site.control_layout(site.profile(job.profile))))
    folder, bundles = job_folder(run, job.job), read_job_plan(run, job.job).bundles
    try:
        sheets = msgspec.json.Decoder(Sheet).decode_lines((folder / "sheets.jsonl").read_bytes())
        agrees = (folder / layout.file).read_bytes() == control_file(layout, sheets, bundles)
    except (OSError, msgspec.DecodeError):
        agrees = False
    return [] if agrees else [Fault(id="PJ-1509-E", file=f"{job.job}/{layout.file}")]
