"""Whatever persons say in whatever order: the balances of a run always add up, and what was posted stays posted, once."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.errors import DataRefused
from printjob.run.home import Home
from printjob.run.ledger import DeliveryEntry, JobEntry, Ledger
from printjob.run.posting.acts import job_made, put_back, take_out
from printjob.run.posting.book import NOT_POSTED, PostingBook, PostingEntry, TakenOut
from printjob.run.posting.listing import posting_lines
from printjob.run.status import run_status
from printjob.run.summary import Summary
from tests.run.nights import RUN
from tests.run.posting.lives import BY, OFFICE

JOBS, PIECES, HELD = 3, 4, 2
CAMPAIGN = "019917-property-tax-2026-1-20260410-20260410"


def ledger_home(folder: Path) -> Home:
    """A home with nothing but the ledger of a finished run: three jobs of four pieces, two records held."""
    home = Home(folder)
    for name in ("inbox", "accepted", "quarantine", "runs", "outbox", "audit", "site"):
        (home.folder / name).mkdir(parents=True)
    jobs = [
        JobEntry(
            job=f"{RUN}-{n + 1:04d}", run=RUN, municipality="019917", campaign=CAMPAIGN, profile="p", pieces=PIECES, sheets=PIECES, pages=2 * PIECES,
            first_piece=n * PIECES + 1, last_piece=(n + 1) * PIECES, state="prepared", product="plain", office=OFFICE, indicia="plain",
        )
        for n in range(JOBS)
    ]  # fmt: skip
    whole = JOBS * PIECES
    delivery = DeliveryEntry(
        seq=0, municipality="019917", folder="d", digest="x", campaign=CAMPAIGN, state="accepted", records=whole + HELD, admitted=whole, held=HELD,
        quarantined=0, pulled=0, amount_yen=0,
    )  # fmt: skip
    notices = [(RUN, 0, n + 1, n + 1, str(n), "admitted", "", n + 1, jobs[n // PIECES].job) for n in range(whole)]
    notices += [(RUN, 0, whole + n + 1, whole + n + 1, "", "held", "PJ-1301-W", 0, "") for n in range(HELD)]
    summary = Summary(run=RUN, received=whole + HELD, held=HELD, notices=whole, pieces=whole, jobs=tuple(job.job for job in jobs))
    with Ledger(home.ledger) as ledger:
        ledger.start(RUN, "2026-04-01", b"{}")
        ledger.finish(RUN, "prepared", msgspec.json.encode(summary), [delivery], jobs, notices)
    return home


def post(home: Home, number: int, wanted: set[int], *, accept: bool) -> None:
    """Papers for the finished jobs among ``wanted``, as the papers' room notes them, and perhaps the stamp."""
    with Ledger(home.ledger) as ledger:
        book = PostingBook(ledger)
        jobs = [job for job in ledger.jobs(RUN) if job.first_piece in wanted and job.job in book.made() and job.job not in book.posted_jobs()]
        still_open = next((one.posting for one in book.postings() if not one.accepted_on), None)
        classes = {job.job: np.zeros(job.pieces, dtype=np.uint16) for job in jobs}
        for one in book.taken_out():
            if one.job in classes:
                classes[one.job][(one.piece - 1) % PIECES] = NOT_POSTED
        entry = PostingEntry(
            posting=still_open or f"019917-20260410-{number}", municipality="019917", day="2026-04-10", office=OFFICE, pieces=0, cost_yen=0, contents="",
            classes=(("plain", "普通"),),
        )  # fmt: skip
        with book.all_or_nothing():
            book.propose(entry, classes)
            if accept:
                book.accept(entry.posting, "2026-04-10", str(number), BY)


def posted_pieces(home: Home) -> set[int]:
    with Ledger.copied(home.ledger) as ledger:
        book = PostingBook(ledger)
        jobs = [job for job in ledger.jobs(RUN) if job.job in book.posted_jobs()]
        return {job.first_piece + at for job in jobs for at in np.flatnonzero(book.classes_of(job.job) != NOT_POSTED).tolist()}


piece = st.integers(1, JOBS * PIECES + 1)
job = st.integers(0, JOBS - 1)
step = st.one_of(
    st.tuples(st.just("out"), st.lists(piece, min_size=1, max_size=3), st.sampled_from(["pulled", "spoiled", "missing"])),
    st.tuples(st.just("back"), st.lists(piece, min_size=1, max_size=3), st.just("")),
    st.tuples(st.just("made"), st.lists(job, min_size=1, max_size=1), st.integers(0, PIECES)),
    st.tuples(st.just("post"), st.lists(job, min_size=1, max_size=JOBS), st.booleans()),
)


def take(home: Home, number: int, what: str, which: list[int], how: object) -> None:
    if what == "out":
        take_out(home, RUN, map(str, which), str(how), BY)
    elif what == "back":
        put_back(home, RUN, map(str, which), BY)
    elif what == "made":
        job_made(home, f"{RUN}-{which[0] + 1:04d}", int(str(how)), BY)
    else:
        post(home, number, {at * PIECES + 1 for at in which}, accept=bool(how))


@settings(max_examples=40, deadline=None)
@given(st.lists(step, max_size=12))
def test_the_balances_hold_and_nothing_is_posted_twice(steps: list[tuple[str, list[int], object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, before = ledger_home(Path(folder) / "home"), set[int]()
        for number, (what, which, how) in enumerate(steps, 1):
            with suppress(DataRefused):
                take(home, number, what, which, how)
            posted = posted_pieces(home)
            assert before <= posted
            before = posted
            with Ledger.copied(home.ledger) as ledger:
                (status,) = run_status(ledger, RUN)
                out = {one.piece for one in PostingBook(ledger).taken_out()}
            (line,) = posting_lines(home)
            assert status.balanced
            assert status.pieces.posted == status.balance.posted == line.posted == len(posted)
            assert not posted & out
            assert line.planned == line.taken_out + line.not_made + line.made
            assert (line.planned, line.taken_out) == (JOBS * PIECES, len(out))
            assert line.posted <= line.made


def test_the_book_itself_refuses_a_second_posting_and_a_second_number(tmp_path: Path) -> None:
    home = ledger_home(tmp_path / "home")
    for number in range(JOBS):
        job_made(home, f"{RUN}-{number + 1:04d}", PIECES, BY)
    post(home, 1, {1}, accept=True)
    with Ledger(home.ledger) as ledger:
        book = PostingBook(ledger)
        entry = msgspec.structs.replace(book.postings()[0], posting="019917-20260410-2", accepted_on="", slip="")
        with pytest.raises(sqlite3.IntegrityError), book.all_or_nothing():
            book.propose(entry, {f"{RUN}-0001": np.zeros(PIECES, dtype=np.uint16)})
        assert [one.posting for one in book.postings()] == ["019917-20260410-1"]
        book.give_inquiries([("5600000001", RUN, 1)])
        for twice in (("5600000001", RUN, 2), ("5600000002", RUN, 1)):
            with pytest.raises(sqlite3.IntegrityError), book.all_or_nothing():
                book.give_inquiries([twice])
        out = TakenOut(run=RUN, piece=5, job=f"{RUN}-0002", because="pulled", by=BY, note="")
        with pytest.raises(sqlite3.IntegrityError), book.all_or_nothing():
            book.take_out([out, out])
        assert book.taken_out() == []
