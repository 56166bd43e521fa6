"""Laying elements on a surface: what is static becomes drawing, what varies becomes slots; every refusal is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from printjob.layout.arts import Primitive
from printjob.layout.elements import BarsElement, ComputedElement, Element, FieldElement, Nw7Element, SymbolElement
from printjob.layout.noting import noting
from printjob.layout.slots import Values, bars_place, computed_slot, field_slot, symbol_place
from printjob.layout.static import is_static, primitives
from printjob.layout.surface import Surface
from printjob.model.form import Bars, ComputedSlot, Slot, Symbol

Thing = tuple[Primitive, ...] | Slot | ComputedSlot | Bars | Symbol
"""what an element becomes on paper"""


class Placed(NamedTuple):
    """An element with what it became, and the shared blocks that it comes from, the outermost first."""

    element: Element
    thing: Thing
    using: tuple[str, ...]


@dataclass(slots=True)
class Laid:
    """What lies on one page or block; ``placed`` has every element that is printed with what it became, in order."""

    art: list[Primitive] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    computed: list[ComputedSlot] = field(default_factory=list)
    bars: list[Bars] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)


def lay(surface: Surface, elements: tuple[Element, ...], values: Values, refused: Mapping[str, str] | None = None) -> Laid:
    """The elements that the surface's constants keep, laid down; faults go to ``surface.faults``.

    ``refused`` says why this page or block cannot have some kinds of computed texts and symbols.
    """
    laid = Laid()
    for place, element in surface.kept(elements):
        with noting(surface.faults):
            if isinstance(element, SymbolElement | ComputedElement) and element.kind in (refused or {}):
                element.node.refuse((refused or {})[element.kind], "")
            laid.placed.append(Placed(element, _laid(place, element, values, laid), place.using))
    return laid


def _laid(surface: Surface, element: Element, values: Values, laid: Laid) -> Thing:
    """One element, added to ``laid``."""
    if is_static(element):
        art = tuple(primitives(surface, element))
        laid.art.extend(art)
        return art
    if isinstance(element, FieldElement):
        laid.slots.append(slot := field_slot(surface, element, values))
        return slot
    if isinstance(element, Nw7Element):
        element.node.refuse("an NW-7 stands on papers for people only", "")
    if isinstance(element, SymbolElement):
        laid.symbols.append(symbol := symbol_place(surface, element, values))
        return symbol
    return _laid_on_pages(surface, element, laid)


def _laid_on_pages(surface: Surface, element: Element, laid: Laid) -> Thing:
    """Computed texts and bars, which only pages have."""
    if surface.kind == "page" and isinstance(element, ComputedElement):
        laid.computed.append(computed := computed_slot(surface, element))
        return computed
    if surface.kind == "page" and isinstance(element, BarsElement):
        if laid.bars:
            element.node.refuse("a page has one customer barcode", "")
        laid.bars.append(bars := bars_place(surface, element))
        return bars
    return element.node.refuse("a block holds static elements, fields and payment codes only", "")
