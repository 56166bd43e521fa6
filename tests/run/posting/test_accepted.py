"""The stamped slip alone makes pieces posted: once, for what goes, with a dispatch record that has every record of the campaign."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from printjob.errors import DataRefused
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.posting import dispatch
from printjob.run.posting import papers as postingpapers
from printjob.run.posting.accepted import accept, day_notes
from printjob.run.posting.acts import job_made, other_envelopes, put_back, take_out
from printjob.run.posting.listing import posting_lines
from printjob.run.posting.papers import make_papers
from printjob.run.status import RunStatus, run_status
from tests.run.nights import CITY, RUN, batch, contents, extract_lines
from tests.run.nights import deliver as deliver_some
from tests.run.posting.lives import (
    BY,
    DAY,
    OFFICE,
    POSTING,
    deliver,
    events,
    jobs,
    make_all,
    posting_night,
    posting_site,
)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Home:
    return posting_night(tmp_path_factory, tmp_path / "home")


def posted(home: Home, slip: str = "1234") -> list[str]:
    return accept(home, POSTING, OFFICE, DAY, slip, BY)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(DataRefused) as found:
        call()
    (fault,) = found.value.faults
    return fault.id


def status(home: Home) -> RunStatus:
    with Ledger.copied(home.ledger) as ledger:
        (found,) = run_status(ledger, RUN)
    return found


def every_job(home: Home) -> list[JobEntry]:
    with Ledger.copied(home.ledger) as ledger:
        return ledger.jobs()


def records(home: Home, name: str) -> list[dict[str, str]]:
    data = (home.outbox / CITY / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def all_made(home: Home) -> None:
    make_all(home)
    (found,) = make_papers(home, CITY, DAY)
    assert found.entry is not None


def test_nothing_is_posted_before_the_stamp_and_all_of_it_after(home: Home) -> None:
    pieces = sum(job.pieces for job in jobs(home))
    all_made(home)
    assert (status(home).balance.posted, status(home).pieces.posted, status(home).balanced) == (0, 0, True)
    posted(home)
    found = status(home)
    assert (found.balance.posted, found.balance.open, found.pieces.posted, found.pieces.open) == (pieces, 0, pieces, 0)
    assert found.balanced
    assert {job.state for job in jobs(home)} == {"posted"}
    assert (posting_lines(home)[0].state, posting_lines(home)[0].posted) == ("posted", pieces)


def test_the_balances_hold_with_pieces_that_do_not_go(home: Home) -> None:
    first = jobs(home)[0]
    for at, because in enumerate(("pulled", "spoiled", "missing")):
        take_out(home, RUN, [str(first.first_piece + at)], because, BY)
    make_all(home, {first.job: 3})
    before = status(home)
    assert (before.balance.pulled, before.pieces.pulled, before.pieces.posted, before.balanced) == (1, 1, 0, True)
    make_papers(home, CITY, DAY)
    posted(home)
    found = status(home)
    assert (found.pieces.posted, found.pieces.pulled, found.pieces.open) == (found.pieces.planned - 3, 1, 2)
    assert (found.balance.posted, found.balance.pulled, found.balance.open, found.balanced) == (found.pieces.planned - 3, 1, 2, True)


def test_said_again_it_changes_nothing_and_said_otherwise_it_is_refused(home: Home) -> None:
    all_made(home)
    names = posted(home)
    assert len(names) == 2
    before, noted = contents(home.outbox), len(events(home))
    assert posted(home) == []
    assert (contents(home.outbox), len(events(home))) == (before, noted)
    assert refused(lambda: posted(home, "9999")) == "PJ-1811-E"
    assert refused(lambda: accept(home, POSTING, "別の局", DAY, "1234", BY)) == "PJ-1811-E"
    assert refused(lambda: accept(home, POSTING, OFFICE, DAY + dt.timedelta(1), "1234", BY)) == "PJ-1811-E"


def test_nothing_is_posted_twice_or_changed_afterwards(home: Home) -> None:
    all_made(home)
    posted(home)
    job = jobs(home)[0]
    assert refused(lambda: make_papers(home, CITY, DAY)) == "PJ-1805-E"
    assert refused(lambda: take_out(home, RUN, [str(job.first_piece)], "pulled", BY)) == "PJ-1802-E"
    assert refused(lambda: put_back(home, RUN, [str(job.first_piece)], BY)) == "PJ-1802-E"
    assert refused(lambda: job_made(home, job.job, job.pieces - 1, BY)) == "PJ-1804-E"
    assert refused(lambda: other_envelopes(home, job.job, "local", BY)) == "PJ-1804-E"
    assert job_made(home, job.job, job.pieces, "別の人").by == BY


def test_the_acceptance_must_be_that_of_the_papers(home: Home) -> None:
    all_made(home)
    assert refused(lambda: accept(home, f"{CITY}-20260410-2", OFFICE, DAY, "1", BY)) == "PJ-1602-E"
    assert refused(lambda: accept(home, POSTING, "別の局", DAY, "1", BY)) == "PJ-1808-E"
    assert refused(lambda: accept(home, POSTING, OFFICE, dt.date(2026, 3, 31), "1", BY)) == "PJ-1808-E"
    for slip in (" ", "=1+1", "-1", "@x", "1\t2", "＝1"):
        assert refused(partial(accept, home, POSTING, OFFICE, DAY, slip, BY)) == "PJ-1808-E"
    assert status(home).balance.posted == 0


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (DAY, []),
        (dt.date(2026, 4, 13), []),
        (dt.date(2026, 4, 9), ["PJ-1313-W", "PJ-1313-W"]),
        (dt.date(2026, 4, 11), ["PJ-1312-W", "PJ-1312-W"]),
        (dt.date(2026, 4, 20), ["PJ-1314-W"]),
    ],
)
def test_a_stamp_of_another_day_is_recorded_and_what_is_wrong_with_that_day_is_told(home: Home, day: dt.date, found: list[str]) -> None:
    all_made(home)
    assert day_notes(home, POSTING) == []
    accept(home, POSTING, OFFICE, day, "1", BY)
    assert [fault.id for fault in day_notes(home, POSTING)] == found


@pytest.mark.parametrize("change", ["piece", "envelope", "file", "folder"])
def test_papers_for_something_else_are_not_accepted(home: Home, change: str) -> None:
    all_made(home)
    job = jobs(home)[0]
    if change == "piece":
        take_out(home, RUN, [str(job.first_piece)], "missing", BY)
    elif change == "envelope":
        other_envelopes(home, job.job, "slack-3", BY)
    elif change == "file":
        (home.postings / POSTING / "slip.csv").write_bytes(b"")
    else:
        (home.postings / POSTING).rename(home.postings / "elsewhere")
    assert refused(lambda: posted(home)) == "PJ-1807-E"
    assert status(home).balance.posted == 0
    if change == "piece":
        make_papers(home, CITY, DAY)
        posted(home)
        assert status(home).pieces.open == 1


def test_papers_of_a_job_that_nobody_has_counted_since_are_not_accepted(home: Home) -> None:
    job = jobs(home)[0]
    take_out(home, RUN, [str(job.first_piece)], "pulled", BY)
    make_all(home, {job.job: 1})
    make_papers(home, CITY, DAY)
    put_back(home, RUN, [str(job.first_piece)], BY)
    take_out(home, RUN, [str(job.first_piece)], "pulled", BY)  # goes what was to go, but the job must be counted
    assert refused(lambda: posted(home)) == "PJ-1807-E"
    job_made(home, job.job, job.pieces - 1, BY)
    posted(home)
    assert status(home).balanced


def test_papers_with_another_price_than_the_book_s_are_not_accepted(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    all_made(home)
    path = home.site / "postage" / "postage.yaml"
    text = path.read_text(encoding="utf-8")
    assert "[50, 110]" in text
    path.write_text(text.replace("[50, 110]", "[50, 120]"), encoding="utf-8")
    with monkeypatch.context() as broken:
        broken.setattr(postingpapers, "publish", stop)
        with pytest.raises(KeyboardInterrupt):
            make_papers(home, CITY, DAY)
    assert refused(lambda: posted(home)) == "PJ-1807-E"
    make_papers(home, CITY, DAY)
    posted(home)


def test_a_second_posting_of_the_day_gets_its_own_number_and_record(home: Home) -> None:
    plain, *others = [job for job in jobs(home) if job.product == "plain" and "property" in job.campaign]
    job_made(home, plain.job, plain.pieces, BY)
    make_papers(home, CITY, DAY)
    (first,) = posted(home)
    assert first.endswith("-dispatch-001.csv")
    before = contents(home.outbox)
    make_all(home)
    (found,) = make_papers(home, CITY, DAY)
    assert found.entry is not None
    assert found.entry.posting == f"{CITY}-20260410-2"
    assert found.entry.pieces == sum(job.pieces for job in jobs(home)) - plain.pieces
    assert refused(lambda: accept(home, found.entry.posting if found.entry else "", OFFICE, DAY, "1234", BY)) == "PJ-1811-E"
    names = accept(home, found.entry.posting, OFFICE, DAY, "1235", BY)
    assert sorted(name.rpartition("-")[2] for name in names) == ["001.csv", "002.csv"]
    assert {name: data for name, data in contents(home.outbox).items() if name in before} == before
    slips = Counter(line["SLIP"] for line in records(home, next(name for name in names if "002" in name)))
    assert slips == {"1234": plain.pieces, "1235": sum(job.pieces for job in jobs(home) if job.campaign == plain.campaign) - plain.pieces}
    assert others
    assert status(home).pieces.posted == sum(job.pieces for job in jobs(home))


def test_the_record_has_every_notice_with_its_class_and_number_and_nobody_s_name(home: Home) -> None:
    demand = next(job for job in jobs(home) if job.product == "recorded")
    take_out(home, RUN, [str(demand.first_piece)], "pulled", BY)
    make_all(home, {demand.job: 1})
    make_papers(home, CITY, DAY)
    for name in posted(home):
        lines = records(home, name)
        campaign = name.partition("-dispatch-")[0]
        own = [job for job in jobs(home) if job.campaign == campaign]
        assert len(lines) == sum(job.pieces for job in own)
        assert len({line["NOTICE"] for line in lines}) == len(lines)
        assert all(line["ADDRESSEE"].isdigit() for line in lines)
        states = Counter(line["STATE"] for line in lines)
        assert states["pulled"] == (1 if demand.campaign == campaign else 0)
        assert states["posted"] == len(lines) - states["pulled"]
        for line in lines:
            went = line["STATE"] == "posted"
            assert (line["POSTED_ON"], line["OFFICE"], line["SLIP"]) == (("2026-04-10", OFFICE, "1234") if went else ("", "", ""))
            assert bool(line["INQUIRY"]) == (line["CLASS"] in ("特定記録", "簡易書留"))
            assert bool(line["CLASS"]) == went
    raw = b"".join((home.outbox / CITY / name).read_bytes() for name in contents(home.outbox / CITY) if "dispatch" in name)
    assert "旭ケ丘".encode() not in raw
    assert "見本　".encode() not in raw


def test_the_numbers_are_those_that_were_delivered(home: Home) -> None:
    all_made(home)
    name = next(name for name in posted(home) if "property" in name)
    (folder,) = [path for path in (home.accepted / CITY).iterdir() if "property" in path.name]
    assert [line["NOTICE"] for line in records(home, name)] == [line.notice for line in extract_lines(folder)]


def test_stopped_before_its_record_is_written_it_is_written_by_the_next_call(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    all_made(home)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(dispatch, "write_whole", stop)
        with pytest.raises(KeyboardInterrupt):
            posted(home)
    assert not list(home.outbox.rglob("*dispatch*"))
    assert len(posted(home)) == 2
    assert len(list(home.outbox.rglob("*dispatch*"))) == 2
    assert [event["event"] for event in events(home)].count("posting-accepted") == 1
    assert status(home).balanced


def test_jobs_of_two_nights_go_together_and_stand_in_one_record(home: Home) -> None:
    more = [("064-0941", f"北海道札幌市中央区旭ケ丘４丁目{n}番地") for n in range(101, 107)]
    deliver(home, "property-tax", more, 3)
    deliver(home, "dunning", more[:1], 5)
    assert batch(home.folder).exit == 0
    second = [job for job in every_job(home) if job.run != RUN]
    assert sum(job.pieces for job in second) == len(more) + 1
    for job in every_job(home):
        job_made(home, job.job, job.pieces, BY)
    (found,) = make_papers(home, CITY, DAY)
    assert found.entry is not None
    assert found.entry.pieces == sum(job.pieces for job in every_job(home))
    names = posted(home)
    assert len(names) == 2
    for name in names:
        campaign = name.partition("-dispatch-")[0]
        own = [job for job in every_job(home) if job.campaign == campaign]
        assert {job.run for job in own} == {RUN, "20260401-02"}
        lines = records(home, name)
        assert len({line["NOTICE"] for line in lines}) == len(lines) == sum(job.pieces for job in own)
        assert {line["STATE"] for line in lines} == {"posted"}
    with Ledger.copied(home.ledger) as ledger:
        assert all(one.balanced and one.pieces.open == 0 for one in run_status(ledger, None))


def test_what_was_never_printed_stands_in_the_record_too(tmp_path: Path) -> None:
    home = posting_site(tmp_path / "home")
    deliver_some(home, CITY, 60, faults=True)
    assert batch(home.folder).exit == 4
    for job in every_job(home):
        job_made(home, job.job, job.pieces, BY)
    (made,) = make_papers(home, CITY, DAY)
    assert made.entry is not None
    (name,) = posted(home)
    found = status(home).balance
    states = Counter(line["STATE"] for line in records(home, name))
    assert sum(states.values()) == found.received == 60
    assert (states["held"], states["quarantined"], states["pulled"]) == (found.held, found.quarantined, found.pulled)
    assert min(states["held"], states["quarantined"], states["pulled"]) > 0
    assert states["posted"] == found.posted
    assert all(line["ADDRESSEE"].isdigit() and line["NOTICE"].isdigit() for line in records(home, name) if line["STATE"] != "quarantined")
