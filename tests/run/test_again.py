"""What was taken is taken once: the finished run again, a new delivery of the same day, the same delivery once more; dry runs."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from printjob.run.home import Home
from tests.run.nights import CITY, COUNTS, DATE, RUN, VILLAGE, Night, batch, copied, deliver, fresh_home, snapshot


def test_a_finished_run_called_again_has_nothing_to_do(reference: Night, tmp_path: Path) -> None:
    home = copied(reference.home, tmp_path / "home")
    before = snapshot(home.runs)
    again = batch(home.folder)
    assert again.exit == 20
    assert again.summary["run"] == ""
    assert "PJ-1901-I" in again.stderr
    assert snapshot(home.runs) == before


def test_a_new_delivery_makes_the_next_run_and_an_old_one_is_refused(reference: Night, tmp_path: Path) -> None:
    home = copied(reference.home, tmp_path / "home")
    (taken,) = (home.accepted / VILLAGE).iterdir()
    shutil.copytree(taken, home.inbox / VILLAGE / "sent-again")
    deliver(home, VILLAGE, 4, seed=2)
    first = snapshot(home.runs / RUN)
    outcome = batch(home.folder)
    assert outcome.exit == 4
    assert outcome.summary["run"] == "20260401-02"
    assert outcome.summary["jobs"] == ["20260401-02-0001"]
    assert (outcome.summary["notices"], outcome.summary["quarantined"]) == (4, COUNTS[VILLAGE])
    assert "PJ-1117-E" in outcome.stderr
    assert (home.quarantine / VILLAGE / "20260401-02-sent-again").is_dir()
    assert snapshot(home.runs / RUN) == first


def test_a_delivery_sent_again_with_one_character_mended_is_not_posted_twice(tmp_path: Path) -> None:
    """By its hash it is new; its notice numbers are those of letters that are already made."""
    home = fresh_home(tmp_path / "home")
    mended = Path(shutil.copytree(deliver(home, CITY, 3).folder, tmp_path / "mended"))
    assert batch(home.folder).exit == 0
    (data,) = mended.glob("*.DAT")
    lines = data.read_bytes().split(b"\r\n")
    at = next(at for at, line in enumerate(lines) if line.startswith(b"2"))
    lines[at] = lines[at][:218] + "南".encode("cp932") + lines[at][220:]
    data.write_bytes(b"\r\n".join(lines))
    manifest = json.loads((mended / "manifest.json").read_bytes())
    manifest["files"][0]["sha256"] = hashlib.sha256(data.read_bytes()).hexdigest()
    manifest["issued_on"] = manifest["posting_on"] = "2026-05-11"
    (mended / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    mended.rename(home.inbox / CITY / "mended")
    deliver(home, VILLAGE, 2)
    outcome = batch(home.folder)
    assert (outcome.exit, outcome.summary["notices"], outcome.summary["quarantined"]) == (4, 2, 3), outcome.stderr
    receipt = json.loads((home.outbox / CITY / "20260401-02-mended-receipt.json").read_bytes())
    assert [fault["id"] for fault in receipt["faults"]] == ["PJ-1210-E"] * 3


def test_one_municipality_alone_and_all_sound_is_0(waiting: Home) -> None:
    outcome = batch(waiting.folder, "--municipality", VILLAGE)
    assert outcome.exit == 0, outcome.stderr
    assert outcome.summary["received"] == outcome.summary["notices"] == COUNTS[VILLAGE]
    assert len(list(waiting.inbox.glob("*/*"))) == 2
    assert next(waiting.accepted.glob("*/*")).parent.name == VILLAGE


def test_dry_run_of_300_notices_plans_four_jobs_and_writes_nothing(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    deliver(home, CITY, 300)
    before = snapshot(home.folder)
    outcome = batch(home.folder, "--dry-run")
    assert outcome.exit == 0, outcome.stderr
    assert len(outcome.summary["jobs"]) >= 4
    assert outcome.summary["run"] == RUN
    assert (outcome.summary["notices"], outcome.summary["pieces"]) == (300, 300)
    assert outcome.summary["pages"] == 2 * outcome.summary["sheets"] > 600
    assert snapshot(home.folder) == before


def test_dry_run_tells_what_the_run_will_tell(reference: Night, waiting: Home) -> None:
    before = snapshot(waiting.folder)
    outcome = batch(waiting.folder, "--dry-run")
    assert {**outcome.summary, "seconds": 0} == {**reference.outcome.summary, "seconds": 0}
    assert snapshot(waiting.folder) == before


def test_a_delivery_of_a_later_date_or_still_being_written_waits(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    sample = deliver(home, VILLAGE, 2)
    (sample.folder / "manifest.json").rename(sample.folder / "manifest.json.part")
    assert batch(home.folder).exit == 20
    (sample.folder / "manifest.json.part").rename(sample.folder / "manifest.json")
    earlier = batch(home.folder, "--date", DATE.replace(day=1, month=3).isoformat())
    assert earlier.exit == 20
    assert list(home.runs.iterdir()) == []
