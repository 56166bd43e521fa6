"""Who may be posted how (差出の条件): the lots that a posting can have, and why a group may not go into one.

A *lot* is what is handed in under one line of conditions and counted together: product, office, for 郵便区内特別 its district, and the
shapes and weight bands that may count together. Its tiers are the bins of :mod:`.assign`.

Readings that the sources leave open, the careful one taken: a barcoded lot has barcoded pieces alone; a sorted lot has one shape; where
envelopes are already printed (stock), those of one kind count for themselves and not together with other envelopes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from printjob.errors import BugFound, Fault
from printjob.mailroom.postage.contents import Contents
from printjob.mailroom.postage.groups import BARCODED, NO_BARS, UNKNOWN, Group
from printjob.mailroom.postage.posting import Office, Posting
from printjob.mailroom.postage.products import Catalogue, Product, Tier
from printjob.mailroom.postage.rates import Rates

Kind = tuple[int, int]
"""a shape and a step of its fees"""


class Tables(NamedTuple):
    """All that is declared, as it is in force on the posting day."""

    rates: Rates
    catalogue: Catalogue
    contents: Contents
    posting: Posting

    def limits_mg(self) -> tuple[int, ...]:
        """Every weight at which any fee changes, rising."""
        tables = [shape.fees for shape in self.rates.shapes]
        tables += [fees for product in self.catalogue.products for fees in product.fees.values()]
        most = {product.most_weight_mg for product in self.catalogue.products if product.most_weight_mg is not None}
        return tuple(sorted(most | {limit for fees in tables for limit, _ in fees}))


class Lot(NamedTuple):
    """A lot that may be posted. ``envelope`` is set where stock of it is declared; ``kinds`` where only these may count together."""

    product: Product
    office: int
    district: str
    shape: int
    envelope: str
    kinds: frozenset[Kind]


def refusal(product: Product, group: Group, tables: Tables) -> str:
    """Why the product never takes the group, whatever the counts; empty where it does.

    ``no-shape``, ``option``, ``too-large``, ``shape``, ``no-bars``, ``too-thick``, ``too-heavy``, ``slack``, ``district-unknown``,
    ``envelope``, the first that holds.
    """
    shape, size = tables.rates.shapes[group.shape], group.cover.size_mm
    rules = (
        ("no-shape", group.shape < 0),
        ("option", product.option != group.option),
        ("too-large", product.most_mm is not None and (size[0] > product.most_mm[0] or size[1] > product.most_mm[1])),
        ("shape", shape.shape not in product.shapes or product.fee_milli(shape, 0, product.tiers[0]) is None),
        ("no-bars", product.barcode and group.barcode == NO_BARS),
        ("too-thick", product.barcode and group.barcode != BARCODED),
        ("too-heavy", product.fee_milli(shape, group.weight_mg, product.tiers[0]) is None),
        ("slack", product.slack_days > group.slack_days),
        ("district-unknown", product.sorting == "addressee" and group.district == UNKNOWN),
        ("envelope", group.indicia not in ("", product.indicia)),
    )
    return next((reason for reason, broken in rules if broken), "")


def offered(product: Product, office: Office, municipality: str) -> bool:
    """Whether the office takes the product from this municipality."""
    return (
        office.payment(municipality) != ""
        and product.kind in office.takes
        and (office.region_office or not product.region_office)
        and (office.roll_pallets or not product.roll_pallets)
        and (office.sequences or not product.sequencing_office)
        and product.sorting in ("", office.sorting)
    )


def lots(groups: Sequence[Group], municipality: str, tables: Tables) -> list[tuple[Lot, list[int]]]:
    """Every lot that some group may go into, in a fixed order, with the indexes of those groups."""
    stocked = {envelope for code, envelope in tables.posting.stock if code == municipality}
    found: list[tuple[Lot, list[int]]] = []
    for product in tables.catalogue.products:
        by_place: dict[tuple[str, int, str], list[int]] = {}
        for at, group in enumerate(groups):
            if not refusal(product, group, tables):
                by_place.setdefault(_place(product, group, stocked), []).append(at)
        for index, office in enumerate(tables.posting.offices):
            if offered(product, office, municipality):
                found += _of_office(product, index, office, by_place, groups, tables)
    return found


def _of_office(
    product: Product, index: int, office: Office, by_place: dict[tuple[str, int, str], list[int]], groups: Sequence[Group], tables: Tables
) -> Iterator[tuple[Lot, list[int]]]:
    for (district, shape, envelope), inside in sorted(by_place.items()):
        if product.kind == "local" and district not in office.districts:
            continue
        kind = {at: kind_of(product, groups[at], tables) for at in inside if groups[at].office in ("", office.office)}
        if not kind:
            continue
        for kinds in _together(product, set(kind.values())):
            yield Lot(product, index, district, shape, envelope, kinds), [at for at in kind if kind[at] in kinds]


def _place(product: Product, group: Group, stocked: set[str]) -> tuple[str, int, str]:
    return (
        group.district if product.kind == "local" else "",
        -1 if product.mixes_shapes or not product.tiers[0].least else group.shape,
        group.cover.envelope if group.cover.envelope in stocked else "",
    )


def _together(product: Product, kinds: set[Kind]) -> Iterator[frozenset[Kind]]:
    """All kinds, or where they are more than may count together each choice of so many."""
    if not product.most_kinds or len(kinds) <= product.most_kinds:
        yield frozenset(kinds)
    else:
        yield from map(frozenset, itertools.combinations(sorted(kinds), product.most_kinds))


def kind_of(product: Product, group: Group, tables: Tables) -> Kind:
    """The shape and weight band of the group as a slip counts them."""
    shape = tables.rates.shapes[group.shape]
    fees = product.fees.get(shape.shape, shape.fees)
    return group.shape, sum(limit < group.weight_mg for limit, _ in fees)


def fee_of(lot: Lot, tier: Tier, group: Group, tables: Tables) -> int:
    """The fee of one piece of a group that the lot takes, in thousandths of a yen, rounded where the site rounds each piece."""
    milli = lot.product.fee_milli(tables.rates.shapes[group.shape], group.weight_mg, tier)
    if milli is None:
        raise BugFound(Fault(id="PJ-1702-E", detail="a lot does not take its group"))
    rounding = tables.posting.rounding
    return rounding.yen(milli) * 1000 if rounding.of == "piece" else milli
