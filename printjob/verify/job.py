"""A finished job, whole (ジョブ検査): its files are the manifest's, its sheets the plan's, its pages their notices', its pictures readable."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Any

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.model.runfolder import job_folder
from printjob.verify.bundles import verify_bundles, verify_destinations
from printjob.verify.delivered import Delivered
from printjob.verify.mapping import verify_delivered
from printjob.verify.pages import verify_pages
from printjob.verify.pictures import sampled, verify_pictures
from printjob.verify.reading import PRINT, SHEETS, FontSource, JobReading, open_job

MANIFEST = "manifest.json"
_CATALOG = {"Type", "Pages", "Lang", "ViewerPreferences"}


def verify_job(
    run: Path, job: str, *, pictures: int | None, font_source: FontSource, folder: Path | None = None,
    deliveries: Mapping[int, Delivered] | None = None,
) -> list[Fault]:
    """All faults of a finished job, in the order found; none when the job is what it must be.

    ``pictures`` is how many pages at least are also looked at as pictures, and held against the extract's lines where ``deliveries``
    has their delivery (by its index in the run): ``None`` all, 0 none. ``folder`` is where the job's files lie, if not in
    ``jobs/<job>``. Nothing is raised for what the files say.
    """
    where = folder if folder is not None else job_folder(run, job)
    faults = verify_files(job, where)
    faults += verify_counts(run, job, font_source, where)
    try:
        reading = open_job(run, job, where, font_source)
    except DataRefused:
        return faults
    faults += _verify_totals(reading, where) + verify_bundles(reading.plan, where) + verify_destinations(reading)
    faults += verify_pages(run, job, 1, 2 * len(reading.standings), font_source, where)
    if pictures == 0:
        return faults
    rows = (reading.standings[sheet].row for sheet in sampled(len(reading.standings), pictures))
    return faults + verify_pictures(reading, pictures) + verify_delivered(reading, rows, deliveries or {})


def verify_files(job: str, folder: Path) -> list[Fault]:
    """The job's files against ``manifest.json``: each listed one there, with its bytes and SHA-256, and no other beside them."""
    try:
        listed = _manifest(folder)["files"]
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return [Fault(id="PJ-1506-E", file=f"{job}/{MANIFEST}", detail="the manifest is missing or not readable")]
    present = {path.name for path in folder.iterdir() if path.is_file()} - {MANIFEST}
    faults = [
        Fault(id="PJ-1506-E", file=f"{job}/{name}", detail="the manifest does not list the file" if name in present else "the file is missing")
        for name in sorted(present ^ set(listed))
    ]
    for name in sorted(present & set(listed)):
        with (folder / name).open("rb") as file:
            found = {"sha256": file_digest(file, "sha256").hexdigest(), "bytes": (folder / name).stat().st_size}
        wrong = [key for key in found if listed[name].get(key) != found[key]]
        faults += [Fault(id="PJ-1506-E", file=f"{job}/{name}", field=key, value=str(found[key]), detail="the manifest says otherwise") for key in wrong]
    return faults


def verify_counts(run: Path | str, job: str, font_source: FontSource, folder: Path | None = None) -> list[Fault]:
    """The job as a whole: as many pages and lines as the plan has sheets, every notice of the plan once."""
    where = folder if folder is not None else job_folder(Path(run), job)
    try:
        reading = open_job(Path(run), job, where, font_source)
        pages = len(reading.pdf.pages)
    except DataRefused as refused:
        return [Fault(id=fault.id, file=f"{job}/{PRINT}", field="page 1", detail=fault.detail) for fault in refused.faults]
    sheets = len(reading.standings)
    last = f"page {2 * sheets} piece {reading.piece(reading.standings[-1])}" if sheets else ""
    lines = len(reading.lines) - 1 if reading.lines[-1] == b"" else len(reading.lines)
    used = reading.rows["by_stock"].sum(axis=0).tolist()
    papers = [(PRINT, f"sheets of {use.stock}", count, use.sheets) for count, use in zip(used, reading.plan.stocks, strict=False)]
    counts = [*papers, (PRINT, "pages", pages, 2 * sheets), (SHEETS, "lines", lines, sheets), (PRINT, "planned pages", reading.plan.pages, 2 * sheets)]
    faults = [
        Fault(id="PJ-1505-E", file=f"{job}/{name}", field=last, value=str(found), detail=f"{what}: the plan has {wanted}")
        for name, what, found, wanted in counts
        if found != wanted
    ]
    # Layers, forms and actions could show other ink than the pages' content says.
    extra = sorted(reading.pdf.catalog.keys() - _CATALOG)
    if extra:
        faults.append(Fault(id="PJ-1507-E", file=f"{job}/{PRINT}", field="page 1", detail=f"the file bears more than pages: {extra[0][:20]}"))
    return faults + _doubled(reading)


def _doubled(reading: JobReading) -> list[Fault]:
    seen: set[tuple[int, int, int]] = set()
    faults: list[Fault] = []
    for delivery, part, offset, _, number, piece, *_ in reading.rows.tolist():
        if (delivery, part, offset) in seen:
            faults.append(Fault(id="PJ-1505-E", file=reading.job, record=number, field=f"piece {piece}", detail="the plan has a notice twice"))
        seen.add((delivery, part, offset))
    return faults


def _verify_totals(reading: JobReading, folder: Path) -> list[Fault]:
    """The counts and the mail class in the manifest are those of the plan."""
    try:
        manifest = _manifest(folder)
    except (OSError, msgspec.DecodeError):
        return []  # named by verify_files
    plan = reading.plan
    wanted: dict[str, int | str] = {"pieces": plan.pieces, "sheets": plan.sheets, "pages": plan.pages, "bundles": len(plan.bundles)}
    wanted |= {"product": plan.mail.product, "office": plan.mail.office, "indicia": plan.mail.indicia}
    return [
        Fault(id="PJ-1506-E", file=f"{reading.job}/{MANIFEST}", field=name, value=str(manifest.get(name, "")), detail=f"the plan has {planned}")
        for name, planned in wanted.items()
        if manifest.get(name, type(planned)()) != planned
    ]


def _manifest(folder: Path) -> dict[str, Any]:
    decoded: dict[str, Any] = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=dict[str, Any])
    return decoded
