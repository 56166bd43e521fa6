"""What a customer barcode (カスタマバーコード) says for each address of a list, or why there must be none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from printjob.barcode import customer
from printjob.errors import DataRefused, Fault
from printjob.postal.customer import compact_code, customer_code
from printjob.postal.index import open_index


class Explained(msgspec.Struct, frozen=True):
    """An address's 住所表示番号 before cut and padding; its 67 bars (1-4), empty with a reason where no barcode is allowed."""

    digits: str
    bars: str
    reason: str


def text_lines(lines: Iterable[bytes], file: str) -> Iterator[str]:
    """Lines of UTF-8 without line ends and byte order mark. ``DataRefused`` (``PJ-1107-E``) names a line that is none."""
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as cause:
            column = cause.start + 1
            raise DataRefused(
                Fault(id="PJ-1107-E", file=file, line=number, column=column, detail="not UTF-8")
            ) from cause
        yield text.rstrip("\r\n")


def explain_customer(lines: Iterable[str]) -> Iterator[Explained]:
    """Each ``postal_code<TAB>address`` line explained, one for one; a line without a tab has no address."""
    index = open_index()
    for line in lines:
        postal_code, _, address = line.partition("\t")
        code = customer_code(postal_code, address.partition("\t")[0], index)
        bars = "" if code.reason else customer.encode(compact_code(postal_code), code.digits)
        yield Explained(code.digits, bars, code.reason)
