"""The property-tax notice (固定資産税・都市計画税 納税通知書) keeps its promises for every sample municipality and setting.

Nothing is printed where the machine reads, the window shows or the sheet is folded or torn; a town without 都市計画税 has no trace of it;
every value of the record has its place, and the longest texts of the fixed format fit there; what a reader finds on the drawn pages is
what the record says: variants, slips, masks, changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest

from printjob.barcode import gs1
from printjob.declared import read
from printjob.layout.arts import Arts, Box, Circle, Primitive, Rule, Text
from printjob.layout.check.envelope import read_envelopes
from printjob.layout.check.report import Checked, check_layout
from printjob.layout.constants import campaign_constants
from printjob.layout.facelist import face_list
from printjob.layout.fitting import fit_table, page_slots
from printjob.layout.surface import left_edge
from printjob.model.form import Form, PageKind, RowKind, Slot, ValueSpec, Variant
from printjob.whereabouts import data_folder
from tests.layouts.drawn import CITY, ISSUED, TOWN, TOWNS, VILLAGE, Changes, Drawn, compiled, drawn, layout_of

FORM = "property-tax"
MM = 25.4 / 72
SETTINGS: list[Changes] = [
    (), (("slips.ocr", "yes"),), (("slips.all_alone", "yes"),), (("slips.notice_first", "yes"),), (("statement.compact", "yes"),),
    (("slips.ocr", "yes"), ("slips.all_alone", "yes"), ("slips.notice_first", "yes")),
]  # fmt: skip
"""what a municipality may have otherwise than in its file"""
CASES = [*((code, "1", ()) for code in TOWNS), (CITY, "3", ()), (TOWN, "3", ()), *((CITY, "1", changes) for changes in SETTINGS[1:])]
STEERING = {"variant", "pull", "protected", "detail_count", "slip_count"}  # they steer the run
COUNTED = {"notice_number", "line_number"}  # of a line: it belongs to its notice


class Ink(NamedTuple):
    """A rectangle that something printed can take, in mm from the top left of the page."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether it reaches into another rectangle."""
        return self.left < right and self.right > left and self.top < bottom and self.bottom > top


# -- what the form can print, and where -----------------------------------------------------------------------------------------------


def ink_of_art(height_pt: float, art: tuple[Primitive, ...], dy_pt: float = 0.0) -> Iterator[Ink]:
    """Where static art prints; seals and pictures, and what is turned, are left to the layout check."""
    for one in art:
        if isinstance(one, Rule):
            half = one.width_pt / 2
            left, right = sorted((one.x1_pt, one.x2_pt))
            low, high = sorted((one.y1_pt, one.y2_pt))
            yield _ink("rule", height_pt, left - half, low + dy_pt - half, right + half, high + dy_pt + half)
        elif isinstance(one, Box):
            half = one.line_pt / 2
            low, high = one.y_pt + dy_pt - half, one.y_pt + dy_pt + one.height_pt + half
            yield _ink("box", height_pt, one.x_pt - half, low, one.x_pt + one.width_pt + half, high)
        elif isinstance(one, Text) and not one.angle_deg:
            width = face_list((one.face,)).width(one.text) * one.size_pt + one.spacing_pt * (len(one.text) - 1)
            low = one.y_pt + dy_pt - 0.12 * one.size_pt
            yield _ink(one.text, height_pt, one.x_pt, low, one.x_pt + width, low + one.size_pt)
        elif isinstance(one, Circle):
            low, high = one.y_pt + dy_pt - one.radius_pt, one.y_pt + dy_pt + one.radius_pt
            yield _ink("circle", height_pt, one.x_pt - one.radius_pt, low, one.x_pt + one.radius_pt, high)


def ink_of_slot(height_pt: float, slot: Slot, dy_pt: float = 0.0) -> Ink:
    """Where a slot's text can stand, over all its fits."""
    left = left_edge(slot.x_pt, slot.width_pt, slot.align)
    low = min(fit.baselines_pt[-1] - 0.12 * fit.size_pt for fit in slot.fits) + dy_pt
    high = max(fit.baselines_pt[0] + 0.88 * fit.size_pt for fit in slot.fits) + dy_pt
    return _ink(slot.name, height_pt, left, low, left + slot.width_pt, high)


