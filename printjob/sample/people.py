"""Invented people and companies, drawn by weight from ``examples/people.yaml``.

One record in a hundred has a registered variant or a character outside the BMP in its name, as far as the delivery's format and the
municipality's gaiji map (外字対応表) can carry it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import msgspec

from printjob import declared
from printjob.declared import Node

RARE_SHARE = 0.01
COMPANY_SHARE = 0.06


class Someone(msgspec.Struct, frozen=True, kw_only=True):
    """A person or a company: name and the account holder's kana; a person's family name (members of a household share it)."""

    name: str
    kana: str
    family: str = ""
    company: bool = False


class Weighted(msgspec.Struct, frozen=True):
    """Words with their kana, drawn by weight."""

    words: tuple[tuple[str, str], ...]
    cumulative: tuple[int, ...]

    def draw(self, rng: random.Random) -> tuple[str, str]:
        """One word and its kana."""
        return rng.choices(self.words, cum_weights=self.cumulative)[0]


class People(msgspec.Struct, frozen=True):
    """The lists of names that a delivery can carry."""

    lists: dict[str, Weighted]

    def draw(self, rng: random.Random) -> Someone:
        """A person, or a company in six of a hundred."""
        return self.company(rng) if rng.random() < COMPANY_SHARE else self.person(rng)

    def person(self, rng: random.Random) -> Someone:
        """A person, one in a hundred with a rare character."""
        rare = rng.random() < RARE_SHARE / (1 - COMPANY_SHARE)
        family, family_kana = self.lists[
            "rare_families" if rare and self.lists["rare_families"].words else "families"
        ].draw(rng)
        rare_given = rare and self.lists["rare_given"].words and rng.random() < 0.1
        given, given_kana = self.lists["rare_given" if rare_given else "given"].draw(rng)
        return Someone(name=f"{family}　{given}", kana=f"{family_kana}　{given_kana}", family=family)

    def company(self, rng: random.Random) -> Someone:
        """A company (御中)."""
        (form, form_kana), (word, word_kana) = (
            self.lists["company_forms"].draw(rng),
            self.lists["company_words"].draw(rng),
        )
        trade, trade_kana = self.lists["company_trades"].draw(rng)
        return Someone(name=f"{form}{word}{trade}", kana=form_kana + word_kana + trade_kana, company=True)

    def given(self, rng: random.Random) -> str:
        """A given name."""
        return self.lists["given"].draw(rng)[0]

    def building(self, rng: random.Random) -> str:
        """A building's name and a room, as 方書."""
        name, _ = self.lists["buildings"].draw(rng)
        return f"{name}　{full_width(rng.randint(1, 9) * 100 + rng.randint(1, 12))}号室"


_LISTS = (
    "families",
    "rare_families",
    "given",
    "rare_given",
    "company_forms",
    "company_words",
    "company_trades",
    "buildings",
)


def read_people(path: Path, can_carry: Callable[[str], bool]) -> People:
    """The lists at ``path`` without the words that ``can_carry`` refuses; ``DeclarationRefused`` when the file is wrong."""
    top = declared.read(path)
    people = People({name: _weighted(top.take(name), can_carry) for name in _LISTS})
    top.refuse_unknown()
    top.finish()
    return people


def _weighted(node: Node, can_carry: Callable[[str], bool]) -> Weighted:
    words: list[tuple[str, str]] = []
    weights: list[int] = []
    for item in node.items():
        members = item.items()
        if len(members) != 3:
            item.refuse("expected [text, kana, weight]")
        if can_carry(members[0].filled()):
            words.append((members[0].text(), members[1].text()))
            weights.append(members[2].whole(least=1))
    return Weighted(tuple(words), tuple(accumulate(weights)))


_FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def full_width(number: int | str) -> str:
    """Digits and hyphens in full width.

    >>> full_width(105)
    '１０５'
    """
    return str(number).translate(_FULL_WIDTH)
