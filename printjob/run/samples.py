"""Sample deliveries for a site: the form's data in the format that a municipality sends, for invented people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from printjob.errors import ArgumentMistake, DataRefused, Fault
from printjob.extract.format import Format
from printjob.intake.municipality import Municipality
from printjob.recordshape import read_shape
from printjob.run.forms import require_form, shape_file
from printjob.run.site import Site
from printjob.sample.delivery import DAYS_TO_POSTING, Sample, sample_delivery
from printjob.sample.language import SAMPLE_FILE, SampleForm, read_sample_form
from printjob.sample.making import AddressRow, Order
from printjob.sample.named import NamedDelivery, named_samples
from printjob.typefaces.gaiji import read_gaiji


class SampleOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What a sample shall be; ``carrier`` (``fixed`` or ``csv``) chooses another format than the municipality's first."""

    form: str
    municipality: str
    count: int
    seed: int
    business_date: dt.date
    carrier: str | None = None
    addresses: Path | None = None
    faults: bool = False


def write_sample(site: Site, out: Path, order: SampleOrder) -> Sample:
    """Write one delivery under ``out``. ``ArgumentMistake`` for what the site does not know or cannot carry."""
    municipality = _municipality(site, order.municipality)
    return sample_delivery(
        out,
        form=_form(site, order.form),
        municipality=municipality,
        fmt=_format(site, order.form, order.carrier, municipality.formats),
        gaiji=_gaiji(site, municipality),
        count=order.count,
        seed=order.seed,
        business_date=order.business_date,
        rows=read_address_rows(order.addresses) if order.addresses else None,
        faults=order.faults,
    )


def write_named_samples(
    site: Site, out: Path, form: str, municipality: str, business_date: dt.date, *, carrier: str | None = None
) -> tuple[NamedDelivery, ...]:
    """Write the form's named samples (見本一覧) for a municipality under ``out``, a delivery for each run kind, so that a proof book can
    show each. ``ArgumentMistake`` for what the site does not know.
    """
    settings = _municipality(site, municipality)
    order = Order(
        form=_form(site, form),
        municipality=settings,
        fmt=_format(site, form, carrier, settings.formats),
        gaiji=_gaiji(site, settings),
        business_date=business_date,
        issued_on=issued_on(business_date),
        run_kind=settings.run_kinds[0],
    )
    return named_samples(out, order)


def issued_on(business_date: dt.date) -> dt.date:
    """The issue date (発付日) of samples of this business date, by which dated settings are chosen."""
    return business_date + dt.timedelta(days=DAYS_TO_POSTING)


def _municipality(site: Site, code: str) -> Municipality:
    if code not in site.municipalities():
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--municipality", value=code))
    return site.municipality(code)


def _form(site: Site, form: str) -> SampleForm:
    require_form(site, form, "--form")
    record = shape_file(site, form)
    if not (record.parent / SAMPLE_FILE).is_file():
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--form", value=form, detail=f"the form has no {SAMPLE_FILE}"))
    return read_sample_form(record.parent, read_shape(record))


def _gaiji(site: Site, municipality: Municipality) -> dict[str, str]:
    path = site.gaiji_file(municipality.code)
    return read_gaiji(path).by_character() if path else {}


def _format(site: Site, form: str, carrier: str | None, own: tuple[str, ...]) -> Format:
    names = [*own, *(name for name in site.formats() if name not in own)]
    for fmt in map(site.format, names):
        if fmt.record == form and carrier in (None, fmt.carrier):
            return fmt
    raise ArgumentMistake(
        Fault(id="PJ-1602-E", field="--form", value=form, detail=f"no {carrier or 'declared'} format")
    )


def read_address_rows(path: Path) -> list[AddressRow]:
    """The recipients of a TSV file with the header ``postal_code address name``; every faulty line is named."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    if not lines or lines[0].split("\t") != ["postal_code", "address", "name"]:
        raise DataRefused(
            Fault(id="PJ-1208-E", file=path.name, line=1, detail="expected the header postal_code<TAB>address<TAB>name")
        )
    parts = [(number, line.split("\t")) for number, line in enumerate(lines[1:], 2) if line]
    wrong = [number for number, row in parts if len(row) != len(AddressRow._fields)]
    if wrong:
        raise DataRefused(
            *(Fault(id="PJ-1208-E", file=path.name, line=number, detail="expected three columns") for number in wrong)
        )
    return [AddressRow(row[0].replace("-", ""), row[1], row[2]) for _, row in parts]
