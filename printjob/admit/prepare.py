"""From a typed record to what will be printed, or to the reason why it waits.

After this nothing can be held: exceptions, payment codes, texts, fits, bars, sheets and the machine are decided here, with the form
that composes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from printjob.admit.columns import RecordColumns
from printjob.admit.exceptions import Exceptions
from printjob.admit.payment import Billers, PaymentChecks
from printjob.admit.roles import MailRoles
from printjob.admit.variant import Printed, VariantMaker
from printjob.admit.voiding import Voider, require_declared
from printjob.barcode import customer as customer_barcode
from printjob.errors import Fault
from printjob.model.form import Form, page_count
from printjob.model.piece import MOST_STOCKS, State
from printjob.model.record import Prepared, Record
from printjob.postal.customer import HELD, REASONS, customer_code
from printjob.postal.index import PostalIndex
from printjob.recordshape import RecordShape
from printjob.typefaces.clusters import clusters, is_simple

_NUMBERS = re.compile(r"\d+|[A-Z]+")
_REMEMBERED = 10_000

SWITCHED_OFF = "switched-off"
BARCODE_REASONS = {**REASONS, SWITCHED_OFF: "案件の設定でバーコードを付けない"}
"""Why a piece bears no customer barcode: its address, or else that the campaign is posted without barcodes."""


class Admitted(msgspec.Struct, frozen=True):
    """A record that can be printed, with what planning must know; ``notes`` say which exceptions were applied, ``codes`` are
    the numbers of its payment codes (:meth:`printjob.admit.payment.PaymentChecks.check`); ``barcode_reason`` is a key of
    :data:`BARCODE_REASONS`, empty where it bears a barcode; ``option`` and ``due`` as :mod:`printjob.admit.roles` reads them.
    """

    prepared: Prepared
    route: int
    pages: int
    sheets: int
    by_stock: tuple[int, ...]
    addressee: str
    postal: str
    digits: str
    barcode_reason: str
    option: int
    due: int
    notes: tuple[Fault, ...] = ()
    codes: tuple[int, ...] = ()


class Waiting(msgspec.Struct, frozen=True):
    """A record that is not printed, and why."""

    state: State
    fault: Fault


class _Size(msgspec.Struct, frozen=True):
    """How big a notice is, and the first route that takes it (-1: none)."""

    pages: int
    sheets: int
    by_stock: tuple[int, ...]
    route: int


class Preparer:
    """Prepares the records of one campaign and format; made once in each worker.

    ``barcodes`` is the campaign's switch: without it no piece bears a customer barcode; its address is examined and sorted all the same.
    ``issued_on`` is the issue date (発付日): dates that must lie before it are held to it.
    With ``proof`` the payment codes are checked as ever, then replaced by void ones: ``form`` must be the one that prints 見本.
    """

    def __init__(
        self,
        form: Form,
        shape: RecordShape,
        columns: RecordColumns,
        sheets_by_route: Sequence[tuple[int, int]],
        postal: PostalIndex,
        exceptions: Exceptions | None = None,
        *,
        proof: bool = False,
        barcodes: bool = True,
        issued_on: date | None = None,
        billers: Billers | None = None,
    ) -> None:
        require_declared(form, shape.payment)
        self._routes, self._postal, self._exceptions = sheets_by_route, postal, exceptions
        place, roles = columns.data.place, shape.roles
        self._notice, self._addressee, self._code = place(roles.notice), place(roles.addressee), place(roles.postal)
        self._address, self._name = (tuple(map(place, names)) for names in (roles.address, roles.name))
        self._roles, self._barcodes = MailRoles(roles, columns), barcodes
        self._pull, self._protected = place(roles.pull), place(roles.protected)
        self._chooses = place(form.variant_field) if form.variant_field else -1
        self._variants = {one.code: VariantMaker(index, one, columns) for index, one in enumerate(form.variants)}
        self._slips = -1
        if shape.payment:
            slips = columns.sections[shape.payment.section]
            self._slips = list(columns.sections).index(shape.payment.section)
            self._payment, self._voider = PaymentChecks(shape.payment, slips, columns.data, billers), Voider(shape.payment, slips)
        self._proof, self._issued_on = proof, issued_on
        self._past = [(name, place(name)) for name in shape.before_issue]
        self._sizes: dict[tuple[int, ...], _Size] = {}

    def prepare(self, record: Record) -> Admitted | Waiting:
        """What becomes of a record. Raises nothing for data; every misfit is a :class:`Waiting` with its fault."""
        if record.values[self._protected] == "1":
            return _waiting(record, State.PULLED, Fault(id="PJ-1305-W"))
        if record.values[self._pull] == "1":
            return _waiting(record, State.PULLED, Fault(id="PJ-1304-W"))
        decided = self._printable(record)
        return _waiting(record, State.HELD, decided) if isinstance(decided, Fault) else decided

    def addressee(self, record: Record) -> str:
        """Its addressee number (宛名番号)."""
        return str(record.values[self._addressee])

    def _printable(self, record: Record) -> Admitted | Fault:
        notes: tuple[Fault, ...] = ()
        delivered = record
        if self._exceptions is not None:
            applied = self._exceptions.apply(record)
            if isinstance(applied, Fault):
                return applied
            record, notes = applied
        maker = self._variants[str(record.values[self._chooses]) if self._chooses >= 0 else ""]
        fault = maker.misplaced(record.sections) or self._too_early(record)
        if fault is not None:
            return fault
        codes = self._codes(record)
        if isinstance(codes, Fault):
            return codes
        if self._proof:
            record = self._voided(record)
        printed = maker.make(record.values, record.sections)
        if isinstance(printed, Fault):
            return printed
        size = self._size(maker, printed)
        if size.route < 0:
            return Fault(id="PJ-1303-W", value=str(size.sheets))
        return self._admitted(delivered, maker.index, printed, size, notes, codes)

    def _too_early(self, record: Record) -> Fault | None:
        """``PJ-1318-W`` where a date is not past on the issue date: a demand (督促) before the due date has no ground in law."""
        for name, at in self._past:
            day = record.values[at]
            if isinstance(day, date) and self._issued_on is not None and day >= self._issued_on:
                return Fault(id="PJ-1318-W", field=name, value=day.isoformat(), detail=f"issued on {self._issued_on.isoformat()}")
        return None

    def _codes(self, record: Record) -> tuple[int, ...] | Fault:
        return self._payment.check(record.sections[self._slips], record.values) if self._slips >= 0 else ()

    def _voided(self, record: Record) -> Record:
        if self._slips < 0:
            return record
        sections = list(record.sections)
        sections[self._slips] = self._voider.lines(sections[self._slips])
        return msgspec.structs.replace(record, sections=tuple(sections))

    def _size(self, maker: VariantMaker, printed: Printed) -> _Size:
        """Counted once for each combination of row counts: the plan of the sheets follows from them alone."""
        counts = (maker.index, *map(len, printed.sections))
        found = self._sizes.get(counts)
        if found is None:
            if len(self._sizes) >= _REMEMBERED:
                self._sizes.clear()
            plan = maker.variant.sheets(counts[1:])
            by_stock = tuple(sum(sheet.stock == stock for sheet in plan) for stock in range(MOST_STOCKS))
            takes = (index for index, (least, most) in enumerate(self._routes) if least <= len(plan) <= most)
            found = self._sizes[counts] = _Size(page_count(plan), len(plan), by_stock, next(takes, -1))
        return found

    def _admitted(
        self, record: Record, variant: int, printed: Printed, size: _Size, notes: tuple[Fault, ...], codes: tuple[int, ...]
    ) -> Admitted | Fault:
        """``record`` as it was delivered: bars and keys say where the piece goes, whatever an exception lets be printed."""
        postal = str(record.values[self._code])
        code = customer_code(postal, _joined(record, self._address), self._postal, _joined(record, self._name))
        if code.reason in HELD:
            return Fault(id="PJ-1311-W", field="address", detail=code.reason)
        reason = code.reason or ("" if self._barcodes else SWITCHED_OFF)
        prepared = Prepared(
            notice=str(record.values[self._notice]),
            number=record.number,
            line=record.line,
            bars="" if reason else customer_barcode.encode(postal, code.digits),
            variant=variant,
            values=printed.values,
            fitted=printed.fitted,
            sections=printed.sections,
            rare=_rare(printed),
        )
        return Admitted(
            prepared,
            size.route,
            size.pages,
            size.sheets,
            size.by_stock,
            str(record.values[self._addressee]),
            postal,
            sort_key(code.digits),
            reason,
            self._roles.option(record),
            self._roles.first_due(record),
            notes,
            codes,
        )


def _joined(record: Record, places: Sequence[int]) -> str:
    return "　".join(part for part in (str(record.values[place] or "") for place in places) if part)


def _waiting(record: Record, state: State, fault: Fault) -> Waiting:
    return Waiting(state, msgspec.structs.replace(fault, line=record.line, record=record.number))


def _rare(printed: Printed) -> tuple[str, ...]:
    parts = [*printed.values]
    parts += [line for text in printed.fitted for line in text.lines]
    for rows in printed.sections:
        for row in rows:
            parts += row.values
            parts += [line for text in row.fitted for line in text.lines]
    whole = "\n".join(parts)
    if is_simple(whole):
        return ()
    return tuple(sorted({c for c in clusters(whole) if len(c) > 1 or ord(c) > 0xFFFF}))


def sort_key(digits: str) -> str:
    """住所表示番号 as a key that sorts by number: the first four parts, numbers padded to six digits.

    >>> sort_key("3-16-4-205") < sort_key("3-16-10")
    True
    """
    return "".join(part.zfill(6)[:6] if part.isdigit() else part.ljust(6)[:6] for part in _NUMBERS.findall(digits)[:4])
