"""Sample records of the property-tax form, typed as the reader gives them, and what admission makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec

from printjob.admit.columns import RecordColumns
from printjob.admit.prepare import Admitted, Preparer, Waiting
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import read_layout
from printjob.model.form import Form
from printjob.model.record import Record
from printjob.postal.index import open_index
from printjob.whereabouts import data_folder
from tests.sample.making import FIXED, make, municipality, shape, site_format, take

CODE = "019917"
ROUTES = ((1, 8), (1, 25), (1, 99))


@cache
def form() -> Form:
    """The compiled form of the first municipality."""
    settings = municipality(CODE).settings
    layout = read_layout(data_folder("layouts") / "property-tax")
    return compile_form(layout, campaign_constants(settings, 2026, date(2026, 4, 10), "1"))[0]


def preparer(
    routes: tuple[tuple[int, int], ...] = ROUTES, *, barcodes: bool = True, past: tuple[str, ...] = (), issued_on: date | None = None
) -> Preparer:
    """A fresh one for the fixed format; ``past`` are dates that must lie before the issue date."""
    held_to, columns = msgspec.structs.replace(shape(), before_issue=past), RecordColumns.of(site_format(FIXED), shape())
    return Preparer(form(), held_to, columns, routes, open_index(), barcodes=barcodes, issued_on=issued_on)


@cache
def shared() -> Preparer:
    """One that has seen other records before."""
    return preparer()


@cache
def records(folder: Any, count: int = 40) -> tuple[Record, ...]:
    """Sound sample records as read."""
    night = take(make(folder, CODE, count=count, seed=5).folder)
    assert night.faults == ()
    return tuple(record for result in night.results for record in result.records)


def data(record: Record) -> dict[str, Any]:
    """The record's data fields by name."""
    return dict(zip(site_format(FIXED).data.names, record.values, strict=True))


def changed(record: Record, detail: Mapping[str, Any] | None = None, **values: Any) -> Record:
    """The record with some data fields, and fields of its first detail line, set otherwise."""
    fmt = site_format(FIXED)
    whole, sections = data(record) | values, list(record.sections)
    if detail:
        names = fmt.by_role["detail"].names
        first = dict(zip(names, sections[0][0], strict=True)) | dict(detail)
        sections[0] = (tuple(first[name] for name in names), *sections[0][1:])
    values_in_order = tuple(whole[name] for name in fmt.data.names)
    return msgspec.structs.replace(record, values=values_in_order, sections=tuple(sections))


def admitted(record: Record, by: Preparer | None = None) -> Admitted:
    """What admission makes of a record that it must take."""
    decided = (by or shared()).prepare(record)
    assert isinstance(decided, Admitted), decided
    return decided


def waiting(record: Record, by: Preparer | None = None) -> Waiting:
    """Why a record waits that it must not take."""
    decided = (by or shared()).prepare(record)
    assert isinstance(decided, Waiting)
    return decided
