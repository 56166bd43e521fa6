"""The tables of postage agree: a shape or an envelope that one of them names stands in the table that declares it.

A misspelt name would be no mistake that shows: the discount would simply never be taken, the stock never be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path

from printjob.declared import Node, nearest, read
from printjob.mailroom.postage.editions import day_of


def require_agreement(file: Callable[[str], Path], day: date) -> None:
    """``file`` gives each table by its name. ``DeclarationRefused`` names the places of all names that nothing declares on ``day``."""
    shapes = {item.take("shape").text() for item in _edition(_table(file, "postage.yaml"), day).take("shapes").items()}
    covers = {item.take("envelope").text() for item in _table(file, "weights.yaml").take("envelopes").items()}
    discounts, local, posting = (_table(file, name) for name in ("discounts.yaml", "local.yaml", "posting.yaml"))
    _require(discounts, _discounted(_edition(discounts, day)), shapes, "postage.yaml has no such shape")
    for product in _edition(local, day).take("products").items():
        _require(local, product.take("fees").entries(), shapes, "postage.yaml has no such shape")
    stocked = (item.take("envelope") for item in posting.take("stock").items())
    _require(posting, ((one.text(), one) for one in stocked), covers, "weights.yaml has no such envelope")
    for table in (discounts, local, posting):
        table.finish()


def _table(file: Callable[[str], Path], name: str) -> Node:
    return read(file(name), f"postage/{name}")


def _edition(table: Node, day: date) -> Node:
    """The edition in force, as :func:`.editions.read_edition` finds it."""
    editions = {day_of(item.take("valid_from")): item for item in table.take("editions").items()}
    return editions[max(first for first in editions if first <= day)]


def _discounted(edition: Node) -> Iterator[tuple[str, Node]]:
    for part in ("barcode", "sorted"):
        yield from ((one.text(), one) for one in edition.take(part).take("shapes").items())


def _require(table: Node, named: Iterator[tuple[str, Node]] | list[tuple[str, Node]], known: Collection[str], wrong: str) -> None:
    for name, node in named:
        if name not in known:
            with table.collecting():
                node.refuse(f"{wrong}{nearest(name, sorted(known))}", name)
