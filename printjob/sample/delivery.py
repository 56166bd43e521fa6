"""Makes one delivery of sample data: the same arguments give the same bytes, different arguments another folder.

A delivery is written as a municipality would: extract file first, ``manifest.json`` last. Every record is sound unless faults are
asked for. Recipients are invented, or the rows of an address list in their order.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.durable import write_whole
from printjob.errors import ArgumentMistake, Fault
from printjob.extract.format import Field, Format
from printjob.extract.writer import LineWriter
from printjob.intake.manifest import MANIFEST_NAME, DeliveredFile, Manifest, manifest_bytes
from printjob.intake.municipality import Municipality
from printjob.model.record import Value
from printjob.postal.index import PostalIndex, open_index
from printjob.sample.addresses import Address, Addresses, read_addresses, split_address
from printjob.sample.faults import FaultMaker, Practice, expected_faults
from printjob.sample.notice import SampleNotice, Year, assessed_notice, draw_notice, year_of
from printjob.sample.people import PERSON, People, Someone, read_people
from printjob.whereabouts import data_folder

_DAYS_TO_POSTING = 9


class AddressRow(NamedTuple):
    """A recipient given from outside: 7-digit postal code, whole address, name."""

    postal_code: str
    address: str
    name: str


class Sample(NamedTuple):
    """What was written: the delivery's folder, and the records each fault id must be found at (empty without faults)."""

    folder: Path
    expected: dict[str, tuple[int, ...]]


