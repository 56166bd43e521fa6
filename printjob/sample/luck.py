"""What sample rules may draw by lot: chances, numbers with long tails, rows of tables, people and addresses. The seed decides all."""

from __future__ import annotations

import random
from typing import Any

from printjob.sample.addresses import Address, Addresses
from printjob.sample.functions import Function
from printjob.sample.language import Table
from printjob.sample.people import People, Someone


class Luck:
    """The lots of one delivery; :meth:`seed` begins them anew."""

    def __init__(self, seed: str, people: People, addresses: Addresses) -> None:
        self._rng = random.Random(seed)  # noqa: S311  # reproducible samples, no secrets
        self._people, self._addresses = people, addresses

    def seed(self, seed: str) -> None:
        """Begin anew, so that what follows does not depend on what was drawn before."""
        self._rng.seed(seed)

    def functions(self) -> dict[str, Function]:
        """What expressions may call."""
        rng = self._rng
        return {
            "random": Function(rng.random, 0, 0),
            "chance": Function(lambda share: rng.random() < share, 1, 1),
            "range": Function(lambda least, most: least + int(rng.random() * (most - least + 1)), 2, 2),
            "hits": Function(lambda tries, share: sum([rng.random() < share for _ in range(tries)]), 2, 2),
            "pareto": Function(rng.paretovariate, 1, 1),
            "lognormal": Function(rng.lognormvariate, 2, 2),
            "exponential": Function(rng.expovariate, 1, 1),
            "pick": Function(self.pick, 1, 1),
            "address": Function(self.address, 0, 1),
            "recipient": Function(self.recipient, 0, 0),
            "person": Function(lambda: self._people.person(rng), 0, 0),
            "company": Function(lambda: self._people.company(rng), 0, 0),
            "given_name": Function(lambda: self._people.given(rng), 0, 0),
            "building": Function(lambda: self._people.building(rng), 0, 0),
            "town": Function(lambda: self._addresses.lot_town(rng), 0, 0),
        }

    def pick(self, table: Table) -> Any:
        """A row of a table, or one of a list's values."""
        if table.cumulative:
            return self._rng.choices(table.rows, cum_weights=table.cumulative)[0]
        return table.rows[int(self._rng.random() * len(table.rows))]

    def address(self, kind: str = "") -> Address:
        """Where one recipient lives; ``kind`` asks for a rare kind of address."""
        return self._addresses.draw_kind(self._rng, kind) if kind else self._addresses.draw(self._rng)

    def recipient(self) -> Someone:
        """A person, or a company in six of a hundred."""
        return self._people.draw(self._rng)
