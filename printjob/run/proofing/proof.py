"""Proof pictures (校正) of chosen pieces of a finished job: 見本 across every part, and no live payment code.

A live code never leaves the production spool, so pages of ``print.pdf`` are not shown. The pieces are composed again from what was
prepared for them, with the proof form that the run kept beside its own and with void codes, in a folder of the run's room that is gone
afterwards. The pictures show personal data and go into a folder of their own.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Collection
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pypdfium2

from printjob.admit.voiding import PreparedVoider
from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.errors import DataRefused, EnvironmentAtFault, Fault
from printjob.model.form import Form, Variant
from printjob.model.piece import Chunk, JobPlan, Sheet
from printjob.model.runfolder import (
    art_path,
    form_path,
    job_folder,
    read_form,
    read_job_plan,
    read_planned_rows,
    read_prepared,
    records_path,
)
from printjob.recordshape import read_shape
from printjob.run.forms import proof_key, record_file

_PARTS = ("records", "forms", "plan")
_encoder = msgspec.msgpack.Encoder()


def draw_proofs(run: Path, job: str, pieces: Collection[str], out: Path, dpi: int) -> list[Path]:
    """A PNG for each page of the pieces (ids, or their last digits), named ``<piece>-p<page>.png``; paths in page order.

    A piece that the job does not have is refused (``PJ-1602-E``), and a job whose codes cannot be made void (``PJ-1404-E``).
    """
    sheets = _sheets(job_folder(run, job))
    wanted = _chosen(job, pieces, {sheet.piece for sheet in sheets})
    pages = [(sheet.piece, page) for sheet in sheets if sheet.piece in wanted for page in sheet.pages]
    with tempfile.TemporaryDirectory(dir=run.parent, prefix=f".{job}.proof-") as scratch:
        document_path = _compose(run, Path(scratch), job, {int(piece.rpartition("-")[2]) for piece in wanted})
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        with pypdfium2.PdfDocument(document_path) as document:
            return [_draw(document, at, out / f"{piece}-p{page:05d}.png", dpi) for at, (piece, page) in enumerate(pages)]


def first_pieces(run: Path, job: str, count: int) -> list[str]:
    """The ids of a job's first pieces."""
    return list(dict.fromkeys(sheet.piece for sheet in _sheets(job_folder(run, job))))[:count]


def _sheets(folder: Path) -> list[Sheet]:
    return msgspec.json.Decoder(Sheet).decode_lines((folder / "sheets.jsonl").read_bytes())


def _chosen(job: str, pieces: Collection[str], known: Collection[str]) -> set[str]:
    chosen = {piece: _full(piece, known) for piece in pieces}
    missing = [piece for piece, full in chosen.items() if full is None]
    if missing:
        raise DataRefused(*(Fault(id="PJ-1602-E", file=job, field="piece", value=piece) for piece in missing))
    return {full for full in chosen.values() if full is not None}


def _full(piece: str, known: Collection[str]) -> str | None:
    if piece in known:
        return piece
    ends = piece.zfill(7) if piece.isdigit() else piece
    found = [full for full in known if full.rpartition("-")[2] == ends]
    return found[0] if len(found) == 1 else None


def _compose(run: Path, scratch: Path, job: str, pieces: set[int]) -> Path:
    """The chosen pieces as a print file with void codes, below ``scratch``."""
    for name in _PARTS:
        (scratch / name).mkdir()
    plan = read_job_plan(run, job)
    voider = _voider(run, scratch, plan.form)
    rows = read_planned_rows(run, job)
    rows = np.array(rows[np.isin(rows["piece"], list(pieces))])
    records = bytearray()
    for row in rows:
        where = (int(row[name]) for name in ("delivery", "part", "offset", "length"))
        encoded = _encoder.encode(voider.void(read_prepared(run, *where)))
        row["delivery"], row["part"], row["offset"], row["length"] = 0, 0, len(records), len(encoded)
        records += encoded
    records_path(scratch, 0, 0).write_bytes(records)
    _write_plan(scratch, plan, rows)
    compose_chunk(str(scratch), job, 0)
    return finish_job(str(scratch), job).print_pdf


def _voider(run: Path, scratch: Path, key: str) -> PreparedVoider:
    """Puts the proof form where the composer looks for the form, and makes the voider for it."""
    if not form_path(run, proof_key(key)).exists():
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", file=key, detail="the run kept no proof form: run it anew"))
    form, proof = read_form(run, key), read_form(run, proof_key(key))
    if not same_values(form, proof):
        detail = "the form prints other values on a proof: guards on campaign.proof may only add or take away texts"
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", file=form.form, detail=detail))
    form_path(scratch, key).write_bytes(form_path(run, proof_key(key)).read_bytes())
    art_path(scratch, key).write_bytes(art_path(run, proof_key(key)).read_bytes())
    return PreparedVoider(proof, read_shape(record_file(run, key)).payment)


def same_values(form: Form, proof: Form) -> bool:
    """Whether a form and its proof print the same values, so that a notice prepared for the one can be shown as the other."""
    return list(map(_prints, form.variants)) == list(map(_prints, proof.variants))


def _prints(variant: Variant) -> object:
    """What a prepared notice of the variant holds, and on which pages: the same for a form and for its proof."""
    sections = [
        (one.name, one.record, one.stock, one.loose, one.filler, [(row.values, row.fitted) for row in one.rows],
         [len(kind.tops_pt) for kind in (one.first, one.middle, one.last, one.only)])
        for one in variant.sections
    ]  # fmt: skip
    return variant.code, variant.values, variant.fitted, len(variant.lead), sections


def _write_plan(scratch: Path, plan: JobPlan, rows: npt.NDArray[np.void]) -> None:
    sheets = int(rows["sheets"].sum())
    used = rows["by_stock"].sum(axis=0, dtype=np.int64).tolist()
    plan = msgspec.structs.replace(
        plan,
        pieces=len(set(rows["piece"].tolist())),
        sheets=sheets,
        pages=2 * sheets,
        chunks=(Chunk(start=0, stop=len(rows), first_page=0, first_sheet=0),),
        stocks=tuple(msgspec.structs.replace(one, sheets=count) for one, count in zip(plan.stocks, used, strict=False)),
    )
    buffer = io.BytesIO()
    np.save(buffer, rows, allow_pickle=False)
    (scratch / "plan" / f"{plan.job}.npy").write_bytes(buffer.getvalue())
    (scratch / "plan" / f"{plan.job}.json").write_bytes(msgspec.json.encode(plan))


def _draw(document: pypdfium2.PdfDocument, at: int, path: Path, dpi: int) -> Path:
    document[at].render(scale=dpi / 72).to_pil().save(path)
    return path
