"""Every way to spoil slips, their codes and the 返戻 id must be found, and named with page and piece, although all hashes fit."""

from __future__ import annotations

import re

import msgspec
import numpy as np
import pikepdf
import pytest

from printjob.model.form import SheetPlan, Variant
from printjob.model.record import Row
from printjob.model.runfolder import form_path, read_form
from tests.verify.mutation import Mutation
from tests.verify.small_run import JOB, MASKED, PAID, SLIP, write_manifest

BARS = 79


def slip_sheets(mutation: Mutation, row: int) -> list[int]:
    """The PDF pages (from 1) of the fronts of a row's slip sheets."""
    prepared = mutation.prepared(row)
    slips = len(prepared.sections[1]) // 3 if prepared.variant == 0 else 0
    return [mutation.cover(row) + 2 * (int(mutation.rows["sheets"][row]) - slips + at) for at in range(slips)]


def slips_on(mutation: Mutation, row: int) -> tuple[Row, ...]:
    """The slips of a row's first slip sheet."""
    return mutation.prepared(row).sections[1][:3]


def with_codes(mutation: Mutation, least: int = 2) -> int:
    """A row whose first slip sheet bears at least so many GS1-128."""
    for row in range(len(mutation.rows)):
        if slip_sheets(mutation, row) and sum(bool(slip.values and slip.values[1]) for slip in slips_on(mutation, row)) >= least:
            return row
    raise AssertionError("no such row")


def page_of(mutation: Mutation) -> tuple[int, int]:
    """A row and its slip page with two GS1-128 and two eL-QR at least."""
    row = with_codes(mutation)
    return row, slip_sheets(mutation, row)[0]


def gs1_of(stream: bytes, number: int) -> list[bytes]:
    """The rectangles of a page's GS1-128, its first being 0."""
    return re.findall(rb"[^\n]+ re\n", stream)[number * BARS : (number + 1) * BARS]


def qr_of(stream: bytes) -> list[bytes]:
    """The data of a page's eL-QR images."""
    return re.findall(rb"ID ([0-9a-f]{492})>", stream)


def moved(bars: list[bytes], right: float, up: float = 0.0) -> bytes:
    """The same rectangles elsewhere."""
    numbers = [tuple(map(float, bar.split()[:4])) for bar in bars]
    return b"".join(b"%.3f %.3f %.3f %.3f re\n" % (x + right, y + up, width, height) for x, y, width, height in numbers)


@pytest.mark.parametrize(("right", "up"), [(0.12, 0.0), (-0.12, 0.0), (0.0, 0.12), (0.48, 0.0)])
def test_a_gs1_moved_by_a_dot(mutation: Mutation, right: float, up: float) -> None:
    row, page = page_of(mutation)
    bars = gs1_of(mutation.content(page), 0)
    mutation.replace(page, b"".join(bars), moved(bars, right, up))
    assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}


def test_one_bar_of_a_gs1_missing(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    mutation.replace(page, gs1_of(mutation.content(page), 1)[40], b"")
    assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}
    (fault,) = mutation.faults()
    assert fault.field.endswith(" GS1-128")


def test_one_bar_of_a_gs1_twice(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    bar = gs1_of(mutation.content(page), 1)[40]
    mutation.replace(page, bar, bar + bar)
    assert {place for _, place in mutation.found()} == {mutation.named(row, page)}


def test_a_bar_lower_than_the_others(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    bar = gs1_of(mutation.content(page), 0)[7]
    x, y, width, height, _ = bar.split()
    mutation.replace(page, bar, b"%b %b %b %.3f re\n" % (x, y, width, float(height) - 1))
    assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}


def test_the_code_of_another_slip(mutation: Mutation) -> None:
    """A whole and right code, that of the next slip: as bars of the first."""
    row, page = page_of(mutation)
    first, second = (gs1_of(mutation.content(page), number) for number in (0, 1))
    mutation.replace(page, b"".join(first), moved(second, 0.0, 240.0))
    assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}
    (fault,) = mutation.faults()
    assert fault.detail == "it is another slip's"
    assert "999999" not in fault.value + fault.detail


