"""A finished night keeps the contract (design, section 5): summary, balances, job folders, modes, no personal data elsewhere."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.run.nights import COUNTS, KEYS, RUN, Line, Night, extract_lines

TIED = {"bundles.csv", "bundle-tags.pdf"}
"""what a job has beside its files where its pieces are tied"""
JOB_FILES = {"print.pdf", "sheets.jsonl", "control.csv", "count-sheet.pdf", "manifest.json"}


def sheet_lines(job: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (job / "sheets.jsonl").read_text(encoding="utf-8").splitlines()]


def accepted(night: Night) -> dict[str, Path]:
    """The folder of each municipality's accepted delivery."""
    return {folder.parent.name: folder for folder in night.home.accepted.glob("*/*")}


def delivered(night: Night) -> list[Line]:
    return [line for folder in accepted(night).values() for line in extract_lines(folder)]


def sound(night: Night) -> list[Line]:
    """The data records that must be printed: all but those that the sample made faulty."""
    faulty = {record for records in night.expected.values() for record in records}
    return [
        line
        for code, folder in accepted(night).items()
        for number, line in enumerate(extract_lines(folder), 1)
        if code != "019917" or number not in faulty
    ]


def test_summary_counts_every_record(reference: Night) -> None:
    told = reference.outcome.summary
    assert reference.outcome.exit == 4
    assert set(told) == KEYS
    assert told["run"] == RUN
    assert told["received"] == sum(COUNTS.values()) == len(delivered(reference))
    assert (told["quarantined"], told["held"], told["pulled"]) == (7, 6, 2)
    assert told["notices"] == told["pieces"] == len(sound(reference))
    assert told["pages"] == 2 * told["sheets"]
    assert told["jobs"] == [f"{RUN}-{number:04d}" for number in range(1, len(told["jobs"]) + 1)]
    assert told["released"] == 0


def test_the_summary_is_alone_on_standard_output(reference: Night) -> None:
    assert len(reference.outcome.stdout.splitlines()) == 1


def test_a_job_folder_holds_its_files_and_nothing_else(reference: Night) -> None:
    assert [job.name for job in reference.jobs] == reference.outcome.summary["jobs"]
    for job in reference.jobs:
        tied = json.loads((job / "manifest.json").read_bytes())["bundles"] > 0
        assert {path.name for path in job.iterdir()} == (JOB_FILES | TIED if tied else JOB_FILES)


def test_no_leftovers_in_the_run(reference: Night) -> None:
    assert not (reference.run / "work").exists()
    assert [path for path in reference.home.folder.rglob("*") if path.name.endswith(".tmp")] == []


def test_manifest_hashes_and_counts_are_those_of_the_files(reference: Night) -> None:
    for job in reference.jobs:
        manifest = json.loads((job / "manifest.json").read_bytes())
        assert set(manifest["files"]) - TIED == JOB_FILES - {"manifest.json"}
        for name, fact in manifest["files"].items():
            content = (job / name).read_bytes()
            assert fact == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        sheets = sheet_lines(job)
        assert manifest["sheets"] == len(sheets)
        assert manifest["pages"] == 2 * len(sheets)
        assert manifest["pieces"] == len({sheet["piece"] for sheet in sheets})
        assert set(manifest["made_of"]) == {"deliveries", "form", "fonts", "profile", "postal", "program"}
        assert all(manifest["made_of"].values())


def test_run_totals_are_the_sum_of_the_jobs(reference: Night) -> None:
    manifests = [json.loads((job / "manifest.json").read_bytes()) for job in reference.jobs]
    for key in ("pieces", "sheets", "pages"):
        assert reference.outcome.summary[key] == sum(manifest[key] for manifest in manifests)


def test_sheets_lines_follow_one_another_and_cover_every_page(reference: Night) -> None:
    pieces: list[str] = []
    for job in reference.jobs:
        sheets = sheet_lines(job)
        with pikepdf.open(job / "print.pdf") as pdf:
            assert len(pdf.pages) == 2 * len(sheets)
        of_piece = {piece: seq for seq, piece in enumerate(dict.fromkeys(sheet["piece"] for sheet in sheets), 1)}
        assert [sheet["seq"] for sheet in sheets] == [of_piece[sheet["piece"]] for sheet in sheets]
        assert [page for sheet in sheets for page in sheet["pages"]] == list(range(1, 2 * len(sheets) + 1))
        assert {sheet["job"] for sheet in sheets} == {job.name}
        assert all(1 <= sheet["sheet"] <= sheet["of"] for sheet in sheets)
        assert sheets[0]["sheet"] == 1
        assert sheets[-1]["sheet"] == sheets[-1]["of"]
        for before, after in pairwise(sheets):
            if before["sheet"] < before["of"]:
                assert (after["piece"], after["sheet"], after["of"]) == (before["piece"], before["sheet"] + 1, before["of"])
            else:
                assert after["piece"] != before["piece"]
                assert after["sheet"] == 1
        pieces += dict.fromkeys(sheet["piece"] for sheet in sheets)
    assert pieces == [f"{RUN}-{number:07d}" for number in range(1, len(pieces) + 1)]


