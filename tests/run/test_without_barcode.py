"""The receipt's counts of notices without customer barcode are of those that are printed, delivery by delivery."""

from __future__ import annotations

from array import array

import numpy as np

from printjob.admit.part import PartAdmitted
from printjob.intake.check import CheckedDelivery
from printjob.model.delivery import Counted
from printjob.model.piece import ADMISSION, State
from printjob.run.admission import Admission, Taken, without_barcode

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
