"""A small run in a folder, as admission and planning would leave it: invented people, every kind of place on the pages.

The form has a cover with the customer barcode and the 返戻 id, a reverse without values, detail pages for three blocks of two kinds,
and, in one of its two variants, loose slip sheets of three slips with their codes, masked slips filling them up. Its values take every
way a text can go: fixed-width digits to the right and left, names with rare clusters, several fits, several faces.
"""

from __future__ import annotations

import random
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.model.form import (
    Bars,
    ComputedSlot,
    Fit,
    Form,
    MarkPlace,
    PageKind,
    RowKind,
    Section,
    Slot,
    Symbol,
    ValueSpec,
    Variant,
    page_count,
)
from printjob.model.piece import PLANNED, Chunk, JobPlan, StockUse, job_id, run_serial
from printjob.model.record import Fitted, Prepared, Row
from printjob.model.runfolder import art_path, form_path, job_folder, read_job_plan, records_path

RUN = "20260401-01"
JOB = job_id(RUN, 3)
WIDTH, HEIGHT = 595.2, 841.92
NAMES = ["葛\U000e0102西花子", "渡邊\U000e0108太郎", "𠮷田一郎", "齋藤みどり", "株式会社北見本", "髙橋翔"]
ARTS = ("cover", "reverse", "detail", "land", "house", "slips", "slip", "masked")
SLIP, PAID, MASKED = 0, 1, 2
RARE = ("葛\U000e0102", "邊\U000e0108", "𠮷")
_WORDS = "144 114 132 312 123 141 321 213 231 411 414 324 342 234 432 243 423 441 111".split()  # noqa: SIM905 - a table in a line


def bars_for(digits: str) -> str:
    """A right customer barcode for a postal code and nothing behind it."""
    values = [int(digit) for digit in digits] + [14] * 13
    values.append(-sum(values) % 19)
    return "13" + "".join(_WORDS[value] for value in values) + "31"


def make_run(folder: Path, notices: int = 12, chunk: int = 5, seed: int = 7, most_rows: int = 9) -> Path:
    """Writes a run with one job of ``notices`` notices, two of them in one piece; returns the run's folder."""
    rng = random.Random(seed)
    run = folder / RUN
    for name in ("records", "forms", "plan", "jobs", "work"):
        (run / name).mkdir(parents=True, exist_ok=True)
    form = small_form()
    form_path(run, "small").write_bytes(msgspec.json.encode(form))
    art_path(run, "small").write_bytes(small_arts())
    records: list[Prepared] = []
    for number in range(1, notices + 1):
        line = records[-1].line + 1 + sum(map(len, lines_of(records[-1]))) if records else 2
        records.append(prepared(number, line, rng, most_rows))
    rows, codes = _plan_rows(run, form, records)
    np.save(run / "plan" / f"{JOB}.npy", rows)
    (run / "plan" / f"{JOB}.json").write_bytes(msgspec.json.encode(_job_plan(rows, codes, chunk)))
    return run


def lines_of(record: Prepared) -> list[list[Row]]:
    """The rows of each section that the record has lines for."""
    return [[row for row in rows if at == 0 or row.kind != MASKED] for at, rows in enumerate(record.sections)]


