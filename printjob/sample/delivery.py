"""Makes one delivery of sample data: the same arguments give the same bytes, different arguments another folder.

A delivery is written as a municipality would: extract file first, ``manifest.json`` last; one that cannot be written whole is not there
at all. Every record is sound unless faults are asked for. Recipients are invented, or the rows of an address list in their order.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from printjob.durable import write_whole
from printjob.errors import ArgumentMistake, Fault
from printjob.extract.format import Format
from printjob.intake.manifest import MANIFEST_NAME, DeliveredFile, Manifest, manifest_bytes
from printjob.intake.municipality import Municipality
from printjob.model.record import Value
from printjob.postal.index import PostalIndex
from printjob.sample.drawing import SampleNotice
from printjob.sample.faults import FaultMaker, expected_faults, recipes_of
from printjob.sample.language import SampleForm
from printjob.sample.making import AddressRow, Making, Order

DAYS_TO_POSTING = 9
"""So many days after the business date samples are issued and posted."""


class Sample(NamedTuple):
    """What was written: the delivery's folder, and the records each fault id must be found at (empty without faults)."""

    folder: Path
    expected: dict[str, tuple[int, ...]]


def sample_delivery(
    out: Path,
    *,
    form: SampleForm,
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
    rows are not exactly ``count``, cannot be carried by the format, or ``count`` is too small for the faults; nothing is left then.
    """
    if rows is not None and len(rows) != count:
        raise ArgumentMistake(
            Fault(id="PJ-1601-E", field="--addresses", value=str(len(rows)), detail=f"expected exactly {count} rows")
        )
    order = Order(
        form=form,
        municipality=municipality,
        fmt=fmt,
        gaiji=gaiji,
        business_date=business_date,
        issued_on=business_date + timedelta(days=DAYS_TO_POSTING),
        run_kind=run_kind,
    )
    digest = order.digest(count, seed, rows, faults, files)
    making = Making(order, digest, index)
    notices = _notices(making, count, rows)
    if faults:
        maker = FaultMaker(count, making)
        notices = (maker.apply(number, notice) for number, notice in enumerate(notices, 1))
    name = f"{form.form}-{business_date:%Y%m%d}-n{count}-s{seed}-{digest[:8]}"
    write_delivery(out / name, making, notices, count, files)
    return Sample(out / name, expected_faults(recipes_of(form), count) if faults else {})


def write_delivery(folder: Path, making: Making, notices: Iterator[SampleNotice], count: int, files: int = 1) -> None:
    """Write the next ``count`` notices as a delivery into ``folder``, the manifest last. The folder is gone when a notice cannot be
    written: an unfinished delivery must not look like one that is under way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST_NAME).unlink(missing_ok=True)
    shares = [count // files + (at < count % files) for at in range(files)]
    try:
        written = [_write_file(folder, at, share, notices, making) for at, share in enumerate(shares, 1)]
        order = making.order
        manifest = Manifest(
            schema="printjob-delivery/1", delivery=folder.name, municipality=order.municipality.code, form=order.form.form, format=order.fmt.id,
            run_kind=order.run_kind, fiscal_year=order.fiscal_year, business_date=order.business_date, issued_on=order.issued_on,
            posting_on=order.issued_on, files=tuple(file for file, _ in written), records=count,
            total_amount_yen=sum(amount for _, amount in written),
        )  # fmt: skip
        write_whole(folder / MANIFEST_NAME, manifest_bytes(manifest))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _notices(making: Making, count: int, rows: Sequence[AddressRow] | None) -> Iterator[SampleNotice]:
    for at in range(1, count + 1):
        yield making.draw(at, making.given(rows[at - 1], at + 1) if rows is not None else None)


def _write_file(
    folder: Path, at: int, count: int, notices: Iterator[SampleNotice], making: Making
) -> tuple[DeliveredFile, int]:
    """One extract file of the next ``count`` notices; its description and the sum of its amounts."""
    order = making.order
    name = f"{order.form.file}{at:02d}.{'DAT' if order.fmt.fixed else 'csv'}"
    details, amount_yen, size, digest = 0, 0, 0, hashlib.sha256()
    header: dict[str, Value] = {
        "municipality": order.municipality.code,
        "form": order.form.form,
        "fiscal_year": order.fiscal_year,
        "business_date": order.business_date,
        "run_kind": order.run_kind,
    }
    with (folder / name).open("wb") as stream:

        def write(lines: bytes) -> None:
            nonlocal size
            size += len(lines)
            digest.update(lines)
            stream.write(lines)

        write(making.writer.named("header", header))
        for notice in islice(notices, count):
            write(making.write(notice))
            details += sum(map(len, notice.sections.values()))
            amount = notice.data[order.form.shape.roles.amount]
            amount_yen += amount if isinstance(amount, int) else 0
        write(making.writer.named("trailer", {"records": count, "details": details, "total_amount": amount_yen}))
        write(making.writer.named("end", {}))
    return DeliveredFile(name=name, bytes=size, sha256=digest.hexdigest()), amount_yen
