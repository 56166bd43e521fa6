"""Barcode test sheet (バーコードのテスト用紙): customer barcodes as the job prints them, with the measures that the post office checks.

The addresses are published ones, no recipient's. The sheet must be printed by the job's own printer, without scaling; a ruler shows that.
Least contrast (PCS) and greatest tilt are those of a test report of a post office of 1998 (general knowledge, not in the manual's text).
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from printjob.mailroom.papers.values import Head, head_values, postal_shown
from printjob.model.filled import Filled

MEASURES = ("long", "timing", "pitch", "bar", "space")
"""長バー, タイミングバー, ピッチ, バーの幅, 隙間"""


class Measure(NamedTuple):
    """What a measure is drawn as, and its least and greatest, in mm."""

    drawn_mm: float
    least_mm: float
    greatest_mm: float


class BarcodeSample(msgspec.Struct, frozen=True, kw_only=True):
    """An address, its 住所表示番号, and the 67 bars as characters 1 to 4."""

    postal_code: str
    address: str
    digits: str
    bars: str


class BarcodeTest(msgspec.Struct, frozen=True, kw_only=True):
    """A printer's barcodes: bars of ``dots`` at ``device_dpi``, nominal size in points, the measures by name (:data:`MEASURES`)."""

    printer: str
    device_dpi: int
    dots: int
    size_pt: float
    width_mm: float
    measures: dict[str, Measure]
    samples: tuple[BarcodeSample, ...]


def barcode_test(head: Head, test: BarcodeTest) -> Filled:
    """The sheet, drawn on the dots of the test's printer."""
    values = {
        **head_values(head), "title": "バーコードのテスト用紙", "printer": test.printer, "device_dpi": f"{test.device_dpi} dpi",
        "dots": f"{test.dots}ドット", "size": f"a = {test.size_pt:.2f}ポイント（k = {test.size_pt / 10:.3f}）", "width": f"{test.width_mm:.2f} mm",
    }  # fmt: skip
    for name in MEASURES:
        measure = test.measures[name]
        values |= {f"{name}_drawn": _mm(measure.drawn_mm), f"{name}_least": _mm(measure.least_mm), f"{name}_greatest": _mm(measure.greatest_mm)}
    rows = [_row(number, sample) for number, sample in enumerate(test.samples, start=1)]
    return Filled("barcode-test", values, rows, {"dpi": str(test.device_dpi), "dots": str(test.dots)})


def _mm(length: float) -> str:
    return f"{length:.3f}"


def _row(number: int, sample: BarcodeSample) -> dict[str, str]:
    return {
        "number": str(number), "postal_code": postal_shown(sample.postal_code), "address": sample.address, "digits": sample.digits,
        "bars": sample.bars,
    }  # fmt: skip
