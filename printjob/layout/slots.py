"""Variable elements as slots: fields with their values and fits, computed texts, places of barcodes, symbols and the mark."""

from __future__ import annotations

import json
from collections.abc import Mapping

from printjob.declared import Node, nearest
from printjob.layout.arts import points
from printjob.layout.elements import BarsElement, ComputedElement, FieldElement, FitDeclaration, SymbolElement
from printjob.layout.facelist import face_list
from printjob.layout.language import Style
from printjob.layout.surface import Surface, left_edge, snapped
from printjob.layout.values import FORMATS, is_ascii, is_figures
from printjob.layout.wording import worded
from printjob.model.form import OF_DATA, Bars, ComputedSlot, Fit, MarkPlace, Slot, Symbol, ValueSpec
from printjob.recordshape import OPTIONAL

_MM_PER_POINT = 25.4 / 72
_CUSTOMER_BARS = 67
_MARK_MODULES = 16
_ELQR_MODULES = 41
_GS1_MODULES = 288
_GS1_DOTS = {300: 2, 400: 3, 600: 4}
"""module in device dots by device dots per inch: 0.169 or 0.19 mm, 60 mm or less with both quiet zones"""


class Values:
    """The values that pages (or one row kind) print, each made once however often it is printed. ``kinds`` are the record's names."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        self._plain: dict[ValueSpec, int] = {}
        self._fitted: dict[tuple[ValueSpec, float, tuple[str, ...], tuple[tuple[float, int], ...]], int] = {}

    def plain_index(self, spec: ValueSpec) -> int:
        """The value's place in ``values``."""
        return self._plain.setdefault(spec, len(self._plain))

    def index(self, spec: ValueSpec, width_pt: float, faces: tuple[str, ...], fits: tuple[Fit, ...]) -> int:
        """The value's place in ``values`` (one fit) or ``fitted`` (several)."""
        if len(fits) == 1:
            return self.plain_index(spec)
        key = (spec, width_pt, faces, tuple((fit.size_pt, len(fit.baselines_pt)) for fit in fits))
        return self._fitted.setdefault(key, len(self._fitted))

    @property
    def plain(self) -> tuple[ValueSpec, ...]:
        """Specs of plain values in order."""
        return tuple(self._plain)

    @property
    def fitted(self) -> tuple[ValueSpec, ...]:
        """Specs of fitted values in order."""
        return tuple(spec for spec, *_ in self._fitted)


def field_slot(surface: Surface, element: FieldElement, values: Values) -> Slot:
    """The slot of a ``field``."""
    style = surface.style(element.style)
    spec = _spec(surface, element, values.kinds)
    fits = _fits(surface, element, style)
    x, y = element.at
    left = left_edge(x, element.width, element.align)
    surface.hold(element.node, left, y, left + element.width, y + _height_mm(_declared(element, style)[0]))
    width_pt = points(element.width)
    fixed_width = _is_fixed_width(style.faces)
    ascii_only = is_ascii(spec.format, values.kinds[spec.source.split()[0]]) and (not spec.argument or spec.argument.isascii())
    return Slot(
        name=spec.source.split()[0], value=values.index(spec, width_pt, style.faces, fits), x_pt=surface.x(x), width_pt=width_pt,
        align=element.align, faces=style.faces, fits=fits, ascii=ascii_only and fixed_width,
        figures=fixed_width and is_figures(spec.format) and not spec.argument and _has_double_triangle(style.faces),
    )


def _is_fixed_width(faces: tuple[str, ...]) -> bool:
    first = face_list(faces)
    return first.widest_ascii > 0 and len({first.first_width(chr(code)) for code in range(32, 127)}) == 1


def _has_double_triangle(faces: tuple[str, ...]) -> bool:
    first = face_list(faces)
    return first.covers("▲") and first.first_width("▲") == 2 * first.widest_ascii


def _spec(surface: Surface, element: FieldElement, kinds: Mapping[str, str]) -> ValueSpec:
    names = [_known(node, kinds) for node in element.sources]
    name = element.format.text() if element.format else "plain"
    if name not in FORMATS:
        (element.format or element.node).refuse(f"unknown format{nearest(name, list(FORMATS))}", name)
    found = FORMATS[name]
    if kinds[names[0]] not in found.kinds:
        element.sources[0].refuse(f"the format {name} prints {', '.join(found.kinds)}, not a field of kind {kinds[names[0]]}")
    if len(names) == 1:
        names += [one for companion in found.companions for one in _companion(companion, names[0], element.node, kinds, found.spared)]
    elif len(names) not in (1 + len(found.companions), 1 + len(found.companions) - len(found.spared)):
        element.sources[0].refuse(f"the format {name} is made from {1 + len(found.companions)} fields")
    return ValueSpec(source=" ".join(names), format=name, argument=_argument(surface, element, name))


def _known(node: Node, kinds: Mapping[str, str]) -> str:
    name = node.text()
    if not kinds:
        node.refuse("a block that fills pages up prints no field")
    refuse_optional(node, name, kinds)
    return name if name in kinds else node.refuse(f"unknown field{nearest(name, list(kinds))}")


def refuse_optional(node: Node, name: str, kinds: Mapping[str, str]) -> None:
    """Refuse a field that some deliveries have and others have not: nothing can be printed of it or chosen by it."""
    if kinds.get(name) == OPTIONAL:
        node.refuse("the record declares this field as optional: a format may leave it out, so it is not printed", name)


