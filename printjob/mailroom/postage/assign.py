"""The cheapest lawful assignment of groups of pieces to bins (差出の区分の決定), decided jointly because least counts couple the pieces.

A *bin* is one way to post: product, office, tier. It holds nothing or at least its least count; an office that is used costs its
transport once; a cap is how many envelopes of a kind there are. The result is exact: branch and bound over the bins whose least count
the relaxed problem breaks and the offices it uses without paying (:mod:`.flow` solves each relaxed problem exactly), the cheapest bound
first. Where ``MOST_NODES`` do not suffice the best found is returned, told with how far it may be from the best.
"""

from __future__ import annotations

import heapq
import itertools
from typing import NamedTuple

import numpy as np

from printjob.mailroom.postage.flow import NEVER, Flags, Flow, Whole, cheapest

MOST_NODES = 20_000
_FREE, _IN, _OUT = 0, 1, 2
_ENDLESS = 1 << 62
"""more than any assignment costs, surcharges for a million pieces without envelopes included"""


class Problem(NamedTuple):
    """Groups (rows) and bins (columns): pieces of each group, fee by group and bin (``NEVER``: not taken), least count, office and cap of
    each bin (-1: none), transport of each office, and the caps. Money in one unit.
    """

    counts: Whole
    fees: Whole
    least: Whole
    office_of: Whole
    transport: Whole
    cap_of: Whole
    caps: Whole


class Assignment(NamedTuple):
    """Pieces by group and bin, what they cost with transport, and how much cheaper another could be at most (0: none is)."""

    pieces: Whole
    cost: int
    gap: int


class _Node(NamedTuple):
    """Decisions on bins and offices, the bound that follows, and the relaxed flow."""

    bins: tuple[int, ...]
    offices: tuple[int, ...]
    bound: int
    flow: Flow


def assign(problem: Problem, most_nodes: int = MOST_NODES) -> Assignment | None:
    """The cheapest assignment; ``None`` where the pieces cannot all be placed."""
    search = _Search(problem)
    root = search.root()
    if root is None:
        return None
    search.dive(root)
    return search.best_first(root, most_nodes)


