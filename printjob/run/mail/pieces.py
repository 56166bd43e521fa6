"""The pieces of a posting as the mail room classes them: weighed, measured, with their districts and barcodes, from admission rows alone.

A piece is one notice: each admitted row of admission is a piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.errors import EnvironmentAtFault, Fault
from printjob.mailroom.plan import Route
from printjob.mailroom.postage.contents import Contents, Cover, Folding
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.groups import BARCODED, NO_BARS, PIECE, TOO_THICK, Pieces
from printjob.mailroom.postage.posting import Insert
from printjob.mailroom.postage.weigh import Weighed, bands, guarded, shape_of, weigh
from printjob.mailroom.profile import Profile
from printjob.model.campaign import series_of
from printjob.model.form import customer_dots
from printjob.model.piece import State, StockUse
from printjob.postal.district import Source
from printjob.run.campaigns import Campaign
from printjob.run.mail.tables import DistrictOf

Rows = npt.NDArray[np.void]
Indexes = npt.NDArray[np.int64]


class Destinations(NamedTuple):
    """The districts (郵便区番号) of pieces: their names, ascending; of each piece the index of its own (-1: none), and whether the site's list
    says so: a rate must not hang on what is only likely, a bundle may.
    """

    names: tuple[str, ...]
    district: npt.NDArray[np.int32]
    certain: npt.NDArray[np.bool_]


class MailPieces:
    """The pieces of one municipality's posting of a day, gathered campaign by campaign and machine by machine."""

    def __init__(self, tables: Tables) -> None:
        self._tables, self.covers = tables, list(tables.contents.covers.values())
        self._at: list[Indexes] = []
        self._pieces: list[Pieces] = []
        self._unpressed: list[npt.NDArray[np.int32]] = []
        self.guarded: dict[str, int] = {}

    def add(self, rows: Rows, own: Indexes, index: int, campaign: Campaign) -> None:
        """Weigh and measure the campaign's rows ``own`` (all admitted); it is the posting's campaign number ``index``."""
        inserts, bars = self._tables.posting.of_campaign(series_of(campaign.plan.key)).inserts, bool(customer_dots(campaign.form))
        route_of = rows["route"][own]
        for number, route in enumerate(campaign.plan.routes):
            at = own[route_of == number]
            if len(at):
                self._weigh(rows, at, index, route, campaign.plan.stocks, inserts, bars=bars)

    def _weigh(
        self, rows: Rows, at: Indexes, index: int, route: Route, stocks: Sequence[str], inserts: Sequence[Insert], *, bars: bool
    ) -> None:
        contents = self._tables.contents
        cover, folding = _cover(contents, route.profile), _folding(contents, route.profile)
        weighed = weigh(rows["by_stock"][at], _papers(stocks, route), cover, folding, inserts)
        pieces = np.zeros(len(at), dtype=PIECE)
        pieces["campaign"], pieces["cover"] = index, self.covers.index(cover)
        pieces["shape"] = shape_of(weighed, cover, self._tables.rates.shapes, contents)
        pieces["band"] = bands(weighed.weight_mg, self._tables.limits_mg(), contents)
        thin = weighed.unpressed_um + contents.guard_um <= self._tables.catalogue.most_unpressed_um
        borne = (rows["bars"][at] != 0) & bars
        pieces["barcode"] = np.where(borne, np.where(thin, BARCODED, TOO_THICK), NO_BARS)
        pieces["option"] = rows["option"][at].astype(np.int8) - 1
        self._guard(weighed)
        self._at.append(at)
        self._pieces.append(pieces)
        self._unpressed.append(weighed.unpressed_um.astype(np.int32))

    def _guard(self, weighed: Weighed) -> None:
        """Count the pieces that the guard band classes, by limit."""
        tables, contents = self._tables, self._tables.contents
        weights = guarded(weighed.weight_mg, tables.limits_mg(), contents.guard_mg)
        flats = {shape.most_thickness_um for shape in tables.rates.shapes if shape.most_thickness_um is not None}
        told = {f"{limit / 1000:g} g": count for limit, count in weights.items()}
        told |= {f"{limit / 1000:g} mm": count for limit, count in guarded(weighed.flat_um, sorted(flats), contents.guard_um).items()}
        unpressed = guarded(weighed.unpressed_um, [tables.catalogue.most_unpressed_um], contents.guard_um)
        told |= {f"{limit / 1000:g} mm unpressed": count for limit, count in unpressed.items()}
        for limit, count in told.items():
            self.guarded[limit] = self.guarded.get(limit, 0) + count

    def all(self) -> tuple[Indexes, Pieces, npt.NDArray[np.int32]]:
        """The rows' indexes, their pieces (districts are not in yet), their thickness in micrometres, unpressed."""
        if not self._at:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=PIECE), np.zeros(0, dtype=np.int32)
        return np.concatenate(self._at), np.concatenate(self._pieces), np.concatenate(self._unpressed)


