"""A small invented form with every kind of slot, invented notices, and the run's folder around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from printjob.layout.arts import Arts, Box, Rule, Text
from printjob.layout.drawing import draw_arts
from printjob.model.form import (
    Align,
    Bars,
    ComputedSlot,
    Fit,
    Form,
    MarkPlace,
    PageKind,
    RowKind,
    Section,
    Slot,
    ValueSpec,
    Variant,
    page_count,
)
from printjob.model.piece import MOST_STOCKS, PLANNED, Chunk, JobPlan, StockUse
from printjob.model.record import Fitted, Prepared, Row

RUN, JOB = "20260401-01", "20260401-01-0001"
GOTHIC, MINCHO = "bizud-gothic", "ipamj-mincho"
RARE = "邊\U000e010a"
RARE_PLANE_2 = "𠮷"
BARS = "13" + "1234" * 15 + "123" + "31"


def slot(
    value: int,
    x_pt: float,
    y_pt: float,
    align: Align = "left",
    faces: tuple[str, ...] = (GOTHIC,),
    fits: tuple[Fit, ...] = (),
    plain_ascii: bool = False,
    figures: bool = False,
    width_pt: float = 120.0,
) -> Slot:
    chosen = fits or (Fit(10.0, (y_pt,)),)
    return Slot(
        name=f"v{value}",
        value=value,
        x_pt=x_pt,
        width_pt=width_pt,
        align=align,
        faces=faces,
        fits=chosen,
        ascii=plain_ascii,
        figures=figures,
    )


NAME_FITS = (Fit(12.0, (700.0,)), Fit(8.0, (704.0, 694.0)))
COVER = (
    slot(0, 300.0, 650.0, "right", figures=True),
    slot(1, 380.25, 650.0, "right", figures=True, width_pt=60.0),
    slot(2, 60.0, 650.0, plain_ascii=True),
    slot(3, 200.0, 620.0, "centre"),
    slot(4, 300.0, 600.0, "right", faces=(GOTHIC, MINCHO)),
    slot(5, 60.0, 600.0, faces=(MINCHO,)),
    slot(0, 60.0, 700.0, faces=(MINCHO,), fits=NAME_FITS, width_pt=200.0),
)
LAND = (
    slot(0, 120.0, -12.0, faces=(MINCHO,)),
    slot(1, 400.0, -12.0, "right", figures=True),
    slot(0, 60.0, -24.0, fits=(Fit(9.0, (-24.0,)), Fit(7.0, (-22.0, -30.0)))),
)
HOUSE = (slot(0, 120.0, -14.0), slot(1, 400.0, -14.0, "right", plain_ascii=True))


def specs(count: int) -> tuple[ValueSpec, ...]:
    return tuple(ValueSpec(source=f"v{index}", format="plain") for index in range(count))


def identity_text(y_pt: float) -> ComputedSlot:
    return ComputedSlot(kind="identity", slot=slot(0, 20.0, y_pt, plain_ascii=True))


PAGE_OF = ComputedSlot(kind="page-of", slot=slot(0, 297.0, 20.0, "centre"))
REFERENCE = ComputedSlot(kind="reference", slot=slot(0, 60.0, 560.0, plain_ascii=True))


def _details(name: str, tops: int) -> PageKind:
    return PageKind(
        name=name,
        art="detail",
        slots=(slot(2, 60.0, 800.0, plain_ascii=True),),
        computed=(PAGE_OF,),
        tops_pt=tuple(750.0 - 200 * n for n in range(tops)),
    )


COVER_PAGE = PageKind(
    name="cover", art="cover", slots=COVER, computed=(PAGE_OF, REFERENCE), bars=Bars(60.03, 520.0, 12)
)
ASSETS = Section(
    name="assets",
    record="detail",
    stock=0,
    loose=False,
    row_field="kind",
    rows=(
        RowKind(name="land", code="1", art="land", values=specs(2), fitted=specs(1), slots=LAND),
        RowKind(name="house", code="2", art="house", values=specs(2), fitted=(), slots=HOUSE),
    ),
    filler=-1,
    least=0,
    first=_details("first", 2),
    middle=_details("middle", 3),
    last=_details("last", 2),
    only=_details("only", 2),
)
FORM = Form(
    form="invented",
    edition="1",
    digest="0",
    width_pt=595.2,
    height_pt=841.92,
    device_dpi=600,
    stocks=("notice",),
    mark=MarkPlace(24.0, 72.0, 12),
    front=identity_text(60.0),
    back=identity_text(40.0),
    variant_field="",
    variants=(Variant(name="", code="", values=specs(6), fitted=specs(1), lead=(COVER_PAGE,), sections=(ASSETS,)),),
    arts={"cover": 0, "detail": 1, "land": 2, "house": 3},
)
ARTS: Arts = {
    "cover": (Box(50.0, 500.0, 400.0, 300.0, 0.5, 0.05), Text(GOTHIC, 14.0, 100.0, 770.0, "納税通知書")),
    "detail": (Text(GOTHIC, 12.0, 100.0, 815.0, "課税明細書"),),
    "land": (Rule(50.0, 0.0, 450.0, 0.0, 0.5), Text(GOTHIC, 8.0, 50.0, -12.0, "土地")),
    "house": (Rule(50.0, -2.0, 450.0, -2.0, 1.0), Text(GOTHIC, 8.0, 50.0, -14.0, "家屋")),
}


def land(number: int, note: Fitted | None = None) -> Row:
    return Row(0, (f"見本町{number}番", f"{number * 1234:,}"), (note or Fitted(0, ("宅地",)),))


def house(number: int) -> Row:
    return Row(1, ("木造", f"{number}"), ())


def notice(
    number: int, rows: Sequence[Row] = (), name: Fitted | None = None, values: Sequence[str] = (), bars: str = BARS
) -> Prepared:
    texts = tuple(values) or (f"{number:,}", f"▲{number},000", f"{number:010d}", "令和 8年", "札幌(市)", "北\\海道")
    fitted = name or Fitted(0, (f"見本{number}　様",))
    spoken = "".join([*texts, *fitted.lines])
    return Prepared(
        notice=f"{number:010d}",
        number=number,
        line=number,
        bars=bars,
        values=texts,
        fitted=(fitted,),
        variant=0,
        sections=(tuple(rows),),
        rare=tuple(sorted(cluster for cluster in (RARE, RARE_PLANE_2) if cluster in spoken)),
    )


def several_notices() -> list[Prepared]:
    """Every kind of page and value: rows of both kinds, ▲, parentheses, fits, faces, rare clusters."""
    return [
        notice(1),
        notice(2, [land(1), house(2)]),
        notice(3, [land(n) for n in range(1, 5)], Fitted(1, ("見本商事株式会社", "代表取締役　見本"))),
        notice(4, [house(n) for n in range(1, 18)], Fitted(0, (f"渡{RARE}　{RARE_PLANE_2}田　様",))),
        notice(
            5,
            [land(1, Fitted(1, ("小規模住宅用地", "一般住宅用地")))],
            values=("0", "", "5", "令和元年", "", ""),
            bars="",
        ),
        notice(6, values=("▲1,234,567", "(6)", "6", "㈱", f"渡{RARE}㐂", "辻")),
    ]


def piece_numbers(count: int) -> list[int]:
    """Pieces of ``count`` notices: the second piece has two."""
    return [index + 12 if index < 2 else index + 11 for index in range(count)]


def write_run(
    run: Path, notices: Sequence[Prepared], chunk_notices: int = 500, form: Form = FORM, arts: Arts = ARTS
) -> str:
    """A run's folder with one planned job of these notices; its path as text."""
    for folder in ("records", "forms", "plan", "work"):
        (run / folder).mkdir(parents=True)
    (run / "forms" / "f.json").write_bytes(msgspec.json.encode(form))
    (run / "forms" / "f.art.pdf").write_bytes(draw_arts(form, arts))
    packed = [msgspec.msgpack.encode(prepared) for prepared in notices]
    (run / "records" / "d0000-p00000.rec").write_bytes(b"".join(packed))
    rows = planned_rows(form, notices, [len(record) for record in packed])
    np.save(run / "plan" / f"{JOB}.npy", rows)
    (run / "plan" / f"{JOB}.json").write_bytes(msgspec.json.encode(job_plan(form, rows, notices, chunk_notices)))
    return str(run)


