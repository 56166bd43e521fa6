"""The light-vehicle notice (軽自動車税 納税通知書) keeps its promises: a sheet a vehicle, masked certificates, lists in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

import pymupdf
import pytest
import zxingcpp
from PIL import Image

from printjob.model.piece import return_id
from printjob.model.record import Value
from tests.layouts.drawn import CITY, TOWN, TOWNS, VILLAGE, compiled, drawn

FORM = "light-vehicle-tax"
SHEETS = [
    "one-car", "old-car", "green-car", "arrears", "moped", "tractor", "motorcycle", "three-vehicles", "longest-words", "deceased",
    "latin-name", "care-of", "past-year",
]  # fmt: skip
LISTS = ["transfer-one", "transfer-nine", "relief"]
FLEETS = ["fleet-three", "fleet-twenty-five", "fleet-eighty"]


def amount(values: Mapping[str, Value], name: str) -> int:
    """A field that is an amount."""
    value = values[name]
    assert isinstance(value, int)
    return value


def solid(value: Value) -> str:
    """A text without white space."""
    return "".join(str(value).split())


@pytest.mark.parametrize(("code", "name"), [*((CITY, name) for name in SHEETS), (TOWN, "one-car"), (VILLAGE, "arrears")])
def test_each_vehicle_is_one_sheet_that_says_what_its_line_says(code: str, name: str) -> None:
    one = drawn(FORM, code, name)
    lines = one.notice.sections["slip"]
    assert len(one.pages) == 2 * len(lines)
    for line, front, back in zip(lines, one.pages[::2], one.pages[1::2], strict=True):
        for said in (line["plate"], line["vehicle_class"], line["chassis"], f"{amount(line, 'rate'):,}", f"¥{amount(line, 'amount'):,}"):
            assert solid(said) in front.solid
        assert solid(one.notice.data["postal_code"]) in front.solid.replace("-", "")
        assert "審査請求" in back.solid


def test_with_arrears_the_certificate_is_masked() -> None:
    good, barred, none = (drawn(FORM, CITY, name) for name in ("one-car", "arrears", "moped"))
    for one, plates in ((good, 5), (barred, 4), (none, 4)):  # the notice, three parts of the slip, the certificate
        assert one.pages[0].solid.count(solid(one.notice.sections["slip"][0]["plate"])) == plates
    assert "この証明書は使用できません" in barred.pages[0].solid
    assert barred.pages[0].solid.count("＊＊＊＊＊＊") == 2
    assert "令和9年5月31日" in good.pages[0].solid
    assert "令和9年5月31日" not in barred.pages[0].solid
    assert "証明します" not in barred.pages[0].solid
    assert "証明書はありません" in none.pages[0].solid
    assert "有効期限" not in none.pages[0].solid


@pytest.mark.parametrize("name", LISTS + FLEETS)
def test_a_list_has_every_vehicle_in_order(name: str) -> None:
    one = drawn(FORM, CITY, name)
    cars, listed = one.notice.sections["vehicle"], "".join(page.text for page in one.pages)
    assert one.notice.data["annual_tax"] == sum(amount(car, "amount") for car in cars)
    at = 0
    for car in cars:
        found = re.compile(rf"\n{car['line_number']}\n{re.escape(str(car['plate']))}\n").search(listed, at)
        assert found, car["line_number"]
        at = found.end()
    assert "¥" not in one.pages[0].text


@pytest.mark.parametrize(("name", "pages"), [("transfer-one", 2), ("transfer-nine", 2), ("relief", 2)])
def test_account_transfer_and_relief_have_one_sheet_and_no_slip(name: str, pages: int) -> None:
    one = drawn(FORM, CITY, name)
    assert len(one.pages) == pages
    assert "¥" not in one.solid
    assert "審査請求" in one.pages[0].solid
    assert "領収証書" not in one.solid


@pytest.mark.parametrize(("name", "list_sheets"), [("fleet-three", 1), ("fleet-twenty-five", 1), ("fleet-eighty", 2)])
def test_a_fleet_has_its_list_and_then_its_sheets_in_the_lists_order(name: str, list_sheets: int) -> None:
    one = drawn(FORM, CITY, name)
    cars, slips = one.notice.sections["vehicle"], one.notice.sections["slip"]
    assert [car["plate"] for car in cars] == [slip["plate"] for slip in slips]
    fronts = one.pages[2 * list_sheets::2]
    assert len(fronts) == len(cars)
    assert all(solid(car["plate"]) in front.solid for car, front in zip(cars, fronts, strict=True))
    assert "（車両一覧）" in one.pages[0].solid


@pytest.mark.parametrize("code", TOWNS)
def test_the_first_page_of_every_notice_shows_the_address(code: str) -> None:
    form, _ = compiled(FORM, code)
    for variant, lines in product(form.variants, range(1, 80)):
        first = variant.sheets([lines] * len(variant.sections))[0].front.kind
        assert first is not None
        assert first.bars is not None
        assert [symbol.kind for symbol in first.symbols] == ["return"]


def test_the_tax_changes_its_name_on_its_day() -> None:
    one = drawn(FORM, CITY, "one-car", (("light_vehicle.tax_name", "軽自動車税"),))
    assert "令和８年度軽自動車税納税通知書" in one.pages[0].solid
    assert "種別割" not in one.solid


def test_a_reader_finds_the_codes_of_the_slip_and_the_window() -> None:
    one = drawn(FORM, CITY, "one-car")
    with pymupdf.open(stream=one.pages[0].pdf) as document:  # type: ignore[no-untyped-call]
        shot = document[0].get_pixmap(dpi=300, colorspace=pymupdf.csGRAY)
    found = {"".join(filter(str.isdigit, code.text)) for code in zxingcpp.read_barcodes(Image.frombytes("L", (shot.width, shot.height), shot.samples))}
    slip = one.notice.sections["slip"][0]
    assert {str(slip["elqr"]), str(slip["cvs_code"]), return_id("20260401-01", 1, 1)} <= found


def test_a_proof_is_marked_on_every_part() -> None:
    proof, live = drawn(FORM, CITY, "one-car", proof=True), drawn(FORM, CITY, "one-car")
    assert proof.pages[0].solid.count("見本") == live.pages[0].solid.count("見本") + 4
