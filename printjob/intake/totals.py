"""Totals of manifest, trailer and data, compared as stored (件数・金額の照合), and the order of header, trailer and end.

Every extract file is complete in itself: header, data, trailer with this file's totals, end. The manifest's totals are those of all
files. A difference means that something was lost, doubled or mixed: the delivery is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from printjob.errors import Fault
from printjob.intake.manifest import MANIFEST_NAME, Manifest
from printjob.intake.scan import Scanned
from printjob.model.delivery import Border, Counted


def compare_totals(manifest: Manifest, files: Sequence[tuple[Scanned, Sequence[Counted]]]) -> tuple[Fault, ...]:
    """Every contradiction between manifest, trailers and what was read; ``files`` pairs a file with its ranges' counts in order."""
    faults = [fault for file, counts in files for fault in _file_faults(manifest, file, counts)]
    every = [count for _, counts in files for count in counts]
    faults += _difference("PJ-1104-E", MANIFEST_NAME, 0, "records", manifest.records, sum(c.records for c in every))
    faults += _difference(
        "PJ-1105-E",
        MANIFEST_NAME,
        0,
        "total_amount_yen",
        manifest.total_amount_yen,
        sum(c.total_amount_yen for c in every),
    )
    return tuple(faults)


def _file_faults(manifest: Manifest, file: Scanned, counts: Sequence[Counted]) -> list[Fault]:
    borders = [border for count in counts for border in count.borders]
    faults = [*_order_faults(file, borders), *_header_faults(manifest, file.name, borders)]
    for trailer in (border for border in borders if border.role == "trailer"):
        told, line = trailer.values, trailer.line
        faults += _difference("PJ-1104-E", file.name, line, "records", told["records"], sum(c.records for c in counts))
        faults += _difference("PJ-1104-E", file.name, line, "details", told["details"], sum(c.details for c in counts))
        faults += _difference(
            "PJ-1105-E", file.name, line, "total_amount", told["total_amount"], sum(c.total_amount_yen for c in counts)
        )
    return faults


def _difference(fault_id: str, file: str, line: int, field: str, told: object, found: int) -> list[Fault]:
    if told == found:
        return []
    return [Fault(id=fault_id, file=file, line=line, field=field, value=str(told), detail=f"the data has {found}")]


def _order_faults(file: Scanned, borders: Iterable[Border]) -> list[Fault]:
    """Header first, trailer last but one, end last, each exactly once."""
    places = {"header": 1, "trailer": file.lines - 1, "end": file.lines}
    lines = {role: [border.line for border in borders if border.role == role] for role in places}
    faults = []
    for role, place in places.items():
        if not lines[role]:
            faults.append(
                Fault(
                    id="PJ-1106-E" if role == "trailer" else "PJ-1120-E",
                    file=file.name,
                    field=role,
                    detail=f"the {role} record is missing",
                )
            )
        faults += [
            Fault(
                id="PJ-1120-E",
                file=file.name,
                line=line,
                field=role,
                detail=f"the {role} record must stand in line {place}",
            )
            for line in lines[role]
            if line != place
        ]
    return faults


def _header_faults(manifest: Manifest, name: str, borders: Iterable[Border]) -> list[Fault]:
    told = {
        "municipality": manifest.municipality,
        "form": manifest.form,
        "fiscal_year": manifest.fiscal_year,
        "business_date": manifest.business_date,
        "run_kind": manifest.run_kind,
    }
    return [
        Fault(
            id="PJ-1120-E",
            file=name,
            line=border.line,
            field=field,
            value=str(border.values[field]),
            detail=f"the manifest says {value}",
        )
        for border in borders
        if border.role == "header"
        for field, value in told.items()
        if border.values[field] != value
    ]
