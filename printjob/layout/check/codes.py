"""What readers ask of codes (コードの余白と大きさ): quiet zones, the size of the GS1-128, the band and pitch of OCR lines.

Source: Japan Post, 郵便番号・バーコードマニュアル (2 mm around the customer barcode); GS1 Japan, GS1-128による標準料金代理収納ガイドライン (quiet zones,
60 mm, 10 mm); ISO/IEC 18004:2015, 6.3.8 (quiet zone of four modules); JIS X 9001 (OCR-B), 10 characters an inch in a clear band.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from printjob.layout.check.box import Box, around
from printjob.layout.check.envelope import Envelope, Stock
from printjob.layout.check.finding import Finding, found, shown
from printjob.layout.check.overlaps import apart
from printjob.layout.check.scenes import Scene
from printjob.layout.check.things import CODES, MM, Thing
from printjob.layout.facelist import face_list
from printjob.recordshape import PaymentCodes

_CLEAR_MM = 2.0
_GS1_QUIET_MM, _GS1_MOST_MM, _GS1_LEAST_HEIGHT_MM = 2.54, 60.0, 10.0
_QR_QUIET_MODULES = 4
_BAND_MM, _OCR_ASIDE_MM = 12.0, 2.54
_PITCH_MM, _PITCH_SLACK = 2.54, 0.005
_OCR_FACE = "ocr-b"


def codes(scene: Scene, envelope: Envelope, payment: PaymentCodes | None, dpi: int) -> Iterator[Finding]:
    """What disturbs the codes of this side, and codes that are too large or too small."""
    things = scene.things
    torn = envelope.stocks.get(scene.stock, Stock()).perforations
    for code in (thing for thing in things if thing.kind in CODES):
        zone = quiet_zone(code.kind, code.box, code.symbol.dots if code.symbol else 0, dpi)
        yield from _disturbing(code, zone, things, payment)
        yield from (found(code, "perforation", "a perforation runs through its quiet zone") for line in torn if zone.meets(line.grown(0.06, 0.06)))
        if code.kind == "gs1":
            yield from _gs1_size(code)
    for block, laid in scene.blocks:
        yield from _ocr_band(block, laid, [thing for thing in things if thing not in laid], payment, torn)


def quiet_zone(kind: str, box: Box, dots: int, dpi: int) -> Box:
    """The box around a code that stays clear; ``dots`` is the module of an ``elqr`` in device dots."""
    if kind == "gs1":
        return box.grown(_GS1_QUIET_MM, 0.0)
    quiet = _QR_QUIET_MODULES * dots / dpi * 25.4 if kind == "elqr" else _CLEAR_MM
    return box.grown(quiet, quiet)


def _disturbing(code: Thing, zone: Box, things: Sequence[Thing], payment: PaymentCodes | None) -> Iterator[Finding]:
    for thing in things:
        if thing is not code and thing.box.meets(zone) and not apart(code, thing, payment):
            yield found(thing, f"quiet {code.node.place}", f"stands in the quiet zone {zone} of {shown(code)}")


def _gs1_size(code: Thing) -> Iterator[Finding]:
    width, height = code.box.right - code.box.left + 2 * _GS1_QUIET_MM, code.box.bottom - code.box.top
    if width > _GS1_MOST_MM:
        yield found(code, "width", f"is {width:.1f} mm wide with its quiet zones: stores read at most {_GS1_MOST_MM:g} mm")
    if height < _GS1_LEAST_HEIGHT_MM - 0.05:
        yield found(code, "height", f"is {height:.1f} mm high: stores ask for {_GS1_LEAST_HEIGHT_MM:g} mm or more")


def _ocr_band(block: Box, laid: Sequence[Thing], others: Sequence[Thing], payment: PaymentCodes | None, torn: Sequence[Box]) -> Iterator[Finding]:
    lines = [thing for thing in laid if thing.kind == "field" and payment and thing.name in payment.ocr]
    if not lines:
        return
    for line in lines:
        yield from _pitch(line)
    middle = around(line.box for line in lines)
    top = (middle.top + middle.bottom - _BAND_MM) / 2
    top = max(block.top, min(top, block.bottom - _BAND_MM))
    band = Box(middle.left - _OCR_ASIDE_MM, top, middle.right + _OCR_ASIDE_MM, top + _BAND_MM)
    for thing in (*laid, *others):
        if thing not in lines and thing.kind != "watermark" and thing.box.meets(band):
            yield found(thing, "band", f"stands in the OCR band {band}: 12 mm stay clear for the OCR lines")
    for perforation in torn:
        inside = perforation.grown(0.06, 0.0) if perforation.left == perforation.right else perforation
        if inside.meets(Box(band.left, band.top + 0.1, band.right, band.bottom - 0.1)):
            yield found(lines[0], "perforation", f"a perforation runs through the OCR band {band}: use a stock without it, or other codes")


def _pitch(line: Thing) -> Iterator[Finding]:
    if line.slot is None:
        return
    faces, sizes = line.slot.faces, {fit.size_pt for fit in line.slot.fits}
    if faces != (_OCR_FACE,) or len(line.slot.fits) != 1:
        yield found(line, "face", f"an OCR line is set in {_OCR_FACE} alone, in one size")
        return
    pitch = face_list(faces).first_width("0") * sizes.pop() * MM
    if abs(pitch / _PITCH_MM - 1) > _PITCH_SLACK:
        yield found(line, "pitch", f"an OCR line has 10 characters an inch (2.54 mm each), not {pitch:.2f} mm: set it in {_PITCH_MM / MM / face_list(faces).first_width('0'):.2f} pt")
