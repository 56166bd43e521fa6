"""Reading ``record.yaml``: every fault with file:line:column, all of a file together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from printjob import declared
from printjob.declared import Node
from printjob.errors import BugFound, Fault
from printjob.recordshape.named import known_field
from printjob.recordshape.optional import read_optional
from printjob.recordshape.payment import read_payment
from printjob.recordshape.roles import read_roles
from printjob.recordshape.shape import (
    KINDS,
    Bound,
    PaymentCodes,
    RecordShape,
    RowSum,
    SectionShape,
    Sum,
)
from printjob.recordshape.sums import read_bound, read_row_sum, read_sum


def read_shape(path: Path) -> RecordShape:
    """The record declared at ``path``; ``DeclarationRefused`` with all its faults."""
    top = declared.read(path, f"{path.parent.name}/{path.name}")
    name = top.take("record").filled()
    data = _kinds(top, top.take("data"))
    sections = _sections(top, data)
    roles = read_roles(top, data, sections)
    sums: dict[str, tuple[Sum, ...]] = {}
    row_sums: dict[str, tuple[RowSum, ...]] = {}
    for run_kind, node in top.take("sums").entries():
        with top.collecting():
            sums[run_kind] = tuple(read_sum(one, data) for one in node.items() if one.maybe("rows") is None)
            row_sums[run_kind] = tuple(read_row_sum(one, data, sections) for one in node.items() if one.maybe("rows"))
    bounds: dict[str, tuple[Bound, ...]] = {}
    listed = top.maybe("bounds")
    for run_kind, node in listed.entries() if listed else []:
        with top.collecting():
            if run_kind not in sums:
                node.refuse("this run kind has no sums", run_kind)
            bounds[run_kind] = tuple(read_bound(one, data, sections) for one in node.items())
    payment = None
    with top.collecting():
        node_or_none = top.maybe("payment")
        payment = read_payment(node_or_none, data, sections) if node_or_none else None
    exceptions = _exceptions(top, data, sections, payment)
    past: tuple[str, ...] = ()
    with top.collecting():
        listed = top.maybe("before_issue")
        past = tuple(known_field(item, data, "date") for item in listed.items()) if listed else ()
    omitted, shape = top.maybe("optional"), None
    if roles is not None:
        shape = RecordShape(
            id=name, data=data, sections=sections, roles=roles, sums=sums, row_sums=row_sums, payment=payment, bounds=bounds,
            exceptions=exceptions, before_issue=past,
        )  # fmt: skip
    optional: tuple[str, ...] = ()
    with top.collecting():
        optional = read_optional(omitted, shape) if omitted and shape else ()
    top.refuse_unknown()
    top.finish()
    if shape is None:
        raise BugFound(Fault(id="PJ-1701-E", file=top.file, detail="a missing role was not refused"))
    return msgspec.structs.replace(shape, optional=optional)


def _sections(top: Node, data: Mapping[str, str]) -> tuple[SectionShape, ...]:
    found: list[SectionShape] = []
    listed = top.maybe("sections")
    for name, node in listed.entries() if listed else []:
        with top.collecting():
            count = known_field(node.take("count"), data, "count")
            found.append(SectionShape(name=name, count=count, fields=_kinds(top, node.take("fields"))))
            node.refuse_unknown()
    return tuple(found)


def _kinds(top: Node, node: Node) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for name, kind in node.entries():
        with top.collecting():
            kinds[name] = kind.choice({known: known for known in KINDS})
    return kinds


def _exceptions(
    top: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...], payment: PaymentCodes | None
) -> dict[str, tuple[str, ...]]:
    """The texts that the form opens to exceptions, never a line of digits that a till reads."""
    kinds = {"data": data, **{one.name: one.fields for one in sections}}
    listed, found = top.maybe("exceptions"), dict[str, tuple[str, ...]]()
    for name, node in listed.entries() if listed else []:
        with top.collecting():
            if name not in kinds:
                node.refuse(f"expected data or a section{declared.nearest(name, list(kinds))}", name)
            codes = payment.ocr if payment and payment.section == name else ()
            texts = {field: kind for field, kind in kinds[name].items() if field not in codes}
            found["" if name == "data" else name] = tuple(known_field(item, texts, "text") for item in node.items())
    return found
