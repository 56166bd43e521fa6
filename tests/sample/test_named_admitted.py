"""Every named sample of every form becomes what its file says: printed, held by this fault, pulled."""

from __future__ import annotations

import io
import json
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from printjob.admit.part import RangeOrder, admit_range, read_rows
from printjob.model.piece import State
from printjob.run.admission import Rows
from printjob.run.begin import begin
from printjob.run.comparison import compare
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


@pytest.mark.parametrize("carrier", ["csv-utf8", "fixed-cp932"])
def test_a_delivery_without_the_optional_field_is_printed_and_asks_for_no_option_service(tmp_path: Path, carrier: str) -> None:
    home, code = make_home(tmp_path / "home"), CODES[0]
    path = home.site / "formats" / f"dunning-{carrier}.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if "{name: mail_option," not in line]
    path.write_text("\n".join(kept).replace("length: 597", "length: 596"), encoding="utf-8")
    deliveries = write_named_samples(Site(home.site), home.inbox / code, "dunning", code, NIGHT, carrier=carrier.partition("-")[0])
    expected = {(one.folder.name, sample.record): sample for one in deliveries for sample in one.samples}
    names = {sample.name for sample in expected.values()}
    assert "ordinary" in names
    assert names.isdisjoint({"recorded", "registered"}), "nobody can ask for them under this format"
    assert {place: sample.expect for place, sample in expected.items()} == admitted(home)
    (run,) = home.runs.iterdir()
    assert set(read_rows(run, 0, 0)["option"]) == {0}


def admitted(home: Home) -> dict[tuple[str, int], Expectation]:
    """What admission made of every record of the inbox, by delivery and number; what it prepared agrees with the delivered lines."""
    site, found, rows = Site(home.site), dict[tuple[str, int], Expectation](), list[Rows]()
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
            rows.append(read_rows(run, seq, number))
            for row in rows[-1]:
                place = Path(taken.checked.folder).name, int(row["number"])
                found[place] = Expectation(STATES[State(row["state"])], faults.get(int(row["number"]), ""))
    compare(run, site, np.concatenate(rows), received.deliveries, received.form_keys())
    return found


def lines(path: Path) -> list[dict[str, object]]:
    """The faults of a part."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
