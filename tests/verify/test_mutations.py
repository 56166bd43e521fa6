"""Every way to spoil a finished job must be found, and named with page and piece, although all hashes fit."""

from __future__ import annotations

import io
import re

import numpy as np
import pikepdf
import pytest
from fontTools.ttLib import TTFont

from printjob.model.form import PageKind, Section
from tests.verify.mutation import Mutation
from tests.verify.small_run import JOB, write_manifest

IVS_CODE = 0xE000


def test_a_sound_job_has_no_faults(mutation: Mutation) -> None:
    assert mutation.faults() == []


def test_a_sound_job_written_by_another_hand_has_no_faults(mutation: Mutation) -> None:
    mutation.edit(lambda _: None)
    assert mutation.faults() == []


def test_swapped_pages(mutation: Mutation) -> None:
    first, second = mutation.cover(3), mutation.cover(6)

    def swap(pdf: pikepdf.Pdf) -> None:
        one, other = pdf.pages[first - 1].obj.Contents, pdf.pages[second - 1].obj.Contents
        pdf.pages[first - 1].obj.Contents, pdf.pages[second - 1].obj.Contents = other, one

    mutation.edit(swap)
    both = {mutation.named(3, first), mutation.named(6, second)}
    assert {place for fault, place in mutation.found() if fault == "PJ-1501-E"} == both
    assert {place for fault, place in mutation.found() if fault == "PJ-1502-E"} == both
    assert {place for _, place in mutation.found()} == both


def test_one_digit_of_an_amount(mutation: Mutation) -> None:
    amount = mutation.prepared(4).values[0].encode("ascii")
    digit = b"7" if amount[-1:] != b"7" else b"1"
    mutation.replace(mutation.cover(4), b"(%b)" % amount, b"(%b)" % (amount[:-1] + digit))
    assert mutation.found() == {("PJ-1502-E", mutation.named(4, mutation.cover(4)))}
    (fault,) = mutation.faults()
    assert fault.field.endswith(" amount")
    assert amount.decode("ascii") not in fault.value + fault.detail


def test_the_name_of_the_next_piece(mutation: Mutation) -> None:
    streams = [mutation.content(mutation.cover(row)) for row in range(len(mutation.rows))]
    names = [_name(stream) for stream in streams]
    row = next(row for row in range(len(names) - 1) if names[row] != names[row + 1] and streams[row].count(names[row]) == 1)
    mutation.replace(mutation.cover(row), names[row], names[row + 1])
    assert mutation.found() == {("PJ-1502-E", mutation.named(row, mutation.cover(row)))}


def test_one_missing_bar(mutation: Mutation) -> None:
    page = mutation.cover(5)
    bars = re.findall(rb"[^\n]+ re\n", mutation.content(page))
    mutation.replace(page, bars[30], b"")
    assert mutation.found() == {("PJ-1503-E", mutation.named(5, page))}


def test_one_bar_too_short(mutation: Mutation) -> None:
    page = mutation.cover(5)
    bar = next(bar for bar in re.findall(rb"[^\n]+ re\n", mutation.content(page)) if bar.split()[3] == b"8.62")
    mutation.replace(page, bar, bar.replace(b" 8.62 ", b" 5.74 "))
    assert mutation.found() == {("PJ-1503-E", mutation.named(5, page))}


def test_the_barcode_of_another_address(mutation: Mutation) -> None:
    own, other = (re.search(rb"(?:[^\n]+ re\n)+", mutation.content(mutation.cover(row))) for row in (5, 6))
    assert own is not None
    assert other is not None
    mutation.replace(mutation.cover(5), own[0], other[0])
    assert mutation.found() == {("PJ-1503-E", mutation.named(5, mutation.cover(5)))}


def test_a_mark_of_another_sheet(mutation: Mutation) -> None:
    own, other = (_mark(mutation.content(mutation.cover(row))) for row in (2, 7))
    mutation.replace(mutation.cover(2), own, other)
    assert mutation.found() == {("PJ-1501-E", mutation.named(2, mutation.cover(2)))}


