"""The reference renderer prints a notice as a careful person would: read back from the picture and the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pypdfium2
import pytest
import zxingcpp

from printjob.layout.arts import Arts
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.layout.symbols import customer_bars
from printjob.model.form import Bars, Form
from printjob.model.record import Fitted, Prepared, Row
from tests.layout.rare_font import make_rare_font

DPI = 600
MARKS = ("1400200010000123010339", "1400200010000123020366", "1400200010000123030393")
CODES = "13" + "1234" * 16 + "3"


def notice(rows: int) -> ReferenceNotice:
    prepared = Prepared(
        notice="0012345678", number=1, line=2, bars=CODES,
        values=("070-0031", "令和 8年 4月30日", "123,456", "▲12,000", "口座振替", "0012345678", "123,456円"),
        fitted=(Fitted(0, ("北海道見本市見本町",)), Fitted(0, ("北海　花子　様",))),
        rows=tuple(Row(0, (f"{number}.00",), (Fitted(0, ("見本町一条",)),)) for number in range(1, rows + 1)), rare=(),
    )
    return ReferenceNotice(prepared=prepared, piece=123, sheets_of=3, marks=MARKS)


@pytest.fixture(scope="module")
def document(letter: tuple[Form, Arts]) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(draw_reference(*letter, [notice(6)]))
    yield document
    document.close()


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in document]


def test_each_page_has_its_own_content(document: pypdfium2.PdfDocument) -> None:
    pages = texts(document)
    assert len(pages) == 4
    assert "123,456" in pages[0]
    assert "1／4" in pages[0]
    assert ["1.00" in page for page in pages] == [False, True, False, False]
    assert ["6.00" in page for page in pages] == [False, False, False, True]
    assert ["次頁へ続く" in page for page in pages] == [False, True, True, False]


def test_fronts_and_backs_bear_their_sheets_identity(document: pypdfium2.PdfDocument) -> None:
    assert [number for page in texts(document) for number in ("1/3", "2/3") if f"000123-{number}" in page] == ["1/3", "1/3", "2/3", "2/3"]


def test_a_blank_back_bears_the_identity_alone(letter: tuple[Form, Arts]) -> None:
    pages = texts(pypdfium2.PdfDocument(draw_reference(*letter, [notice(0)])))
    assert len(pages) == 2
    assert pages[1].strip() == "000123-1/3"


def test_every_front_bears_its_mark(document: pypdfium2.PdfDocument) -> None:
    for page, mark in ((0, MARKS[0]), (2, MARKS[1])):
        (found,) = zxingcpp.read_barcodes(document[page].render(scale=300 / 72).to_pil(), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix))
        assert found.text == mark
    assert not zxingcpp.read_barcodes(document[1].render(scale=300 / 72).to_pil(), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix))


def test_bars_blacken_exactly_their_dots(letter: tuple[Form, Arts], document: pypdfium2.PdfDocument) -> None:
    bars = letter[0].lead[0].bars
    assert bars is not None
    picture = np.asarray(document[0].render(scale=DPI / 72, grayscale=True).to_numpy()) < 128
    assert picture.shape == (7016, 4961)
    left, foot = round(bars.x_pt * DPI / 72), 7016 - round(bars.y_pt * DPI / 72)
    strip, u = picture[foot - 6 * bars.dots:foot, left:left + (2 * len(CODES) - 1) * bars.dots], bars.dots
    expected = np.zeros_like(strip)
    for number, code in enumerate(CODES):
        top, bottom = {"1": (0, 6), "2": (0, 4), "3": (2, 6), "4": (2, 4)}[code]
        expected[top * u:bottom * u, 2 * number * u:(2 * number + 1) * u] = True
    assert (strip == expected).all()


def test_bar_heights_are_those_of_the_manual() -> None:
    heights = [round((height + 0.02) / 72 * DPI) for *_, height in customer_bars(Bars(0.0, 0.0, 12), "1234", DPI)]
    assert heights == [72, 48, 48, 24]


def test_rare_clusters_are_drawn_with_their_own_glyphs(letter: tuple[Form, Arts], tmp_path: Path) -> None:
    plain, rare = notice(0), notice(0)
    name = Fitted(0, ("邊\U000E0108𠮷　様",))
    rare = msgspec.structs.replace(rare, prepared=msgspec.structs.replace(rare.prepared, fitted=(rare.prepared.fitted[0], name)))
    codes = make_rare_font("ipamj-mincho", ["邊\U000E0108", "𠮷"], tmp_path / "rare.ttf")
    drawn = pypdfium2.PdfDocument(draw_reference(*letter, [rare], tmp_path / "rare.ttf", codes))
    text = drawn[0].get_textpage().get_text_bounded()
    assert all(chr(code) in text for code in codes.values())
    assert chr(0xE000) not in pypdfium2.PdfDocument(draw_reference(*letter, [plain]))[0].get_textpage().get_text_bounded()
