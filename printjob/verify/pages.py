"""All pages of a job through their content streams (全頁検査): each says its own notice's values at their places, and nothing else.

What is held against the plan and the prepared records, for every page: the static art and blocks and where they stand, every text
with its place, size and face, the mark of a front, the customer barcode with its check digit, the payment codes of slips (GS1-128,
eL-QR) and the 返戻 id, and that there is nothing more: no further text, no stray ink, no other page box or annotation. Glyphs are those that the outline proof found to be the source
fonts'. Each fault names page and piece; values are masked.
"""

from __future__ import annotations

from pathlib import Path

from printjob.errors import DataRefused, Fault, masked
from printjob.model.piece import identity, return_id
from printjob.model.runfolder import job_folder
from printjob.verify.areas import FAULTS, NAMES
from printjob.verify.content import read_content
from printjob.verify.customer import flaw
from printjob.verify.differences import Difference, differences
from printjob.verify.quick import Glance
from printjob.verify.reading import PRINT, FontSource, JobReading, Standing, open_job
from printjob.verify.sheetlines import check_line, expected_mark
from printjob.verify.sheetplan import NoticePlan
from printjob.verify.sides import Resources, SideReader


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
        faults += check_line(reading, index, standing, _stock(reading, standing))
        for back in (0, 1):
            if 2 * index + back < count:
                faults += _PageCheck(reading, index, standing, back).faults()
            else:
                named = f"page {2 * index + back + 1} piece {reading.piece(standing)}"
                faults.append(Fault(id="PJ-1505-E", file=f"{job}/{PRINT}", field=named, detail="the page is missing"))
    return faults


def _stock(reading: JobReading, standing: Standing) -> int | None:
    """The paper of a sheet; ``None`` where the plan of its notice is not sound, which is a fault of its pages."""
    try:
        sheets = reading.plan_of(reading.prepared(standing.row)).sheets
    except DataRefused:
        return None
    return sheets[standing.notice_sheet].stock if standing.notice_sheet < len(sheets) else None


_OTHERS = {
    "bars": "it is another address's", "gs1": "it is another slip's", "elqr": "it is another slip's", "return": "it is another notice's",
    "mark": "it is another sheet's",
}


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
        plan = reading.plan_of(prepared)
        if not self._back and not standing.notice_sheet and not self._counts_agree(plan):
            return [self._fault("PJ-1505-E", detail="the plan counts other sheets or pages than the notice has")]
        if standing.notice_sheet >= len(plan.sheets):
            return [self._fault("PJ-1505-E", detail="the plan has more sheets than the notice has pages")]
        sheet = plan.sheets[standing.notice_sheet]
        planned = sheet.back if self._back else sheet.front
        resources, stream, plain = reading.page(reading.pdf.pages[self._page])
        side, rows = reading.side(prepared, planned, not self._back, resources)
        computed = {
            "page-of": f"{planned.page}／{plan.pages}",
            "identity": identity(standing.piece, standing.sheet, standing.of),
            "reference": f"{standing.piece:06d}-{standing.notice}",
        }
        texts = side.places.expected(prepared, rows, computed)
        mark = "" if self._back else expected_mark(reading.plan, standing)
        symbols = side.symbols.expected(prepared, rows, mark, return_id(reading.plan.run, standing.piece, standing.notice))
        faults = [] if plain else [self._fault("PJ-1505-E", detail="the page has another box, is turned, or bears more than its content")]
        glance = side.quick.read(stream)
        if glance is None or glance.found != texts or side.art_flaw(glance.placed) or self._wrong(side, glance, symbols):
            return faults + self._looked_at_closely(stream, side, resources, texts, symbols)
        return faults

    def _counts_agree(self, plan: NoticePlan) -> bool:
        row = self._reading.rows[self._standing.row]
        return (int(row["sheets"]), int(row["pages"]), tuple(row["by_stock"].tolist())) == (len(plan.sheets), plan.pages, plan.by_stock)

    def _wrong(self, side: SideReader, glance: Glance, wanted: tuple[str, ...]) -> list[Fault]:
        """The faults of the page's symbols, and of ink that belongs to nothing."""
        found = side.reader.read(glance.rectangles, glance.images)
        faults = [
            self._fault(FAULTS[area.kind], NAMES[area.kind], _shown(area.kind, said), _symbol_flaw(area.kind, said, right))
            for area, said, right in zip(side.symbols.areas, found.said, wanted, strict=True)
            if said != right or (area.kind == "bars" and right and flaw(right))
        ]
        if found.stray:
            # Ink beside a symbol that is not right is most likely the symbol's own.
            fault = faults[0].id if faults else "PJ-1508-E"
            faults.append(self._fault(fault, detail=f"{found.stray} rectangles or images that belong to nothing"))
        return faults

    def _looked_at_closely(
        self, stream: bytes, side: SideReader, resources: Resources, texts: dict[int, str], symbols: tuple[str, ...]
    ) -> list[Fault]:
        fonts = resources.fonts
        content = read_content(stream, lambda name, string: fonts[name].advance(string) if name in fonts else 0.0)
        found = differences(content.texts, fonts, side.places, texts)
        faults = [self._first_of(group) for group in (
            [entry for entry in found if entry.fault == "PJ-1504-E"], [entry for entry in found if entry.fault == "PJ-1502-E"]
        ) if group]
        if content.strange:
            faults.append(self._fault("PJ-1508-E", detail=f"an operator that is not expected: {content.strange[0]}"))
        placed = tuple(content.placed)
        art = side.art_flaw(placed)
        if art:
            faults.append(self._fault("PJ-1508-E", detail=art))
        return faults + self._wrong(side, Glance({}, placed, content.rectangles, content.images), symbols)

    def _first_of(self, group: list[Difference]) -> Fault:
        first = group[0]
        more = f"; {len(group) - 1} more on this page" if len(group) > 1 else ""
        return self._fault(first.fault, first.name, first.value, first.detail + more)

    def _fault(self, fault: str, name: str = "", value: str = "", detail: str = "") -> Fault:
        field = f"page {self._page + 1} piece {self._reading.piece(self._standing)} {name}".rstrip()
        return Fault(id=fault, file=f"{self._reading.job}/{PRINT}", field=field, value=value, detail=detail)


def _placed(fault: Fault, file: str, field: str) -> Fault:
    return Fault(id=fault.id, file=file, field=field, value=fault.value, detail=fault.detail)


def _shown(kind: str, said: str | None) -> str:
    """What a symbol says as it may stand in a message: marks and 返戻 ids name no person."""
    return said or "" if kind in ("mark", "return") else masked(said or "")


def _symbol_flaw(kind: str, said: str | None, right: str) -> str:
    if said is None:
        return "it cannot be read"
    if not said:
        return "it is missing"
    if not right:
        return "there is one where none may be"
    own = flaw(said) if kind == "bars" else ""
    return own or _OTHERS[kind]
