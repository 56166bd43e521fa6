"""A finished print job (印刷ジョブの仕上げ): head, chunks, fonts and art behind one another, then the cross-reference
table.

Chunks are copied, never parsed. The file has no dates; its identifier is a hash of all that stands before it.
Source: ISO 32000-1:2008, 7.5 (file structure), 14.4 (file identifiers), 12.2 (viewer preferences).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from printjob.compose.appearing import appearing
from printjob.compose.art import add_arts
from printjob.compose.chunkfile import ChunkIndex, chunk_path, read_index
from printjob.compose.fontnames import FontUse, font_names
from printjob.compose.fonts import add_fonts
from printjob.compose.numbering import CATALOG, RESOURCES, ROOT, Numbering
from printjob.compose.objects import Objects
from printjob.compose.programs import private_codes
from printjob.compose.syntax import indirect
from printjob.errors import BugFound, Fault
from printjob.model.form import Form
from printjob.model.piece import JobPlan
from printjob.model.runfolder import art_path, read_form, read_job_plan, work_folder

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_CATALOG = (
    b"<</Type/Catalog/Pages %d 0 R/Lang(ja-JP)/ViewerPreferences<</PrintScaling/None/Duplex/DuplexFlipLongEdge>>>>"
    % ROOT
)


class JobFiles(msgspec.Struct, frozen=True):
    """What was finished: the two files, how many pages and sheets they hold, and their SHA-256 as hex."""

    print_pdf: Path
    sheets: Path
    page_count: int
    sheet_count: int
    print_pdf_sha256: str
    sheets_sha256: str


def finish_job(run: str, job: str) -> JobFiles:
    """Puts a job's finished chunks together into ``print.pdf`` and ``sheets.jsonl`` in ``work/<job>/out``; ``run`` is
    the run's folder.

    Both files are whole or absent. A chunk that differs from the plan, or a code without glyph, is ``BugFound``.
    """
    folder = Path(run)
    plan, work = read_job_plan(folder, job), work_folder(folder, job)
    chunks = [(path, read_index(path)) for path in (chunk_path(work, number) for number in range(len(plan.chunks)))]
    _check_counts(plan, [index for _, index in chunks])
    print_pdf, sheets = work / "out" / "print.pdf", work / "out" / "sheets.jsonl"
    print_pdf_sha256 = _write_pdf(print_pdf, folder, plan, chunks)
    with appearing(sheets) as target:
        for path, index in chunks:
            target.copy(path, index.objects_bytes, index.lines_bytes)
    return JobFiles(print_pdf, sheets, plan.pages, plan.sheets, print_pdf_sha256, target.digest)


def _check_counts(plan: JobPlan, indexes: Sequence[ChunkIndex]) -> None:
    pages, sheets = sum(index.pages for index in indexes), sum(index.sheets for index in indexes)
    by_stock = [sum(counts) for counts in zip(*(index.by_stock for index in indexes), strict=True)]
    planned = [use.sheets for use in plan.stocks]
    if (pages, sheets, by_stock) != (plan.pages, plan.sheets, planned) or pages != 2 * sheets:
        detail = (
            f"{pages} pages on {sheets} sheets {by_stock} composed, {plan.pages} on {plan.sheets} {planned} planned"
        )
        raise BugFound(Fault(id="PJ-1701-E", file=plan.job, detail=detail))


def _write_pdf(path: Path, run: Path, plan: JobPlan, chunks: Sequence[tuple[Path, ChunkIndex]]) -> str:
    form, numbering = read_form(run, plan.form), Numbering(plan.pages)
    tail = Objects(numbering.first_free)
    resources = _resources(
        form, plan, _used_codes(form, [index for _, index in chunks]), art_path(run, plan.form), tail
    )
    head = [indirect(CATALOG, _CATALOG), indirect(RESOURCES, resources), *numbering.tree(form.width_pt, form.height_pt)]
    rest = tail.written()
    lengths = [np.fromiter(map(len, own), np.int64, len(own)) for own in (head, rest)]
    every_length = np.concatenate([lengths[0], *(index.object_lengths() for _, index in chunks), lengths[1]])
    with appearing(path) as target:
        target.write([_HEADER, *head])
        for part, index in chunks:
            target.copy(part, 0, index.objects_bytes)
        target.write(rest)
        target.write([_cross_references(every_length, target.digest[:32].encode("ascii"))])
    return target.digest


def _used_codes(form: Form, indexes: Sequence[ChunkIndex]) -> dict[FontUse, set[int]]:
    used: dict[FontUse, set[int]] = {use: set() for use in font_names(form)}
    for index in indexes:
        for font in index.used:
            used[FontUse(font.face, font.narrow)].update(font.codes)
    return used


def _resources(form: Form, plan: JobPlan, used: dict[FontUse, set[int]], art: Path, objects: Objects) -> bytes:
    fonts = add_fonts(used, private_codes(plan.codes), objects)
    arts = add_arts(art, objects)
    if sorted(form.arts.values()) != list(range(len(arts))):
        raise BugFound(
            Fault(id="PJ-1701-E", file=art.name, detail=f"{len(arts)} pages of art, {len(form.arts)} in the form")
        )
    font_entries = b"".join(b"/%b %d 0 R" % (name, fonts[use]) for use, name in font_names(form).items())
    art_entries = b"".join(b"/A%d %d 0 R" % pair for pair in enumerate(arts))
    return b"<</ProcSet[/PDF/Text/ImageB]/Font<<%b>>/XObject<<%b>>>>" % (font_entries, art_entries)


def _cross_references(lengths: np.ndarray[tuple[int], np.dtype[np.int64]], identifier: bytes) -> bytes:
    ends = np.cumsum(lengths) + len(_HEADER)
    starts = (ends - lengths).tolist()
    entries = b"".join([b"%010d 00000 n \n" % start for start in starts])
    size = len(starts) + 1
    trailer = b"trailer\n<</Size %d/Root %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        CATALOG,
        identifier,
        identifier,
        ends[-1],
    )
    return b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (size, entries, trailer)