def require_weights(tables: Tables, profiles: Iterable[Profile]) -> None:
    """Envelope and fold of each machine are in the tables. ``EnvironmentAtFault`` (``PJ-1404-E``)."""
    for profile in profiles:
        _cover(tables.contents, profile)
        _folding(tables.contents, profile)


def admitted_of(rows: Rows, campaign_of: Sequence[int], campaign: int) -> Indexes:
    """The indexes of a campaign's admitted rows."""
    own = np.asarray(campaign_of, dtype=np.int32)[rows["delivery"]] == campaign
    return np.flatnonzero(own & (rows["state"] == State.ADMITTED))


def destinations(postal: npt.NDArray[np.bytes_], district_of: DistrictOf) -> Destinations:
    """Where pieces with these postal codes go; each code is asked for once."""
    codes, which = np.unique(_numbers(postal), return_inverse=True)
    found = [district_of(f"{code:07d}" if code >= 0 else "") for code in codes.tolist()]
    names = sorted({one.number for one in found if one.number})
    places = {name: index for index, name in enumerate(names)}
    district = np.array([places.get(one.number, -1) for one in found], dtype=np.int32)
    certain = np.array([one.source is Source.TABLE for one in found], dtype=bool)
    return Destinations(tuple(names), district[which.reshape(-1)], certain[which.reshape(-1)])


def _numbers(postal: npt.NDArray[np.bytes_]) -> npt.NDArray[np.int32]:
    """Postal codes as numbers, -1 where one has no seven digits: numbers sort ten times as fast."""
    digits = np.ascontiguousarray(postal).view(np.uint8).reshape(len(postal), -1).astype(np.int32) - ord("0")
    value = digits @ np.array([10**place for place in range(6, -1, -1)], dtype=np.int32)
    return np.where(((digits >= 0) & (digits <= 9)).all(axis=1), value, -1).astype(np.int32)


def _papers(stocks: Sequence[str], route: Route) -> list[StockUse]:
    return [
        StockUse(stock=stock, sheets=0, sheet_weight_mg=paper.sheet_weight_mg, sheet_thickness_um=paper.thickness_um)
        for stock, paper in zip(stocks, route.papers, strict=True)
    ]


def _cover(contents: Contents, profile: Profile) -> Cover:
    cover = contents.covers.get(profile.envelope)
    if cover is None:
        detail = f"the envelope {profile.envelope} of the profile {profile.profile} has no weight"
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", file="postage/weights.yaml", field="envelopes", detail=detail))
    return cover


def _folding(contents: Contents, profile: Profile) -> Folding:
    folding = contents.by_profile.get(profile.profile) or contents.by_fold.get(profile.fold)
    if folding is None:
        detail = f"the fold {profile.fold} of the profile {profile.profile} has no thickness"
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", file="postage/weights.yaml", field="folds", detail=detail))
    return folding
