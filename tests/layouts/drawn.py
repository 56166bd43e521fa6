"""Named samples of a form drawn page by page with the reference renderer, and what a reader finds on the pages."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import pymupdf

from printjob.admit.columns import RecordColumns
from printjob.admit.prepare import Admitted, Preparer
from printjob.extract.format import Format
from printjob.layout.arts import Arts
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import Layout, read_layout
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.model.form import Form
from printjob.model.record import Record
from printjob.postal.index import open_index
from printjob.run.site import Site
from printjob.sample.drawing import SampleNotice
from printjob.sample.language import SampleForm, read_sample_form
from printjob.sample.making import Making, Order
from printjob.whereabouts import data_folder

CITY, TOWN, VILLAGE = "019917", "019925", "019933"
TOWNS = (CITY, TOWN, VILLAGE)
NIGHT, ISSUED = dt.date(2026, 4, 1), dt.date(2026, 4, 10)
Changes = tuple[tuple[str, str], ...]
"""settings of the municipality that are other than in its file, by dotted name"""


class Page(NamedTuple):
    """A side of a sheet: its text, line by line as a reader finds it, and its picture's source."""

    text: str
    pdf: bytes
    number: int

    @property
    def solid(self) -> str:
        """The text without any white space."""
        return "".join(self.text.split())


class Drawn(NamedTuple):
    """A sample's record as it was drawn, the form that prints it, and its pages, two a sheet."""

    notice: SampleNotice
    form: Form
    pages: tuple[Page, ...]

    @property
    def solid(self) -> str:
        """All texts without white space."""
        return "".join(page.solid for page in self.pages)


@cache
def layout_of(form: str) -> Layout:
    """The form's layout as declared."""
    return read_layout(data_folder("layouts") / form)


@cache
def compiled(form: str, code: str, run_kind: str = "1", changes: Changes = (), *, proof: bool = False) -> tuple[Form, Arts]:
    """The form bound to a sample municipality's campaign."""
    settings = _site().municipality(code).settings
    constants = campaign_constants(settings, 2026, ISSUED, run_kind, proof=proof)
    for name, value in changes:
        constants[f"municipality.{name}"] = value
        constants.update({name: value} if name in constants else {})
    return compile_form(layout_of(form), constants)


@cache
def drawn(form: str, code: str, name: str, changes: Changes = (), *, proof: bool = False) -> Drawn:
    """A named sample of the form as the municipality's notice, or as its proof."""
    sample = _sample(form)
    rules = sample.named[name]
    bound, arts = compiled(form, code, rules.run_kind, changes, proof=proof)
    making = _making(form, code, rules.run_kind)
    notice = making.draw_by(rules.rules, making.first_number + 1, seed=f"{form} {rules.like}")
    columns = RecordColumns.of(making.order.fmt, sample.shape)
    preparer = Preparer(bound, sample.shape, columns, ((1, 10_000),), open_index(), proof=proof)
    admitted = preparer.prepare(_record(notice, columns))
    assert isinstance(admitted, Admitted), admitted
    marks = tuple(f"{number:022d}" for number in range(1, admitted.sheets + 1))
    one = ReferenceNotice(prepared=admitted.prepared, run="20260401-01", piece=1, sheets_of=admitted.sheets, marks=marks)
    pdf = draw_reference(bound, arts, [one])
    with pymupdf.open(stream=pdf) as document:  # type: ignore[no-untyped-call]
        pages = tuple(Page(page.get_text(), pdf, number) for number, page in enumerate(document))
    return Drawn(notice, bound, pages)


@cache
def _site() -> Site:
    return Site(data_folder("examples") / "site")


@cache
def _sample(form: str) -> SampleForm:
    return read_sample_form(data_folder("layouts") / form, layout_of(form).shape)


@cache
def _making(form: str, code: str, run_kind: str) -> Making:
    municipality = _site().municipality(code)
    order = Order(form=_sample(form), municipality=municipality, fmt=_format(form), gaiji={}, business_date=NIGHT, issued_on=ISSUED, run_kind=run_kind)
    return Making(order, "0" * 64)


def _format(form: str) -> Format:
    """The form's format in UTF-8, which carries every character."""
    return next(fmt for fmt in map(_site().format, _site().formats()) if fmt.record == form and fmt.carrier == "csv")


def _record(notice: SampleNotice, columns: RecordColumns) -> Record:
    sections = tuple(
        tuple(tuple(line[name] for name in of_lines.names) for line in notice.sections[section])
        for section, of_lines in columns.sections.items()
    )
    return Record(number=1, line=1, values=tuple(notice.data[name] for name in columns.data.names), sections=sections)


def first_sample(form: str) -> str:
    """The name of the form's first named sample."""
    return next(iter(_sample(form).named))
