"""A job's count sheet names each paper with its sheets, its envelope and its bundles; nothing on it is more than the plan says."""

from __future__ import annotations

import msgspec

from printjob.mailroom.jobfiles import bundles_file, count_sheet_values
from printjob.model.mail import Bundle, MailClass
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


SLACK = MailClass(product="sorted-slack-3", title="区分割引＋3日余裕", kind="sorted", indicia="slack-3", office="見本中央郵便局")


def tied() -> JobPlan:
    bundles = (
        Bundle(number=1, start=0, stop=1, level="district", district="07012", tray=1),
        Bundle(number=2, start=1, stop=2, level="mixed", district="", tray=2),
    )
    return msgspec.structs.replace(plan(2), first_piece=8, last_piece=9, mail=SLACK, bundles=bundles)


def test_the_envelope_to_load_the_office_and_the_bundles_are_told() -> None:
    told = count_sheet_values(tied(), NAMES)
    assert [told[name] for name in ("class", "office", "indicia", "bundles")] == ["区分割引＋3日余裕", "見本中央郵便局", "3日余裕", "2束　2トレー"]


def test_a_job_in_no_class_says_so() -> None:
    told = count_sheet_values(plan(2), NAMES)
    assert [told[name] for name in ("class", "office", "indicia", "bundles")] == ["区分未定", "－", "区分未定", "－"]


def test_the_list_of_bundles_has_a_line_for_each() -> None:
    assert bundles_file(tied()).decode().split("\r\n")[1:] == [
        "20260401-01-0001,1,1,district,07012,20260401-01-0000008,20260401-01-0000008,1,sorted-slack-3,見本中央郵便局,slack-3",
        "20260401-01-0001,2,2,mixed,,20260401-01-0000009,20260401-01-0000009,1,sorted-slack-3,見本中央郵便局,slack-3",
        "",
    ]
