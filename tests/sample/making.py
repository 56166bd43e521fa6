"""Sample deliveries for the tests of extract, intake and sample: what the example site declares, made and read back."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from printjob.errors import Fault
from printjob.extract.format import Format, read_format
from printjob.extract.reader import RangeReader, RangeResult
from printjob.intake.check import CheckedDelivery, Registered, check_delivery
from printjob.intake.municipality import Municipality, read_municipality
from printjob.intake.totals import compare_totals
from printjob.recordshape import RecordShape, read_shape
from printjob.sample.delivery import DAYS_TO_POSTING, Sample, sample_delivery
from printjob.sample.language import SampleForm, read_sample_form
from printjob.sample.making import Making, Order
from printjob.typefaces.gaiji import read_gaiji
from printjob.whereabouts import data_folder

FORM = "property-tax"
FIXED, CSV = "property-tax-fixed-cp932", "property-tax-csv-utf8"
FORMATS = (FIXED, CSV)
CODES = ("019917", "019925", "019933")
NIGHT = date(2026, 4, 1)
SITE = data_folder("examples") / "site"


@cache
def site_format(name: str) -> Format:
    """A format of the example site."""
    return read_format(SITE / "formats" / f"{name}.yaml")


@cache
def shape() -> RecordShape:
    """The property-tax record."""
    return read_shape(data_folder("layouts") / FORM / "record.yaml")


@cache
def form() -> SampleForm:
    """How property-tax samples are drawn."""
    return read_sample_form(data_folder("layouts") / FORM, shape())


@cache
def municipality(code: str) -> Municipality:
    """A municipality of the example site."""
    return read_municipality(SITE / "municipalities" / f"{code}.yaml")


@cache
def gaiji(code: str) -> Mapping[str, str]:
    """Its gaiji map, by private-use character."""
    path = data_folder("fonts") / "gaiji" / f"{code}.yaml"
    return read_gaiji(path).by_character() if path.exists() else {}


def registered() -> Registered:
    """What the example site knows."""
    formats = [site_format(name) for name in FORMATS]
    return Registered(
        municipalities={code: municipality(code).run_kinds for code in CODES},
        forms={FORM: shape().run_kinds},
        formats={fmt.id: (fmt.record, fmt.framing) for fmt in formats},
    )


def make(inbox: Path, code: str = "019917", fmt: str = FIXED, *, count: int = 30, seed: int = 1, **more: Any) -> Sample:
    """A sample delivery in ``inbox/<code>``."""
    return sample_delivery(
        inbox / code,
        form=form(),
        municipality=municipality(code),
        fmt=site_format(fmt),
        gaiji=gaiji(code),
        count=count,
        seed=seed,
        business_date=NIGHT,
        **more,
    )


def order(code: str = "019917", fmt: str = FIXED, run_kind: str = "1") -> Order:
    """What samples of a night are made for."""
    return Order(
        form=form(),
        municipality=municipality(code),
        fmt=site_format(fmt),
        gaiji=gaiji(code),
        business_date=NIGHT,
        issued_on=NIGHT + timedelta(days=DAYS_TO_POSTING),
        run_kind=run_kind,
    )


def made_ready() -> Making:
    """What draws property-tax notices."""
    return Making(order(), "0123456789abcdef")


class Night(NamedTuple):
    """What intake and reader made of a delivery."""

    checked: CheckedDelivery
    results: list[RangeResult]
    faults: tuple[Fault, ...]

    @property
    def ids(self) -> list[str]:
        """The ids of all delivery faults."""
        return [fault.id for fault in self.faults]


def take(folder: Path, range_bytes: int = 20_000) -> Night:
    """Check a delivery and, when its envelope is sound, read all its ranges and compare the totals."""
    checked = check_delivery(folder, registered(), range_bytes=range_bytes)
    if checked.faults or checked.manifest is None:
        return Night(checked, [], checked.faults)
    manifest = checked.manifest
    reader = RangeReader(site_format(manifest.format), shape(), manifest.run_kind, manifest.fiscal_year, gaiji(manifest.municipality))
    results, counts = [], []
    for file in checked.files:
        read = [_read(folder, reader, part) for part in file.ranges]
        results += read
        counts.append((file, [result.counted for result in read]))
    found = [fault for result in results for fault in result.faults]
    return Night(checked, results, (*found, *compare_totals(manifest, counts)))


def _read(folder: Path, reader: RangeReader, part: Any) -> RangeResult:
    data = (folder / part.file).read_bytes()[part.start : part.stop]
    assert zlib.crc32(data) == part.crc32
    result = reader.read(data, file=part.file, first_line=part.first_line, first_number=part.first_number)
    assert (result.counted.records, result.counted.lines) == (part.records, part.lines)
    return result
