"""Specimens (見本): a form's named samples on the way that every record goes - delivered, admitted, planned, composed - as a proof.

見本 stands on every part and the payment codes are void; the run they belong to ends in ``-00``, which no night has. The same site, form,
municipality and date give the same pages. People, towns and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.compose.chunk import compose_chunk
from printjob.compose.finish import finish_job
from printjob.declared import nearest
from printjob.errors import ArgumentMistake, DataRefused, Fault
from printjob.intake.check import check_delivery
from printjob.intake.manifest import Manifest
from printjob.mailroom.plan import unmailed
from printjob.model.form import Form, SheetPlan
from printjob.model.piece import JobPlan, State
from printjob.model.record import Prepared
from printjob.model.runfolder import read_form, read_planned_rows, read_prepared
from printjob.run.admission import Admission, Taken, admit_here, gather
from printjob.run.begin import Frozen
from printjob.run.campaigns import Campaign
from printjob.run.close import faults_of
from printjob.run.forms import require_form
from printjob.run.planning import plan
from printjob.run.receive import Received, registered, with_campaigns
from printjob.run.samples import write_named_samples
from printjob.run.site import Site
from printjob.sample.language import Expectation
from printjob.sample.named import NamedDelivery, NamedSample

_NUMBER = "00"
_PARTS = ("records", "rows", "faults", "forms", "plan", "work", "jobs")
_STATES = {State.ADMITTED: "printed", State.HELD: "held", State.QUARANTINED: "quarantined", State.PULLED: "pulled"}


class SpecimenOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Whose specimens: ``samples`` names those that are wanted, in any order; empty: all, or the first with ``first_only``."""

    form: str
    municipality: str
    business_date: date
    samples: tuple[str, ...] = ()
    first_only: bool = False


class Leaf(NamedTuple):
    """A sheet of a specimen: the form's name of its paper, what stands on it, and its pages in the print file, from 1."""

    stock: str
    plan: SheetPlan
    pages: tuple[int, int]


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A specimen on paper: the campaign's form, the file and its sheets in the order of the envelope."""

    form: Form
    prepared: Prepared
    profile: str
    piece: int
    print_pdf: Path
    leaves: tuple[Leaf, ...]


class Specimen(msgspec.Struct, frozen=True, kw_only=True):
    """A named sample and what became of it: ``state`` in the words of its expectation, the faults, the print when there is one."""

    sample: NamedSample
    run_kind: str
    state: str
    faults: tuple[Fault, ...]
    printed: Printed | None = None

    @property
    def as_expected(self) -> bool:
        """Whether it became what the form's sample file says."""
        expect: Expectation = self.sample.expect
        return self.state == expect.state and (not expect.fault_id or expect.fault_id in {one.id for one in self.faults})


class Specimens(msgspec.Struct, frozen=True, kw_only=True):
    """All that were wanted, by run kind and in the order of the sample file, and the campaigns they belong to with their manifests."""

    campaigns: tuple[tuple[Manifest, Campaign], ...]
    items: tuple[Specimen, ...]


