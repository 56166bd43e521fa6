"""Marks and lines of ``sheets.jsonl`` (帳票記録): one line a sheet, exactly as :class:`printjob.model.piece.Sheet`
encodes.
"""

from __future__ import annotations

import msgspec

from printjob.barcode.mark import encode_prefix, encode_sheet
from printjob.model.piece import JobPlan, Sheet, piece_id

_encoder = msgspec.json.Encoder()


class SheetLines:
    """The sheets of one job, in print order as they are added."""

    def __init__(self, plan: JobPlan) -> None:
        self._plan = plan
        self._prefix = encode_prefix(plan.run_serial, plan.number)
        self._lines: list[bytes] = []

    def add(self, piece: int, notice: int, sheet: int, of: int, front_page: int) -> str:
        """Adds sheet n of m of a piece, whose front is PDF page ``front_page`` (from 1); returns the mark that it
        bears.
        """
        plan = self._plan
        mark = encode_sheet(self._prefix, piece, sheet, of)
        line = Sheet(
            job=plan.job,
            piece=piece_id(plan.run, piece),
            seq=piece - plan.first_piece + 1,
            sheet=sheet,
            of=of,
            pages=(front_page, front_page + 1),
            stock=plan.stock,
            mark=mark,
            notice=notice,
            feeders=(),
            divert="",
            weight_mg=plan.sheet_weight_mg,
            thickness_um=plan.sheet_thickness_um,
        )
        self._lines.append(_encoder.encode(line))
        return mark

    def lines(self) -> bytes:
        """All lines, each ended by LF."""
        return b"".join([line + b"\n" for line in self._lines])
