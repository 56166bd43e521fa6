"""The property-tax notice (固定資産税・都市計画税 納税通知書) keeps its promises for every sample municipality.

Nothing is printed where the machine reads, the window shows or the sheet is folded; a town without 都市計画税 has no trace of it;
every value of the record has its place, and the longest texts of the fixed format fit there; but for the second line of an address,
which is held rather than set smaller than 7.5 points.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest

from printjob.declared import read
from printjob.layout.arts import Arts, Box, Circle, Primitive, Rule, Text
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.facelist import face_list
from printjob.layout.fitting import fit_table
from printjob.layout.language import read_layout
from printjob.layout.surface import left_edge
from printjob.model.form import Form, PageKind, Slot, ValueSpec
from printjob.whereabouts import data_folder

MM = 25.4 / 72
TOWNS = ("019917", "019925", "019933")
UNPRINTED = {"pull", "protected", "detail_count"}  # they steer the run


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


@cache
def compiled(code: str) -> tuple[Form, Arts]:
    """The form for one of the sample municipalities."""
    settings = read(data_folder("examples") / "site" / "municipalities" / f"{code}.yaml")
    layout = read_layout(data_folder("layouts") / "property-tax")
    return compile_form(layout, campaign_constants(settings, 2026, date(2026, 4, 10), "1"))


def ink_of_art(height_pt: float, art: tuple[Primitive, ...], dy_pt: float = 0.0) -> Iterator[Ink]:
    """Where static art prints."""
    for one in art:
        if isinstance(one, Rule):
            half = one.width_pt / 2
            left, right = sorted((one.x1_pt, one.x2_pt))
            low, high = sorted((one.y1_pt, one.y2_pt))
            yield _ink("rule", height_pt, left - half, low + dy_pt - half, right + half, high + dy_pt + half)
        elif isinstance(one, Box):
            half = one.line_pt / 2
            yield _ink("box", height_pt, one.x_pt - half, one.y_pt + dy_pt - half, one.x_pt + one.width_pt + half, one.y_pt + dy_pt + one.height_pt + half)
        elif isinstance(one, Text):
            width = face_list((one.face,)).width(one.text) * one.size_pt + one.spacing_pt * (len(one.text) - 1)
            low = one.y_pt + dy_pt - 0.12 * one.size_pt
            yield _ink(one.text, height_pt, one.x_pt, low, one.x_pt + width, low + one.size_pt)
        else:
            assert isinstance(one, Circle)
            yield _ink("circle", height_pt, one.x_pt - one.radius_pt, one.y_pt - one.radius_pt, one.x_pt + one.radius_pt, one.y_pt + one.radius_pt)


def ink_of_slot(height_pt: float, slot: Slot, dy_pt: float = 0.0) -> Ink:
    """Where a slot's text can stand, over all its fits."""
    left = left_edge(slot.x_pt, slot.width_pt, slot.align)
    low = min(fit.baselines_pt[-1] - 0.12 * fit.size_pt for fit in slot.fits) + dy_pt
    high = max(fit.baselines_pt[0] + 0.88 * fit.size_pt for fit in slot.fits) + dy_pt
    return _ink(slot.name, height_pt, left, low, left + slot.width_pt, high)


def _ink(what: str, height_pt: float, left: float, low: float, right: float, high: float) -> Ink:
    return Ink(what, left * MM, (height_pt - high) * MM, right * MM, (height_pt - low) * MM)


def pages(form: Form) -> list[PageKind]:
    """Each page kind once."""
    return list({page.name: page for page in (*form.lead, form.first, form.middle, form.last, form.only)}.values())


def ink_of_page(form: Form, arts: Arts, page: PageKind) -> list[Ink]:
    """All that a page can print but the mark, the bars and the identity, with every kind of block in every place."""
    height = form.height_pt
    found = [*ink_of_art(height, arts[page.art]), *(ink_of_slot(height, slot) for slot in page.slots)]
    found += [ink_of_slot(height, computed.slot) for computed in page.computed]
    for top in page.tops_pt:
        for row in form.rows:
            found += [*ink_of_art(height, arts[row.art], top), *(ink_of_slot(height, slot, top) for slot in row.slots)]
    return found


def page_named(form: Form, name: str) -> PageKind:
    """A page kind by its name."""
    return next(page for page in pages(form) if page.name == name)


@pytest.mark.parametrize("code", TOWNS)
def test_the_control_strip_and_the_margins_stay_free(code: str) -> None:
    form, arts = compiled(code)
    for page in pages(form):
        outside = [ink for ink in ink_of_page(form, arts, page) if ink.left < 15.7 or ink.right > 200.4 or ink.top < 10 or ink.bottom > 292]
        assert not outside, page.name


