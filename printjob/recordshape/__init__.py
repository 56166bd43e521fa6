"""What a form needs from a record (レコード定義): names and kinds, sections, roles, sums, payment codes, and what may be excepted.

``layouts/<form>/record.yaml`` is declared once, with the form. A format (:mod:`printjob.extract.format`) must carry every name with
the same kind; a layout may print these names and no others; admission holds a record to the sums and to its payment codes. Sums are
declared by run kind (処理区分): a 変更通知 adds up differently from a 当初. So are the bounds of numbers (a 当初 bills no negative
amount).

A record is one data line and, behind it, the lines of its sections in the declared order (課税明細, 世帯員, 納付書 ...). Every line
of a section bears the notice's number.
"""

from __future__ import annotations

from printjob.recordshape.payment import OF_DATA
from printjob.recordshape.reading import read_shape
from printjob.recordshape.shape import (
    KINDS,
    NOTICE_ROLE,
    OPTIONAL,
    ROLE_KINDS,
    Bound,
    DueDate,
    PaymentCodes,
    RecordShape,
    Roles,
    RowSum,
    SectionShape,
    Sum,
)

__all__ = [
    "KINDS",
    "NOTICE_ROLE",
    "OF_DATA",
    "OPTIONAL",
    "ROLE_KINDS",
    "Bound",
    "DueDate",
    "PaymentCodes",
    "RecordShape",
    "Roles",
    "RowSum",
    "SectionShape",
    "Sum",
    "read_shape",
]
