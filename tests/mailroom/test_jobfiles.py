"""A job's count sheet names each paper with its sheets; nothing on it is more than the plan says."""

from __future__ import annotations

from printjob.mailroom.jobfiles import count_sheet_values
from printjob.model.piece import JobPlan, StockUse

NAMES = {"municipality": "019917 見本市", "form": "通知書", "profile": "機器", "stock.notice": "上質紙", "stock.slip": "納付書用紙"}


def plan(*sheets: int) -> JobPlan:
    stocks = tuple(
        StockUse(stock=name, sheets=count, sheet_weight_mg=4000, sheet_thickness_um=88) for name, count in zip(("notice", "slip"), sheets, strict=False)
    )
    return JobPlan(
        job="20260401-01-0001", number=1, run="20260401-01", run_serial=701, municipality="019917", campaign="a", form="a", profile="p",
        pieces=2, sheets=sum(sheets), pages=2 * sum(sheets), first_piece=1, last_piece=2, chunks=(), codes={}, stocks=stocks,
    )  # fmt: skip


def test_one_paper_is_named_by_its_title() -> None:
    told = count_sheet_values(plan(1234), NAMES)
    assert (told["stock"], told["paper_1"], told["paper_sheets_1"]) == ("上質紙", "上質紙", "1,234")
    assert (told["paper_2"], told["paper_sheets_2"], told["paper_3"], told["paper_sheets_3"]) == ("", "", "", "")


def test_several_papers_are_told_with_their_sheets() -> None:
    told = count_sheet_values(plan(1234, 56), NAMES)
    assert told["stock"] == "上質紙　1,234枚、納付書用紙　56枚"
    assert (told["paper_2"], told["paper_sheets_2"], told["sheets"]) == ("納付書用紙", "56", "1,290")


def test_a_paper_that_the_job_does_not_use_is_not_named() -> None:
    told = count_sheet_values(plan(0, 56), NAMES)
    assert (told["stock"], told["paper_1"], told["paper_sheets_1"], told["paper_2"]) == ("納付書用紙", "納付書用紙", "56", "")
