"""Compose against naive: the same notices by the composer and by plain ReportLab canvases, CPU time on one core, in turns.

Every page of the print file counts on both sides of the ratio, blank backs too. The composer encodes its symbols within the time, the
naive drawing has them encoded before.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import msgspec

from benchmarks.site import Night, Timed, timed
from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.layout.arts import Arts
from printjob.layout.encoding import EncodedSymbols
from printjob.layout.reference import ReferenceNotice, draw_reference, encoded_before
from printjob.model.form import Form
from printjob.model.piece import JobPlan, Sheet
from printjob.model.runfolder import read_planned_rows, read_prepared, work_folder
from printjob.typefaces.locate import font_path
from printjob.verify.pages import verify_pages


class Drawing(msgspec.Struct, frozen=True):
    """Pages a CPU second of each way, medians of the rounds, and how many notices and pages there were."""

    naive_pages: int
    notices: int
    pages: int
    naive: float
    with_forms: float
    compose: float
    verify: float
    bytes_a_page: float

    @property
    def ratio(self) -> float:
        """Compose against naive."""
        return self.compose / self.naive

    @property
    def notices_a_second(self) -> float:
        """Notices composed a CPU second."""
        return self.compose * self.notices / self.pages


class NaiveSample:
    """Notices that plain ReportLab draws, their symbols encoded."""

    def __init__(self, form: Form, arts: Arts, notices: list[ReferenceNotice]) -> None:
        self._form, self._arts, self._notices = form, arts, notices
        self._symbols: EncodedSymbols = encoded_before(form, notices)
        self.pages = sum(2 * len(notice.marks) for notice in notices)

    def draw(self, *, art_once: bool) -> Timed:
        """Draw them; ``art_once`` uses ReportLab's own forms for the static art."""
        drawn, cpu_s = timed(
            lambda: draw_reference(self._form, self._arts, self._notices, symbols=self._symbols, art_once=art_once)
        )
        del drawn
        return Timed(self.pages, cpu_s)


def measure(night: Night, form: Form, arts: Arts, notices: int, rounds: int) -> tuple[Drawing, NaiveSample]:
    """Draw ``notices`` notices naively, with ReportLab's forms, and compose whole jobs; ``rounds`` times each, in turns."""
    jobs = night.planned.jobs
    for job in jobs:
        (work_folder(night.run, job.job) / "out").mkdir(parents=True, exist_ok=True)
    _compose(night.run, jobs)
    sample = _sample(night.run, form, arts, jobs, notices)
    naive, forms, compose, verify = [], [], [], []
    for _ in range(rounds):
        naive.append(sample.draw(art_once=False).rate)
        forms.append(sample.draw(art_once=True).rate)
        compose.append(_compose(night.run, jobs).rate)
        verify.append(_verify(night.run, jobs).rate)
    pages = sum(job.pages for job in jobs)
    size = sum((work_folder(night.run, job.job) / "out" / "print.pdf").stat().st_size for job in jobs)
    drawing = Drawing(
        naive_pages=sample.pages,
        notices=sum(len(read_planned_rows(night.run, job.job)) for job in jobs),
        pages=pages,
        naive=statistics.median(naive),
        with_forms=statistics.median(forms),
        compose=statistics.median(compose),
        verify=statistics.median(verify),
        bytes_a_page=size / pages,
    )
    return drawing, sample


def _compose(run: Path, jobs: tuple[JobPlan, ...]) -> Timed:
    for job in jobs:
        folder = work_folder(run, job.job)
        for path in (*folder.glob("*"), *(folder / "out").glob("*")):
            if path.is_file():
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


def _sample(run: Path, form: Form, arts: Arts, jobs: tuple[JobPlan, ...], count: int) -> NaiveSample:
    """Notices spread evenly over the run that plain ReportLab can draw (it has no variation sequences)."""
    found = [notice for job in jobs for notice in _notices_of(run, job)]
    sample = NaiveSample(form, arts, found[:: max(1, len(found) // count)][:count])
    NaiveSample(form, arts, found[:3]).draw(art_once=True)  # fonts are registered outside the time
    return sample


def _notices_of(run: Path, job: JobPlan) -> list[ReferenceNotice]:
    sheets = msgspec.json.Decoder(Sheet).decode_lines((work_folder(run, job.job) / "out" / "sheets.jsonl").read_bytes())
    notices, first = [], 0
    for row in read_planned_rows(run, job.job):
        prepared = read_prepared(run, int(row["delivery"]), int(row["part"]), int(row["offset"]), int(row["length"]))
        own = sheets[first : first + int(row["sheets"])]
        first += len(own)
        if not prepared.rare:
            notices.append(
                ReferenceNotice(
                    prepared=prepared, run=job.run, piece=int(row["piece"]), sheets_of=int(row["of"]),
                    marks=tuple(sheet.mark for sheet in own), notice=int(row["notice"]), first_sheet=own[0].sheet,
                )
            )
    return notices
