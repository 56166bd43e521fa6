"""The book of postings (差出の帳簿): what was made, what was taken out, what was handed in and accepted; tables of the ledger's own file.

A piece is *posted* when the post office accepted the posting that its job stands in, unless it was taken out before. A job stands in one
posting at most, so nothing is posted twice; counts are never kept, they follow from the pieces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.run.ledger import Ledger

_S = TypeVar("_S", bound=msgspec.Struct)

NOT_POSTED = 0xFFFF
"""in a job's classes: the piece was taken out"""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS taken_out (
  run TEXT NOT NULL, piece INTEGER NOT NULL, job TEXT NOT NULL, because TEXT NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (run, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS taken_out_by_job ON taken_out (job);
CREATE TABLE IF NOT EXISTS made (job TEXT PRIMARY KEY, pieces INTEGER NOT NULL, by TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS other_envelopes (
  job TEXT NOT NULL, bundle INTEGER NOT NULL, indicia TEXT NOT NULL, office TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (job, bundle)
) STRICT;
CREATE TABLE IF NOT EXISTS postings (
  posting TEXT PRIMARY KEY, municipality TEXT NOT NULL, day TEXT NOT NULL, office TEXT NOT NULL,
  pieces INTEGER NOT NULL, cost_yen INTEGER NOT NULL, contents TEXT NOT NULL, classes TEXT NOT NULL,
  accepted_on TEXT NOT NULL DEFAULT '', slip TEXT NOT NULL DEFAULT '', by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_posting_is_open ON postings (municipality, day, office) WHERE accepted_on = '';
CREATE TABLE IF NOT EXISTS posted_jobs (
  job TEXT PRIMARY KEY, posting TEXT NOT NULL REFERENCES postings, classes BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS posted_jobs_by_posting ON posted_jobs (posting);
CREATE TABLE IF NOT EXISTS inquiries (number TEXT PRIMARY KEY, run TEXT NOT NULL, piece INTEGER NOT NULL, UNIQUE (run, piece)) STRICT;
CREATE TABLE IF NOT EXISTS dispatch_records (
  campaign TEXT NOT NULL, number INTEGER NOT NULL, posting TEXT NOT NULL, written INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (campaign, number)
) STRICT;
"""

_OUT = "SELECT 1 FROM taken_out t WHERE t.run = n.run AND t.piece = n.piece"


class TakenOut(msgspec.Struct, frozen=True, kw_only=True):
    """A piece that does not go (引抜き・損傷・不明), on a named person's word."""

    run: str
    piece: int
    job: str
    because: str
    by: str
    note: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A job as finished by the inserter: what its counter said, and who read it."""

    job: str
    pieces: int
    by: str


class OtherEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces put into other envelopes than planned: all of a job (``bundle`` 0) or one bundle of it; ``office`` empty where it stays."""

    job: str
    bundle: int
    indicia: str
    office: str
    by: str


class PostingEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A posting (差出). ``contents`` is the hash of what its papers were made for; ``classes`` the (product, title) that the jobs' pieces
    point at; it is accepted (差出済) when ``accepted_on`` has a day.
    """

    posting: str
    municipality: str
    day: str
    office: str
    pieces: int
    cost_yen: int
    contents: str
    classes: tuple[tuple[str, str], ...]
    accepted_on: str = ""
    slip: str = ""
    by: str = ""


Classes = npt.NDArray[np.uint16]


class PostingBook:
    """The book in an open ledger. Whoever changes it holds the home's lock and :meth:`all_or_nothing`."""

    def __init__(self, ledger: Ledger) -> None:
        self._db, self._ledger = ledger.connection, ledger
        self._db.executescript(_SCHEMA)

    def all_or_nothing(self) -> AbstractContextManager[None]:
        """A transaction for the block."""
        return self._ledger.all_or_nothing()

    # -- what persons said ----------------------------------------------------------------------------------------------------

    def taken_out(self, job: str | None = None) -> list[TakenOut]:
        """The pieces of a job (or all) that do not go, in piece order."""
        return self._all(TakenOut, "taken_out WHERE ? IS NULL OR job = ? ORDER BY run, piece", job, job)

    def take_out(self, pieces: Iterable[TakenOut]) -> None:
        """Note pieces that do not go."""
        self._db.executemany("INSERT INTO taken_out VALUES (?,?,?,?,?,?)", map(msgspec.structs.astuple, pieces))

    def put_back(self, run: str, pieces: Iterable[int]) -> None:
        """Forget that pieces were taken out."""
        self._db.executemany("DELETE FROM taken_out WHERE run = ? AND piece = ?", ((run, piece) for piece in pieces))

    def made(self) -> dict[str, Made]:
        """The finished jobs."""
        return {one.job: one for one in self._all(Made, "made")}

    def note_made(self, made: Made) -> None:
        """Note a finished job, in place of what was said of it before."""
        self._db.execute("INSERT OR REPLACE INTO made VALUES (?,?,?)", msgspec.structs.astuple(made))
        self._db.execute("UPDATE jobs SET state = 'made' WHERE job = ?", (made.job,))

    def forget_made(self, jobs: Iterable[str]) -> None:
        """Forget that jobs are finished."""
        for job in jobs:
            self._db.execute("DELETE FROM made WHERE job = ?", (job,))
            self._db.execute("UPDATE jobs SET state = 'prepared' WHERE job = ?", (job,))

    def other_envelopes(self, job: str | None = None) -> list[OtherEnvelope]:
        """What of a job (or of all) was put into other envelopes, a whole job's word first."""
        return self._all(OtherEnvelope, "other_envelopes WHERE ? IS NULL OR job = ? ORDER BY job, bundle", job, job)

    def note_envelopes(self, envelopes: Iterable[OtherEnvelope]) -> None:
        """Note other envelopes, in place of what was said before; a word for the whole job takes the place of all its bundles'."""
        for one in envelopes:
            self._db.execute("DELETE FROM other_envelopes WHERE job = ? AND (bundle = ? OR ? = 0)", (one.job, one.bundle, one.bundle))
            self._db.execute("INSERT INTO other_envelopes VALUES (?,?,?,?,?)", msgspec.structs.astuple(one))

    # -- postings -------------------------------------------------------------------------------------------------------------

    def postings(self) -> list[PostingEntry]:
        """All postings in order."""
        rows = self._db.execute(f"SELECT {', '.join(PostingEntry.__struct_fields__)} FROM postings")  # noqa: S608 - our own names
        found = [_entry(row) for row in rows]
        return sorted(found, key=lambda one: (one.municipality, one.day, int(one.posting.rpartition("-")[2])))

    def posting_of(self) -> dict[str, str]:
        """The posting of each job that stands in one."""
        return dict(self._db.execute("SELECT job, posting FROM posted_jobs"))

    def posted_jobs(self) -> set[str]:
        """The jobs whose posting the post office accepted."""
        final = accepted(self.postings())
        return {job for job, posting in self.posting_of().items() if posting in final}

    def posted_notices(self, run: str) -> int:
        """How many notices of a run were posted."""
        return self._notices(run, f"p.accepted_on != '' AND NOT EXISTS ({_OUT})")

    def pulled_notices(self, run: str) -> int:
        """How many of a run's notices that had become pieces were pulled since."""
        return self._notices(run, f"EXISTS ({_OUT} AND t.because = 'pulled')")

    def _notices(self, run: str, where: str) -> int:
        (count,) = self._db.execute(
            "SELECT count(*) FROM notices n LEFT JOIN posted_jobs j ON j.job = n.job LEFT JOIN postings p ON p.posting = j.posting"  # noqa: S608
            f" WHERE n.run = ? AND n.piece > 0 AND {where}", (run,)
        ).fetchone()  # fmt: skip
        return int(count)

    def classes_of(self, job: str) -> Classes:
        """For each piece of a posted job the index of its class in the posting, ``NOT_POSTED`` where it was taken out."""
        (classes,) = self._db.execute("SELECT classes FROM posted_jobs WHERE job = ?", (job,)).fetchone()
        return np.frombuffer(classes, dtype="<u2")

    def propose(self, entry: PostingEntry, jobs: dict[str, Classes]) -> None:
        """Note a posting whose papers are made; an open one of the same name is replaced, and jobs leave the open one they stood in."""
        self._db.execute("DELETE FROM posted_jobs WHERE posting = ?", (entry.posting,))
        self._db.executemany(
            "DELETE FROM posted_jobs WHERE job = ? AND posting IN (SELECT posting FROM postings WHERE accepted_on = '')", ((job,) for job in jobs)
        )
        self._db.execute("DELETE FROM postings WHERE posting = ? AND accepted_on = ''", (entry.posting,))
        values = {**msgspec.structs.asdict(entry), "classes": msgspec.json.encode(entry.classes).decode()}
        self._db.execute(f"INSERT INTO postings VALUES ({', '.join('?' * len(values))})", tuple(values.values()))  # noqa: S608 - marks only
        self._db.executemany(
            "INSERT INTO posted_jobs VALUES (?,?,?)", ((job, entry.posting, classes.astype("<u2").tobytes()) for job, classes in jobs.items())
        )

    def accept(self, posting: str, accepted_on: str, slip: str, by: str) -> None:
        """Note that the post office accepted a posting: from here on its pieces are posted."""
        self._db.execute("UPDATE postings SET accepted_on = ?, slip = ?, by = ? WHERE posting = ?", (accepted_on, slip, by, posting))
        self._db.execute("UPDATE jobs SET state = 'posted' WHERE job IN (SELECT job FROM posted_jobs WHERE posting = ?)", (posting,))

    # -- numbers and records --------------------------------------------------------------------------------------------------

    def inquiries(self, run: str) -> dict[int, str]:
        """The inquiry numbers (お問い合わせ番号, ten digits without check digit) of a run's pieces."""
        return dict(self._db.execute("SELECT piece, number FROM inquiries WHERE run = ?", (run,)))

    def last_inquiry(self, first: str, last: str) -> str:
        """The highest number of a block that was given, empty when none was."""
        found = self._db.execute("SELECT max(number) FROM inquiries WHERE number BETWEEN ? AND ?", (first, last)).fetchone()
        return found[0] or ""

    def give_inquiries(self, numbers: Iterable[tuple[str, str, int]]) -> None:
        """Note (number, run, piece); a number or a piece that had one is refused by the table itself."""
        self._db.executemany("INSERT INTO inquiries VALUES (?,?,?)", numbers)

    def owe_record(self, campaign: str, posting: str) -> None:
        """Note that the campaign's dispatch record is to be written anew because a posting was accepted."""
        self._db.execute(
            "INSERT INTO dispatch_records (campaign, number, posting)"
            " SELECT ?, coalesce(max(number), 0) + 1, ? FROM dispatch_records WHERE campaign = ?", (campaign, posting, campaign)
        )  # fmt: skip

    def records_owed(self) -> list[tuple[str, int]]:
        """Campaign and number of the dispatch records that are still to be written."""
        return list(self._db.execute("SELECT campaign, number FROM dispatch_records WHERE written = 0 ORDER BY campaign, number"))

    def record_written(self, campaign: str, number: int) -> None:
        """Note that a dispatch record lies in the outbox."""
        self._db.execute("UPDATE dispatch_records SET written = 1 WHERE campaign = ? AND number = ?", (campaign, number))

    def _all(self, kind: type[_S], rest: str, *values: str | None) -> list[_S]:
        rows = self._db.execute(f"SELECT {', '.join(kind.__struct_fields__)} FROM {rest}", values)  # noqa: S608 - our own words only
        return [kind(**dict(zip(kind.__struct_fields__, row, strict=True))) for row in rows]


def accepted(postings: Sequence[PostingEntry]) -> dict[str, PostingEntry]:
    """Those that the post office accepted, by id."""
    return {one.posting: one for one in postings if one.accepted_on}


def _entry(row: sqlite3.Row | tuple[object, ...]) -> PostingEntry:
    values = dict(zip(PostingEntry.__struct_fields__, row, strict=True))
    return msgspec.convert({**values, "classes": msgspec.json.decode(str(values["classes"]))}, PostingEntry)
