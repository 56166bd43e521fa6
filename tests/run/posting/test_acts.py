"""What persons say of made mail is held against the book: counts must be what follows from the pieces, nothing is half written, everything is noted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from printjob.errors import ArgumentMistake, DataRefused, LockHeld
from printjob.faultbook import message
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.lock import held
from printjob.run.posting.acts import job_made, other_envelopes, put_back, take_out
from printjob.run.posting.book import PostingBook
from printjob.run.posting.listing import PostingLine, posting_lines
from tests.run.nights import RUN, contents
from tests.run.posting.lives import BY, OFFICE, OTHER_OFFICE, another_office, events, jobs, jobs_in, posting_night


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Home:
    return posting_night(tmp_path_factory, tmp_path / "home")


def out_of(home: Home) -> dict[int, str]:
    with Ledger.copied(home.ledger) as ledger:
        return {one.piece: one.because for one in PostingBook(ledger).taken_out()}


def made_of(home: Home) -> dict[str, int]:
    with Ledger.copied(home.ledger) as ledger:
        return {job: one.pieces for job, one in PostingBook(ledger).made().items()}


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(DataRefused) as found:
        call()
    return [fault.id for fault in found.value.faults]


def line(home: Home) -> PostingLine:
    (found,) = posting_lines(home)
    return found


def test_the_counter_must_say_what_was_planned_without_what_was_taken_out(home: Home) -> None:
    job = jobs(home)[0]
    for wrong in (job.pieces - 1, job.pieces + 1, 0):
        assert refused(partial(job_made, home, job.job, wrong, BY)) == ["PJ-1801-E"]
    take_out(home, RUN, [str(job.first_piece)], "spoiled", BY)
    assert refused(lambda: job_made(home, job.job, job.pieces, BY)) == ["PJ-1801-E"]
    assert made_of(home) == {}
    job_made(home, job.job, job.pieces - 1, BY)
    assert made_of(home) == {job.job: job.pieces - 1}
    assert [event["event"] for event in events(home)] == ["posting-taken-out", "posting-made"]


def test_a_count_with_a_piece_that_was_taken_out_meanwhile_is_refused(home: Home) -> None:
    job = jobs(home)[0]
    job_made(home, job.job, job.pieces, BY)
    take_out(home, RUN, [str(job.first_piece)], "pulled", BY)
    assert refused(lambda: job_made(home, job.job, job.pieces, BY)) == ["PJ-1801-E"]
    job_made(home, job.job, job.pieces - 1, BY)
    assert made_of(home) == {job.job: job.pieces - 1}


def test_what_is_said_twice_changes_nothing(home: Home) -> None:
    job = jobs(home)[0]
    for _ in range(2):
        take_out(home, RUN, [str(job.last_piece)], "missing", BY, "棚を確認")
        job_made(home, job.job, job.pieces - 1, BY)
    assert len(events(home)) == 2
    assert out_of(home) == {job.last_piece: "missing"}


def test_a_list_is_taken_out_whole_or_not_at_all(home: Home) -> None:
    before = contents(home.audit)
    assert refused(lambda: take_out(home, RUN, ["1", "2", "9999999", "20260402-01-0000003", "-3", "x"], "pulled", BY)) == ["PJ-1602-E"] * 4
    assert out_of(home) == {}
    assert contents(home.audit) == before
    assert len(take_out(home, RUN, ["1", f"{RUN}-0000002", "2"], "pulled", BY)) == 2
    assert refused(lambda: take_out(home, RUN, ["1", "3"], "spoiled", BY)) == ["PJ-1803-E"]
    assert out_of(home) == {1: "pulled", 2: "pulled"}


def test_a_wrong_entry_is_put_back(home: Home) -> None:
    job = jobs(home)[0]
    take_out(home, RUN, [str(job.first_piece)], "pulled", BY)
    assert [one.piece for one in put_back(home, RUN, [str(job.first_piece)], BY)] == [job.first_piece]
    assert put_back(home, RUN, [str(job.first_piece)], BY) == []
    job_made(home, job.job, job.pieces, BY)
    assert [event["event"] for event in events(home)] == ["posting-taken-out", "posting-put-back", "posting-made"]


def test_a_piece_put_back_must_be_counted(home: Home) -> None:
    job, other = jobs(home)[:2]
    take_out(home, RUN, [str(job.first_piece)], "pulled", BY)
    job_made(home, job.job, job.pieces - 1, BY)
    job_made(home, other.job, other.pieces, BY)
    put_back(home, RUN, [str(job.first_piece)], BY)
    assert made_of(home) == {other.job: other.pieces}
    assert refused(lambda: job_made(home, job.job, job.pieces - 1, BY)) == ["PJ-1801-E"]
    job_made(home, job.job, job.pieces, BY)


def test_a_piece_pulled_from_a_finished_job_leaves_its_count(home: Home) -> None:
    job = jobs(home)[0]
    job_made(home, job.job, job.pieces, BY)
    take_out(home, RUN, [str(job.first_piece)], "pulled", BY)
    found = line(home)
    assert (found.state, found.jobs_made, found.made, found.taken_out) == ("making", 1, job.pieces - 1, 1)
    assert found.planned == found.taken_out + found.not_made + found.made


def test_the_list_follows_the_work(home: Home) -> None:
    assert (line(home).state, line(home).office, line(home).made) == ("planned", OFFICE, 0)
    for job in jobs(home):
        job_made(home, job.job, job.pieces, BY)
    assert (line(home).state, line(home).made, line(home).not_made, line(home).posted) == ("made", line(home).planned, 0, 0)


def test_a_job_of_which_nothing_is_left_holds_nothing_up(home: Home) -> None:
    first, *others = jobs(home)
    take_out(home, RUN, map(str, range(first.first_piece, first.last_piece + 1)), "pulled", BY)
    assert line(home).state == "planned"
    for job in others:
        job_made(home, job.job, job.pieces, BY)
    assert line(home).state == "made"
    for job in others:
        take_out(home, RUN, map(str, range(job.first_piece, job.last_piece + 1)), "pulled", BY)
    assert (line(home).state, line(home).planned, line(home).taken_out) == ("nothing", line(home).taken_out, line(home).planned)


def test_other_envelopes_are_for_bundles_that_are_there(home: Home) -> None:
    job = jobs_in(home, "local")[0].job
    assert refused(lambda: other_envelopes(home, job, "plain", BY, bundles=(1, 99))) == ["PJ-1602-E"]
    for _ in range(2):
        other_envelopes(home, job, "plain", BY, bundles=(1,))
    with Ledger.copied(home.ledger) as ledger:
        assert [(one.bundle, one.indicia) for one in PostingBook(ledger).other_envelopes(job)] == [(1, "plain")]
    assert len(events(home)) == 1
    with pytest.raises(ArgumentMistake):
        other_envelopes(home, job, "gold", BY)


def test_a_word_for_the_whole_job_takes_the_place_of_its_bundles(home: Home) -> None:
    job = jobs_in(home, "local")[0].job

    def known() -> list[tuple[int, str]]:
        with Ledger.copied(home.ledger) as ledger:
            return [(one.bundle, one.indicia) for one in PostingBook(ledger).other_envelopes(job)]

    other_envelopes(home, job, "plain", BY)
    other_envelopes(home, job, "slack-3", BY, bundles=(1, 1))
    assert known() == [(0, "plain"), (1, "slack-3")]
    other_envelopes(home, job, "plain", BY)
    assert known() == [(0, "plain")]
    assert other_envelopes(home, job, "plain", BY) == []


def test_a_job_stays_at_the_office_it_was_said_to_go_to(home: Home) -> None:
    job = jobs_in(home, "local")[0]
    another_office(home)
    other_envelopes(home, job.job, "local", BY, office=OTHER_OFFICE)
    other_envelopes(home, job.job, "plain", BY)
    assert job.job in {one.office: one for one in posting_lines(home)}[OTHER_OFFICE].jobs
    other_envelopes(home, job.job, "plain", BY, office=OFFICE)
    assert [one.office for one in posting_lines(home)] == [OFFICE]


def test_a_job_can_go_to_another_office(home: Home) -> None:
    job = jobs_in(home, "local")[0]
    with pytest.raises(ArgumentMistake):
        other_envelopes(home, job.job, "plain", BY, office=OTHER_OFFICE)
    another_office(home)
    other_envelopes(home, job.job, "plain", BY, office=OTHER_OFFICE)
    found = {one.office: one for one in posting_lines(home)}
    assert (found[OTHER_OFFICE].jobs, found[OTHER_OFFICE].planned) == ((job.job,), job.pieces)
    assert job.job not in found[OFFICE].jobs


@pytest.mark.parametrize("job", ["20260401-01-9999", "nothing", ""])
def test_unknown_jobs_runs_and_nameless_persons_are_refused(home: Home, job: str) -> None:
    assert refused(lambda: job_made(home, job, 1, BY)) == ["PJ-1602-E"]
    assert refused(lambda: take_out(home, "20260402-01", ["1"], "pulled", BY)) == ["PJ-1602-E"]
    for nobody in ("", " 　", "a\x00b"):
        with pytest.raises(ArgumentMistake):
            job_made(home, jobs(home)[0].job, 1, nobody)
    assert events(home) == []


def test_nothing_is_recorded_while_a_night_runs(home: Home) -> None:
    with held(home.lock), pytest.raises(LockHeld):
        take_out(home, RUN, ["1"], "pulled", BY)
    assert out_of(home) == {}


def test_the_difference_is_told_in_the_language_that_is_asked_for(home: Home) -> None:
    job = jobs(home)[0]
    with pytest.raises(DataRefused) as refusal:
        job_made(home, job.job, job.pieces - 1, BY)
    japanese, english = (message(refusal.value.faults[0], language) for language in ("ja", "en"))
    assert (f"計画 {job.pieces} - 取出し 0" in japanese, "planned" in japanese) == (True, False)
    assert "the counter says 1 fewer" in english
    assert "計画" not in english
