"""What is printed to be looked at: the named samples of every form, and notices whose texts are as long as their places take.

A sample's record follows from its form's rules alone, whatever else is listed, so that its golden page changes only with the form. All
people and places are invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from printjob.layout.arts import Arts
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.fitting import fit_table
from printjob.layout.language import read_layout
from printjob.layout.values import source_fields, value_maker
from printjob.model.form import OF_DATA, Form, RowKind, Slot, ValueSpec, Variant, page_kinds
from printjob.model.record import Value
from printjob.recordshape import read_shape
from printjob.run.site import Site
from printjob.sample.delivery import DAYS_TO_POSTING
from printjob.sample.drawing import SampleNotice
from printjob.sample.language import SAMPLE_FILE, read_sample_form
from printjob.sample.making import Making, Order
from printjob.typefaces.gaiji import read_gaiji
from printjob.whereabouts import data_folder

CITY, TOWN, VILLAGE = "019917", "019925", "019933"
NIGHT = dt.date(2026, 4, 1)
ISSUED = NIGHT + dt.timedelta(days=DAYS_TO_POSTING)
FORMS = sorted(path.parent.name for path in data_folder("layouts").glob(f"*/{SAMPLE_FILE}"))
HONORIFICS = {"1": "様", "2": "御中"}
_LONG = "北海道旭川市神居町富沢見本原野基線西十五号北二線仮名団地内南側第三区画"
Texts = dict[str, Value]
Texter = Callable[[Mapping[str, Value]], Texts]


class Case(NamedTuple):
    """A run of one form for one municipality. ``chosen`` are the named samples, none: all that are printed; ``names`` are put into
    notices of their own.
    """

    form: str
    municipality: str
    carrier: str
    chosen: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The case by name."""
        return f"{self.form}-{self.municipality}"


PROPERTY_TAX = Case("property-tax", CITY, "csv", names=("渡邉\U000e010f　和子", "祇\U000e0102園　眞\U000e0102理", "髙𣘺　𡈽田", "辻\U000e0102本　𠮷川　齋\U000e0103藤"))
"""names that only a format in UTF-8 carries"""
CASES = {
    case.id: case
    for case in (
        PROPERTY_TAX,
        # The town has no 都市計画税, a compact statement and all slips of the year alone; its names travel as user codes.
        Case("property-tax", TOWN, "fixed", ("one-asset", "seven-assets", "twenty-five-assets", "transfer-all", "co-owner-first", "depreciable-only"),
             ("渡邊\U000e010b　花子", "𠮷田　髙子", "辻\U000e0103　清", "榊\U000e0103原　勇")),
        Case("property-tax", VILLAGE, "csv", ("three-assets", "transfer-by-term")),
        *(Case(form, CITY, "csv") for form in FORMS if form != "property-tax"),
    )
}  # fmt: skip


class Notice(NamedTuple):
    """A notice to be delivered, by name."""

    name: str
    run_kind: str
    drawn: SampleNotice


@cache
def making(case: Case, run_kind: str) -> Making:
    """What draws the case's records."""
    site, folder = Site(data_folder("examples") / "site"), data_folder("layouts") / case.form
    municipality, gaiji = site.municipality(case.municipality), site.gaiji_file(case.municipality)
    fmt = next(fmt for fmt in map(site.format, site.formats()) if (fmt.record, fmt.carrier) == (case.form, case.carrier))
    order = Order(
        form=read_sample_form(folder, read_shape(folder / "record.yaml")), municipality=municipality, fmt=fmt,
        gaiji=read_gaiji(gaiji).by_character() if gaiji else {}, business_date=NIGHT, issued_on=ISSUED, run_kind=run_kind,
    )  # fmt: skip
    return Making(order, "0" * 64)


@cache
def compiled(case: Case, run_kind: str = "1", layouts: Path | None = None) -> tuple[Form, Arts]:
    """The case's form, from the layouts as they are or from a changed copy."""
    settings = Site(data_folder("examples") / "site").municipality(case.municipality).settings
    return compile_form(read_layout((layouts or data_folder("layouts")) / case.form), campaign_constants(settings, NIGHT.year, ISSUED, run_kind))


def run_kinds(case: Case) -> list[str]:
    """The kinds of run that the municipality sends for the form."""
    order = making(case, "1").order
    return [kind for kind in order.form.shape.run_kinds if kind in order.municipality.run_kinds]


def notices(case: Case) -> Iterator[Notice]:
    """All notices of the case; the named samples by their names."""
    samples = list(named(case))
    yield from samples
    for at, name in enumerate(case.names):
        yield _changed(case, samples[0], f"rare name {at}", {"name": name, "co_owners": at}, {})
    if case.carrier == "csv" and not case.chosen:
        for _, of_kind in groupby(samples, key=lambda one: one.run_kind):
            yield from _longest_notices(case, list(of_kind))


def named(case: Case) -> Iterator[Notice]:
    """The named samples that are printed."""
    for kind in run_kinds(case):
        own = making(case, kind)
        for name, rules in own.order.form.named.items():
            chosen = name in case.chosen if case.chosen else rules.expect.state == "printed"
            if chosen and rules.run_kind == kind and (rules.when is None or own.holds(rules.when)):
                yield Notice(name, kind, own.draw_by(rules.rules, _number(own, name), seed=f"{case.form} {rules.like}"))


def _number(own: Making, name: str) -> int:
    return own.first_number + int(sha256(name.encode()).hexdigest()[:8], 16) % 900_000


