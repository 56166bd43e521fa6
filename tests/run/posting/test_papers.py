"""A posting's papers speak of what was really made: priced again, finished or absent, the same bytes for the same pieces, numbers given once."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest

from printjob.errors import ArgumentMistake, BugFound, DataRefused, EnvironmentAtFault
from printjob.mailroom.papers.inquiry import validate
from printjob.mailroom.papers.slip import Slip, slip_of
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.posting import folder as postingfolder
from printjob.run.posting.accepted import accept
from printjob.run.posting.acts import job_made, other_envelopes, put_back, take_out
from printjob.run.posting.book import PostingBook, PostingEntry
from printjob.run.posting.folder import read_manifest
from printjob.run.posting.listing import posting_lines
from printjob.run.posting.papers import PapersMade, make_papers
from tests.run.nights import CITY, RUN, batch, contents
from tests.run.posting.lives import (
    BY,
    DAY,
    OFFICE,
    OTHER_OFFICE,
    POSTING,
    another_office,
    change_posting,
    deliver,
    events,
    jobs,
    jobs_in,
    make_all,
    posting_night,
    posting_site,
)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Home:
    return posting_night(tmp_path_factory, tmp_path / "home")


def papers(home: Home) -> PapersMade:
    (found,) = make_papers(home, CITY, DAY)
    return found


def entry_of(home: Home) -> PostingEntry:
    found = papers(home)
    assert found.faults == ()
    assert found.entry is not None
    return found.entry


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def inquiries(home: Home) -> dict[int, str]:
    with Ledger.copied(home.ledger) as ledger:
        return PostingBook(ledger).inquiries(RUN)


def take_below_the_threshold(home: Home) -> dict[str, int]:
    """Take out so many pieces of the local lot that one lacks; how many of which job."""
    local = jobs_in(home, "local")
    wanted = sum(job.pieces for job in local) - 99
    take_out(home, RUN, map(str, range(local[0].first_piece, local[0].first_piece + wanted)), "spoiled", BY)
    return {local[0].job: wanted}


def test_the_slip_counts_every_made_piece_once(home: Home) -> None:
    pulled = [jobs(home)[0].first_piece, jobs(home)[3].last_piece]
    take_out(home, RUN, map(str, pulled), "pulled", BY)
    make_all(home, {jobs(home)[0].job: 1, jobs(home)[3].job: 1})
    entry = entry_of(home)
    slip = table(home.postings / POSTING / "slip.csv")
    planned = Counter({job.product: 0 for job in jobs(home)})
    for job in jobs(home):
        planned[job.product] += job.pieces
    planned[jobs(home)[0].product] -= 1
    planned[jobs(home)[3].product] -= 1
    counted: Counter[str] = Counter()
    for line in slip:
        counted[line["PRODUCT"]] += int(line["PIECES"])
    assert counted == planned
    assert (entry.posting, entry.pieces) == (POSTING, sum(planned.values()))
    units = {line["UNIT"]: int(line["UNIT_YEN"]) for line in slip}
    assert entry.cost_yen == sum(units.values())


@pytest.mark.usefixtures("in_process")
def test_the_folder_is_private_and_names_stand_in_one_place(home: Home) -> None:
    make_all(home)
    entry_of(home)
    folder = home.postings / POSTING
    assert {path.stat().st_mode & 0o777 for path in [home.postings, *home.postings.rglob("*")] if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()} == {0}
    found = contents(folder)
    assert {"slip.pdf", "slip.csv", "bundle-list.pdf", "manifest.json", "registered/recorded.pdf", "registered/simple-registered.csv"} <= found.keys()
    assert "corrected-tags.pdf" not in found
    texts = {name: data.decode("utf-8-sig") for name, data in found.items() if name.endswith((".csv", ".json"))}
    assert {name for name, text in texts.items() if "旭ケ丘" in text} == {"registered/recorded.csv", "registered/simple-registered.csv"}


def test_the_same_pieces_give_the_same_bytes_and_numbers_under_the_same_name(home: Home) -> None:
    make_all(home)
    entry_of(home)
    first, numbers = contents(home.postings), inquiries(home)
    entry_of(home)
    assert contents(home.postings) == first
    assert inquiries(home) == numbers


def test_a_number_is_not_printed_without_the_office_s_start_and_stop(home: Home) -> None:
    """Numbers were given, and then the settings lost their blocks and the symbol's characters with them."""
    make_all(home)
    entry_of(home)
    before = contents(home.postings)
    change_posting(home, r"(?ms)^inquiry_symbol:.*?(?=^stock:)", "")
    with pytest.raises(EnvironmentAtFault) as refused:
        papers(home)
    assert [(one.id, one.field) for one in refused.value.faults] == [("PJ-1404-E", "inquiry_symbol")]
    assert contents(home.postings) == before


