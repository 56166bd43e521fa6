"""An envelope (封筒) and what must stay clear on the sheets in it, read from ``spool/envelopes.yaml``.

Contents are smaller than their envelope and slide in it: what the window shows wherever they lie is *always* visible, what it shows in
some position is *private* to the address. Both follow from the envelope's measures.

>>> from printjob.whereabouts import data_folder
>>> envelope = read_envelopes(data_folder("spool") / "envelopes.yaml")["洋長3 窓"]
>>> str(envelope.visible), str(envelope.private)
('x 17.5-97.5, y 16.5-53.5 mm', 'x 0.0-118.0, y 0.0-72.0 mm')
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from printjob.declared import Node, read
from printjob.layout.check.box import Box


@dataclass(frozen=True, slots=True)
class Stock:
    """A paper's own clear places: its right edge, and its perforations (ミシン目) as boxes without width."""

    right_clear: float = 0.0
    perforation_clear: float = 0.0
    perforations: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An envelope and the sheets in it; lengths in mm. ``stocks`` is by the form's name of the stock.

    ``size`` is the envelope's outside, ``inner`` the room in it, ``panel`` the folded contents; ``window`` lies on the outside.
    """

    name: str
    paper: tuple[float, float]
    size: tuple[float, float]
    inner: tuple[float, float]
    panel: tuple[float, float]
    window: Box
    visible: Box
    private: Box
    folds: tuple[float, ...]
    fold_clear: float
    edge: float
    strip: tuple[float, float]
    stocks: dict[str, Stock]


def play(envelope: Envelope) -> tuple[float, float]:
    """How far the contents slide in the envelope, across and down, in mm."""
    return envelope.inner[0] - envelope.panel[0], envelope.inner[1] - envelope.panel[1]


def on_face(box: Box, envelope: Envelope) -> Box:
    """What something on the contents' uppermost panel may cover on the envelope's face, wherever the contents lie; mm from its top left.

    >>> from printjob.whereabouts import data_folder
    >>> str(on_face(Box(20, 45, 80, 48), read_envelopes(data_folder("spool") / "envelopes.yaml")["洋長3 窓"]))
    'x 22.5-102.5, y 46.5-67.5 mm'
    """
    walls = [(outer - room) / 2 for outer, room in zip(envelope.size, envelope.inner, strict=True)]
    slide = play(envelope)
    return Box(box.left + walls[0], box.top + walls[1], box.right + walls[0] + slide[0], box.bottom + walls[1] + slide[1])


def read_envelopes(path: Path) -> dict[str, Envelope]:
    """The print centre's envelopes by name. ``DeclarationRefused`` with all faults."""
    node = read(path)
    sheets = node.take("sheets")
    edge, strip = sheets.take("edge").number(0.0), sheets.take("strip").numbers(2)
    sheets.refuse_unknown()
    stocks = {item.take("stock").filled(): _stock(item) for item in node.take("stocks").items()}
    envelopes: dict[str, Envelope] = {}
    for item in node.take("envelopes").items():
        with node.collecting():
            envelope = _envelope(item, edge, (strip[0], strip[1]), stocks)
            if envelope.name in envelopes:
                item.refuse("this envelope stands here twice", envelope.name)
            envelopes[envelope.name] = envelope
    node.refuse_unknown()
    node.finish()
    return envelopes


def _envelope(node: Node, edge: float, strip: tuple[float, float], stocks: dict[str, Stock]) -> Envelope:
    size, inner, panel, paper = (_pair(node.take(key)) for key in ("size_mm", "inner_mm", "panel_mm", "paper_mm"))
    window, folds = node.take("window"), node.take("folds")
    if any(have > room for have, room in zip((*panel, *inner), (*inner, *size), strict=True)):
        node.take("panel_mm").refuse("the contents do not go into the envelope", "")
    at, opening = _pair(window.take("at")), _pair(window.take("size"))
    visible, private = _zones(size, inner, panel, at, opening)
    envelope = Envelope(
        name=node.take("envelope").filled(), paper=paper, size=size, inner=inner, panel=panel,
        window=Box(at[0], at[1], at[0] + opening[0], at[1] + opening[1]), visible=visible, private=private, folds=folds.take("y").numbers(),
        fold_clear=folds.take("clear").number(0.0), edge=edge, strip=strip, stocks=stocks,
    )
    for one in (window, folds, node):
        one.refuse_unknown()
    return envelope


def _pair(node: Node) -> tuple[float, float]:
    first, second = node.numbers(2)
    return first, second


def _zones(size: tuple[float, float], inner: tuple[float, float], panel: tuple[float, float], at: tuple[float, float],
           window: tuple[float, float]) -> tuple[Box, Box]:
    """What is always seen, and what may be seen, on the contents; the latter rounded up to whole millimetres."""
    starts = [place - (outer - room) / 2 for place, outer, room in zip(at, size, inner, strict=True)]
    stops = [start + length for start, length in zip(starts, window, strict=True)]
    plays = [room - length for room, length in zip(inner, panel, strict=True)]
    always = Box(starts[0], starts[1], stops[0] - plays[0], stops[1] - plays[1])
    first = [max(0.0, float(math.floor(start - play))) for start, play in zip(starts, plays, strict=True)]
    return always, Box(first[0], first[1], float(math.ceil(stops[0])), float(math.ceil(stops[1])))


def _stock(node: Node) -> Stock:
    right, clear, lines = node.maybe("right_clear"), node.maybe("perforation_clear"), node.maybe("perforations")
    stock = Stock(right.number(0.0) if right else 0.0, clear.number(0.0) if clear else 0.0,
                  tuple(_perforation(item) for item in lines.items()) if lines else ())
    node.refuse_unknown()
    return stock


def _perforation(node: Node) -> Box:
    start, stop = node.take("from").number(0.0), node.take("to").number(0.0)
    across, down = node.maybe("x"), node.maybe("y")
    if (across is None) == (down is None):
        node.refuse("a perforation has either x or y", "")
    node.refuse_unknown()
    if across is not None:
        return Box(across.number(0.0), start, across.number(0.0), stop)
    place = node.take("y").number(0.0)
    return Box(start, place, stop, place)