def prepared(number: int, line: int, rng: random.Random, most_rows: int) -> Prepared:
    """One notice: its amounts, its name, an address in one of two fits, up to ``most_rows`` detail lines."""
    amount = rng.randrange(100, 3_000_000)
    name = f"{rng.choice(NAMES)}　様"
    long = number % 3 == 0
    address = Fitted(1, ("見本市中央一条西二丁目三番", f"地の四　見本ビル{number}号室")) if long else Fitted(0, (f"見本市中央{number}丁目",))
    rows = tuple(_row(rng, at) for at in range(number % (most_rows + 1)))
    variant = number % 4 == 3
    slips = () if variant else tuple(_slip(rng, number, term) for term in range(1 + number % 5))
    masked = (Row(MASKED, (), ()),) * (-len(slips) % 3)
    bars = "" if number % 5 == 0 else bars_for(f"{rng.randrange(10_000_000):07d}")
    remark = "" if number % 2 else "備考（見本）\\第１"
    values = (f"{amount:,}", f"{number:010d}", "令和８年度", remark, f"{rng.choice(NAMES)} A-{number}")
    return Prepared(
        notice=f"{number:010d}", number=number, line=line, bars=bars, variant=int(variant), values=values,
        fitted=(address, Fitted(0, (name,))), sections=(rows,) if variant else (rows, slips + masked), rare=tuple(sorted(cluster for cluster in RARE if cluster in name + values[4])),
    )


def _row(rng: random.Random, line: int) -> Row:
    kind = rng.randrange(2)
    amounts = tuple(f"{rng.randrange(10**rng.randrange(1, 8)):,}" for _ in range(6))
    return Row(kind, (f"{line + 1}", *amounts), (Fitted(0, (f"見本市{'一二三'[rng.randrange(3)]}条",)),))


def _slip(rng: random.Random, number: int, term: int) -> Row:
    """A slip of some amount, its codes invented; every third is too much for a store and has no GS1-128, as the fourth term is paid."""
    amount = rng.randrange(1, 300_000)
    if term == 3:
        return Row(PAID, (), ())
    free = f"{number:011d}{term:010d}"
    gs1 = f"91999999{free}02607310{amount:06d}"
    gs1 += str(-sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(gs1))) % 10)
    elqr = f"{rng.randrange(10**254):0255d}"
    return Row(SLIP, (f"{amount:,}", "" if term == 2 else gs1, elqr, f"{free[:5]} {term}", f"{number:010d}"), ())


def _plan_rows(run: Path, form: Form, records: list[Prepared]) -> tuple[npt.NDArray[np.void], dict[str, int]]:
    rows = np.zeros(len(records), PLANNED)
    offset = 0
    with records_path(run, 0, 0).open("wb") as store:
        for index, record in enumerate(records):
            packed = msgspec.msgpack.encode(record)
            store.write(packed)
            sheets = form.variants[record.variant].sheets([len(section) for section in record.sections])
            by_stock = [sum(sheet.stock == stock for sheet in sheets) for stock in range(3)]
            # The second and third notice share an envelope.
            piece, notice = (index + 40 if index < 2 else index + 39), (2 if index == 2 else 1)
            rows[index] = (0, 0, offset, len(packed), record.number, piece, notice, page_count(sheets), len(sheets), by_stock, 0)
            offset += len(packed)
    for row in rows:
        row["of"] = rows["sheets"][rows["piece"] == row["piece"]].sum()
    rare = sorted({cluster for record in records for cluster in record.rare})
    return rows, {cluster: 0xE000 + index for index, cluster in enumerate(rare)}


def finished(run: Path) -> Path:
    """Composes the run's job and puts it where finished jobs lie, with its manifest; returns that folder."""
    plan = read_job_plan(run, JOB)
    for number in range(len(plan.chunks)):
        compose_chunk(str(run), JOB, number)
    files = finish_job(str(run), JOB)
    folder = job_folder(run, JOB)
    files.print_pdf.parent.rename(folder)
    write_manifest(run, folder)
    return folder


def write_manifest(run: Path, folder: Path) -> None:
    """A manifest that fits whatever lies in the folder."""
    plan = read_job_plan(run, JOB)
    names = sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")
    files = {name: {"sha256": sha256((folder / name).read_bytes()).hexdigest(), "bytes": (folder / name).stat().st_size} for name in names}
    manifest = {"files": files, "pieces": plan.pieces, "sheets": plan.sheets, "pages": plan.pages}
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))