def test_one_module_of_a_mark(mutation: Mutation) -> None:
    own = _mark(mutation.content(mutation.cover(2)))
    spoiled = own[:20] + (b"0" if own[20:21] != b"0" else b"8") + own[21:]
    mutation.replace(mutation.cover(2), own, spoiled)
    assert mutation.found() == {("PJ-1501-E", mutation.named(2, mutation.cover(2)))}


def test_a_glyph_swapped_in_the_map_under_a_right_tounicode(mutation: Mutation) -> None:
    def swap(pdf: pikepdf.Pdf) -> None:
        font = _composite(pdf)
        table = np.frombuffer(font.CIDToGIDMap.read_bytes(), ">u2").copy()
        table[IVS_CODE], table[ord("様")] = table[ord("様")], table[IVS_CODE]
        font.CIDToGIDMap.write(table.tobytes())

    mutation.edit(swap)
    covers = {("PJ-1504-E", mutation.named(row, mutation.cover(row))) for row in range(len(mutation.rows))}
    assert mutation.found() == covers  # every cover has 様


def test_an_outline_swapped_in_the_embedded_font(mutation: Mutation) -> None:
    def swap(pdf: pikepdf.Pdf) -> None:
        font = _composite(pdf)
        table = np.frombuffer(font.CIDToGIDMap.read_bytes(), ">u2")
        stream = font.FontDescriptor.FontFile2
        program = TTFont(io.BytesIO(stream.read_bytes()), recalcTimestamp=False)
        program.setGlyphOrder([f"g{number}" for number in range(program["maxp"].numGlyphs)])
        glyphs = program["glyf"].glyphs
        one, other = f"g{table[ord('北')]}", f"g{table[ord('西')]}"
        glyphs[one], glyphs[other] = glyphs[other], glyphs[one]
        saved = io.BytesIO()
        program.save(saved)
        stream.write(saved.getvalue())

    mutation.edit(swap)
    found = mutation.found()
    assert {fault for fault, _ in found} == {"PJ-1504-E"}
    set_in_it = {row: "".join(line for text in mutation.prepared(row).fitted for line in text.lines) for row in range(len(mutation.rows))}
    bearing = {row for row, text in set_in_it.items() if set("北西") & set(text)}
    assert {place for _, place in found} == {mutation.named(row, mutation.cover(row)) for row in bearing}


