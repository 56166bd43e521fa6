"""Laying elements on a surface: what is static becomes drawing, what varies becomes slots; every refusal is noted."""

from __future__ import annotations

from dataclasses import dataclass, field

from printjob.layout.arts import Primitive
from printjob.layout.elements import BarsElement, ComputedElement, Element, FieldElement
from printjob.layout.noting import noting
from printjob.layout.slots import Values, bars_place, computed_slot, field_slot
from printjob.layout.static import is_static, primitives
from printjob.layout.surface import Surface
from printjob.model.form import Bars, ComputedSlot, Slot


@dataclass(slots=True)
class Laid:
    """What lies on one page or block."""

    art: list[Primitive] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    computed: list[ComputedSlot] = field(default_factory=list)
    bars: list[Bars] = field(default_factory=list)


def lay(surface: Surface, elements: tuple[Element, ...], values: Values) -> Laid:
    """The elements that the surface's constants keep, laid down; faults go to ``surface.faults``."""
    laid = Laid()
    for place, element in surface.kept(elements):
        with noting(surface.faults):
            if is_static(element):
                laid.art.extend(primitives(place, element))
            elif isinstance(element, FieldElement):
                laid.slots.append(field_slot(place, element, values))
            else:
                _lay_planned(place, element, laid)
    return laid


def _lay_planned(surface: Surface, element: Element, laid: Laid) -> None:
    """Computed texts and bars, which only pages have."""
    if surface.kind == "row":
        element.node.refuse("a block holds static elements and fields only", "")
    if isinstance(element, ComputedElement):
        laid.computed.append(computed_slot(surface, element))
    elif isinstance(element, BarsElement):
        laid.bars.append(bars_place(surface, element))
        if len(laid.bars) > 1:
            element.node.refuse("a page has one customer barcode", "")
