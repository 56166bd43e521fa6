"""What the post needs to know of a record beside its barcode: the option service it asks for, and its first due date (最初の納期限)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from printjob.admit.columns import Columns, RecordColumns
from printjob.model.record import Record, Value
from printjob.recordshape import Roles


class _Place(NamedTuple):
    """Where a date and the amount to be paid by it stand among a line's values."""

    due: int
    amount: int


class MailRoles:
    """Reads both from records; made once in each worker."""

    def __init__(self, roles: Roles, columns: RecordColumns) -> None:
        self._option = columns.data.place(roles.mail_option) if roles.mail_option in columns.data.names else -1
        self._own = _places(roles, "", columns.data)
        listed = ((index, _places(roles, name, of)) for index, (name, of) in enumerate(columns.sections.items()))
        self._rows = [(index, places) for index, places in listed if places]

    def option(self, record: Record) -> int:
        """The index of its option service in :data:`printjob.model.mail.OPTIONS`, 0 where it asks for none or its format has no such field."""
        return int(str(record.values[self._option])) if self._option >= 0 else 0

    def first_due(self, record: Record) -> int:
        """Its earliest date on which something is to be paid, as YYYYMMDD; 0 where there is none."""
        found = _dates(record.values, self._own)
        for index, places in self._rows:
            for line in record.sections[index]:
                found += _dates(line, places)
        if not found:
            return 0
        first = min(found)
        return first.year * 10000 + first.month * 100 + first.day


def _places(roles: Roles, section: str, columns: Columns) -> list[_Place]:
    return [_Place(columns.place(one.due), columns.place(one.amount)) for one in roles.first_due if one.section == section]


def _dates(line: Sequence[Value], places: Sequence[_Place]) -> list[date]:
    """The dates of a line whose amounts are not known to be nothing."""
    return [due for place, amount in places if isinstance(due := line[place], date) and line[amount] != 0]
