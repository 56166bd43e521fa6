"""How far each posting is (差出の状況): by municipality, posting day and office, in jobs and pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from printjob.model.campaign import posting_day
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.posting.book import PostingBook, PostingEntry
from printjob.run.posting.price import is_current


class PostingMade(msgspec.Struct, frozen=True, kw_only=True):
    """A posting that has papers; ``accepted_on`` and ``slip`` are empty until the post office has it. ``stale``: they are not those of what goes now
    and must be made again.
    """

    id: str
    pieces: int
    cost_yen: int
    accepted_on: str
    slip: str
    stale: bool = False


class PostingLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one municipality posts on one day at one office. ``office`` is empty for pieces in no class.

    planned = taken_out + not_made + made; made = posted + (in papers or waiting for them). ``state`` is ``planned`` (nothing is made),
    ``making``, ``made``, ``papers`` (all that is made and not posted has its papers), ``posted`` (all of it) or ``nothing`` (all was taken out).
    Jobs of which nothing is left do not count for it. ``waiting`` are the jobs that nobody recorded as finished yet.
    """

    id: str
    municipality: str
    day: str
    office: str
    state: str
    jobs_planned: int
    jobs_made: int
    planned: int
    taken_out: int
    not_made: int
    made: int
    posted: int
    jobs: tuple[str, ...]
    postings: tuple[PostingMade, ...]
    waiting: tuple[str, ...] = ()


def posting_lines(home: Home) -> list[PostingLine]:
    """All postings of a home, planned ones too, by day, municipality and office."""
    home.require()
    with Ledger.copied(home.ledger) as ledger:
        book, jobs = PostingBook(ledger), ledger.jobs()
        office_of = offices(book, jobs)
        entries = {one.posting: one for one in book.postings()}
        made, posting_of = set(book.made()), book.posting_of()
        own: dict[str, list[JobEntry]] = {name: [] for name in ("", *entries)}
        for job in jobs:
            own[posting_of.get(job.job, "")].append(job)
        stale = {name for name, one in entries.items() if not one.accepted_on and not is_current(book, one, own[name])}
        now = _Now(made, posting_of, entries, Counter(one.job for one in book.taken_out()), stale)
    groups: dict[tuple[str, str, str], list[JobEntry]] = {}
    for job in jobs:
        groups.setdefault((posting_day(job.campaign).isoformat(), job.municipality, office_of[job.job]), []).append(job)
    return [_line(now, place, groups[place]) for place in sorted(groups)]


class _Now(NamedTuple):
    """The book as it is: the jobs that are made, the posting that each stands in, the postings, pieces taken out by job, postings with stale papers."""

    made: set[str]
    posting_of: dict[str, str]
    entries: dict[str, PostingEntry]
    out: Counter[str]
    stale: set[str]

    def posted(self, job: str) -> bool:
        """Whether the post office has it."""
        return job in self.posting_of and self.entries[self.posting_of[job]].accepted_on != ""

    def postings_of(self, jobs: Iterable[str]) -> tuple[PostingMade, ...]:
        """The postings that these jobs stand in, in order."""
        names = {self.posting_of[job] for job in jobs if job in self.posting_of}
        return tuple(
            PostingMade(
                id=name, pieces=one.pieces, cost_yen=one.cost_yen, accepted_on=one.accepted_on, slip=one.slip, stale=name in self.stale
            )
            for name, one in self.entries.items()
            if name in names
        )


def offices(book: PostingBook, jobs: Iterable[JobEntry]) -> dict[str, str]:
    """The office of each job: where a person said that it goes, else where it was planned to."""
    said = {one.job: one.office for one in book.other_envelopes() if one.office}
    return {job.job: said.get(job.job, job.office) for job in jobs}


def _line(now: _Now, place: tuple[str, str, str], jobs: list[JobEntry]) -> PostingLine:
    day, municipality, office = place
    left = {job.job: job.pieces - now.out[job.job] for job in jobs}
    return PostingLine(
        id=f"{municipality}-{day.replace('-', '')}{f'-{office}' if office else ''}",
        municipality=municipality,
        day=day,
        office=office,
        state=_state([_stage(job, now) for job, pieces in left.items() if pieces]),
        jobs_planned=len(jobs),
        jobs_made=sum(job in now.made for job in left),
        planned=sum(job.pieces for job in jobs),
        taken_out=sum(now.out[job] for job in left),
        not_made=sum(pieces for job, pieces in left.items() if job not in now.made),
        made=sum(pieces for job, pieces in left.items() if job in now.made),
        posted=sum(pieces for job, pieces in left.items() if now.posted(job)),
        jobs=tuple(left),
        postings=now.postings_of(left),
        waiting=tuple(job for job, pieces in left.items() if pieces and job not in now.made),
    )


def _stage(job: str, now: _Now) -> str:
    if job not in now.made:
        return "planned"
    if now.posted(job):
        return "posted"
    return "papers" if job in now.posting_of and now.posting_of[job] not in now.stale else "made"


def _state(stages: list[str]) -> str:
    """The stage of the least job; where some are not made but others are, ``making``."""
    if "planned" in stages:
        return "planned" if set(stages) == {"planned"} else "making"
    return next((stage for stage in ("made", "papers", "posted") if stage in stages), "nothing")