class _Making(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the notices of a delivery are drawn from."""

    rng: random.Random
    fmt: Format
    writer: LineWriter
    year: Year
    people: People
    addresses: Addresses
    first_number: int


def sample_delivery(
    out: Path,
    *,
    form: str,
    municipality: Municipality,
    fmt: Format,
    gaiji: Mapping[str, str],
    count: int,
    seed: int,
    business_date: date,
    run_kind: str = "1",
    rows: Sequence[AddressRow] | None = None,
    faults: bool = False,
    files: int = 1,
    index: PostalIndex | None = None,
) -> Sample:
    """Write a delivery of ``count`` records in all into a new folder under ``out``; ``files`` extract files share them.

    ``gaiji`` maps a private-use character to the cluster it means to this municipality. Raises ``ArgumentMistake`` when the
    rows are not exactly ``count``, cannot be carried by the format, or ``count`` is too small for the faults.
    """
    if rows is not None and len(rows) != count:
        raise ArgumentMistake(
            Fault(id="PJ-1601-E", field="--addresses", value=str(len(rows)), detail=f"expected exactly {count} rows")
        )
    digest = _arguments_digest(
        form, municipality, fmt, gaiji, count, seed, business_date, run_kind, rows, faults, files
    )
    making = _prepare(
        municipality,
        fmt,
        gaiji,
        digest,
        year_of(business_date, run_kind, city_tax=municipality.city_planning_tax),
        index or open_index(),
    )
    notices = _notices(making, count, rows)
    if faults:
        maker = FaultMaker(count, Practice(making.rng, making.year, making.addresses, fmt.encoding, gaiji))
        notices = (maker.apply(number, notice) for number, notice in enumerate(notices, 1))
    folder = out / f"{form}-{business_date:%Y%m%d}-n{count}-s{seed}-{digest[:8]}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST_NAME).unlink(missing_ok=True)
    header: dict[str, Value] = {
        "municipality": municipality.code,
        "form": form,
        "fiscal_year": making.year.fiscal_year,
        "business_date": business_date,
        "run_kind": run_kind,
    }
    shares = [count // files + (at < count % files) for at in range(files)]
    written = [_write_file(folder, at, share, notices, making, header) for at, share in enumerate(shares, 1)]
    posting_on = business_date + timedelta(days=_DAYS_TO_POSTING)
    manifest = Manifest(
        schema="printjob-delivery/1", delivery=folder.name, municipality=municipality.code, form=form, format=fmt.id,
        run_kind=run_kind, fiscal_year=making.year.fiscal_year, business_date=business_date, issued_on=posting_on,
        posting_on=posting_on, files=tuple(file for file, _ in written), records=count,
        total_amount_yen=sum(amount for _, amount in written),
    )  # fmt: skip
    write_whole(folder / MANIFEST_NAME, manifest_bytes(manifest))
    return Sample(folder, expected_faults(count) if faults else {})


def _arguments_digest(
    form: str, municipality: Municipality, fmt: Format, gaiji: Mapping[str, str], *rest: object
) -> str:
    parts = [
        form,
        municipality.code,
        municipality.digest,
        fmt.id,
        fmt.digest,
        repr(sorted(gaiji.items())),
        *map(repr, rest),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _prepare(
    municipality: Municipality, fmt: Format, gaiji: Mapping[str, str], digest: str, year: Year, index: PostalIndex
) -> _Making:
    writer = LineWriter(fmt, gaiji)

    def can_carry(text: str) -> bool:
        return writer.can_write(Field(name="name", label="", kind="text", width=10_000), text)

    return _Making(
        rng=random.Random(digest),  # noqa: S311  # reproducible samples, no secrets
        fmt=fmt,
        writer=writer,
        year=year,
        people=read_people(data_folder("examples") / "people.yaml", can_carry),
        addresses=read_addresses(index, municipality.sample_places, can_carry),
        first_number=_first_number(digest),
    )


def _first_number(digest: str) -> int:
    """Where the notice numbers of a delivery begin, so that deliveries seldom share numbers."""
    return 1_000_000_000 + int(digest[:12], 16) % 8_900 * 1_000_000


def _notices(making: _Making, count: int, rows: Sequence[AddressRow] | None) -> Iterator[SampleNotice]:
    rng, year, people, addresses = making.rng, making.year, making.people, making.addresses
    for at in range(count):
        number = making.first_number + at + 1
        if rows is None:
            yield draw_notice(rng, year, people, addresses, number)
        else:
            who = Someone(name=rows[at].name, kana="ミホン", honorific=PERSON, co_owners=0)
            address = _given_address(rows[at], at + 1, making)
            yield assessed_notice(rng, year, who, address, "", number, addresses)


def _given_address(row: AddressRow, number: int, making: _Making) -> Address:
    """A row's address on one line, or on two; refused when the format cannot carry it as it is."""
    fields = {field.name: field for field in making.fmt.data.fields}

    def fits(name: str) -> Callable[[str], bool]:
        return lambda text: making.writer.can_write(fields[name], text)

    try:
        first, second = split_address(row.address, fits("address_1"))
    except ArgumentMistake as mistake:
        raise ArgumentMistake(msgspec.structs.replace(mistake.faults[0], file="--addresses", line=number + 1)) from None
    carried = {"postal_code": row.postal_code, "name": row.name}
    wrong = [name for name, text in carried.items() if not text or not fits(name)(text)]
    if wrong:
        raise ArgumentMistake(
            Fault(
                id="PJ-1601-E",
                file="--addresses",
                line=number + 1,
                field=wrong[0],
                detail="the format cannot carry this value",
            )
        )
    return Address(postal_code=row.postal_code, line_1=first, line_2=second)


def _write_file(
    folder: Path, at: int, count: int, notices: Iterator[SampleNotice], making: _Making, header: Mapping[str, Value]
) -> tuple[DeliveredFile, int]:
    """One extract file of the next ``count`` notices; its description and the sum of its amounts."""
    name = f"KOTEI{at:02d}.{'DAT' if making.fmt.fixed else 'csv'}"
    writer, details, amount_yen, size, digest = making.writer, 0, 0, 0, hashlib.sha256()
    data_names, detail_names = making.fmt.data.names, making.fmt.detail.names
    with (folder / name).open("wb") as stream:

        def write(lines: bytes) -> None:
            nonlocal size
            size += len(lines)
            digest.update(lines)
            stream.write(lines)

        write(writer.named("header", header))
        for notice in islice(notices, count):
            data = notice.data
            write(
                writer.notice(
                    [data[name] for name in data_names],
                    [[row[name] for name in detail_names] for row in notice.details],
                )
            )
            details += len(notice.details)
            amount = data["annual_tax"]
            amount_yen += amount if isinstance(amount, int) else 0
        write(writer.named("trailer", {"records": count, "details": details, "total_amount": amount_yen}))
        write(writer.named("end", {}))
    return DeliveredFile(name=name, bytes=size, sha256=digest.hexdigest()), amount_yen
