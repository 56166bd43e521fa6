"""Weight and thickness of every piece (重さと厚さ), from its real sheets by stock, its envelope and its inserts; and what follows from them.

A guard band (余裕) lies before every limit: a piece that is so close below a limit counts as over it, because paper takes up moisture and
the declared weight band must hold for every piece of a slip's line. How many pieces that concerned is told by limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.mailroom.postage.contents import Contents, Cover, Folding
from printjob.mailroom.postage.posting import Insert
from printjob.mailroom.postage.rates import Shape
from printjob.model.piece import StockUse

Whole = npt.NDArray[np.int64]


class Weighed(NamedTuple):
    """Each piece's weight (mg), its thickness pressed flat and unpressed (both um)."""

    weight_mg: Whole
    flat_um: Whole
    unpressed_um: Whole


def weigh(by_stock: npt.NDArray[np.uint16], stocks: Sequence[StockUse], cover: Cover, folding: Folding, inserts: Sequence[Insert]) -> Weighed:
    """The pieces of one job; ``by_stock`` has a row for each piece with its sheets of each stock."""
    sheets = by_stock[:, : len(stocks)].astype(np.int64)
    weights = np.array([one.sheet_weight_mg for one in stocks], dtype=np.int64)
    thicknesses = np.array([one.sheet_thickness_um for one in stocks], dtype=np.int64)
    weight = sheets @ weights + (cover.weight_mg + sum(one.weight_mg for one in inserts))
    flat = sheets @ thicknesses * folding.layers + (cover.thickness_um + sum(one.thickness_um for one in inserts))
    return Weighed(weight, flat, flat + folding.bulge_um + folding.bulge_um_a_sheet * sheets.sum(axis=1))


def shape_of(weighed: Weighed, cover: Cover, shapes: Sequence[Shape], contents: Contents) -> npt.NDArray[np.int8]:
    """The index of each piece's shape, the first that takes it with its guard band; -1 where none does."""
    found = np.full(len(weighed.weight_mg), -1, dtype=np.int8)
    weight, flat = weighed.weight_mg + contents.guard_mg, weighed.flat_um + contents.guard_um
    for index, shape in enumerate(shapes):
        if shape.card == cover.card and shape.takes_size(cover.size_mm):
            takes = weight <= shape.fees[-1][0]
            if shape.most_thickness_um is not None:
                takes &= flat <= shape.most_thickness_um
            found[(found < 0) & takes] = index
    return found


def bands(weight_mg: Whole, limits_mg: Sequence[int], contents: Contents) -> npt.NDArray[np.int16]:
    """The index of the lightest limit that takes each piece with its guard band; ``len(limits_mg)`` where none does."""
    return np.searchsorted(np.array(limits_mg, dtype=np.int64), weight_mg + contents.guard_mg).astype(np.int16)


def guarded(values: Whole, limits: Iterable[int], guard: int) -> dict[int, int]:
    """How many pieces were classed by the guard band at each limit: at most the limit, and over it with the band.

    >>> guarded(np.array([47_000, 49_000, 51_000]), [50_000], 2_000)
    {50000: 1}
    """
    counts = {limit: int(np.count_nonzero((values <= limit) & (values + guard > limit))) for limit in limits}
    return {limit: count for limit, count in counts.items() if count}