def test_codes_swapped_between_two_slips(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    first, second = (gs1_of(mutation.content(page), number) for number in (0, 1))
    mutation.replace(page, b"".join(first + second), moved(second, 0.0, 240.0) + moved(first, 0.0, -240.0))
    assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}
    assert len(mutation.faults()) == 2


def test_a_gs1_missing_and_one_too_much(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    bars = gs1_of(mutation.content(page), 0)
    mutation.replace(page, b"".join(bars), b"")
    assert [(fault.id, fault.detail) for fault in mutation.faults()] == [("PJ-1510-E", "it is missing")]
    mutation.replace(page, b"\nf\n", b"\n" + b"".join(bars) + moved(bars, 240.0) + b"f\n")
    assert {place for _, place in mutation.found()} == {mutation.named(row, page)}


def test_a_gs1_on_a_slip_that_no_store_takes(mutation: Mutation) -> None:
    """The third slip has no GS1-128: one in its place is as wrong as a missing one."""
    row = next(row for row in range(len(mutation.rows)) if slip_sheets(mutation, row) and slips_on(mutation, row)[2].kind == SLIP)
    page = slip_sheets(mutation, row)[0]
    bars = gs1_of(mutation.content(page), 0)
    mutation.replace(page, b"\nf\n", b"\n" + moved(bars, 0.0, -480.0) + b"f\n")
    assert [(fault.id, fault.detail) for fault in mutation.faults()] == [("PJ-1510-E", "there is one where none may be")]


@pytest.mark.parametrize("position", [0, 41, 100, 245, 300, 491])
def test_one_module_of_an_elqr(mutation: Mutation, position: int) -> None:
    row, page = page_of(mutation)
    own = qr_of(mutation.content(page))[0]
    spoiled = f"{int(own[position : position + 1], 16) ^ 8:x}".encode("ascii")
    mutation.replace(page, own, own[:position] + spoiled + own[position + 1 :])
    if position % 12 == 11:
        # The lowest bits of a row are beyond its 41 modules: no ink.
        assert mutation.found() == set()
    else:
        assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}


def test_two_elqr_swapped(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    content = mutation.content(page)
    one, other = qr_of(content)[:2]
    mutation.replace(page, content, content.replace(one, b"#").replace(other, one).replace(b"#", other))
    assert [(fault.id, fault.detail) for fault in mutation.faults()] == [("PJ-1510-E", "it is another slip's")] * 2
    assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}


@pytest.mark.parametrize(("x", "found"), [(b"480.12", "it is missing"), (b"479.9", "it is missing")])
def test_an_elqr_moved(mutation: Mutation, x: bytes, found: str) -> None:
    row, page = page_of(mutation)
    image = next(image for image in re.findall(rb"q [^\n]* cm\nBI/W 41", mutation.content(page)))
    parts = image.split(b" ")
    mutation.replace(page, image, b" ".join([*parts[:5], x, *parts[6:]]))
    assert mutation.found() == {("PJ-1510-E", mutation.named(row, page))}
    assert found in {fault.detail for fault in mutation.faults()}