def _job_plan(rows: npt.NDArray[np.void], codes: dict[str, int], chunk: int) -> JobPlan:
    sheets = np.concatenate([[0], np.cumsum(rows["sheets"].astype(int))]).tolist()
    starts = [*range(0, len(rows), chunk), len(rows)]
    starts = [start + 1 if start < len(rows) and rows[start]["notice"] == 2 else start for start in starts]
    chunks = tuple(Chunk(a, b, 2 * sheets[a], sheets[a]) for a, b in pairwise(starts))
    return JobPlan(
        job=JOB, number=3, run=RUN, run_serial=run_serial(RUN), municipality="019917", campaign="c", form="small", profile="p",
        pieces=len(set(rows["piece"].tolist())), sheets=sheets[-1], pages=2 * sheets[-1], first_piece=int(rows["piece"][0]),
        last_piece=int(rows["piece"][-1]), chunks=chunks, codes=codes, stocks=(
            StockUse(stock="notice", sheets=int(rows["by_stock"][:, 0].sum()), sheet_weight_mg=3992, sheet_thickness_um=88),
            StockUse(stock="slip", sheets=int(rows["by_stock"][:, 1].sum()), sheet_weight_mg=5052, sheet_thickness_um=104),
        ),
    )


def slot(name: str, value: int, x: float, *baselines: float, size: float = 9.5, align: str = "left", faces: tuple[str, ...] = ("ipamj-mincho",)) -> Slot:
    """A slot with one fit; ``ascii`` for the fixed-width face alone."""
    fits = (Fit(size, baselines),)
    return Slot(name=name, value=value, x_pt=x, width_pt=220, align=align, faces=faces, fits=fits, ascii=faces == ("bizud-gothic",))  # type: ignore[arg-type]


def small_form() -> Form:
    """The form itself, as compiling a layout would give it."""
    gothic = ("bizud-gothic",)
    front = ComputedSlot(kind="identity", slot=slot("front", 0, 12, 60, size=6, faces=gothic))
    back = ComputedSlot(kind="identity", slot=slot("back", 0, 12, 60, size=6, faces=gothic))
    page_of = ComputedSlot(kind="page-of", slot=slot("page_of", 0, 560, 30, size=8, align="right"))
    reference = ComputedSlot(kind="reference", slot=slot("reference", 0, 300, 700, size=8, align="centre", faces=gothic))
    fitted = Slot(
        name="address", value=0, x_pt=70, width_pt=240, align="left", faces=("ipamj-mincho",), fits=(Fit(11, (720,)), Fit(8, (724, 714))), ascii=False
    )
    name = Slot(
        name="name", value=1, x_pt=70, width_pt=240, align="left", faces=("ipamj-mincho",), fits=(Fit(12, (690,)), Fit(9, (690,))), ascii=False
    )
    cover = PageKind(
        name="cover", art="cover", computed=(reference,), bars=Bars(x_pt=72, y_pt=660, dots=12),
        symbols=(Symbol(kind="return", value=-1, x_pt=300, y_pt=720, dots=8),),
        slots=(
            slot("amount", 0, 500, 500, align="right", faces=gothic), slot("number", 1, 480, 800, faces=gothic), slot("year", 2, 300, 760, align="centre"),
            slot("remark", 3, 70, 400), slot("obligor", 4, 520, 480, align="right", faces=("bizud-gothic", "ipamj-mincho")), fitted, name,
        ),
    )
    detail = {"tops_pt": (760.0, 560.0, 360.0), "computed": (page_of,), "slots": (slot("again", 1, 70, 800, faces=gothic),)}
    kinds = {kind: PageKind(name=kind, art="detail", **detail) for kind in ("first", "middle", "last", "only")}  # type: ignore[arg-type]
    values = (spec("annual_tax", "amount"), spec("notice_number"), spec("tax_year", "wareki-year", "{}度"), spec("remark"), spec("obligor"))
    texts = (spec("address"), spec("name co_owners honorific", "name-line"))
    details = Section(
        name="assets", record="detail", stock=0, loose=False, row_field="kind", rows=(_row_kind("land", "1", 70), _row_kind("house", "2", 80)),
        filler=-1, least=0, **kinds,
    )
    lead = (cover, PageKind(name="reverse", art="reverse"))
    variants = (
        Variant(name="slips", code="1", values=values, fitted=texts, lead=lead, sections=(details, _slip_section())),
        Variant(name="transfer", code="2", values=values, fitted=texts, lead=lead, sections=(details,)),
    )
    return Form(
        form="small", edition="1", digest="0", width_pt=WIDTH, height_pt=HEIGHT, device_dpi=600, stocks=("notice", "slip"),
        mark=MarkPlace(x_pt=12, y_pt=70.08, dots=12), front=front, back=back, variant_field="variant", variants=variants,
        arts={name: index for index, name in enumerate(ARTS)},
    )


