"""Deliveries of plain statements for the tests: written as a municipality would, checked and read back as a night does."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from printjob.errors import Fault
from printjob.extract.format import Format
from printjob.extract.reader import RangeReader, RangeResult
from printjob.extract.writer import LineWriter
from printjob.intake.check import CheckedDelivery, Registered, check_delivery
from printjob.intake.manifest import MANIFEST_NAME, DeliveredFile, Manifest, manifest_bytes
from printjob.intake.totals import compare_totals
from printjob.model.delivery import ByteRange
from printjob.model.record import Value
from printjob.recordshape import RecordShape
from tests.extract import trial
from tests.extract.statement import BOTH, FIXED, gaiji, lines, shape, statement_format

CODES = ("019917", "019925", "019933")
NIGHT = date(2026, 4, 1)
NAME = "DATA01.DAT"
FAULTY: Mapping[int, Mapping[str, Value]] = {4: {"name": "北〓　花子"}, 9: {"annual_tax": 100}, 14: {"due_1": None}}
"""What makes these records of a faulty delivery faulty."""


def registered() -> Registered:
    """Three municipalities, the statement and the invented form, in every format of the tests."""
    formats = [*map(statement_format, BOTH), *(trial.trial_format(*case) for case in trial.CASES)]
    return Registered(
        municipalities=dict.fromkeys(CODES, ("1", "2", "3")),
        forms={"statement": shape().run_kinds, "trial": trial.shape().run_kinds},
        formats={fmt.id: (fmt.record, fmt.framing) for fmt in formats},
    )


def make(inbox: Path, code: str = "019917", fmt: str = FIXED, *, count: int = 20, seed: int = 1, faults: bool = False) -> Path:
    """A delivery of ``count`` statements in ``inbox/<code>``; the folder."""
    declared = statement_format(fmt)
    changes: Mapping[int, Mapping[str, Value]] = FAULTY if faults else {}
    notices = [_statement(declared, seed * 1000 + at, changes.get(at, {}), code) for at in range(1, count + 1)]
    writer, details = LineWriter(declared, {}), sum(at % 3 for at in range(1, count + 1))
    header: dict[str, Value] = {"municipality": code, "form": "statement", "fiscal_year": 2026, "business_date": NIGHT, "run_kind": "1"}
    total = sum(int(str(change.get("annual_tax", 0))) for at, change in changes.items() if at <= count)
    trailer = {"records": count, "details": details, "total_amount": total}
    content = b"".join([writer.named("header", header), *notices, writer.named("trailer", trailer), writer.named("end", {})])
    return deliver(inbox / code / f"statement-{fmt}-{count}-{seed}", declared, content, municipality=code, records=count, total_amount_yen=total)


def _statement(fmt: Format, number: int, changed: Mapping[str, Value], code: str) -> bytes:
    """A statement; its number gives it no, one or two details."""
    values = {"notice_number": f"{number:010d}", **changed}
    return lines(fmt, number % 1000 % 3, values, gaiji(code))


def deliver(folder: Path, fmt: Format, content: bytes, **told: Any) -> Path:
    """A folder with one file and its manifest."""
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(content)
    files = (DeliveredFile(name=NAME, bytes=len(content), sha256=hashlib.sha256(content).hexdigest()),)
    said: dict[str, Any] = {
        "schema": "printjob-delivery/1", "delivery": folder.name, "municipality": "019917", "form": fmt.record, "format": fmt.id, "run_kind": "1",
        "fiscal_year": 2026, "business_date": NIGHT, "issued_on": date(2026, 4, 10), "posting_on": date(2026, 4, 10), "files": files,
    }  # fmt: skip
    (folder / MANIFEST_NAME).write_bytes(manifest_bytes(Manifest(**(said | told))))
    return folder


class Night(NamedTuple):
    """What intake and reader made of a delivery."""

    checked: CheckedDelivery
    results: list[RangeResult]
    faults: tuple[Fault, ...]


def take(folder: Path, range_bytes: int = 20_000) -> Night:
    """Check a delivery of statements and, when its envelope is sound, read all its ranges and compare the totals."""
    return take_as(folder, registered(), statement_format, shape(), range_bytes)


def take_as(folder: Path, known: Registered, formats: Any, record: RecordShape, range_bytes: int = 20_000) -> Night:
    """The same for another form and other formats by name."""
    checked = check_delivery(folder, known, range_bytes=range_bytes)
    if checked.faults or checked.manifest is None:
        return Night(checked, [], checked.faults)
    manifest = checked.manifest
    reader = RangeReader(formats(manifest.format), record, manifest.run_kind, manifest.fiscal_year, gaiji(manifest.municipality))
    results, counts = [], []
    for file in checked.files:
        read = [_read(folder, reader, part) for part in file.ranges]
        results += read
        counts.append((file, [result.counted for result in read]))
    found = [fault for result in results for fault in result.faults]
    return Night(checked, results, (*found, *compare_totals(manifest, counts)))


def _read(folder: Path, reader: RangeReader, part: ByteRange) -> RangeResult:
    data = (folder / part.file).read_bytes()[part.start : part.stop]
    assert zlib.crc32(data) == part.crc32
    result = reader.read(data, file=part.file, first_line=part.first_line, first_number=part.first_number)
    assert (result.counted.records, result.counted.lines) == (part.records, part.lines)
    return result