def test_inquiry_numbers_are_given_once_and_in_piece_order(home: Home) -> None:
    make_all(home)
    entry_of(home)
    numbers = inquiries(home)
    wanted = {piece for job in jobs(home) if job.product in ("recorded", "simple-registered") for piece in range(job.first_piece, job.last_piece + 1)}
    assert set(numbers) == wanted
    assert len(set(numbers.values())) == len(numbers)
    for option, first in (("recorded", "5600000001"), ("simple-registered", "3600000001")):
        own = [numbers[piece] for job in jobs_in(home, option) for piece in range(job.first_piece, job.last_piece + 1)]
        assert own == [f"{int(first) + at:010d}" for at in range(len(own))]
        lines = table(home.postings / POSTING / "registered" / f"{option}.csv")
        shown = [line["INQUIRY_NUMBER"].replace("-", "") for line in lines]
        assert [one[:10] for one in shown] == own
        assert all(map(validate, shown))
        labels = pypdfium2.PdfDocument(home.postings / POSTING / "registered" / f"labels-{option}.pdf")
        told = " ".join(page.get_textpage().get_text_bounded() for page in labels)
        assert re.findall(r"[0-9]{3}-[0-9]{2}-[0-9]{5}-[0-9]", told) == [line["INQUIRY_NUMBER"] for line in lines]
        assert re.findall(r"[0-9]{8}-[0-9]{2}-[0-9]{7}", told) == [line["PIECE"] for line in lines]
        assert "旭ケ丘" not in told
    # A piece that is taken out keeps its number for itself: nobody else ever gets it.
    gone = min(numbers)
    take_out(home, RUN, [str(gone)], "missing", BY)
    entry_of(home)
    assert inquiries(home) == numbers
    put_back(home, RUN, [str(gone)], BY)
    make_all(home)
    entry_of(home)
    assert inquiries(home) == numbers


def test_without_numbers_there_are_no_papers(home: Home) -> None:
    change_posting(home, r'last: "5600000100"', 'last: "5600000002"')
    make_all(home)
    found = papers(home)
    assert found.entry is None
    assert [fault.id for fault in found.faults] == ["PJ-1809-E"]
    assert inquiries(home) == {}
    assert not home.postings.exists()


def test_a_lot_that_fell_under_its_threshold_has_no_papers_until_its_envelopes_are_changed(home: Home) -> None:
    make_all(home, take_below_the_threshold(home))
    local = jobs_in(home, "local")
    found = papers(home)
    assert found.entry is None
    assert {(fault.id, fault.field) for fault in found.faults} == {("PJ-1806-E", job.job) for job in local}
    assert sum(int(fault.value) for fault in found.faults) == 99
    assert all("1 more pieces" in fault.detail for fault in found.faults)
    for job in local:
        other_envelopes(home, job.job, "plain", BY)
    found = papers(home)
    assert found.faults == ()
    assert {(change.planned, change.now, change.fee_milli) for change in found.changes} == {("郵便区内特別", "普通", 110_000)}
    assert sum(change.pieces for change in found.changes) == 99
    assert {fault.id for fault in found.notes} >= {"PJ-1810-W"}
    slip = table(home.postings / POSTING / "slip.csv")
    assert not any(line["PRODUCT"] == "local" for line in slip)
    manifest = read_manifest(home, POSTING)
    assert manifest is not None
    assert sum(manifest.jobs.values()) == sum(int(line["PIECES"]) for line in slip) == manifest.pieces


