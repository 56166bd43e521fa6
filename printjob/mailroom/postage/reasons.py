"""Why not a cheaper class (もっと安くならない理由): for a share of a group, every cheaper product with what stands against it.

Reasons: those of :func:`.eligible.refusal` (``envelope``: already in an envelope that bears another mark), and ``not-posted-there`` (no office of ours takes it for this municipality or this district),
``no-tables`` (no tables are in force on the posting day), ``district-unknown`` (no list says its 郵便区番号), ``minimum`` (too few could go together; ``lacks`` so many), ``envelopes`` (the stock is used up), ``together`` (the whole posting is cheaper
as it is: a threshold elsewhere or the transport would cost more).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from printjob.mailroom.postage.decide import Decision, Share
from printjob.mailroom.postage.eligible import Lot, Tables, fee_of, offered, refusal
from printjob.mailroom.postage.groups import UNKNOWN, Group
from printjob.mailroom.postage.products import Product


class Why(msgspec.Struct, frozen=True):
    """A cheaper class that was not taken: its fee in thousandths of a yen (0: it has none for such a piece) and the reason."""

    product: str
    title: str
    fee_milli: int
    reason: str
    lacks: int = 0


def reasons(decision: Decision, group: Group, share: Share, tables: Tables) -> Iterator[Why]:
    """Every product that would be cheaper for this group, with the reason why it is not taken."""
    municipality = decision.municipality
    for product in tables.catalogue.products:
        if product.option or not any(offered(product, office, municipality) for office in tables.posting.offices):
            continue
        refused = refusal(product, group, tables)
        if refused:
            if refused != "shape" or product.kind == "barcode":
                yield from _if_cheaper(product, group, share, tables, Why(product.product, product.title, 0, refused))
            continue
        yield from _of_lots(decision, product, group, share, tables)


def _if_cheaper(product: Product, group: Group, share: Share, tables: Tables, why: Why) -> Iterator[Why]:
    fee = product.fee_milli(tables.rates.shapes[group.shape], group.weight_mg, product.tiers[0])
    if fee is None or fee < share.fee_milli:
        yield msgspec.structs.replace(why, fee_milli=fee or 0)


def _of_lots(decision: Decision, product: Product, group: Group, share: Share, tables: Tables) -> Iterator[Why]:
    """The nearest of the product's lots that takes the group: what it lacks, or why its place is not used."""
    inside = [n for n, lot in enumerate(decision.lots) if lot.product is product and share.group in decision.members[n]]
    if not inside:
        yield from _if_cheaper(product, group, share, tables, Why(product.product, product.title, 0, _nowhere(product, group)))
        return
    best = max(inside, key=lambda n: decision.eligible[n])
    lot, eligible = decision.lots[best], decision.eligible[best]
    reached = [tier for tier in product.tiers if tier.least <= eligible]
    fee = fee_of(lot, reached[-1] if reached else product.tiers[0], group, tables)
    if fee >= share.fee_milli:
        return
    if not reached:
        yield Why(product.product, product.title, fee, "minimum", product.tiers[0].least - eligible)
    else:
        yield Why(product.product, product.title, fee, "envelopes" if _used_up(decision, lot, tables) else "together")


def _nowhere(product: Product, group: Group) -> str:
    return "district-unknown" if product.kind == "local" and group.district == UNKNOWN else "not-posted-there"


def _used_up(decision: Decision, lot: Lot, tables: Tables) -> bool:
    """Whether all envelopes of the lot's indicia are taken."""
    stock = tables.posting.stock.get((decision.municipality, lot.envelope))
    if stock is None:
        return False
    of_kind = [one for one in decision.shares if decision.lots[one.lot].envelope == lot.envelope and not one.lacking]
    used = sum(one.pieces for one in of_kind if decision.lots[one.lot].product.indicia == lot.product.indicia)
    return used >= stock.get(lot.product.indicia, 0)
