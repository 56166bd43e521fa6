"""A form's record as it is declared (レコード定義): the values that every reader of records is handed."""

from __future__ import annotations

import msgspec

KINDS = ("text", "digits", "code", "postal", "amount", "count", "year", "date", "decimal")
"""Names of the kinds of fields; what they mean stands in :mod:`printjob.extract.kinds`."""

OPTIONAL = "optional"
"""stands for the kind of a field that a format may leave out, wherever fields are printed or chosen by: nothing takes this kind"""

NOTICE_ROLE = "notice"

ROLE_KINDS = {
    "notice": "digits",
    "addressee": "digits",
    "postal": "postal",
    "amount": "amount",
    "pull": "code",
    "protected": "code",
    "run_kind": "code",
    "fiscal_year": "year",
}
"""The roles of single data fields that every record has, and the kinds they need; further roles stand in :class:`Roles`."""


class Sum(msgspec.Struct, frozen=True):
    """``total`` equals the sum of ``of``, all amounts of the data record."""

    total: str
    of: tuple[str, ...]


class RowSum(msgspec.Struct, frozen=True, kw_only=True):
    """``total``, an amount of the data record, equals the sum of ``field`` over the lines of ``section`` whose code fields have the
    values in ``where``. It is not asked of a record without lines in that section.
    """

    total: str
    section: str
    field: str
    where: dict[str, str]


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """``field``, a number of the data record or of each line of ``section`` (empty: the data record), is within ``least`` .. ``most``;
    ``None``: no limit on this side. A blank is not asked.
    """

    section: str
    field: str
    least: int | None
    most: int | None


class DueDate(msgspec.Struct, frozen=True, kw_only=True):
    """``due``, a date (納期限) of the data record or of each line of ``section`` (empty: the data record); it counts where it is not blank and
    ``amount`` beside it is not 0: nothing is to be paid then.
    """

    section: str
    due: str
    amount: str


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """Which data fields mean what to the pipeline. ``notice`` stands in every section's lines too.

    Three roles may be missing: ``name``, the addressee's name, which an office's postal code is held against; ``mail_option``, the code
    field that asks for an option service (特定記録, 書留) by its number in :data:`printjob.model.mail.OPTIONS`; ``first_due``, the dates of
    which the earliest is the notice's first due date (最初の納期限), that its posting must leave time for.
    """

    notice: str
    addressee: str
    postal: str
    address: tuple[str, ...]
    amount: str
    pull: str
    protected: str
    run_kind: str
    fiscal_year: str
    name: tuple[str, ...] = ()
    mail_option: str = ""
    first_due: tuple[DueDate, ...] = ()


class SectionShape(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of lines behind the data line: its fields' kinds by name, and the data field (``count``) that tells their number."""

    name: str
    count: str
    fields: dict[str, str]


class PaymentCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Where a slip (納付書) keeps its payment codes, and what they must agree with; names of fields of ``section``, empty: none.

    ``kind`` is the code field that says how the slip may be paid; ``live`` lists its codes with which a slip carries payment codes
    at all and ``store`` those with which it carries a GS1-128. ``limit`` is the 取扱期限 (limit for stores), ``due`` the 納期限.
    ``ocr`` are the upper and the lower OCR line, ``ocr_rule`` is ``mt`` or ``opaque``. ``numbers`` are pairs of an eL number field
    and the field of the payload it must equal. ``agrees`` are pairs of a field of the payload (期別, 賦課年度, 課税年度) and the field that says
    the same of the slip, ``data.NAME`` one of the data record.
    """

    section: str
    kind: str
    live: tuple[str, ...]
    store: tuple[str, ...]
    amount: str
    due: str
    limit: str
    gs1: str = ""
    elqr: str = ""
    ocr: tuple[str, ...] = ()
    ocr_rule: str = "opaque"
    numbers: tuple[tuple[str, str], ...] = ()
    agrees: tuple[tuple[str, str], ...] = ()


class RecordShape(msgspec.Struct, frozen=True, kw_only=True):
    """A form's record. ``exceptions``: the texts that two named persons may let be printed otherwise (例外承認), by section; those of the
    data record under the empty name. ``before_issue``: the dates of the data record that must lie before the issue date (発付日).
    ``optional``: the fields of the data record that a format may leave out (:mod:`printjob.recordshape.optional`).
    """

    id: str
    data: dict[str, str]
    sections: tuple[SectionShape, ...]
    roles: Roles
    sums: dict[str, tuple[Sum, ...]]
    row_sums: dict[str, tuple[RowSum, ...]]
    payment: PaymentCodes | None
    bounds: dict[str, tuple[Bound, ...]] = {}
    exceptions: dict[str, tuple[str, ...]] = {}
    before_issue: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def needed(self) -> dict[str, str]:
        """The kinds of the data fields that every format carries."""
        return {name: kind for name, kind in self.data.items() if name not in self.optional}

    @property
    def printed(self) -> dict[str, str]:
        """The kinds of the data fields for who prints them: :data:`OPTIONAL` for those that a format may leave out."""
        return {name: kind if name in self.needed else OPTIONAL for name, kind in self.data.items()}

    @property
    def run_kinds(self) -> tuple[str, ...]:
        """The run kinds the form is made for."""
        return tuple(self.sums)

    def section(self, name: str) -> SectionShape | None:
        """The section of this name."""
        return next((one for one in self.sections if one.name == name), None)