def _changed(case: Case, base: Notice, name: str, data: Mapping[str, Value], lines: Mapping[str, Texter]) -> Notice:
    """The notice drawn again under a number of its own, which its payment codes follow, with other values in the fields that it has."""
    own = making(case, base.run_kind)
    rules = own.order.form.named[base.name]
    again = own.draw_by(rules.rules, _number(own, name), seed=f"{case.form} {rules.like}")
    values = {**again.data, **{field: value for field, value in data.items() if field in again.data}}
    sections = {
        section: [{**line, **(lines[section](line) if section in lines else {})} for line in rows] for section, rows in again.sections.items()
    }
    return Notice(name, base.run_kind, SampleNotice(values, sections))


# -- texts as long as their places take ---------------------------------------------------------------------------------------------


def _longest_notices(case: Case, samples: list[Notice]) -> Iterator[Notice]:
    """For each variant and each fit a notice whose texts are the longest of the fit, or of the last that they have. In the runs behind
    the first kind one variant must do.
    """
    kind = samples[0].run_kind
    form, _ = compiled(case, kind)
    of_variant = [(variant, [one for one in samples if not form.variant_field or one.drawn.data[form.variant_field] == variant.code]) for variant in form.variants]
    having = [(variant, own) for variant, own in of_variant if own]
    for variant, own in having if kind == run_kinds(case)[0] else having[:1]:
        base = max(own, key=lambda one: (_kinds_of_lines(variant, one), -sum(map(len, one.drawn.sections.values()))))
        for fit in range(max((len(slot.fits) for slot in _slots(variant) if slot.fitted), default=0)):
            yield _at_fit(case, variant, base, fit, f"longest {variant.name} {fit}{'' if kind == run_kinds(case)[0] else f' of kind {kind}'}")


def _kinds_of_lines(variant: Variant, one: Notice) -> int:
    return len({(section.name, line.get(section.row_field, "")) for section in variant.sections for line in one.drawn.sections[section.record]})


def _slots(variant: Variant) -> list[Slot]:
    rows = [slot for section in variant.sections for row in section.rows for slot in row.slots]
    return [*rows, *(slot for kind in page_kinds(variant) for slot in kind.slots)]


class _Place(NamedTuple):
    """Where a text is printed."""

    field: str
    slot: Slot
    behind: str


def _at_fit(case: Case, variant: Variant, base: Notice, fit: int, name: str) -> Notice:
    shape = making(case, base.run_kind).order.form.shape
    fields, data = {section.name: section.fields for section in shape.sections}, base.drawn.data
    kinds = page_kinds(variant)
    of_data = list(_places(variant.values, variant.fitted, (slot for kind in kinds for slot in kind.slots), data, shape.data))
    blocks: dict[str, dict[str, Texts]] = {}
    for section in variant.sections:
        for row in section.rows:
            line = _line_of(base, section.record, section.row_field, row)
            all_fields = {**fields[section.record], **{OF_DATA + field: kind for field, kind in shape.data.items()}}
            places = list(_places(row.values, row.fitted, row.slots, {**line, **{OF_DATA + field: value for field, value in data.items()}}, all_fields))
            of_data += [place._replace(field=place.field.removeprefix(OF_DATA)) for place in places if place.field.startswith(OF_DATA)]
            texts = _longest_of((place for place in places if not place.field.startswith(OF_DATA)), fit)
            blocks.setdefault(section.record, {})[row.code] = texts
    lines = {section.record: _chooser(section.row_field, blocks[section.record]) for section in variant.sections}
    return _changed(case, base, name, _longest_of(of_data, fit), lines)


def _places(values: Sequence[ValueSpec], fitted: Sequence[ValueSpec], slots: Iterable[Slot], record: Mapping[str, Value], kinds: Mapping[str, str]) -> Iterator[_Place]:
    """Where the texts of a record are printed."""
    for slot in slots:
        spec = (fitted if slot.fitted else values)[slot.value]
        name = source_fields(spec)[0]
        if kinds.get(name) == "text" and name in record:
            yield _Place(name, slot, _behind(spec, record))


def _longest_of(places: Iterable[_Place], fit: int) -> Texts:
    """The texts of all places with several fits; one that is printed in two places fits the narrower one."""
    found: dict[str, str] = {}
    own = list(places)
    chosen = {place.field for place in own if place.slot.fitted}
    for place in (place for place in own if place.field in chosen):
        texts = longest(place.slot, place.behind)
        found[place.field] = min(texts[min(fit, len(texts) - 1)], found.get(place.field, texts[-1]), key=len)
    return dict(found)


def _chooser(row_field: str, blocks: Mapping[str, Texts]) -> Texter:
    return lambda line: blocks.get(str(line[row_field]) if row_field else "", {})


def _line_of(base: Notice, record: str, row_field: str, row: RowKind) -> Mapping[str, Value]:
    lines = base.drawn.sections[record]
    return next((line for line in lines if not row_field or line[row_field] == row.code), {})


def _behind(spec: ValueSpec, values: Mapping[str, Value]) -> str:
    """What the format adds behind a text: 様, 外２名."""
    first, *others = source_fields(spec)
    shown = value_maker((spec,), [first, *others], dict.fromkeys(others, HONORIFICS))(("国", *(values[name] for name in others)))[0]
    return shown.partition("国")[2]


@cache
def longest(slot: Slot, behind: str = "") -> tuple[str, ...]:
    """For each fit that any text takes, the longest of full-width characters, or of these and a half-width one, that is set in it."""
    found: dict[int, str] = {}
    for halves in range(2, 240):
        text = (_LONG * 4)[: halves // 2] + "A" * (halves % 2)
        fitted = fit_table(slot).fit(text + behind)
        if fitted is not None:
            found[fitted.fit] = text
    return tuple(found[fit] for fit in sorted(found))
