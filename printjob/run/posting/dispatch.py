"""The dispatch record (発送記録): per record of a campaign what became of it, for the municipality; its form is in ``docs/dispatch.md``.

No names and no addresses stand in it. It is written whole after each acceptance, under a number that grows; a file that lies in the outbox
is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from printjob.admit.part import read_rows
from printjob.durable import write_whole
from printjob.errors import BugFound, Fault
from printjob.layout.language import read_layout
from printjob.mailroom.papers.inquiry import inquiry_number
from printjob.mailroom.papers.values import csv_file
from printjob.model.campaign import parts_of
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.posting.book import NOT_POSTED, Classes, PostingBook, PostingEntry, accepted
from printjob.run.site import Site, readable

HEADING = (
    "MUNICIPALITY", "CAMPAIGN", "DOCUMENT", "FISCAL_YEAR", "NOTICE", "ADDRESSEE", "STATE", "STATE_JA", "POSTED_ON", "CLASS", "OFFICE", "SLIP",
    "INQUIRY",
)  # fmt: skip
STATES = {
    "posted": "差出済",
    "pulled": "引抜き",
    "spoiled": "損傷（作り直し待ち）",
    "missing": "所在確認中",
    "held": "保留",
    "quarantined": "受入エラー",
    "open": "未差出",
}
"""what became of a record, and how that is said"""

_BYTE_ORDER_MARK = "\ufeff".encode()


def write_owed(home: Home, ledger: Ledger, book: PostingBook) -> list[str]:
    """Write every dispatch record that an acceptance has left to be written; their names in the outboxes. Safe to repeat."""
    written = []
    for campaign, number in book.records_owed():
        folder = home.outbox / parts_of(campaign).municipality
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{campaign}-dispatch-{number:03d}.csv"
        for leftover in folder.glob(f".{name}.*"):  # of one who was killed here; the home is ours alone
            leftover.unlink()
        write_whole(folder / name, _BYTE_ORDER_MARK + csv_file(HEADING, _Campaign(home, ledger, book, campaign).lines()))
        book.record_written(campaign, number)
        written.append(name)
    return written


class _Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record as the ledger knows it; ``piece`` 0 where it became none."""

    notice: str
    state: str
    piece: int
    job: str


class _Campaign:
    """A campaign's records, with what the book says of their pieces."""

    def __init__(self, home: Home, ledger: Ledger, book: PostingBook, campaign: str) -> None:
        self._home, self._ledger, self._name, self._parts = home, ledger, campaign, parts_of(campaign)
        self._document = readable(lambda: read_layout(Site(home.site).layout_folder(self._parts.form))).sheet.title
        final, of_job = accepted(book.postings()), book.posting_of()
        jobs = [job for job in ledger.jobs() if job.campaign == campaign]
        self._first = {job.job: job.first_piece for job in jobs}
        self._posted: dict[str, tuple[PostingEntry, Classes]] = {
            job.job: (final[of_job[job.job]], book.classes_of(job.job)) for job in jobs if of_job.get(job.job) in final
        }
        self._out = {(one.run, one.piece): one.because for one in book.taken_out()}
        self._inquiries: dict[str, Mapping[int, str]] = {job.run: book.inquiries(job.run) for job in jobs}

    def lines(self) -> Iterator[tuple[str, ...]]:
        """One line a record, in the order of runs, deliveries and records."""
        for run, *_ in self._ledger.runs():
            for entry in self._ledger.deliveries(run):
                if entry.campaign == self._name and entry.state == "accepted":
                    addressees = self._addressees(run, entry.seq)
                    for number, record in self._records(run, entry.seq):
                        if number not in addressees:
                            raise BugFound(Fault(id="PJ-1702-E", field=f"{run} {entry.folder}", record=number, detail="no admission row"))
                        yield self._line(run, record, addressees[number])

    def _records(self, run: str, delivery: int) -> Iterator[tuple[int, _Record]]:
        rows = self._ledger.connection.execute(
            "SELECT number, notice, state, piece, job FROM notices WHERE run = ? AND delivery = ? ORDER BY number", (run, delivery)
        )
        return ((row[0], _Record(notice=row[1], state=row[2], piece=row[3], job=row[4])) for row in rows)

    def _addressees(self, run: str, delivery: int) -> dict[int, str]:
        """The addressee number (宛名番号) of each record of a delivery, from the rows that admission left."""
        folder, found = self._home.runs / run, dict[int, str]()
        for path in sorted((folder / "rows").glob(f"d{delivery:04d}-p*.rows")):
            rows = read_rows(folder, delivery, int(path.stem.rpartition("p")[2]))
            found.update(zip(rows["number"].tolist(), (one.decode() for one in rows["addressee"].tolist()), strict=True))
        return found

    def _line(self, run: str, record: _Record, addressee: str) -> tuple[str, ...]:
        state, how = self._state(run, record), ("", "", "", "")
        if state == "posted":
            posting, classes = self._posted[record.job]
            title = posting.classes[int(classes[record.piece - self._first[record.job]])][1]
            how = (posting.accepted_on, title, posting.office, posting.slip)
        inquiry = self._inquiries.get(run, {}).get(record.piece, "") if state == "posted" else ""
        shown = inquiry_number(inquiry).shown if inquiry else ""
        return (
            self._parts.municipality, self._name, self._document, self._parts.fiscal_year, record.notice, addressee, state, STATES[state], *how, shown,
        )  # fmt: skip

    def _state(self, run: str, record: _Record) -> str:
        if record.state != "admitted":
            return record.state
        out = self._out.get((run, record.piece), "")
        if record.job not in self._posted:
            return out or "open"
        went = int(self._posted[record.job][1][record.piece - self._first[record.job]]) != NOT_POSTED
        return "posted" if went else out
