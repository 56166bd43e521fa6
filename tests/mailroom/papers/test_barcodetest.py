"""The test sheet bears published barcodes at the printer's own size, read back from the picture, and its ruler is 100 mm long."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from printjob.barcode.customer_size import out_of_tolerance
from printjob.layout.papers import draw_papers
from printjob.mailroom.papers.barcodetest import barcode_test
from printjob.run.posting.barcodetest import PUBLISHED, barcode_test_of
from printjob.verify.customer_reader import read_customer
from printjob.whereabouts import data_folder
from tests.mailroom.papers.posting import HEAD, words

VECTORS = Path(__file__).parents[2] / "data" / "customer_barcode.tsv"
SIZES = [(300, 6), (300, 8), (400, 9), (600, 12), (600, 16)]


def drawn(device_dpi: int, dots: int) -> pypdfium2.PdfDocument:
    """The sheet of such a printer."""
    test = barcode_test(HEAD, barcode_test_of("見本プリンター", device_dpi, dots))
    return pypdfium2.PdfDocument(draw_papers(data_folder("layouts"), [test]))


def test_the_samples_are_published_ones() -> None:
    with VECTORS.open(encoding="utf-8", newline="") as stream:
        published = {(row["postal_code"], row["address"], row["expected_digits"]) for row in csv.DictReader(stream, delimiter="\t") if "p25" in row["source"]}
    assert set(PUBLISHED) <= published


@pytest.mark.parametrize(("device_dpi", "dots"), SIZES)
def test_every_barcode_is_read_back_from_the_printer_s_dots(device_dpi: int, dots: int) -> None:
    with VECTORS.open(encoding="utf-8", newline="") as stream:
        bars_of = {(row["postal_code"], row["expected_digits"]): row["bars_67"] for row in csv.DictReader(stream, delimiter="\t")}
    picture = np.asarray(drawn(device_dpi, dots)[0].render(scale=device_dpi / 72).to_pil().convert("L"))
    for row, (postal_code, _, digits) in enumerate(PUBLISHED):
        top = 141 + 21 * row
        left, upper, right, lower = (round(length / 25.4 * device_dpi) for length in (48, top + 8, 150, top + 17))
        assert read_customer(picture, (left, upper, right, lower)) == bars_of[postal_code, digits]


@pytest.mark.parametrize(("device_dpi", "dots"), SIZES)
def test_bars_are_as_wide_and_as_high_as_the_sheet_says(device_dpi: int, dots: int) -> None:
    """The first bar is a long one, whole dots wide, with 2 mm and more of white on all sides of the symbol."""
    dark = np.asarray(drawn(device_dpi, dots)[0].render(scale=device_dpi / 72).to_pil().convert("L")) < 128
    dot = 25.4 / device_dpi
    zone = dark[round(148.5 / dot) : round(161 / dot), round(20 / dot) : round(176 / dot)]
    columns, rows = np.flatnonzero(zone.any(axis=0)), np.flatnonzero(zone.any(axis=1))
    assert (columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1) == (133 * dots, 6 * dots)
    assert min(columns[0], zone.shape[1] - 1 - columns[-1], rows[0], zone.shape[0] - 1 - rows[-1]) * dot >= 2


def test_the_sheet_says_its_measures() -> None:
    test = barcode_test_of("見本プリンター", 600, 12)
    assert out_of_tolerance(test.size_pt, [(name, one.drawn_mm) for name, one in test.measures.items()]) == []
    page = drawn(600, 12)[0].get_textpage().get_text_bounded()
    assert {"3.048", "1.016", "0.508", "2.879", "67.56", "12ドット", "600", "8.47ポイント（k"} <= words(page)
    assert all(digits in words(page) for _, _, digits in PUBLISHED)


def test_the_ruler_is_100_mm_long() -> None:
    picture: Image.Image = drawn(600, 12)[0].render(scale=600 / 72).to_pil().convert("L")
    line = np.asarray(picture)[round(275.98 / 25.4 * 600)] < 128
    runs = np.flatnonzero(line)
    assert (runs[-1] - runs[0]) / 600 * 25.4 == pytest.approx(100, abs=0.25)
