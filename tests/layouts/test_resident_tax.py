"""The resident-tax notice (個人住民税 税額決定・納税通知書) keeps its promises: one sheet, words by municipality, slips, withholding, changes."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pymupdf
import pytest
import zxingcpp
from PIL import Image

from printjob.layout.check.envelope import read_envelopes
from printjob.layout.check.report import check_layout
from printjob.layout.constants import campaign_constants
from printjob.model.record import Value
from printjob.run.site import Site
from printjob.whereabouts import data_folder
from tests.layouts.drawn import CITY, ISSUED, TOWN, VILLAGE, Changes, Drawn, drawn

FORM = "resident-tax"
SLIPS = [
    "self-employed", "salary-and-ordinary", "pension-first-year", "per-head-only", "all-over-300000", "largest-tax", "many-dependants",
    "deceased", "tax-agent", "latin-name", "care-of", "past-year", "changed-up", "changed-down", "raised-after-last-term",
]  # fmt: skip
ONE_SHEET = ["pension-only", "transfer-terms", "transfer-all", "dividend-excess", "relief", "overpaid"]
OCR: Changes = (("slips.ocr", "yes"),)


@pytest.mark.parametrize(("changes", "run_kind"), [({"slips.ocr": "yes"}, "1"), ({"slips.notice_first": "yes", "slips.all_alone": "yes"}, "3")], ids=["ocr", "order"])
def test_the_layout_check_finds_nothing_with_other_slips(changes: dict[str, str], run_kind: str) -> None:
    settings = Site(data_folder("examples") / "site").municipality(CITY).settings
    constants = campaign_constants(settings, 2026, ISSUED, run_kind) | {f"municipality.{name}": value for name, value in changes.items()}
    envelope = read_envelopes(data_folder("spool") / "envelopes.yaml")["洋長3 窓"]
    assert check_layout(data_folder("layouts") / FORM, constants, envelope).faults == ()


def amount(values: Mapping[str, Value], name: str) -> int:
    """A field that is an amount."""
    value = values[name]
    assert isinstance(value, int)
    return value


def slip_amounts(one: Drawn) -> list[int]:
    """The sum on each part of every slip that can be used."""
    return [int(found.replace(",", "")) for page in one.pages for found in re.findall(r"¥([0-9,]+)", page.text)]


@pytest.mark.parametrize(("code", "name"), [*((CITY, name) for name in SLIPS + ONE_SHEET), (TOWN, "self-employed"), (VILLAGE, "pension-only")])
def test_the_pages_say_what_the_record_says(code: str, name: str) -> None:
    one = drawn(FORM, code, name)
    data, cover, behind = one.notice.data, one.pages[0].solid, one.pages[1].solid
    assert amount(data, "annual_tax") == amount(data, "tax_city") + amount(data, "tax_pref") + amount(data, "forest_tax")
    for field in ("annual_tax", "tax_city", "tax_pref", "forest_tax", "withheld_pension", "ordinary_total", "pay_1", "pay_4"):
        assert f"{amount(data, field):,}" in cover
    for field in ("total_income", "ded_total", "taxable", "levy_city", "income_pref", "annual_tax", "credit_left"):
        assert f"{amount(data, field):,}" in behind
    assert str(data["notice_number"]) in cover
    assert str(data["notice_number"]) in behind
    assert "１／２" not in cover
    assert "1／2" in cover
    assert "2／2" in behind


@pytest.mark.parametrize("name", SLIPS)
def test_each_unpaid_term_has_its_slip(name: str) -> None:
    one = drawn(FORM, CITY, name)
    lines = one.notice.sections["slip"]
    live = [amount(line, "amount") for line in lines if line["use"] != "3"]
    sheets = -(-len(lines) // 3)
    assert len(one.pages) == 2 + 2 * sheets
    assert sorted(slip_amounts(one)) == sorted(live * 3)
    masked = sum(page.solid.count("この納付書は使用できません") for page in one.pages)
    assert masked == 3 * (3 * sheets - len(live))


@pytest.mark.parametrize("name", ONE_SHEET)
def test_where_nothing_is_paid_by_slip_there_is_one_sheet(name: str) -> None:
    one = drawn(FORM, CITY, name)
    assert len(one.pages) == 2
    assert slip_amounts(one) == []


@pytest.mark.parametrize(("code", "word"), [(CITY, "市民税"), (TOWN, "町民税"), (VILLAGE, "村民税")])
def test_the_municipality_chooses_the_words(code: str, word: str) -> None:
    one = drawn(FORM, code, "self-employed", (("prefecture_tax", "県民税"),))
    assert f"令和８年度{word}・県民税・森林環境税税額決定・納税通知書" in one.pages[0].solid
    assert f"年税額（{word}＋県民税＋森林環境税）" in one.pages[0].solid
    slips = "".join(page.solid for page in one.pages[2:])
    assert slips.count(f"{word}・県民税・森林環境税") == 15
    assert "道民税" not in slips


def test_pensions_are_withheld_in_six_months() -> None:
    one = drawn(FORM, CITY, "pension-only")
    data, cover = one.notice.data, one.pages[0].solid
    months = [amount(data, f"withheld_{n}") for n in range(1, 7)]
    assert sum(months) == amount(data, "withheld_pension") == amount(data, "annual_tax") > 0
    assert "（年金特別徴収用）" in cover
    assert "".join(f"{month:,}" for month in months) in cover
    assert "令和8年6月30日" not in cover  # no term of ordinary collection has a due date


def test_what_dividends_leave_over_is_applied_and_refunded() -> None:
    one = drawn(FORM, CITY, "dividend-excess")
    data = one.notice.data
    left, applied, refunded = (amount(data, name) for name in ("credit_left", "appropriated", "refunded"))
    assert applied == amount(data, "annual_tax") > 0
    assert f"{left:,}{applied:,}{refunded:,}" in one.pages[1].solid
    assert "納付していただくものはありません" in one.pages[0].solid


@pytest.mark.parametrize(("name", "sign"), [("changed-up", "+"), ("changed-down", "▲"), ("overpaid", "▲")])
def test_a_change_says_what_was_and_what_is_left(name: str, sign: str) -> None:
    one = drawn(FORM, CITY, name)
    data, cover = one.notice.data, one.pages[0].solid
    assert "税額変更・納税通知書" in cover
    assert "全期" not in cover
    difference = amount(data, "difference")
    for said in (f"{amount(data, 'before_annual_tax'):,}", f"{sign}{abs(difference):,}", f"{amount(data, 'paid_total'):,}", str(data["change_reason"])):
        assert said in cover
    assert amount(data, "to_pay") == sum(amount(data, f"pay_{n}") for n in (1, 2, 3, 4, 99))


def test_a_reader_finds_the_codes_of_every_slip() -> None:
    one = drawn(FORM, CITY, "self-employed")
    found = set[str]()
    with pymupdf.open(stream=one.pages[0].pdf) as document:  # type: ignore[no-untyped-call]
        for page in document:
            shot = page.get_pixmap(dpi=300, colorspace=pymupdf.csGRAY)
            found |= {"".join(filter(str.isdigit, code.text)) for code in zxingcpp.read_barcodes(Image.frombytes("L", (shot.width, shot.height), shot.samples))}
    lines = one.notice.sections["slip"]
    assert [line["use"] for line in lines] == ["2", "1", "1", "1", "1"]
    assert {str(line["elqr"]) for line in lines} <= found
    assert {str(line["cvs_code"]) for line in lines if line["use"] == "1"} <= found


def test_ocr_lines_are_printed_where_the_bank_asks_for_them() -> None:
    one = drawn(FORM, CITY, "self-employed", OCR)
    slips = [line for line in one.notice.sections["slip"] if line["use"] != "3"]
    printed = "".join(page.solid for page in one.pages[2:])
    assert all(str(line["ocr_lower"]) in printed and f"{line['ocr_upper']}X" in printed for line in slips)
    assert not any(str(line["ocr_lower"]) in drawn(FORM, CITY, "self-employed").solid for line in slips)


def test_a_proof_is_marked_on_every_part_and_carries_no_live_code() -> None:
    proof, live = drawn(FORM, CITY, "self-employed", proof=True), drawn(FORM, CITY, "self-employed")
    assert proof.solid.count("見本") == live.solid.count("見本") + 3 * 5
    assert not [line for line in live.notice.sections["slip"] if line["cvs_code"] and str(line["cvs_code"])[-14:] in proof.solid]
