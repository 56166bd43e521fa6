"""The places of a sheet that must stay clear (印刷禁止領域): window, control strip, edges, folds, perforations, behind the barcode.

The window shows the address block alone: the shared block that holds the customer barcode. All of it must be seen however the contents
slide, and nothing else may ever come into view; the barcode itself has more to keep (:mod:`printjob.layout.check.customer_barcode`). Where the paper is folded or torn no text, figure or code may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from printjob.layout.check.box import Box
from printjob.layout.check.envelope import Envelope, Stock
from printjob.layout.check.finding import Finding, found
from printjob.layout.check.scenes import Scene
from printjob.layout.check.things import CODES, WORDS, Thing

_AROUND_BARCODE_MM = 2.0
_HAIRLINE_MM = 0.3
_ADDRESS_KINDS = ("text", "postal", "digits", "code", "count")
"""kinds of fields that an address block may print: no amount, no date"""
Rule = Callable[[Scene, Envelope, float], Iterator[Finding]]


def zones(scene: Scene, envelope: Envelope, width_mm: float, barcode: Box | None) -> Iterator[Finding]:
    """What stands in a forbidden place of this side; ``barcode`` is where the first front's barcode lies."""
    for rule in (_window, _strip, _edges, _folds, _perforations):
        yield from rule(scene, envelope, width_mm)
    if scene.behind_first and barcode:
        yield from _behind(scene, barcode, width_mm)


def address_block(scene: Scene) -> tuple[str, ...]:
    """The shared blocks around the customer barcode, the outermost first; none: ``()``."""
    return next((thing.block for thing in scene.page if thing.kind == "bars" and thing.block), ())


def _window(scene: Scene, envelope: Envelope, width_mm: float) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all
    if not scene.first:
        return
    block = address_block(scene)
    for thing in scene.things:
        ours = bool(block) and thing.block[:len(block)] == block
        if ours and thing.kind in (*WORDS, *CODES) and thing.kind != "bars" and not thing.box.within(envelope.visible):
            yield found(thing, "window", f"covers {thing.box} and may slide out of the window's {envelope.visible}")
        elif not ours and thing.box.meets(envelope.private):
            yield found(thing, "window", f"may be seen through the window: only the address block stands in {envelope.private}")
        elif ours and thing.kind == "field" and thing.source_kind not in _ADDRESS_KINDS:
            yield found(thing, "address", f"a field of kind {thing.source_kind} has no place in the address block")


def _strip(scene: Scene, envelope: Envelope, width_mm: float) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all
    start, stop = envelope.strip
    for thing in scene.things:
        if thing.kind not in ("mark", "identity") and thing.box.right > start and thing.box.left < stop - _HAIRLINE_MM / 2:
            yield found(thing, "strip", f"stands in the control strip x {start:g}-{stop:g} mm, which belongs to mark and identity")


def _edges(scene: Scene, envelope: Envelope, width_mm: float) -> Iterator[Finding]:
    right = width_mm - envelope.stocks.get(scene.stock, Stock()).right_clear
    for thing in scene.things:
        if thing.box.left < envelope.edge - _HAIRLINE_MM / 2:
            yield found(thing, "edge", f"stands at the left edge: nothing is printed at x 0-{envelope.edge:g} mm")
        elif thing.box.right > right + _HAIRLINE_MM / 2:
            yield found(thing, "edge", f"stands at the right edge: the stock {scene.stock} is not printed beyond x {right:g} mm")


def _folds(scene: Scene, envelope: Envelope, width_mm: float) -> Iterator[Finding]:
    for fold in envelope.folds:
        zone = Box(0.0, fold - envelope.fold_clear, width_mm, fold + envelope.fold_clear)
        for thing in scene.things:
            if thing.kind in (*WORDS, *CODES, "mark", "identity", "picture") and thing.box.meets(zone):
                yield found(thing, "fold", f"is folded: y {zone.top:g}-{zone.bottom:g} mm is kept free of texts, figures and codes")


def _perforations(scene: Scene, envelope: Envelope, width_mm: float) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all
    stock = envelope.stocks.get(scene.stock, Stock())
    for line in stock.perforations:
        zone = line.grown(stock.perforation_clear, 0.0) if line.left == line.right else line.grown(0.0, stock.perforation_clear)
        for thing in scene.things:
            if thing.kind != "watermark" and thing.box.meets(zone) and not _guides(thing, line):
                where = f"x {line.left:g}" if line.left == line.right else f"y {line.top:g}"
                yield found(thing, "perforation", f"is torn: {stock.perforation_clear:g} mm beside the perforation at {where} mm stay clear")


def _guides(thing: Thing, line: Box) -> bool:
    """Whether this is the dotted line on the perforation itself (きりとり線)."""
    middle = (thing.box.left + thing.box.right) / 2, (thing.box.top + thing.box.bottom) / 2
    if line.left == line.right:
        return thing.kind == "line" and thing.box.right - thing.box.left < 1 and abs(middle[0] - line.left) < _HAIRLINE_MM
    return thing.kind == "line" and thing.box.bottom - thing.box.top < 1 and abs(middle[1] - line.top) < _HAIRLINE_MM


def _behind(scene: Scene, barcode: Box, width_mm: float) -> Iterator[Finding]:
    zone = Box(width_mm - barcode.right, barcode.top, width_mm - barcode.left, barcode.bottom).grown(_AROUND_BARCODE_MM, _AROUND_BARCODE_MM)
    for thing in scene.things:
        if thing.kind != "line" and thing.box.meets(zone):
            yield found(thing, "behind", f"shows through thin paper: {zone} lies behind the customer barcode")
