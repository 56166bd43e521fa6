"""Every named sample of every form becomes what its file says: printed, held by this fault, pulled."""

from __future__ import annotations

import io
import json
from itertools import cycle
from pathlib import Path

import pytest

from printjob.admit.part import RangeOrder, admit_range, read_rows
from printjob.model.piece import State
from printjob.run.begin import begin
from printjob.run.fingerprint import fingerprint
from printjob.run.home import Home, make_home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.progress import Progress
from printjob.run.receive import receive
from printjob.run.samples import write_named_samples
from printjob.run.site import Site
from printjob.sample.language import SAMPLE_FILE, Expectation
from printjob.whereabouts import data_folder
from tests.sample.making import CODES, NIGHT

FORMS = sorted(path.parent.name for path in data_folder("layouts").glob(f"*/{SAMPLE_FILE}"))
STATES = {State.ADMITTED: "printed", State.HELD: "held", State.PULLED: "pulled", State.QUARANTINED: "quarantined"}


@pytest.mark.parametrize(("form", "code"), [*zip(FORMS, cycle(CODES), strict=False)])
def test_every_named_sample_becomes_what_is_expected(tmp_path: Path, form: str, code: str) -> None:
    home = make_home(tmp_path / "home")
    deliveries = write_named_samples(Site(home.site), home.inbox / code, form, code, NIGHT)
    expected = {(one.folder.name, sample.record): sample for one in deliveries for sample in one.samples}
    found = admitted(home)
    assert {sample.name: found[place] for place, sample in expected.items()} == {sample.name: sample.expect for sample in expected.values()}


def admitted(home: Home) -> dict[tuple[str, int], Expectation]:
    """What admission made of every record of the inbox, by delivery and number."""
    site, found = Site(home.site), dict[tuple[str, int], Expectation]()
    with Ledger(home.ledger) as ledger:
        frozen = begin(home, ledger, NightOrder(home=home.folder, business_date=NIGHT), fingerprint(home.site, ""), home.runs)
        run = home.runs / frozen.run
        received = receive(home, ledger, site, run, frozen, Progress(io.StringIO()))
    for seq, taken in received.deliveries.items():
        assert not taken.faults
        ranges = [part for file in taken.checked.files for part in file.ranges]
        for number, part in enumerate(ranges):
            admit_range(RangeOrder(run=str(run), source=taken.checked.folder, delivery=seq, part=number, range=part, kit=received.kits[seq]))
            faults = {fault["record"]: str(fault["id"]) for fault in lines(run / "faults" / f"d{seq:04d}-p{number:05d}.jsonl")}
            for row in read_rows(run, seq, number):
                place = Path(taken.checked.folder).name, int(row["number"])
                found[place] = Expectation(STATES[State(row["state"])], faults.get(int(row["number"]), ""))
    return found


def lines(path: Path) -> list[dict[str, object]]:
    """The faults of a part."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