def _ink(what: str, height_pt: float, left: float, low: float, right: float, high: float) -> Ink:
    return Ink(what, left * MM, (height_pt - high) * MM, right * MM, (height_pt - low) * MM)


def kinds_of(form: Form) -> Iterator[tuple[PageKind, tuple[RowKind, ...], str]]:
    """Every kind of page with the blocks that stand on it and its stock."""
    for variant in form.variants:
        for page in variant.lead:
            yield page, (), form.stocks[0]
        for section in variant.sections:
            for page in (section.first, section.middle, section.last, section.only, *([section.back] if section.back else [])):
                yield page, section.rows if page is not section.back else (), form.stocks[section.stock]


def ink_of_page(form: Form, arts: Arts, page: PageKind, rows: tuple[RowKind, ...]) -> list[Ink]:
    """All that a page can print but the mark, the codes and the identity, with every kind of block in every place."""
    height = form.height_pt
    found = [*ink_of_art(height, arts[page.art]), *(ink_of_slot(height, slot) for slot in page.slots)]
    found += [ink_of_slot(height, computed.slot) for computed in page.computed]
    for top in page.tops_pt:
        for row in rows:
            found += [*ink_of_art(height, arts[row.art], top), *(ink_of_slot(height, slot, top) for slot in row.slots)]
    return found


def cover_of(form: Form, name: str = "slips") -> PageKind:
    """The first page of a variant."""
    return next(variant for variant in form.variants if variant.name == name).lead[0]


@pytest.mark.parametrize(("code", "run_kind", "changes"), CASES, ids=str)
def test_the_control_strip_and_the_margins_stay_free(code: str, run_kind: str, changes: Changes) -> None:
    form, arts = compiled(FORM, code, run_kind, changes)
    for page, rows, stock in kinds_of(form):
        right = 200.4 if stock == "notice" else 206.05
        top, bottom = (10.0, 292.0) if stock == "notice" else (2.9, 296.0)
        ink = ink_of_page(form, arts, page, rows)
        outside = [one for one in ink if one.left < 15.7 or one.right > right or one.top < top or one.bottom > bottom]
        assert not outside, page.name


@pytest.mark.parametrize("run_kind", ["1", "3"])
@pytest.mark.parametrize("code", TOWNS)
def test_nothing_is_printed_at_the_folds(code: str, run_kind: str) -> None:
    form, arts = compiled(FORM, code, run_kind)
    for page, rows, stock in kinds_of(form):
        clear = 2.0 if stock == "notice" else 1.5
        cut = [one for one in ink_of_page(form, arts, page, rows) if any(one.meets(0, y - clear, 210, y + clear) for y in (99, 198))]
        assert not [one for one in cut if one.what != "rule"], page.name
        assert stock != "notice" or not cut, page.name


@pytest.mark.parametrize("run_kind", ["1", "3"])
@pytest.mark.parametrize("code", TOWNS)
def test_the_window_shows_the_address_alone(code: str, run_kind: str) -> None:
    form, arts = compiled(FORM, code, run_kind)
    for variant in form.variants:
        cover = variant.lead[0]
        shown = {ink.what for ink in ink_of_page(form, arts, cover, ()) if ink.meets(0, 0, 118, 72)}
        texts = {ink.what for ink in ink_of_art(form.height_pt, arts[cover.art])}
        assert shown == {"postal_code", "address_1", "address_2", "katagaki", "name", "reference", "notice_number"}
        assert not shown & texts


@pytest.mark.parametrize("code", TOWNS)
def test_the_codes_in_the_window_keep_their_clear_zones_and_their_backs(code: str) -> None:
    form, arts = compiled(FORM, code)
    cover, reverse = form.variants[0].lead
    bars, (returned,) = cover.bars, cover.symbols
    assert bars is not None
    assert returned.kind == "return"
    for symbol, width, height in ((bars, 67.6, 3.1), (returned, 5.42, 5.42)):
        left, foot = symbol.x_pt * MM, (form.height_pt - symbol.y_pt) * MM
        clear = (left - 2, foot - height - 2, left + width + 2, foot + 2)
        assert not [ink for ink in ink_of_page(form, arts, cover, ()) if ink.meets(*clear)]
        assert clear[0] >= 17.5
        assert clear[2] <= 97.5
    assert returned.x_pt * MM - (bars.x_pt * MM + 67.6) >= 2
    assert not [ink for ink in ink_of_page(form, arts, reverse, ()) if ink.meets(112, 40, 192, 54)]


