"""Two ways to the same paper: the composer's pages look like those a careful user of ReportLab draws of the same compiled form.

More than 200 pages with every worst case are compared as pictures, all but the symbols, which have tests of their own. That the
comparison sees a layout moved by 0.3 mm is proven field by field and line by line.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from printjob.layout.arts import Arts, Box, Circle, Primitive, Rule, Text
from printjob.layout.drawing import draw_arts
from printjob.layout.facelist import face_list
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.layout.surface import left_edge
from printjob.model.form import ComputedSlot, Fit, Form, PageKind, RowKind, Slot
from printjob.model.record import Fitted
from printjob.whereabouts import data_folder
from tests.pages import pictures
from tests.pages.conftest import CITY, TOWN, compiled
from tests.pages.drawing import reference_pdf, symbols
from tests.pages.night import jobs, prepared_notices, print_pdf, reference_notices
from tests.pages.pictures import DPI, Gray, Off, Picture, clusters, differences, mupdf

JOBS = 4
MOVED_MM = 0.3
MOVED_PT = MOVED_MM * 72 / 25.4
_FINE = 600
Place = tuple[str, pictures.Box]


def compared(form: Form, one: bytes | Path, other: bytes | Path) -> dict[int, list[Off]]:
    """What is off on each page, from 1."""
    white, found = symbols(form), {}
    with _opened(one) as drawn, _opened(other) as again:
        assert len(drawn) == len(again)
        for number, (page, same) in enumerate(zip(drawn, again, strict=True), 1):
            off = differences(Picture(page, white), Picture(same, white))
            if off:
                found[number] = off
    return found


def _opened(pdf: bytes | Path) -> Any:
    return mupdf.open(stream=pdf) if isinstance(pdf, bytes) else mupdf.open(pdf)


# -- the same pictures --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(JOBS))
def test_the_composer_prints_what_the_reference_draws(worst_run: Path, number: int, tmp_path: Path) -> None:
    job = jobs(worst_run)[number]
    form, arts = compiled(job.municipality)
    reference = reference_pdf(form, arts, reference_notices(worst_run, job), tmp_path / "reference.pdf")
    assert compared(form, print_pdf(worst_run, job), reference) == {}


def test_the_jobs_hold_every_worst_case(worst_run: Path) -> None:
    plans = jobs(worst_run)
    assert len(plans) == JOBS
    assert sum(plan.pages for plan in plans) >= 200
    for town in (CITY, TOWN):
        form, _ = compiled(town)
        notices = [one for plan in plans if plan.municipality == town for one in prepared_notices(worst_run, plan)]
        texts = {text for one in notices for text in one.values} | {text for one in notices for row in one.rows for text in row.values}
        lines = {line for one in notices for chosen in one.fitted for line in chosen.lines}
        assert {len(one.rows) for one in notices} >= {0, 1, 3, 4, 7, 25, 200}
        assert any("12,345,678,900" in text for text in texts)
        assert any("▲12,345,678" in text for text in texts)
        assert any(line.endswith("外１２名　様") for line in lines)
        assert any(line.startswith("株式会社") and line.endswith("　御中") for line in lines)
        assert any(one.bars for one in notices)
        rare = {cluster for one in notices for cluster in one.rare}
        assert any(len(cluster) > 1 for cluster in rare)
        assert any(ord(cluster[0]) > 0xFFFF for cluster in rare)
        assert _fits([one.fitted for one in notices], [slot for kind in _kinds(form) for slot in kind.slots])
        for number, kind in enumerate(form.rows):
            assert _fits([row.fitted for one in notices for row in one.rows if row.kind == number], kind.slots)


def _fits(chosen: Sequence[tuple[Fitted, ...]], slots: Sequence[Slot]) -> bool:
    """Every fitted value takes its first fit and one of its last, and the two-line ones with two lines."""
    for slot in (slot for slot in slots if slot.fitted):
        taken = {(own[slot.value].fit, len(own[slot.value].lines)) for own in chosen}
        lines = max(len(fit.baselines_pt) for fit in slot.fits)
        if 0 not in {fit for fit, _ in taken} or lines not in {count for _, count in taken}:
            return False
    return True


def _kinds(form: Form) -> list[PageKind]:
    return list({kind.name: kind for kind in (*form.lead, form.first, form.middle, form.last, form.only)}.values())


# -- a moved layout is seen ---------------------------------------------------------------------------------------------------------

MOVES = {
    "a field to the right": ("shared/address.yaml", "{value: name, format: name-line, at: [22, 37.3]", "{value: name, format: name-line, at: [22.3, 37.3]"),
    "a field down": ("property-tax/cover.yaml", "{value: obligor, format: obligor-line, at: [39.5, 134.47]", "{value: obligor, format: obligor-line, at: [39.5, 134.77]"),
    "a text of the form": ("property-tax/cover.yaml", '{at: [27, 129.13], style: label', '{at: [27.3, 129.13], style: label'),
    "a line of the form": ("property-tax/building.yaml", "rule: {from: [9, 0], to: [9, 12]", "rule: {from: [9.3, 0], to: [9.3, 12]"),
    "a field of a row": ("property-tax/building.yaml", "value: lot, format: plain, at: [112.6, 6.57]", "value: lot, format: plain, at: [112.6, 6.27]"),
}  # fmt: skip
PLACES_MM = {"a field to the right": (22, 38), "a field down": (40, 135), "a text of the form": (27, 130), "a line of the form": (25, 210), "a field of a row": (125, 211)}


@pytest.mark.parametrize("what", MOVES)
def test_a_layout_moved_by_a_third_of_a_millimetre_is_seen(worst_run: Path, what: str, tmp_path: Path) -> None:
    file, before, after = MOVES[what]
    layouts = Path(shutil.copytree(data_folder("layouts"), tmp_path / "layouts"))
    text = (layouts / file).read_text(encoding="utf-8")
    assert text.count(before) == 1
    (layouts / file).write_text(text.replace(before, after), encoding="utf-8")
    notice = chosen(worst_run)
    form, arts = compiled(CITY)
    found = compared(form, draw_reference(form, arts, [notice]), draw_reference(*compiled(CITY, layouts), [notice]))
    assert found, "nothing was seen"
    x_mm, y_mm = PLACES_MM[what]
    assert min(abs(off.x_mm - x_mm) + abs(off.y_mm - y_mm) for of_page in found.values() for off in of_page) < 25


def test_another_variant_of_a_character_is_seen(worst_run: Path, tmp_path: Path) -> None:
    form, arts = compiled(CITY)
    cluster, variant = "邊\U000e0109", "邊\U000e010a"
    notice = next(one for job in jobs(worst_run) for one in reference_notices(worst_run, job) if cluster in one.prepared.rare)
    fitted = tuple(Fitted(one.fit, tuple(line.replace(cluster, variant) for line in one.lines)) for one in notice.prepared.fitted)
    other = msgspec.structs.replace(notice, prepared=msgspec.structs.replace(notice.prepared, fitted=fitted, rare=(variant,)))
    one, two = (reference_pdf(form, arts, [each], tmp_path / name) for each, name in ((notice, "one.pdf"), (other, "two.pdf")))
    assert {1, 3} <= compared(form, one, two).keys()


def chosen(run: Path) -> ReferenceNotice:
    """A notice of the city with land and houses and no rare character."""
    found = (one for job in jobs(run) if job.municipality == CITY for one in reference_notices(run, job))
    return next(one for one in found if len(one.prepared.rows) == 4 and not one.prepared.rare and one.prepared.values and one.prepared.bars)


@pytest.mark.parametrize("of", ["fields", "art"])
@pytest.mark.parametrize("direction", ["right", "down"])
def test_every_single_field_text_and_line_would_be_seen(worst_run: Path, of: str, direction: str) -> None:
    form, arts = compiled(CITY)
    notice = chosen(worst_run)
    shift = (MOVED_PT, 0.0) if direction == "right" else (0.0, -MOVED_PT)
    moved_arts = {name: tuple(_moved(one, shift) for one in art) for name, art in arts.items()}
    moved = (moved_form(form, shift), arts) if of == "fields" else (form, moved_arts)
    places = field_places if of == "fields" else art_places
    seen = list(zip(_drawn(form, arts, notice), _drawn(*moved, notice), strict=True))
    plan = form.page_plan(len(notice.prepared.rows))
    unseen, looked_at = [], 0
    for (kind, start, stop), (page, again) in zip(plan, seen, strict=False):
        off = clusters(page, again)
        for what, box in places(form, arts, notice, kind, (start, stop), shift):
            looked_at += 1
            left, top, right, bottom = (int(edge * DPI / 72) for edge in box)
            region = off[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3]
            if region.max() <= pictures.ALLOWED:
                unseen.append((kind.name, what, float(region.max())))
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

    return msgspec.structs.replace(
        form, lead=tuple(map(page, form.lead)), first=page(form.first), middle=page(form.middle), last=page(form.last), only=page(form.only),
        rows=tuple(map(row, form.rows)), front=computed(form.front), back=computed(form.back),
    )  # fmt: skip


def _moved(one: Primitive, shift: tuple[float, float]) -> Primitive:
    dx, dy = shift
    if isinstance(one, Rule):
        return msgspec.structs.replace(one, x1_pt=one.x1_pt + dx, x2_pt=one.x2_pt + dx, y1_pt=one.y1_pt + dy, y2_pt=one.y2_pt + dy)
    return msgspec.structs.replace(one, x_pt=one.x_pt + dx, y_pt=one.y_pt + dy)


def art_places(form: Form, arts: Arts, notice: ReferenceNotice, kind: PageKind, rows: tuple[int, int], shift: tuple[float, float]) -> Iterator[Place]:
    """Each text of the form, and each line that the shift moves across."""
    blocks = zip(notice.prepared.rows[slice(*rows)], kind.tops_pt, strict=False)
    art = [(one, 0.0) for one in arts[kind.art]] + [(one, top) for row, top in blocks for one in arts[form.rows[row.kind].art]]
    for one, dy in art:
        yield from _of_art(one, form.height_pt - dy, shift[0] > 0)


def field_places(form: Form, arts: Arts, notice: ReferenceNotice, kind: PageKind, rows: tuple[int, int], shift: tuple[float, float]) -> Iterator[Place]:
    """Each text of the record."""
    prepared, height = notice.prepared, form.height_pt
    for slot in kind.slots:
        yield from _of_slot(slot, prepared.fitted[slot.value] if slot.fitted else Fitted(0, (prepared.values[slot.value],)), height)
    for row, top in zip(prepared.rows[slice(*rows)], kind.tops_pt, strict=False):
        for slot in form.rows[row.kind].slots:
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
    form, arts = compiled(CITY)
    with mupdf.open(stream=BytesIO(draw_arts(form, arts)).getvalue()) as document:
        for row in form.rows:
            page = document[form.arts[row.art]]
            highest = max(one.y_pt + one.height_pt + one.line_pt / 2 for one in arts[row.art] if isinstance(one, Box) and one.line_pt)
            assert page.rect.height >= form.height_pt + highest