def make_specimens(site: Site, order: SpecimenOrder, scratch: Path) -> Specimens:
    """Make them below ``scratch``, where their print files are then.

    ``ArgumentMistake`` (``PJ-1602-E``) for a form, municipality or sample that there is not; what is wrong with the form, the format or
    the settings as in a night.
    """
    require_form(site, order.form)
    named = write_named_samples(site, scratch / "inbox" / order.municipality, order.form, order.municipality, order.business_date)
    order = _named(order, named)
    named = tuple(one for one in named if any(_wanted(order, sample) for sample in one.samples))
    run = scratch / f"{order.business_date:%Y%m%d}-{_NUMBER}"
    for name in _PARTS:
        (run / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    received = _received(site, run, named)
    admission = gather(run, received.deliveries, received.series(), lambda _series: ())
    faults = {seq: faults_of(run, seq, taken, admission) for seq, taken in received.deliveries.items()}
    states = {(int(row["delivery"]), int(row["number"])): _STATES[State(row["state"])] for row in admission.rows}
    printed = _printed(run, order, named, received, admission)
    items = (
        Specimen(
            sample=sample, run_kind=one.run_kind, state=states[seq, sample.record],
            faults=tuple(fault for fault in faults[seq] if fault.record == sample.record), printed=printed.get((seq, sample.record)),
        )
        for seq, one in enumerate(named)
        for sample in one.samples
    )  # fmt: skip
    manifests = [taken.checked.manifest for taken in received.deliveries.values()]
    campaigns = tuple((manifest, received.campaigns[which]) for manifest, which in zip(manifests, received.campaign_of, strict=True) if manifest)
    return Specimens(campaigns=campaigns, items=tuple(one for one in items if _wanted(order, one.sample)))


def _named(order: SpecimenOrder, named: tuple[NamedDelivery, ...]) -> SpecimenOrder:
    """The order, its samples known to be there."""
    known = [sample.name for one in named for sample in one.samples]
    if not known:
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="FORM", value=order.form, detail="its sample.yaml names no sample for this municipality"))
    unknown = [name for name in order.samples if name not in known]
    if unknown:
        raise ArgumentMistake(*(Fault(id="PJ-1602-E", field="--sample", value=name, detail=_unnamed(name, known)) for name in unknown))
    return msgspec.structs.replace(order, samples=(known[0],)) if order.first_only and not order.samples else order


def _unnamed(name: str, known: list[str]) -> str:
    return f"no sample of the form has this name for this municipality{nearest(name, known)}"


def _wanted(order: SpecimenOrder, sample: NamedSample) -> bool:
    return not order.samples or sample.name in order.samples


def _received(site: Site, run: Path, named: tuple[NamedDelivery, ...]) -> Received:
    """The deliveries checked and admitted. What a night would refuse whole is ``DataRefused``: the sample file is at fault."""
    known, deliveries = registered(site), dict[int, Taken]()
    for seq, one in enumerate(named):
        checked = check_delivery(one.folder, known)
        deliveries[seq] = Taken(checked=checked, faults=list(checked.faults))
    _require_accepted(deliveries)
    received = with_campaigns(site, run, deliveries, proof=True)
    admit_here(run, received.deliveries, received.kits)
    _require_accepted(deliveries)
    return received


def _require_accepted(deliveries: Mapping[int, Taken]) -> None:
    faults = [fault for taken in deliveries.values() for fault in taken.faults]
    if faults:
        raise DataRefused(*faults)


def _printed(
    run: Path, order: SpecimenOrder, named: tuple[NamedDelivery, ...], received: Received, admission: Admission
) -> dict[tuple[int, int], Printed]:
    """What was printed of the wanted samples, by delivery and record number."""
    wanted = {(seq, sample.record) for seq, one in enumerate(named) for sample in one.samples if _wanted(order, sample)}
    rows = admission.rows.copy()
    for row in rows:
        if (int(row["delivery"]), int(row["number"])) not in wanted and row["state"] == State.ADMITTED:
            row["state"] = State.PULLED
    frozen = Frozen(run=run.name, business_date=order.business_date, municipality=order.municipality, deliveries=(), fingerprint={})
    planned = plan(run, frozen, received, Admission(rows, admission.rare, admission.duplicates), unmailed(rows))
    return {key: one for job in planned.jobs for key, one in _of_job(run, job)}


def _of_job(run: Path, job: JobPlan) -> Iterator[tuple[tuple[int, int], Printed]]:
    for number in range(len(job.chunks)):
        compose_chunk(str(run), job.job, number)
    pdf, page, form = finish_job(str(run), job.job).print_pdf, 1, read_form(run, job.form)
    for row in read_planned_rows(run, job.job):
        prepared = read_prepared(run, *(int(row[name]) for name in ("delivery", "part", "offset", "length")))
        plans = form.variants[prepared.variant].sheets([len(lines) for lines in prepared.sections])
        leaves = tuple(Leaf(form.stocks[one.stock], one, (page + 2 * at, page + 2 * at + 1)) for at, one in enumerate(plans))
        page += 2 * len(plans)
        yield (int(row["delivery"]), int(row["number"])), Printed(
            form=form, prepared=prepared, profile=job.profile, piece=int(row["piece"]), print_pdf=pdf, leaves=leaves,
        )  # fmt: skip