@cache
def checked(code: str, run_kind: str, changes: Changes) -> Checked:
    """What ``printjob layout check`` says for the envelope of the example profiles."""
    settings = read(data_folder("examples") / "site" / "municipalities" / f"{code}.yaml")
    constants = campaign_constants(settings, 2026, ISSUED, run_kind) | {f"municipality.{name}": value for name, value in changes}
    constants["municipality.seal.image"] = str(data_folder("examples") / "site" / "municipalities" / constants.get("municipality.seal.image", ""))
    return check_layout(data_folder("layouts") / FORM, constants, read_envelopes(data_folder("spool") / "envelopes.yaml")["洋長3 窓"])


@pytest.mark.parametrize("changes", SETTINGS[1:], ids=str)
def test_the_layout_check_finds_nothing_whatever_is_set(changes: Changes) -> None:
    assert checked(CITY, "1", changes).faults == ()


# -- values ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [(), (("statement.compact", "yes"),)], ids=str)
@pytest.mark.parametrize("run_kind", ["1", "3"])
@pytest.mark.parametrize("code", TOWNS)
def test_the_city_planning_tax_is_there_or_leaves_no_trace(code: str, run_kind: str, changes: Changes) -> None:
    form, arts = compiled(FORM, code, run_kind, changes)
    said = "".join(one.text for art in arts.values() for one in art if isinstance(one, Text))
    printed = {name for variant in form.variants for spec in specs_of(variant) for name in spec.source.split()}
    levied = code == CITY
    assert ("都市計画税" in said and "都計" in said) == levied
    assert levied or not ("都市計画" in said or "都計" in said)
    assert bool([name for name in printed if "city" in name]) == levied


def specs_of(variant: Variant) -> Iterator[ValueSpec]:
    """Every value that a variant prints."""
    yield from (*variant.values, *variant.fitted)
    for section in variant.sections:
        for row in section.rows:
            yield from (*row.values, *row.fitted)


def test_every_value_of_the_record_has_its_place() -> None:
    shape = layout_of(FORM).shape
    data, lines = set[str](), dict[str, set[str]]()
    for run_kind, changes in (("1", ()), ("3", ()), ("1", (("slips.ocr", "yes"),))):
        for variant in compiled(FORM, CITY, run_kind, changes)[0].variants:
            data |= {name for spec in (*variant.values, *variant.fitted) for name in spec.source.split()}
            for section in variant.sections:
                found = lines.setdefault(section.record, set())
                found |= {name for row in section.rows for spec in (*row.values, *row.fitted) for name in spec.source.split()}
                found |= {section.row_field}
    assert set(shape.data) - data == STEERING
    for declared in shape.sections:
        assert set(declared.fields) - lines[declared.name] <= COUNTED, declared.name


@pytest.mark.parametrize("changes", [(), (("statement.compact", "yes"),)], ids=str)
@pytest.mark.parametrize("run_kind", ["1", "3"])
@pytest.mark.parametrize("code", TOWNS)
def test_texts_as_long_as_the_fixed_format_carries_fit(code: str, run_kind: str, changes: Changes) -> None:
    form, _ = compiled(FORM, code, run_kind, changes)
    longest, unfit = longest_texts(), set[str]()
    for variant in form.variants:
        for slot, spec in slots_with_values(variant):
            name = spec.source.split()[0].removeprefix("data.")
            if slot.fitted and name in longest:
                companions = len(spec.source.split()) > 1
                text = "国" * longest[name] + ("　外９９９名" if companions else "") + ("　御中" if spec.format == "name-line" else "")
                if fit_table(slot).fit(text) is None:
                    unfit.add(name)
    assert unfit == {"address_2"}


