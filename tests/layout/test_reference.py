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
from printjob.layout.reference import ReferenceNotice, draw_reference, encoded_before
from printjob.layout.symbols import customer_bars, gs1_bars
from printjob.model.form import Bars, Form, Symbol
from printjob.model.piece import return_id
from printjob.model.record import Fitted, Prepared, Row
from tests.layout.rare_font import make_rare_font

DPI = 600
MARKS = ("1400200010000123010339", "1400200010000123020366", "1400200010000123030393")
CODES = "13" + "1234" * 16 + "3"


def notice(rows: int) -> ReferenceNotice:
    prepared = Prepared(
        notice="0012345678", number=1, line=2, bars=CODES,
        values=("070-0031", "令和 8年 4月30日", "123,456", "▲12,000", "口座振替", "0012345678", "123,456円"),
        fitted=(Fitted(0, ("北海道見本市見本町",)), Fitted(0, ("北海　花子　様",))), variant=0,
        sections=(tuple(Row(0, (f"{number}.00",), (Fitted(0, ("見本町一条",)),)) for number in range(1, rows + 1)),), rare=(),
    )
    sheets = 1 if rows == 0 else 2
    return ReferenceNotice(prepared=prepared, run="20260401-01", piece=123, sheets_of=3, marks=MARKS[:sheets])


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
    bars = letter[0].variants[0].lead[0].bars
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


# -- slips: loose sheets, symbols -------------------------------------------------------------------------------------------------------

GS1 = "91999999123450000012345678901026063000395003"
ELQR = "".join(str(number % 10) for number in range(255))


def bill_notice(slips: int, fillers: int) -> ReferenceNotice:
    live = Row(0, ("¥39,500", "令和 8年 6月30日", "0012345678", GS1, ELQR, "1" * 39, "2" * 44), ())
    prepared = Prepared(notice="0012345678", number=1, line=2, bars="", variant=0, values=("070-0031", "0012345678", "123,456"),
                        fitted=(Fitted(0, ("北海道見本市",)), Fitted(0, ("北海　花子　様",))), sections=((live,) * slips + (Row(2, (), ()),) * fillers,), rare=())
    return ReferenceNotice(prepared=prepared, run="20260401-01", piece=7, sheets_of=3, marks=MARKS, notice=2)


@pytest.fixture(scope="module")
def slips(bill: tuple[Form, Arts]) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(draw_reference(*bill, [bill_notice(5, 1)]))
    yield document
    document.close()


def codes_on(page: pypdfium2.PdfPage) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil()):
        found.setdefault(one.format.name, []).append(one.text.replace("(91)", "91"))
    return found


def test_each_page_of_slips_is_the_front_of_its_own_sheet(slips: pypdfium2.PdfDocument) -> None:
    pages = texts(slips)
    assert len(pages) == 6
    assert ["納付書" in page for page in pages] == [True, False, True, False, True, False]
    assert ["使用できません" in page for page in pages] == [False, False, False, False, True, False]
    assert ["納付場所" in page for page in pages] == [False, False, False, True, False, True]
    assert [f"000007-{number}/3" in pages[2 * number - 1] for number in (1, 2, 3)] == [True] * 3
    assert "1／2" in pages[0]


def test_a_slip_bears_its_payment_codes_and_a_filling_block_none(slips: pypdfium2.PdfDocument) -> None:
    full, filled = codes_on(slips[2]), codes_on(slips[4])
    assert full["Code128"] == [GS1] * 3
    assert full["QRCode"] == [ELQR] * 3
    assert filled["Code128"] == [GS1] * 2
    assert filled["QRCode"] == [ELQR] * 2


def test_the_window_bears_the_id_of_returned_mail(slips: pypdfium2.PdfDocument) -> None:
    assert set(codes_on(slips[0])["DataMatrix"]) == {MARKS[0], return_id("20260401-01", 7, 2)}


def test_an_empty_text_prints_no_symbol(bill: tuple[Form, Arts]) -> None:
    paid = bill_notice(1, 0)
    row = paid.prepared.sections[0][0]
    empty = msgspec.structs.replace(row, values=(*row.values[:3], "", "", *row.values[5:]))
    paid = msgspec.structs.replace(paid, prepared=msgspec.structs.replace(paid.prepared, sections=((empty,),)), marks=MARKS[:2])
    assert set(codes_on(pypdfium2.PdfDocument(draw_reference(*bill, [paid]))[2])) == {"DataMatrix"}


def test_symbols_encoded_before_give_the_same_pages(bill: tuple[Form, Arts], monkeypatch: pytest.MonkeyPatch) -> None:
    notices = [bill_notice(2, 1)]
    plain, known = draw_reference(*bill, [msgspec.structs.replace(one, marks=MARKS[:2]) for one in notices]), encoded_before(bill[0], notices)
    for encoder in ("printjob.layout.encoding.gs1.symbol", "printjob.layout.encoding.qr.encode", "printjob.layout.encoding.datamatrix.encode"):
        monkeypatch.setattr(encoder, None)
    assert draw_reference(*bill, [msgspec.structs.replace(one, marks=MARKS[:2]) for one in notices], symbols=known) == plain


def test_gs1_bars_lie_inside_their_dots() -> None:
    bars = gs1_bars(Symbol(kind="gs1", value=0, x_pt=0.0, y_pt=0.0, dots=4, height_pt=30.0), bytes([105, 102, 106]), DPI)
    edges = [(round(x / 72 * DPI, 1), round((x + width) / 72 * DPI, 1)) for x, _, width, _ in bars]
    assert edges[0] == (0.1, 7.9)
    assert edges[-1] == (4 * 33 + 0.1, 4 * 35 - 0.1)
