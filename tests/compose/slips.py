"""An invented form of two variants that are mixed in one job: with slips on a stock of their own, and without."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from printjob.barcode import gs1
from printjob.layout.arts import Arts, Rule, Text
from printjob.model.form import ComputedSlot, Form, MarkPlace, PageKind, RowKind, Section, Symbol, Variant
from printjob.model.record import Fitted, Prepared, Row
from tests.compose.invented import (
    ARTS,
    ASSETS,
    BARS,
    COVER_PAGE,
    GOTHIC,
    MINCHO,
    PAGE_OF,
    RARE,
    house,
    identity_text,
    land,
    slot,
    specs,
)

OCR_B = "ocr-b"
OCR_LINE = "2013100 991236 0123456789012345678901234 67"
OCR_SIZE_PT = 10.0
BLOCK_TOPS_PT = (841.92, 561.36, 280.8)
GS1_PLACE = (60.0, -120.0, 34.08)
"""x, y below the block's top, height"""
GS1_DOTS = 4

SLIP = RowKind(
    name="slip",
    code="1",
    art="slip",
    values=specs(5),
    fitted=(),
    slots=(
        slot(0, 60.0, -40.0, faces=(GOTHIC, MINCHO)),
        slot(1, 400.0, -40.0, "right", figures=True),
        slot(2, 60.0, -200.0, faces=(OCR_B,), plain_ascii=True, width_pt=400.0),
        slot(1, 540.0, -220.0, "right", faces=(OCR_B,), plain_ascii=True),
    ),
    symbols=(
        Symbol(kind="gs1", value=3, x_pt=GS1_PLACE[0], y_pt=GS1_PLACE[1], dots=GS1_DOTS, height_pt=GS1_PLACE[2]),
        Symbol(kind="elqr", value=4, x_pt=300.0, y_pt=-150.0, dots=10),
    ),
)
MASKED = RowKind(name="masked", code="", art="masked", values=(), fitted=(), slots=())


def _slip_page(name: str) -> PageKind:
    return PageKind(name=name, art="slips", slots=(slot(2, 500.0, 30.0, plain_ascii=True),), tops_pt=BLOCK_TOPS_PT)


SLIPS = Section(
    name="slips",
    record="slip",
    stock=1,
    loose=True,
    row_field="use",
    rows=(SLIP, MASKED),
    filler=1,
    least=1,
    first=_slip_page("first-slips"),
    middle=_slip_page("middle-slips"),
    last=_slip_page("last-slips"),
    only=_slip_page("only-slips"),
    back=PageKind(name="slips-back", art="slips-back", slots=(slot(3, 300.0, 600.0, "centre"),)),
)
RETURN = Symbol(kind="return", value=-1, x_pt=480.0, y_pt=580.08, dots=8)
TRANSFER_PAGE = PageKind(
    name="transfer",
    art="transfer",
    slots=(slot(0, 60.0, 700.0), slot(1, 300.0, 700.0, "right", faces=(OCR_B,), plain_ascii=True)),
    computed=(ComputedSlot(kind="reference", slot=slot(0, 60.0, 560.0, plain_ascii=True)), PAGE_OF),
    symbols=(
        Symbol(kind="elqr", value=3, x_pt=300.0, y_pt=300.0, dots=10),
        RETURN,
        Symbol(kind="gs1", value=2, x_pt=60.0, y_pt=300.0, dots=GS1_DOTS, height_pt=30.0),
    ),
)
FORM = Form(
    form="invented-slips",
    edition="1",
    digest="0",
    width_pt=595.1998,
    height_pt=841.9198,
    device_dpi=600,
    stocks=("notice", "slip"),
    mark=MarkPlace(24.0, 72.0, 12),
    front=identity_text(60.0),
    back=identity_text(40.0),
    variant_field="variant",
    variants=(
        Variant(
            name="slips",
            code="1",
            values=specs(6),
            fitted=specs(1),
            lead=(msgspec.structs.replace(COVER_PAGE, symbols=(RETURN,)),),
            sections=(ASSETS, SLIPS),
        ),
        Variant(name="transfer", code="2", values=specs(4), fitted=(), lead=(TRANSFER_PAGE,), sections=()),
    ),
    arts={
        name: at
        for at, name in enumerate(
            ["cover", "detail", "land", "house", "slips", "slip", "masked", "slips-back", "transfer"]
        )
    },
)
SLIP_ARTS: Arts = {
    **ARTS,
    "slips": (Rule(50.0, 20.0, 550.0, 20.0, 0.5),),
    "slip": (Rule(50.0, 0.0, 550.0, 0.0, 0.5), Text(GOTHIC, 9.0, 60.0, -20.0, "納付書")),
    "masked": (Text(GOTHIC, 9.0, 60.0, -20.0, "＊使用しません＊"),),
    "slips-back": (Text(GOTHIC, 9.0, 60.0, 700.0, "納付場所"),),
    "transfer": (Text(GOTHIC, 9.0, 60.0, 770.0, "口座振替のお知らせ"),),
}


def cvs_code(number: int) -> str:
    """The 44 digits of a slip."""
    return gs1.encode(
        gs1.Fields(maker="912345", free=f"{number:021d}", reissue="0", limit="270331", stamp="0", amount_yen=number)
    )


def payload(number: int) -> str:
    """255 digits."""
    return f"000201{number:0249d}"


def slip(number: int, term: str = "") -> Row:
    return Row(0, (term or f"第{number}期", f"{number},000", OCR_LINE, cvs_code(number), payload(number)), ())


def unpayable(number: int) -> Row:
    """A slip without codes."""
    return Row(0, (f"第{number}期", f"{number},999", "", "", ""), ())


def with_slips(number: int, slips: Sequence[Row], assets: Sequence[Row] = (), text: str = "北海道") -> Prepared:
    filled = (*slips, *[Row(SLIPS.filler, (), ())] * SLIPS.fillers(len(slips)))
    return Prepared(
        notice=f"{number:010d}",
        number=number,
        line=number,
        bars=BARS,
        variant=0,
        values=(f"{number:,}", f"{number},000", f"{number:010d}", "令和 8年", "札幌(市)", text),
        fitted=(Fitted(0, (f"見本{number}　様",)),),
        sections=(tuple(assets), filled),
        rare=(RARE,) if RARE in text else (),
    )


def transfer(number: int, codes: bool = True) -> Prepared:
    return Prepared(
        notice=f"{number:010d}",
        number=number,
        line=number,
        bars="",
        variant=1,
        values=(f"口座{number}", f"{number}", *((cvs_code(number), payload(number)) if codes else ("", ""))),
        fitted=(),
        sections=(),
        rare=(),
    )


def mixed_notices() -> list[Prepared]:
    """Both variants in turn; slips that fill their sheets and slips that do not; rare clusters, slips without codes."""
    return [
        with_slips(1, [slip(n) for n in range(11, 16)], [land(1), house(2), land(3)]),
        transfer(2),
        with_slips(3, [slip(31), unpayable(32), slip(33, f"{RARE}期")], text=f"渡{RARE}"),
        transfer(4, codes=False),
        with_slips(5, [slip(51)], [land(n) for n in range(1, 7)]),
    ]
