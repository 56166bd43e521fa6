"""One notice while its lines are read: its values, its detail lines, its faults; in the end a record, or a refusal with all of them.

What can only be said of the whole is said here: it belongs to its delivery, the number of detail lines is what the record tells, and the amounts add up as
declared for the form and run kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from printjob.errors import Fault
from printjob.extract.format import Format
from printjob.extract.shape import RecordShape
from printjob.model.record import Record, Value


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A quarantined record (受入エラー): its number, line, notice number and amount where they can be read, all its faults."""

    number: int
    line: int
    notice: str
    amount_yen: int
    faults: tuple[Fault, ...]


class _Sum(NamedTuple):
    total: int
    of: tuple[int, ...]


class NoticeRules:
    """Where a format keeps what the form's roles and sums speak of, as positions among the values."""

    def __init__(self, fmt: Format, shape: RecordShape, run_kind: str, fiscal_year: int) -> None:
        self.fields = fmt.data.fields
        place = fmt.data.position
        self.notice, self.amount = place(shape.roles.notice), place(shape.roles.amount)
        self.detail_count = place(shape.roles.detail_count)
        self.delivery = ((place(shape.roles.run_kind), run_kind), (place(shape.roles.fiscal_year), fiscal_year))
        self.detail_notice = fmt.detail.position(shape.roles.notice)
        self.sums = tuple(_Sum(place(s.total), tuple(place(part) for part in s.of)) for s in shape.sums[run_kind])


class NoticeAtHand:
    """The notice whose lines are being read. ``values`` are empty when its data line has the wrong length."""

    def __init__(self, rules: NoticeRules, file: str, number: int, line: int) -> None:
        self._rules, self._file, self.number, self._line = rules, file, number, line
        self.values: tuple[Value, ...] = ()
        self.faults: list[Fault] = []
        self._details: list[tuple[Value, ...]] = []

    @property
    def amount_yen(self) -> int:
        """The amount that control totals add up, 0 when it cannot be read."""
        amount = self.values[self._rules.amount] if self.values else 0
        return amount if isinstance(amount, int) else 0

    @property
    def notice(self) -> str:
        """The notice number, empty when it cannot be read."""
        return str(self.values[self._rules.notice] or "") if self.values else ""

    def add_detail(self, values: tuple[Value, ...]) -> bool:
        """Take a detail line, empty when its length is wrong; false when it bears another notice's number."""
        self._details.append(values)
        return not values or not self.notice or values[self._rules.detail_notice] == self.notice

    def finish(self) -> Record | Refused:
        """The record, or its refusal when it has a fault."""
        if self.values:
            self._check_delivery()
            self._check_detail_count()
            self._check_sums()
        if self.values and not self.faults:
            return Record(number=self.number, line=self._line, values=self.values, details=tuple(self._details))
        return Refused(
            number=self.number,
            line=self._line,
            notice=self.notice,
            amount_yen=self.amount_yen,
            faults=tuple(self.faults),
        )

    def _check_delivery(self) -> None:
        """The record is of the run kind and the year that its delivery is for: another year's notice must not travel with it."""
        for position, wanted in self._rules.delivery:
            if self.values[position] not in (wanted, None, ""):
                self._note("PJ-1211-E", position, f"the delivery says {wanted}")

    def _check_detail_count(self) -> None:
        told, found = self.values[self._rules.detail_count], len(self._details)
        if told is not None and told != found:
            self._note("PJ-1209-E", self._rules.detail_count, f"the record has {found} detail lines")

    def _check_sums(self) -> None:
        for total, of in self._rules.sums:
            told, found = self.values[total], _added([self.values[part] for part in of])
            if found is not None and told is not None and told != found:
                self._note("PJ-1205-E", total, "is not the sum declared for the form")

    def _note(self, fault_id: str, position: int, detail: str) -> None:
        field = self._rules.fields[position]
        self.faults.append(
            Fault(
                id=fault_id,
                file=self._file,
                line=self._line,
                column=field.at or field.column,
                record=self.number,
                field=field.name,
                value=str(self.values[position]),
                detail=detail,
            )
        )


def _added(amounts: Sequence[Value]) -> int | None:
    """The sum, ``None`` when one of the amounts was refused."""
    total = 0
    for amount in amounts:
        if not isinstance(amount, int):
            return None
        total += amount
    return total
