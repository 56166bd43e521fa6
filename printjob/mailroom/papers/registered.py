"""List of registered or recorded mail (書留・特定記録郵便物等差出票): every piece with its inquiry number and addressee.

PERSONAL DATA: this paper and its CSV are the only papers of a posting that name anybody; they are kept in a folder of their own. The
post office stamps one copy, which is the receipt (受領証).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from printjob.errors import BugFound, Fault
from printjob.mailroom.papers.inquiry import InquiryNumber, is_of, validate
from printjob.mailroom.papers.values import Head, csv_file, head_values, postal_shown
from printjob.model.filled import Filled

CSV_HEADING = ("NUMBER", "INQUIRY_NUMBER", "POSTAL_CODE", "ADDRESS", "NAME", "PIECE", "NOTE")
COPIES = ("局控", "受領証")


class RegisteredLine(msgspec.Struct, frozen=True, kw_only=True):
    """A piece: ``number`` from 1 on this list, ``piece`` its id."""

    number: int
    inquiry: InquiryNumber
    name: str
    postal_code: str
    address: str
    piece: str
    note: str = ""


def registered_list(head: Head, option: str, title: str, lines: Sequence[RegisteredLine], copies: Sequence[str] = COPIES) -> list[Filled]:
    """The list in its copies, none without lines; ``title`` is the service's name. ``BugFound`` (``PJ-1702-E``) where numbers are not 1 to n,
    an inquiry number stands there twice, has a wrong check digit or belongs to another service.
    """
    _require_sound(option, lines)
    values = {**head_values(head), "title": "書留・特定記録郵便物等差出票", "service": title, "pieces": f"{len(lines):,}"}
    return [Filled("registered-list", {**values, "copy": copy}, [_row(line) for line in lines]) for copy in copies if lines]


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


def _row(line: RegisteredLine) -> dict[str, str]:
    return {
        "number": str(line.number), "inquiry": line.inquiry.shown, "name": line.name, "postal_code": postal_shown(line.postal_code),
        "address": line.address, "piece": line.piece, "note": line.note,
    }  # fmt: skip


def registered_csv(lines: Sequence[RegisteredLine]) -> bytes:
    """The list's lines. Personal data."""
    return csv_file(
        CSV_HEADING,
        ((line.number, line.inquiry.shown, postal_shown(line.postal_code), line.address, line.name, line.piece, line.note) for line in lines),
    )
