"""Pieces that postage cannot tell apart, as groups: a million pieces become some hundreds of groups.

A *sender's posting* is what one municipality hands in on one day: all its campaigns of that posting day count together, because least
counts are counted "at once".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.mailroom.postage.contents import Cover

NO_BARS, TOO_THICK, BARCODED = 0, 1, 2
"""whether a piece earns what a barcode earns: it bears none, it bears one in too thick an envelope, it does"""

UNKNOWN = "?"
"""the district of pieces for which no list says it"""

PIECE = np.dtype(
    [
        ("campaign", "i2"),  # index into the posting's campaigns
        ("cover", "i2"),  # index into its covers
        ("shape", "i1"),  # index into the shapes, -1: none takes it
        ("band", "i2"),  # index into the weight limits
        ("barcode", "i1"),  # NO_BARS, TOO_THICK, BARCODED
        ("option", "i1"),  # index into the options, -1: none
        ("district", "i4"),  # index into its districts, -1: unknown
    ],
    align=False,
)
Pieces = npt.NDArray[np.void]


class Group(NamedTuple):
    """Pieces of one campaign that are alike. ``weight_mg`` is the band's limit; ``district`` is empty where no office of ours delivers,
    ``UNKNOWN`` where it is not known who does. ``indicia``: what their envelopes bear, where they are inserted already; ``office``: where
    they are handed in, where that is settled (empty: free).
    """

    campaign: str
    cover: Cover
    shape: int
    weight_mg: int
    barcode: int
    option: str
    district: str
    slack_days: int
    pieces: int
    indicia: str = ""
    office: str = ""


class Named(NamedTuple):
    """What the indexes of ``PIECE`` stand for; ``slack_days`` by campaign."""

    campaigns: Sequence[str]
    slack_days: Sequence[int]
    covers: Sequence[Cover]
    limits_mg: Sequence[int]
    options: Sequence[str]
    districts: Sequence[str]


def group(pieces: Pieces, named: Named, delivered: frozenset[str]) -> tuple[list[Group], npt.NDArray[np.int64]]:
    """The groups in a fixed order, and the index of each piece's group. ``delivered`` are the districts of the offices that are asked."""
    elsewhere, unknown = len(named.districts), len(named.districts) + 1
    ours = np.array([index if name in delivered else elsewhere for index, name in enumerate(named.districts)] + [unknown], dtype=np.int64)
    keys = [pieces[name].astype(np.int64) for name in ("campaign", "cover", "shape", "band", "barcode", "option")]
    keys.append(ours[pieces["district"]])
    code = np.zeros(len(pieces), dtype=np.int64)
    for key in keys:
        code = code * (int(key.max(initial=0)) + 2) + (key + 1)
    _, first, which, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    names = [*named.districts, "", UNKNOWN]
    found = [_group(pieces[at], names[int(keys[-1][at])], count, named) for at, count in zip(first.tolist(), counts.tolist(), strict=True)]
    return found, which.astype(np.int64)


def _group(one: np.void, district: str, count: int, named: Named) -> Group:
    campaign, option, band = int(one["campaign"]), int(one["option"]), int(one["band"])
    return Group(
        campaign=named.campaigns[campaign],
        cover=named.covers[int(one["cover"])],
        shape=int(one["shape"]),
        weight_mg=named.limits_mg[min(band, len(named.limits_mg) - 1)],
        barcode=int(one["barcode"]),
        option=named.options[option] if option >= 0 else "",
        district=district,
        slack_days=named.slack_days[campaign],
        pieces=count,
    )
