"""What a form needs from a record (``record.yaml``): names and kinds, their roles, and the sums that must hold by run kind.

A format (:mod:`printjob.extract`) must carry every name with the same kind; admission checks the sums.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from printjob.declared import Node, nearest, read
from printjob.layout.values import KINDS

ROLES = (
    "notice",
    "addressee",
    "postal",
    "address",
    "amount",
    "pull",
    "protected",
    "detail_count",
    "run_kind",
    "fiscal_year",
)


class Sum(msgspec.Struct, frozen=True):
    """``total`` equals the sum of ``of``; names of data fields."""

    total: str
    of: tuple[str, ...]


class Needs(msgspec.Struct, frozen=True):
    """A form's view of a record. ``data`` and ``detail`` map names to kinds; ``roles`` names the fields with a part in the run
    (``address`` may be several); ``sums`` holds by run kind code.
    """

    record: str
    data: dict[str, str]
    detail: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    sums: dict[str, tuple[Sum, ...]]


def read_needs(path: Path, shown_as: str = "") -> Needs:
    """The declaration at ``path``; ``DeclarationRefused`` with every fault in it."""
    root = read(path, shown_as)
    needs = Needs("", {}, {}, {}, {})
    with root.collecting():
        data = _kinds(root.take("data"))
        detail = root.maybe("detail")
        roles, sums = root.maybe("roles"), root.maybe("sums")
        needs = Needs(
            root.take("record").filled(),
            data,
            _kinds(detail) if detail else {},
            _roles(roles, data) if roles else {},
            _sums(sums, data) if sums else {},
        )
    root.refuse_unknown()
    root.finish()
    return needs


def _kinds(node: Node) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for name, value in node.entries():
        with value.collecting():
            kinds[name] = value.choice({kind: kind for kind in KINDS})
    return kinds


def _known(node: Node, data: dict[str, str]) -> str:
    name = node.text()
    return name if name in data else node.refuse(f"not a data field{nearest(name, list(data))}")


def _roles(node: Node, data: dict[str, str]) -> dict[str, tuple[str, ...]]:
    roles: dict[str, tuple[str, ...]] = {}
    for role in ROLES:
        with node.collecting():
            if found := node.maybe(role):
                roles[role] = tuple(_known(member, data) for member in (found.items() if found.is_list else [found]))
    node.refuse_unknown()
    return roles


def _sums(node: Node, data: dict[str, str]) -> dict[str, tuple[Sum, ...]]:
    return {run_kind: tuple(_sum(member, data) for member in listed.items()) for run_kind, listed in node.entries()}


def _sum(node: Node, data: dict[str, str]) -> Sum:
    found = Sum(_known(node.take("total"), data), tuple(_known(member, data) for member in node.take("of").items()))
    node.refuse_unknown()
    return found
