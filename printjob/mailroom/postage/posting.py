"""How the site posts (差出の決まり): offices, contracts, slack, ordered envelopes, inserts, rounding, bundles, as ``posting.yaml`` says.

What no published source tells (rounding, an office's answers) is a setting here with its evidence.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.declared import Node, read
from printjob.mailroom.calendar.days import Calendar
from printjob.mailroom.calendar.window import Window, on_time
from printjob.mailroom.postage.editions import Provenance, by_name, day_of, flag_of, provenance, steps
from printjob.mailroom.postage.handover import (
    CASH,
    POSTPAID,
    Bundling,
    Cash,
    InquiryBlock,
    InquirySymbol,
    Slips,
    blocks,
    bundling,
    cash,
    inquiry_symbol,
    payers,
    slips,
)
from printjob.model.mail import INDICIA


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """A post office that accepts mail: the districts it delivers, the kinds of products it takes, what driving there once costs."""

    office: str
    districts: tuple[str, ...]
    takes: tuple[str, ...]
    sorting: str
    region_office: bool
    roll_pallets: bool
    sequences: bool
    transport_yen: int
    contracts: tuple[str, ...]
    cash: tuple[str, ...] = ()

    def payment(self, municipality: str) -> str:
        """How the municipality pays here: ``postpaid`` (料金後納), ``cash`` (料金別納), or empty: nothing of it is accepted here."""
        return POSTPAID if municipality in self.contracts else CASH if municipality in self.cash else ""


class Insert(NamedTuple):
    """An insert (同封物) of every piece of a campaign."""

    insert: str
    weight_mg: int
    thickness_um: int


class CampaignPosting(msgspec.Struct, frozen=True):
    """What is known of a campaign: its first due day (納期限), its inserts, whether its pieces bear customer barcodes."""

    first_due_on: date | None = None
    inserts: tuple[Insert, ...] = ()
    barcode: bool = True


class Rounding(NamedTuple):
    """Fractions of a yen: ``of`` piece, line or posting; ``to`` down, up or half."""

    of: str
    to: str
    known: Provenance

    def yen(self, milli: int) -> int:
        """An amount in thousandths of a yen as whole yen.

        >>> Rounding("piece", "half", Provenance("", "example", "")).yen(106_700)
        107
        """
        more = {"down": 0, "up": 999, "half": 500}[self.to]
        return (milli + more) // 1000


Stock = dict[tuple[str, str], dict[str, int]]
"""by (municipality, envelope): how many envelopes of each indicia are there"""


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``campaigns`` are by series: a campaign's name without its dates."""

    rounding: Rounding
    window: Window
    offices: tuple[Office, ...]
    slack_days: dict[str, int]
    campaigns: dict[str, CampaignPosting]
    stock: Stock
    bundling: Bundling
    slips: Slips
    cash: Cash
    numbers: tuple[InquiryBlock, ...] = ()
    inquiry_symbol: InquirySymbol | None = None
    """there where ``numbers`` has blocks"""

    def of_campaign(self, series: str) -> CampaignPosting:
        """What is said of a campaign; where nothing is, what counts for all."""
        return self.campaigns.get(series, CampaignPosting())

    def bars_wanted(self, series: str) -> bool:
        """Whether the campaign's pieces are to bear customer barcodes (``barcode: no`` switches them off)."""
        return self.of_campaign(series).barcode

    def payment(self, office: str, municipality: str) -> str:
        """``postpaid`` (料金後納), ``cash`` (料金別納), or empty where the office is unknown or takes nothing of the municipality."""
        return next((one.payment(municipality) for one in self.offices if one.office == office), "")

    def blocks(self, municipality: str, option: str) -> tuple[InquiryBlock, ...]:
        """The municipality's inquiry numbers for an option service, in the order in which they are used up."""
        return tuple(one for one in self.numbers if (one.municipality, one.option) == (municipality, option))

    def first_due(self, series: str, least_due: date | None) -> date | None:
        """The campaign's first due day: the earlier of what its records say and what is written here."""
        return min((day for day in (least_due, self.of_campaign(series).first_due_on) if day), default=None)

    def slack_allowed(self, municipality: str, first_due: date | None, posted_on: date, calendar: Calendar) -> int:
        """The most days of slack that the municipality and the first due day leave, 0 where that is not known."""
        if first_due is None:
            return 0
        fitting = [slack for slack in self.window.delivery_days if on_time(posted_on, first_due, slack, self.window, calendar)]
        return max([slack for slack in fitting if slack <= self.slack_days.get(municipality, 0)], default=0)

    @property
    def known(self) -> tuple[Provenance, ...]:
        """Where the settings come from that a post office must have said."""
        return self.rounding.known, self.bundling.known, self.slips.known


