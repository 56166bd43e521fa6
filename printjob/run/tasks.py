"""The tasks of a run's second half, as Dask workers run them: compose a chunk, finish a job, verify pages, package.

Each is importable, takes small values, and leaves one file or folder that is whole or absent. Arguments named ``after`` only make a
task wait for others. A job that has its name is done: whatever a worker's death makes Dask ask for again, it is not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.durable import remove_leftovers, rename_folder, write_json, write_whole
from printjob.errors import BugFound, Fault
from printjob.layout.papers import draw_papers
from printjob.mailroom.control import control_file, read_control_layout
from printjob.mailroom.jobfiles import bundles_file, count_sheet_rows, count_sheet_values, job_manifest
from printjob.mailroom.papers.tags import bundle_tags, tray_labels
from printjob.mailroom.papers.values import job_bundles
from printjob.model.filled import Filled
from printjob.model.piece import JobPlan, Sheet
from printjob.model.runfolder import job_folder, read_job_plan, read_planned_rows, work_folder
from printjob.typefaces.locate import font_path
from printjob.verify.bundles import verify_bundles
from printjob.verify.job import verify_counts
from printjob.verify.pages import verify_pages
from printjob.whereabouts import data_folder


class Packaging(msgspec.Struct, frozen=True, kw_only=True):
    """What packaging a job needs beside its plan: the control layout's file, names for its papers, what it is made of."""

    control_layout: str
    municipality_name: str
    names: dict[str, str]
    made_of: dict[str, str]


def compose(run: str, job: str, chunk: int) -> int:
    """Compose one chunk; its pages."""
    if _published(run, job):
        return 0
    return compose_chunk(run, job, chunk).pages


def finish(run: str, job: str, after: Sequence[int]) -> int:
    """Join the chunks to the job's print file; its pages."""
    if not _published(run, job):
        finish_job(run, job)
    return sum(after)


def check(run: str, job: str, first_page: int, last_page: int, after: int) -> list[Fault]:  # noqa: ARG001 - a dependency
    """Re-read a range of the unpublished job's pages, by streams."""
    if _published(run, job):
        return []
    return verify_pages(run, job, first_page, last_page, font_path, work_folder(Path(run), job) / "out")


def package(run: str, job: str, packaging: Packaging, after: Sequence[Sequence[Fault]]) -> int:
    """Publish the job under its name when nothing was found wrong; its pages. ``BugFound`` carries what was found."""
    folder, plan = work_folder(Path(run), job) / "out", read_job_plan(Path(run), job)
    if _published(run, job):
        return plan.pages
    faults = [fault for found in after for fault in found]
    faults += verify_counts(run, job, font_path, folder)
    if faults:
        raise BugFound(*faults[:100])
    remove_leftovers(folder)
    sheets = msgspec.json.Decoder(Sheet).decode_lines((folder / "sheets.jsonl").read_bytes())
    layout = read_control_layout(Path(packaging.control_layout))
    write_whole(folder / layout.file, control_file(layout, sheets, plan.bundles))
    rows = count_sheet_rows(read_planned_rows(Path(run), job))
    paper = Filled("count-sheet", count_sheet_values(plan, packaging.names), rows)
    write_whole(folder / "count-sheet.pdf", draw_papers(data_folder("layouts"), [paper]))
    _write_bundles(folder, plan, packaging.municipality_name)
    manifest = job_manifest(folder, plan, packaging.made_of)
    write_json(folder / "manifest.json", manifest)
    target = job_folder(Path(run), job)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    rename_folder(folder, target)
    return plan.pages


def _write_bundles(folder: Path, plan: JobPlan, municipality_name: str) -> None:
    """The list of bundles, proven, with their tags and tray labels; nothing for a job without bundles."""
    if not plan.bundles:
        return
    write_whole(folder / "bundles.csv", bundles_file(plan))
    if faults := verify_bundles(plan, folder):
        raise BugFound(*faults[:100])
    tied = [job_bundles(plan, municipality_name)]
    write_whole(folder / "bundle-tags.pdf", draw_papers(data_folder("layouts"), [*tray_labels(tied), *bundle_tags(tied)]))


def _published(run: str, job: str) -> bool:
    return job_folder(Path(run), job).exists()
