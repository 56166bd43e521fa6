"""After admission nothing can be held: what is taken has glyphs, fits, a machine; what is not, waits with its reason."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.admit.prepare import SWITCHED_OFF, Admitted, Waiting, sort_key
from printjob.layout.facelist import face_list
from printjob.layout.fitting import fitted_slots, page_slots, plain_slots
from printjob.model.form import SheetPlan, Slot, page_count
from printjob.model.piece import State
from printjob.model.record import Prepared, Record
from printjob.typefaces.clusters import clusters
from tests.admit.preparing import admitted, changed, data, form, preparer, shared, waiting


def test_every_sound_record_is_taken(sound: tuple[Record, ...]) -> None:
    for record in sound:
        decided = admitted(record)
        prepared = decided.prepared
        assert (prepared.number, prepared.line, prepared.notice) == (record.number, record.line, data(record)["notice_number"])
        assert decided.addressee == data(record)["addressee_number"]
        assert prepared.variant == [one.code for one in form().variants].index(variant_of(record))
        plan = sheets(decided.prepared)
        assert (decided.pages, decided.sheets) == (page_count(plan), len(plan))
        assert decided.by_stock == tuple(sum(sheet.stock == stock for sheet in plan) for stock in range(3))
        assert decided.postal == data(record)["postal_code"]
        assert (prepared.bars == "") == (decided.barcode_reason != "")
        assert re.fullmatch(r"13[1-4]{63}31|", prepared.bars)


def variant_of(record: Record) -> str:
    return str(data(record)[form().variant_field]) if form().variant_field else ""


def sheets(prepared: Prepared) -> tuple[SheetPlan, ...]:
    return form().variants[prepared.variant].sheets(list(map(len, prepared.sections)))


def places(prepared: Prepared) -> list[tuple[Slot, str]]:
    """Every slot of the notice with the text that stands in it, lines one by one, as the form says."""
    found: list[tuple[Slot, str]] = []
    variant = form().variants[prepared.variant]
    rows = [(row, section.rows[row.kind]) for section, rows in zip(variant.sections, prepared.sections, strict=True) for row in rows]
    for values, fitted, slots in (
        (prepared.values, prepared.fitted, page_slots(variant)),
        *((row.values, row.fitted, kind.slots) for row, kind in rows),
    ):
        found += [(slot, text) for text, of_value in zip(values, plain_slots(slots, len(values)), strict=True) for slot in of_value]
        for text, slot in zip(fitted, fitted_slots(slots, len(fitted)), strict=True):
            found += [(slot, line) for line in text.lines]
    return found


def test_every_printed_text_has_glyphs_and_fits(sound: tuple[Record, ...]) -> None:
    """Measured again from the faces alone, without what admission remembers."""
    for record in sound:
        for slot, text in places(admitted(record).prepared):
            faces = face_list(slot.faces)
            assert not faces.missing(text), (slot.name, text)
            smallest = min(fit.size_pt for fit in slot.fits)
            assert faces.width(text) * smallest <= slot.width_pt + 0.001, (slot.name, text)


def test_nothing_of_a_text_is_lost_in_fitting(sound: tuple[Record, ...]) -> None:
    """The lines of an address joined again are the address; the plain values are those of a fresh preparer."""
    fresh = preparer()
    for record in sound:
        prepared = admitted(record).prepared
        assert prepared == admitted(record, fresh).prepared
        printed = {"".join(text.lines).replace("　", "") for text in prepared.fitted}
        for name in ("address_1", "katagaki"):
            text = str(data(record)[name] or "").replace("　", "")
            assert any(text in line for line in printed), name


def test_rare_clusters_are_exactly_those_without_a_code_of_their_own(one: Record) -> None:
    prepared = admitted(changed(one, name="葛\U000e0102西　𠮷子")).prepared
    assert prepared.rare == tuple(sorted(["葛\U000e0102", "𠮷"]))
    assert admitted(changed(one, name="見本　花子")).prepared.rare == ()


@pytest.mark.parametrize(("field", "text"), [("name", "見本∑商店"), ("obligor", "見本\U00030ede"), ("address_1", "北海道見本市\ue000")])
def test_a_character_without_glyph_is_held(one: Record, field: str, text: str) -> None:
    why = waiting(changed(one, None, **{field: text}))
    assert (why.state, why.fault.id) == (State.HELD, "PJ-1301-W")
    assert (why.fault.record, why.fault.line) == (one.number, one.line)
    assert field in why.fault.field.split()
    assert why.fault.value.startswith(f"{text[0]}*")
    assert text[1:] not in why.fault.value
    assert why.fault.detail == f"U+{ord(next(c for c in text if c in '∑𰻞' or c >= chr(0xE000))):04X}"


@pytest.mark.parametrize("field", ["name", "address_1", "address_2", "katagaki", "obligor", "tax_agent", "remark_1", "bank_name"])
def test_a_text_too_long_for_every_fit_is_held(sound: tuple[Record, ...], field: str) -> None:
    variant = "2" if field.startswith("bank") else "1"
    one = next(record for record in sound if variant_of(record) == variant)
    why = waiting(changed(one, None, **{field: "見本" * 60}))
    assert (why.state, why.fault.id) == (State.HELD, "PJ-1302-W")
    assert field in why.fault.field.split()
    assert why.fault.value == f"見{'*' * (len(why.fault.value.split('(', maxsplit=1)[0]) - 1)}({why.fault.value.split('(')[1]}"
    assert "mm" in why.fault.detail


def test_a_detail_line_too_long_is_held_too(one: Record) -> None:
    for field, text in (("location", "見本" * 60), ("note", "見本" * 60)):
        why = waiting(changed(one, {field: text}))
        assert (why.state, why.fault.id) == (State.HELD, "PJ-1302-W")
        assert field in why.fault.field.split()


def test_an_amount_too_wide_for_its_place_is_held(one: Record) -> None:
    why = waiting(changed(one, annual_tax=10**40))
    assert (why.state, why.fault.id) == (State.HELD, "PJ-1302-W")


def test_what_was_found_good_once_does_not_make_the_next_good(one: Record) -> None:
    by = preparer()
    for _ in range(2):
        admitted(one, by)
        assert waiting(changed(one, name="見本∑商店"), by).fault.id == "PJ-1301-W"
        assert waiting(changed(one, remark_1="見本" * 60), by).fault.id == "PJ-1302-W"


def test_the_first_route_that_takes_the_sheets(one: Record) -> None:
    tried = (shared().prepare(with_rows(one, rows)) for rows in range(1, 620, 3))  # a sheet has six
    routes = {decided.sheets: decided.route for decided in tried if isinstance(decided, Admitted)}
    assert {count: routes[count] for count in (8, 9, 25, 26, 99)} == {8: 0, 9: 1, 25: 1, 26: 2, 99: 2}


def test_more_sheets_than_any_route_takes_is_held(one: Record) -> None:
    tried = (shared().prepare(with_rows(one, rows)) for rows in range(560, 620))
    waits = {why.fault.value: why for why in tried if isinstance(why, Waiting)}
    assert {(why.state, why.fault.id) for why in waits.values()} == {(State.HELD, "PJ-1303-W")}
    assert "100" in waits
    assert min(map(int, waits)) == 100
    assert waiting(one, preparer(())).fault.id == "PJ-1303-W"


def with_rows(record: Record, rows: int) -> Record:
    """The record with so many detail lines, its first again and again."""
    return msgspec.structs.replace(record, sections=(record.sections[0][:1] * rows, *record.sections[1:]))


@pytest.mark.parametrize(("flags", "fault"), [({"pull": "1"}, "PJ-1304-W"), ({"protected": "1"}, "PJ-1305-W"), ({"pull": "1", "protected": "1"}, "PJ-1305-W")])
def test_pulled_as_asked_before_anything_else(one: Record, flags: dict[str, str], fault: str) -> None:
    why = waiting(changed(one, None, name="見本∑" * 60, **flags))
    assert (why.state, why.fault.id, why.fault.value) == (State.PULLED, fault, "")


def test_reverse_dates_and_signs_as_they_are_printed(one: Record) -> None:
    prepared = admitted(changed(one, due_1=date(2026, 4, 30), reduction_fixed=1200, co_owners=2, honorific="1", name="見本　花子")).prepared
    assert "▲1,200" in prepared.values
    assert any("".join(text.lines) == "見本　花子　外２名　様" for text in prepared.fitted)


parts = st.integers(0, 99_999)


@pytest.mark.parametrize(
    ("address", "reason"), [("アメリカ合衆国カリフォルニア州　１２３", "overseas"), ("　", "empty-address")]
)
def test_what_cannot_go_out_as_domestic_mail_is_held(one: Record, address: str, reason: str) -> None:
    found = waiting(changed(one, address_1=address, address_2=None, katagaki=None))
    assert (found.state, found.fault.id, found.fault.detail) == (State.HELD, "PJ-1311-W", reason)


def test_a_date_that_must_be_past_is_held_to_the_issue_date(one: Record) -> None:
    """A demand (督促) has no ground in law before the due date has passed."""
    by = preparer(past=("due_1",), issued_on=date(2026, 4, 30))
    admitted(changed(one, due_1=date(2026, 4, 29)), by)
    admitted(changed(one, due_1=None), by)
    for day in (date(2026, 4, 30), date(2026, 5, 31)):
        why = waiting(changed(one, due_1=day), by)
        assert (why.state, why.fault.id, why.fault.field, why.fault.value) == (State.HELD, "PJ-1318-W", "due_1", day.isoformat())
        assert (why.fault.record, why.fault.detail) == (one.number, "issued on 2026-04-30")


OFFICE: dict[str, object] = {"postal_code": "0788504", "address_1": "旭川市宮前１条３丁目３－１５", "address_2": None, "katagaki": None}
"""旭川中税務署, which has a postal code of its own"""


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"name": "旭川中税務署"}, ""),
        ({"name": "見本　花子", "address_2": "旭川中税務署　気付"}, ""),
        ({"name": "見本　花子", "katagaki": "旭川中税務署気付"}, ""),
        ({"name": "見本商事株式会社"}, "office-name-mismatch"),
    ],
)
def test_the_code_of_an_office_is_held_against_the_addressee(one: Record, other: dict[str, object], reason: str) -> None:
    decided = admitted(changed(one, None, **(OFFICE | other)))
    assert (decided.barcode_reason, decided.digits) == (reason, "")
    assert (decided.prepared.bars == "") == (reason != "")


def test_a_campaign_without_barcodes_keeps_the_order_and_says_why(sound: tuple[Record, ...]) -> None:
    switched_off = preparer(barcodes=False)
    seen = set()
    for record in sound:
        barred, bare = admitted(record), admitted(record, switched_off)
        assert (bare.digits, bare.postal, bare.prepared.bars) == (barred.digits, barred.postal, "")
        assert bare.barcode_reason == (barred.barcode_reason or SWITCHED_OFF)
        seen.add(bare.barcode_reason)
    assert SWITCHED_OFF in seen


def test_a_switched_off_campaign_still_holds_what_cannot_be_posted(one: Record) -> None:
    assert waiting(changed(one, address_1="　", address_2=None, katagaki=None), preparer(barcodes=False)).fault.id == "PJ-1311-W"


def test_the_first_due_date_is_that_of_the_first_term_with_something_to_pay(sound: tuple[Record, ...]) -> None:
    for record in sound:
        values = data(record)
        terms = [values[f"due_{term}"] for term in (1, 2, 3, 4, 99) if values[f"pay_{term}"]]
        assert admitted(record).due == int(f"{min(terms):%Y%m%d}" if terms else "0")
        assert admitted(record).option == 0


@given(st.lists(parts, min_size=1, max_size=4), st.lists(parts, min_size=1, max_size=4))
def test_sort_key_orders_by_number(one_address: list[int], other: list[int]) -> None:
    keys = [sort_key("-".join(map(str, numbers))) for numbers in (one_address, other)]
    assert (keys[0] < keys[1]) == (one_address < other)
    assert (keys[0] == keys[1]) == (one_address == other)


@given(st.lists(st.one_of(parts.map(str), st.sampled_from("ABCZ")), max_size=9))
def test_sort_key_fits_its_column(drawn: list[str]) -> None:
    key = sort_key("-".join(drawn))
    assert key.isascii()
    assert len(key.encode()) <= 24


def test_clusters_of_the_slots_are_whole(sound: tuple[Record, ...]) -> None:
    """A line break never parts a base from its variation selector."""
    for record in sound:
        for _, line in places(admitted(record).prepared):
            assert not line.startswith(tuple(chr(code) for code in range(0xE0100, 0xE01F0)))
            assert "".join(clusters(line)) == line