class _Search:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.best: Flow | None = None
        self.cost = _ENDLESS
        self.eligible = np.where(problem.fees < NEVER, problem.counts[:, None], 0).sum(axis=0)

    def root(self) -> _Node | None:
        """A bin that can never reach its least count, or that another makes useless, is left out from the start."""
        reachable = (self.eligible >= self.problem.least) & (self.eligible > 0) & ~useless(self.problem)
        bins = tuple(_FREE if one else _OUT for one in reachable.tolist())
        offices = tuple(_IN if cost == 0 else _FREE for cost in self.problem.transport.tolist())
        return self.relaxed(bins, offices)

    def relaxed(self, bins: tuple[int, ...], offices: tuple[int, ...]) -> _Node | None:
        """The node of these decisions; ``None`` where nothing better than the best so far lies below it."""
        problem, decided = self.problem, np.array(offices, dtype=np.int64)
        paid = int(problem.transport[decided == _IN].sum())
        shut = (np.array(bins) == _OUT) | (decided[problem.office_of] == _OUT)
        fees = with_transport(problem, np.where(shut, NEVER, problem.fees), decided == _FREE)
        least = np.where((np.array(bins) == _IN) & ~shut, problem.least, 0)
        flow = cheapest(problem.counts, fees, least, problem.cap_of, problem.caps, self.cost - paid)
        return _Node(bins, offices, flow.cost + paid, flow) if flow else None

    def open_questions(self, node: _Node) -> tuple[Flags, Flags]:
        """The free bins that hold less than their least count, and the free offices that are used."""
        inside = node.flow.pieces.sum(axis=0)
        short = (np.array(node.bins) == _FREE) & (inside > 0) & (inside < self.problem.least)
        used = np.bincount(self.problem.office_of, weights=inside, minlength=len(node.offices)) > 0
        return short, used & (np.array(node.offices) == _FREE)

    def dive(self, node: _Node) -> None:
        """A first good assignment: short bins are shut one after another, used offices are paid."""
        at: _Node | None = node
        while at is not None:
            short, unpaid = self.open_questions(at)
            if not short.any() and not unpaid.any():
                return self.keep(at)
            offices = tuple(_IN if one else state for one, state in zip(unpaid.tolist(), at.offices, strict=True))
            first = int(np.where(short, at.flow.pieces.sum(axis=0), -1).argmax()) if short.any() else -1
            at = self.relaxed(_with(at.bins, first, _OUT) if first >= 0 else at.bins, offices)
        return None

    def keep(self, node: _Node) -> None:
        if node.bound < self.cost:
            self.best, self.cost = node.flow, node.bound

    def best_first(self, root: _Node, most_nodes: int) -> Assignment | None:
        order = itertools.count()
        heap = [(root.bound, next(order), root)]
        bound = self.cost
        for _ in range(most_nodes):
            if not heap or heap[0][0] >= self.cost:
                bound = self.cost
                break
            bound, _number, node = heapq.heappop(heap)
            short, unpaid = self.open_questions(node)
            if not short.any() and not unpaid.any():
                self.keep(node)
                continue
            for child in self.children(node, short, unpaid):
                if child is not None:
                    heapq.heappush(heap, (child.bound, -next(order), child))
        return Assignment(self.best.pieces, self.cost, max(self.cost - bound, 0)) if self.best else None

    def children(self, node: _Node, short: Flags, unpaid: Flags) -> tuple[_Node | None, _Node | None]:
        """The two ways to answer one open question: the fullest short bin, else the dearest unpaid office."""
        if short.any():
            which = int(np.where(short, node.flow.pieces.sum(axis=0), -1).argmax())
            office = int(self.problem.office_of[which])
            taken = self.relaxed(_with(node.bins, which, _IN), _with(node.offices, office, _IN))
            return taken, self.relaxed(_with(node.bins, which, _OUT), node.offices)
        which = int(np.where(unpaid, self.problem.transport, -1).argmax())
        return self.relaxed(node.bins, _with(node.offices, which, _IN)), self.relaxed(node.bins, _with(node.offices, which, _OUT))


def useless(problem: Problem) -> Flags:
    """Bins beside which there is always another, at an office without transport, without least count and cap, that is nowhere dearer."""
    free = (problem.least <= 1) & (problem.transport[problem.office_of] == 0) & (problem.cap_of < 0)
    found = np.zeros(len(problem.least), dtype=bool)
    for one in np.flatnonzero(free).tolist():
        own = problem.fees[:, one][:, None]
        beside = (own <= problem.fees).all(axis=0) & (np.arange(len(found)) != one)
        earlier_same = free & (own == problem.fees).all(axis=0) & (np.arange(len(found)) < one)
        found |= beside & ~earlier_same
    return found


def with_transport(problem: Problem, fees: Whole, unpaid: Flags) -> Whole:
    """The fees with each unpaid office's transport laid on the groups that gain by it, never more in all than the transport.

    So the sum of the cheapest fees stays below what any assignment costs, and comes close to it (dual ascent; D. Erlenkotter, A Dual-Based
    Procedure for Uncapacitated Facility Location, Operations Research 26, 1978).
    """
    for office in np.flatnonzero(unpaid & (problem.transport > 0)).tolist():
        inside, transport = problem.office_of == office, int(problem.transport[office])
        if not inside.any():
            continue
        here, elsewhere = fees[:, inside].min(axis=1), np.where(inside, NEVER, fees).min(axis=1)
        gain = np.where(here < elsewhere, np.minimum(elsewhere - here, transport // problem.counts + 1), 0)
        total = int((problem.counts * gain).sum())
        if total:
            share = gain if total <= transport else np.array([one * transport // total for one in gain.tolist()], dtype=np.int64)
            fees = np.where(inside & (fees < NEVER), fees + share[:, None], fees)
    return fees


def _with(states: tuple[int, ...], index: int, state: int) -> tuple[int, ...]:
    return (*states[:index], state, *states[index + 1 :])