def test_a_lost_last_sheet(mutation: Mutation) -> None:
    last = len(mutation.rows) - 1
    pages = 2 * int(mutation.rows["sheets"].sum())

    def lose(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[-2:]

    mutation.edit(lose)
    assert mutation.found() == {("PJ-1505-E", mutation.named(last, page)) for page in (pages - 1, pages)}


def test_a_lost_last_sheet_and_its_line(mutation: Mutation) -> None:
    lines = mutation.folder / "sheets.jsonl"
    lines.write_bytes(b"".join(lines.read_bytes().splitlines(keepends=True)[:-1]))
    test_a_lost_last_sheet(mutation)


def test_a_text_moved_to_another_column(mutation: Mutation) -> None:
    page = mutation.cover(4)
    moves = re.findall(rb"[-\d.]+ [-\d.]+ Td\[-?\d*\(%b\)" % mutation.prepared(4).values[1].encode("ascii"), mutation.content(page))
    x, rest = moves[0].split(b" ", 1)
    mutation.replace(page, moves[0], b"%.2f %b" % (float(x) - 70, rest))
    assert ("PJ-1502-E", mutation.named(4, page)) in mutation.found()
    assert {place for _, place in mutation.found()} == {mutation.named(4, page)}


def test_two_columns_of_a_row_exchanged(mutation: Mutation) -> None:
    row = next(row for row in range(len(mutation.rows)) if len(mutation.prepared(row).sections[0]) == 1)
    amounts = [value.encode("ascii") for value in mutation.prepared(row).sections[0][0].values[1:4]]
    page, content = mutation.cover(row) + 2, mutation.content(mutation.cover(row) + 2)
    one, other = next((a, b) for a in amounts for b in amounts if (a != b and len(a) == len(b)) or a != b)
    swapped = content.replace(b"(%b)" % one, b"(#)").replace(b"(%b)" % other, b"(%b)" % one).replace(b"(#)", b"(%b)" % other)
    mutation.replace(page, content, swapped)
    assert mutation.found() == {("PJ-1502-E", mutation.named(row, page))}


@pytest.mark.parametrize("addition", [b"BT /F1 9 Tf 1 0 0 1 300 300 Tm (1) Tj ET", b"BT /F1 9 Tf 1 0 0 1 300 300 Tm <31> Tj ET"])
def test_a_further_text(mutation: Mutation, addition: bytes) -> None:
    _append(mutation, 3, addition)
    assert mutation.found() == {("PJ-1502-E", mutation.named(3, mutation.cover(3)))}


@pytest.mark.parametrize("addition", [b"1 g 0 0 300 300 re f", b"0 0 300 300 re f", b"2 w 0 0 m 9 9 l S", b"/A3 Do", b"3 Tr"])
def test_further_ink(mutation: Mutation, addition: bytes) -> None:
    _append(mutation, 3, addition)
    found = mutation.found()
    assert {place for _, place in found} == {mutation.named(3, mutation.cover(3))}
    assert {fault for fault, _ in found} <= {"PJ-1508-E", "PJ-1503-E"}


def test_static_art_changed(mutation: Mutation) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        art = pdf.pages[0].resources.XObject.A0
        art.write(art.read_bytes().replace(b" w 40 ", b" w 41 "))

    mutation.edit(change)
    covers = {("PJ-1508-E", mutation.named(row, mutation.cover(row))) for row in range(len(mutation.rows))}
    assert mutation.found() == covers


def test_a_detail_block_moved(mutation: Mutation) -> None:
    row = next(row for row in range(len(mutation.rows)) if mutation.prepared(row).sections[0])
    page = mutation.cover(row) + 2
    block = re.findall(rb"q 1 0 0 1 0 [-\d.]+ cm/A[34] Do Q\n", mutation.content(page))[0]
    mutation.replace(page, block, block.replace(b"1 0 0 1 0 ", b"1 0 0 1 3 "))
    assert mutation.found() == {("PJ-1508-E", mutation.named(row, page))}


def test_swapped_lines_of_sheets_jsonl(mutation: Mutation) -> None:
    path = mutation.folder / "sheets.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[0], lines[1] = lines[1], lines[0]
    path.write_bytes(b"".join(lines))
    mutation.edit(lambda _: None)
    found = mutation.found()
    assert {fault for fault, _ in found} == {"PJ-1501-E", "PJ-1505-E"}
    assert {place.split()[1] for _, place in found} == {"1", "3"}


def test_a_sheet_that_is_sent_another_way(mutation: Mutation) -> None:
    path = mutation.folder / "sheets.jsonl"
    lines = path.read_bytes().split(b"\n")
    lines[0] = lines[0].replace(b'"divert":""', b'"divert":"2"')
    path.write_bytes(b"\n".join(lines))
    write_manifest(mutation.run, mutation.folder)
    assert mutation.found() == {("PJ-1505-E", mutation.named(0, 1))}


def test_a_plan_that_names_another_record_than_is_stored(mutation: Mutation) -> None:
    path = mutation.run / "plan" / f"{JOB}.npy"
    rows = np.load(path)
    rows["number"][4] += 1000
    np.save(path, rows)
    sheets = int(mutation.rows["sheets"][4])
    pages = range(mutation.cover(4), mutation.cover(4) + 2 * sheets)
    assert mutation.found() == {("PJ-1505-E", mutation.named(4, page)) for page in pages}


def test_a_plan_of_pages_that_loses_a_detail_line(mutation: Mutation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Composer and verifier ask the same form for its pages: what both would leave out must be found all the same."""
    whole = Section.pages

    def losing(section: Section, row_count: int) -> list[tuple[PageKind, int, int]]:
        pages = whole(section, row_count)
        kind, start, stop = pages[-1] if pages else (section.only, 0, 0)
        return [*pages[:-1], (kind, start, stop - 1)] if stop and section.name == "assets" else pages

    monkeypatch.setattr(Section, "pages", losing)
    found = mutation.faults(pictures=4)
    assert {fault.detail for fault in found} == {"the plan of pages leaves out or repeats a line"}


def test_a_turned_page(mutation: Mutation) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[4].obj.Rotate = 180

    mutation.edit(turn)
    assert {(fault, place.split()[1]) for fault, place in mutation.found()} == {("PJ-1505-E", "5")}


def test_a_changed_file_is_found_by_its_hash(mutation: Mutation) -> None:
    with (mutation.folder / "print.pdf").open("ab") as file:
        file.write(b"\n")
    assert {"PJ-1506-E"} == {fault.id for fault in mutation.faults()}


def test_a_torn_file(mutation: Mutation) -> None:
    path = mutation.folder / "print.pdf"
    path.write_bytes(path.read_bytes()[:-100])
    assert {"PJ-1506-E", "PJ-1507-E"} == {fault.id for fault in mutation.faults()}


def test_pictures_find_a_missing_bar_and_a_foreign_mark(mutation: Mutation) -> None:
    page = mutation.cover(0)
    mutation.replace(page, re.findall(rb"[^\n]+ re\n", mutation.content(page))[30], b"")
    mutation.replace(page, _mark(mutation.content(page)), _mark(mutation.content(mutation.cover(7))))
    seen = {(fault.id, fault.field) for fault in mutation.faults(pictures=2) if fault.detail.startswith("in the picture")}
    assert seen == {("PJ-1503-E", f"{mutation.named(0, page)} bars"), ("PJ-1501-E", f"{mutation.named(0, page)} mark")}


def test_pictures_of_a_sound_job(mutation: Mutation) -> None:
    assert mutation.faults(pictures=8) == []


def _append(mutation: Mutation, row: int, addition: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[mutation.cover(row) - 1].obj.Contents
        contents.write(contents.read_bytes() + addition + b"\n")

    mutation.edit(change)


def _name(stream: bytes) -> bytes:
    found = re.search(rb"/F\d+ 12 Tf[^(]*\(((?:[^()\\]|\\.)*)\)", stream, re.DOTALL)
    assert found is not None
    return b"(%b)" % found[1]


def _mark(stream: bytes) -> bytes:
    marks: list[bytes] = re.findall(rb"ID ([0-9a-f]{64})>", stream)
    return marks[-1]


def _composite(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The CID font that writes names: the one with the widest repertoire."""
    fonts = [font.DescendantFonts[0] for font in pdf.pages[0].resources.Font.values() if "/DescendantFonts" in font]
    return max(fonts, key=lambda font: len(font.CIDToGIDMap.read_bytes()))


def test_wrong_totals_and_foreign_files_in_the_manifest(mutation: Mutation) -> None:
    manifest = mutation.folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"pieces":11', b'"pieces":10'))
    (mutation.folder / "notes.txt").write_text("x", encoding="utf-8")
    assert {(fault.id, fault.file.split("/")[1]) for fault in mutation.faults()} == {("PJ-1506-E", "manifest.json"), ("PJ-1506-E", "notes.txt")}


def test_layers_and_forms_have_no_place_in_a_job(mutation: Mutation) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OCProperties = pikepdf.Dictionary()

    mutation.edit(add)
    assert mutation.found() == {("PJ-1507-E", "page 1")}
