"""Compose against naive: the same notices by the composer and by plain ReportLab canvases, CPU time on one core, in turns."""

from __future__ import annotations

import statistics
from pathlib import Path

import msgspec

from benchmarks.site import Night, Timed, timed
from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.layout.arts import Arts
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.model.form import Form
from printjob.model.piece import JobPlan, Sheet
from printjob.model.runfolder import read_planned_rows, read_prepared, work_folder
from printjob.typefaces.locate import font_path
from printjob.verify.pages import verify_pages


class Drawing(msgspec.Struct, frozen=True):
    """Pages a CPU second of each way, medians of the rounds."""

    notices: int
    naive_pages: int
    compose_pages: int
    naive: float
    with_forms: float
    compose: float
    verify: float
    bytes_a_page: float


def measure(night: Night, form: Form, arts: Arts, notices: int, rounds: int) -> Drawing:
    """Draw ``notices`` notices naively, with ReportLab's forms, and compose whole jobs; ``rounds`` times each, in turns."""
    jobs = night.planned.jobs
    for job in jobs:
        (work_folder(night.run, job.job) / "out").mkdir(parents=True, exist_ok=True)
    _compose(night.run, jobs)
    sample = _reference_notices(night.run, jobs, notices)
    _draw(form, arts, sample[:5], art_once=True)
    naive, forms, compose, verify = [], [], [], []
    for _ in range(rounds):
        naive.append(_draw(form, arts, sample, art_once=False).rate)
        forms.append(_draw(form, arts, sample, art_once=True).rate)
        compose.append(_compose(night.run, jobs).rate)
        verify.append(_verify(night.run, jobs).rate)
    pages = sum(job.pages for job in jobs)
    size = sum((work_folder(night.run, job.job) / "out" / "print.pdf").stat().st_size for job in jobs)
    return Drawing(
        notices=notices,
        naive_pages=sum(2 * notice.sheets_of for notice in sample),
        compose_pages=pages,
        naive=statistics.median(naive),
        with_forms=statistics.median(forms),
        compose=statistics.median(compose),
        verify=statistics.median(verify),
        bytes_a_page=size / pages,
    )


def naive_rate(night: Night, form: Form, arts: Arts, notices: int) -> float:
    """Pages a CPU second of plain ReportLab, now: a shared machine is not equally fast all the time."""
    return _draw(form, arts, _reference_notices(night.run, night.planned.jobs, notices), art_once=False).rate


def _draw(form: Form, arts: Arts, notices: list[ReferenceNotice], *, art_once: bool) -> Timed:
    _, cpu_s = timed(lambda: draw_reference(form, arts, notices, art_once=art_once))
    return Timed(sum(2 * notice.sheets_of for notice in notices), cpu_s)


def _compose(run: Path, jobs: tuple[JobPlan, ...]) -> Timed:
    for job in jobs:
        for path in work_folder(run, job.job).glob("*"):
            if path.is_file():
                path.unlink()
        for path in (work_folder(run, job.job) / "out").glob("*"):
            path.unlink()

    def work() -> None:
        for job in jobs:
            for chunk in range(len(job.chunks)):
                compose_chunk(str(run), job.job, chunk)
            finish_job(str(run), job.job)

    _, cpu_s = timed(work)
    return Timed(sum(job.pages for job in jobs), cpu_s)


def _verify(run: Path, jobs: tuple[JobPlan, ...]) -> Timed:
    def work() -> int:
        return sum(
            len(verify_pages(str(run), job.job, 1, job.pages, font_path, work_folder(run, job.job) / "out"))
            for job in jobs
        )

    faults, cpu_s = timed(work)
    if faults:
        raise SystemExit(f"the verifier found {faults} faults in what the bench composed")
    return Timed(sum(job.pages for job in jobs), cpu_s)


def _reference_notices(run: Path, jobs: tuple[JobPlan, ...], count: int) -> list[ReferenceNotice]:
    """Notices spread evenly over the run that plain ReportLab can draw (it has no variation sequences)."""
    found = [notice for job in jobs for notice in _notices_of(run, job)]
    return found[:: max(1, len(found) // count)][:count]


def _notices_of(run: Path, job: JobPlan) -> list[ReferenceNotice]:
    sheets = msgspec.json.Decoder(Sheet).decode_lines((work_folder(run, job.job) / "out" / "sheets.jsonl").read_bytes())
    marks: dict[str, list[str]] = {}
    for sheet in sheets:
        marks.setdefault(sheet.piece, []).append(sheet.mark)
    notices = []
    for row, of_piece in zip(read_planned_rows(run, job.job), marks.values(), strict=True):
        prepared = read_prepared(run, int(row["delivery"]), int(row["part"]), int(row["offset"]), int(row["length"]))
        if not prepared.rare:
            notices.append(
                ReferenceNotice(
                    prepared=prepared, piece=int(row["piece"]), sheets_of=int(row["of"]), marks=tuple(of_piece)
                )
            )
    return notices
