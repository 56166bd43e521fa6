"""Fields that a format may leave out (省略できる項目): those of the data record that nothing needs but, where it stands, the option service.

What is printed, added up, bounded, paid by or known by a role cannot be missing from some deliveries; ``record.yaml`` lists under
``optional`` only what remains. That no layout prints such a field is asked of the layout (:attr:`RecordShape.printed`).
"""

from __future__ import annotations

from collections.abc import Iterator

from printjob.declared import Node, nearest
from printjob.recordshape.payment import OF_DATA
from printjob.recordshape.shape import ROLE_KINDS, RecordShape


def read_optional(listed: Node, shape: RecordShape) -> tuple[str, ...]:
    """The names of the list; the first that is no field of the data record, or that something needs, is refused at its place."""
    needs: dict[str, str] = {}
    for name, need in _needs(shape):
        needs.setdefault(name, need)
    found: list[str] = []
    for item in listed.items():
        name = item.filled()
        if name not in shape.data:
            item.refuse(f"expected a field of the data record{nearest(name, list(shape.data))}")
        if name in needs:
            item.refuse(f"no format may leave this field out: {needs[name]}")
        if name in found:
            item.refuse("this field stands here twice")
        found.append(name)
    return tuple(found)


def _needs(shape: RecordShape) -> Iterator[tuple[str, str]]:
    """Fields of the data record, each with what needs it."""
    roles, payment = shape.roles, shape.payment
    yield from ((getattr(roles, role), f"it has the role {role}") for role in ROLE_KINDS)
    yield from ((name, "it has the role address") for name in roles.address)
    yield from ((name, "it has the role name") for name in roles.name)
    yield from ((name, "it has the role first_due") for one in roles.first_due if not one.section for name in (one.due, one.amount))
    yield from ((one.count, f"the lines of {one.name} are counted by it") for one in shape.sections)
    yield from ((name, "a sum needs it") for sums in shape.sums.values() for one in sums for name in (one.total, *one.of))
    yield from ((one.total, "a sum needs it") for sums in shape.row_sums.values() for one in sums)
    yield from ((one.field, "a bound needs it") for bounds in shape.bounds.values() for one in bounds if not one.section)
    agreeing = payment.agrees if payment else ()
    yield from ((name.removeprefix(OF_DATA), "the payment codes need it") for _, name in agreeing if name.startswith(OF_DATA))
    yield from ((name, "the exceptions name it") for name in shape.exceptions.get("", ()))
    yield from ((name, "before_issue names it") for name in shape.before_issue)