def test_marks_say_job_piece_and_sheet(reference: Night) -> None:
    marks = Counter[str]()
    for job in reference.jobs:
        for sheet in sheet_lines(job):
            mark = sheet["mark"]
            assert re.fullmatch(r"1\d{21}", mark)
            assert (int(mark[5:9]), int(mark[9:16])) == (int(job.name[-4:]), int(sheet["piece"][-7:]))
            assert (int(mark[16:18]), int(mark[18:20])) == (sheet["sheet"], sheet["of"])
            marks[mark] += 1
    assert marks.most_common(1)[0][1] == 1


def test_control_file_has_a_line_for_each_sheet(reference: Night) -> None:
    for job in reference.jobs:
        with (job / "control.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        sheets = sheet_lines(job)
        assert len(rows) == len(sheets) + 1
        for row, sheet in zip(rows[1:], sheets, strict=True):
            assert {sheet["mark"], sheet["piece"], str(sheet["seq"])} <= set(row)


def test_bundles_of_a_tied_job_hold_each_piece_once_in_print_order(reference: Night) -> None:
    for job in reference.jobs:
        if not (job / "bundles.csv").exists():
            continue
        with (job / "bundles.csv").open(encoding="utf-8", newline="") as stream:
            bundles = list(csv.DictReader(stream))
        pieces = list(dict.fromkeys(sheet["piece"] for sheet in sheet_lines(job)))
        places = [(pieces.index(one["FIRST_PIECE"]), pieces.index(one["LAST_PIECE"])) for one in bundles]
        assert [at for first, last in places for at in range(first, last + 1)] == list(range(len(pieces)))
        assert [int(one["PIECES"]) for one in bundles] == [last - first + 1 for first, last in places]
        assert {one["LEVEL"] for one in bundles if one["INDICIA"] == "local"} <= {"district"}


def test_every_sound_record_is_printed_in_exactly_one_piece(reference: Night) -> None:
    """By the text of the pages: each piece says one notice number of the extract throughout, and that record's own annual tax."""
    known = {line.notice for line in delivered(reference)}
    printed: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    for job in reference.jobs:
        with closing(pypdfium2.PdfDocument(job / "print.pdf")) as pdf:
            for sheet in sheet_lines(job):
                text = "\n".join(_text(pdf, page) for page in sheet["pages"])
                printed.setdefault(sheet["piece"], set()).update(known & set(re.findall(r"\d{10}", text)))
                texts[sheet["piece"]] = texts.get(sheet["piece"], "") + text
    assert all(len(numbers) == 1 for numbers in printed.values())
    notice_of = {piece: next(iter(numbers)) for piece, numbers in printed.items()}
    assert Counter(notice_of.values()) == Counter(line.notice for line in sound(reference))
    tax_of = {line.notice: line.annual_tax for line in sound(reference)}
    assert [piece for piece, notice in notice_of.items() if f"{tax_of[notice]:,}" not in texts[piece].split()] == []


def _text(pdf: pypdfium2.PdfDocument, page: int) -> str:
    with closing(pdf[page - 1]) as opened, closing(opened.get_textpage()) as text:
        return str(text.get_text_range())


def test_count_sheet_says_the_counts(reference: Night) -> None:
    for job in reference.jobs:
        sheets = sheet_lines(job)
        with closing(pypdfium2.PdfDocument(job / "count-sheet.pdf")) as pdf:
            words = " ".join(_text(pdf, page) for page in range(1, len(pdf) + 1)).split()
        assert {job.name, str(len(sheets)), str(len({sheet["piece"] for sheet in sheets}))} <= set(words)


def test_ledger_agrees_with_what_was_printed(reference: Night) -> None:
    with closing(sqlite3.connect(f"{reference.home.ledger.as_uri()}?mode=ro", uri=True)) as ledger:
        states = dict(ledger.execute("SELECT state, count(*) FROM notices GROUP BY state"))
        jobs = ledger.execute("SELECT job, pieces, sheets FROM jobs ORDER BY job").fetchall()
        unnamed = ledger.execute("SELECT count(*) FROM notices WHERE (state = 'admitted') <> (job <> '' AND piece > 0 AND fault = '')").fetchone()
    assert states == {"admitted": len(sound(reference)), "quarantined": 7, "held": 6, "pulled": 2}
    assert [(job.name, len({s["piece"] for s in sheet_lines(job)}), len(sheet_lines(job))) for job in reference.jobs] == jobs
    assert unnamed == (0,)


def test_deliveries_left_the_inbox_and_each_has_its_receipt(reference: Night) -> None:
    assert [path for path in reference.home.inbox.rglob("*") if path.is_file()] == []
    assert set(accepted(reference)) == set(COUNTS)
    for code, count in COUNTS.items():
        (told,) = (json.loads(path.read_bytes()) for path in (reference.home.outbox / code).glob("*.json"))
        assert told["accepted"] is True
        assert told["counts"]["received"] == count
        assert told["counts"]["received"] == sum(told["counts"][key] for key in ("notices", "quarantined", "held", "pulled"))
        assert all(0 < one["notices"] <= told["counts"]["notices"] and one["meaning"] for one in told["without_barcode"])


def test_only_the_owner_may_read(reference: Night) -> None:
    wrong = {
        str(path.relative_to(reference.home.folder)): oct(path.stat().st_mode & 0o777)
        for path in [reference.home.folder, *reference.home.folder.rglob("*")]
        if path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)
    }
    assert wrong == {}


