"""The run's first half in the parent: check each delivery, have it admitted by the workers, compare totals, decide.

A delivery is taken or refused whole; all its faults are collected first. The parent keeps fixed rows, never records.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from printjob.run.codes import Numbers, codes_of
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
    """All rows of the accepted deliveries; by row index the rare clusters of the few that have some, and whose notice number or payment
    code is not theirs alone, with the fault: the number stands twice (``PJ-1206-E``), an earlier run printed it (``PJ-1210-E``), the
    code stands on another notice's slip too, of this run or an earlier one (``PJ-1214-E``).
    """

    rows: Rows
    rare: dict[int, frozenset[str]]
    duplicates: dict[int, str]


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


def admit_here(run: Path, deliveries: Mapping[int, Taken], kits: Mapping[int, Kit]) -> None:
    """The same in this process, for the few records of a proof."""
    for seq, taken in deliveries.items():
        if taken.accepted:
            taken.parts.extend(map(admit_range, _orders(run, seq, taken.checked, kits[seq])))
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


def gather(
    run: Path,
    deliveries: Mapping[int, Taken],
    series: Sequence[str],
    printed: Callable[[str], Iterable[bytes]],
    coded: Callable[[str], Iterable[Numbers]] = lambda _series: (),
) -> Admission:
    """The rows of all accepted deliveries, with records set aside whose notice number or payment code is used twice or was by an earlier
    run.

    ``series`` says of each delivery what its notice numbers are unique in; ``printed`` gives a series' numbers of earlier runs and
    ``coded`` their payment codes, in sorted arrays (none: for proofs, which nothing comes before): a delivery sent again with one
    character mended is new by its hash, and yet all its other notices would go out a second time; and so would their slips under new
    notice numbers.
    """
    parts = accepted_parts(deliveries)
    rows = _all_rows(run, parts)
    names = sorted(set(series))
    number = np.asarray([names.index(name) for name in series], dtype=np.int16)[rows["delivery"]]
    again = [_again(rows, number == index, printed(name)) for index, name in enumerate(names) if name]
    duplicates: dict[int, str] = {}
    for name in filter(None, names):
        codes = codes_of(run, parts, series, name)
        duplicates |= dict.fromkeys((*codes.doubled().tolist(), *codes.known(coded(name)).tolist()), "PJ-1214-E")
    duplicates |= dict.fromkeys((row for found in again for row in found.tolist()), "PJ-1210-E")
    duplicates |= dict.fromkeys(_duplicates(rows, number).tolist(), "PJ-1206-E")
    rows["state"][list(duplicates)] = State.QUARANTINED
    return Admission(rows, dict(_rare(parts)), duplicates)


def without_barcode(deliveries: Mapping[int, Taken], admission: Admission) -> dict[int, Counter[str]]:
    """By delivery, how many of its admitted notices bear no customer barcode, by reason."""
    found: dict[int, Counter[str]] = {seq: Counter() for seq in deliveries}
    start = 0
    for part in accepted_parts(deliveries):
        admitted = admission.rows["state"][start : start + part.rows] == State.ADMITTED
        for reason, rows in part.reasons.items():
            found[part.delivery][reason] += int(admitted[np.asarray(rows)].sum())
        start += part.rows
    return found


def accepted_parts(deliveries: Mapping[int, Taken]) -> list[PartAdmitted]:
    """The parts of the accepted deliveries, in the order of :class:`Admission`'s rows."""
    return [part for seq in sorted(deliveries) if deliveries[seq].accepted for part in deliveries[seq].parts]


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


def _duplicates(rows: Rows, series: npt.NDArray[np.int16]) -> npt.NDArray[np.int64]:
    """The rows whose notice number stands more than once in their series; which of them is right is unknown."""
    notice = rows["notice"]
    order = np.lexsort((notice, series))
    series, notice = series[order], notice[order]
    same = (notice[:-1] == notice[1:]) & (series[:-1] == series[1:]) & (notice[1:] != b"")
    return np.concatenate((order[:-1][same], order[1:][same]))


def _again(rows: Rows, own: npt.NDArray[np.bool_], printed: Iterable[bytes]) -> npt.NDArray[np.int64]:
    """The rows of one series whose notice number an earlier run printed."""
    earlier = np.fromiter(printed, dtype=ADMISSION["notice"])
    return np.flatnonzero(own & np.isin(rows["notice"], earlier)) if len(earlier) else np.zeros(0, dtype=np.int64)