def test_only_bundles_that_lost_pieces_get_new_tags(home: Home) -> None:
    job = jobs_in(home, "local")[0]
    take_out(home, RUN, [str(job.first_piece)], "spoiled", BY)
    make_all(home, {job.job: 1})
    entry_of(home)
    folder = home.postings / POSTING
    assert (folder / "corrected-tags.pdf").exists()
    lines = table(folder / "bundle-list.csv")
    assert sum(int(line["PIECES"]) for line in lines) == sum(one.pieces for one in jobs(home)) - 1


def test_bundles_in_other_envelopes_get_tags_of_their_new_class(home: Home) -> None:
    job = jobs_in(home, "plain")[0]
    make_all(home)
    entry_of(home)
    assert not (home.postings / POSTING / "corrected-tags.pdf").exists()
    below = sum(take_below_the_threshold(home).values())
    for one in jobs_in(home, "local"):
        other_envelopes(home, one.job, "plain", BY)
    assert entry_of(home).pieces == sum(one.pieces for one in jobs(home)) - below
    lines = table(home.postings / POSTING / "bundle-list.csv")
    assert {line["PRODUCT"] for line in lines if line["JOB"] == job.job} == {"plain"}
    assert not any(line["PRODUCT"] == "local" for line in lines)
    assert (home.postings / POSTING / "corrected-tags.pdf").exists()


def test_a_job_that_goes_to_another_office_leaves_the_posting_it_stood_in(home: Home) -> None:
    another_office(home)
    make_all(home)
    entry_of(home)
    job = jobs_in(home, "plain")[0]
    other_envelopes(home, job.job, "plain", BY, office=OTHER_OFFICE)
    first, second = sorted(make_papers(home, CITY, DAY), key=lambda one: one.entry.posting if one.entry else "")
    assert first.entry is not None
    assert second.entry is not None
    assert [(one.posting, one.office) for one in (first.entry, second.entry)] == [(POSTING, OFFICE), (f"{CITY}-20260410-2", OTHER_OFFICE)]
    assert (first.entry.pieces, second.entry.pieces) == (sum(one.pieces for one in jobs(home)) - job.pieces, job.pieces)
    # Back again, and nothing else goes there: that posting is empty, its papers are worth nothing.
    other_envelopes(home, job.job, "plain", BY, office=OFFICE)
    assert entry_of(home).pieces == sum(one.pieces for one in jobs(home))
    with pytest.raises(DataRefused) as refused:
        accept(home, f"{CITY}-20260410-2", OTHER_OFFICE, DAY, "1", BY)
    assert refused.value.faults[0].id == "PJ-1807-E"


def test_what_is_not_finished_stays_out_and_is_said(home: Home) -> None:
    plain = jobs_in(home, "plain")
    job_made(home, plain[0].job, plain[0].pieces, BY)
    found = papers(home)
    assert found.entry is not None
    assert found.entry.pieces == plain[0].pieces
    assert {fault.field for fault in found.notes if fault.id == "PJ-1813-W"} == {job.job for job in jobs(home)} - {plain[0].job}
    make_all(home)
    assert entry_of(home).posting == found.entry.posting
    assert posting_lines(home)[0].state == "papers"


def test_the_list_says_when_papers_must_be_made_again(home: Home) -> None:
    make_all(home)
    entry_of(home)

    def told() -> tuple[str, list[bool]]:
        return posting_lines(home)[0].state, [one.stale for one in posting_lines(home)[0].postings]

    assert told() == ("papers", [False])
    job = jobs(home)[0]
    take_out(home, RUN, [str(job.first_piece)], "spoiled", BY)
    assert told() == ("made", [True])
    entry_of(home)
    assert told() == ("papers", [False])
    put_back(home, RUN, [str(job.first_piece)], BY)
    assert told() == ("making", [True])
    take_out(home, RUN, [str(job.first_piece)], "spoiled", BY)  # as when the papers were made, but nobody has counted since
    assert told() == ("making", [True])


@pytest.mark.parametrize("stopped_at", ["making", "before"])
def test_stopped_in_between_it_goes_on(home: Home, monkeypatch: pytest.MonkeyPatch, stopped_at: str) -> None:
    make_all(home)
    expected = entry_of(home)
    whole = contents(home.postings)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(postingfolder, "rename_folder" if stopped_at == "before" else "_manifest", stop)
        with pytest.raises(KeyboardInterrupt):
            papers(home)
    assert (home.postings / POSTING).exists() == (stopped_at == "making")
    assert (read_manifest(home, POSTING) is None) == (stopped_at == "before")
    assert entry_of(home) == expected
    assert contents(home.postings) == whole


