"""What a posting really costs (差出の料金): the made pieces of its jobs priced again, and what differs from what the night decided.

Pieces are in their envelopes already and cannot choose their class freely any more: a lot that fell under its threshold costs more, or nothing
takes it at all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.errors import Fault
from printjob.faultbook import BOTH
from printjob.mailroom.papers.values import yen_shown
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import Line
from printjob.model.piece import JobPlan
from printjob.model.runfolder import read_job_plan
from printjob.run.home import Home
from printjob.run.ledger import JobEntry
from printjob.run.mail.classed import lines_of_pieces, read_classed
from printjob.run.mail.tables import tables_on
from printjob.run.posting.book import NOT_POSTED, Classes, PostingBook, PostingEntry
from printjob.run.posting.repricing import Enveloped, Repriced, reprice
from printjob.run.site import Site

Numbers = npt.NDArray[np.int64]


class JobMade(NamedTuple):
    """What goes of a job: its run's folder, its plan, the pieces that were taken out, and the others by the envelopes they are in."""

    run: Path
    plan: JobPlan
    out: frozenset[int]
    parts: tuple[Enveloped, ...]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of a job that are not priced as the night decided. Fees are thousandths of a yen a piece."""

    job: str
    pieces: int
    planned: str
    planned_fee_milli: int
    now: str
    fee_milli: int
    lacks: int


class Priced(NamedTuple):
    """The pieces of one posting and their price; ``classes`` the (product, title) of it and of each job's pieces, in the book's form."""

    jobs: tuple[JobMade, ...]
    tables: Tables
    repriced: Repriced
    changes: tuple[Change, ...]
    classes: tuple[tuple[str, str], ...]
    class_of: dict[str, Classes]

    @property
    def pieces(self) -> int:
        """All pieces that go."""
        return sum(len(part.pieces) for job in self.jobs for part in job.parts)

    @property
    def postage_yen(self) -> int:
        """What the slip asks for: without driving there."""
        return self.repriced.report.cost_yen - self.repriced.report.transport_yen


def contents_of(book: PostingBook, jobs: Sequence[JobEntry]) -> str:
    """The hash of what goes: the jobs, what was taken out of them, the envelopes they are in. Papers made for another are stale."""
    facts = [
        (job.job, job.pieces, [one.piece for one in book.taken_out(job.job)], [(one.bundle, one.indicia, one.office) for one in book.other_envelopes(job.job)])
        for job in sorted(jobs, key=lambda job: job.job)
    ]  # fmt: skip
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()


def is_current(book: PostingBook, entry: PostingEntry, jobs: Sequence[JobEntry]) -> bool:
    """Whether the posting's papers are those of what goes now; ``jobs`` are all that stand in it. A job that must be counted again is not ready."""
    made = book.made()
    return all(job.job in made for job in jobs) and entry.contents == contents_of(book, jobs)


def price(home: Home, site: Site, book: PostingBook, municipality: str, day: date, office: str, entries: Sequence[JobEntry]) -> Priced:
    """Price the made jobs of one posting at one office."""
    jobs = tuple(_what_goes(home, book, entry) for entry in sorted(entries, key=lambda job: job.job))
    parts = [part for job in jobs for part in job.parts]
    repriced = reprice(site, municipality, day, office, parts)
    classes = tuple(sorted({(line.product, line.title) for line in repriced.lines if line.product}))
    return Priced(jobs, tables_on(site, day), repriced, tuple(_changes(municipality, day, parts, repriced)), classes, dict(_class_of(jobs, parts, repriced, classes)))


def _what_goes(home: Home, book: PostingBook, entry: JobEntry) -> JobMade:
    """The pieces of a job that go, by the envelopes they are in."""
    run = home.runs / entry.run
    plan = read_job_plan(run, entry.job)
    out = frozenset(one.piece for one in book.taken_out(entry.job))
    indicia = np.full(plan.pieces, plan.mail.indicia, dtype=object)
    for said in book.other_envelopes(entry.job):  # the whole job's word comes first
        bundle = next((one for one in plan.bundles if one.number == said.bundle), None)
        indicia[slice(bundle.start, bundle.stop) if bundle else slice(None)] = said.indicia
    numbers = np.arange(plan.first_piece, plan.last_piece + 1)
    goes = ~np.isin(numbers, list(out))
    parts = tuple(Enveloped(run, plan, numbers[goes & (indicia == one)], one) for one in sorted(set(indicia[goes].tolist())))
    return JobMade(run, plan, out, parts)


