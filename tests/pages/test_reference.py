"""Two ways to the same paper: the composer's pages look like those a careful user of ReportLab draws of the same compiled form.

Every form's named samples and its longest texts are compared as pictures, all but the symbols, which have tests of their own. That the
comparison sees a layout moved by 0.3 mm is proven field by field and line by line.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import pytest

from printjob.layout.arts import Arts, Box, Circle, Primitive, Rule, Text
from printjob.layout.drawing import draw_arts
from printjob.layout.facelist import face_list
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.layout.surface import left_edge
from printjob.model.form import ComputedSlot, Fit, Form, PageKind, RowKind, Section, Side, Slot, Variant
from printjob.model.record import Fitted, Row
from printjob.whereabouts import data_folder
from tests.pages import pictures
from tests.pages.cases import CASES, PROPERTY_TAX, compiled
from tests.pages.conftest import RunOf
from tests.pages.drawing import reference_pdf, symbols
from tests.pages.night import Printed, printed, the
from tests.pages.pictures import DPI, Gray, Off, Picture, clusters, differences, mupdf

SHARES = 4
"""the biggest case is compared in so many tests, so that it keeps all test processes busy"""
SHARED = [(case, share) for case in CASES for share in range(SHARES if case == PROPERTY_TAX.id else 1)]
ALIKE, COVERS_ALIKE = 1, 3
"""of the pages that look alike so many are compared in each test"""
CHOSEN = "house-and-lot"
"""a notice of the city with land, a house and slips"""
MOVED_MM = 0.3
MOVED_PT = MOVED_MM * 72 / 25.4
_FINE = 600
Place = tuple[str, pictures.Box]


def compared(one: Sequence[Picture], other: Sequence[Picture]) -> dict[int, list[Off]]:
    """What is off on each page, from 1."""
    pairs = enumerate(zip(one, other, strict=True), 1)
    return {number: off for number, (page, same) in pairs if (off := differences(page, same))}


def composed_pictures(notice: Printed) -> list[Picture]:
    """The notice's pages as composed, without their symbols."""
    with _opened(notice.pdf) as document:
        return _without_symbols([document[notice.first + at] for at in range(len(notice.sides))], notice)


def reference_pictures(form: Form, arts: Arts, notices: Sequence[Printed], path: Path) -> list[list[Picture]]:
    """Each notice's pages as the reference draws them, without their symbols."""
    with _opened(reference_pdf(form, arts, [one.notice for one in notices], path)) as document:
        pages = iter(document)
        return [_without_symbols([next(pages) for _ in one.sides], one) for one in notices]


def _without_symbols(pages: Sequence[Any], notice: Printed) -> list[Picture]:
    sides = enumerate(zip(pages, notice.sides, strict=True))
    return [Picture(page, symbols(notice.form, notice.prepared, side, front=at % 2 == 0)) for at, (page, side) in sides]


def _opened(pdf: bytes | Path) -> Any:
    return mupdf.open(stream=pdf) if isinstance(pdf, bytes) else mupdf.open(pdf)


# -- the same pictures --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("case", "share"), SHARED)
def test_the_composer_prints_what_the_reference_draws(run_of: RunOf, case: str, share: int, tmp_path: Path) -> None:
    own = printed(run_of(case))[share :: SHARES if case == PROPERTY_TAX.id else 1]
    found, alike, looked_at = {}, Counter[object](), 0
    for kind, of_kind in groupby(sorted(own, key=lambda one: one.run_kind), key=lambda one: one.run_kind):
        notices = list(of_kind)
        drawn = reference_pictures(*notices[0].reference(CASES[case]), notices, tmp_path / f"{kind}.pdf")
        for one, again in zip(notices, drawn, strict=True):
            chosen = [at for at, side in enumerate(one.sides) if few(alike, kind, look(one, side), at)]
            looked_at += len(chosen)
            pages = composed_pictures(one)
            if off := compared([pages[at] for at in chosen], [again[at] for at in chosen]):
                found[one.name] = off
    assert looked_at >= len(alike) > 5
    assert found == {}


def look(one: Printed, side: Side) -> object:
    """What makes a page look unlike others but for its words: its kind and blocks, and how their texts are set."""
    slots = [slot for slot in side.kind.slots if slot.fitted] if side.kind else []
    rows = one.prepared.sections[side.section][side.start : side.stop] if side.section >= 0 else ()
    name = side.kind.name if side.kind else ""
    fits = tuple(one.prepared.fitted[slot.value].fit for slot in slots)
    return one.variant.name, side.section, name, fits, tuple((row.kind, tuple(fitted.fit for fitted in row.fitted)) for row in rows)