def read_posting(path: Path) -> Posting:
    """The site's settings. ``DeclarationRefused`` with all faults."""
    node = read(path, f"postage/{path.name}")
    numbers = blocks(node.maybe("numbers"))
    symbol = node.take("inquiry_symbol") if numbers else node.maybe("inquiry_symbol")
    offices = tuple(by_name(node.take("offices"), _office).values())
    if not offices:
        node.take("offices").refuse("expected at least one office", "")
    posting = Posting(
        rounding=_rounding(node.take("rounding")),
        window=_window(node.take("window")),
        offices=offices,
        slack_days=by_name(node.take("municipalities"), _slack),
        campaigns=by_name(node.take("campaigns"), _campaign),
        stock=_stock(node.take("stock")),
        bundling=bundling(node.take("bundles")),
        slips=slips(node.take("slips")),
        cash=cash(node.take("cash")),
        numbers=numbers,
        inquiry_symbol=inquiry_symbol(symbol) if symbol else None,
    )
    node.refuse_unknown()
    node.finish()
    return posting


def _rounding(node: Node) -> Rounding:
    of, to = node.take("of"), node.take("to")
    found = Rounding(
        of.choice({"piece": "piece", "line": "line", "posting": "posting"}),
        to.choice({"down": "down", "up": "up", "half": "half"}),
        provenance(node),
    )
    node.refuse_unknown()
    return found


def _window(node: Node) -> Window:
    days = node.take("delivery_days")
    found = Window(node.take("days_before_due").whole(), dict(steps(days)))
    if 0 not in found.delivery_days:
        days.refuse("the days without slack, [0, n], are missing", "")
    node.refuse_unknown()
    return found


def _office(node: Node) -> tuple[str, Office]:
    kinds = {name: name for name in ("plain", "option", "barcode", "sorted", "local")}
    contracts, paying = payers(node)
    office = Office(
        office=node.take("office").filled(),
        districts=tuple(map(_district, node.take("districts").items())),
        takes=tuple(one.choice(kinds) for one in node.take("takes").items()),
        sorting=node.take("sorting").choice({"addressee": "addressee", "office": "office"}),
        region_office=flag_of(node, "region_office"),
        roll_pallets=flag_of(node, "roll_pallets"),
        sequences=flag_of(node, "sequences"),
        transport_yen=node.take("transport_yen").whole(),
        contracts=contracts,
        cash=paying,
    )
    node.refuse_unknown()
    return office.office, office


def _district(node: Node) -> str:
    value = node.text()
    if not value.isascii() or not value.isdigit() or len(value) not in (3, 5):
        node.refuse("a district (郵便区番号) has three or five digits")
    return value


def _slack(node: Node) -> tuple[str, int]:
    found = node.take("municipality").filled(), node.take("slack_days").choice({"0": 0, "3": 3, "7": 7})
    node.refuse_unknown()
    return found


def _campaign(node: Node) -> tuple[str, CampaignPosting]:
    due, inserts, bars = node.maybe("first_due_on"), node.maybe("inserts"), node.maybe("barcode")
    listed = tuple(map(_insert, inserts.items())) if inserts else ()
    name = node.take("campaign").filled()
    node.refuse_unknown()
    return name, CampaignPosting(day_of(due) if due else None, listed, bars.flag() if bars else True)


def _insert(node: Node) -> Insert:
    found = Insert(node.take("insert").filled(), round(node.take("weight_g").number(0) * 1000), node.take("thickness_um").whole())
    node.refuse_unknown()
    return found


def _stock(node: Node) -> Stock:
    stock: Stock = {}
    for item in node.items():
        of = stock.setdefault((item.take("municipality").filled(), item.take("envelope").filled()), {})
        indicia = item.take("indicia").choice({name: name for name in INDICIA})
        if indicia in of:
            item.refuse("these envelopes stand here twice", indicia)
        of[indicia] = item.take("pieces").whole()
        item.refuse_unknown()
    return stock