@pytest.mark.parametrize("code", TOWNS)
def test_nothing_is_printed_at_the_folds(code: str) -> None:
    form, arts = compiled(code)
    for page in pages(form):
        folded = [ink for ink in ink_of_page(form, arts, page) if ink.meets(0, 97, 210, 101) or ink.meets(0, 196, 210, 200)]
        assert not folded, page.name


@pytest.mark.parametrize("code", TOWNS)
def test_the_window_shows_the_address_alone(code: str) -> None:
    form, arts = compiled(code)
    cover = page_named(form, "cover")
    shown = {ink.what for ink in ink_of_page(form, arts, cover) if ink.meets(0, 0, 118, 72)}
    texts = {ink.what for ink in ink_of_art(form.height_pt, arts[cover.art])}
    assert shown == {"postal_code", "address_1", "address_2", "katagaki", "name", "reference", "notice_number"}
    assert not shown & texts


@pytest.mark.parametrize("code", TOWNS)
def test_the_customer_barcode_keeps_its_clear_zone_and_its_back(code: str) -> None:
    form, arts = compiled(code)
    cover = page_named(form, "cover")
    assert cover.bars is not None
    left, foot = cover.bars.x_pt * MM, (form.height_pt - cover.bars.y_pt) * MM
    clear = (left - 2, foot - 3.1 - 2, left + 67.6 + 2, foot + 2)
    assert not [ink for ink in ink_of_page(form, arts, cover) if ink.meets(*clear)]
    assert not [ink for ink in ink_of_page(form, arts, page_named(form, "reverse")) if ink.meets(120, 40, 190, 52)]


@pytest.mark.parametrize("code", TOWNS)
def test_the_city_planning_tax_is_there_or_leaves_no_trace(code: str) -> None:
    form, arts = compiled(code)
    said = "".join(one.text for art in arts.values() for one in art if isinstance(one, Text))
    printed = {spec.source for spec in all_values(form)}
    levied = code == "019917"
    assert ("都市計画税" in said and "都計" in said) == levied
    assert levied or not ("都市計画" in said or "都計" in said)
    assert bool([name for name in printed if "city" in name]) == levied


@pytest.mark.parametrize("code", TOWNS)
def test_every_text_of_an_asset_stays_inside_its_frame(code: str) -> None:
    form, _ = compiled(code)
    for row in form.rows:
        outside = [ink for slot in row.slots if (ink := ink_of_slot(0.0, slot)).top < 4.4 or ink.bottom > 59.75 or ink.right > 199.75]
        assert not outside, row.name


def all_values(form: Form) -> list[ValueSpec]:
    """Every value that the form prints."""
    return [*form.values, *form.fitted, *(spec for row in form.rows for spec in (*row.values, *row.fitted))]


def test_every_value_of_the_record_has_its_place() -> None:
    form, _ = compiled("019917")
    needs = read_layout(data_folder("layouts") / "property-tax").needs
    printed = {name for spec in (*form.values, *form.fitted) for name in spec.source.split()}
    printed_rows = {name for row in form.rows for spec in (*row.values, *row.fitted) for name in spec.source.split()}
    assert set(needs.data) - printed == UNPRINTED
    assert set(needs.detail) - printed_rows == {"notice_number"}


@pytest.mark.parametrize("code", TOWNS)
def test_texts_as_long_as_the_fixed_format_carries_fit(code: str) -> None:
    form, _ = compiled(code)
    longest = longest_texts()
    kinds = [slot for page in pages(form) for slot in page.slots] + [slot for row in form.rows for slot in row.slots]
    specs = {id(slot): spec for slot, spec in slots_with_values(form)}
    unfit = []
    for slot in kinds:
        spec = specs[id(slot)]
        name, *companions = spec.source.split()
        if slot.fitted and name in longest:
            text = "国" * longest[name] + ("　外９９９名" if companions else "") + ("　御中" if spec.format == "name-line" else "")
            if fit_table(slot).fit(text) is None:
                unfit.append(name)
    assert unfit == ["address_2"]


def slots_with_values(form: Form) -> Iterator[tuple[Slot, ValueSpec]]:
    """Each slot with what it prints."""
    for page in pages(form):
        for slot in page.slots:
            yield slot, (form.fitted if slot.fitted else form.values)[slot.value]
    for row in form.rows:
        for slot in row.slots:
            yield slot, (row.fitted if slot.fitted else row.values)[slot.value]


def longest_texts() -> dict[str, int]:
    """Characters of each text field of the fixed format, two bytes a character."""
    records = read(data_folder("examples") / "site" / "formats" / "property-tax-fixed-cp932.yaml").take("records")
    fields = [*records.take("data").take("fields").items(), *records.take("detail").take("fields").items()]
    return {field.take("name").text(): field.take("width").whole() // 2 for field in fields if field.take("kind").text() == "text"}
