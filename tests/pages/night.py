"""A night up to its finished print files, in this process: deliveries of given notices through the real intake, admission and plan."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from printjob.admit.part import RangeOrder, admit_range
from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.extract.format import Format
from printjob.extract.writer import LineWriter
from printjob.intake.manifest import MANIFEST_NAME, DeliveredFile, Manifest, manifest_bytes
from printjob.layout.reference import ReferenceNotice
from printjob.model.piece import JobPlan, Sheet
from printjob.model.record import Prepared, Value
from printjob.model.runfolder import read_job_plan, read_planned_rows, read_prepared, work_folder
from printjob.run.admission import gather
from printjob.run.begin import begin
from printjob.run.fingerprint import fingerprint
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.planning import plan
from printjob.run.progress import Progress
from printjob.run.receive import receive
from printjob.run.site import Site
from printjob.sample.notice import SampleNotice
from printjob.typefaces.gaiji import read_gaiji
from tests.pages.cases import Delivered

FORM = "property-tax"
NIGHT, POSTING = dt.date(2026, 4, 1), dt.date(2026, 4, 10)


def composed(home: Home, deliveries: Sequence[Delivered]) -> Path:
    """Deliver, admit, plan and compose; the run's folder. Nothing may be refused, quarantined or held."""
    site = Site(home.site)
    for number, one in enumerate(deliveries, 1):
        write_delivery(site, home.inbox / one.municipality / f"pages-{number:02d}", one)
    with Ledger(home.ledger) as ledger:
        order = NightOrder(home=home.folder, business_date=NIGHT)
        frozen = begin(home, ledger, order, fingerprint(home.site, ""), home.runs)
        run = home.runs / frozen.run
        received = receive(home, ledger, site, run, frozen, Progress(io.StringIO()))
    for seq, taken in received.deliveries.items():
        assert not taken.faults
        ranges = [part for file in taken.checked.files for part in file.ranges]
        for number, part in enumerate(ranges):
            order_ = RangeOrder(run=str(run), source=taken.checked.folder, delivery=seq, part=number, range=part, kit=received.kits[seq])
            taken.parts.append(admit_range(order_))
    assert [fault for path in (run / "faults").iterdir() for fault in path.read_text(encoding="utf-8").splitlines()] == []
    planned = plan(run, frozen, received, gather(run, received.deliveries, received.series(), lambda _: ()))
    for job in planned.jobs:
        compose(run, job)
    return run


def compose(run: Path, job: JobPlan) -> None:
    """All chunks of a job, finished."""
    (work_folder(run, job.job) / "out").mkdir(parents=True, exist_ok=True)
    for chunk in range(len(job.chunks)):
        compose_chunk(str(run), job.job, chunk)
    finish_job(str(run), job.job)


def write_delivery(site: Site, folder: Path, one: Delivered) -> None:
    """The notices as their municipality would hand them in."""
    fmt = site.format(one.format)
    gaiji = site.gaiji_file(one.municipality)
    content = _extract(LineWriter(fmt, read_gaiji(gaiji).by_character() if gaiji else {}), fmt, one)
    folder.mkdir(parents=True)
    (folder / "KOTEI01").write_bytes(content)
    file = DeliveredFile(name="KOTEI01", bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    manifest = Manifest(
        schema="printjob-delivery/1", delivery=folder.name, municipality=one.municipality, form=FORM, format=fmt.id, run_kind="1",
        fiscal_year=2026, business_date=NIGHT, issued_on=POSTING, posting_on=POSTING, files=(file,), records=len(one.notices),
        total_amount_yen=_total(one.notices),
    )  # fmt: skip
    (folder / MANIFEST_NAME).write_bytes(manifest_bytes(manifest))


def _extract(writer: LineWriter, fmt: Format, one: Delivered) -> bytes:
    header: dict[str, Value] = {"municipality": one.municipality, "form": FORM, "fiscal_year": 2026, "business_date": NIGHT, "run_kind": "1"}
    trailer: dict[str, Value] = {
        "records": len(one.notices), "details": sum(len(notice.details) for notice in one.notices), "total_amount": _total(one.notices),
    }  # fmt: skip
    lines = [
        writer.notice(
            [notice.data[name] for name in fmt.data.names], [[row[name] for name in fmt.detail.names] for row in notice.details]
        )
        for notice in one.notices
    ]
    return b"".join([writer.named("header", header), *lines, writer.named("trailer", trailer), writer.named("end", {})])


def _total(notices: Sequence[SampleNotice]) -> int:
    return sum(int(str(notice.data["annual_tax"])) for notice in notices)


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


def reference_notices(run: Path, job: JobPlan) -> list[ReferenceNotice]:
    """The job's notices as the reference renderer takes them: what the plan and sheets.jsonl say of each."""
    lines = iter(sheets(run, job))
    found, piece, first = [], 0, 1
    for row, prepared in zip(read_planned_rows(run, job.job), prepared_notices(run, job), strict=True):
        first = first if int(row["piece"]) == piece else 1
        piece, own = int(row["piece"]), int(row["sheets"])
        marks = tuple(next(lines).mark for _ in range(own))
        found.append(
            ReferenceNotice(prepared=prepared, piece=piece, sheets_of=int(row["of"]), marks=marks, notice=int(row["notice"]), first_sheet=first)
        )
        first += own
    return found
