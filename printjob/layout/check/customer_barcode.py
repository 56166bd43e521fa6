"""Where a customer barcode may stand (カスタマバーコードの位置): its size, the window, the envelope's edges, the line it has to itself.

Source: Japan Post, 郵便番号・バーコードマニュアル p12 (8 to 11.5 pt), p13 (2 mm of white on all four sides, behind a window 2 mm to its edge
however the contents have shifted; 10 mm from the edges of the envelope; below the addressee's name, alone on its line). The 返戻 id is a
small 2D symbol that may stand beside it, 2 mm off as everything else (:mod:`printjob.layout.check.codes`).
"""

from __future__ import annotations

from collections.abc import Iterator

from printjob.barcode.customer import CLEAR_ZONE_MM, GREATEST_SIZE_PT, LEAST_SIZE_PT
from printjob.barcode.customer_size import Size, greatest_in, sizes
from printjob.layout.check.box import SLACK_MM, Box
from printjob.layout.check.envelope import Envelope, on_face, play
from printjob.layout.check.finding import Finding, found, shown
from printjob.layout.check.longest import HONORIFIC_FORMATS
from printjob.layout.check.scenes import Scene
from printjob.layout.check.things import WORDS, Thing

_EDGE_MM = 10.0
_ROUNDING_MM = 1e-6


def customer_barcode(scene: Scene, envelope: Envelope, dpi: int) -> Iterator[Finding]:
    """What the post office would refuse in this side's customer barcode; where it stands counts on a piece's first front alone."""
    for thing in scene.things:
        if thing.bars is None:
            continue
        size = Size(thing.bars.dots, dpi)
        yield from _size(thing, size)
        if scene.first:
            yield from _window(thing, size, envelope)
            yield from _edges(thing, envelope)
            yield from _below_the_name(thing, scene)
            yield from _alone(thing, scene, envelope)


def _size(thing: Thing, size: Size) -> Iterator[Finding]:
    allowed = sizes(size.resolution_dpi)
    if size not in allowed:
        whole = f"write dots: {allowed[0].dots} to {allowed[-1].dots}"
        yield found(thing, "size", f"is {size.size_pt:.2f} pt: {LEAST_SIZE_PT:g} to {GREATEST_SIZE_PT:g} pt are allowed; at {size.resolution_dpi} dpi {whole}")


def _window(thing: Thing, size: Size, envelope: Envelope) -> Iterator[Finding]:
    window, slide = _lengths(envelope.window), play(envelope)
    if not size.fits(window, slide):
        best = greatest_in(window, slide, size.resolution_dpi)
        cure = f"write dots: {best.dots}" if best else "a larger window or less play is needed"
        yield found(thing, "window size", f"needs a window of {_measure(size.window_mm(slide))} mm ({CLEAR_ZONE_MM:g} mm of white and the contents' play of "
                    f"{_measure(slide)} mm): that of {envelope.name} has {_measure(window)} mm; {cure}")
        return
    clear, seen = min(_gaps(thing.box, envelope.visible)), envelope.visible
    if clear < CLEAR_ZONE_MM - _ROUNDING_MM:
        room = Box(seen.left + CLEAR_ZONE_MM, seen.top + CLEAR_ZONE_MM, seen.right - CLEAR_ZONE_MM, seen.bottom - CLEAR_ZONE_MM)
        told = f"keeps {clear:.2f} mm to the window's edge" if clear >= 0 else f"may slide {-clear:.2f} mm behind the window's edge"
        yield found(thing, "window clear", f"{told} where the contents of {envelope.name} shift: {CLEAR_ZONE_MM:g} mm or more; put all of it in {room}")


def _edges(thing: Thing, envelope: Envelope) -> Iterator[Finding]:
    nearest = min(_gaps(on_face(thing.box, envelope), Box(0.0, 0.0, *envelope.size)))
    if nearest < _EDGE_MM - _ROUNDING_MM:
        yield found(thing, "envelope edge", f"may come within {nearest:.2f} mm of the edge of {envelope.name}: {_EDGE_MM:g} mm or more")


def _below_the_name(bars: Thing, scene: Scene) -> Iterator[Finding]:
    names = [thing for thing in scene.things if thing.spec and thing.spec.format in HONORIFIC_FORMATS and _ours(thing, bars)]
    for name in names:
        if name.box.bottom > bars.box.top + SLACK_MM:
            yield found(bars, f"below {name.node.place}", f"stands above or beside the addressee's name, {shown(name)}: it belongs directly below")
    foot = max((name.box.bottom for name in names), default=bars.box.top)
    for thing in scene.things:
        if thing.kind in WORDS and _ours(thing, bars) and foot <= thing.box.top + SLACK_MM and thing.box.bottom <= bars.box.top + SLACK_MM:
            yield found(thing, f"between {bars.node.place}", f"stands between the addressee's name and {shown(bars)}, which belongs directly below it")


def _alone(bars: Thing, scene: Scene, envelope: Envelope) -> Iterator[Finding]:
    """What shares the line in the window; what is nearer than 2 mm is told as such by the codes' rule."""
    line = Box(envelope.private.left, bars.box.top, envelope.private.right, bars.box.bottom)
    near = bars.box.grown(CLEAR_ZONE_MM, CLEAR_ZONE_MM)
    for thing in scene.things:
        if thing.kind not in ("bars", "return") and thing.box.meets(line) and not thing.box.meets(near):
            yield found(thing, f"line {bars.node.place}", f"stands on the line of {shown(bars)}, which it has to itself: y {line.top:.1f}-{line.bottom:.1f} mm")


def _ours(thing: Thing, bars: Thing) -> bool:
    """Whether it belongs to the barcode's address block."""
    return thing.block[: len(bars.block)] == bars.block


def _lengths(box: Box) -> tuple[float, float]:
    return box.right - box.left, box.bottom - box.top


def _gaps(inside: Box, outside: Box) -> tuple[float, float, float, float]:
    """How far each edge lies within the other's; below 0 where it lies beyond."""
    return inside.left - outside.left, inside.top - outside.top, outside.right - inside.right, outside.bottom - inside.bottom


def _measure(lengths: tuple[float, float]) -> str:
    return f"{lengths[0]:.1f} x {lengths[1]:.1f}"
