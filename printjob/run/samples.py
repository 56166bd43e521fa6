"""Sample deliveries for a site: the form's data in the format that a municipality sends, for invented people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from printjob.errors import ArgumentMistake, DataRefused, Fault
from printjob.extract.format import Format
from printjob.run.site import Site
from printjob.sample.delivery import AddressRow, Sample, sample_delivery
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
    if order.municipality not in site.municipalities():
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--municipality", value=order.municipality))
    municipality = site.municipality(order.municipality)
    gaiji = site.gaiji_file(order.municipality)
    return sample_delivery(
        out,
        form=order.form,
        municipality=municipality,
        fmt=_format(site, order, municipality.formats),
        gaiji=read_gaiji(gaiji).by_character() if gaiji else {},
        count=order.count,
        seed=order.seed,
        business_date=order.business_date,
        rows=read_address_rows(order.addresses) if order.addresses else None,
        faults=order.faults,
    )


def _format(site: Site, order: SampleOrder, own: tuple[str, ...]) -> Format:
    names = [*own, *(name for name in site.formats() if name not in own)]
    for fmt in map(site.format, names):
        if fmt.record == order.form and order.carrier in (None, fmt.carrier):
            return fmt
    raise ArgumentMistake(
        Fault(id="PJ-1602-E", field="--form", value=order.form, detail=f"no {order.carrier or 'declared'} format")
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
