"""The run's first half in the parent: check each delivery, have it admitted by the workers, compare totals, decide.

A delivery is taken or refused whole; all its faults are collected first. The parent keeps fixed rows, never records.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from distributed import Client, as_completed

from printjob.admit.part import Kit, PartAdmitted, RangeOrder, admit_range, read_rows
from printjob.errors import Fault
from printjob.intake.check import CheckedDelivery
from printjob.intake.totals import compare_totals
from printjob.model.piece import ADMISSION, State
from printjob.run.progress import Progress

Rows = npt.NDArray[np.void]


class Taken(msgspec.Struct, kw_only=True):
    """What became of a delivery: its faults (none: accepted) and the parts that were admitted."""

    checked: CheckedDelivery
    faults: list[Fault]
    parts: list[PartAdmitted] = []

    @property
    def accepted(self) -> bool:
        """Whether the delivery is taken."""
        return not self.faults


class Admission(msgspec.Struct, frozen=True):
    """All rows of the accepted deliveries; by row index the rare clusters of the few that have some, and which are duplicates."""

    rows: Rows
    rare: dict[int, frozenset[str]]
    duplicates: frozenset[int]


def admit_deliveries(
    client: Client, run: Path, deliveries: Mapping[int, Taken], kits: Mapping[int, Kit], progress: Progress
) -> None:
    """Have every delivery that passed its checks read and admitted; what was found is added to its :class:`Taken`."""
    orders = [
        order
        for seq, taken in deliveries.items()
        if taken.accepted
        for order in _orders(run, seq, taken.checked, kits[seq])
    ]
    progress.stage("read and admit", sum(order.range.records for order in orders), "records")
    futures = client.map(admit_range, orders, pure=False)
    for future in as_completed(futures, loop=client.loop):
        part = future.result()
        deliveries[part.delivery].parts.append(part)
        progress.advance(part.counted.records)
        future.release()
    progress.end()
    for taken in deliveries.values():
        if taken.accepted:
            taken.parts.sort(key=lambda part: part.part)
            taken.faults.extend(_whole_delivery_faults(taken))


def _orders(run: Path, seq: int, checked: CheckedDelivery, kit: Kit) -> list[RangeOrder]:
    return [
        RangeOrder(run=str(run), source=str(checked.folder), delivery=seq, part=number, range=part, kit=kit)
        for number, part in enumerate(part for file in checked.files for part in file.ranges)
    ]


def _whole_delivery_faults(taken: Taken) -> list[Fault]:
    found = [fault for part in taken.parts for fault in part.faults]
    if found or taken.checked.manifest is None:
        return found
    counts = iter(part.counted for part in taken.parts)
    files = [(file, list(itertools.islice(counts, len(file.ranges)))) for file in taken.checked.files]
    return list(compare_totals(taken.checked.manifest, files))


def gather(run: Path, deliveries: Mapping[int, Taken], campaigns: Sequence[int]) -> Admission:
    """The rows of all accepted deliveries, with records whose notice number is used twice set aside."""
    parts = [part for seq in sorted(deliveries) if deliveries[seq].accepted for part in deliveries[seq].parts]
    rows = _all_rows(run, parts)
    duplicates = _duplicates(rows, campaigns)
    rows["state"][duplicates] = State.QUARANTINED
    return Admission(rows, dict(_rare(parts)), frozenset(duplicates.tolist()))


def _all_rows(run: Path, parts: Sequence[PartAdmitted]) -> Rows:
    """One array, filled part by part, so that no row is in memory twice."""
    rows = np.empty(sum(part.rows for part in parts), dtype=ADMISSION)
    start = 0
    for part in parts:
        rows[start : start + part.rows] = read_rows(run, part.delivery, part.part)
        start += part.rows
    return rows


def _rare(parts: Iterable[PartAdmitted]) -> Iterable[tuple[int, frozenset[str]]]:
    before = 0
    for part in parts:
        for index, clusters in part.rare:
            yield before + index, frozenset(clusters)
        before += part.rows


def _duplicates(rows: Rows, campaigns: Sequence[int]) -> npt.NDArray[np.int64]:
    """The rows whose notice number stands more than once in their campaign; which of them is right is unknown."""
    campaign, notice = np.asarray(campaigns, dtype=np.int16)[rows["delivery"]], rows["notice"]
    order = np.lexsort((notice, campaign))
    campaign, notice = campaign[order], notice[order]
    same = (notice[:-1] == notice[1:]) & (campaign[:-1] == campaign[1:]) & (notice[1:] != b"")
    return np.unique(np.concatenate((order[:-1][same], order[1:][same])))
