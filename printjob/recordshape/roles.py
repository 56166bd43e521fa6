"""Roles of a record's fields (項目の役割) as ``record.yaml`` declares them: those every record has, and those a record may have."""

from __future__ import annotations

from collections.abc import Mapping

from printjob.declared import Node
from printjob.recordshape.named import known_field, section_named
from printjob.recordshape.shape import ROLE_KINDS, DueDate, Roles, SectionShape


def read_roles(top: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> Roles | None:
    """The roles; ``None`` where one that every record has is missing, whose fault ``top`` keeps."""
    node, found = top.take("roles"), dict[str, str]()
    for role, kind in ROLE_KINDS.items():
        with top.collecting():
            found[role] = known_field(node.take(role), data, kind)
    address: tuple[str, ...] = ()
    with top.collecting():
        address = tuple(known_field(item, data, "text") for item in node.take("address").items())
    name, option, due = _optional(top, node, data, sections)
    node.refuse_unknown()
    if len(found) < len(ROLE_KINDS):
        return None
    return Roles(address=address, name=name, mail_option=option, first_due=due, **found)


def _optional(
    top: Node, node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]
) -> tuple[tuple[str, ...], str, tuple[DueDate, ...]]:
    names, options, dates = node.maybe("name"), node.maybe("mail_option"), node.maybe("first_due")
    name: tuple[str, ...] = ()
    option, due = "", list[DueDate]()
    with top.collecting():
        name = tuple(known_field(item, data, "text") for item in names.items()) if names else ()
    with top.collecting():
        option = known_field(options, data, "code") if options else ""
    for item in dates.items() if dates else []:
        with top.collecting():
            due.append(_due(item, data, sections))
    return name, option, tuple(due)


def _due(node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> DueDate:
    rows = node.maybe("rows")
    section = section_named(rows, sections) if rows else None
    kinds = section.fields if section else data
    found = DueDate(
        section=section.name if section else "",
        due=known_field(node.take("due"), kinds, "date"),
        amount=known_field(node.take("amount"), kinds, "amount"),
    )
    node.refuse_unknown()
    return found
