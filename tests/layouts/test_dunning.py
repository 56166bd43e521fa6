"""The demand notice (督促状) keeps its promises for every sample municipality: one sheet, its own slip, nothing where nothing may stand."""

from __future__ import annotations

import pymupdf
import pytest
import zxingcpp
from PIL import Image

from printjob.layout.check.envelope import read_envelopes
from printjob.layout.check.report import check_layout
from printjob.layout.constants import campaign_constants
from printjob.layout.values import value_maker
from printjob.model.form import Side, ValueSpec
from printjob.model.piece import return_id
from printjob.model.record import Value
from printjob.run.site import Site
from printjob.whereabouts import data_folder
from tests.layouts.drawn import CITY, ISSUED, TOWN, TOWNS, VILLAGE, Changes, compiled, drawn

FORM = "dunning"
PRINTED = [
    "ordinary", "arrears-fixed", "arrears-cut-off", "light-vehicle", "exactly-300000", "over-300000", "largest", "long-name", "deceased",
    "tax-agent", "occasional",
]  # fmt: skip
NO_FEE: Changes = (("dunning.fee.charged", "no"),)


@pytest.mark.parametrize("run_kind", ["1", "2"])
@pytest.mark.parametrize("notice_first", ["yes", "no"])
@pytest.mark.parametrize("code", TOWNS)
def test_the_layout_check_finds_nothing(code: str, notice_first: str, run_kind: str) -> None:
    settings = Site(data_folder("examples") / "site").municipality(code).settings
    constants = campaign_constants(settings, 2026, ISSUED, run_kind) | {"municipality.slips.notice_first": notice_first}
    envelope = read_envelopes(data_folder("spool") / "envelopes.yaml")["洋長3 窓"]
    assert check_layout(data_folder("layouts") / FORM, constants, envelope).faults == ()


def amount(value: Value) -> int:
    """A value that is an amount."""
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("code", TOWNS)
@pytest.mark.parametrize("name", PRINTED)
def test_a_notice_is_one_sheet_that_says_what_the_record_says(name: str, code: str) -> None:
    one = drawn(FORM, code, name)
    front, back = one.pages
    data = one.notice.data
    assert one.form.stocks == ("demand-slip",)
    principal, fee, arrears, total = (amount(data[name]) for name in ("principal", "fee", "arrears", "total"))
    for said in (data["notice_number"], data["origin_number"], data["tax_name"], f"{principal:,}", f"¥{total:,}"):
        assert "".join(str(said).split()) in front.solid
    assert total == principal + fee + arrears == one.notice.sections["slip"][0]["amount"]
    assert "督促状についてのお知らせ" in back.solid


def test_the_window_never_shows_what_it_is() -> None:
    front = drawn(FORM, CITY, "ordinary").pages[0]
    with pymupdf.open(stream=front.pdf) as document:  # type: ignore[no-untyped-call]
        places = [(word[0] * 25.4 / 72, word[1] * 25.4 / 72) for word in document[0].get_text("words") if "督" in word[4]]
    assert len(places) > 5
    assert not [place for place in places if place[0] < 118 and place[1] < 72]


def test_arrears_that_are_not_fixed_are_those_of_the_law() -> None:
    opened, fixed, nothing = (drawn(FORM, CITY, name).pages[0].solid for name in ("ordinary", "arrears-fixed", "arrears-cut-off"))
    assert "法律による金額" in opened
    assert "現在）（円）" not in opened
    assert "延滞金（令和８年４月１０日現在）（円）1,200" in fixed
    assert "法律による金額" not in fixed
    assert "現在）（円）0" in nothing


def test_a_municipality_without_a_fee_has_no_trace_of_it() -> None:
    with_fee, without = drawn(FORM, CITY, "ordinary"), drawn(FORM, TOWN, "ordinary")
    assert with_fee.pages[0].solid.count("督促手数料") == 3  # the table and two parts of the slip
    assert without.pages[0].solid.count("督促手数料") == 2  # the slip's cells stay, empty
    assert "３督促手数料" in with_fee.pages[1].solid
    assert "督促手数料" not in without.pages[1].solid


def test_a_fee_that_has_no_place_holds_its_record() -> None:
    with pytest.raises(AssertionError, match="PJ-1302-W"):
        drawn(FORM, CITY, "ordinary", NO_FEE)


@pytest.mark.parametrize(("name", "usable"), [("exactly-300000", True), ("over-300000", False), ("largest", False)])
def test_stores_take_slips_up_to_300000_yen(name: str, usable: bool) -> None:
    front = drawn(FORM, CITY, name).pages[0].solid
    assert ("コンビニエンスストアでは納付できません" not in front) == usable
    assert ("(91)999999" in front) == usable


def test_a_reader_finds_the_codes_of_the_slip_and_the_window() -> None:
    one = drawn(FORM, CITY, "ordinary")
    with pymupdf.open(stream=one.pages[0].pdf) as document:  # type: ignore[no-untyped-call]
        shot = document[0].get_pixmap(dpi=300, colorspace=pymupdf.csGRAY)
    found = {code.text.replace("\x1d", "") for code in zxingcpp.read_barcodes(Image.frombytes("L", (shot.width, shot.height), shot.samples))}
    slip = one.notice.sections["slip"][0]
    assert str(slip["elqr"]) in found
    assert any(str(slip["cvs_code"]) in "".join(filter(str.isdigit, text)) for text in found)
    assert return_id("20260401-01", 1, 1) in found


@pytest.mark.parametrize("code", [CITY, VILLAGE])
def test_a_proof_is_marked_on_every_part(code: str) -> None:
    assert drawn(FORM, code, "ordinary", proof=True).pages[0].solid.count("見本") >= drawn(FORM, code, "ordinary").pages[0].solid.count("見本") + 3


@pytest.mark.parametrize("code", TOWNS)
def test_every_variant_is_one_sheet_whose_pages_are_not_counted(code: str) -> None:
    form, _ = compiled(FORM, code)
    for variant in form.variants:
        (sheet,) = variant.sheets([1])
        assert sheet.front == Side(variant.sections[0].only, 0, 0, 1, 0)
        assert sheet.back.kind == variant.sections[0].back
        assert sheet.front.kind is not None
        assert sheet.front.kind.bars is not None
        assert [symbol.kind for symbol in sheet.front.kind.symbols] == ["return"]


def test_a_name_line_without_co_owners_is_name_and_honorific() -> None:
    spec = ValueSpec(source="name honorific", format="name-line")
    make = value_maker((spec,), ("name", "honorific"), {"honorific": {"1": "様"}})
    assert make(("北海　花子", "1")) == ("北海　花子　様",)
    assert make((None, "1")) == ("",)
