"""A job whose pieces are tied is published with its list of bundles, its tags and a control file that breaks where bundles end."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.errors import BugFound, EnvironmentAtFault
from printjob.model.mail import UNMAILED, Bundle, MailClass
from printjob.model.piece import JobPlan
from printjob.model.runfolder import job_folder, read_job_plan, work_folder
from printjob.run import planning
from printjob.run.tasks import Packaging, package
from printjob.typefaces.locate import font_path
from printjob.verify.job import verify_job
from printjob.whereabouts import data_folder
from tests.verify.small_run import JOB, make_run

MAIL = MailClass(product="sorted-slack-3", title="区分割引＋3日余裕", kind="sorted", indicia="slack-3", office="見本中央郵便局")
NAMES = {"municipality": "019917 見本市", "form": "様式", "profile": "機器", "stock.notice": "上質紙", "stock.slip": "納付書用紙"}
PACKAGING = Packaging(control_layout=str(data_folder("spool") / "control" / "csv-sheet.yaml"), municipality_name="見本市", names=NAMES, made_of={})


def bundle(number: int, start: int, stop: int) -> Bundle:
    return Bundle(number=number, start=start, stop=stop, level="mixed", district="", tray=1)


def composed(folder: Path, mail: MailClass, *bundles: Bundle) -> Path:
    """A run with one job of 11 pieces, ready to be packaged."""
    run = make_run(folder)
    plan = msgspec.structs.replace(read_job_plan(run, JOB), campaign="019917-small-2026-1-20260401-20260410", mail=mail, bundles=bundles)
    (run / "plan" / f"{JOB}.json").write_bytes(msgspec.json.encode(plan))
    for number in range(len(plan.chunks)):
        compose_chunk(str(run), JOB, number)
    finish_job(str(run), JOB)
    return run


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = composed(tmp_path_factory.mktemp("tied"), MAIL, bundle(1, 0, 4), bundle(2, 4, 11))
    package(str(run), JOB, PACKAGING, [])
    return run


def test_a_tied_job_has_its_list_and_its_tags_and_is_sound(tied: Path) -> None:
    folder = job_folder(tied, JOB)
    names = {path.name for path in folder.iterdir()}
    assert names == {"print.pdf", "sheets.jsonl", "control.csv", "count-sheet.pdf", "bundles.csv", "bundle-tags.pdf", "manifest.json"}
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert [manifest[name] for name in ("product", "office", "indicia", "bundles")] == ["sorted-slack-3", "見本中央郵便局", "slack-3", 2]
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert verify_job(tied, JOB, pictures=0, font_source=font_path) == []


def test_the_control_file_breaks_where_the_list_says(tied: Path) -> None:
    folder = job_folder(tied, JOB)
    rows = list(csv.DictReader(io.StringIO((folder / "control.csv").read_text(encoding="utf-8"))))
    listed = list(csv.DictReader(io.StringIO((folder / "bundles.csv").read_text(encoding="utf-8"))))
    breaks = [row for row in rows if row["BUNDLE_END"] == "1"]
    assert [(row["PIECE"], row["BUNDLE"], row["END"]) for row in breaks] == [(one["LAST_PIECE"], one["BUNDLE"], "1") for one in listed]
    for one in listed:
        inside = dict.fromkeys(row["PIECE"] for row in rows if row["BUNDLE"] == one["BUNDLE"])
        assert (next(iter(inside)), next(reversed(inside)), str(len(inside))) == (one["FIRST_PIECE"], one["LAST_PIECE"], one["PIECES"])


def test_the_count_sheet_says_which_envelope_and_how_many_bundles(tied: Path) -> None:
    with pypdfium2.PdfDocument(job_folder(tied, JOB) / "count-sheet.pdf") as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert all(word in text for word in ("区分割引＋3日余裕", "見本中央郵便局", "3日余裕", "2束", "1トレー"))


def test_a_job_in_no_class_has_neither_list_nor_tags(tmp_path: Path) -> None:
    run = composed(tmp_path, UNMAILED)
    package(str(run), JOB, PACKAGING, [])
    assert not {"bundles.csv", "bundle-tags.pdf"} & {path.name for path in job_folder(run, JOB).iterdir()}
    assert verify_job(run, JOB, pictures=0, font_source=font_path) == []


def test_a_job_with_a_piece_in_no_bundle_is_not_published(tmp_path: Path) -> None:
    run = composed(tmp_path, MAIL, bundle(1, 0, 10))
    with pytest.raises(BugFound) as found:
        package(str(run), JOB, PACKAGING, [])
    assert {fault.id for fault in found.value.faults} == {"PJ-1512-E"}
    assert not job_folder(run, JOB).exists()
    assert work_folder(run, JOB).exists()


def test_titles_that_have_no_room_on_a_job_s_papers_are_told_before_composing(tied: Path) -> None:
    plan: JobPlan = read_job_plan(tied, JOB)
    planning._require_papers(plan, "見本市", NAMES)
    long = msgspec.structs.replace(plan, mail=msgspec.structs.replace(MAIL, title="とても長い差出区分の名前" * 12))
    for job, name in ((long, "見本市"), (plan, "見本市" * 60)):
        with pytest.raises(EnvironmentAtFault) as found:
            planning._require_papers(job, name, NAMES)
        assert {fault.id for fault in found.value.faults} == {"PJ-1404-E"}
