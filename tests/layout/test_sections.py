"""Variants, sections and symbols of a compiled form say what a mixed notice is made of, and refuse what cannot be printed."""

from __future__ import annotations

import pytest

from printjob.layout.arts import Arts, Box, Text
from printjob.layout.compile import compile_placed
from printjob.layout.fitting import fitted_slots, page_slots, plain_slots
from printjob.layout.language import read_layout
from printjob.model.form import Form, Section, Slot, Symbol, page_count, page_kinds
from tests.layout.conftest import LAYOUTS, Faults

DOT_PT = 72 / 600


def texts(arts: Arts, name: str) -> list[str]:
    return [one.text for one in arts[name] if isinstance(one, Text)]


def section(form: Form, name: str, variant: int = 0) -> Section:
    return next(one for one in form.variants[variant].sections if one.name == name)


def on_dots(length_pt: float) -> bool:
    return abs(length_pt / DOT_PT - round(length_pt / DOT_PT)) < 1e-3


def test_each_variant_prints_its_own(trial: tuple[Form, Arts]) -> None:
    form, arts = trial
    assert (form.variant_field, form.stocks) == ("variant", ("notice", "slip"))
    assert [(one.name, one.code) for one in form.variants] == [("slips", "1"), ("transfer", "2")]
    assert [texts(arts, one.lead[0].art) for one in form.variants] == [["納付書用"], ["口座振替用"]]
    assert [[one.name for one in variant.sections] for variant in form.variants] == [["members", "slips"], ["members"]]
    assert [len(one.values) for one in form.variants] == [1, 2]


def test_equal_art_is_kept_once(trial: tuple[Form, Arts]) -> None:
    form, arts = trial
    assert form.variants[0].lead[1].art == form.variants[1].lead[1].art
    assert form.variants[0].lead[0].art != form.variants[1].lead[0].art
    drawn = [(name.find("-row-") > 0, art) for name, art in arts.items()]
    assert all(drawn.count(one) == 1 for one in drawn)
    used = {kind.art for variant in form.variants for kind in page_kinds(variant)}
    used |= {row.art for variant in form.variants for one in variant.sections for row in one.rows}
    assert used == set(form.arts) == set(arts)


def test_every_element_is_told_with_what_it_became(constants: dict[str, str]) -> None:
    compiled = compile_placed(read_layout(LAYOUTS / "trial"), constants)
    store = compiled.placed["slips", "slips-row-store"]
    kinds = section(compiled.form, "slips").rows[0]
    assert [thing for _, thing, _ in store if isinstance(thing, Slot)] == list(kinds.slots)
    assert [thing for _, thing, _ in store if isinstance(thing, Symbol)] == list(kinds.symbols)
    assert [one for _, thing, _ in store if isinstance(thing, tuple) for one in thing] == list(compiled.arts[kinds.art])
    assert all(element.node.line for element, _, _ in store)
    assert ("transfer", "slips-row-store") not in compiled.placed
    assert ("slips", "slips-back") in compiled.placed


def test_the_first_entry_that_is_kept_counts(trial: tuple[Form, Arts]) -> None:
    form, _ = trial
    assert [len(section(form, "members", variant).middle.tops_pt) for variant in (0, 1)] == [3, 2]


def test_loose_slips_are_full_sheets_of_their_own_stock_without_pages(trial: tuple[Form, Arts]) -> None:
    form, _ = trial
    slips = section(form, "slips")
    assert (slips.loose, slips.least, slips.rows[slips.filler].name, slips.rows[slips.filler].values) == (True, 1, "masked", ())
    assert [slips.fillers(count) for count in range(5)] == [0, 2, 1, 0, 2]
    sheets = form.variants[0].sheets((4, 6))
    assert [(one.stock, one.front.page, one.back.page) for one in sheets] == [(0, 1, 2), (0, 3, 4), (1, 0, 0), (1, 0, 0)]
    assert all(one.back.kind is slips.back for one in sheets[2:])
    assert page_count(sheets) == 4
    assert [one.stock for one in form.variants[1].sheets((0,))] == [0]


def test_symbols_lie_on_device_dots_wherever_their_block_is_put(trial: tuple[Form, Arts]) -> None:
    form, _ = trial
    slips = section(form, "slips")
    store = slips.rows[0]
    assert [one.kind for one in store.symbols] == ["gs1", "elqr"]
    for top_pt in slips.only.tops_pt:
        for one in store.symbols:
            assert on_dots(one.x_pt)
            assert on_dots(one.y_pt + top_pt)
    gs1, elqr = store.symbols
    assert (gs1.dots, store.values[gs1.value].source, store.values[gs1.value].format) == (4, "gs1", "digits")
    assert gs1.y_pt + gs1.height_pt == pytest.approx(-60.5 * 72 / 25.4, abs=DOT_PT)
    assert gs1.height_pt == pytest.approx(12 * 72 / 25.4, abs=DOT_PT)
    assert elqr.y_pt + 41 * 10 * DOT_PT == pytest.approx(-79.5 * 72 / 25.4, abs=DOT_PT)
    (back,) = form.variants[0].lead[0].symbols
    assert (back.kind, back.value, back.dots) == ("return", -1, 8)


