"""Each fault of a delivery refuses that delivery whole, by its own id; the sound deliveries beside it are printed.

One night takes a delivery with each fault, and two sound ones of which the second is the first again.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from printjob.faultbook import BOOK, Level
from printjob.run.home import Home
from printjob.run.site import Site
from printjob.sample.faulty import BREAKS, break_delivery
from tests.run.nights import CITY, RUN, Outcome, batch, deliver, fresh_home, once

SAME_AGAIN = "same-delivery-again"
PLAIN_MANIFEST = "manifest-is-no-json"
FAULTS = {name: broken.fault_id for name, broken in BREAKS.items()} | {SAME_AGAIN: "PJ-1117-E", PLAIN_MANIFEST: "PJ-1101-E"}
RECORDS = 3


class Refusals(NamedTuple):
    """The night: its home, what batch.py told, and where each delivery lay in the inbox."""

    home: Home
    outcome: Outcome
    folders: dict[str, str]


@pytest.fixture(scope="session")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> Refusals:
    folder, (outcome, folders) = once(tmp_path_factory, "refusals", _night)
    return Refusals(Home(folder / "home"), Outcome(*outcome), folders)


def _night(folder: Path) -> tuple[Outcome, dict[str, str]]:
    home = fresh_home(folder / "home")
    site = Site(home.site)
    folders = {"sound": deliver(home, CITY, RECORDS, seed=99).folder}
    for seed, name in enumerate(BREAKS):
        delivered = deliver(home, CITY, RECORDS, seed=seed)
        folders[name] = break_delivery(delivered.folder, name, site.format("property-tax-fixed-cp932"))
    sound = folders["sound"]
    folders[SAME_AGAIN] = Path(shutil.copytree(sound, sound.with_name(f"{sound.name}-again")))
    folders[PLAIN_MANIFEST] = Path(shutil.copytree(sound, sound.with_name("no-json")))
    (folders[PLAIN_MANIFEST] / "manifest.json").write_text("{", encoding="utf-8")
    return batch(home.folder), {name: str(path.relative_to(home.inbox)) for name, path in folders.items()}


def receipt(refusals: Refusals, name: str) -> dict[str, Any]:
    municipality, _, delivery = refusals.folders[name].partition("/")
    told: dict[str, Any] = json.loads((refusals.home.outbox / municipality / f"{RUN}-{delivery}-receipt.json").read_bytes())
    return told


def test_the_sound_delivery_is_printed_and_the_rest_is_counted_as_quarantined(refusals: Refusals) -> None:
    told = refusals.outcome.summary
    assert refusals.outcome.exit == 4
    assert (told["notices"], told["pieces"]) == (RECORDS, RECORDS)
    assert told["quarantined"] == told["received"] - RECORDS
    assert told["quarantined"] >= RECORDS * len(BREAKS)
    assert receipt(refusals, "sound")["accepted"] is True


@pytest.mark.parametrize("name", FAULTS)
def test_refused_by_its_own_fault(refusals: Refusals, name: str) -> None:
    told = receipt(refusals, name)
    assert told["accepted"] is False
    assert [fault["id"] for fault in told["faults"]] == [FAULTS[name]]
    (fault,) = told["faults"]
    assert fault["level"] == Level.DELIVERY == BOOK[FAULTS[name]].level
    assert fault["file"] in {"manifest.json", "KOTEI01.DAT", "AGAIN-KOTEI01.DAT", "EMPTY.DAT"}
    assert (fault["rule"], fault["action"]) == (BOOK[FAULTS[name]].rule_ja, BOOK[FAULTS[name]].action_ja)
    assert told["counts"]["received"] == told["counts"]["quarantined"]


@pytest.mark.parametrize("name", ["undecodable-bytes", "unreadable-amount", "short-line", "long-line", "unknown-record-type", "detail-without-header"])
def test_a_fault_of_a_line_names_the_line(refusals: Refusals, name: str) -> None:
    (fault,) = receipt(refusals, name)["faults"]
    assert fault["line"] >= 2


@pytest.mark.parametrize("name", FAULTS)
def test_moved_to_quarantine_with_a_receipt_for_people(refusals: Refusals, name: str) -> None:
    municipality, _, delivery = refusals.folders[name].partition("/")
    assert not (refusals.home.inbox / municipality / delivery).exists()
    assert (refusals.home.quarantine / municipality / f"{RUN}-{delivery}" / "manifest.json").exists()
    text = (refusals.home.outbox / municipality / f"{RUN}-{delivery}-receipt.txt").read_text(encoding="utf-8")
    assert FAULTS[name] in text
    assert "受け入れできませんでした" in text


@pytest.mark.parametrize("name", FAULTS)
def test_told_to_the_operator(refusals: Refusals, name: str) -> None:
    """Standard error names the delivery, the fault and its value."""
    lines = [line for line in refusals.outcome.stderr.splitlines() if f"{refusals.folders[name]}/" in line]
    assert [line.split(" ", 1)[0] for line in lines] == [FAULTS[name]]


def test_values_told_to_the_operator_are_masked_or_not_personal(refusals: Refusals) -> None:
    told = refusals.outcome.stderr
    assert re.search(r"name \[\S\*+\(\d+\)\]", told)
    assert "land_base_fixed [OOOOOOOOOOOOO]" in told
    assert "municipality [019918]" in told


def test_nothing_of_a_refused_delivery_is_in_a_job(refusals: Refusals) -> None:
    (job,) = (refusals.home.runs / RUN / "jobs").iterdir()
    assert json.loads((job / "manifest.json").read_bytes())["pieces"] == RECORDS
