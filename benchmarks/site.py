"""A home with sample deliveries to measure on, and the stages of a night run one after the other in this process."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from printjob.admit.part import RangeOrder, admit_range
from printjob.admit.part import _bytes_of as bytes_of
from printjob.admit.part import _tools as tools_of
from printjob.errors import DataRefused
from printjob.layout.arts import Arts
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import read_layout
from printjob.mailroom.plan import unmailed
from printjob.model.form import Form
from printjob.run.admission import Admission, gather
from printjob.run.begin import Frozen, begin
from printjob.run.fingerprint import fingerprint
from printjob.run.home import Home, make_home
from printjob.run.ledger import Ledger
from printjob.run.order import NightOrder
from printjob.run.planning import Planned, plan
from printjob.run.progress import Progress
from printjob.run.receive import Received, receive
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site

DATE = dt.date(2026, 4, 1)
MUNICIPALITY = "019917"
MAIN_FORM = "property-tax"

_T = TypeVar("_T")


class Timed(NamedTuple):
    """What a stage did: units, CPU seconds of this process."""

    units: int
    cpu_s: float

    @property
    def rate(self) -> float:
        """Units a CPU second."""
        return self.units / self.cpu_s


class Night(NamedTuple):
    """A night of one form up to its plan, and how long its stages took."""

    run: Path
    frozen: Frozen
    received: Received
    admission: Admission
    planned: Planned
    read: Timed
    admit: Timed
    plan: Timed


def timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """What ``work`` gives, and the CPU seconds it took in this process."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def fresh_home(folder: Path, form: str, notices: int, seed: int = 1) -> Home:
    """A home with one delivery of ``notices`` records of the form."""
    home = make_home(folder)
    order = SampleOrder(form=form, municipality=MUNICIPALITY, count=notices, seed=seed, business_date=DATE)
    write_sample(Site(home.site), home.inbox / MUNICIPALITY, order)
    return home


def planned_night(home: Home) -> Night:
    """Receive, admit and plan the home's delivery in this process, timing each. ``DataRefused`` when the delivery is refused."""
    site = Site(home.site)
    with Ledger(home.ledger) as ledger, Path(os.devnull).open("w") as nowhere:
        order = NightOrder(home=home.folder, business_date=DATE)
        frozen = begin(home, ledger, order, fingerprint(home.site, ""), home.runs)
        run = home.runs / frozen.run
        received = receive(home, ledger, site, run, frozen, Progress(nowhere))
        ledger.forget(frozen.run)
    taken = received.deliveries[0]
    if taken.faults:
        raise DataRefused(*taken.faults)
    orders = [
        RangeOrder(run=str(run), source=taken.checked.folder, delivery=0, part=number, range=part, kit=received.kits[0])
        for number, part in enumerate(part for file in taken.checked.files for part in file.ranges)
    ]
    reader, _ = tools_of(str(run), received.kits[0])
    blocks = [bytes_of(order) for order in orders]
    read, read_s = timed(lambda: [reader.read(block, file="").counted.records for block in blocks])
    parts, admit_s = timed(lambda: [admit_range(order) for order in orders])
    taken.parts.extend(parts)
    admission = gather(run, received.deliveries, received.series(), lambda _: ())
    planned, plan_s = timed(lambda: plan(run, frozen, received, admission, unmailed(admission.rows)))
    notices = sum(read)
    return Night(
        run, frozen, received, admission, planned,
        Timed(notices, read_s), Timed(notices, admit_s - read_s), Timed(notices, plan_s),
    )  # fmt: skip


def compiled(home: Home, form: str) -> tuple[Form, Arts]:
    """The form as the municipality's campaign has it, and its art."""
    site = Site(home.site)
    settings = site.municipality(MUNICIPALITY).settings
    constants = campaign_constants(settings, DATE.year, DATE + dt.timedelta(days=9), "1")
    return compile_form(read_layout(site.layout_folder(form)), constants)
