"""The cheapest flow of groups of pieces into bins with least counts and caps: a transportation problem, solved exactly in whole numbers.

Each group first goes wholly to its cheapest bin; what then lacks in a bin with a least count, or is too much under a cap, is moved along
cheapest paths (successive shortest paths from a flow without negative circles; R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows,
1993, ch. 9). Paths run over the bins only: from bin to bin goes the group that loses least by it. So the work grows with the number of
moves, not of pieces. Ties fall to the lower number: the same input gives the same flow everywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NEVER = 1 << 55
"""the fee of a bin that does not take a group; sums of a few still fit into 64 bits"""
_FAR = NEVER >> 1


class Flow(NamedTuple):
    """Pieces by group and bin, and the sum of their fees."""

    pieces: Whole
    cost: int


def cheapest(counts: Whole, fees: Whole, least: Whole, cap_of: Whole, caps: Whole, cutoff: int) -> Flow | None:
    """The cheapest flow in which bin b gets ``least[b]`` pieces or more and the bins of cap c (``cap_of``, -1: none) no more than ``caps[c]``.

    ``None`` where there is none, or none cheaper than ``cutoff``. Groups have at least one piece.
    """
    choice = fees.argmin(axis=1) if fees.shape[1] else np.zeros(len(counts), dtype=np.int64)
    if len(counts) and (not fees.shape[1] or int(fees[np.arange(len(counts)), choice].max()) >= _FAR):
        return None
    flow = _Residual(counts, fees, choice, least, cap_of, caps)
    return flow.settled(cutoff)


class _Residual:
    """A flow that keeps all bounds but leaves some nodes with too much or too little: bins, then caps, then the sink.

    The node of the bins without a cap is the last of the caps; it takes everything.
    """

    def __init__(self, counts: Whole, fees: Whole, choice: npt.NDArray[np.int64], least: Whole, cap_of: Whole, caps: Whole) -> None:
        groups, self.bins = fees.shape
        self.fees, self.least = fees, least
        self.caps = np.append(caps, int(counts.sum()) + int(least.sum()))
        self.cap_of = np.where(cap_of < 0, len(caps), cap_of)
        self.sink = self.bins + len(self.caps)
        self.pieces = np.zeros((groups, self.bins), dtype=np.int64)
        self.pieces[np.arange(groups), choice] = counts
        self.cost = int((self.pieces * np.where(self.pieces > 0, fees, 0)).sum())
        inflow = self.pieces.sum(axis=0)
        self.through = np.maximum(inflow, least)
        wanted = np.bincount(self.cap_of, weights=self.through, minlength=len(self.caps)).astype(np.int64)
        self.out = np.minimum(wanted, self.caps)
        self.excess = np.concatenate((inflow - self.through, wanted - self.out, [int(self.out.sum()) - int(counts.sum())]))

    def settled(self, cutoff: int) -> Flow | None:
        if (self.excess > 0).any():
            self._weigh_all()
        while (self.excess > 0).any():
            distance, before = self._distances()
            lacking = np.flatnonzero(self.excess < 0)
            to = int(lacking[distance[lacking].argmin()])
            waiting = int(self.excess[self.excess > 0].sum())
            if distance[to] >= _FAR or self.cost + waiting * int(distance[to]) >= cutoff:
                return None
            self._push(self._path(before, to), int(distance[to]))
        return Flow(self.pieces, self.cost) if self.cost < cutoff else None

    def _weigh_all(self) -> None:
        self.arcs = np.full((self.sink + 1, self.sink + 1), NEVER, dtype=np.int64)
        self.mover = np.zeros((self.bins, self.bins), dtype=np.int64)
        for one in range(self.bins):
            self._weigh_bin(one)
        for one in range(len(self.caps)):
            self._weigh_cap(one)

    def _weigh_bin(self, one: int) -> None:
        """The arcs out of a bin: to another bin goes the group that loses least; the way down to its cap is free."""
        inside = np.flatnonzero(self.pieces[:, one])
        if len(inside):
            loss = self.fees[inside] - self.fees[inside, one][:, None]
            self.mover[one] = inside[loss.argmin(axis=0)]
            self.arcs[one, : self.bins] = np.minimum(loss.min(axis=0), NEVER)
        else:
            self.arcs[one, : self.bins] = NEVER
        self.arcs[one, one] = NEVER
        cap = self.bins + int(self.cap_of[one])
        self.arcs[one, cap] = 0
        self.arcs[cap, one] = 0 if self.through[one] > self.least[one] else NEVER

    def _weigh_cap(self, one: int) -> None:
        self.arcs[self.bins + one, self.sink] = 0 if self.out[one] < self.caps[one] else NEVER
        self.arcs[self.sink, self.bins + one] = 0 if self.out[one] > 0 else NEVER

    def _distances(self) -> tuple[Whole, Whole]:
        """Each node's distance from the nodes with too much, and the node before it (-1 at a start)."""
        distance = np.where(self.excess > 0, 0, NEVER)
        before = np.full(len(distance), -1, dtype=np.int64)
        while True:
            reached = distance[:, None] + self.arcs
            nearest = reached.argmin(axis=0)
            found = reached[nearest, np.arange(len(distance))]
            better = (found < distance) & (found < _FAR)
            if not better.any():
                return distance, before
            distance = np.where(better, found, distance)
            before = np.where(better, nearest, before)

    def _path(self, before: Whole, to: int) -> list[tuple[int, int]]:
        path, at = [], to
        while before[at] >= 0:
            path.append((int(before[at]), at))
            at = int(before[at])
        return path[::-1]

    def _push(self, path: list[tuple[int, int]], distance: int) -> None:
        first, last = path[0][0], path[-1][1]
        amount = min(int(self.excess[first]), -int(self.excess[last]), *(self._room(*arc) for arc in path))
        for start, stop in path:
            self._move(start, stop, amount)
        self.excess[first] -= amount
        self.excess[last] += amount
        self.cost += amount * distance
        for node in {node for arc in path for node in arc}:
            if node < self.bins:
                self._weigh_bin(node)
            elif node < self.sink:
                self._weigh_cap(node - self.bins)

    def _room(self, start: int, stop: int) -> int:
        if start < self.bins and stop < self.bins:
            return int(self.pieces[self.mover[start, stop], start])
        if start == self.sink:
            return int(self.out[stop - self.bins])
        if stop == self.sink:
            return int(self.caps[start - self.bins] - self.out[start - self.bins])
        return int(self.through[stop] - self.least[stop]) if start >= self.bins else NEVER

    def _move(self, start: int, stop: int, amount: int) -> None:
        if start < self.bins and stop < self.bins:
            group = self.mover[start, stop]
            self.pieces[group, start] -= amount
            self.pieces[group, stop] += amount
        elif start == self.sink:
            self.out[stop - self.bins] -= amount
        elif stop == self.sink:
            self.out[start - self.bins] += amount
        elif start < self.bins:
            self.through[start] += amount
        else:
            self.through[stop] -= amount
