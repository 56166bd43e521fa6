"""The elements of a layout as declared: lengths in millimetres from the top left of their page or block, type sizes in points.

Every element keeps its :class:`~printjob.declared.Node`, so that what is found wrong later still names ``file:line:column``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from printjob.declared import Node
from printjob.model.form import Align, ComputedKind

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Guard:
    """``when: NAME`` / ``unless: NAME``: the constants that must, or must not, be ``yes``."""

    when: tuple[Node, ...] = ()
    unless: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What all elements have: their place in the file and their condition."""

    node: Node
    guard: Guard = field(default_factory=Guard)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleElement(Element):
    """``rule``: a line (罫線)."""

    start: Point
    stop: Point
    width: float
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxElement(Element):
    """``box``: a frame, a tint, or both; ``line`` 0 draws no frame, ``black`` 0 no tint."""

    at: Point
    size: Point
    line: float
    black: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsElement(Element):
    """``cells``: a ruled table with tinted label columns and rows (counted from 1)."""

    at: Point
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    line: float
    frame: float
    tinted_columns: tuple[int, ...]
    tinted_rows: tuple[int, ...]
    black: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagonalElement(Element):
    """``diagonal``: 斜線 from the top right to the bottom left corner."""

    at: Point
    size: Point
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleElement(Element):
    """``circle``: the place of a date stamp (領収日付印)."""

    centre: Point
    diameter: float
    width: float
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealElement(Element):
    """``seal``: the place of the official seal (公印). Nothing is drawn while the municipality gives no image."""

    at: Point
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextElement(Element):
    """``text``: one line; ``spacing_pt`` is added between characters; with ``width`` it must fit."""

    at: Point
    style: Node
    align: Align
    text: Node
    width: float | None
    spacing_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphElement(Element):
    """``paragraph``: text wrapped when the form is compiled. ``gap`` stands at blank lines, ``hang`` (em) before continued lines."""

    at: Point
    width: float
    height: float | None
    style: Node
    leading: float
    gap: float
    hang: float
    text: Node


@dataclass(frozen=True, slots=True)
class FitDeclaration:
    """One of a field's ``fits``: a size, and up to how many lines ``leading`` mm apart."""

    size_pt: float
    lines: int
    leading: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldElement(Element):
    """``field``: a value of the record. ``fits`` empty: the style's size, one line."""

    sources: tuple[Node, ...]
    format: Node | None
    argument: Node | None
    at: Point
    width: float
    align: Align
    style: Node
    fits: tuple[FitDeclaration, ...]
    at_top: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedElement(Element):
    """``computed``: a text that follows from the plan."""

    kind: ComputedKind
    at: Point
    width: float
    align: Align
    style: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsElement(Element):
    """``bars``: the customer barcode; ``at`` is the top left corner of its long bars."""

    at: Point
    dots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseElement(Element):
    """``use``: a shared block, shifted by ``at``."""

    block: Node
    at: Point


Static = RuleElement | BoxElement | CellsElement | DiagonalElement | CircleElement | SealElement | TextElement | ParagraphElement
Kind = Literal[
    "rule", "box", "cells", "diagonal", "circle", "seal", "text", "paragraph", "field", "computed", "bars", "use"
]
