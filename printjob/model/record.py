"""A record (レコード) as read, and as prepared for printing.

``Record`` is what the extract says, typed and validated. ``Prepared`` is what will be printed: display texts, chosen fits and bars.
Admission makes the second from the first and keeps it once, in a store that is read by position. What is prepared holds nothing but
texts and numbers, so the garbage collector need not look at it (``gc=False``): a tenth of composing's time.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

Value = str | int | Decimal | date | None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One notice as delivered. ``values`` follow the format's data fields; ``sections`` has the lines of each section of the form's
    record in its order, their values following the format's fields of that section.

    ``number`` counts the records of the delivery from 1; ``line`` is the physical line of the data record in its file.
    """

    number: int
    line: int
    values: tuple[Value, ...]
    sections: tuple[tuple[tuple[Value, ...], ...], ...]


class Fitted(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text with its chosen fit (index into ``Slot.fits``) and its lines as they are set."""

    fit: int
    lines: tuple[str, ...]


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line of a section (明細, 納付書) as printed: index of its :class:`~printjob.model.form.RowKind` in the section, its texts."""

    kind: int
    values: tuple[str, ...]
    fitted: tuple[Fitted, ...]


class Prepared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One notice as it will be printed. Texts are exactly what appears on paper; an empty text prints nothing.

    ``bars`` is the customer barcode (67 characters 1-4) or empty; ``rare`` lists the grapheme clusters that have no code of their
    own in the BMP (variation sequences, characters of other planes), sorted. ``variant`` is the index of the form's variant;
    ``sections`` has the rows of each of its sections in order, with the blocks that fill pages up.
    """

    notice: str
    number: int
    line: int
    bars: str
    variant: int
    values: tuple[str, ...]
    fitted: tuple[Fitted, ...]
    sections: tuple[tuple[Row, ...], ...]
    rare: tuple[str, ...]
