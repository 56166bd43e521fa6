"""What persons say of made mail (差出の記録): a job is finished, pieces do not go, a job went into other envelopes.

Each word is checked against the book before anything is written, all of it or nothing is; said twice it changes nothing. Every change
stands in the audit log with the name of who said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from printjob.errors import ArgumentMistake, BugFound, DataRefused, Fault
from printjob.faultbook import BOTH
from printjob.model.mail import BECAUSE, INDICIA
from printjob.model.piece import piece_id, piece_number
from printjob.model.runfolder import read_job_plan
from printjob.run import audit
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.lock import held
from printjob.run.posting.book import Made, OtherEnvelope, PostingBook, TakenOut
from printjob.run.site import Site


@contextmanager
def open_book(home: Home) -> Iterator[tuple[Ledger, PostingBook]]:
    """The book of a home for one change; nobody else changes anything meanwhile (``PJ-1405-E``)."""
    home.require()
    with held(home.lock), Ledger(home.ledger) as ledger:
        yield ledger, PostingBook(ledger)


def job_made(home: Home, job: str, pieces: int, by: str) -> Made:
    """The inserter finished a job and its counter says ``pieces``. It must be what was planned without what was taken out (``PJ-1801-E``)."""
    made = Made(job=job, pieces=pieces, by=named(by))
    with open_book(home) as (ledger, book):
        entry, out = job_entry(ledger, job), book.taken_out(job)
        left, known = entry.pieces - len(out), book.made().get(job)
        if pieces != left:
            if _is_posted(book, job):
                raise DataRefused(Fault(id="PJ-1804-E", field=job, value=str(pieces), detail=f"{left} pieces of it were posted"))
            raise DataRefused(Fault(id="PJ-1801-E", field=job, value=str(pieces), detail=_difference(entry, out, pieces)))
        if known and (known.pieces == pieces or _is_posted(book, job)):
            return known
        _note(home, "posting-made", {"job": job, "planned": entry.pieces, "taken_out": len(out), "pieces": pieces, "by": made.by})
        with book.all_or_nothing():
            book.note_made(made)
    return made


def _difference(entry: JobEntry, out: Sequence[TakenOut], pieces: int) -> str:
    left = entry.pieces - len(out)
    off, few = abs(pieces - left), pieces < left
    japanese = f"計画 {entry.pieces} - 取出し {len(out)} = {left}、計数は{off}通{'少ない' if few else '多い'}"
    return f"{japanese}{BOTH}{entry.pieces} planned - {len(out)} taken out = {left}; the counter says {off} {'fewer' if few else 'more'}"


def take_out(home: Home, run: str, names: Iterable[str], because: str, by: str, note: str = "") -> list[TakenOut]:
    """Pieces of a run that do not go; those that are new in the book.

    All of them or none: unknown pieces (``PJ-1602-E``), posted ones (``PJ-1802-E``) and ones taken out for another reason (``PJ-1803-E``)
    refuse the whole list. A piece taken out for the same reason before is passed over.
    """
    if because not in BECAUSE:
        raise ArgumentMistake(Fault(id="PJ-1601-E", field="--because", value=because))
    by, note = named(by), note.strip()
    with open_book(home) as (ledger, book):
        jobs = jobs_of(ledger, run)
        wanted, faults = _pieces(run, names, jobs)
        known = {(one.run, one.piece): one for one in book.taken_out()}
        posted = _posted_jobs(book)
        new = []
        for piece, job in wanted.items():
            before = known.get((run, piece))
            if before and before.because == because:
                continue
            if before:
                faults.append(Fault(id="PJ-1803-E", field=piece_id(run, piece), value=before.because))
            elif job in posted:
                faults.append(Fault(id="PJ-1802-E", field=piece_id(run, piece), detail=posted[job]))
            else:
                new.append(TakenOut(run=run, piece=piece, job=job, because=because, by=by, note=note))
        _refuse(faults)
        if new:
            _note(home, "posting-taken-out", {**_which(run, new), "because": because, "by": by, "note": note})
            with book.all_or_nothing():
                book.take_out(new)
    return new


def put_back(home: Home, run: str, names: Iterable[str], by: str) -> list[TakenOut]:
    """Pieces that go after all (戻し); those that were taken out until now. The rules of :func:`take_out` hold.

    Their jobs must be confirmed again (:func:`job_made`): no counter has seen these pieces.
    """
    by = named(by)
    with open_book(home) as (ledger, book):
        wanted, faults = _pieces(run, names, jobs_of(ledger, run))
        posted = _posted_jobs(book)
        faults += [Fault(id="PJ-1802-E", field=piece_id(run, piece), detail=posted[job]) for piece, job in wanted.items() if job in posted]
        _refuse(faults)
        found = [one for one in book.taken_out() if one.run == run and one.piece in wanted]
        if found:
            _note(home, "posting-put-back", {**_which(run, found), "by": by})
            with book.all_or_nothing():
                book.put_back(run, (one.piece for one in found))
                book.forget_made({one.job for one in found})
    return found


def other_envelopes(home: Home, job: str, indicia: str, by: str, *, bundles: Sequence[int] = (), office: str = "") -> list[OtherEnvelope]:
    """A job's pieces, or those of some bundles, were put into envelopes with another ``indicia``; what is new in the book.

    A word for the whole job takes the place of what was said of its bundles. ``office`` is where the whole job goes instead; without one it goes
    where it went until now. ``PJ-1804-E`` when the job is posted.
    """
    if indicia not in INDICIA or (bundles and office):
        raise ArgumentMistake(Fault(id="PJ-1601-E", field="--office" if indicia in INDICIA else "--indicia", value=office or indicia))
    by = named(by)
    if office and office not in {one.office for one in Site(home.site).posting().offices}:
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--office", value=office))
    with open_book(home) as (ledger, book):
        entry = job_entry(ledger, job)
        if _is_posted(book, job):
            raise DataRefused(Fault(id="PJ-1804-E", field=job, value=indicia))
        numbers = {bundle.number for bundle in read_job_plan(home.runs / entry.run, job).bundles}
        _refuse([Fault(id="PJ-1602-E", field=f"{job} --bundle", value=str(number)) for number in bundles if number not in numbers])
        known = {one.bundle: one for one in book.other_envelopes(job)}
        goes = office or (known[0].office if 0 in known and not bundles else "")
        said = [OtherEnvelope(job=job, bundle=number, indicia=indicia, office=goes, by=by) for number in dict.fromkeys(bundles or (0,))]
        new = [one for one in said if (one.bundle == 0 and len(known) > 1) or not _says_same(known.get(one.bundle), one)]
        if new:
            _note(home, "posting-envelope", {"job": job, "bundles": [one.bundle for one in new], "indicia": indicia, "office": office, "by": by})
            with book.all_or_nothing():
                book.note_envelopes(new)
    return new


def _says_same(known: OtherEnvelope | None, said: OtherEnvelope) -> bool:
    return known is not None and (known.indicia, known.office) == (said.indicia, said.office)


def job_entry(ledger: Ledger, job: str) -> JobEntry:
    """A job of a finished run; ``PJ-1602-E`` when there is none."""
    found = next((one for one in ledger.jobs(job.rpartition("-")[0]) if one.job == job), None)
    if found is None:
        raise DataRefused(Fault(id="PJ-1602-E", field="JOB", value=job))
    return found


def jobs_of(ledger: Ledger, run: str) -> list[JobEntry]:
    """The jobs of a run; ``PJ-1602-E`` when there are none. Their pieces are numbered without gaps."""
    jobs = ledger.jobs(run)
    if not jobs:
        raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run))
    if any(job.last_piece - job.first_piece + 1 != job.pieces for job in jobs):
        raise BugFound(Fault(id="PJ-1702-E", field=run, detail="a job's piece numbers have gaps"))
    return jobs


def _pieces(run: str, names: Iterable[str], jobs: Sequence[JobEntry]) -> tuple[dict[int, str], list[Fault]]:
    """Each piece's number and job, by its id or its number; what is no piece of the run's jobs is a fault."""
    found: dict[int, str] = {}
    faults = []
    for name in dict.fromkeys(names):
        number = piece_number(run, name)
        job = next((one.job for one in jobs if one.first_piece <= number <= one.last_piece), None)
        if job is None:
            faults.append(Fault(id="PJ-1602-E", field="piece", value=name))
        else:
            found[number] = job
    return found, faults


def _posted_jobs(book: PostingBook) -> dict[str, str]:
    """The posting of each job that the post office accepted."""
    posted = book.posted_jobs()
    return {job: posting for job, posting in book.posting_of().items() if job in posted}


def _is_posted(book: PostingBook, job: str) -> bool:
    return job in _posted_jobs(book)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise DataRefused(*faults)


def named(by: str) -> str:
    """The name of who says it; a blank one is refused (``PJ-1601-E``)."""
    name = " ".join(by.split())
    if not name or not name.isprintable():
        raise ArgumentMistake(Fault(id="PJ-1601-E", field="--by"))
    return name


def _which(run: str, pieces: Sequence[TakenOut]) -> dict[str, object]:
    return {"run": run, "pieces": [one.piece for one in pieces]}


def _note(home: Home, event: str, facts: dict[str, object]) -> None:
    """Noted first: a decision without effect does no harm, an effect without its decision would."""
    audit.note(home.audit, event, facts)
