"""Variants mixed in one job, slips on a stock of their own, and every symbol on them, read by other people's readers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from printjob.barcode import gs1, qr
from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import JobFiles, finish_job
from printjob.compose.notice import NoticeComposer
from printjob.errors import BugFound
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.model.form import Section, page_count
from printjob.model.piece import Sheet, return_id
from printjob.model.record import Prepared, Row
from tests.compose.invented import JOB, MINCHO, PAGE_OF, RARE, RUN, piece_numbers, write_run
from tests.compose.rendering import by_mupdf, by_pdfium, by_poppler, clusters_off, rendered
from tests.compose.slips import (
    BLOCK_TOPS_PT,
    FORM,
    GS1_DOTS,
    GS1_PLACE,
    OCR_LINE,
    OCR_SIZE_PT,
    SLIP_ARTS,
    cvs_code,
    mixed_notices,
    payload,
    slip,
    transfer,
    with_slips,
)
from tests.layout.rare_font import make_rare_font

STOCKS = [
    ["notice", "notice", "slip", "slip"],
    ["notice"],
    ["notice", "slip"],
    ["notice"],
    ["notice", "notice", "slip"],
]
FRONTS = {300: tuple(range(0, 22, 2)), 600: (4, 8)}
"""pages (from 0) that are looked at by dpi"""
DPI = tuple(FRONTS)
Pictures = dict[tuple[str, int], dict[int, np.ndarray]]


def composed_job(run: Path, notices: Sequence[Prepared], chunk_notices: int = 500) -> JobFiles:
    path = write_run(run, notices, chunk_notices, FORM, SLIP_ARTS)
    for chunk in range(-(-len(notices) // chunk_notices)):
        compose_chunk(path, JOB, chunk)
    return finish_job(path, JOB)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> JobFiles:
    return composed_job(tmp_path_factory.mktemp("slips") / "run", mixed_notices())


@pytest.fixture(scope="module")
def lines(mixed: JobFiles) -> list[Sheet]:
    return [msgspec.json.decode(line, type=Sheet) for line in mixed.sheets.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def pages(mixed: JobFiles) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(mixed.print_pdf).pages)


@pytest.fixture(scope="module")
def pictures(mixed: JobFiles, pdftoppm: str, tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    """The fronts by renderer and dpi."""
    written, folder = mixed.print_pdf.read_bytes(), tmp_path_factory.mktemp("pictures")
    drawn = {
        (renderer, dpi): draw
        for dpi, fronts in FRONTS.items()
        for renderer, draw in (
            ("PDFium", by_pdfium(written, dpi, fronts)),
            ("Poppler", by_poppler(pdftoppm, mixed.print_pdf, folder, dpi, fronts)),
            ("MuPDF", by_mupdf(written, dpi, fronts)),
        )
    }
    return {key: dict(zip(FRONTS[key[1]], own, strict=True)) for key, own in drawn.items()}


def test_every_sheet_has_its_own_stock(lines: list[Sheet]) -> None:
    assert [line.stock for line in lines] == [stock for notice in STOCKS for stock in notice]
    assert {(line.stock, line.weight_mg, line.thickness_um) for line in lines} == {
        ("notice", 4990, 90),
        ("slip", 5990, 100),
    }
    assert [line.pages for line in lines] == [(2 * at + 1, 2 * at + 2) for at in range(len(lines))]


def test_the_file_is_sound(mixed: JobFiles) -> None:
    with pikepdf.open(mixed.print_pdf) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 22


def test_pages_of_both_variants_say_their_texts(pages: list[pypdf.PageObject]) -> None:
    texts = [page.extract_text() for page in pages]
    first, transferred, third = texts[:8], texts[8:10], texts[10:14]
    assert ["1／3" in first[0], "2／3" in first[1], "3／3" in first[2]] == [True] * 3
    assert [text.count("納付書") for text in texts] == [
        0,
        0,
        0,
        0,
        3,
        0,
        2,
        0,
        0,
        0,
        0,
        0,
        3,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        0,
    ]
    assert [texts[at].count("使用しません") for at in (4, 6, 12, 20)] == [0, 1, 0, 2]
    assert not any("／" in texts[at] for at in (3, 4, 5, 6, 7, 12, 13))
    assert ["納付場所" in first[5], "令和 8年" in first[5], "000012-3/4" in first[5]] == [True] * 3
    assert [word in transferred[0] for word in ("口座振替のお知らせ", "口座2", "1／1", "000013-1")] == [True] * 4
    assert transferred[1].strip() == "000013-1/3"
    assert f"渡{RARE}" in third[0]
    assert "32,999" in third[2]
    assert f"{RARE}期" in third[2]


def test_ocr_lines_are_as_wide_as_the_face_is(mixed: JobFiles) -> None:
    """A narrow face need not be half an em wide: OCR-B is 723 thousandths."""
    document = pypdfium2.PdfDocument(mixed.print_pdf)
    try:
        text = document[4].get_textpage()
        said = text.get_text_range()
        starts = [found.start() for found in re.finditer(re.escape(OCR_LINE), said)]
        assert len(starts) == 3
        for start in starts:
            first, last = (text.get_charbox(start + at, loose=True) for at in (0, len(OCR_LINE) - 1))
            assert first[0] == pytest.approx(60.0, abs=0.02)
            assert last[2] - first[0] == pytest.approx(len(OCR_LINE) * 0.723 * OCR_SIZE_PT, abs=0.05)
        at = [found.start() for found in re.finditer("11,000", said)][-1]
        assert text.get_charbox(at + 5, loose=True)[2] == pytest.approx(540.0, abs=0.02)
    finally:
        document.close()


def symbols_on(page: int, mark: str) -> Counter[tuple[str, str]]:
    """Kind and content of all symbols on the front that is this page (from 0)."""
    slips = {4: (11, 12, 13), 6: (14, 15), 8: (2,), 12: (31, 33), 20: (51,)}.get(page, ())
    leads = {0: (12, 1), 8: (13, 1), 10: (13, 2), 14: (14, 1), 16: (15, 1)}
    matrices = [mark, return_id(RUN, *leads[page])] if page in leads else [mark]
    return Counter(
        [("matrix", digits) for digits in matrices]
        + [("gs1", cvs_code(number)) for number in slips]
        + [("elqr", payload(number)) for number in slips]
    )


@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.parametrize("renderer", ["PDFium", "Poppler"])
def test_every_symbol_is_read_back_from_the_paper(
    pictures: Pictures, lines: list[Sheet], renderer: str, dpi: int
) -> None:
    kinds = {"]d1": "matrix", "]C1": "gs1", "]Q1": "elqr"}
    for page in FRONTS[dpi]:
        picture = Image.fromarray(pictures[renderer, dpi][page])
        read = zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)
        found = Counter((kinds[code.symbology_identifier], code.text) for code in read)
        assert found == symbols_on(page, lines[page // 2].mark)


def bars_of(code: str) -> np.ndarray:
    """The modules of a GS1-128, dark 1, from the printed table of widths."""
    widths = [int(width) for value in gs1.symbol(code) for width in gs1.PATTERNS[value]]
    return np.repeat([1 - at % 2 for at in range(len(widths))], widths)


@pytest.mark.parametrize("renderer", ["PDFium", "Poppler", "MuPDF"])
@pytest.mark.parametrize("dpi", DPI)
def test_bars_have_no_dot_more_or_less(pictures: Pictures, renderer: str, dpi: int) -> None:
    """Poppler sets exactly the dots; the others are a little lighter at the edges, never darker outside."""
    picture = pictures[renderer, dpi][4]
    x, y, height = GS1_PLACE
    for number, top in zip((11, 12, 13), BLOCK_TOPS_PT, strict=True):
        dark = np.repeat(bars_of(cvs_code(number)), GS1_DOTS * dpi // 600) == 1
        bottom, left = round((841.92 - top - y) * dpi / 72), round(x * dpi / 72)
        around = picture[bottom - round(height * dpi / 72) - 1 : bottom + 1, left - 1 : left + len(dark) + 1]
        bars, edge = around[1:-1, 1:-1], (around[0], around[-1], around[:, 0], around[:, -1])
        assert all((side == 255).all() for side in edge)
        assert (bars[:, ~dark] == 255).all()
        assert bars[:, dark].max() <= (0 if renderer == "Poppler" else 100)


@pytest.mark.parametrize("renderer", ["PDFium", "Poppler", "MuPDF"])
@pytest.mark.parametrize("dpi", DPI)
def test_an_image_is_the_symbol_dot_for_dot(pictures: Pictures, renderer: str, dpi: int) -> None:
    picture, side = pictures[renderer, dpi][4], 10 * dpi // 600
    for number, top in zip((11, 12, 13), BLOCK_TOPS_PT, strict=True):
        rows = np.unpackbits(np.frombuffer(qr.encode(payload(number)), np.uint8).reshape(41, 6), axis=1)[:, :41]
        dots = np.pad(np.kron(1 - rows, np.ones((side, side), np.uint8)), side, constant_values=1)
        below, left = round((841.92 - top + 150.0) * dpi / 72) + side, round(300.0 * dpi / 72) - side
        assert (picture[below - len(dots) : below, left : left + len(dots)] == 255 * dots).all()


IMAGE = rb"q \S+ 0 0 \S+ \S+ \S+ cm\nBI/W (\d+)/H \d+/BPC 1/CS/G/D\[1 0\]/F/AHx ID ([0-9a-f]+)>\nEI Q\n"
BEHIND_TEXTS = re.compile(
    rb"((?:\S+ \S+ \S+ \S+ re\n)+f\n)?((?:%b)*)"
    % IMAGE.replace(rb"(\d+)", rb"\d+").replace(rb"([0-9a-f]+)", rb"[0-9a-f]+")
)


def behind_texts(page: pypdf.PageObject) -> tuple[int, list[int]]:
    """How many rectangles are filled behind the texts, and the modules of each image behind them."""
    contents: Any = page["/Contents"]
    data = contents.get_object().get_data()
    found = BEHIND_TEXTS.fullmatch(data[data.rindex(b"ET\n") + 3 :])
    assert found
    return (found[1] or b"").count(b" re\n"), [int(side) for side, _ in re.findall(IMAGE, found[2])]


def test_symbols_stand_behind_the_texts_in_one_order(pages: list[pypdf.PageObject]) -> None:
    assert behind_texts(pages[0]) == (67, [16, 16])
    assert behind_texts(pages[4]) == (3 * 79, [41, 41, 41, 16])
    assert behind_texts(pages[5]) == (0, [])
    assert behind_texts(pages[6]) == (2 * 79, [41, 41, 16])
    assert behind_texts(pages[8]) == (79, [41, 16, 16])
    assert behind_texts(pages[12]) == (2 * 79, [41, 41, 16])
    assert behind_texts(pages[14]) == (0, [16, 16])


def test_mixed_chunks_of_any_size_give_the_same_bytes(mixed: JobFiles, tmp_path: Path) -> None:
    for size in (1, 2):
        other = composed_job(tmp_path / str(size), mixed_notices(), size)
        assert (other.print_pdf_sha256, other.sheets_sha256) == (mixed.print_pdf_sha256, mixed.sheets_sha256)


def test_a_batch_of_symbols_does_not_change_the_pages(
    mixed: JobFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("printjob.compose.chunk._BATCH", 2)
    assert composed_job(tmp_path / "run", mixed_notices()).print_pdf_sha256 == mixed.print_pdf_sha256


def test_mixed_pages_look_as_the_reference_draws_them(mixed: JobFiles, lines: list[Sheet], tmp_path: Path) -> None:
    codes = make_rare_font(MINCHO, [RARE], tmp_path / "rare.ttf")
    notices, left = [], list(lines)
    for prepared, piece, stocks in zip(mixed_notices(), piece_numbers(5), STOCKS, strict=True):
        own, left = left[: len(stocks)], left[len(stocks) :]
        marks = tuple(line.mark for line in own)
        told = {"notice": own[0].notice, "first_sheet": own[0].sheet, "sheets_of": own[0].of}
        notices.append(ReferenceNotice(prepared=prepared, run=RUN, piece=piece, marks=marks, **told))
    drawn = rendered(draw_reference(FORM, SLIP_ARTS, notices, tmp_path / "rare.ttf", codes), 2)
    composed = rendered(mixed.print_pdf.read_bytes(), 2)
    symbols = [(20, 60, 60, 140), (50, 510, 460, 540)]
    off = [clusters_off(one, other, symbols) for one, other in zip(drawn, composed, strict=True)]
    assert off == [0] * 22


def without_check_digit(number: int) -> Row:
    return msgspec.structs.replace(slip(number), values=(*slip(number).values[:3], cvs_code(number)[:43], payload(1)))


def with_letters(number: int) -> Row:
    return msgspec.structs.replace(slip(number), values=(*slip(number).values[:4], "A" * 255))


@pytest.mark.parametrize(
    "broken",
    [
        with_slips(7, [without_check_digit(1)]),
        with_slips(7, [with_letters(1)]),
        with_slips(7, [Row(0, ("1",), ())]),
        with_slips(7, [Row(1, ("1",), ())]),
    ],
    ids=["43 digits", "letters in a QR", "too few values", "values in a filling block"],
)
def test_a_slip_that_admission_must_have_held_is_a_bug(tmp_path: Path, broken: Prepared) -> None:
    run = write_run(tmp_path / "run", [transfer(1), broken], form=FORM, arts=SLIP_ARTS)
    with pytest.raises(BugFound) as caught:
        compose_chunk(run, JOB, 0)
    assert (caught.value.faults[0].id, caught.value.faults[0].record) == ("PJ-1701-E", 7)
    assert not list((Path(run) / "work").rglob("*.part*"))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: msgspec.structs.replace(one, variant=2),
        lambda one: msgspec.structs.replace(one, sections=one.sections[:1]),
        lambda one: msgspec.structs.replace(one, sections=(one.sections[0], one.sections[1][:1] * 4)),
        lambda one: msgspec.structs.replace(one, sections=(one.sections[1], one.sections[0])),
    ],
    ids=["no such variant", "a section less", "a sheet more", "sheets of another stock"],
)
def test_other_sheets_than_planned_are_a_bug(tmp_path: Path, change: Callable[[Prepared], Prepared]) -> None:
    run = write_run(tmp_path / "run", [with_slips(7, [slip(1)])], form=FORM, arts=SLIP_ARTS)
    store, plan = Path(run) / "records" / "d0000-p00000.rec", Path(run) / "plan" / f"{JOB}.npy"
    record = msgspec.msgpack.encode(change(with_slips(7, [slip(1)])))
    store.write_bytes(record)
    rows = np.load(plan)
    rows["length"] = len(record)
    np.save(plan, rows)
    with pytest.raises(BugFound, match=r"not the planned one|no such variant"):
        compose_chunk(run, JOB, 0)


def test_a_stock_counted_otherwise_is_a_bug(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", mixed_notices(), form=FORM, arts=SLIP_ARTS)
    compose_chunk(run, JOB, 0)
    path = Path(run) / "plan" / f"{JOB}.json"
    plan = msgspec.json.decode(path.read_bytes())
    plan["stocks"][0]["sheets"] -= 1
    plan["stocks"][1]["sheets"] += 1
    path.write_bytes(msgspec.json.encode(plan))
    with pytest.raises(BugFound, match="planned"):
        finish_job(run, JOB)


def test_a_page_number_on_uncounted_sheets_is_a_bug() -> None:
    slips: Section = FORM.variants[0].sections[1]
    numbered = msgspec.structs.replace(slips, only=msgspec.structs.replace(slips.only, computed=(PAGE_OF,)))
    variant = msgspec.structs.replace(FORM.variants[0], sections=(FORM.variants[0].sections[0], numbered))
    with pytest.raises(BugFound, match="page number"):
        NoticeComposer(msgspec.structs.replace(FORM, variants=(variant,)), {})


def test_the_plan_of_the_composer_is_the_forms() -> None:
    composer = NoticeComposer(FORM, {chr(0xE000): RARE})
    for notice in mixed_notices():
        sheets = FORM.variants[notice.variant].sheets([len(rows) for rows in notice.sections])
        plan = composer.plan(notice)
        assert (plan.sheets, plan.pages, sum(plan.by_stock)) == (sheets, page_count(sheets), len(sheets))