def test_no_personal_data_outside_print_files_and_stores(reference: Night) -> None:
    """Names and addresses of the sample stand in print.pdf, in the stored records and in the deliveries, and nowhere else."""
    personal = {text for line in delivered(reference) for text in line.personal if len(text) > 2}
    assert len(personal) > 2 * len(delivered(reference))
    forms = [text.encode(encoding) for text in personal for encoding in ("utf-8", "utf-16-be")]
    forms += [text.encode("cp932") for text in personal if _encodable(text)]
    pattern = re.compile(b"|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
    stores = (reference.run / "records", reference.home.accepted)
    looked = [path for path in reference.home.folder.rglob("*") if path.is_file() and path.name != "print.pdf"]
    looked = [path for path in looked if not any(store in path.parents for store in stores)]
    assert reference.home.ledger in looked
    leaking = [path for path in looked if pattern.search(path.read_bytes()) or pattern.search(str(path).encode())]
    assert [str(path.relative_to(reference.home.folder)) for path in leaking] == []
    assert pattern.search((reference.outcome.stdout + reference.outcome.stderr).encode()) is None
    for job in reference.jobs:
        with closing(pypdfium2.PdfDocument(job / "count-sheet.pdf")) as pdf:
            assert not any(text in _text(pdf, 1) for text in personal)
    stored = b"".join(path.read_bytes() for path in stores[0].iterdir())
    assert len(pattern.findall(stored)) > 100


def _encodable(text: str) -> bool:
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("fault", ["PJ-1201-E", "PJ-1202-E", "PJ-1203-E", "PJ-1204-E", "PJ-1205-E", "PJ-1206-E", "PJ-1301-W", "PJ-1302-W",
                                   "PJ-1303-W", "PJ-1304-W", "PJ-1305-W", "PJ-1306-W", "PJ-1307-W", "PJ-1308-W"])  # fmt: skip
def test_record_faults_are_found_at_their_records_and_neighbours_are_printed(reference: Night, fault: str) -> None:
    level = {"2": "quarantined", "3": "held"}[fault[4]] if fault not in {"PJ-1304-W", "PJ-1305-W"} else "pulled"
    asked = "SELECT number, notices.state, fault FROM notices JOIN deliveries ON seq = delivery WHERE municipality = '019917'"
    with closing(sqlite3.connect(f"{reference.home.ledger.as_uri()}?mode=ro", uri=True)) as ledger:
        recorded = {number: (state, why) for number, state, why in ledger.execute(asked)}
    records = reference.expected[fault]
    assert [number for number, (_, why) in recorded.items() if why == fault] == list(records)
    assert {recorded[number] for number in records} == {(level, fault)}
    neighbours = {neighbour for number in records for neighbour in (number - 1, number + 1)}
    assert {recorded[number] for number in neighbours} == {("admitted", "")}
    (receipt,) = (json.loads(path.read_bytes()) for path in (reference.home.outbox / "019917").glob("*.json"))
    told = [found for found in receipt["faults"] if found["id"] == fault]
    assert list(dict.fromkeys(found["record"] for found in told)) == list(records)
    assert {found["level"] for found in told} == {{"quarantined": "record"}.get(level, level)}
    assert all(found["line"] > 1 and found["rule"] and found["action"] for found in told)


def test_stored_values_of_faults_are_masked(reference: Night) -> None:
    """A fault's value is shown by its first character and length where the field is personal."""
    found = [json.loads(line) for path in (reference.run / "faults").glob("d0000-*.jsonl") for line in path.read_bytes().splitlines()]
    lost = next(fault for fault in found if fault["id"] == "PJ-1201-E")
    assert (lost["field"], lost["value"]) == ("name", "北****(5)")
