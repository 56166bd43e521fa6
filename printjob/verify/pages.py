"""All pages of a job through their content streams (全頁検査): each says its own notice's values at their places, and nothing else.

What is held against the plan and the prepared records, for every page: the static art and detail blocks and where they stand, every
text with its place, size and face, the mark of a front, the customer barcode with its check digit, and that there is nothing more:
no further text, no stray ink, no other page box or annotation. Glyphs are those that the outline proof found to be the source
fonts'. Each fault names page and piece; values are masked.
"""

from __future__ import annotations

from pathlib import Path

from printjob.errors import DataRefused, Fault
from printjob.model.piece import identity
from printjob.model.record import Prepared
from printjob.model.runfolder import job_folder
from printjob.verify.content import read_content
from printjob.verify.customer import flaw
from printjob.verify.differences import Difference, differences
from printjob.verify.mark import image_rows, read_mark
from printjob.verify.quick import Glance
from printjob.verify.reading import PRINT, FontSource, JobReading, Resources, Side, Standing, open_job
from printjob.verify.sheetlines import check_line, expected_mark


def verify_pages(
    run: Path | str, job: str, first_page: int, last_page: int, font_source: FontSource, folder: Path | None = None
) -> list[Fault]:
    """The faults of PDF pages ``first_page`` to ``last_page`` (from 1, both included), and of their lines in sheets.jsonl.

    ``folder`` is where the job's files lie (default: ``jobs/<job>`` of the run). ``font_source`` gives a source font's file by face
    id. A range is rounded out to whole sheets. Damage is a fault too: nothing is raised for what the files say.
    """
    where = folder if folder is not None else job_folder(Path(run), job)
    try:
        reading = open_job(Path(run), job, where, font_source)
        count = len(reading.pdf.pages)
    except DataRefused as refused:
        return [_placed(fault, f"{job}/{PRINT}", "page 1") for fault in refused.faults]
    faults: list[Fault] = []
    for index in range((first_page - 1) // 2, min((last_page + 1) // 2, len(reading.standings))):
        standing = reading.standings[index]
        faults += check_line(reading, index, standing)
        for back in (0, 1):
            if 2 * index + back < count:
                faults += _PageCheck(reading, index, standing, back).faults()
            else:
                named = f"page {2 * index + back + 1} piece {reading.piece(standing)}"
                faults.append(Fault(id="PJ-1505-E", file=f"{job}/{PRINT}", field=named, detail="the page is missing"))
    return faults


class _PageCheck:
    """One side of one sheet: ``index`` counts the job's sheets from 0."""

    def __init__(self, reading: JobReading, index: int, standing: Standing, back: int) -> None:
        self._reading, self._standing, self._back = reading, standing, back
        self._page = 2 * index + back

    def faults(self) -> list[Fault]:
        """What is wrong with the page; usually nothing."""
        try:
            return self._check()
        except DataRefused as refused:
            return [self._fault(fault.id, detail=fault.detail) for fault in refused.faults]

    def _check(self) -> list[Fault]:
        reading, standing = self._reading, self._standing
        prepared = reading.prepared(standing.row)
        if prepared.number != int(reading.rows[standing.row]["number"]):
            return [self._fault("PJ-1505-E", detail="the stored record is not the one that the plan names")]
        plan = reading.page_plan(len(prepared.rows))
        side_index = 2 * standing.notice_sheet + self._back
        if side_index >= len(plan):
            return [self._fault("PJ-1505-E", detail="the plan has more sheets than the notice has pages")]
        kind, start, stop = plan[side_index]
        resources, stream, plain = reading.page(reading.pdf.pages[self._page])
        row_kinds = tuple([row.kind for row in prepared.rows[start:stop]]) if stop else ()
        side = reading.side(kind, row_kinds, not self._back, resources)
        computed = {
            "page-of": f"{side_index + 1}／{len(plan) - (plan[-1][0] is None)}",
            "identity": identity(standing.piece, standing.sheet, standing.of),
            "reference": f"{standing.piece:06d}-{standing.notice}",
        }
        expected = side.places.expected(prepared, start, computed)
        faults = [] if plain else [self._fault("PJ-1505-E", detail="the page has another box, is turned, or bears more than its content")]
        glance = side.quick.read(stream)
        if glance is None or glance.found != expected:
            return faults + self._looked_at_closely(stream, side, resources, expected, prepared)
        return faults + self._symbols(glance, side, prepared)

    def _looked_at_closely(
        self, stream: bytes, side: Side, resources: Resources, expected: dict[int, str], prepared: Prepared
    ) -> list[Fault]:
        fonts = resources.fonts
        content = read_content(stream, lambda name, string: fonts[name].advance(string) if name in fonts else 0.0)
        found = differences(content.texts, fonts, side.places, expected)
        faults = [self._first_of(group) for group in (
            [entry for entry in found if entry.fault == "PJ-1504-E"], [entry for entry in found if entry.fault == "PJ-1502-E"]
        ) if group]
        if content.strange:
            faults.append(self._fault("PJ-1508-E", detail=f"an operator that is not expected: {content.strange[0]}"))
        images = [(image_rows(image), image.matrix) for image in content.images]
        if len(images) > 1 or (images and images[0][0] is None):
            return [*faults, self._fault("PJ-1501-E", "mark", detail="an image that is no mark")]
        modules, matrix = images[0] if images else (None, None)
        return faults + self._symbols(Glance({}, tuple(content.placed), content.rectangles, modules, matrix), side, prepared)

    def _first_of(self, group: list[Difference]) -> Fault:
        first = group[0]
        more = f"; {len(group) - 1} more on this page" if len(group) > 1 else ""
        return self._fault(first.fault, first.name, first.value, first.detail + more)

    def _symbols(self, glance: Glance, side: Side, prepared: Prepared) -> list[Fault]:
        faults: list[Fault] = []
        art = side.art_flaw(glance.placed)
        if art:
            faults.append(self._fault("PJ-1508-E", detail=art))
        black = side.symbols.read(glance.rectangles)
        if black.stray:
            faults.append(self._fault("PJ-1503-E" if side.bears_bars else "PJ-1508-E", detail=f"{len(black.stray)} rectangles that belong to nothing"))
        wanted = prepared.bars if side.bears_bars else ""
        if black.bars != wanted:
            detail = flaw(black.bars) or "it is another address's" if black.bars else "it is missing"
            faults.append(self._fault("PJ-1503-E", "bars", detail=detail))
        elif wanted and flaw(wanted):
            faults.append(self._fault("PJ-1503-E", "bars", detail=flaw(wanted)))
        return faults + self._mark(glance, black.modules, side)

    def _mark(self, glance: Glance, drawn: bytes | None, side: Side) -> list[Fault]:
        modules = glance.modules if glance.modules is not None else drawn
        if self._back:
            return [self._fault("PJ-1501-E", "mark", detail="a back bears a mark")] if modules is not None else []
        if modules is None:
            return [self._fault("PJ-1501-E", "mark", detail="the mark is missing")]
        if glance.mark_matrix is not None and (drawn is not None or not side.symbols.image_lies_right(glance.mark_matrix)):
            return [self._fault("PJ-1501-E", "mark", detail="the mark is drawn twice or not at its place")]
        said, wanted = read_mark(modules), expected_mark(self._reading.plan, self._standing)
        if said != wanted:
            return [self._fault("PJ-1501-E", "mark", said or "", f"the sheet's mark is {wanted}")]
        return []

    def _fault(self, fault: str, name: str = "", value: str = "", detail: str = "") -> Fault:
        field = f"page {self._page + 1} piece {self._reading.piece(self._standing)} {name}".rstrip()
        return Fault(id=fault, file=f"{self._reading.job}/{PRINT}", field=field, value=value, detail=detail)


def _placed(fault: Fault, file: str, field: str) -> Fault:
    return Fault(id=fault.id, file=file, field=field, value=fault.value, detail=fault.detail)


