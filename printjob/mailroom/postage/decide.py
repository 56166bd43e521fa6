"""From the groups of one posting to its lots (差出の区分): the problem that :mod:`.assign` solves, and each piece's lot.

Envelopes that are already printed bind before price: where the stock of an envelope is declared, no more pieces than that go into classes
whose indicia it bears, whatever it costs; pieces for which no envelope is left are told as lacking one, and are as few as can be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.errors import BugFound, Fault
from printjob.mailroom.postage.assign import Problem, assign
from printjob.mailroom.postage.eligible import Lot, Tables, fee_of, lots
from printjob.mailroom.postage.flow import NEVER, Whole
from printjob.mailroom.postage.groups import Group

_ROOM = 1 << 61


class Share(NamedTuple):
    """So many pieces of a group in a lot at a tier; ``lacking``: for want of an envelope they have none of that class."""

    group: int
    lot: int
    tier: int
    pieces: int
    fee_milli: int
    lacking: bool


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A posting as decided. ``members`` (indexes of groups) and ``eligible`` (pieces) are by lot: what could go into it; ``unplaced`` are groups
    that no lot takes, or none that reaches its least count; ``gap_milli``: so many thousandths of a yen it may be off the cheapest at most.
    """

    municipality: str
    groups: tuple[Group, ...]
    lots: tuple[Lot, ...]
    members: tuple[frozenset[int], ...]
    eligible: tuple[int, ...]
    shares: tuple[Share, ...]
    unplaced: tuple[int, ...]
    transport_yen: int
    gap_milli: int


class _Bin(NamedTuple):
    lot: int
    tier: int
    lacking: bool


def decide(groups: list[Group], municipality: str, tables: Tables) -> Decision:
    """The cheapest lawful posting of all groups."""
    open_lots = lots(groups, municipality, tables)
    found, taken = [lot for lot, _ in open_lots], np.zeros((len(groups), len(open_lots)), dtype=bool)
    for column, (_, members) in enumerate(open_lots):
        taken[members, column] = True
    counts = np.array([group.pieces for group in groups], dtype=np.int64)
    eligible = counts @ taken
    bins = _bins(found, eligible.tolist())
    fees = _fees(groups, found, bins, taken, tables)
    takes: npt.NDArray[np.bool_] = np.any(fees < NEVER, axis=1)
    solved = _solved(counts, fees, np.flatnonzero(takes), found, bins, municipality, tables)
    while solved is None:  # pieces of several lots need the same others, or the same envelopes, to be enough
        left_over = _left_over(counts, fees, np.flatnonzero(takes), found, bins, municipality, tables)
        if not len(left_over):
            break
        takes[left_over] = False
        solved = _solved(counts, fees, np.flatnonzero(takes), found, bins, municipality, tables)
    if solved is None:
        raise BugFound(Fault(id="PJ-1702-E", detail="a posting whose pieces all have a class could not be assigned"))
    (shares, gap), unplaced = solved, np.flatnonzero(~takes)
    used = {found[share.lot].office for share in shares}
    return Decision(
        municipality=municipality, groups=tuple(groups), lots=tuple(found),
        members=tuple(frozenset(members) for _, members in open_lots), eligible=tuple(eligible.tolist()), shares=tuple(shares),
        unplaced=tuple(unplaced.tolist()), transport_yen=sum(tables.posting.offices[one].transport_yen for one in used), gap_milli=gap,
    )  # fmt: skip


def _bins(found: list[Lot], eligible: list[int]) -> list[_Bin]:
    """Each tier that can be reached; for envelopes with declared stock also the class without threshold that lacks its envelope."""
    bins = [
        _Bin(index, tier, lacking=False)
        for index, lot in enumerate(found)
        for tier, step in enumerate(lot.product.tiers)
        if step.least <= eligible[index]
    ]
    return bins + [_Bin(index, 0, lacking=True) for index, lot in enumerate(found) if lot.envelope and not lot.product.tiers[0].least]


def _fees(groups: list[Group], found: list[Lot], bins: list[_Bin], taken: npt.NDArray[np.bool_], tables: Tables) -> Whole:
    fees = np.full((len(groups), len(bins)), NEVER, dtype=np.int64)
    for column, one in enumerate(bins):
        lot = found[one.lot]
        for row in np.flatnonzero(taken[:, one.lot]).tolist():
            fees[row, column] = fee_of(lot, lot.product.tiers[one.tier], groups[row], tables)
    return fees


def _solved(
    counts: Whole, fees: Whole, placed: npt.NDArray[np.int64], found: list[Lot], bins: list[_Bin], municipality: str, tables: Tables
) -> tuple[list[Share], int] | None:
    """The shares, and the gap as in :class:`.Assignment`. ``None`` where not all can be placed at once."""
    if not len(placed):
        return [], 0
    problem, which = _problem(counts, fees, placed, found, bins, municipality, tables)
    solved = assign(problem)
    if solved is None:
        return None
    return list(_shared(solved.pieces, which, counts, fees, placed, bins)), solved.gap