def slots_with_values(variant: Variant) -> Iterator[tuple[Slot, ValueSpec]]:
    """Each slot with what it prints."""
    for slot in page_slots(variant):
        yield slot, (variant.fitted if slot.fitted else variant.values)[slot.value]
    for section in variant.sections:
        for row in section.rows:
            for slot in row.slots:
                yield slot, (row.fitted if slot.fitted else row.values)[slot.value]


def longest_texts() -> dict[str, int]:
    """Characters of each text field of the fixed format, two bytes a character."""
    records = read(data_folder("examples") / "site" / "formats" / "property-tax-fixed-cp932.yaml").take("records")
    fields = [field for record in ("data", "detail", "slip") for field in records.take(record).take("fields").items()]
    return {field.take("name").text(): field.take("width").whole() // 2 for field in fields if field.take("kind").text() == "text"}


# -- drawn samples, read back -----------------------------------------------------------------------------------------------------------


def amounts(text: str) -> list[int]:
    """The sums with ¥ on a page."""
    return [int(found.replace(",", "")) for found in re.findall(r"¥([\d,]+)", text)]


def fronts(found: Drawn, *sheets: int) -> str:
    """The texts of these sheets' fronts, from 1, without white space."""
    return "".join(found.pages[2 * sheet - 2].solid for sheet in sheets)


def slips_of(found: Drawn, first: int) -> list[int]:
    """The sums with ¥ on the fronts from this sheet on."""
    return [amount for page in found.pages[2 * first - 2::2] for amount in amounts(page.text)]


@pytest.mark.parametrize(("name", "code", "changes", "sheets"), [
    ("house-and-lot", CITY, (), 4), ("four-assets", CITY, (), 4), ("seven-assets", TOWN, (("slips.all_alone", "no"),), 4),
    ("seven-assets", TOWN, (), 5), ("seven-assets", VILLAGE, (), 5), ("depreciable-only", CITY, (), 3),
    ("transfer-by-term", CITY, (), 2), ("co-owner-first", CITY, (), 2), ("full-relief", CITY, (), 2),
    ("house-and-lot", CITY, (("slips.ocr", "yes"),), 5), ("changed-up", CITY, (), 4), ("raised-after-last-term", CITY, (), 3),
])  # fmt: skip
def test_a_notice_has_so_many_sheets(name: str, code: str, changes: Changes, sheets: int) -> None:
    assert len(drawn(FORM, code, name, changes).pages) == 2 * sheets


@pytest.mark.parametrize("code", TOWNS)
def test_the_slips_are_the_records_instalments_and_the_rest_is_masked(code: str) -> None:
    found = drawn(FORM, code, "house-and-lot")
    record = found.notice.data
    slips = fronts(found, *range(3, len(found.pages) // 2 + 1))
    expected = [record[name] for name in ("pay_all", "pay_1", "pay_2", "pay_3", "pay_4")]
    assert slips_of(found, 3) == [amount for amount in expected for _ in range(3)]
    assert sum(int(str(record[f"pay_{n}"])) for n in range(1, 5)) == record["annual_tax"]
    for line in found.notice.sections["slip"]:
        upper, lower = gs1.hri(str(line["cvs_code"]))
        assert upper in slips
        assert lower in slips
    assert slips.count("この納付書は使用できません") == (12 if code == TOWN else 3)


def test_the_slip_of_all_terms_stands_alone_where_the_municipality_says_so() -> None:
    found = drawn(FORM, TOWN, "house-and-lot")
    assert [("全期" in fronts(found, sheet), "第１期" in fronts(found, sheet)) for sheet in (3, 4)] == [(True, False), (False, True)]


@pytest.mark.parametrize(("code", "order"), [(CITY, ["領収証書", "納付書", "領収済通知書"]), (VILLAGE, ["領収済通知書", "納付書", "領収証書"])])
def test_the_parts_stand_in_the_order_of_the_municipality(code: str, order: list[str]) -> None:
    _, arts = compiled(FORM, code)
    titles = {one.text.replace(" ", ""): one.x_pt for one in arts["slips-row-store"] if isinstance(one, Text)}
    assert sorted(order, key=titles.__getitem__) == order


def test_a_slip_beyond_the_stores_limit_says_so_and_bears_no_barcode() -> None:
    found = drawn(FORM, CITY, "all-over-300000")
    slips = fronts(found, 2)
    assert slips.count("コンビニエンスストアでは納付できません") == 1
    assert slips.count("(91)") == 2
    assert slips_of(found, 2)[0] > gs1.MOST_YEN


def test_a_proof_says_so_on_every_part_and_its_codes_are_void() -> None:
    printed, proof = (drawn(FORM, CITY, "house-and-lot", proof=flag) for flag in (False, True))
    assert "見本" not in fronts(printed, 3).replace("見本市", "")
    assert fronts(proof, 3).replace("見本市", "").count("見本") == 9
    assert re.findall(r"000101-0-000000-\d", fronts(proof, 3))
    assert not re.findall(r"000101-0-000000-\d", fronts(printed, 3))
    assert slips_of(proof, 3) == slips_of(printed, 3)


def test_ocr_lines_stand_once_under_each_slip() -> None:
    found = drawn(FORM, CITY, "house-and-lot", (("slips.ocr", "yes"),))
    slips = fronts(found, 3, 4, 5)
    lines = found.notice.sections["slip"]
    for line in lines:
        assert slips.count(f"{line['ocr_upper']}X") == sum(one["ocr_upper"] == line["ocr_upper"] for one in lines)
        assert slips.count(str(line["ocr_lower"])) == 1
    assert slips.count("この納付書は使用できません") == 3


@pytest.mark.parametrize("name", ["transfer-by-term", "co-owner-first", "full-relief"])
def test_other_variants_have_no_slips(name: str) -> None:
    assert "領収済通知書" not in drawn(FORM, CITY, name).solid


def test_a_co_owner_is_addressed_alone_and_told_of_the_others() -> None:
    found = drawn(FORM, CITY, "co-owner-first")
    cover = fronts(found, 1)
    assert f"{found.notice.data['name']}　様".replace("　", "") in cover
    assert f"{found.notice.data['obligor']}　外２名".replace("　", "") in cover
    assert "納付書は代表者の方にお送りしています" in cover


def test_the_account_stands_on_the_notice_of_a_transfer() -> None:
    found = drawn(FORM, CITY, "transfer-all")
    cover = fronts(found, 1)
    assert [name for name in ("bank_name", "bank_branch", "account_number") if str(found.notice.data[name]) not in cover] == []
    assert "全期" in cover
    assert "納税通知書（口座振替用）" in cover


@pytest.mark.parametrize(("name", "code"), [("changed-up", CITY), ("changed-down", TOWN), ("cancelled", CITY), ("raised-after-last-term", VILLAGE)])
def test_a_change_says_what_was_what_is_and_what_is_left_to_pay(name: str, code: str) -> None:
    found = drawn(FORM, code, name)
    cover, record = fronts(found, 1), found.notice.data
    for field in ("before_annual_tax", "annual_tax", "paid_total", "to_pay"):
        assert f"{record[field]:,}" in cover, field
    difference = int(str(record["difference"]))
    assert (f"+{difference:,}" if difference > 0 else f"▲{-difference:,}") in cover
    assert str(record["change_reason"]) in cover
    assert sum(slips_of(found, 3)) == 3 * int(str(record["to_pay"]))


@pytest.mark.parametrize(("code", "count", "first"), [(CITY, 7, 3), (TOWN, 7, 7)])
def test_a_page_of_the_statement_holds_three_assets_or_seven(code: str, count: int, first: int) -> None:
    found = drawn(FORM, code, "seven-assets")
    lots = [str(line["lot"]) for line in found.notice.sections["detail"]]
    assert len(lots) == count
    statement = found.pages[2].solid
    assert [lot in statement for lot in lots] == [True] * first + [False] * (count - first)
    assert ("次頁へ続く" in statement) == (first < count)


def test_dated_settings_are_those_of_the_issue_date() -> None:
    settings = read(data_folder("examples") / "site" / "municipalities" / f"{CITY}.yaml")
    constants = campaign_constants(settings, 2026, date(2026, 4, 10), "1")
    assert constants["municipality.mayor_name"] == "北　海　太　郎"
    assert constants["municipality.late_payment.first_month"] in drawn(FORM, CITY, "one-asset").pages[1].solid
