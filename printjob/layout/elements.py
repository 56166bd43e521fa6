"""The elements of a layout as declared: lengths in millimetres from the top left of their page or block, type sizes in points.

Every element keeps its :class:`~printjob.declared.Node`, so that what is found wrong later still names ``file:line:column``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from printjob.declared import Node
from printjob.model.form import Align, ComputedKind, SymbolKind

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Guard:
    """``when: NAME`` / ``unless: NAME`` (or lists of names): the conditions that must all, or must none, be ``yes``."""

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
    """``seal``: the place of the official seal (公印), drawn from the picture that the municipality gives."""

    at: Point
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextElement(Element):
    """``text``: one line; ``spacing_pt`` is added between characters; with ``width`` it must fit. ``angle`` turns it about the middle
    of the line, counterclockwise in degrees; ``black`` is its share of black (見本, 使用できません).
    """

    at: Point
    style: Node
    align: Align
    text: Node
    width: float | None
    spacing_pt: float
    angle: float
    black: float


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
class SymbolElement(Element):
    """``gs1``, ``elqr`` or ``return``: ``at`` is the top left corner without the quiet zone. ``value`` is ``None`` for ``return``,
    ``dots`` 0 for ``gs1`` (its module follows from the device), ``height`` is that of a ``gs1``'s bars.
    """

    kind: SymbolKind
    value: Node | None
    at: Point
    dots: int
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nw7Element(Element):
    """``nw7``: the field ``value`` of a paper, start and stop characters around ``digits`` digits; ``at`` is the top left corner of the
    bars without the quiet zone, ``dots`` a narrow bar, ``ratio`` how much wider a wide one is, ``height`` the bars' in mm.
    """

    value: Node
    at: Point
    digits: int
    dots: int
    ratio: Node
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundElement(Element):
    """``background``: page ``page`` (from 1) of the PDF ``file`` in the form's folder, under all else on a page."""

    file: Node
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseElement(Element):
    """``use``: a shared block, shifted by ``at``, its open places filled with ``words`` (``with:``)."""

    block: Node
    at: Point
    words: Mapping[str, str]
    named: Mapping[str, Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatElement(Element):
    """``repeat``: the same elements several times, each time with its shift and its own number in ``{n}``."""

    copies: tuple[tuple[Point, tuple[Element, ...]], ...]