def _companion(companion: str, of: str, node: Node, kinds: Mapping[str, str], spared: tuple[str, ...]) -> list[str]:
    """The field that a format adds to ``of``: of the data record, where that is; none where the record may lack it and does."""
    name = f"{OF_DATA}{companion}" if of.startswith(OF_DATA) else companion
    if name not in kinds and companion in spared:
        return []
    refuse_optional(node, name, kinds)
    return [name] if name in kinds else node.refuse(f"the format needs the field {name}, which the record lacks", name)


def _argument(surface: Surface, element: FieldElement, format_name: str) -> str:
    node = element.argument
    if format_name == "choice":
        if node is None or not node.is_mapping:
            (node or element.node).refuse('the format choice needs an argument that maps codes to texts: {"1": ..., "2": ...}', "")
        return json.dumps({code: worded(text, surface.constants) for code, text in node.entries()}, ensure_ascii=False, sort_keys=True)
    if node is None:
        return ""
    pattern = node.text()
    if pattern.count("{}") != 1 or FORMATS[format_name].companions:
        node.refuse("an argument is a text around one {} where the value stands, e.g. {}筆")
    return pattern


def _declared(element: FieldElement, style: Style) -> tuple[FitDeclaration, ...]:
    return element.fits or (FitDeclaration(style.size_pt, 1, 0.0),)


def _height_mm(fit: FitDeclaration) -> float:
    return fit.size_pt * _MM_PER_POINT + (fit.lines - 1) * fit.leading


def _fits(surface: Surface, element: FieldElement, style: Style) -> tuple[Fit, ...]:
    """Each declared fit once for every number of lines it allows, so that a fit has exactly the baselines it uses."""
    declared = _declared(element, style)
    first = _height_mm(declared[0])
    fits: list[Fit] = []
    for one in declared:
        for lines in range(1, one.lines + 1):
            height = one.size_pt * _MM_PER_POINT + (lines - 1) * one.leading
            top = element.at[1] + (0.0 if element.at_top else (first - height) / 2)
            baselines = tuple(surface.baseline(top + number * one.leading, one.size_pt) for number in range(lines))
            fits.append(Fit(one.size_pt, baselines))
    return tuple(fits)


def computed_slot(surface: Surface, element: ComputedElement) -> ComputedSlot:
    """The slot of a text that follows from the plan; it has no value of its own."""
    style = surface.style(element.style)
    x, y = element.at
    left = left_edge(x, element.width, element.align)
    surface.hold(element.node, left, y, left + element.width, y + style.size_pt * _MM_PER_POINT)
    fit = Fit(style.size_pt, (surface.baseline(y, style.size_pt),))
    slot = Slot(name=element.kind, value=0, x_pt=surface.x(x), width_pt=points(element.width), align=element.align, faces=style.faces,
                fits=(fit,), ascii=element.kind != "page-of" and _is_fixed_width(style.faces))
    return ComputedSlot(kind=element.kind, slot=slot)


def bars_place(surface: Surface, element: BarsElement) -> Bars:
    """The customer barcode's place, on a device dot."""
    dpi, dots = surface.sheet.device_dpi, element.dots
    return Bars(*_place(surface, element, (2 * _CUSTOMER_BARS - 1) * dots, 6 * dots, dpi), dots)


def mark_place(surface: Surface, element: BarsElement) -> MarkPlace:
    """The DataMatrix's place, on a device dot."""
    side = _MARK_MODULES * element.dots
    return MarkPlace(*_place(surface, element, side, side, surface.sheet.device_dpi), element.dots)


def symbol_place(surface: Surface, element: SymbolElement, values: Values) -> Symbol:
    """A symbol's place, on device dots; its digits are a plain value."""
    dpi = surface.sheet.device_dpi
    if element.kind == "gs1":
        dots = _GS1_DOTS[dpi] if dpi in _GS1_DOTS else element.node.refuse(f"a GS1-128 is printed at 300, 400 or 600 dpi, not {dpi}", "")
        width, height = _GS1_MODULES * dots, round(element.height / 25.4 * dpi)
    else:
        dots = element.dots
        width = height = (_ELQR_MODULES if element.kind == "elqr" else _MARK_MODULES) * dots
    x_pt, y_pt = _place(surface, element, width, height, dpi)
    value = values.plain_index(_digits_of(element.value, values.kinds)) if element.value else -1
    height_pt = round(height * 72 / dpi, 6) if element.kind == "gs1" else 0.0
    return Symbol(kind=element.kind, value=value, x_pt=x_pt, y_pt=y_pt, dots=dots, height_pt=height_pt)


def _digits_of(node: Node, kinds: Mapping[str, str]) -> ValueSpec:
    name = _known(node, kinds)
    if kinds[name] != "digits":
        node.refuse(f"a symbol is made of a field of kind digits{nearest(name, [one for one, kind in kinds.items() if kind == 'digits'])}")
    return ValueSpec(source=name, format="digits")


def _place(surface: Surface, element: BarsElement | SymbolElement, width_dots: int, height_dots: int, dpi: int) -> tuple[float, float]:
    x, y = element.at
    surface.hold(element.node, x, y, x + width_dots / dpi * 25.4, y + height_dots / dpi * 25.4)
    return snapped(surface.x(x), dpi), snapped(surface.y(y) - height_dots * 72 / dpi, dpi)
