"""Acceptance (引受け): the post office took a posting and stamped its slip. That, and nothing before it, makes pieces posted (差出済)."""

from __future__ import annotations

from datetime import date

from printjob.errors import DataRefused, Fault
from printjob.run import audit
from printjob.run.calendar.days import posting_day_faults
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.mail.tables import tables_on
from printjob.run.posting.acts import named, open_book
from printjob.run.posting.book import PostingBook, PostingEntry
from printjob.run.posting.dispatch import write_owed
from printjob.run.posting.folder import PostingManifest, read_manifest, remove_leftovers
from printjob.run.posting.price import is_current
from printjob.run.site import Site


def accept(home: Home, posting: str, office: str, on: date, slip: str, by: str) -> list[str]:
    """Record what the stamped slip says; the dispatch records that were written for it.

    Said again it changes nothing and writes what is still missing; said otherwise it is refused (``PJ-1811-E``). Refused too: another office
    or a day that cannot be (``PJ-1808-E``), papers that are not those of what goes (``PJ-1807-E``).
    """
    by, slip = named(by), slip.strip()
    with open_book(home) as (ledger, book):
        owed = write_owed(home, ledger, book)
        entry = next((one for one in book.postings() if one.posting == posting), None)
        if entry is None:
            raise DataRefused(Fault(id="PJ-1602-E", field="POSTING", value=posting))
        if entry.accepted_on:
            _require_same(entry, office, on, slip)
            return owed
        jobs = _jobs(ledger, book, posting)
        _require_acceptable(home, ledger, book, entry, jobs, office, on, slip)
        facts = {"posting": posting, "office": office, "on": on.isoformat(), "slip": slip, "pieces": entry.pieces, "by": by}
        audit.note(home.audit, "posting-accepted", facts)
        remove_leftovers(home, posting)
        with book.all_or_nothing():
            book.accept(posting, on.isoformat(), slip, by)
            for campaign in sorted({job.campaign for job in jobs}):
                book.owe_record(campaign, posting)
        return [*owed, *write_owed(home, ledger, book)]


def day_notes(home: Home, posting: str) -> list[Fault]:
    """What is wrong with the day of a recorded acceptance where it is not the day of the papers: before 発付日, too late for 納期限, no day of the office."""
    with open_book(home) as (ledger, book):
        entry = next((one for one in book.postings() if one.posting == posting and one.accepted_on), None)
        campaigns = {job.campaign for job in _jobs(ledger, book, posting)}
    if entry is None or entry.accepted_on == entry.day:
        return []
    return posting_day_faults(home, campaigns, date.fromisoformat(entry.accepted_on), entry.office)


def _jobs(ledger: Ledger, book: PostingBook, posting: str) -> list[JobEntry]:
    own = {job for job, one in book.posting_of().items() if one == posting}
    return [job for job in ledger.jobs() if job.job in own]


def _require_same(entry: PostingEntry, office: str, on: date, slip: str) -> None:
    said, known = (office, on.isoformat(), slip), (entry.office, entry.accepted_on, entry.slip)
    if said != known:
        raise DataRefused(Fault(id="PJ-1811-E", field=entry.posting, value=" ".join(said), detail=f"recorded: {' '.join(known)}"))


def _require_acceptable(
    home: Home, ledger: Ledger, book: PostingBook, entry: PostingEntry, jobs: list[JobEntry], office: str, on: date, slip: str
) -> None:
    manifest = read_manifest(home, entry.posting)
    if manifest is None or not is_current(book, entry, jobs) or not _is_of(manifest, entry):
        raise DataRefused(Fault(id="PJ-1807-E", field=entry.posting))
    if office != entry.office:
        raise DataRefused(Fault(id="PJ-1808-E", field="--office", value=office, detail=f"the papers are for {entry.office}"))
    business = {run: day for run, day, *_ in ledger.runs()}
    first = max(business[job.run] for job in jobs)
    if on.isoformat() < first:
        raise DataRefused(Fault(id="PJ-1808-E", field="--on", value=on.isoformat(), detail=f"the mail was made on {first} or later"))
    if not slip.isprintable() or not slip[:1].isalnum():  # a number; and nothing that a spreadsheet takes for a formula
        raise DataRefused(Fault(id="PJ-1808-E", field="--slip", value=slip))
    known = [one.posting for one in book.postings() if (one.office, one.accepted_on, one.slip) == (office, on.isoformat(), slip)]
    if known:
        raise DataRefused(Fault(id="PJ-1811-E", field=entry.posting, value=slip, detail=f"this slip is that of {known[0]}"))
    _require_price(Site(home.site), entry, on)


def _is_of(manifest: PostingManifest, entry: PostingEntry) -> bool:
    """Whether the folder is the one that the book knows: who made them again under other prices may have been stopped before it was written."""
    return (manifest.contents, manifest.pieces, manifest.cost_yen) == (entry.contents, entry.pieces, entry.cost_yen)


def _require_price(site: Site, entry: PostingEntry, on: date) -> None:
    """The postage of the day on the slip is still that of the day of acceptance (``PJ-1807-E``)."""
    day = date.fromisoformat(entry.day)
    if on != day:
        then, now = tables_on(site, day), tables_on(site, on)
        if (then.rates, then.catalogue) != (now.rates, now.catalogue):
            raise DataRefused(Fault(id="PJ-1807-E", field=entry.posting, value=on.isoformat(), detail=f"other postage is in force than on {day}"))
