"""A compiled form says where everything stands, in points and on device dots, and depends on nothing but layout and constants."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.layout.arts import Arts, Box, Rule, Text
from printjob.layout.compile import compile_form, form_digest
from printjob.layout.facelist import face_list
from printjob.layout.language import read_layout
from printjob.model.form import Form, PageKind, Section, Slot, Variant
from tests.layout.conftest import LAYOUTS

MM = 72 / 25.4


def only(form: Form) -> Variant:
    """The letter's one variant."""
    (variant,) = form.variants
    return variant


def assets(form: Form) -> Section:
    (section,) = only(form).sections
    return section


def slot(kind: PageKind, name: str) -> Slot:
    return next(one for one in kind.slots if one.name == name)


def test_page_sides_are_whole_device_dots(letter: tuple[Form, Arts]) -> None:
    form, _ = letter
    for side, length_mm in ((form.width_pt, 210), (form.height_pt, 297)):
        assert side * 600 / 72 == pytest.approx(round(side * 600 / 72), abs=0.01)
        assert side == pytest.approx(length_mm * MM, abs=0.06)


def test_a_field_stands_where_its_line_says(letter: tuple[Form, Arts]) -> None:
    form, _ = letter
    due = slot(only(form).lead[0], "due")
    assert due.x_pt == pytest.approx(57 * MM, abs=1e-3)
    assert due.fits[0].baselines_pt[0] == pytest.approx(form.height_pt - 158 * MM - 0.88 * 9.5, abs=1e-3)
    assert only(form).values[due.value].format == "wareki-date"


def test_smaller_fits_are_centred_on_the_first_and_have_exactly_their_lines(letter: tuple[Form, Arts]) -> None:
    form, _ = letter
    fits = slot(only(form).lead[0], "name").fits
    assert [(fit.size_pt, len(fit.baselines_pt)) for fit in fits] == [(12.5, 1), (10, 1), (9, 1), (9, 2)]
    middles = [(fit.baselines_pt[0] + 0.88 * fit.size_pt + fit.baselines_pt[-1] - 0.12 * fit.size_pt) / 2 for fit in fits]
    assert middles == pytest.approx([middles[0]] * 4, abs=1e-3)


def test_bars_and_mark_begin_on_device_dots(letter: tuple[Form, Arts]) -> None:
    form, _ = letter
    bars = only(form).lead[0].bars
    assert bars is not None
    for length in (bars.x_pt, bars.y_pt, form.mark.x_pt, form.mark.y_pt):
        assert length * 600 / 72 == pytest.approx(round(length * 600 / 72), abs=1e-4)
    assert bars.y_pt + 6 * 12 * 72 / 600 == pytest.approx(form.height_pt - 45.5 * MM, abs=0.07)


def test_a_value_printed_twice_alike_is_made_once(letter: tuple[Form, Arts]) -> None:
    form, _ = letter
    assert slot(assets(form).middle, "number").value == slot(assets(form).last, "number").value
    assert len(only(form).values) == len(set(only(form).values))


def test_a_row_counts_from_its_top_left_corner(letter: tuple[Form, Arts]) -> None:
    form, arts = letter
    frame = next(one for one in arts["assets-row-land"] if isinstance(one, Box))
    assert (frame.x_pt, frame.y_pt + frame.height_pt) == pytest.approx((0, 0), abs=1e-3)
    assert all(baseline < 0 for one in assets(form).rows[0].slots for fit in one.fits for baseline in fit.baselines_pt)
    top_pt = assets(form).middle.tops_pt[0]
    assert top_pt == pytest.approx(form.height_pt - 38 * MM, abs=0.07)
    assert top_pt * 600 / 72 == pytest.approx(round(top_pt * 600 / 72), abs=1e-4)


def test_conditions_are_decided_and_gone(constants: dict[str, str]) -> None:
    layout = read_layout(LAYOUTS / "letter")
    with_tax, with_art = compile_form(layout, constants)
    without, art = compile_form(layout, {**constants, "city_planning_tax": "no"})
    assert [value.source for value in only(with_tax).values if value.source == "land"] == ["land"]
    assert not [value for value in only(without).values if value.source == "land"]
    assert len([one for one in art["lead-cover"] if isinstance(one, Rule)]) == len([one for one in with_art["lead-cover"] if isinstance(one, Rule)]) + 1


def test_constants_stand_in_the_art(letter: tuple[Form, Arts]) -> None:
    _, arts = letter
    assert "令和８年度　試験通知書" in [one.text for one in arts["lead-cover"] if isinstance(one, Text)]


def test_the_digest_binds_what_is_printed(constants: dict[str, str]) -> None:
    layout = read_layout(LAYOUTS / "letter")
    form, arts = compile_form(layout, constants)
    again, _ = compile_form(read_layout(LAYOUTS / "letter"), dict(reversed(constants.items())))
    other, _ = compile_form(layout, {**constants, "municipality.name": "試験町"})
    assert form.digest == again.digest == form_digest(form, arts)
    assert form.digest != other.digest


def test_a_form_reads_back_from_json(letter: tuple[Form, Arts]) -> None:
    form, _ = letter
    assert msgspec.json.decode(msgspec.json.encode(form), type=Form) == form


def test_ascii_is_promised_for_digits_but_not_for_amounts(letter: tuple[Form, Arts]) -> None:
    form, _ = letter
    assert slot(assets(form).middle, "number").ascii
    assert not slot(only(form).lead[0], "tax").ascii
    assert not slot(only(form).lead[0], "due").ascii


def test_flush_lines_of_a_paragraph_end_at_its_right_edge(letter: tuple[Form, Arts]) -> None:
    _form, arts = letter
    lines = [one for one in arts["lead-cover"] if isinstance(one, Text) and one.spacing_pt and one.size_pt == 8.5]
    assert lines
    sans = face_list(("bizud-gothic",))
    for one in lines:
        assert one.x_pt + sans.width(one.text) * 8.5 + one.spacing_pt * (len(one.text) - 1) == pytest.approx((16 + 60) * MM, abs=0.1)


@given(rows=st.integers(0, 60), first=st.integers(1, 4), middle=st.integers(1, 4), last=st.integers(1, 4), only=st.integers(1, 4))
def test_every_row_stands_on_one_page(letter: tuple[Form, Arts], rows: int, first: int, middle: int, last: int, only: int) -> None:
    kinds = {name: PageKind(name=name, art=name, tops_pt=(0.0,) * count)
             for name, count in (("first", first), ("middle", middle), ("last", last), ("only", only))}
    plan = msgspec.structs.replace(assets(letter[0]), **kinds).pages(rows)
    assert [row for _, start, stop in plan for row in range(start, stop)] == list(range(rows))
    assert all(0 < stop - start <= len(kind.tops_pt) for kind, start, stop in plan)
    assert not plan or plan[-1][0].name in ("last", "only")
