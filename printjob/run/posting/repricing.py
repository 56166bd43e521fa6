"""A posting priced again from what was really made (差出の料金の計算し直し): pulled and spoiled pieces are not in it, envelopes are what they are.

Nothing is weighed again: each piece is in the group that the night put it into. Its envelope's indicia and the office are fixed now, so that a
lot that fell under its threshold costs more, or nothing takes its pieces any longer. Bundles are tied already: pieces of one bundle go in one
class, so that a bundle in which one piece bears no barcode earns nothing by those of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.errors import BugFound, Fault
from printjob.mailroom.postage.decide import decide, line_of_piece
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import Line, Report, lines_of, report
from printjob.mailroom.postage.groups import BARCODED, NO_BARS, UNKNOWN, Group
from printjob.model.piece import JobPlan
from printjob.run.mail.classed import lines_of_pieces, read_classed
from printjob.run.mail.tables import tables_on
from printjob.run.site import Site

Numbers = npt.NDArray[np.int64]


class Enveloped(NamedTuple):
    """The pieces of a job that really go (their numbers in the run, ascending) and what their envelopes bear; empty: what the job's class says."""

    run: Path
    job: JobPlan
    pieces: Numbers
    indicia: str = ""


class Repriced(NamedTuple):
    """The report of one office; its lines, one for each share and then for each group that nothing takes; by :class:`Enveloped` how many pieces go by
    which line, and of each of its pieces the line.
    """

    report: Report
    lines: tuple[Line, ...]
    of_job: tuple[tuple[tuple[int, int], ...], ...]
    line_of_piece: tuple[npt.NDArray[np.int32], ...]
    made: tuple[Enveloped, ...]

    def unplaced(self) -> dict[str, int]:
        """By job how many of its pieces have no lawful class in the envelopes they are in."""
        found: dict[str, int] = {}
        for made, parts in zip(self.made, self.of_job, strict=True):
            none = sum(pieces for line, pieces in parts if not self.lines[line].product)
            if none:
                found[made.job.job] = found.get(made.job.job, 0) + none
        return found


def reprice(site: Site, municipality: str, day: date, office: str, made: Sequence[Enveloped]) -> Repriced:
    """The cheapest lawful posting of these pieces at this office in their envelopes. Runs may be mixed; the tables are those of ``day``."""
    tables, groups, of_piece = _without_stock(tables_on(site, day)), list[Group](), []
    for one in made:
        own, which = _groups(one, municipality, day, office)
        of_piece.append(which + len(groups))
        groups += own
    decision = decide(groups, municipality, tables)
    lines = lines_of(decision, tables)
    which = np.concatenate(of_piece) if of_piece else np.zeros(0, dtype=np.int64)
    line = line_of_piece(decision, which)
    parts = np.split(line, np.cumsum([len(one.pieces) for one in made])[:-1]) if made else []
    counted = tuple(tuple(zip(*(side.tolist() for side in np.unique(part, return_counts=True)), strict=True)) for part in parts)
    return Repriced(report(decision, day, tables, {}, lines), lines, counted, tuple(parts), tuple(made))


def _without_stock(tables: Tables) -> Tables:
    """The pieces are in their envelopes: how many others are left no longer binds."""
    return tables._replace(posting=msgspec.structs.replace(tables.posting, stock={}))


def _groups(made: Enveloped, municipality: str, day: date, office: str) -> tuple[list[Group], Numbers]:
    """The groups of a job's pieces as the night knew them, counted again, with envelope and office fixed; and of each piece its group."""
    classed, known = read_classed(made.run, municipality, day), lines_of_pieces(made.run, municipality, day)
    at = np.searchsorted(known["piece"], made.pieces)
    if len(at) and not np.array_equal(known["piece"][np.minimum(at, len(known) - 1)], made.pieces):
        raise BugFound(Fault(id="PJ-1702-E", detail=f"job {made.job.job} has pieces that the night put into no class"))
    of_line = np.array(classed.group_of_line, dtype=np.int64)
    known_groups, of_piece = _alike_in_bundles(made, classed.groups, of_line[known["line"][at]])
    found, which, counts = np.unique(of_piece, return_inverse=True, return_counts=True)
    indicia = made.indicia or made.job.mail.indicia
    groups = [
        known_groups[one]._replace(pieces=count, indicia=indicia, office=office)
        for one, count in zip(found.tolist(), counts.tolist(), strict=True)
    ]
    return groups, which.reshape(-1).astype(np.int64)


def _alike_in_bundles(made: Enveloped, groups: Sequence[Group], of_piece: Numbers) -> tuple[list[Group], Numbers]:
    """The groups with those of mixed bundles behind them, and of each piece its group. A bundle earns what all of its pieces earn: barcodes count
    where all bear one that counts, sorting by district where every district is known.
    """
    every, which = list(groups), of_piece.copy()
    index: dict[tuple[int, bool, bool], int] = {}
    ends = np.searchsorted(made.pieces - made.job.first_piece, [(one.start, one.stop) for one in made.job.bundles]) if made.job.bundles else ()
    for start, stop in ends:
        inside = which[start:stop]
        present = np.unique(inside).tolist()
        barcoded = all(groups[one].barcode == BARCODED for one in present)
        certain = all(groups[one].district != UNKNOWN for one in present)
        for one in present if not (barcoded and certain) else ():
            key = (one, barcoded, certain)
            if key not in index:
                index[key] = len(every)
                every.append(_without(groups[one], bars=not barcoded, district=not certain))
            inside[inside == one] = index[key]
    return every, which


def _without(group: Group, *, bars: bool, district: bool) -> Group:
    return group._replace(
        barcode=NO_BARS if bars and group.barcode == BARCODED else group.barcode, district=UNKNOWN if district else group.district
    )
