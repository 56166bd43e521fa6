"""Marks and lines of ``sheets.jsonl`` (帳票記録): one line a sheet, exactly as :class:`printjob.model.piece.Sheet`
encodes.
"""

from __future__ import annotations

import msgspec

from printjob.barcode.mark import encode_prefix, encode_sheet
from printjob.model.piece import JobPlan, Sheet, piece_id

_encoder = msgspec.json.Encoder()


class SheetLines:
    """The sheets of one job, in print order as they are added; ``by_stock`` counts them by the job's stocks."""

    def __init__(self, plan: JobPlan) -> None:
        self._plan = plan
        self._prefix = encode_prefix(plan.run_serial, plan.number)
        self._lines: list[bytes] = []
        self.by_stock = [0] * len(plan.stocks)

    def add(self, piece: int, notice: int, sheet: int, of: int, front_page: int, stock: int) -> str:
        """Adds sheet n of m of a piece, on the job's stock of this index, whose front is PDF page ``front_page`` (from 1);
        returns the mark that it bears.
        """
        plan, paper = self._plan, self._plan.stocks[stock]
        self.by_stock[stock] += 1
        mark = encode_sheet(self._prefix, piece, sheet, of)
        line = Sheet(
            job=plan.job,
            piece=piece_id(plan.run, piece),
            seq=piece - plan.first_piece + 1,
            sheet=sheet,
            of=of,
            pages=(front_page, front_page + 1),
            stock=paper.stock,
            mark=mark,
            notice=notice,
            feeders=(),
            divert="",
            weight_mg=paper.sheet_weight_mg,
            thickness_um=paper.sheet_thickness_um,
        )
        self._lines.append(_encoder.encode(line))
        return mark

    def lines(self) -> bytes:
        """All lines, each ended by LF."""
        return b"".join([line + b"\n" for line in self._lines])
