"""Registered and recorded mail: the list (書留・特定記録郵便物等差出票) of all pieces with number and addressee, a label (貼付ラベル) for each.

PERSONAL DATA: the list and its CSV are the only papers of a posting that name anybody; they are kept in a folder of their own. The post
office stamps one copy, which is the receipt (受領証). Labels name nobody: the number in the envelope's window (整理番号) says which
envelope a label is for. The inquiry number stands on both as NW-7.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from printjob.errors import BugFound, Fault
from printjob.mailroom.papers.inquiry import InquiryNumber, is_of, validate
from printjob.mailroom.papers.values import Head, csv_file, head_values, postal_shown
from printjob.mailroom.postage.handover import InquirySymbol
from printjob.model.filled import Filled

CSV_HEADING = ("NUMBER", "INQUIRY_NUMBER", "POSTAL_CODE", "ADDRESS", "NAME", "PIECE", "NOTE")
COPIES = ("局控", "受領証")


class RegisteredLine(msgspec.Struct, frozen=True, kw_only=True):
    """A piece: ``number`` from 1 on this list, ``piece`` its id, ``seq`` its number in the job from 1, as in the control file."""

    number: int
    inquiry: InquiryNumber
    name: str
    postal_code: str
    address: str
    piece: str
    job: str
    seq: int
    note: str = ""


def registered_list(
    head: Head, option: str, title: str, lines: Sequence[RegisteredLine], symbol: InquirySymbol, copies: Sequence[str] = COPIES
) -> list[Filled]:
    """The list in its copies, none without lines; ``title`` is the service's name. ``BugFound`` (``PJ-1702-E``) where numbers are not 1 to n,
    an inquiry number stands there twice, has a wrong check digit or belongs to another service.
    """
    _require_sound(option, lines)
    values = {**head_values(head), "title": "書留・特定記録郵便物等差出票", "service": title, "pieces": f"{len(lines):,}"}
    return [Filled("registered-list", {**values, "copy": copy}, [_row(line, symbol) for line in lines]) for copy in copies if lines]


def registered_labels(head: Head, option: str, title: str, lines: Sequence[RegisteredLine], symbol: InquirySymbol) -> list[Filled]:
    """A label for each piece, in the list's order, none without lines. Errors as :func:`registered_list`."""
    _require_sound(option, lines)
    shared = {"service": title, "office": head.office, "sender": head.sender.name, "posting": head.posting}
    return [Filled("registered-labels", {}, [{**shared, **_label(line, len(lines), symbol)} for line in lines])] if lines else []


def _label(line: RegisteredLine, lines: int, symbol: InquirySymbol) -> dict[str, str]:
    return {
        "inquiry": line.inquiry.shown, "symbol": symbol.around(line.inquiry.digits), "number": f"{line.number:,}／{lines:,}",
        "reference": f"{int(line.piece.rpartition('-')[2]):06d}", "piece": line.piece, "job": line.job, "seq": f"{line.seq:,}",
    }  # fmt: skip


def _require_sound(option: str, lines: Sequence[RegisteredLine]) -> None:
    rules = (
        ([line.number for line in lines] == list(range(1, len(lines) + 1)), "the lines are not numbered 1 to n"),
        (len({line.inquiry.digits for line in lines}) == len(lines), "an inquiry number stands on the list twice"),
        (all(validate(line.inquiry.digits) for line in lines), "an inquiry number has a wrong check digit"),
        (all(is_of(option, line.inquiry) for line in lines), f"an inquiry number is not one of {option}"),
    )
    faults = [Fault(id="PJ-1702-E", field="inquiry number", detail=detail) for holds, detail in rules if not holds]
    if faults:
        raise BugFound(*faults)


def _row(line: RegisteredLine, symbol: InquirySymbol) -> dict[str, str]:
    return {
        "number": str(line.number), "inquiry": line.inquiry.shown, "symbol": symbol.around(line.inquiry.digits), "name": line.name, "postal_code": postal_shown(line.postal_code),
        "address": line.address, "piece": line.piece, "note": line.note,
    }  # fmt: skip


def registered_csv(lines: Sequence[RegisteredLine]) -> bytes:
    """The list's lines. Personal data."""
    return csv_file(
        CSV_HEADING,
        ((line.number, line.inquiry.shown, postal_shown(line.postal_code), line.address, line.name, line.piece, line.note) for line in lines),
    )