def test_an_elqr_missing_doubled_or_painted_over(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    content = mutation.content(page)
    image = re.findall(rb"q [^\n]* cm\nBI/W 41[^\n]*\nEI Q\n", content)[0]
    for spoiled in (content.replace(image, b""), content.replace(image, image + image), content + b"480 700 4 4 re\nf\n"):
        mutation.replace(page, mutation.content(page), spoiled)
        assert {place for _, place in mutation.found()} == {mutation.named(row, page)}


def test_white_of_a_second_image_hides_nothing_unseen(mutation: Mutation) -> None:
    """The modules together are right, but what is painted last covers the rest."""
    row, page = page_of(mutation)
    content = mutation.content(page)
    image = re.findall(rb"q [^\n]* cm\nBI/W 41[^\n]*\nEI Q\n", content)[0]
    data = qr_of(image)[0]
    white = image.replace(data, b"0" * 492)
    halves = image.replace(data, data[:240] + b"0" * 252) + image.replace(data, b"0" * 240 + data[240:])
    for spoiled in (content.replace(image, image + white), content.replace(image, white + image), content + white, content.replace(image, halves)):
        mutation.replace(page, mutation.content(page), spoiled)
        assert {place for _, place in mutation.found()} == {mutation.named(row, page)}
    mutation.replace(page, mutation.content(page), content)
    assert mutation.found() == set()


def test_art_that_is_laid_over_the_texts(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    content = mutation.content(page)
    art = re.match(rb"(?:/\w+ Do\n|q 1 0 0 1 [-\d. ]+ cm/\w+ Do Q\n)+", content)
    assert art
    mutation.replace(page, content, content[art.end() :] + art[0])
    assert mutation.found() == {("PJ-1508-E", mutation.named(row, page))}


def test_the_return_id_of_another_piece(mutation: Mutation) -> None:
    own, other = (re.findall(rb"ID ([0-9a-f]{64})>", mutation.content(mutation.cover(row))) for row in (2, 7))
    assert len(own) == len(other) == 2
    mutation.replace(mutation.cover(2), own[0], other[0])
    assert mutation.found() == {("PJ-1511-E", mutation.named(2, mutation.cover(2)))}


def test_mark_and_return_id_exchanged(mutation: Mutation) -> None:
    page, content = mutation.cover(2), mutation.content(mutation.cover(2))
    returned, mark = re.findall(rb"ID ([0-9a-f]{64})>", content)
    mutation.replace(page, content, content.replace(mark, b"#").replace(returned, mark).replace(b"#", returned))
    assert mutation.found() == {("PJ-1501-E", mutation.named(2, page)), ("PJ-1511-E", mutation.named(2, page))}


def test_the_slip_sheet_of_another_piece(mutation: Mutation) -> None:
    rows = [row for row in range(len(mutation.rows)) if slip_sheets(mutation, row)]
    one, other = rows[0], rows[-1]
    pages = slip_sheets(mutation, one)[0], slip_sheets(mutation, other)[0]

    def swap(pdf: pikepdf.Pdf) -> None:
        for back in (0, 1):
            first, second = (pdf.pages[page - 1 + back].obj for page in pages)
            first.Contents, second.Contents = second.Contents, first.Contents

    mutation.edit(swap)
    found = mutation.found()
    fronts = {mutation.named(one, pages[0]), mutation.named(other, pages[1])}
    assert {place for fault, place in found if fault == "PJ-1510-E"} == fronts
    assert {place for fault, place in found if fault == "PJ-1501-E"} == fronts
    assert {place for _, place in found} == fronts | {mutation.named(one, pages[0] + 1), mutation.named(other, pages[1] + 1)}


def test_an_amount_in_words_that_is_not_the_code_s(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    amount = slips_on(mutation, row)[0].values[0].encode("ascii")
    mutation.replace(page, b"(%b)" % amount, b"(%b)" % amount.translate(bytes.maketrans(b"123456789", b"234567891")))
    assert mutation.found() == {("PJ-1502-E", mutation.named(row, page))}


def test_a_slip_that_is_not_masked(mutation: Mutation) -> None:
    """A masked slip drawn as a live one's art."""
    row = next(row for row in range(len(mutation.rows)) if slip_sheets(mutation, row) and slips_on(mutation, row)[2].kind == MASKED)
    page = slip_sheets(mutation, row)[0]
    content = mutation.content(page)
    blocks = re.findall(rb"q 1 0 0 1 0 [-\d.]+ cm/A\d+ Do Q\n", content)
    live, masked = blocks[0].split(b"/")[1], blocks[2].split(b"/")[1]
    mutation.replace(page, blocks[2], blocks[2].replace(masked, live))
    assert mutation.found() == {("PJ-1508-E", mutation.named(row, page))}


@pytest.mark.parametrize(("old", "new"), [(b'"stock":"slip"', b'"stock":"notice"'), (b'"weight_mg":5052', b'"weight_mg":3992')])
def test_a_wrong_paper_in_sheets_jsonl(mutation: Mutation, old: bytes, new: bytes) -> None:
    row, page = page_of(mutation)
    path = mutation.folder / "sheets.jsonl"
    lines = path.read_bytes().split(b"\n")
    assert old in lines[page // 2]
    lines[page // 2] = lines[page // 2].replace(old, new)
    path.write_bytes(b"\n".join(lines))
    write_manifest(mutation.run, mutation.folder)
    assert mutation.found() == {("PJ-1505-E", mutation.named(row, page))}


def test_a_plan_that_counts_papers_wrong(mutation: Mutation) -> None:
    path = mutation.run / "plan" / f"{JOB}.npy"
    rows, row = np.load(path), with_codes(mutation)
    rows["by_stock"][row] = rows["by_stock"][row][::-1]
    np.save(path, rows)
    assert ("PJ-1505-E", mutation.named(row, mutation.cover(row))) in mutation.found()


@pytest.mark.parametrize("name", ["loose", "stock"])
def test_a_form_that_lost_its_slips_rules(mutation: Mutation, name: str) -> None:
    """The plan of sheets comes from the form: another form gives another plan, and the job is not its."""
    form = read_form(mutation.run, "small")
    slips = msgspec.structs.replace(form.variants[0].sections[1], **{name: {"loose": False, "stock": 0}[name]})
    variant = msgspec.structs.replace(form.variants[0], sections=(form.variants[0].sections[0], slips))
    changed = msgspec.structs.replace(form, variants=(variant, *form.variants[1:]))
    form_path(mutation.run, "small").write_bytes(msgspec.json.encode(changed))
    assert "PJ-1505-E" in {fault for fault, _ in mutation.found()}


def test_a_plan_of_sheets_that_leaves_slips_to_the_notice_s_paper(mutation: Mutation, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Variant.sheets
    monkeypatch.setattr(Variant, "sheets", lambda self, counts: tuple(SheetPlan(0, sheet.front, sheet.back) for sheet in whole(self, counts)))
    assert {fault.detail for fault in mutation.faults(pictures=4)} == {"a sheet is on another paper than its section"}


def test_pictures_find_wrong_codes(mutation: Mutation) -> None:
    row, page = page_of(mutation)
    content = mutation.content(page)
    one, other = qr_of(content)[:2]
    bars = gs1_of(content, 0), gs1_of(content, 1)
    swapped = content.replace(one, b"#").replace(other, one).replace(b"#", other).replace(b"".join(bars[0]), moved(bars[1], 0.0, 240.0))
    mutation.replace(page, content, swapped)
    seen = {(fault.id, fault.field) for fault in mutation.faults(pictures=None) if fault.detail.startswith("in the picture")}
    named = mutation.named(row, page)
    assert seen == {("PJ-1510-E", f"{named} GS1-128"), ("PJ-1510-E", f"{named} eL-QR")}


def test_the_run_has_every_kind_of_slip(mutation: Mutation) -> None:
    """What the tests above rely on."""
    slips = [slip for row in range(len(mutation.rows)) if slip_sheets(mutation, row) for slip in mutation.prepared(row).sections[1]]
    assert {slip.kind for slip in slips} == {SLIP, PAID, MASKED}
    assert {bool(slip.values[1]) for slip in slips if slip.kind == SLIP} == {True, False}
    assert max(len(slip_sheets(mutation, row)) for row in range(len(mutation.rows))) == 2
