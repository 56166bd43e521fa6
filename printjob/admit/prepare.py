"""From a typed record to what will be printed, or to the reason why it waits.

After this nothing can be held: texts, fits, bars, pages and the machine are decided here, with the form that composes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from printjob.admit.checks import FittedChecks, PlainChecks
from printjob.barcode import customer as customer_barcode
from printjob.errors import Fault
from printjob.extract.shape import Roles
from printjob.layout.fitting import page_slots
from printjob.layout.values import value_maker
from printjob.model.form import Form, RowKind, sheets_for
from printjob.model.piece import State
from printjob.model.record import Fitted, Prepared, Record, Row, Value
from printjob.postal.customer import customer_code
from printjob.postal.index import PostalIndex
from printjob.typefaces.clusters import clusters, is_simple

_NUMBERS = re.compile(r"\d+|[A-Z]+")


class Admitted(msgspec.Struct, frozen=True):
    """A record that can be printed, with what planning must know."""

    prepared: Prepared
    route: int
    pages: int
    sheets: int
    addressee: str
    postal: str
    digits: str
    barcode_reason: str


class Waiting(msgspec.Struct, frozen=True):
    """A record that is not printed, and why."""

    state: State
    fault: Fault


class Preparer:
    """Prepares the records of one campaign and format; made once in each worker."""

    def __init__(
        self,
        form: Form,
        data_names: Sequence[str],
        detail_names: Sequence[str],
        labels: Mapping[str, Mapping[str, str]],
        roles: Roles,
        sheets_by_route: Sequence[tuple[int, int]],
        postal: PostalIndex,
    ) -> None:
        self._form, self._routes, self._postal = form, sheets_by_route, postal
        place = {name: index for index, name in enumerate(data_names)}
        self._notice, self._addressee, self._code = (
            place[name] for name in (roles.notice, roles.addressee, roles.postal)
        )
        self._address = tuple(place[name] for name in roles.address)
        self._pull, self._protected = place[roles.pull], place[roles.protected]
        slots = page_slots(form)
        self._values = value_maker(form.values, data_names, labels)
        self._fitted = value_maker(form.fitted, data_names, labels)
        self._plain, self._fit = PlainChecks(form.values, slots), FittedChecks(form.fitted, slots)
        self._row_field = list(detail_names).index(form.row_field)
        self._rows = {row.code: _RowMaker(index, row, detail_names, labels) for index, row in enumerate(form.rows)}

    def prepare(self, record: Record) -> Admitted | Waiting:
        """What becomes of a record. Raises nothing for data; every misfit is a :class:`Waiting` with its fault."""
        values = record.values
        if values[self._protected] == "1":
            return _waiting(record, State.PULLED, Fault(id="PJ-1305-W"))
        if values[self._pull] == "1":
            return _waiting(record, State.PULLED, Fault(id="PJ-1304-W"))
        texts = self._values(values)
        fitted = self._fit.fit(self._fitted(values))
        if isinstance(fitted, Fault):
            return _waiting(record, State.HELD, fitted)
        fault = self._plain.fault(texts)
        if fault is not None:
            return _waiting(record, State.HELD, fault)
        rows = self._prepare_rows(record)
        if isinstance(rows, Fault):
            return _waiting(record, State.HELD, rows)
        return self._admitted(record, texts, fitted, rows)

    def _prepare_rows(self, record: Record) -> tuple[Row, ...] | Fault:
        rows = []
        for detail in record.details:
            row = self._rows[str(detail[self._row_field])].make(detail)
            if isinstance(row, Fault):
                return row
            rows.append(row)
        return tuple(rows)

    def _admitted(
        self, record: Record, texts: tuple[str, ...], fitted: tuple[Fitted, ...], rows: tuple[Row, ...]
    ) -> Admitted | Waiting:
        pages = self._form.page_count(len(rows))
        sheets = sheets_for(pages)
        route = next((index for index, (least, most) in enumerate(self._routes) if least <= sheets <= most), None)
        if route is None:
            return _waiting(record, State.HELD, Fault(id="PJ-1303-W", value=str(sheets)))
        postal = str(record.values[self._code])
        address = "　".join(part for part in (str(record.values[index] or "") for index in self._address) if part)
        code = customer_code(postal, address, self._postal)
        prepared = Prepared(
            notice=str(record.values[self._notice]),
            number=record.number,
            line=record.line,
            bars="" if code.reason else customer_barcode.encode(postal, code.digits),
            values=texts,
            fitted=fitted,
            rows=rows,
            rare=_rare(texts, fitted, rows),
        )
        return Admitted(
            prepared,
            route,
            pages,
            sheets,
            str(record.values[self._addressee]),
            postal,
            sort_key(code.digits),
            code.reason,
        )


class _RowMaker:
    """Makes the printed rows of one kind."""

    def __init__(
        self, index: int, kind: RowKind, names: Sequence[str], labels: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._index = index
        self._values = value_maker(kind.values, names, labels)
        self._fitted = value_maker(kind.fitted, names, labels)
        self._plain, self._fit = PlainChecks(kind.values, kind.slots), FittedChecks(kind.fitted, kind.slots)

    def make(self, detail: tuple[Value, ...]) -> Row | Fault:
        texts = self._values(detail)
        fault = self._plain.fault(texts)
        if fault is not None:
            return fault
        fitted = self._fit.fit(self._fitted(detail))
        return fitted if isinstance(fitted, Fault) else Row(self._index, texts, fitted)


def _waiting(record: Record, state: State, fault: Fault) -> Waiting:
    return Waiting(state, msgspec.structs.replace(fault, line=record.line, record=record.number))


def _rare(texts: tuple[str, ...], fitted: tuple[Fitted, ...], rows: tuple[Row, ...]) -> tuple[str, ...]:
    parts = [*texts, *(line for text in fitted for line in text.lines)]
    for row in rows:
        parts.extend(row.values)
        parts.extend(line for text in row.fitted for line in text.lines)
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
