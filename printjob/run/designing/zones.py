"""The places of a printed side that must stay clear or be seen (印刷禁止領域・窓・余白), as boxes in mm from its top left, for pictures.

They are the places that ``printjob layout check`` holds a form to, from the same envelope and by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from printjob.layout.check.box import Box
from printjob.layout.check.codes import quiet_zone
from printjob.layout.check.envelope import Envelope, Stock
from printjob.layout.check.things import MM, bars_box, symbol_box
from printjob.model.form import Form, Side, Symbol
from printjob.run.designing.specimens import Leaf, Printed

ZoneKind = Literal["private", "visible", "fold", "strip", "edge", "perforation", "quiet", "behind"]
_BEHIND_MM = 2.0
_CODES = {"gs1": "GS1-128", "elqr": "eL-QR", "return": "返戻id"}


class Zone(NamedTuple):
    """A place with the words for it."""

    kind: ZoneKind
    label: str
    box: Box


def zones(printed: Printed, leaf: Leaf, *, front: bool, envelope: Envelope | None) -> list[Zone]:
    """All zones of a leaf's front or back. Without an envelope only those of its codes."""
    side = leaf.plan.front if front else leaf.plan.back
    found = list(_quiet(printed, side))
    if envelope:
        found += _paper(printed.form, leaf.stock, envelope)
        if leaf is printed.leaves[0]:
            found += _window(envelope) if front else _behind(printed, envelope)
    return found


def _paper(form: Form, stock_name: str, envelope: Envelope) -> Iterator[Zone]:
    width, height = form.width_pt * MM, form.height_pt * MM
    start, stop = envelope.strip
    yield Zone("edge", "左端", Box(0.0, 0.0, envelope.edge, height))
    yield Zone("strip", "封入管理の帯", Box(start, 0.0, stop, height))
    for fold in envelope.folds:
        yield Zone("fold", f"折り目 y {fold:g}", Box(0.0, fold - envelope.fold_clear, width, fold + envelope.fold_clear))
    stock = envelope.stocks.get(stock_name, Stock())
    if stock.right_clear:
        yield Zone("edge", "右端", Box(width - stock.right_clear, 0.0, width, height))
    for line in stock.perforations:
        upright = line.left == line.right
        clear = (stock.perforation_clear, 0.0) if upright else (0.0, stock.perforation_clear)
        yield Zone("perforation", f"ミシン目 {'x' if upright else 'y'} {line.left if upright else line.top:g}", line.grown(*clear))


def _window(envelope: Envelope) -> Iterator[Zone]:
    yield Zone("private", "窓から見えることがある（あて先だけ）", envelope.private)
    yield Zone("visible", "窓から必ず見える", envelope.visible)


def _behind(printed: Printed, envelope: Envelope) -> Iterator[Zone]:
    front = printed.leaves[0].plan.front.kind
    if front and front.bars:
        box = bars_box(front.bars, printed.form.height_pt, printed.form.device_dpi)
        width = envelope.paper[0]
        mirrored = Box(width - box.right, box.top, width - box.left, box.bottom)
        yield Zone("behind", "カスタマバーコードの裏", mirrored.grown(_BEHIND_MM, _BEHIND_MM))


def _quiet(printed: Printed, side: Side) -> Iterator[Zone]:
    """The clear zones of the codes that are printed: one without digits is not there."""
    form, prepared, kind = printed.form, printed.prepared, side.kind
    if kind is None:
        return
    if kind.bars and prepared.bars:
        box = bars_box(kind.bars, form.height_pt, form.device_dpi)
        yield Zone("quiet", "カスタマバーコード 2 mm", quiet_zone("bars", box, 0, form.device_dpi))
    yield from _of_symbols(form, kind.symbols, prepared.values, form.height_pt)
    if side.section >= 0:
        section = form.variants[prepared.variant].sections[side.section]
        for top, row in zip(kind.tops_pt, prepared.sections[side.section][side.start : side.stop], strict=False):
            yield from _of_symbols(form, section.rows[row.kind].symbols, row.values, form.height_pt - top)


def _of_symbols(form: Form, symbols: Iterable[Symbol], values: Sequence[str], top_pt: float) -> Iterator[Zone]:
    for symbol in symbols:
        if symbol.value < 0 or values[symbol.value]:
            box = symbol_box(symbol, top_pt, form.device_dpi)
            yield Zone("quiet", f"{_CODES[symbol.kind]} の余白", quiet_zone(symbol.kind, box, symbol.dots, form.device_dpi))