def few(alike: Counter[object], kind: str, looks: object, at: int) -> bool:
    """Whether the page is one of the first that look alike."""
    alike[kind, looks] += 1
    return alike[kind, looks] <= (ALIKE if at else COVERS_ALIKE)


@pytest.mark.parametrize("case", [case.id for case in CASES.values() if not case.chosen])
def test_every_variant_and_every_block_is_printed(run_of: RunOf, case: str) -> None:
    notices = printed(run_of(case))
    asked, seen = set[object](), set[object]()
    for one in notices:
        asked |= {variant.name for variant in one.form.variants}
        asked |= {(section.name, row.name) for variant in one.form.variants for section in variant.sections for row in section.rows}
        sections = zip(one.variant.sections, one.prepared.sections, strict=True)
        seen |= {one.variant.name} | {(section.name, section.rows[row.kind].name) for section, rows in sections for row in rows}
    assert asked - seen == set()


@pytest.mark.parametrize("case", [case.id for case in CASES.values() if not case.chosen])
def test_every_way_to_set_a_text_is_printed(run_of: RunOf, case: str) -> None:
    """Every text of a page with several fits takes its first one, and as many lines as it may have, in one variant or another."""
    asked, seen = set[object](), set[object]()
    for one in printed(run_of(case)):
        for slot in (slot for kind in one.variant.lead for slot in kind.slots if slot.fitted):
            fitted = one.prepared.fitted[slot.value]
            asked |= {(slot.name, "fit", 0), (slot.name, "lines", max(len(fit.baselines_pt) for fit in slot.fits))}
            seen |= {(slot.name, "fit", fitted.fit), (slot.name, "lines", len(fitted.lines))}
    assert asked - seen == set()


def test_the_property_tax_has_its_worst_cases(run_of: RunOf) -> None:
    notices = [one.prepared for one in printed(run_of(PROPERTY_TAX.id))]
    texts = {text for one in notices for text in one.values} | {text for one in notices for rows in one.sections for row in rows for text in row.values}
    lines = {line for one in notices for chosen in one.fitted for line in chosen.lines}
    assert {len(one.sections[0]) for one in notices} >= {0, 1, 3, 4, 7, 25, 200}
    assert any("12,345,678,900" in text for text in texts)
    assert any(text.startswith("▲") for text in texts)
    assert any(line.endswith("外１２名　様") for line in lines)
    assert any(line.endswith("株式会社　御中") for line in lines)
    assert any(one.bars for one in notices)
    rare = {cluster for one in notices for cluster in one.rare}
    assert any(len(cluster) > 1 for cluster in rare)
    assert any(ord(cluster[0]) > 0xFFFF for cluster in rare)


# -- a moved layout is seen ---------------------------------------------------------------------------------------------------------

_AT = r"(?P<at>at: \[[0-9.]+, [0-9.]+\])"
MOVES = {
    "a field to the right": ("shared/address.yaml", rf"value: name, format: name-line, {_AT}", (MOVED_MM, 0), (22, 38)),
    "a field down": ("property-tax/cover.yaml", rf"value: annual_tax, format: amount, {_AT}", (0, MOVED_MM), (180, 206)),
    "a text of the form": ("property-tax/cover.yaml", rf"text: {{{_AT}, style: label, align: centre, text: \"固定資産税（円）", (MOVED_MM, 0), (101, 150)),
    "a line of the form": ("property-tax/cover.yaml", rf"diagonal: {{{_AT}", (0, MOVED_MM), (167, 166)),
    "a field of a row": ("property-tax/building.yaml", rf"value: lot, format: plain, {_AT}", (0, -MOVED_MM), (130, 125)),
    "a text of a slip": ("shared/slip.yaml", rf"text: {{{_AT}, style: slip-title", (0, -MOVED_MM), (32, 6)),
}
"""file, the place in it, how it is moved, and about where that is on the page, in mm"""