def _left_over(
    counts: Whole, fees: Whole, placed: npt.NDArray[np.int64], found: list[Lot], bins: list[_Bin], municipality: str, tables: Tables
) -> npt.NDArray[np.int64]:
    """The fewest groups without which all others can be placed: a bin takes them that no saving makes up for."""
    problem, which = _problem(counts, fees, placed, found, bins, municipality, tables)
    more = _more_than_all(problem.counts, problem.fees, problem.transport)
    solved = assign(
        problem._replace(
            fees=np.column_stack((problem.fees, np.full(len(problem.counts), more, dtype=np.int64))),
            least=np.append(problem.least, 0), office_of=np.append(problem.office_of, len(problem.transport)),
            transport=np.append(problem.transport, 0), cap_of=np.append(problem.cap_of, -1),
        )
    )  # fmt: skip
    return placed if solved is None else placed[solved.pieces[which, -1] > 0]


def _problem(
    counts: Whole, fees: Whole, placed: npt.NDArray[np.int64], found: list[Lot], bins: list[_Bin], municipality: str, tables: Tables
) -> tuple[Problem, Whole]:
    """Groups with the same fees in every bin as one, and of each group which of them it is: they are shared out again in their order."""
    lacking = np.array([one.lacking for one in bins])
    cap_of, caps = _caps(found, bins, municipality, tables)
    rows, which = np.unique(fees[placed], axis=0, return_inverse=True)
    which = which.reshape(-1)
    together = np.bincount(which, weights=counts[placed], minlength=len(rows)).astype(np.int64)
    transport = np.array([office.transport_yen * 1000 for office in tables.posting.offices], dtype=np.int64)
    return Problem(
        counts=together,
        fees=np.where(lacking & (rows < NEVER), rows + _more_than_all(together, rows, transport), rows),
        least=np.array([found[one.lot].product.tiers[one.tier].least for one in bins], dtype=np.int64),
        office_of=np.array([found[one.lot].office for one in bins], dtype=np.int64),
        transport=transport,
        cap_of=cap_of,
        caps=caps,
    ), which


def _more_than_all(counts: Whole, rows: Whole, transport: Whole) -> int:
    """A surcharge that no saving makes up for, so that envelopes lack only where they must."""
    dearest = np.where(rows < NEVER, rows, 0).max(axis=1)
    return min(int((counts * dearest).sum()) + int(transport.sum()) + 1, _ROOM // max(int(counts.sum()), 1), NEVER >> 2)


def _caps(found: list[Lot], bins: list[_Bin], municipality: str, tables: Tables) -> tuple[Whole, Whole]:
    """The cap of each bin: envelopes of its indicia, where their stock is declared."""
    keys = sorted({(found[one.lot].envelope, found[one.lot].product.indicia) for one in bins if found[one.lot].envelope})
    stock = [tables.posting.stock[municipality, envelope].get(indicia, 0) for envelope, indicia in keys]
    caps = {key: index for index, key in enumerate(keys)}
    of_bin = [-1 if one.lacking else caps.get((found[one.lot].envelope, found[one.lot].product.indicia), -1) for one in bins]
    return np.array(of_bin, dtype=np.int64), np.array(stock, dtype=np.int64)


def _shared(pieces: Whole, which: Whole, counts: Whole, fees: Whole, placed: npt.NDArray[np.int64], bins: list[_Bin]) -> list[Share]:
    """Each bin's pieces go to the groups in their order, so that a posting is cut in few places."""
    left, shares = pieces.copy(), []
    for row, together in zip(placed.tolist(), which.tolist(), strict=True):
        waiting = int(counts[row])
        for column in np.flatnonzero(left[together]).tolist():
            some = min(waiting, int(left[together, column]))
            if some:
                left[together, column] -= some
                waiting -= some
                one = bins[column]
                shares.append(Share(row, one.lot, one.tier, some, int(fees[row, column]), one.lacking))
    return shares


def line_of_piece(
    decision: Decision, group_of_piece: npt.NDArray[np.int64], in_order: Callable[[Whole], Whole] = lambda pieces: pieces
) -> npt.NDArray[np.int32]:
    """The index of each piece's line in :func:`.explain.lines_of`: its share, or behind all shares its group that nothing takes."""
    behind = np.full(len(decision.groups), -1, dtype=np.int32)
    behind[list(decision.unplaced)] = len(decision.shares) + np.arange(len(decision.unplaced))
    share = share_of_piece(decision, group_of_piece, in_order)
    return np.where(share >= 0, share, behind[group_of_piece]).astype(np.int32)


def share_of_piece(
    decision: Decision, group_of_piece: npt.NDArray[np.int64], in_order: Callable[[Whole], Whole] = lambda pieces: pieces
) -> npt.NDArray[np.int32]:
    """The index of each piece's share, -1 where nothing takes it: a group's first pieces go to its first share.

    ``in_order`` sorts indexes of pieces; only those of groups with several shares are asked for.
    """
    shares: dict[int, list[int]] = {}
    for index, share in enumerate(decision.shares):
        shares.setdefault(share.group, []).append(index)
    whole = np.full(len(decision.groups), -1, dtype=np.int32)
    divided = np.zeros(len(decision.groups), dtype=bool)
    for group, own in shares.items():
        whole[group], divided[group] = own[0], len(own) > 1
    found = whole[group_of_piece]
    pieces = in_order(np.flatnonzero(divided[group_of_piece]))
    pieces = pieces[np.argsort(group_of_piece[pieces], kind="stable")]
    starts = np.searchsorted(group_of_piece[pieces], np.arange(len(decision.groups)))
    for group in np.flatnonzero(divided).tolist():
        start = int(starts[group])
        for index in shares[group]:
            stop = start + decision.shares[index].pieces
            found[pieces[start:stop]], start = index, stop
    return found
