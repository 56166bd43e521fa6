"""Proof pictures show the pieces that were asked for, 見本 and void codes, read back by zxing from the pictures; nothing live, nothing left behind."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from printjob.barcode import elqr, gs1
from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.durable import rename_folder
from printjob.errors import DataRefused, EnvironmentAtFault
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.drawing import draw_arts
from printjob.layout.language import read_layout
from printjob.mailroom.plan import CampaignPlan, Route, plan_jobs, unmailed
from printjob.mailroom.profile import read_papers, read_profile
from printjob.model.piece import ADMISSION, State
from printjob.model.runfolder import art_path, form_path, job_folder, records_path, work_folder
from printjob.run.forms import proof_key, record_file
from printjob.run.proofing.proof import draw_proofs, first_pieces
from printjob.whereabouts import data_folder
from tests.admit.billing import FOLDER, admitted, record, slip, sound_slip

RUN, JOB, KEY = "20260401-01", "20260401-01-0001", "bill"
DPI = 300
LIVE, SECOND = sound_slip(), sound_slip(2)


def keep_form(run: Path, key: str, *, proof: bool) -> None:
    form, arts = compile_form(read_layout(FOLDER), campaign_constants({"name": "見本市"}, 2026, date(2026, 4, 10), "1", proof=proof))
    form_path(run, key).write_bytes(msgspec.json.encode(form))
    art_path(run, key).write_bytes(draw_arts(form, arts))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one job of three pieces, composed as a night composes it."""
    folder = tmp_path_factory.mktemp("runs") / RUN
    for name in ("records", "forms", "plan", "work", "jobs"):
        (folder / name).mkdir(parents=True)
    keep_form(folder, KEY, proof=False)
    keep_form(folder, proof_key(KEY), proof=True)
    record_file(folder, KEY).write_bytes((FOLDER / "record.yaml").read_bytes())
    _plan(folder)
    out = work_folder(folder, JOB) / "out"
    out.mkdir(parents=True)
    compose_chunk(str(folder), JOB, 0)
    finish_job(str(folder), JOB)
    rename_folder(out, job_folder(folder, JOB))
    return folder


def _plan(folder: Path) -> None:
    records, rows = bytearray(), []
    for number in (1, 2, 3):
        one = admitted(msgspec.structs.replace(record(slip(), slip(2, use="2", cvs=None)), number=number))
        encoded = msgspec.msgpack.encode(one.prepared)
        rows.append((0, 0, len(records), len(encoded), number, number, State.ADMITTED, 0, one.pages, one.sheets, one.by_stock, f"{number:010d}".encode(),
                     b"1", one.postal.encode(), b"", 1, 0, 0, 0))  # fmt: skip
        records += encoded
    records_path(folder, 0, 0).write_bytes(records)
    spool, papers = data_folder("spool"), read_papers(data_folder("spool") / "papers.yaml")
    route = Route(read_profile(spool / "profiles" / "hand.yaml"), (papers["plain-64"], papers["slip-81"]))
    admitted_rows = np.array(rows, dtype=ADMISSION)
    campaign = CampaignPlan(KEY, "019917", ("notice", "slip"), (route,))
    ((job, planned),) = plan_jobs(RUN, admitted_rows, [0], [campaign], {}, unmailed(admitted_rows))
    (folder / "plan" / f"{JOB}.json").write_bytes(msgspec.json.encode(job))
    np.save(folder / "plan" / f"{JOB}.npy", planned, allow_pickle=False)


def codes_of(pictures: list[Path]) -> set[str]:
    """Every payment code that a reader finds in the pictures."""
    found = [code.text for path in pictures for code in zxingcpp.read_barcodes(Image.open(path))]
    return {re.sub(r"\D", "", text) for text in found if len(text) > 40}


def test_a_proof_shows_void_codes_and_leaves_nothing_but_pictures(run: Path, tmp_path: Path) -> None:
    before = set(run.parent.rglob("*"))
    pictures = draw_proofs(run, JOB, [f"{RUN}-0000002"], tmp_path / "out", DPI)
    assert [path.name for path in pictures] == [f"{RUN}-0000002-p{page:05d}.png" for page in (5, 6, 7, 8)]
    assert codes_of(pictures) == {gs1.void(str(LIVE["cvs"])), elqr.void(str(LIVE["qr"])), elqr.void(str(SECOND["qr"]))}
    assert set(run.parent.rglob("*")) == before


def test_the_production_file_has_the_live_codes(run: Path, tmp_path: Path) -> None:
    """What the test above looks for can be found: the same reader finds the live codes in print.pdf."""
    with pypdfium2.PdfDocument(job_folder(run, JOB) / "print.pdf") as document:
        document[6].render(scale=DPI / 72).to_pil().save(tmp_path / "live.png")
    assert codes_of([tmp_path / "live.png"]) == {LIVE["cvs"], LIVE["qr"], SECOND["qr"]}


def test_pieces_are_drawn_in_the_job_s_order_and_unknown_ones_refused(run: Path, tmp_path: Path) -> None:
    assert first_pieces(run, JOB, 2) == [f"{RUN}-0000001", f"{RUN}-0000002"]
    pictures = draw_proofs(run, JOB, ["3", "1"], tmp_path, 36)
    assert [path.name[12:19] for path in pictures] == ["0000001"] * 4 + ["0000003"] * 4
    with pytest.raises(DataRefused):
        draw_proofs(run, JOB, ["4"], tmp_path, 36)


def test_a_run_without_its_proof_form_is_not_shown(run: Path, tmp_path: Path) -> None:
    path = form_path(run, proof_key(KEY))
    kept = path.read_bytes()
    path.unlink()
    try:
        with pytest.raises(EnvironmentAtFault) as refused:
            draw_proofs(run, JOB, ["1"], tmp_path / "out", 36)
        assert refused.value.faults[0].id == "PJ-1404-E"
        assert not (tmp_path / "out").exists()
    finally:
        path.write_bytes(kept)


def test_a_proof_form_that_prints_other_values_is_not_used(run: Path, tmp_path: Path) -> None:
    path = form_path(run, proof_key(KEY))
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b'"source":"total"', b'"source":"year"'))
    assert path.read_bytes() != kept
    try:
        with pytest.raises(EnvironmentAtFault):
            draw_proofs(run, JOB, ["1"], tmp_path / "out", 36)
    finally:
        path.write_bytes(kept)