@pytest.mark.parametrize("what", MOVES)
def test_a_layout_moved_by_a_third_of_a_millimetre_is_seen(run_of: RunOf, what: str, tmp_path: Path) -> None:
    file, place, by, near = MOVES[what]
    layouts = Path(shutil.copytree(data_folder("layouts"), tmp_path / "layouts"))
    text = (layouts / file).read_text(encoding="utf-8")
    assert re.search(place, text), "the layout has changed: choose another place"
    (layouts / file).write_text(re.sub(place, lambda found: _moved_at(found, by), text, count=1), encoding="utf-8")
    notice = the(run_of(PROPERTY_TAX.id), CHOSEN)
    one, two = (
        reference_pictures(*compiled(PROPERTY_TAX, notice.run_kind, changed), [notice], tmp_path / f"{number}.pdf")[0]
        for number, changed in enumerate((None, layouts))
    )
    found = compared(one, two)
    assert found, "nothing was seen"
    assert min(abs(off.x_mm - near[0]) + abs(off.y_mm - near[1]) for of_page in found.values() for off in of_page) < 25


def _moved_at(found: re.Match[str], by: tuple[float, float]) -> str:
    x_mm, y_mm = (float(number) for number in re.findall(r"[0-9.]+", found["at"]))
    return found[0].replace(found["at"], f"at: [{x_mm + by[0]:.2f}, {y_mm + by[1]:.2f}]")


def test_another_variant_of_a_character_is_seen(run_of: RunOf, tmp_path: Path) -> None:
    cluster, variant = "邉\U000e010f", "邉\U000e0110"
    one = next(one for one in printed(run_of(PROPERTY_TAX.id)) if cluster in one.prepared.rare)
    fitted = tuple(Fitted(each.fit, tuple(line.replace(cluster, variant) for line in each.lines)) for each in one.prepared.fitted)
    prepared = msgspec.structs.replace(one.prepared, fitted=fitted, rare=(variant,))
    other = one._replace(notice=msgspec.structs.replace(one.notice, prepared=prepared))
    form, arts = one.reference(PROPERTY_TAX)
    drawn, again = (reference_pictures(form, arts, [each], tmp_path / name)[0] for each, name in ((one, "one.pdf"), (other, "two.pdf")))
    assert 1 in compared(drawn, again)


@pytest.mark.parametrize("of", ["fields", "art"])
@pytest.mark.parametrize("direction", ["right", "down"])
def test_every_single_field_text_and_line_would_be_seen(run_of: RunOf, of: str, direction: str) -> None:
    one = the(run_of(PROPERTY_TAX.id), CHOSEN)
    form, arts = one.reference(PROPERTY_TAX)
    shift = (MOVED_PT, 0.0) if direction == "right" else (0.0, -MOVED_PT)
    moved_arts = {name: tuple(_moved(each, shift) for each in art) for name, art in arts.items()}
    moved = (moved_form(form, shift), arts) if of == "fields" else (form, moved_arts)
    places = field_places if of == "fields" else art_places
    unseen, looked_at = [], 0
    for side, page, again in zip(one.sides, _drawn(form, arts, one.notice), _drawn(*moved, one.notice), strict=True):
        off = clusters(page, again)
        for what, box in places(one, arts, side, shift):
            looked_at += 1
            left, top, right, bottom = (int(edge * DPI / 72) for edge in box)
            region = off[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3]
            if region.max() <= pictures.ALLOWED:
                unseen.append((side.kind.name if side.kind else "", what, float(region.max())))
    assert looked_at > 90
    assert unseen == []


def _drawn(form: Form, arts: Arts, notice: ReferenceNotice) -> list[Gray]:
    with _opened(draw_reference(form, arts, [notice])) as document:
        return [Picture(page).whole(_FINE) for page in document]


def moved_form(form: Form, shift: tuple[float, float]) -> Form:
    """The form with every field moved."""

    def slot(one: Slot) -> Slot:
        fits = tuple(Fit(fit.size_pt, tuple(y + shift[1] for y in fit.baselines_pt)) for fit in one.fits)
        return msgspec.structs.replace(one, x_pt=one.x_pt + shift[0], fits=fits)

    def computed(one: ComputedSlot) -> ComputedSlot:
        return msgspec.structs.replace(one, slot=slot(one.slot))

    def page(one: PageKind) -> PageKind:
        return msgspec.structs.replace(one, slots=tuple(map(slot, one.slots)), computed=tuple(map(computed, one.computed)))

    def row(one: RowKind) -> RowKind:
        return msgspec.structs.replace(one, slots=tuple(map(slot, one.slots)))

    def section(one: Section) -> Section:
        pages = {name: page(getattr(one, name)) for name in ("first", "middle", "last", "only")}
        return msgspec.structs.replace(one, rows=tuple(map(row, one.rows)), back=page(one.back) if one.back else None, **pages)

    def variant(one: Variant) -> Variant:
        return msgspec.structs.replace(one, lead=tuple(map(page, one.lead)), sections=tuple(map(section, one.sections)))

    return msgspec.structs.replace(form, variants=tuple(map(variant, form.variants)), front=computed(form.front), back=computed(form.back))


