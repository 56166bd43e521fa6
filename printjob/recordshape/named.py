"""Names of a record's fields and sections where ``record.yaml`` uses them."""

from __future__ import annotations

from collections.abc import Mapping

from printjob import declared
from printjob.declared import Node
from printjob.recordshape.shape import SectionShape


def known_field(node: Node, fields: Mapping[str, str], kind: str) -> str:
    """The name of one of ``fields`` that has this kind; another is refused with the nearest that has."""
    name = node.filled()
    if fields.get(name) != kind:
        alike = [field for field, found in fields.items() if found == kind]
        node.refuse(f"expected a field of kind {kind}{declared.nearest(name, alike)}")
    return name


def section_named(node: Node, sections: tuple[SectionShape, ...]) -> SectionShape:
    """The section that the value names."""
    return node.choice({one.name: one for one in sections})
