"""The list of bundles (把束一覧) against the sheets and the plan: each piece tied once, in print order, with the counts that it says.

Read from the finished files by rules of its own. Source of the file's form: ``spool/README.md``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from printjob.errors import Fault
from printjob.model.piece import JobPlan
from printjob.model.runfolder import read_prepared
from printjob.verify.customer import postal_code
from printjob.verify.reading import SHEETS, JobReading

BUNDLES = "bundles.csv"
_HEADING = ["JOB", "BUNDLE", "TRAY", "LEVEL", "DISTRICT", "FIRST_PIECE", "LAST_PIECE", "PIECES", "PRODUCT", "OFFICE", "INDICIA"]
_DIGITS = {"district": (3, 5), "two-digits": (2,), "mixed": (0,)}


class _Line(msgspec.Struct):
    """The piece of a line of ``sheets.jsonl``."""

    piece: str


def verify_bundles(plan: JobPlan, folder: Path) -> list[Fault]:
    """The faults of ``bundles.csv`` (``PJ-1512-E``): absent where the job has a class and is tied, there where it is not, or wrong."""
    path = folder / BUNDLES
    if not plan.bundles:
        return [_fault(plan, 0, "the job is not tied, but has a list of bundles")] if path.exists() else []
    try:
        lines = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))
        pieces = [piece for piece, _ in groupby(one.piece for one in msgspec.json.Decoder(_Line).decode_lines((folder / SHEETS).read_bytes()))]
    except (OSError, UnicodeDecodeError, csv.Error, msgspec.DecodeError):
        return [_fault(plan, 0, "the list of bundles is missing or not readable")]
    if not lines or lines[0] != _HEADING or any(len(line) != len(_HEADING) for line in lines):
        return [_fault(plan, 1, "the columns are not those of a list of bundles")]
    return list(_wrong(plan, lines[1:], pieces))


def _wrong(plan: JobPlan, lines: list[list[str]], pieces: list[str]) -> Iterator[Fault]:
    at = tray = 0
    for number, (line, planned) in enumerate(zip(lines, plan.bundles, strict=False), start=1):
        job, bundle, in_tray, level, district, first, last, count, *mail = line
        inside = pieces[at : at + int(count)] if count.isascii() and count.isdecimal() else []
        rules = {
            "the job or its class is another": (job, *mail) == (plan.job, plan.mail.product, plan.mail.office, plan.mail.indicia),
            "bundles are not numbered from 1": bundle == str(number),
            "trays are not numbered from 1 in order": in_tray in (str(tray), str(tray + 1)) and in_tray != "0",
            "the level and the district do not fit": len(district) in _DIGITS.get(level, ()) and (district.isdecimal() or not district),
            "a bundle of one district's rate is not one district's": level == "district" or plan.mail.kind != "local",
            "its pieces are not the next of sheets.jsonl": bool(inside) and (inside[0], inside[-1], str(len(inside))) == (first, last, count),
            "the plan has another bundle": (level, district, in_tray, count)
            == (planned.level, planned.district, str(planned.tray), str(planned.stop - planned.start)),
        }
        yield from (_fault(plan, number + 1, detail) for detail, holds in rules.items() if not holds)
        at += len(inside)
        tray = int(in_tray) if in_tray.isascii() and in_tray.isdecimal() else tray
    if len(lines) != len(plan.bundles) or at != len(pieces):
        yield _fault(plan, 0, f"{len(lines)} bundles of {at} pieces, planned are {len(plan.bundles)} of {len(pieces)}")


def _fault(plan: JobPlan, line: int, detail: str) -> Fault:
    return Fault(id="PJ-1512-E", file=f"{plan.job}/{BUNDLES}", line=line, detail=detail)


def verify_destinations(reading: JobReading) -> list[Fault]:
    """Pieces whose customer barcode says another district than their bundle (``PJ-1512-E``), each with its piece."""
    plan, faults = reading.plan, list[Fault]()
    bundle_of = {at: one for one in plan.bundles for at in range(one.start, one.stop) if one.district}
    for row in reading.rows:
        bundle = bundle_of.get(int(row["piece"]) - plan.first_piece)
        if bundle is None:
            continue
        bars = read_prepared(reading.run, *(int(row[name]) for name in ("delivery", "part", "offset", "length"))).bars
        if bars and not postal_code(bars).startswith(bundle.district):
            detail = f"its barcode says another district than bundle {bundle.number}"
            faults.append(Fault(id="PJ-1512-E", file=f"{plan.job}/{BUNDLES}", record=int(row["number"]), field=f"piece {int(row['piece'])}", detail=detail))
    return faults
