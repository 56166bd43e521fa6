"""Proof pictures (校正) of chosen pieces of a finished job. They show personal data and go into a folder of their own."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec
import pypdfium2

from printjob.errors import DataRefused, Fault
from printjob.model.piece import Sheet


def draw_proofs(job_folder: Path, pieces: Collection[str], out: Path, dpi: int) -> list[Path]:
    """A PNG for each page of the pieces (ids, or their last digits), named ``<piece>-p<page>.png``; paths in page order.

    A piece that the job does not have is refused (``PJ-1602-E``).
    """
    sheets = msgspec.json.Decoder(Sheet).decode_lines((job_folder / "sheets.jsonl").read_bytes())
    known = {sheet.piece for sheet in sheets}
    chosen = {piece: _full(piece, known) for piece in pieces}
    missing = [piece for piece, full in chosen.items() if full is None]
    if missing:
        raise DataRefused(
            *(Fault(id="PJ-1602-E", file=job_folder.name, field="piece", value=piece) for piece in missing)
        )
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = set(chosen.values())
    pages = [(sheet.piece, page) for sheet in sheets if sheet.piece in wanted for page in sheet.pages]
    with pypdfium2.PdfDocument(job_folder / "print.pdf") as document:
        return [_draw(document, piece, page, out, dpi) for piece, page in pages]


def first_pieces(job_folder: Path, count: int) -> list[str]:
    """The ids of a job's first pieces."""
    sheets = msgspec.json.Decoder(Sheet).decode_lines((job_folder / "sheets.jsonl").read_bytes())
    return list(dict.fromkeys(sheet.piece for sheet in sheets))[:count]


def _full(piece: str, known: Collection[str]) -> str | None:
    if piece in known:
        return piece
    ends = piece.zfill(7) if piece.isdigit() else piece
    found = [full for full in known if full.rpartition("-")[2] == ends]
    return found[0] if len(found) == 1 else None


def _draw(document: pypdfium2.PdfDocument, piece: str, page: int, out: Path, dpi: int) -> Path:
    path = out / f"{piece}-p{page:05d}.png"
    document[page - 1].render(scale=dpi / 72).to_pil().save(path)
    return path
