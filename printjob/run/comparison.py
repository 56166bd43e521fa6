"""Prepared notices against their extract's lines, before anything is composed (抽出データ照合).

What is composed and verified later starts from the prepared records; a field taken for another would be printed right and be wrong on
every notice. So the first notices of each delivery are read once more by verification's own reader. A difference is a bug: nothing is
planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from printjob.errors import BugFound
from printjob.intake.check import CheckedDelivery
from printjob.model.piece import State
from printjob.model.runfolder import read_form, read_prepared
from printjob.run.admission import Rows, Taken
from printjob.run.proofing.handedin import delivered_in
from printjob.run.site import Site
from printjob.verify.mapping import verify_prepared

COMPARED = 40
"""notices of each delivery: enough that every variant and kind of line is among them, few enough to take no time"""
_MOST_FAULTS = 100


def compare(run: Path, site: Site, rows: Rows, deliveries: Mapping[int, Taken], forms: Mapping[int, str]) -> None:
    """``BugFound`` (``PJ-1502-E``) when a compared notice does not say what its line says. ``forms`` gives each delivery's form key."""
    for seq, taken in sorted(deliveries.items()):
        if taken.accepted:
            _compare_one(run, site, rows[rows["delivery"] == seq], taken.checked, forms[seq])


def _compare_one(run: Path, site: Site, rows: Rows, checked: CheckedDelivery, form: str) -> None:
    admitted = np.flatnonzero(rows["state"] == State.ADMITTED)[:COMPARED]
    if checked.manifest is None or len(admitted) == 0:
        return
    keys = rows[admitted][["delivery", "part", "offset", "length"]].tolist()
    notices = [read_prepared(run, *key) for key in keys]
    faults = list(verify_prepared(read_form(run, form), notices, delivered_in(site, Path(checked.folder), checked.manifest)))
    if faults:
        raise BugFound(*faults[:_MOST_FAULTS])
