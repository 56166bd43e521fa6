"""How long the mail classes of one large posting take: grouping, deciding, telling each piece its class, explaining. One core.

``python -m benchmarks.postage [PIECES] [OFFICES]``: a municipality's pieces over 400 districts, as people are spread (few districts have
most), four campaigns with different slack, one main office and delivering offices that cost a drive.
"""

from __future__ import annotations

import datetime as dt
import sys

import msgspec
import numpy as np

from benchmarks.site import timed
from printjob.mailroom.postage.contents import read_contents
from printjob.mailroom.postage.decide import decide, share_of_piece
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import Report, report
from printjob.mailroom.postage.groups import BARCODED, NO_BARS, PIECE, Named, Pieces, group
from printjob.mailroom.postage.posting import Office, read_posting
from printjob.mailroom.postage.products import catalogue, read_discounts, read_local
from printjob.mailroom.postage.rates import read_rates
from printjob.whereabouts import data_folder

DAY = dt.date(2026, 4, 10)
CITY = "019917"
DISTRICTS = [f"{number:03d}" for number in range(1, 400)]


def tables(offices: int) -> Tables:
    """The shipped tables with a main office and so many delivering ones."""
    folder = data_folder("spool") / "postage"
    rates = read_rates(folder / "postage.yaml", DAY).table
    discounts = read_discounts(folder / "discounts.yaml", DAY).table
    local = read_local(folder / "local.yaml", DAY).table
    posting = read_posting(folder / "posting.yaml")
    main = msgspec.structs.replace(posting.offices[0], districts=tuple(DISTRICTS[:5]), region_office=True)
    more = tuple(
        Office(
            office=f"office {n}", districts=(DISTRICTS[n],), takes=("plain", "local"), sorting="addressee", region_office=False, roll_pallets=False,
            sequences=n % 3 == 0, transport_yen=3000 + 700 * n, contracts=(CITY,),
        )
        for n in range(5, 5 + offices)
    )  # fmt: skip
    products = catalogue(rates, discounts, local.products, (discounts.known, local.known))
    return Tables(rates, products, read_contents(folder / "weights.yaml"), msgspec.structs.replace(posting, offices=(main, *more)))


def mail(count: int) -> Pieces:
    """Pieces: 3 % flat, 3 % without barcode."""
    random = np.random.default_rng(1)
    pieces, flat = np.zeros(count, dtype=PIECE), random.random(count) < 0.03
    pieces["campaign"], pieces["cover"], pieces["shape"] = random.integers(0, 4, count), flat, np.where(flat, 2, 1)
    pieces["band"] = np.where(flat, random.integers(3, 6, count), random.integers(1, 3, count))
    pieces["barcode"], pieces["option"] = np.where(random.random(count) < 0.97, BARCODED, NO_BARS), -1
    pieces["district"] = (random.pareto(1.0, count) * 8).astype(np.int64) % len(DISTRICTS)
    return pieces


class ClassingTime(msgspec.Struct, frozen=True):
    """What one large posting took, in CPU seconds; ``gap_yen`` is how much dearer than the cheapest it may be, 0 when it is the cheapest."""

    pieces: int
    groups: int
    lots: int
    seconds: float
    gap_yen: int


def measure(count: int = 1_000_000, offices: int = 35) -> ClassingTime:
    """Decide a posting of so many pieces."""
    return decided(count, offices)[0]


def decided(count: int, offices: int) -> tuple[ClassingTime, Report]:
    """The time and what was decided."""
    known, pieces = tables(offices), mail(count)
    covers = [known.contents.covers["洋長3 窓"], known.contents.covers["角形2号"]]
    named = Named(["a", "b", "c", "d"], [0, 3, 0, 7], covers, known.limits_mg(), (), DISTRICTS)

    def work() -> tuple[int, int, Report]:
        groups, which = group(pieces, named, frozenset(one for office in known.posting.offices for one in office.districts))
        decision = decide(groups, CITY, known)
        share_of_piece(decision, which)
        return len(groups), len(decision.lots), report(decision, DAY, known, {})

    (groups, lots, told), seconds = timed(work)
    return ClassingTime(count, groups, lots, seconds, told.gap_yen), told


def main(count: int, offices: int) -> None:
    """Measure and tell."""
    took, told = decided(count, offices)
    print(f"{took.pieces:,} pieces, {took.groups:,} groups, {took.lots:,} lots: {took.seconds:.1f} s")
    print(f"{told.cost_yen:,} yen with {told.transport_yen:,} for transport; plain {told.plain_yen:,}; at most {told.gap_yen:,} above the cheapest")
    print(told.by_product)


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:]]
    main(*[*asked, *[1_000_000, 35][len(asked) :]])
