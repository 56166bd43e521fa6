"""The plan of a notice's sheets (頁割り) held against the form, for composer and verifier ask the same model for it.

That no line is left out or repeated, that slip sheets are full, that counted pages go through from 1 and each sheet is on its section's
paper is proven here, whoever made the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from printjob.errors import DataRefused, Fault
from printjob.model.form import Form, Section, SheetPlan, Side, Variant
from printjob.model.piece import MOST_STOCKS


class NoticePlan(NamedTuple):
    """The sheets of a notice, how many of its pages are counted (頁), and how many sheets are on each paper."""

    sheets: tuple[SheetPlan, ...]
    pages: int
    by_stock: tuple[int, ...]


def notice_plan(form: Form, key: tuple[int, ...]) -> NoticePlan | DataRefused:
    """The plan for a variant's index and the rows (fillers included) of its sections, or why there is none (``PJ-1505-E``)."""
    variant_index, *row_counts = key
    if variant_index >= len(form.variants):
        return DataRefused(Fault(id="PJ-1505-E", detail="the form has no such variant"))
    variant = form.variants[variant_index]
    sheets = variant.sheets(row_counts) if len(row_counts) == len(variant.sections) else ()
    flaw = plan_flaw(variant, row_counts, sheets)
    if flaw:
        return DataRefused(Fault(id="PJ-1505-E", detail=flaw))
    by_stock = tuple(sum(sheet.stock == stock for sheet in sheets) for stock in range(MOST_STOCKS))
    return NoticePlan(sheets, counted(sheets), by_stock)


def plan_flaw(variant: Variant, row_counts: Sequence[int], sheets: Sequence[SheetPlan]) -> str:
    """What is wrong with ``sheets`` as the plan for so many rows (fillers included) of each section; empty when nothing is."""
    sides = [side for sheet in sheets for side in (sheet.front, sheet.back)]
    if len(row_counts) != len(variant.sections):
        return "the record has other sections than its variant"
    if [side.kind for side in sides if side.kind is not None and side.section < 0 and side.page] != list(variant.lead):
        return "the plan of pages leaves out or repeats a page"
    if any(_rows_flaw(variant, index, count, sides) for index, count in enumerate(row_counts)):
        return "the plan of pages leaves out or repeats a line"
    if [side.page for side in sides if side.page] != list(range(1, counted(sheets) + 1)):
        return "the pages are not counted through"
    return next((flaw for sheet in sheets if (flaw := _sheet_flaw(variant, sheet))), "")


def counted(sheets: Sequence[SheetPlan]) -> int:
    """How many pages of the notice are counted (頁)."""
    return sum(bool(side.page) for sheet in sheets for side in (sheet.front, sheet.back))


def _rows_flaw(variant: Variant, index: int, count: int, sides: Sequence[Side]) -> bool:
    section = variant.sections[index]
    own = [side for side in sides if side.section == index]
    borders = [0, *(side.stop for side in own)]
    rooms = [len(side.kind.tops_pt) - (side.stop - side.start) if side.kind else -1 for side in own]
    full = section.filler < 0 or not rooms or rooms[-1] == 0
    return [side.start for side in own] != borders[:-1] or borders[-1] != count or min(rooms, default=0) < 0 or not full


def _sheet_flaw(variant: Variant, sheet: SheetPlan) -> str:
    fronts = list(_sections(variant, sheet))
    loose = [section.loose for section in fronts]
    if any(section.stock != sheet.stock for section in fronts) or (not fronts and sheet.stock != 0):
        return "a sheet is on another paper than its section"
    if any(loose):
        back = sheet.back
        whole = len(fronts) == 1 and sheet.front.section >= 0 and back.kind == fronts[0].back and not sheet.front.page and not back.page
        return "" if whole else "a loose sheet bears more than its page and back"
    return ""


def _sections(variant: Variant, sheet: SheetPlan) -> Iterator[Section]:
    for side in (sheet.front, sheet.back):
        if side.section >= 0:
            yield variant.sections[side.section]
