"""The option service and the first due date of a record: what the post needs to know beside the barcode."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from printjob.admit.columns import Columns, RecordColumns
from printjob.admit.roles import MailRoles
from printjob.model.mail import OPTIONS
from printjob.model.record import Record, Value
from printjob.recordshape import DueDate, Roles

PLAIN = Roles(
    notice="number", addressee="who", postal="post", address=(), amount="total", pull="pull", protected="protected", run_kind="kind",
    fiscal_year="year",
)  # fmt: skip
COLUMNS = RecordColumns(
    Columns(("way", "due_1", "pay_1", "due_2", "pay_2"), {}), {"member": Columns(("name",), {}), "slip": Columns(("due", "amount"), {})}
)
ROLES = msgspec.structs.replace(PLAIN, mail_option="way", first_due=(
    DueDate(section="", due="due_1", amount="pay_1"), DueDate(section="", due="due_2", amount="pay_2"),
    DueDate(section="slip", due="due", amount="amount"),
))  # fmt: skip
APRIL, JULY, AUGUST = date(2026, 4, 30), date(2026, 7, 31), date(2026, 8, 31)
SOME_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
AMOUNTS = st.none() | st.integers(-1, 2)


def record(*values: Value, slips: tuple[tuple[Value, Value], ...] = (), way: str = "0") -> Record:
    return Record(number=1, line=1, values=(way, *values), sections=((("見本",),), slips))


def due(one: Record) -> int:
    return MailRoles(ROLES, COLUMNS).first_due(one)


def test_the_earliest_date_with_something_to_pay_counts() -> None:
    assert due(record(APRIL, 100, JULY, 100)) == 20260430
    assert due(record(APRIL, 0, JULY, 100)) == 20260731  # the first term is paid already
    assert due(record(JULY, 100, APRIL, 100)) == 20260430
    assert due(record(None, 100, JULY, 100)) == 20260731


def test_the_lines_of_a_section_count_too() -> None:
    assert due(record(JULY, 100, None, 0, slips=((AUGUST, 5), (APRIL, 5)))) == 20260430
    assert due(record(None, 0, None, 0, slips=((APRIL, 0), (AUGUST, 5)))) == 20260831


def test_there_is_no_date_where_nothing_is_to_be_paid() -> None:
    assert due(record(APRIL, 0, JULY, 0, slips=((APRIL, 0),))) == 0
    assert due(record(None, 0, None, 0)) == 0


def test_an_amount_that_is_not_given_does_not_hide_its_date() -> None:
    assert due(record(APRIL, None, JULY, 100)) == 20260430


@given(SOME_DAYS, AMOUNTS, SOME_DAYS, AMOUNTS, st.lists(st.tuples(SOME_DAYS, AMOUNTS), max_size=4))
def test_it_is_never_later_than_any_date_that_counts(a: date | None, x: int | None, b: date | None, y: int | None, slips: list[tuple[date | None, int | None]]) -> None:
    found = due(record(a, x, b, y, slips=tuple(slips)))
    counting = [day for day, amount in ((a, x), (b, y), *slips) if day is not None and amount != 0]
    assert found == min((int(f"{day:%Y%m%d}") for day in counting), default=0)


def test_the_option_is_the_index_of_its_service() -> None:
    roles = MailRoles(ROLES, COLUMNS)
    assert [OPTIONS[roles.option(record(None, 0, None, 0, way=way))] for way in "0123"] == ["", "recorded", "simple-registered", "registered"]


def test_a_format_without_the_field_asks_for_no_option_service() -> None:
    columns = COLUMNS._replace(data=Columns(COLUMNS.data.names[1:], {}))
    one = record(APRIL, 100, JULY, 100)
    roles = MailRoles(ROLES, columns)
    without = Record(number=1, line=1, values=one.values[1:], sections=one.sections)
    assert (roles.option(without), roles.first_due(without)) == (0, 20260430)


def test_a_form_without_the_roles_asks_for_nothing() -> None:
    roles = MailRoles(PLAIN, COLUMNS)
    one = record(APRIL, 100, JULY, 100, slips=((APRIL, 5),), way="3")
    assert (roles.option(one), roles.first_due(one)) == (0, 0)