def test_a_value_that_only_a_symbol_prints_needs_no_room(trial: tuple[Form, Arts]) -> None:
    form, _ = trial
    store = section(form, "slips").rows[0]
    by_value = plain_slots(store.slots, len(store.values))
    assert [bool(slots) for slots in by_value] == [spec.format != "digits" for spec in store.values]
    assert fitted_slots(page_slots(form.variants[0]), 0) == []


def test_a_repeated_block_is_told_its_number_and_its_words(trial: tuple[Form, Arts]) -> None:
    form, arts = trial
    store = section(form, "slips").rows[0]
    assert texts(arts, store.art) == ["第１片", "第２片"]
    boxes = [one for one in arts[store.art] if isinstance(one, Box)]
    assert [round(one.width_pt * 25.4 / 72, 3) for one in boxes] == [50, 50]
    assert boxes[1].x_pt - boxes[0].x_pt == pytest.approx(60 * 72 / 25.4, abs=1e-3)
    assert not [one for one in arts[section(form, "slips").rows[1].art] if isinstance(one, Box)]
    assert [one.name for one in store.slots if one.name == "amount"] == ["amount", "amount"]
    assert not any(one.ascii or one.figures for one in store.slots if one.name == "amount"), "¥ is not ASCII"
    assert all(one.ascii for one in store.slots if one.name == "gs1")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("chooses: variant\n", "chooses: varient\n", "did you mean variant?"),
        ('{variant: transfer, code: "2"}', '{variant: transfer, code: "1"}', "two variants"),
        ("when: [variant.slips]", "when: [variant.slip]", "did you mean variant.slips?"),
        ("record: slip\n", "record: slips\n", "did you mean slip?"),
        ("stock: slip\n", "stock: slips\n", "did you mean slip?"),
        ("stocks: [notice, slip]", "stocks: [a, b, c, d]", "one to 3 different stocks"),
        ("fill: masked", "fill: mask", "did you mean masked?"),
        ("row: masked\n", "row: masked\n        code: '3'\n", "has no code"),
        ("text: この用紙は使用できません}\n", "text: 無効}\n          - field: {value: term, at: [2, 2], width: 9, style: value}\n", "prints no field"),
        ('row: bank\n        code: "2"', 'row: bank\n        code: "1"', "two rows have this code"),
        ("    chooses: use\n", "", "without chooses"),
        ("every: {tops: [0, 99, 198], elements: []}", "middle: {tops: [0], elements: []}", "the name last is missing"),
        ("every: {tops: [0, 99, 198], elements: []}", "every: {tops: [0, 98, 198], elements: []}", "overlap"),
        ("every: {tops: [0, 99, 198], elements: []}",
         "every: {tops: [0], elements: [{computed: {kind: page-of, at: [100, 289], width: 30, style: label}}]}", "has no number"),
        ("value: elqr,", "value: amount,", "kind digits"),
        ("at: [147.6, 60.5], height: 12", "at: [170, 60.5], height: 12", "outside the block"),
        ("height: 12}", "height: 9}", "10 or more"),
        ("- gs1: {value: gs1, at: [147.6, 60.5], height: 12}", "- return: {at: [10, 10], dots: 8}", "返戻"),
        ("- gs1: {value: gs1, at: [147.6, 60.5], height: 12}", "- nw7: {value: gs1, at: [147.6, 60.5], digits: 11, dots: 4, ratio: 2.5, height: 12}",
         "papers for people"),
        ("    loose: yes\n", "", "a back of its own"),
        ('frame: "no"}', 'frame: "perhaps"}', "unknown condition"),
        ('frame: "no"}', "frane: x}", "did you mean frame?"),
        ("title: 金融機関用, ", "", "this use gives no with.title"),
        ("{n-wide}片", "{n_wide}片", "unknown constant"),
        ("times: 2", "times: 4", "outside the block"),
    ],
)
def test_what_cannot_be_printed_is_refused(faults_of: Faults, old: str, new: str, says: str) -> None:
    found = [fault for fault in faults_of(old, new, "trial") if says in fault.detail]
    assert found
    assert all(fault.file in {"trial/layout.yaml", "shared/parts.yaml"} and fault.line and fault.column for fault in found)


def test_a_text_of_with_that_does_not_fit_names_the_blocks_place(faults_of: Faults) -> None:
    (fault,) = faults_of("title: 金融機関用,", "title: とても長い見出しが幅五十ミリメートルの枠に入らないとき,", "trial")
    assert (fault.file, fault.value) == ("shared/parts.yaml", "とても長い見出しが幅五十ミリメートルの枠に入らないとき")
    assert "does not fit its 50 mm" in fault.detail


def test_a_block_cannot_use_itself(faults_of: Faults) -> None:
    faults = faults_of("amount:\n  elements:\n", "amount:\n  elements:\n    - use: amount\n", "trial", "parts.yaml")
    assert {fault.detail for fault in faults} == {"a block cannot use itself: part > amount > amount"}


def test_a_mistake_in_a_block_with_words_is_told_once_per_use(faults_of: Faults) -> None:
    faults = faults_of("style: label, text:", "style: lable, text:", "trial", "parts.yaml")
    assert {(fault.file, fault.value) for fault in faults} == {("shared/parts.yaml", "lable")}
    assert len(faults) == 1
