"""A night up to its finished print files, in this process: the notices of a case through the real intake, admission, plan and composer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.layout.arts import Arts
from printjob.layout.reference import ReferenceNotice
from printjob.mailroom.plan import unmailed
from printjob.model.form import Form, SheetPlan, Side, Variant
from printjob.model.piece import JobPlan, Sheet
from printjob.model.record import Prepared
from printjob.model.runfolder import read_form, read_job_plan, read_planned_rows, read_prepared, work_folder
from printjob.run.admission import admit_here, gather
from printjob.run.begin import begin
from printjob.run.fingerprint import fingerprint
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.planning import plan
from printjob.run.progress import Progress
from printjob.run.receive import receive
from printjob.run.site import Site
from printjob.sample.delivery import write_delivery
from tests.pages.cases import NIGHT, Case, compiled, making, notices

_NAMES = "notices.json"


def composed(home: Home, case: Case) -> Path:
    """Deliver, admit, plan and compose; the run's folder. Nothing may be refused, quarantined or held."""
    names = _deliver(home, case)
    site = Site(home.site)
    with Ledger(home.ledger) as ledger:
        frozen = begin(home, ledger, NightOrder(home=home.folder, business_date=NIGHT), fingerprint(home.site, ""), home.runs)
        run = home.runs / frozen.run
        received = receive(home, ledger, site, run, frozen, Progress(io.StringIO()))
    assert {seq: taken.faults for seq, taken in received.deliveries.items() if taken.faults} == {}
    admit_here(run, received.deliveries, received.kits)
    faults = [fault for path in (run / "faults").iterdir() for fault in path.read_text(encoding="utf-8").splitlines()]
    assert not faults, faults[:9]
    admission = gather(run, received.deliveries, received.series(), lambda _: ())
    for job in plan(run, frozen, received, admission, unmailed(admission.rows)).jobs:
        compose(run, job)
    (run / _NAMES).write_bytes(msgspec.json.encode(names))
    assert sorted(names) == sorted(one.prepared.notice for one in printed(run)), "not all notices are printed"
    return run


def _deliver(home: Home, case: Case) -> dict[str, tuple[str, str]]:
    """A delivery for each kind of run; by notice number the notice's name and kind of run."""
    names: dict[str, tuple[str, str]] = {}
    for kind, of_kind in groupby(sorted(notices(case), key=lambda one: one.run_kind), key=lambda one: one.run_kind):
        own = list(of_kind)
        folder = home.inbox / case.municipality / f"{case.form}-{len(names):04d}"
        write_delivery(folder, making(case, kind), (one.drawn for one in own), len(own))
        names |= {str(one.drawn.data["notice_number"]): (one.name, kind) for one in own}
    return names


def compose(run: Path, job: JobPlan) -> None:
    """All chunks of a job, finished."""
    (work_folder(run, job.job) / "out").mkdir(parents=True, exist_ok=True)
    for chunk in range(len(job.chunks)):
        compose_chunk(str(run), job.job, chunk)
    finish_job(str(run), job.job)


def jobs(run: Path) -> list[JobPlan]:
    """The plans of a run's jobs, in their order."""
    return [read_job_plan(run, path.stem) for path in sorted((run / "plan").glob("*.json"))]


def print_pdf(run: Path, job: JobPlan) -> Path:
    """The composed file of a job."""
    return work_folder(run, job.job) / "out" / "print.pdf"


def sheets(run: Path, job: JobPlan) -> list[Sheet]:
    """The lines of a job's sheets.jsonl."""
    return msgspec.json.Decoder(Sheet).decode_lines((work_folder(run, job.job) / "out" / "sheets.jsonl").read_bytes())


def prepared_notices(run: Path, job: JobPlan) -> Iterator[Prepared]:
    """What admission prepared, in print order."""
    for row in read_planned_rows(run, job.job):
        yield read_prepared(run, int(row["delivery"]), int(row["part"]), int(row["offset"]), int(row["length"]))


class Printed(NamedTuple):
    """A notice as it was printed: its name and kind of run, the file, its first page there (from 0), and what the plan says of it."""

    name: str
    run_kind: str
    pdf: Path
    first: int
    form: Form
    notice: ReferenceNotice

    @property
    def prepared(self) -> Prepared:
        """What admission prepared."""
        return self.notice.prepared

    @property
    def variant(self) -> Variant:
        """The form's variant."""
        return self.form.variants[self.prepared.variant]

    @property
    def plans(self) -> tuple[SheetPlan, ...]:
        """Its sheets."""
        return self.variant.sheets([len(rows) for rows in self.prepared.sections])

    @property
    def sides(self) -> list[Side]:
        """Its pages."""
        return [side for sheet in self.plans for side in (sheet.front, sheet.back)]

    def reference(self, case: Case) -> tuple[Form, Arts]:
        """The form compiled anew, which is the one the night compiled."""
        form, arts = compiled(case, self.run_kind)
        assert form.variants == self.form.variants
        return form, arts


@cache
def printed(run: Path) -> tuple[Printed, ...]:
    """Every notice of a run in print order: what the plan and sheets.jsonl say of each."""
    names = msgspec.json.decode((run / _NAMES).read_bytes(), type=dict[str, tuple[str, str]])
    return tuple(one for job in jobs(run) for one in _of_job(run, job, names))


def _of_job(run: Path, job: JobPlan, names: dict[str, tuple[str, str]]) -> Iterator[Printed]:
    lines, form = iter(sheets(run, job)), read_form(run, job.form)
    piece, first, page = 0, 1, 0
    for row, prepared in zip(read_planned_rows(run, job.job), prepared_notices(run, job), strict=True):
        first = first if int(row["piece"]) == piece else 1
        piece, own = int(row["piece"]), int(row["sheets"])
        marks = tuple(next(lines).mark for _ in range(own))
        notice = ReferenceNotice(
            prepared=prepared, run=run.name, piece=piece, sheets_of=int(row["of"]), marks=marks, notice=int(row["notice"]), first_sheet=first
        )
        yield Printed(*names[prepared.notice], print_pdf(run, job), page, form, notice)
        first, page = first + own, page + 2 * own


def the(run: Path, name: str) -> Printed:
    """The notice of this name."""
    return next(one for one in printed(run) if one.name == name)
