"""What a barcode test sheet (バーコードのテスト用紙) shows of a job: its printer's measures and published addresses in its own bars."""

from __future__ import annotations

from printjob.barcode.customer import encode
from printjob.barcode.customer_size import TOLERANCES_MM_PER_10_PT, Size
from printjob.mailroom.papers.barcodetest import MEASURES, BarcodeSample, BarcodeTest, Measure

PUBLISHED = (
    ("2630023", "千葉市稲毛区緑町3丁目30-8　郵便ビル403号", "3-30-8-403"),
    ("1100016", "東京都台東区台東5-6-3　ABCビル10F", "5-6-3-10"),
    ("0600906", "北海道札幌市東区北六条東4丁目　郵便センター6号館", "4-6"),
    ("2730102", "千葉県鎌ケ谷市右京塚　東3丁目-20-5　郵便・A&bコーポB604号", "3-20-5B604"),
    ("6230011", "京都府綾部市青野町綾部6-7　LプラザB106", "6-7LB106"),
    ("9100067", "福井県福井市新田塚3丁目80-25　J1ビル2-B", "3-80-25J1-2B"),
)
"""Japan Post, 郵便番号・バーコードマニュアル p25 (検証用付番事例): postal code, address, 住所表示番号; with letters, a letter that is cut, and a check digit
that is 0."""


def barcode_test_of(printer: str, device_dpi: int, dots: int) -> BarcodeTest:
    """The test of a printer whose bars are ``dots`` wide."""
    size = Size(dots, device_dpi)
    drawn = {"long": size.height_mm, "timing": size.height_mm / 3, "pitch": size.pitch_mm, "bar": size.bar_mm, "space": size.pitch_mm - size.bar_mm}
    factor = size.size_pt / 10
    limits = {name: TOLERANCES_MM_PER_10_PT[name] for name in MEASURES}
    return BarcodeTest(
        printer=printer, device_dpi=device_dpi, dots=dots, size_pt=size.size_pt, width_mm=size.width_mm,
        measures={name: Measure(drawn[name], factor * least, factor * greatest) for name, (least, greatest) in limits.items()},
        samples=tuple(
            BarcodeSample(postal_code=code, address=address, digits=digits, bars=encode(code, digits)) for code, address, digits in PUBLISHED
        ),
    )  # fmt: skip
