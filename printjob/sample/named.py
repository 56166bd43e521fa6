"""Named samples (見本一覧): the records an official must see before a form is signed, each with what must become of it.

They are declared in the form's sample file under ``named`` and written as deliveries, one for each kind of run (処理区分), since a
delivery has only one. The same form, municipality and format give the same records, whatever else is listed: each has luck of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.postal.index import PostalIndex
from printjob.sample.delivery import write_delivery
from printjob.sample.drawing import SampleNotice
from printjob.sample.language import Expectation, NamedRules
from printjob.sample.making import Making, Order


class NamedSample(msgspec.Struct, frozen=True, kw_only=True):
    """A named sample as delivered: its record's number in the delivery, from 1, its notice number and what must become of it."""

    name: str
    title: str
    record: int
    notice: str
    expect: Expectation


class NamedDelivery(NamedTuple):
    """A delivery of named samples, in the order of the sample file."""

    folder: Path
    run_kind: str
    samples: tuple[NamedSample, ...]

    @property
    def by_name(self) -> dict[str, NamedSample]:
        """The samples by name."""
        return {sample.name: sample for sample in self.samples}


def named_samples(out: Path, order: Order, index: PostalIndex | None = None) -> tuple[NamedDelivery, ...]:
    """Write every named sample of the form that concerns this municipality and format under ``out``.

    One delivery for each run kind that samples are declared for, in the form's order; those of run kinds the municipality does not
    send are left out, and so are samples about an optional field that the format lacks. Raises ``DataRefused`` naming the sample that the format cannot carry: say so in its ``when``.
    """
    kinds = [kind for kind in order.form.shape.run_kinds if kind in order.municipality.run_kinds]
    written = (_delivery(out, msgspec.structs.replace(order, run_kind=kind), index) for kind in kinds)
    return tuple(one for one in written if one.samples)


def _delivery(out: Path, order: Order, index: PostalIndex | None) -> NamedDelivery:
    digest = order.digest("named")
    making = Making(order, digest, index)
    chosen = [
        one for one in order.form.named.values()
        if one.run_kind == order.run_kind and _carried(one, order) and (one.when is None or making.holds(one.when))
    ]  # fmt: skip
    folder = out / f"{order.form.form}-{order.business_date:%Y%m%d}-named-{order.run_kind}-{digest[:8]}"
    drawn: list[NamedSample] = []
    if chosen:
        write_delivery(folder, making, _notices(making, chosen, drawn), len(chosen))
    return NamedDelivery(folder, order.run_kind, tuple(drawn))


def _notices(making: Making, chosen: Sequence[NamedRules], drawn: list[NamedSample]) -> Iterator[SampleNotice]:
    role = making.order.form.shape.roles.notice
    for record, one in enumerate(chosen, 1):
        notice = making.draw_by(one.rules, making.first_number + record, seed=f"{making.order.form.form} {one.like}")
        try:
            making.write(notice)
        except DataRefused as refused:
            raise DataRefused(*[_of_sample(one, fault) for fault in refused.faults]) from None
        drawn.append(NamedSample(name=one.name, title=one.title, record=record, notice=str(notice.data[role]), expect=one.expect))
        yield notice


def _carried(one: NamedRules, order: Order) -> bool:
    """Whether the format has the optional fields that the sample is about."""
    absent = set(order.form.shape.optional) - set(order.fmt.data.names)
    return absent.isdisjoint(one.rules)


def _of_sample(one: NamedRules, fault: Fault) -> Fault:
    return msgspec.structs.replace(fault, file="sample.yaml", detail=f"named sample {one.name}: {fault.detail}")
