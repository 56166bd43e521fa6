"""The receipt's counts of notices without customer barcode are of those that are printed, delivery by delivery."""

from __future__ import annotations

import io
from array import array
from pathlib import Path

import numpy as np
import pytest

from printjob.admit.part import PartAdmitted
from printjob.intake.check import CheckedDelivery
from printjob.model.delivery import Counted
from printjob.model.piece import ADMISSION, State
from printjob.run.admission import Admission, Taken, admit_here, gather, without_barcode
from printjob.run.begin import begin
from printjob.run.fingerprint import fingerprint
from printjob.run.home import make_home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.progress import Progress
from printjob.run.receive import receive
from printjob.run.site import Site
from printjob.whereabouts import data_folder
from tests.sample.making import NIGHT, make

CITY = "019917"

NOTHING = Counted(lines=0, records=0, details=0, total_amount_yen=0, borders=())
NO_ORIGIN = CheckedDelivery(folder="", digest="", manifest=None, files=(), faults=())


def part(delivery: int, number: int, rows: int, **reasons: list[int]) -> PartAdmitted:
    found = {reason.replace("_", "-"): array("I", at) for reason, at in reasons.items()}
    return PartAdmitted(delivery=delivery, part=number, rows=rows, counted=NOTHING, faults=(), rare=(), reasons=found)


def test_rows_that_were_set_aside_later_are_not_counted() -> None:
    deliveries = {
        0: Taken(checked=NO_ORIGIN, faults=[], parts=[part(0, 0, 3, po_box=[0, 2]), part(0, 1, 2, po_box=[1], switched_off=[0])]),
        1: Taken(checked=NO_ORIGIN, faults=[], parts=[part(1, 0, 2, switched_off=[0, 1])]),
        2: Taken(checked=NO_ORIGIN, faults=[], parts=[part(2, 0, 1)]),
    }
    rows = np.zeros(8, dtype=ADMISSION)
    rows["state"][[2, 6]] = State.QUARANTINED  # a notice number that stands twice, seen only when all parts are known
    assert without_barcode(deliveries, Admission(rows, {}, {})) == {0: {"po-box": 2, "switched-off": 1}, 1: {"switched-off": 1}, 2: {}}


@pytest.mark.parametrize("switch", ["yes", "no"])
def test_a_campaign_is_switched_in_the_site_s_settings(tmp_path: Path, switch: str) -> None:
    home = make_home(tmp_path / "home")
    make(home.inbox, CITY, count=30, seed=7)
    shipped = (data_folder("spool") / "postage" / "posting.yaml").read_text(encoding="utf-8")
    own = home.site / "postage" / "posting.yaml"
    own.parent.mkdir(exist_ok=True)
    said = f"campaigns:\n  - {{campaign: {CITY}-property-tax-2026-1, barcode: {switch}}}\n"
    own.write_text(shipped.replace("campaigns: []", said), encoding="utf-8")
    with Ledger(home.ledger) as ledger:
        frozen = begin(home, ledger, NightOrder(home=home.folder, business_date=NIGHT), fingerprint(home.site, ""), home.runs)
        run = home.runs / frozen.run
        received = receive(home, ledger, Site(home.site), run, frozen, Progress(io.StringIO()))
    admit_here(run, received.deliveries, received.kits)
    admission = gather(run, received.deliveries, received.series(), lambda _: ())
    counted = without_barcode(received.deliveries, admission)[0]
    assert (admission.rows["bars"].sum() == 0, counted["switched-off"] > 0) == ((True, True) if switch == "no" else (False, False))
    assert sum(counted.values()) == (admission.rows["bars"] == 0).sum()
