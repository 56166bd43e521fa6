"""Breakdown (内訳票): the kinds - shape and weight band - that a lot counts together for its least count, at most as many as its class allows.

Japan Post, 郵便番号・バーコードマニュアル p30: six kinds of barcoded mail count together with the breakdown; sorted mail likewise by weight
band. A lot of one kind needs none, nor does mail that is not counted (plain, option services).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from printjob.errors import BugFound, Fault
from printjob.mailroom.papers.slip import Slip, SlipLine, kind_shown, rounding_shown, weight_shown
from printjob.mailroom.papers.values import csv_file, district_shown, head_values, indicia_shown, yen_plain, yen_shown
from printjob.model.filled import Filled

CSV_HEADING = ("POSTING", "OFFICE", "PRODUCT", "TITLE", "DISTRICT", "INDICIA", "KIND", "SHAPE", "WEIGHT_G", "PIECES", "FEE_YEN", "AMOUNT_YEN")


def breakdown(posting: Slip) -> list[Filled]:
    """A breakdown for each lot of several kinds. ``BugFound`` (``PJ-1702-E``) where a lot has more kinds than may count together."""
    return [_paper(posting, lines) for lines in _lots(posting)]


def _lots(posting: Slip) -> list[list[SlipLine]]:
    ordered = sorted((line for line in posting.lines if line.product in posting.most_kinds), key=lambda line: line.lot)
    lots = [list(lines) for _, lines in groupby(ordered, key=lambda line: line.lot)]
    for lines in lots:
        allowed = posting.most_kinds[lines[0].product]
        if allowed and len(_kinds(lines)) > allowed:
            raise BugFound(Fault(id="PJ-1702-E", detail=f"a lot of {len(_kinds(lines))} kinds where {allowed} count together"))
    return [lines for lines in lots if len(_kinds(lines)) > 1]


def _kinds(lines: Sequence[SlipLine]) -> set[tuple[str, float]]:
    return {(line.shape, line.weight_g) for line in lines}


def _paper(posting: Slip, lines: Sequence[SlipLine]) -> Filled:
    first, pieces = lines[0], sum(line.pieces for line in lines)
    values = {
        **head_values(posting.head), "title": "郵便物内訳票", "handling": first.title, "district": district_shown(first.district) or "—",
        "indicia": indicia_shown(first.indicia), "kinds": str(len(_kinds(lines))), "pieces": f"{pieces:,}",
        "exact": yen_shown(sum(line.amount_milli for line in lines)), "rounding": rounding_shown(posting.rounding),
    }  # fmt: skip
    return Filled("posting-breakdown", values, [_row(number, line) for number, line in enumerate(lines, start=1)])


def _row(number: int, line: SlipLine) -> dict[str, str]:
    return {
        "number": str(number), "kind": kind_shown(line), "weight": weight_shown(line), "pieces": f"{line.pieces:,}",
        "fee": yen_shown(line.fee_milli), "amount": yen_shown(line.amount_milli),
    }  # fmt: skip


def breakdown_csv(posting: Slip) -> bytes:
    """The lots of several kinds, one line a kind."""
    head = posting.head
    return csv_file(
        CSV_HEADING,
        (
            (head.posting, head.office, line.product, line.title, line.district, line.indicia, number, line.shape, f"{line.weight_g:g}", line.pieces,
             yen_plain(line.fee_milli), yen_plain(line.amount_milli))
            for lines in _lots(posting)
            for number, line in enumerate(lines, start=1)
        ),
    )  # fmt: skip
