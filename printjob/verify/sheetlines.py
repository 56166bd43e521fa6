"""Lines of ``sheets.jsonl`` (帳票記録) against the plan: every sheet of every notice once, in order, with the right mark.

The mark's 22 digits: version 1, run serial 4, job 4, piece 7, sheet 2, of 2, and two check digits that leave 1
when all are divided by 97 (ISO 7064, MOD 97-10).
"""

from __future__ import annotations

import msgspec

from printjob.errors import Fault
from printjob.model.piece import JobPlan, Sheet
from printjob.verify.reading import SHEETS, JobReading, Standing

_VERSION = "1"
_decoder = msgspec.json.Decoder(Sheet)


def expected_mark(plan: JobPlan, standing: Standing) -> str:
    """The text that the sheet's DataMatrix must hold."""
    digits = f"{_VERSION}{plan.run_serial:04d}{plan.number:04d}{standing.piece:07d}{standing.sheet:02d}{standing.of:02d}"
    return f"{digits}{98 - int(digits) * 100 % 97:02d}"


def check_line(reading: JobReading, index: int, standing: Standing, stock: int | None) -> list[Fault]:
    """The faults of the line of sheet ``index`` (from 0), whose paper is ``stock`` (index into the form's, ``None``: not known)."""
    place = f"{reading.job}/{SHEETS}"
    named = f"page {2 * index + 1} piece {reading.piece(standing)}"
    line = reading.lines[index] if index < len(reading.lines) else b""
    try:
        sheet = _decoder.decode(line)
    except msgspec.DecodeError:
        lost = "the sheet's line is missing" if not line else "the line is not readable"
        return [Fault(id="PJ-1505-E", file=place, line=index + 1, field=named, detail=lost)]
    faults = [
        Fault(id="PJ-1505-E", file=place, line=index + 1, field=f"{named} {name}", value=str(found), detail=f"the plan says {wanted}")
        for name, found, wanted in _compared(reading, index, standing, stock, sheet)
        if found != wanted
    ]
    mark = expected_mark(reading.plan, standing)
    if sheet.mark != mark:
        faults.append(Fault(id="PJ-1501-E", file=place, line=index + 1, field=f"{named} mark", value=sheet.mark, detail=f"the plan says {mark}"))
    return faults


def _compared(reading: JobReading, index: int, standing: Standing, stock: int | None, sheet: Sheet) -> list[tuple[str, object, object]]:
    plan = reading.plan
    compared: list[tuple[str, object, object]] = [
        ("job", sheet.job, plan.job),
        ("piece", sheet.piece, reading.piece(standing)),
        ("seq", sheet.seq, standing.piece - plan.first_piece + 1),
        ("sheet", sheet.sheet, standing.sheet),
        ("of", sheet.of, standing.of),
        ("pages", sheet.pages, (2 * index + 1, 2 * index + 2)),
        ("notice", sheet.notice, standing.notice),
        ("feeders", sheet.feeders, ()),
        ("divert", sheet.divert, ""),
    ]
    if stock is None or stock >= len(plan.stocks):
        return compared
    paper = plan.stocks[stock]
    return [
        *compared,
        ("stock", sheet.stock, paper.stock),
        ("weight_mg", sheet.weight_mg, paper.sheet_weight_mg),
        ("thickness_um", sheet.thickness_um, paper.sheet_thickness_um),
    ]