def _changes(municipality: str, day: date, parts: Sequence[Enveloped], repriced: Repriced) -> Iterator[Change]:
    """By job: from what the night decided to what it is now, where that differs. ``now`` is empty where nothing takes the pieces."""
    decided = {run: (read_classed(run, municipality, day).lines, lines_of_pieces(run, municipality, day)) for run in {part.run for part in parts}}
    counts: Counter[Change] = Counter()
    for part, now in zip(parts, repriced.line_of_piece, strict=True):
        before, planned = decided[part.run]
        was = planned["line"][np.searchsorted(planned["piece"], part.pieces)]
        for (old, new), pieces in Counter(zip(was.tolist(), now.tolist(), strict=True)).items():
            a, b = before[old], repriced.lines[new]
            if (a.product, a.fee_milli) != (b.product, b.fee_milli):
                fee, lacks = b.fee_milli if b.product else 0, _lacks(a, repriced)
                counts[Change(job=part.job.job, pieces=0, planned=a.title, planned_fee_milli=a.fee_milli, now=b.title, fee_milli=fee, lacks=lacks)] += pieces
    for change in sorted(counts, key=msgspec.structs.astuple):
        yield msgspec.structs.replace(change, pieces=counts[change])


def _lacks(planned: Line, repriced: Repriced) -> int:
    """How many pieces the planned class's lot lacks now; 0 where that is not what stands against it."""
    found = [
        one.lacks for one in repriced.report.thresholds
        if (one.product, one.office, one.district) == (planned.product, planned.office, planned.district)
    ]  # fmt: skip
    return min(found, default=0)


def _class_of(
    jobs: Sequence[JobMade], parts: Sequence[Enveloped], repriced: Repriced, classes: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, Classes]]:
    place = {one: index for index, one in enumerate(classes)}
    of_line = np.array([place.get((line.product, line.title), NOT_POSTED) for line in repriced.lines], dtype=np.uint16)
    found = {job.plan.job: np.full(job.plan.pieces, NOT_POSTED, dtype=np.uint16) for job in jobs}
    for part, now in zip(parts, repriced.line_of_piece, strict=True):
        found[part.job.job][part.pieces - part.job.first_piece] = of_line[now]
    yield from found.items()


def unpriced(priced: Priced, office: str, paid: str) -> list[Fault]:
    """A fault for each job with pieces that nothing takes in their envelopes (``PJ-1806-E``); ``paid`` is empty where the office takes no payment."""
    unpaid = "" if paid else f"; posting.yaml has neither contracts nor cash of {priced.repriced.report.municipality} at {office}"
    unpaid_ja = "" if paid else f"、posting.yaml の {office} に {priced.repriced.report.municipality} の contracts も cash もない"
    return [
        Fault(
            id="PJ-1806-E", field=job, value=str(pieces),
            detail=f"{pieces}通{_bundles(priced, job, '（把束 {}）')}{_wanting(priced, job, '、{title} にはあと{lacks}通')}{unpaid_ja}{BOTH}"
            f"{pieces} pieces{_bundles(priced, job, ' in bundles {}')}{_wanting(priced, job, '; {lacks} more pieces are needed for {title}')}{unpaid}",
        )
        for job, pieces in priced.repriced.unplaced().items()
    ]  # fmt: skip


def _wanting(priced: Priced, job: str, words: str) -> str:
    """How many pieces the class lacks that they were planned for."""
    wanting = sorted({(one.planned, one.lacks) for one in priced.changes if one.job == job and not one.now and one.lacks})
    return "".join(words.format(lacks=lacks, title=title) for title, lacks in wanting)


def _bundles(priced: Priced, job: str, words: str) -> str:
    """In which bundles of the job they are, if it has any."""
    made = next(one for one in priced.jobs if one.plan.job == job)
    at = np.flatnonzero(priced.class_of[job] == NOT_POSTED) + made.plan.first_piece
    left = [int(piece) for piece in at.tolist() if piece not in made.out]
    places = [piece - made.plan.first_piece for piece in left]
    numbers = [str(one.number) for one in made.plan.bundles if any(one.start <= place < one.stop for place in places)]
    return words.format(", ".join(numbers)) if numbers else ""


def too_few_for_cash(priced: Priced, least: int) -> list[Fault]:
    """A fault for each fee that fewer pieces have than 料金別納 asks for (``PJ-1812-E``)."""
    counts: Counter[int] = Counter()
    for line in priced.repriced.report.lines:
        counts[line.fee_milli] += line.pieces
    return [Fault(id="PJ-1812-E", value=f"{yen_shown(fee)} yen: {pieces}", detail=f"at least {least}") for fee, pieces in sorted(counts.items()) if pieces < least]


def told(changes: Sequence[Change]) -> list[Fault]:
    """The changes as messages (``PJ-1810-W``); of pieces that nothing takes :func:`unpriced` tells."""
    return [
        Fault(
            id="PJ-1810-W", field=one.job,
            detail=f"{one.pieces}通: {_prices(one)}円{f'（{one.planned} にはあと{one.lacks}通）' if one.lacks else ''}{BOTH}"
            f"{one.pieces} pieces: {_prices(one)} yen{f' ({one.lacks} pieces lack for {one.planned})' if one.lacks else ''}",
        )
        for one in changes
        if one.now
    ]  # fmt: skip


def _prices(one: Change) -> str:
    """The class and fee that were planned, and those of now."""
    return f"{one.planned or '-'} {yen_shown(one.planned_fee_milli)} -> {one.now} {yen_shown(one.fee_milli)}"