def _slip_section() -> Section:
    gothic = ("bizud-gothic",)
    slots = (slot("slip_amount", 0, 500, -60, align="right", faces=gothic), slot("slip_number", 3, 300, -60, size=8, faces=gothic), slot("slip_notice", 4, 300, -80, size=8, faces=gothic))
    symbols = (
        Symbol(kind="gs1", value=1, x_pt=72, y_pt=-168, dots=4, height_pt=34.02), Symbol(kind="elqr", value=2, x_pt=480, y_pt=-168, dots=8),
    )
    slip = RowKind(name="slip", code="1", art="slip", values=(spec("amount", "amount"), spec("cvs_code"), spec("elqr"), spec("number"), spec("data.notice_number")), fitted=(), slots=slots, symbols=symbols)
    paid, masked = (RowKind(name=name, code=code, art="masked", values=(), fitted=(), slots=()) for name, code in (("paid", "3"), ("masked", "")))
    page = PageKind(name="slips", art="slips", slots=(slot("slip_notice", 1, 480, 830, size=8, faces=gothic),), tops_pt=(720.0, 480.0, 240.0))
    return Section(
        name="slips", record="slip", stock=1, loose=True, row_field="use", rows=(slip, paid, masked), filler=MASKED, least=1,
        first=page, middle=page, last=page, only=page, back=PageKind(name="slips-back", art="reverse"),
    )


def _row_kind(name: str, code: str, left: float) -> RowKind:
    gothic = ("bizud-gothic",)
    amounts = tuple(slot(f"amount_{index}", index, left + 70 * index, -40, size=8, align="right", faces=gothic) for index in range(1, 7))
    place = Slot(
        name="place", value=0, x_pt=left, width_pt=200, align="left", faces=("ipamj-mincho",), fits=(Fit(9, (-20,)), Fit(7, (-18, -26))), ascii=False
    )
    slots = (slot("line", 0, left, -60, size=8, faces=gothic), *amounts, place)
    values = (spec("line_number"), *(spec(f"amount_{index}", "amount") for index in range(1, 7)))
    return RowKind(name=name, code=code, art=name, values=values, fitted=(spec("place"),), slots=slots)


def spec(source: str, display: str = "plain", argument: str = "") -> ValueSpec:
    """How a value is made."""
    return ValueSpec(source=source, format=display, argument=argument)


def small_arts() -> bytes:
    """A page an art of lines and boxes and a word in Helvetica, the form's static art."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for index in range(len(ARTS)):
        content = b"0.5 w 40 %d m 550 %d l S BT /F1 7 Tf 1 0 0 1 40 %d Tm (art %d) Tj ET" % (830 - index, 830 - index, 820 - index, index)
        bodies.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content))
        bodies.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % (WIDTH, HEIGHT, len(bodies)))
        kids.append(b"%d 0 R" % len(bodies))
    bodies[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    return file_of(bodies)


def file_of(bodies: list[bytes]) -> bytes:
    """A PDF of numbered objects, the first of them the catalog."""
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + tail % (len(bodies) + 1, table, len(bodies) + 1, len(out))
