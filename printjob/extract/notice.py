"""One notice while its lines are read: its values, the lines of its sections, its faults; in the end a record, or a refusal with all.

What can only be said of the whole is said here: it belongs to its delivery, its sections stand in their order and have as many lines
as the record tells, and the amounts add up and keep their bounds as declared for the form and run kind. Where sums are declared line by
line (the slip of each 期), a line that none of them takes would be billed unchecked: it is a fault.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from printjob.errors import Fault
from printjob.extract.format import Format
from printjob.model.record import Record, Value
from printjob.recordshape import Bound, RecordShape, RowSum


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


class _RowSum(NamedTuple):
    total: int
    section: int
    amount: int
    where: tuple[tuple[int, str], ...]


class _Bound(NamedTuple):
    section: int  # -1: the data line
    field: int
    least: float
    most: float


class NoticeRules:
    """Where a format keeps what the form's roles, sections and sums speak of, as positions among the values."""

    def __init__(self, fmt: Format, shape: RecordShape, run_kind: str, fiscal_year: int) -> None:
        self.fields = fmt.data.fields
        place = fmt.data.position
        self.notice, self.amount = place(shape.roles.notice), place(shape.roles.amount)
        self.delivery = ((place(shape.roles.run_kind), run_kind), (place(shape.roles.fiscal_year), fiscal_year))
        self.sections = {kind.role: index for index, kind in enumerate(fmt.sections)}
        self.row_fields = tuple(kind.fields for kind in fmt.sections)
        self.counts = tuple(place(section.count) for section in shape.sections)
        self.row_notices = tuple(kind.position(shape.roles.notice) for kind in fmt.sections)
        self.sums = tuple(_Sum(place(s.total), tuple(place(part) for part in s.of)) for s in shape.sums[run_kind])
        self.row_sums = tuple(self._row_sum(fmt, one) for one in shape.row_sums.get(run_kind, ()))
        self.partial = _partial(self.row_sums)
        self.bounds = tuple(self._bound(fmt, one) for one in shape.bounds.get(run_kind, ()))

    def _bound(self, fmt: Format, one: Bound) -> _Bound:
        index = self.sections[one.section] if one.section else -1
        kind = fmt.sections[index] if one.section else fmt.data
        least, most = -math.inf if one.least is None else one.least, math.inf if one.most is None else one.most
        return _Bound(index, kind.position(one.field), least, most)

    def _row_sum(self, fmt: Format, one: RowSum) -> _RowSum:
        index = self.sections[one.section]
        place = fmt.sections[index].position
        where = tuple((place(name), code) for name, code in one.where.items())
        return _RowSum(fmt.data.position(one.total), index, place(one.field), where)


def _partial(sums: Sequence[_RowSum]) -> dict[tuple[int, int], tuple[_RowSum, ...]]:
    """By section and amount the sums that take some of the lines each, where no sum takes them all."""
    places = {(one.section, one.amount): tuple(s for s in sums if (s.section, s.amount) == (one.section, one.amount)) for one in sums}
    return {place: own for place, own in places.items() if all(one.where for one in own)}


class NoticeAtHand:
    """The notice whose lines are being read. ``values`` are empty when its data line has the wrong length."""

    def __init__(self, rules: NoticeRules, file: str, number: int, line: int) -> None:
        self._rules, self._file, self.number, self._line = rules, file, number, line
        self.values: tuple[Value, ...] = ()
        self.faults: list[Fault] = []
        self._sections: list[list[tuple[Value, ...]]] = [[] for _ in rules.counts]
        self._last = 0
        self._ordered = True

    @property
    def amount_yen(self) -> int:
        """The amount that control totals add up, 0 when it cannot be read."""
        amount = self.values[self._rules.amount] if self.values else 0
        return amount if isinstance(amount, int) else 0

    @property
    def notice(self) -> str:
        """The notice number, empty when it cannot be read."""
        return str(self.values[self._rules.notice] or "") if self.values else ""

    def add(self, section: int, values: tuple[Value, ...]) -> bool:
        """Take a line of a section, empty when its length is wrong; false when it bears another notice's number."""
        self._sections[section].append(values)
        self._ordered = self._ordered and section >= self._last
        self._last = section
        return not values or not self.notice or values[self._rules.row_notices[section]] == self.notice

    def finish(self) -> Record | Refused:
        """The record, or its refusal when it has a fault."""
        if self.values:
            self._check_delivery()
            self._check_sections()
            self._check_sums()
            self._check_row_sums()
            self._check_bounds()
        if self.values and not self.faults:
            return Record(number=self.number, line=self._line, values=self.values, sections=tuple(map(tuple, self._sections)))
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

    def _check_sections(self) -> None:
        if not self._ordered:
            self.faults.append(Fault(id="PJ-1212-E", file=self._file, line=self._line, record=self.number))
        for position, name, lines in zip(self._rules.counts, self._rules.sections, self._sections, strict=True):
            told, found = self.values[position], len(lines)
            if told is not None and told != found:
                self._note("PJ-1209-E", position, f"the record has {found} {name} lines")

    def _check_sums(self) -> None:
        for total, of in self._rules.sums:
            told, found = self.values[total], _added([self.values[part] for part in of])
            if found is not None and told is not None and told != found:
                self._note("PJ-1205-E", total, "is not the sum declared for the form")

    def _check_row_sums(self) -> None:
        for total, section, amount, where in self._rules.row_sums:
            lines, told = self._sections[section], self.values[total]
            if not lines or () in lines:
                continue  # nothing to add up; or a line of the wrong length, which refuses the record anyway
            chosen = [line[amount] for line in lines if all(line[position] == code for position, code in where)]
            found = _added(chosen)
            if found is not None and told is not None and told != found:
                self._note("PJ-1205-E", total, f"is not the sum of the {self._name(section)} lines")
        for (section, amount), sums in self._rules.partial.items():
            for number, line in enumerate(self._sections[section], 1):
                if line and line[amount] and not any(all(line[at] == code for at, code in one.where) for one in sums):
                    told = f"{self._name(section)} line {number}: no sum of this run kind takes it"
                    self.faults.append(self._of_line("PJ-1205-E", section, amount, line[amount], told))

    def _check_bounds(self) -> None:
        for section, position, least, most in self._rules.bounds:
            if section < 0:
                value = self.values[position]
                if isinstance(value, int) and not least <= value <= most:
                    self._note("PJ-1213-E", position, f"expected {_within(least, most)}")
                continue
            for number, line in enumerate(self._sections[section], 1):
                value = line[position] if line else None
                if isinstance(value, int) and not least <= value <= most:
                    told = f"{self._name(section)} line {number}: expected {_within(least, most)}"
                    self.faults.append(self._of_line("PJ-1213-E", section, position, value, told))

    def _of_line(self, fault_id: str, section: int, position: int, value: Value, detail: str) -> Fault:
        field = self._rules.row_fields[section][position]
        return Fault(
            id=fault_id,
            file=self._file,
            line=self._line,
            record=self.number,
            field=field.name,
            value=str(value),
            detail=detail,
        )

    def _name(self, section: int) -> str:
        return list(self._rules.sections)[section]

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


def _within(least: float, most: float) -> str:
    """A range as a message tells it; a side without limit is left out."""
    sides = [f"{least:,} or more" if least > -math.inf else "", f"at most {most:,}" if most < math.inf else ""]
    return " and ".join(side for side in sides if side)


def _added(amounts: Sequence[Value]) -> int | None:
    """The sum, ``None`` when one of the amounts was refused."""
    total = 0
    for amount in amounts:
        if not isinstance(amount, int):
            return None
        total += amount
    return total