def test_nothing_of_older_papers_stays_under_another_name(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    make_all(home)
    entry_of(home)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("printjob.run.posting.folder.shutil.rmtree", stop)
        with pytest.raises(KeyboardInterrupt):
            papers(home)
    assert [path.name for path in home.postings.glob(".*")] == [f".{POSTING}.before"]
    accept(home, POSTING, OFFICE, DAY, "1", BY)
    assert list(home.postings.glob(".*")) == []


def test_papers_that_do_not_agree_are_not_published(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_more(*words: Any) -> Slip:
        made = slip_of(*words)
        return msgspec.structs.replace(made, units=(msgspec.structs.replace(made.units[0], pieces=made.units[0].pieces + 1), *made.units[1:]))

    make_all(home)
    monkeypatch.setattr(postingfolder, "slip_of", one_more)
    with pytest.raises(BugFound, match="PJ-1702-E pieces on the slip"):
        papers(home)
    assert not home.postings.exists()


def test_a_paper_that_cannot_be_drawn_leaves_the_book_as_it_was(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DataRefused

    make_all(home)
    before = len(events(home))
    monkeypatch.setattr(postingfolder, "draw_papers", fail)
    with pytest.raises(DataRefused):
        papers(home)
    assert (inquiries(home), posting_lines(home)[0].postings, len(events(home))) == ({}, (), before)
    assert not home.postings.exists()


def test_money_at_the_counter_asks_for_ten_of_a_fee(home: Home) -> None:
    change_posting(home, r'contracts: \["019917", ', "contracts: [")
    change_posting(home, r"cash: \[\]", f'cash: ["{CITY}"]')
    make_all(home)
    found = papers(home)
    assert found.entry is None
    assert {fault.id for fault in found.faults} == {"PJ-1812-E"}
    few = {job.product: job.pieces for job in jobs(home) if job.product in ("recorded", "simple-registered")}
    assert {int(fault.value.rpartition(" ")[2]) for fault in found.faults} >= set(few.values())


def test_a_day_an_office_or_a_town_without_made_jobs_is_refused(home: Home) -> None:
    for municipality, office in ((CITY, None), (CITY, OFFICE), ("019925", None)):
        with pytest.raises(DataRefused) as refused:
            make_papers(home, municipality, DAY, office)
        assert refused.value.faults[0].id == "PJ-1805-E"
    with pytest.raises(ArgumentMistake):
        make_papers(home, "019999", DAY)
    make_all(home)
    with pytest.raises(DataRefused):
        make_papers(home, CITY, DAY, "別の局")


def test_made_jobs_that_go_to_no_office_are_told(tmp_path: Path) -> None:
    home = posting_site(tmp_path / "home")
    text = change_posting(home, r'contracts: \["019917", ', "contracts: [")
    deliver(home, "property-tax", [("064-0941", f"北海道札幌市中央区旭ケ丘４丁目{n}番地") for n in range(3)], 1)
    assert batch(home.folder).exit == 0
    (job,) = jobs(home)
    job_made(home, job.job, job.pieces, BY)
    found = papers(home)
    assert (found.entry, [(fault.id, fault.field, fault.value) for fault in found.faults]) == (None, [("PJ-1806-E", job.job, "3")])
    assert "--office" in found.faults[0].detail
    with pytest.raises(DataRefused):
        make_papers(home, CITY, DAY, OFFICE)
    (home.site / "postage" / "posting.yaml").write_text(text, encoding="utf-8")
    other_envelopes(home, job.job, "plain", BY, office=OFFICE)
    assert entry_of(home).pieces == 3


def test_a_job_of_which_nothing_is_left_is_in_no_posting(home: Home) -> None:
    job = jobs_in(home, "recorded")[0]
    take_out(home, RUN, map(str, range(job.first_piece, job.last_piece + 1)), "pulled", BY)
    make_all(home, {job.job: job.pieces})
    entry_of(home)
    manifest = json.loads((home.postings / POSTING / "manifest.json").read_text(encoding="utf-8"))
    assert job.job not in manifest["jobs"]
    assert "registered/recorded.csv" not in manifest["files"]
