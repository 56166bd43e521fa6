"""The postage of a prepared run (郵便料金) as its night decided it, posting by posting. It only reads: see :mod:`.classing`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from printjob.errors import DataRefused, Fault
from printjob.mailroom.postage.explain import Line, Report
from printjob.model.piece import piece_number
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.mail.classed import PostingClassed, classed_of, lines_of_pieces


class DecidedPosting(NamedTuple):
    """One municipality's posting of a day, in the run's folder."""

    run: Path
    classed: PostingClassed

    @property
    def report(self) -> Report:
        """What it costs and why."""
        return self.classed.report

    def line(self, piece: str) -> Line | None:
        """What is said of one piece (its id or its number), ``None`` where this posting has it not."""
        known = lines_of_pieces(self.run, self.classed.municipality, self.classed.posted_on)
        at = np.flatnonzero(known["piece"] == piece_number(self.run.name, piece))
        return self.classed.lines[int(known["line"][at[0]])] if len(at) else None


def postage(home: Home, run: str) -> list[DecidedPosting]:
    """Every posting of a run, by day and municipality. An unknown run is refused (``PJ-1602-E``), so is one whose night decided no classes."""
    home.require()
    with Ledger.copied(home.ledger) as ledger:
        known, jobs = {name for name, *_ in ledger.runs()}, ledger.jobs(run)
    if run not in known:
        raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run))
    folder = home.runs / run
    found = [DecidedPosting(folder, one) for one in classed_of(folder)]
    if jobs and not found:
        detail = "its night decided no mail classes: it was prepared by an earlier version"
        raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run, detail=detail))
    return found