def planned_rows(form: Form, notices: Sequence[Prepared], lengths: Sequence[int]) -> np.ndarray:
    rows = np.zeros(len(notices), dtype=PLANNED)
    plans = [form.variants[one.variant].sheets([len(rows) for rows in one.sections]) for one in notices]
    rows["length"], rows["offset"] = lengths, np.cumsum(lengths) - lengths
    rows["number"] = [prepared.number for prepared in notices]
    rows["pages"], rows["sheets"] = [page_count(plan) for plan in plans], [len(plan) for plan in plans]
    rows["by_stock"] = [[sum(sheet.stock == at for sheet in plan) for at in range(MOST_STOCKS)] for plan in plans]
    rows["piece"] = piece_numbers(len(notices))
    for piece in set(piece_numbers(len(notices))):
        own = rows["piece"] == piece
        rows["notice"][own] = range(1, own.sum() + 1)
        rows["of"][own] = rows["sheets"][own].sum()
    return rows


def job_plan(form: Form, rows: np.ndarray, notices: Sequence[Prepared], chunk_notices: int) -> JobPlan:
    before = np.concatenate([[0], np.cumsum(rows["sheets"])])
    starts = range(0, len(rows), chunk_notices)
    chunks = tuple(
        Chunk(start, min(start + chunk_notices, len(rows)), int(2 * before[start]), int(before[start]))
        for start in starts
    )
    clusters = sorted({cluster for prepared in notices for cluster in prepared.rare})
    return JobPlan(
        job=JOB,
        number=1,
        run=RUN,
        run_serial=4001,
        municipality="019917",
        campaign="c",
        form="f",
        profile="p",
        pieces=len(set(rows["piece"])),
        sheets=int(before[-1]),
        pages=int(2 * before[-1]),
        first_piece=int(rows["piece"][0]),
        last_piece=int(rows["piece"][-1]),
        chunks=chunks,
        codes={cluster: 0xE000 + index for index, cluster in enumerate(clusters)},
        stocks=tuple(
            StockUse(stock=name, sheets=int(count), sheet_weight_mg=4990 + 1000 * at, sheet_thickness_um=90 + 10 * at)
            for at, (name, count) in enumerate(zip(form.stocks, rows["by_stock"].sum(axis=0), strict=False))
        ),
    )
