"""Poppler, MuPDF and PDFium show the same pages: the customer barcode dot by dot, the DataMatrix, and all the ink.

At 600 dpi a dot is ink or not (the form's light tints are not). Whole pages are alike when no dot of ink in one reader's page is farther
than two dots (0.085 mm) from ink in another's: lines and outlines may fall a dot this way or that, nothing may be missing or moved.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
import zxingcpp

from printjob.model.form import Bars
from printjob.model.piece import JobPlan, Sheet
from printjob.model.record import Prepared
from tests.pages.conftest import CITY, compiled
from tests.pages.night import jobs, prepared_notices, print_pdf, sheets
from tests.pages.pictures import Gray, mupdf, reduced

Ink = npt.NDArray[np.bool_]
DPI = 600
SHAPE = (7016, 4961)
CLEAR_MM = 2.0
NEAR = 2
_GREY = 160
"""black in CMYK is a dark grey in some readers, the form's tints are lighter than this in all"""
NOTICES = ("3000000001", "3000000021", "3000000041", "3000000065", "3000000082")
"""of the city's first job, by number; from each the first sheet, both sides"""
PAGES = range(2 * len(NOTICES))
EXTENTS = {"1": (0, 6), "2": (0, 4), "3": (2, 6), "4": (2, 4)}
"""top and bottom of each bar in bar widths from the top: long, semi-long upwards, semi-long downwards, timing"""


def poppler(pdf: Path, page: int) -> Gray:
    """A page, from 0."""
    command = ["pdftoppm", "-q", "-gray", "-r", str(DPI), "-f", str(page + 1), "-l", str(page + 1), str(pdf)]
    picture = subprocess.run(command, capture_output=True, check=True).stdout
    width, height = map(int, picture[:40].split(None, 4)[1:3])
    return np.frombuffer(picture[-width * height :], np.uint8).reshape(height, width)


def mupdf_reader(pdf: Path, page: int) -> Gray:
    """A page, from 0."""
    with mupdf.open(pdf) as document:
        pixels = document[page].get_pixmap(dpi=DPI, colorspace=mupdf.csGRAY, alpha=False)
        return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, : pixels.width]


def pdfium(pdf: Path, page: int) -> Gray:
    """A page, from 0."""
    document = pypdfium2.PdfDocument(pdf)
    picture: Gray = np.array(document[page].render(scale=DPI / 72, grayscale=True).to_numpy()).squeeze()
    document.close()
    return picture


READERS: dict[str, Callable[[Path, int], Gray]] = {"Poppler": poppler, "MuPDF": mupdf_reader, "PDFium": pdfium}


@pytest.mark.parametrize("which", PAGES)
def test_all_readers_show_the_same_page(worst_run: Path, pdftoppm: str, which: int) -> None:
    form, _ = compiled(CITY)
    job = jobs(worst_run)[0]
    notice, first = found(worst_run, job, NOTICES[which // 2])
    page = first.pages[which % 2] - 1
    shown = {reader: read(print_pdf(worst_run, job), page) < _GREY for reader, read in READERS.items()}
    for reader, ink in shown.items():
        assert ink.shape == SHAPE, reader
        assert marks_in(ink) == ([] if which % 2 else [first.mark]), reader
        if not which % 2:
            assert_bars(form.lead[0].bars, notice.bars, ink)
    near = {reader: spread(ink) for reader, ink in shown.items()}
    for one, other in permutations(shown, 2):
        assert not (shown[one] & ~near[other]).any(), f"{one} shows ink where {other} has none"


def found(run: Path, job: JobPlan, number: str) -> tuple[Prepared, Sheet]:
    """The notice of this number and its first sheet; every piece of these jobs is one notice."""
    for seq, notice in enumerate(prepared_notices(run, job), 1):
        if notice.notice == number:
            return notice, next(sheet for sheet in sheets(run, job) if sheet.seq == seq)
    raise LookupError(number)


def spread(ink: Ink) -> Ink:
    """All dots within ``NEAR`` dots of ink."""
    for axis in (0, 1):
        for _ in range(NEAR):
            wider = ink.copy()
            there, here = (slice(1, None), slice(None, -1)) if axis == 0 else ((slice(None), slice(1, None)), (slice(None), slice(None, -1)))
            wider[there] |= ink[here]
            wider[here] |= ink[there]
            ink = wider
    return ink


def marks_in(ink: Ink) -> list[str]:
    """The texts of all DataMatrix symbols on the page."""
    picture = reduced(np.where(ink, 0, 255).astype(np.uint8), 2)
    return [one.text for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix))]


def assert_bars(place: Bars | None, codes: str, ink: Ink) -> None:
    """Every bar blackens exactly its dots - width u, heights 6u, 4u, 2u - and 2 mm around there is nothing."""
    assert place is not None
    unit, clear = place.dots, round(CLEAR_MM / 25.4 * DPI)
    left, foot = round(place.x_pt * DPI / 72), SHAPE[0] - round(place.y_pt * DPI / 72)
    expected = np.zeros((6 * unit + 2 * clear, 133 * unit + 2 * clear), dtype=bool)
    for number, code in enumerate(codes):
        top, bottom = EXTENTS[code]
        at = clear + 2 * number * unit
        expected[clear + top * unit : clear + bottom * unit, at : at + unit] = True
    assert np.array_equal(ink[foot - 6 * unit - clear : foot + clear, left - clear : left + 133 * unit + clear], expected)


def test_the_chosen_notices_have_bars_and_rare_names(worst_run: Path) -> None:
    chosen = [found(worst_run, jobs(worst_run)[0], number)[0] for number in NOTICES]
    assert sum(bool(one.bars) for one in chosen) >= 4
    assert sum(bool(one.rare) for one in chosen) >= 2


def test_the_checks_see_a_single_dot_of_a_bar_and_a_moved_page(worst_run: Path) -> None:
    job, place = jobs(worst_run)[0], compiled(CITY)[0].lead[0].bars
    notice, sheet = found(worst_run, job, NOTICES[0])
    ink = pdfium(print_pdf(worst_run, job), sheet.pages[0] - 1) < _GREY
    assert place is not None
    assert_bars(place, notice.bars, ink)
    moved = np.roll(ink, 2 * NEAR, axis=1)
    assert (moved & ~spread(ink)).any()
    row, column = SHAPE[0] - round(place.y_pt * DPI / 72) - 3 * place.dots, round(place.x_pt * DPI / 72) + place.dots
    ink[row, column] ^= True
    with pytest.raises(AssertionError):
        assert_bars(place, notice.bars, ink)
