"""A posting's papers (差出の書類): all made and not yet posted jobs of a day and office, priced as they are, as one finished folder.

Until the post office has accepted it a posting's papers may be made again: the same posting, and for the same pieces and settings the same bytes.
Whatever stops the making, no half folder has a posting's name.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from printjob.dated import on_day
from printjob.errors import ArgumentMistake, DataRefused, EnvironmentAtFault, Fault
from printjob.mailroom.papers.values import Head, Sender
from printjob.mailroom.postage.handover import CASH
from printjob.model.campaign import posting_day
from printjob.run import audit
from printjob.run.calendar.days import posting_day_faults
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.posting.acts import open_book
from printjob.run.posting.book import PostingBook, PostingEntry, accepted
from printjob.run.posting.dispatch import write_owed
from printjob.run.posting.folder import posting_files, publish
from printjob.run.posting.listing import offices
from printjob.run.posting.price import Change, Priced, contents_of, price, told, too_few_for_cash, unpriced
from printjob.run.posting.registered import lines_of, new_numbers, registered
from printjob.run.site import Site, readable


class PapersMade(NamedTuple):
    """What became of one office's posting: its entry, or why there is none; what is to be told of it either way."""

    entry: PostingEntry | None
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def make_papers(home: Home, municipality: str, day: date, office: str | None = None, by: str = "") -> list[PapersMade]:
    """The papers of every office (or the one named) where the municipality posts on ``day``; ``PJ-1805-E`` when nothing is there to post.

    An office whose posting cannot be is told with its faults and gets no papers; the others get theirs. Made jobs that go to no office at all are
    told like one.
    """
    with open_book(home) as (ledger, book):
        site = Site(home.site)
        if municipality not in site.municipalities():
            raise ArgumentMistake(Fault(id="PJ-1602-E", field="MUNICIPALITY", value=municipality))
        write_owed(home, ledger, book)
        waiting = _waiting(ledger, book, municipality, day, office)
        if not any(jobs.made for jobs in waiting.values()):
            raise DataRefused(Fault(id="PJ-1805-E", field=municipality, value=f"{day} {office or ''}".rstrip()))
        nowhere = waiting.pop("", _Waiting([], [])).made
        found = [_of_office(home, site, book, municipality, day, name, jobs, by) for name, jobs in waiting.items() if jobs.made]
        return [*found, *([PapersMade(None, (), tuple(_without_office(book, job) for job in nowhere), ())] if nowhere else [])]


def _without_office(book: PostingBook, job: JobEntry) -> Fault:
    pieces = job.pieces - len(book.taken_out(job.job))
    return Fault(id="PJ-1806-E", field=job.job, value=f"{pieces}", detail=f"{pieces} pieces go to no office; say to which with posting envelope --office")


class _Waiting(NamedTuple):
    """An office's jobs that are not posted: those that are made, and those that are not."""

    made: list[JobEntry]
    unmade: list[JobEntry]


def _waiting(ledger: Ledger, book: PostingBook, municipality: str, day: date, office: str | None) -> dict[str, _Waiting]:
    """By office, sorted; those that go to no office under an empty name. Jobs of which nothing is left are in no posting."""
    jobs = [job for job in ledger.jobs() if (job.municipality, posting_day(job.campaign)) == (municipality, day)]
    final, posting_of, made = accepted(book.postings()), book.posting_of(), book.made()
    office_of = offices(book, jobs)
    found: dict[str, _Waiting] = {}
    for job in jobs:
        place = office_of[job.job]
        if posting_of.get(job.job) in final or (office is not None and place != office):
            continue
        if job.pieces > len(book.taken_out(job.job)):
            found.setdefault(place, _Waiting([], []))[job.job not in made].append(job)
    return dict(sorted(found.items()))


def _of_office(
    home: Home, site: Site, book: PostingBook, municipality: str, day: date, office: str, jobs: _Waiting, by: str
) -> PapersMade:
    priced = price(home, site, book, municipality, day, office, jobs.made)
    posting = priced.tables.posting
    paid = posting.payment(office, municipality)
    pieces = registered(priced)
    numbers, faults = [], [*unpriced(priced, office, paid), *(too_few_for_cash(priced, posting.cash.least) if paid == CASH else ())]
    try:
        numbers = new_numbers(book, posting, municipality, pieces)
    except DataRefused as refused:
        faults += refused.faults
    days = posting_day_faults(home, {job.campaign for job in jobs.made}, day, office)
    notes = (*told(priced.changes), *days, *(Fault(id="PJ-1813-W", field=job.job, value=f"{job.pieces}") for job in jobs.unmade))
    if faults:
        return PapersMade(None, priced.changes, tuple(faults), notes)
    entry = _entry(book, municipality, day, office, priced, contents_of(book, jobs.made))
    head = Head(posting=entry.posting, sender=sender_of(site, municipality, day), office=office, payment=paid, posted_on=day)
    files = posting_files(site, head, priced, lines_of(book, pieces, numbers))
    facts = {"posting": entry.posting, "jobs": [job.job for job in jobs.made], "pieces": entry.pieces, "cost_yen": entry.cost_yen, "by": by}
    audit.note(home.audit, "posting-papers", facts)
    with book.all_or_nothing():
        book.propose(entry, priced.class_of)
        book.give_inquiries(numbers)
    publish(home, entry, head, priced, files)
    return PapersMade(entry, priced.changes, (), notes)


def _entry(book: PostingBook, municipality: str, day: date, office: str, priced: Priced, contents: str) -> PostingEntry:
    """The posting that is still open for this day and office, else a new one: numbers count by municipality and day, from 1."""
    known = [one for one in book.postings() if (one.municipality, one.day) == (municipality, day.isoformat())]
    still_open = next((one.posting for one in known if one.office == office and not one.accepted_on), None)
    numbers = [int(one.posting.rpartition("-")[2]) for one in known]
    return PostingEntry(
        posting=still_open or f"{municipality}-{day:%Y%m%d}-{max(numbers, default=0) + 1}", municipality=municipality, day=day.isoformat(),
        office=office, pieces=priced.pieces, cost_yen=priced.postage_yen, contents=contents, classes=priced.classes,
    )  # fmt: skip


def sender_of(site: Site, municipality: str, day: date) -> Sender:
    """Who posts, as the municipality's settings of the day say."""
    settings = readable(lambda: on_day(site.municipality(municipality).settings, day))
    wanted = {"name": "name", "postal_code": "office.postal_code", "address": "office.address", "phone": "office.phone"}
    missing = [name for name in wanted.values() if not settings.get(name)]
    if missing:
        raise EnvironmentAtFault(*(Fault(id="PJ-1404-E", file=f"municipalities/{municipality}.yaml", field=name) for name in missing))
    return Sender(municipality=municipality, **{key: settings[name] for key, name in wanted.items()})