def _moved(one: Primitive, shift: tuple[float, float]) -> Primitive:
    dx, dy = shift
    if isinstance(one, Rule):
        return msgspec.structs.replace(one, x1_pt=one.x1_pt + dx, x2_pt=one.x2_pt + dx, y1_pt=one.y1_pt + dy, y2_pt=one.y2_pt + dy)
    if isinstance(one, (Box, Circle, Text)):
        return msgspec.structs.replace(one, x_pt=one.x_pt + dx, y_pt=one.y_pt + dy)
    return one


def _blocks(one: Printed, side: Side) -> list[tuple[RowKind, Row, float]]:
    """The blocks of a page, what they print and their tops."""
    if side.kind is None or side.section < 0:
        return []
    rows, kinds = one.prepared.sections[side.section][side.start : side.stop], one.variant.sections[side.section].rows
    return [(kinds[row.kind], row, top) for row, top in zip(rows, side.kind.tops_pt, strict=False)]


def art_places(one: Printed, arts: Arts, side: Side, shift: tuple[float, float]) -> Iterator[Place]:
    """Each text of the form, and each line that the shift moves across."""
    art = [(each, 0.0) for each in arts[side.kind.art]] if side.kind else []
    for each, dy in (*art, *((each, top) for kind, _, top in _blocks(one, side) for each in arts[kind.art])):
        yield from _of_art(each, one.form.height_pt - dy, shift[0] > 0)


def field_places(one: Printed, _arts: Arts, side: Side, _shift: tuple[float, float]) -> Iterator[Place]:
    """Each text of the record."""
    prepared, height = one.prepared, one.form.height_pt
    for slot in side.kind.slots if side.kind else ():
        yield from _of_slot(slot, prepared.fitted[slot.value] if slot.fitted else Fitted(0, (prepared.values[slot.value],)), height)
    for kind, row, top in _blocks(one, side):
        for slot in kind.slots:
            yield from _of_slot(slot, row.fitted[slot.value] if slot.fitted else Fitted(0, (row.values[slot.value],)), height - top)


def _of_slot(slot: Slot, text: Fitted, height: float) -> Iterator[Place]:
    fit, faces = slot.fits[text.fit], face_list(slot.faces)
    for line, y_pt in zip(text.lines, fit.baselines_pt, strict=True):
        if line.strip("　 "):
            width = faces.width(line) * fit.size_pt
            left = left_edge(slot.x_pt, width, slot.align)
            yield slot.name, (left, height - y_pt - 0.88 * fit.size_pt, left + width, height - y_pt + 0.12 * fit.size_pt)


def _of_art(one: Primitive, height: float, to_the_right: bool) -> Iterator[Place]:
    if isinstance(one, Text):
        width = face_list((one.face,)).width(one.text) * one.size_pt
        yield one.text, (one.x_pt, height - one.y_pt - 0.88 * one.size_pt, one.x_pt + width, height - one.y_pt + 0.12 * one.size_pt)
    elif isinstance(one, Rule) and (one.x1_pt == one.x2_pt) == to_the_right:
        yield "rule", (min(one.x1_pt, one.x2_pt), height - max(one.y1_pt, one.y2_pt), max(one.x1_pt, one.x2_pt), height - min(one.y1_pt, one.y2_pt))
    elif isinstance(one, Box) and one.line_pt:
        left, top, right, bottom = one.x_pt, height - one.y_pt - one.height_pt, one.x_pt + one.width_pt, height - one.y_pt
        yield "box", (left, top, left if to_the_right else right, bottom if to_the_right else top)
    elif isinstance(one, Circle):
        yield "circle", (one.x_pt - one.radius_pt, height - one.y_pt - one.radius_pt, one.x_pt + one.radius_pt, height - one.y_pt + one.radius_pt)


def test_lines_on_a_blocks_edge_are_whole() -> None:
    """A past fault: a row's frame lost the outer half of its upper line at the edge of the art's page."""
    form, arts = compiled(PROPERTY_TAX)
    with mupdf.open(stream=BytesIO(draw_arts(form, arts)).getvalue()) as document:
        for row in (row for variant in form.variants for section in variant.sections for row in section.rows):
            page = document[form.arts[row.art]]
            highest = max((one.y_pt + one.height_pt + one.line_pt / 2 for one in arts[row.art] if isinstance(one, Box) and one.line_pt), default=0.0)
            assert page.rect.height >= form.height_pt + highest
