"""Sums and bounds of a record (合計・範囲) as ``record.yaml`` declares them: read with their places, refused where a field is of another kind."""

from __future__ import annotations

from collections.abc import Mapping

from printjob import declared
from printjob.declared import Node
from printjob.recordshape.named import known_field, section_named
from printjob.recordshape.shape import Bound, RowSum, SectionShape, Sum


def read_sum(node: Node, data: Mapping[str, str]) -> Sum:
    """A total of the data record and what adds up to it."""
    total = known_field(node.take("total"), data, "amount")
    parts = tuple(known_field(item, data, "amount") for item in node.take("of").items())
    node.refuse_unknown()
    return Sum(total, parts)


def read_bound(node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> Bound:
    """The least and the most of a number."""
    rows, field = node.maybe("rows"), node.take("field")
    section = section_named(rows, sections) if rows else None
    kinds = section.fields if section else data
    numbers = [name for name, kind in kinds.items() if kind in ("amount", "count", "year")]
    if field.filled() not in numbers:
        field.refuse(f"expected an amount, a count or a year{declared.nearest(field.text(), numbers)}")
    least, most = node.maybe("least"), node.maybe("most")
    if least is None and most is None:
        node.refuse("expected least, most or both", field.text())
    node.refuse_unknown()
    return Bound(
        section=section.name if section else "",
        field=field.text(),
        least=least.whole(least=-(10**15)) if least else None,
        most=most.whole(least=-(10**15)) if most else None,
    )




def read_row_sum(node: Node, data: Mapping[str, str], sections: tuple[SectionShape, ...]) -> RowSum:
    """A total of the data record and the lines that add up to it."""
    section = section_named(node.take("rows"), sections)
    where = node.maybe("where")
    found = RowSum(
        total=known_field(node.take("total"), data, "amount"),
        section=section.name,
        field=known_field(node.take("field"), section.fields, "amount"),
        where=_where(where, section) if where else {},
    )
    node.refuse_unknown()
    return found


def _where(node: Node, section: SectionShape) -> dict[str, str]:
    for name, code in node.entries():
        if section.fields.get(name) != "code":
            code.refuse("expected a code field of the section", name)
    return {name: code.filled() for name, code in node.entries()}
