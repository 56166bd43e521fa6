"""The notice of health insurance (国民健康保険税・料) keeps its promises: tax and premium, terms, withholding, members, slips and changes."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from printjob.layout.check.envelope import read_envelopes
from printjob.layout.check.report import check_layout
from printjob.layout.constants import campaign_constants
from printjob.model.record import Value
from printjob.run.site import Site
from printjob.whereabouts import data_folder
from tests.layouts.drawn import CITY, ISSUED, TOWN, TOWNS, VILLAGE, Changes, Drawn, drawn

FORM = "health-insurance-tax"
PRINTED = [
    "ordinary", "single", "pseudo-head", "limits-exceeded", "over-300000", "preschool", "joined-midyear", "eight-members", "nine-members",
    "many-members", "long-name", "transfer", "withheld", "full-relief", "deceased", "changed-up", "changed-down", "overpaid",
    "raised-after-last-term",
]  # fmt: skip
PARTS = ("medical", "support", "care", "child")
OCR: Changes = (("slips.ocr", "yes"),)


@pytest.mark.parametrize("run_kind", ["1", "3"])
@pytest.mark.parametrize("ocr", ["yes", "no"])
@pytest.mark.parametrize("code", TOWNS)
def test_the_layout_check_finds_nothing(code: str, ocr: str, run_kind: str) -> None:
    settings = Site(data_folder("examples") / "site").municipality(code).settings
    constants = campaign_constants(settings, 2026, ISSUED, run_kind) | {"municipality.slips.ocr": ocr}
    envelope = read_envelopes(data_folder("spool") / "envelopes.yaml")["洋長3 窓"]
    assert check_layout(data_folder("layouts") / FORM, constants, envelope).faults == ()


@pytest.mark.parametrize("code", TOWNS)
@pytest.mark.parametrize("name", PRINTED)
def test_the_pages_say_what_the_record_says(name: str, code: str) -> None:
    one = drawn(FORM, code, name)
    data, cover = one.notice.data, one.pages[0].solid
    assert amount(data, "annual_tax") == sum(amount(data, f"tax_{part}") for part in PARTS)
    for said in (data["notice_number"], f"{amount(data, 'annual_tax'):,}", *(f"{amount(data, f'tax_{part}'):,}" for part in PARTS)):
        assert str(said) in cover
    for term in range(1, 11):
        assert not amount(data, f"pay_{term}") or f"{amount(data, f'pay_{term}'):,}" in cover
    members = "".join(page.solid for page in one.pages[1:])
    assert all("".join(str(line["name"]).split()) in members for line in one.notice.sections["member"])


def slip_amounts(one: Drawn) -> list[int]:
    """The sum on each part of every slip."""
    return [int(found.replace(",", "")) for page in one.pages for found in re.findall(r"¥([0-9,]+)", page.text)]


def amount(values: Mapping[str, Value], name: str) -> int:
    """A field that is an amount."""
    value = values[name]
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize(("name", "code", "slips", "sheets"), [
    ("ordinary", CITY, 8, 4), ("ordinary", VILLAGE, 10, 5), ("single", CITY, 1, 2), ("changed-up", CITY, 6, 3), ("changed-up", VILLAGE, 8, 4),
    ("raised-after-last-term", TOWN, 1, 2), ("transfer", CITY, 0, 1), ("withheld", TOWN, 0, 1), ("full-relief", CITY, 0, 1), ("overpaid", CITY, 0, 1),
    ("eight-members", CITY, 8, 4), ("nine-members", CITY, 0, 2), ("many-members", VILLAGE, 0, 2),
])  # fmt: skip
def test_there_is_a_slip_for_each_term_with_something_to_pay(name: str, code: str, slips: int, sheets: int) -> None:
    one = drawn(FORM, code, name)
    assert len(one.pages) == 2 * sheets
    assert len(one.notice.sections["slip"]) == slips
    assert len(slip_amounts(one)) == 3 * slips
    assert sum(slip_amounts(one)) == 3 * sum(amount(line, "amount") for line in one.notice.sections["slip"])


@pytest.mark.parametrize(("name", "changes", "masked"), [("ordinary", (), 1), ("single", (), 2), ("ordinary", OCR, 0), ("single", OCR, 1)])
def test_what_is_left_of_a_sheet_cannot_be_used(name: str, changes: Changes, masked: int) -> None:
    one = drawn(FORM, CITY, name, changes)
    assert one.solid.count("この納付書は使用できません") == 3 * masked


def test_premiums_are_no_tax() -> None:
    tax, premium = drawn(FORM, CITY, "ordinary").solid, drawn(FORM, VILLAGE, "ordinary").solid
    for word in ("国民健康保険税", "納税通知書", "地方税法", "課税標準額", "年税額", "見本市長に対して審査請求"):
        assert word in tax
        assert word.replace("見本市", "仮名村") not in premium.replace("地方税お支払サイト", "")
    for word in ("国民健康保険料", "納入通知書", "国民健康保険法第７６条", "賦課標準額", "年間保険料額", "北海道国民健康保険審査会", "科目", "賦課年度"):
        assert word in premium
        assert word not in tax


def test_a_part_without_a_household_amount_has_a_stroke_and_holds_other_records() -> None:
    with pytest.raises(AssertionError, match="PJ-1302-W"):
        drawn(FORM, TOWN, "ordinary", (("health_insurance.household.care", "no"),))


def test_a_town_with_eight_terms_holds_a_record_of_ten() -> None:
    with pytest.raises(AssertionError, match="PJ-1302-W"):
        drawn(FORM, VILLAGE, "ordinary", (("health_insurance.ten_terms", "no"),))


def test_a_head_who_is_not_insured_is_named_as_such() -> None:
    one, other = drawn(FORM, CITY, "pseudo-head"), drawn(FORM, CITY, "eight-members")
    assert "（擬制世帯主）" in one.pages[0].solid.replace("主に課税されます（擬制世帯主）", "")
    assert one.notice.data["name"] not in [line["name"] for line in one.notice.sections["member"]]
    assert "世帯主は加入していません" in one.pages[1].solid
    assert "世帯主は加入していません" not in other.pages[1].solid


def test_members_go_on_where_a_page_is_full() -> None:
    eight, nine, many = (drawn(FORM, CITY, name) for name in ("eight-members", "nine-members", "many-members"))
    assert "次頁へ続く" not in eight.pages[1].solid
    assert "軽減判定所得" in eight.pages[1].solid
    assert "次頁へ続く" in nine.pages[1].solid
    assert "軽減判定所得" in nine.pages[2].solid
    assert [page.solid.count("世帯員別の内訳") for page in many.pages] == [0, 1, 1, 1]
    assert "4／4" in many.pages[3].solid


@pytest.mark.parametrize("name", ["changed-up", "changed-down", "overpaid", "raised-after-last-term"])
@pytest.mark.parametrize("code", TOWNS)
def test_a_change_says_what_was_what_is_and_what_is_left_to_pay(name: str, code: str) -> None:
    one = drawn(FORM, code, name)
    data, cover = one.notice.data, one.pages[0].solid
    assert "変更（更正）" in cover
    assert amount(data, "annual_tax") == amount(data, "before_annual_tax") + amount(data, "difference") == amount(data, "paid_total") + amount(data, "to_pay") + amount(data, "refund")
    assert f"{amount(data, 'before_annual_tax'):,}" in cover
    assert (f"+{amount(data, 'difference'):,}" if amount(data, "difference") > 0 else f"▲{-amount(data, 'difference'):,}") in cover
    assert amount(data, "refund") == 0 or f"▲{-amount(data, 'refund'):,}" in cover
    assert sum(slip_amounts(one)) == (3 * amount(data, "to_pay") if data["variant"] == "1" else 0)


def test_withholding_names_the_months_and_who_withholds() -> None:
    one = drawn(FORM, CITY, "withheld")
    data, cover = one.notice.data, one.pages[0].solid
    assert amount(data, "withheld_total") == sum(amount(data, f"withheld_{n}") for n in range(1, 7)) == amount(data, "annual_tax")
    assert f"{amount(data, 'withheld_4'):,}" in cover
    assert "厚生労働大臣（日本年金機構）" in cover
    assert "納付の手続はいりません" in cover
