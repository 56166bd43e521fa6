"""What a form needs from a record (レコード定義): names, kinds, roles and the sums that must hold, declared with the form.

``layouts/<form>/record.yaml`` is the form's side, a format file the sender's side; :func:`check_format` says whether they meet.
Sums are declared per run kind (処理区分): a 変更通知 adds up differently from a 当初.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from printjob import declared
from printjob.declared import Node
from printjob.errors import DeclarationRefused, Fault
from printjob.extract.format import KINDS, Format, RecordType

MOST_KEY_DIGITS = 16
"""The plan's rows keep notice and addressee numbers in so many bytes; a longer one would be cut and could equal another's."""
MOST_AMOUNT_BYTES = 16
"""A sign and fifteen digits: sums of a whole delivery stay within 64 bits."""


class Sum(msgspec.Struct, frozen=True):
    """``total`` equals the sum of ``of``; all are amounts of the data record."""

    total: str
    of: tuple[str, ...]


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """Which data fields mean what to the pipeline. ``notice`` stands in every detail record too."""

    notice: str
    addressee: str
    postal: str
    address: tuple[str, ...]
    amount: str
    pull: str
    protected: str
    detail_count: str
    run_kind: str
    fiscal_year: str


class RecordShape(msgspec.Struct, frozen=True, kw_only=True):
    """A form's record: kinds by name, roles, sums by run kind."""

    id: str
    data: dict[str, str]
    detail: dict[str, str]
    roles: Roles
    sums: dict[str, tuple[Sum, ...]]

    @property
    def run_kinds(self) -> tuple[str, ...]:
        """The run kinds the form is made for."""
        return tuple(self.sums)


def read_shape(path: Path) -> RecordShape:
    """The record declared at ``path``; ``DeclarationRefused`` with all its faults."""
    top = declared.read(path, f"{path.parent.name}/{path.name}")
    name = top.take("record").filled()
    data, detail = _kinds(top, top.take("data")), _kinds(top, top.take("detail"))
    roles = top.take("roles")
    found: dict[str, str] = {}
    for role, kind in _ROLE_KINDS.items():
        with top.collecting():
            found[role] = _known(roles.take(role), data, kind)
    address = roles.take("address")
    lines = tuple(_known(item, data, "text") for item in address.items())
    roles.refuse_unknown()
    sums: dict[str, tuple[Sum, ...]] = {}
    for run_kind, node in top.take("sums").entries():
        with top.collecting():
            sums[run_kind] = tuple(_sum(item, data) for item in node.items())
    top.refuse_unknown()
    top.finish()
    return RecordShape(id=name, data=data, detail=detail, roles=Roles(address=lines, **found), sums=sums)


_ROLE_KINDS = {
    "notice": "digits",
    "addressee": "digits",
    "postal": "postal",
    "amount": "amount",
    "pull": "code",
    "protected": "code",
    "detail_count": "count",
    "run_kind": "code",
    "fiscal_year": "year",
}


def _kinds(top: Node, node: Node) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for name, kind in node.entries():
        with top.collecting():
            kinds[name] = kind.choice({known: known for known in KINDS})
    return kinds


def _known(node: Node, data: Mapping[str, str], kind: str) -> str:
    name = node.filled()
    if data.get(name) != kind:
        node.refuse(
            f"expected a data field of kind {kind}{declared.nearest(name, [n for n, k in data.items() if k == kind])}"
        )
    return name


def _sum(node: Node, data: Mapping[str, str]) -> Sum:
    total = _known(node.take("total"), data, "amount")
    parts = tuple(_known(item, data, "amount") for item in node.take("of").items())
    node.refuse_unknown()
    return Sum(total, parts)


def check_format(fmt: Format, shape: RecordShape) -> None:
    """Raise ``DeclarationRefused`` for every field of the shape that the format lacks, gives another kind, or declares so that its
    role could not be kept: a key too long for the plan, a flag with codes of its own, a blank where a check needs a value.
    """
    faults = [*_missing(fmt, fmt.data, shape.data), *_missing(fmt, fmt.detail, shape.detail)]
    faults = faults or _unfit_roles(fmt, shape)
    if fmt.record != shape.id:
        faults.insert(
            0,
            Fault(id="PJ-1001-E", file=fmt.file, field="record", value=fmt.record, detail=f"the form needs {shape.id}"),
        )
    if faults:
        raise DeclarationRefused(*faults)


def _unfit_roles(fmt: Format, shape: RecordShape) -> list[Fault]:
    """A blank amount would leave its sum unchecked, an unknown flag a protected person's notice in the post: neither may be declared."""
    roles, fields = shape.roles, {field.name: field for field in fmt.data.fields}
    added_up = {name for sums in shape.sums.values() for one in sums for name in (one.total, *one.of)}
    needed = added_up | {getattr(roles, role) for role in _ROLE_KINDS}
    rules = {
        "the program needs a value here: declare it as required": [field for field in fmt.data.fields if field.name in needed and not field.required]
        + [field for field in fmt.detail.fields if field.name == roles.notice and not field.required],
        f"a key has at most {MOST_KEY_DIGITS} digits": [fields[name] for name in (roles.notice, roles.addressee) if fields[name].width > MOST_KEY_DIGITS],
        f"an amount has at most {MOST_AMOUNT_BYTES} bytes": [fields[name] for name in sorted(added_up) if fields[name].width > MOST_AMOUNT_BYTES],
        "a flag has the codes 0 and 1 and no other": [
            fields[name] for name in (roles.pull, roles.protected) if {code for code, _ in fields[name].codes} != {"0", "1"}
        ],
    }
    return [
        Fault(id="PJ-1001-E", file=fmt.file, line=field.line, field=field.name, detail=rule) for rule, unfit in rules.items() for field in unfit
    ]


def _missing(fmt: Format, kind: RecordType, needed: Mapping[str, str]) -> list[Fault]:
    fields = {field.name: field for field in kind.fields}
    faults = []
    for name, wanted in needed.items():
        if name not in fields:
            faults.append(
                Fault(
                    id="PJ-1001-E",
                    file=fmt.file,
                    field=name,
                    detail=f"the {kind.role} record lacks this {wanted} field",
                )
            )
        elif fields[name].kind != wanted:
            faults.append(
                Fault(
                    id="PJ-1001-E",
                    file=fmt.file,
                    line=fields[name].line,
                    field=name,
                    value=fields[name].kind,
                    detail=f"the form needs kind {wanted}",
                )
            )
    return faults
