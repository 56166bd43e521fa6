"""Spoiling a finished job on purpose: print.pdf is written anew without compression, and the manifest is made to fit again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf

from printjob.errors import Fault
from printjob.model.piece import piece_id
from printjob.model.record import Prepared
from printjob.model.runfolder import job_folder, read_planned_rows, read_prepared
from printjob.typefaces.locate import font_path
from printjob.verify.job import verify_job
from tests.verify.small_run import JOB, RUN, write_manifest


class Mutation:
    """One job in a run of its own."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.folder = job_folder(run, JOB)
        self.rows = read_planned_rows(run, JOB)

    def edit(self, change: Callable[[pikepdf.Pdf], None]) -> None:
        """Applies ``change`` to print.pdf; hashes are made right, so that only content can tell."""
        path = self.folder / "print.pdf"
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            change(pdf)
            pdf.save(path, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        write_manifest(self.run, self.folder)

    def replace(self, page: int, old: bytes, new: bytes) -> None:
        """Replaces ``old``, which stands once in the content of ``page`` (from 1), by ``new``."""

        def change(pdf: pikepdf.Pdf) -> None:
            contents = pdf.pages[page - 1].obj.Contents
            stream = contents.read_bytes()
            assert stream.count(old) == 1, stream
            contents.write(stream.replace(old, new))

        self.edit(change)

    def content(self, page: int) -> bytes:
        """The content of a page (from 1)."""
        with pikepdf.open(self.folder / "print.pdf") as pdf:
            return bytes(pdf.pages[page - 1].obj.Contents.read_bytes())

    def prepared(self, row: int) -> Prepared:
        """The record of a row of the plan."""
        at = self.rows[row]
        return read_prepared(self.run, int(at["delivery"]), int(at["part"]), int(at["offset"]), int(at["length"]))

    def cover(self, row: int) -> int:
        """The PDF page (from 1) of a row's cover."""
        return 2 * int(self.rows["sheets"][:row].sum()) + 1

    def piece(self, row: int) -> str:
        """The id of a row's piece."""
        return piece_id(RUN, int(self.rows[row]["piece"]))

    def faults(self, pictures: int | None = 0) -> list[Fault]:
        """What verify says."""
        return verify_job(self.run, JOB, pictures=pictures, font_source=font_path)

    def found(self) -> set[tuple[str, str]]:
        """Fault ids with the place they name, slots left out: ``page 3 piece 20260401-01-0000041``."""
        return {(fault.id, " ".join(fault.field.split()[:4])) for fault in self.faults()}

    def named(self, row: int, page: int) -> str:
        """How a fault of this page names it."""
        return f"page {page} piece {self.piece(row)}"
