"""The whole check of a form for one municipality: compile it, look at every side of every variant, say what is wrong and where.

What ``printjob layout check`` calls. A form that does not compile has only the faults that say why (``PJ-1001-E``); one that does is
held against an envelope (``PJ-1002-E`` forbids printing, ``PJ-1003-W`` is for the designer to judge).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from printjob.declared import nearest
from printjob.errors import DeclarationRefused, Fault
from printjob.layout.check.box import Box
from printjob.layout.check.codes import codes
from printjob.layout.check.customer_barcode import customer_barcode
from printjob.layout.check.envelope import Envelope
from printjob.layout.check.finding import Finding
from printjob.layout.check.longest import honorifics, longest, unprinted
from printjob.layout.check.overlaps import overlaps
from printjob.layout.check.scenes import Scene, scenes
from printjob.layout.check.zones import zones
from printjob.layout.compile import Compiled, compile_placed
from printjob.layout.language import Layout, read_layout

_PAPER_SLACK_MM = 0.5


class Checked(NamedTuple):
    """What a check found, in the order of file and line, and the record's fields that are never printed."""

    faults: tuple[Fault, ...]
    unprinted: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing forbids printing; warnings may be left."""
        return all(fault.id.endswith("-W") for fault in self.faults)


def check_layout(folder: Path, constants: Mapping[str, str], envelope: Envelope) -> Checked:
    """The form in ``folder``, bound to a campaign's constants, held against an envelope and the stocks that go into it."""
    try:
        layout = read_layout(folder)
        compiled = compile_placed(layout, constants)
    except DeclarationRefused as refused:
        return Checked(refused.faults, ())
    return check_compiled(layout, compiled, envelope)


def check_compiled(layout: Layout, compiled: Compiled, envelope: Envelope) -> Checked:
    """The same for a form that is compiled already."""
    sides = list(scenes(layout, compiled))
    barcode = next((thing.box for side in sides if side.first for thing in side.page if thing.kind == "bars"), None)
    found = [*_paper(layout, envelope), *(one for side in sides for one in _side(side, layout, compiled, envelope, barcode))]
    once = {(finding.node.place, finding.name, finding.rule): finding.fault for finding in reversed(found)}
    ordered = sorted(once.values(), key=lambda fault: (fault.file, fault.line, fault.column, fault.detail))
    return Checked(tuple(ordered), tuple(unprinted(layout.shape, compiled.form, sides)))


def check_printers(layout: Layout, printers: Mapping[str, int]) -> tuple[Fault, ...]:
    """The printers, as dots an inch by profile, on whose dots the form's bars and modules would not lie.

    Bars must be whole dots of the machine that prints them (Japan Post, 郵便番号・バーコードマニュアル p12: the nominal space is the greatest
    allowed): a form for 600 dpi may go to a printer of 600 or 1200, not to one of 300 or 720.
    """
    drawn, node = layout.sheet.device_dpi, layout.node.maybe("device_dpi") or layout.node
    return tuple(
        Finding(node, str(drawn), "printer", f"the printer of {profile} has {dots} dots an inch: bars of {drawn} would not lie on its dots").fault
        for profile, dots in printers.items() if dots % drawn
    )


def _side(side: Scene, layout: Layout, compiled: Compiled, envelope: Envelope, barcode: Box | None) -> Iterator[Finding]:
    payment = layout.shape.payment
    yield from overlaps(side, payment)
    yield from zones(side, envelope, layout.sheet.size[0], barcode)
    yield from codes(side, envelope, payment, compiled.form.device_dpi)
    yield from customer_barcode(side, envelope, compiled.form.device_dpi)
    yield from longest(side)
    yield from honorifics(side, layout.shape)


def _paper(layout: Layout, envelope: Envelope) -> Iterator[Finding]:
    size = layout.sheet.size
    if any(abs(have - want) > _PAPER_SLACK_MM for have, want in zip(size, envelope.paper, strict=True)):
        width, height = envelope.paper
        detail = f"is {size[0]:g} x {size[1]:g} mm: the envelope {envelope.name} takes sheets of {width:g} x {height:g} mm"
        yield Finding(layout.node.take("paper"), layout.node.take("paper").text(), "paper", detail)
    for stock in layout.node.take("stocks").items():
        if stock.text() not in envelope.stocks:
            known = nearest(stock.text(), list(envelope.stocks))
            yield Finding(stock, stock.text(), "stock", f"is no stock of the print centre's envelopes.yaml{known}: its perforations are unknown")
