"""Poppler, MuPDF and PDFium show the same pages: the customer barcode dot by dot, every other symbol's digits, and all the ink.

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

from printjob.model.form import Bars, RowKind, Side
from printjob.model.piece import return_id
from printjob.model.record import Row
from tests.pages.cases import CASES, PROPERTY_TAX
from tests.pages.conftest import RunOf
from tests.pages.night import Printed, printed, the
from tests.pages.pictures import Gray, mupdf, reduced

Ink = npt.NDArray[np.bool_]
DPI = 600
SHAPE = (7016, 4961)
CLEAR_MM = 2.0
NEAR = 2
FNC1 = "\x1d"
_GREY = 160
"""black in CMYK is a dark grey in some readers, the form's tints are lighter than this in all"""
COVER = (PROPERTY_TAX.id, "rare name 2", 0)
PAGES = [
    COVER, (PROPERTY_TAX.id, "rare name 2", 1), (PROPERTY_TAX.id, "longest slips 2", 0), (PROPERTY_TAX.id, "house-and-lot", 2),
    (PROPERTY_TAX.id, "house-and-lot", 4), (PROPERTY_TAX.id, "all-over-300000", 2), (PROPERTY_TAX.id, "all-over-300000", 3),
    *((case.id, None, 0) for case in CASES.values() if case.form != "property-tax"),
]  # fmt: skip
"""case, notice (none: the first), page of the notice from 0"""
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


@pytest.mark.parametrize(("case", "name", "page"), PAGES)
def test_all_readers_show_the_same_page(run_of: RunOf, pdftoppm: str, case: str, name: str | None, page: int) -> None:
    one = the(run_of(case), name) if name else printed(run_of(case))[0]
    side, asked = one.sides[page], digits(one, page)
    shown = {reader: read(one.pdf, one.first + page) < _GREY for reader, read in READERS.items()}
    for reader, ink in shown.items():
        assert ink.shape == SHAPE, reader
        assert sorted(symbols_in(ink)) == sorted(asked), reader
        if side.kind and side.kind.bars:
            assert_bars(side.kind.bars, one.prepared.bars, ink)
    near = {reader: spread(ink) for reader, ink in shown.items()}
    for first, other in permutations(shown, 2):
        assert not (shown[first] & ~near[other]).any(), f"{first} shows ink where {other} has none"


def digits(one: Printed, page: int) -> list[str]:
    """What the symbols of a page say, but for the customer barcode: the mark, the 返戻 id, the payment codes."""
    side = one.sides[page]
    found = [] if page % 2 else [one.notice.marks[page // 2]]
    of_page = side.kind.symbols if side.kind else ()
    own = return_id(one.notice.run, one.notice.piece, one.notice.notice)
    found += [one.prepared.values[symbol.value] if symbol.value >= 0 else own for symbol in of_page]
    for row, kind in _blocks(one, side):
        found += [row.values[symbol.value] for symbol in kind.symbols if row.values[symbol.value]]
    return found


def _blocks(one: Printed, side: Side) -> list[tuple[Row, RowKind]]:
    if side.section < 0:
        return []
    kinds = one.variant.sections[side.section].rows
    return [(row, kinds[row.kind]) for row in one.prepared.sections[side.section][side.start : side.stop]]


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


def symbols_in(ink: Ink) -> list[str]:
    """The texts of all DataMatrix, GS1-128 and QR symbols on the page; without the FNC1 that begins a GS1-128."""
    picture = reduced(np.where(ink, 0, 255).astype(np.uint8), 2)
    kinds = zxingcpp.BarcodeFormat
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats((kinds.DataMatrix, kinds.Code128, kinds.QRCode)), text_mode=zxingcpp.TextMode.Plain)
    return [one.text.replace(FNC1, "") for one in found]


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


def test_the_chosen_pages_have_bars_rare_names_and_payment_codes(run_of: RunOf) -> None:
    chosen = [(the(run_of(case), name), page) for case, name, page in PAGES if name]
    assert any(one.prepared.bars and one.prepared.rare and page == 0 for one, page in chosen)
    assert {44, 255} <= {len(text) for one, page in chosen for text in digits(one, page)}


def test_the_checks_see_a_single_dot_of_a_bar_and_a_moved_page(run_of: RunOf) -> None:
    one = the(run_of(COVER[0]), COVER[1])
    place = one.variant.lead[0].bars
    ink = pdfium(one.pdf, one.first) < _GREY
    assert place is not None
    assert_bars(place, one.prepared.bars, ink)
    moved = np.roll(ink, 2 * NEAR, axis=1)
    assert (moved & ~spread(ink)).any()
    row, column = SHAPE[0] - round(place.y_pt * DPI / 72) - 3 * place.dots, round(place.x_pt * DPI / 72) + place.dots
    ink[row, column] ^= True
    with pytest.raises(AssertionError):
        assert_bars(place, one.prepared.bars, ink)
