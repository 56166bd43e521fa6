"""A decided posting in words and yen (料金の説明): what each line costs, what all costs, what lacks for the next threshold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from printjob.mailroom.postage.decide import Decision, Share
from printjob.mailroom.postage.editions import Provenance
from printjob.mailroom.postage.eligible import Tables, offered, refusal
from printjob.mailroom.postage.groups import UNKNOWN, Group
from printjob.mailroom.postage.handover import CASH
from printjob.mailroom.postage.products import PLAIN
from printjob.mailroom.postage.reasons import Why, reasons


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Alike pieces of a campaign that go the same way. Fees are thousandths of a yen, ``plain_milli`` what one costs undiscounted.

    ``product`` is empty for pieces that nothing takes; ``lacking``: there is no envelope of that class left.
    """

    campaign: str
    product: str
    title: str
    office: str
    district: str
    envelope: str
    indicia: str
    shape: str
    weight_g: float
    tier: int
    pieces: int
    fee_milli: int
    plain_milli: int
    lacking: bool
    why: tuple[Why, ...]


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """A lot and its next tier: so many could go into it, so many are needed, so many lack."""

    product: str
    title: str
    office: str
    district: str
    shape: str
    eligible: int
    needed: int
    lacks: int


class CashShort(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one fee at an office that is paid at the counter (料金別納), fewer than it takes of one fee."""

    office: str
    fee_milli: int
    pieces: int
    needed: int


class CampaignTotal(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign's share of the posting, in thousandths of a yen: without transport and before the posting's own rounding."""

    id: str
    pieces: int
    fees_milli: int
    plain_milli: int
    by_product: dict[str, int]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality's posting of a day. ``cost_yen`` includes ``transport_yen`` and is rounded as the site says; ``plain_yen`` is what
    all of it would cost undiscounted at the office that is cheapest to reach. ``doubtful`` are the values to be confirmed with the post office.
    """

    id: str
    municipality: str
    posted_on: date
    pieces: int
    cost_yen: int
    transport_yen: int
    plain_yen: int
    saving_yen: int
    by_product: dict[str, int]
    lacking_envelopes: int
    unplaced: int
    district_unknown: int
    gap_yen: int
    guarded: dict[str, int]
    campaigns: tuple[CampaignTotal, ...]
    lines: tuple[Line, ...]
    thresholds: tuple[Threshold, ...]
    doubtful: tuple[Provenance, ...]
    cash_short: tuple[CashShort, ...] = ()


def lines_of(decision: Decision, tables: Tables) -> tuple[Line, ...]:
    """A line for each share in their order, then one for each group that nothing takes."""
    none = (_unplaced_line(decision.municipality, decision.groups[one], tables) for one in decision.unplaced)
    return (*(_line(decision, share, tables) for share in decision.shares), *none)


def report(decision: Decision, posted_on: date, tables: Tables, guarded: dict[str, int], lines: Sequence[Line] | None = None) -> Report:
    """The posting explained; ``lines`` are :func:`lines_of` where they are known already."""
    every = tuple(_merged(lines_of(decision, tables) if lines is None else lines))
    cost = _rounded(every, tables) + decision.transport_yen
    plain_yen = tables.posting.rounding.yen(sum(line.plain_milli * line.pieces for line in every)) + _nearest_yen(decision, tables)
    return Report(
        id=f"{decision.municipality}-{posted_on:%Y%m%d}", municipality=decision.municipality, posted_on=posted_on,
        pieces=sum(line.pieces for line in every), cost_yen=cost, transport_yen=decision.transport_yen, plain_yen=plain_yen,
        saving_yen=plain_yen - cost, by_product=_by_product(every),
        lacking_envelopes=sum(line.pieces for line in every if line.lacking),
        unplaced=sum(decision.groups[one].pieces for one in decision.unplaced),
        district_unknown=sum(group.pieces for group in decision.groups if group.district == UNKNOWN), gap_yen=-(-decision.gap_milli // 1000), guarded=guarded,
        campaigns=tuple(_campaigns(every)), lines=every, thresholds=tuple(_thresholds(decision, tables)), doubtful=_doubtful(decision, tables),
        cash_short=tuple(_cash_short(decision.municipality, every, tables)),
    )  # fmt: skip


def report_without_tables(municipality: str, posted_on: date, campaigns: Mapping[str, int]) -> Report:
    """A posting on a day for which there is no table: no class is decided, nothing is priced. ``campaigns``: the pieces of each."""
    why = (Why(PLAIN, "", 0, "no-tables"),)
    lines = tuple(
        Line(
            campaign=campaign, product="", title="", office="", district="", envelope="", indicia="", shape="", weight_g=0, tier=0, pieces=pieces,
            fee_milli=0, plain_milli=0, lacking=False, why=why,
        )
        for campaign, pieces in sorted(campaigns.items())
    )  # fmt: skip
    pieces = sum(campaigns.values())
    return Report(
        id=f"{municipality}-{posted_on:%Y%m%d}", municipality=municipality, posted_on=posted_on, pieces=pieces, cost_yen=0, transport_yen=0,
        plain_yen=0, saving_yen=0, by_product={}, lacking_envelopes=0, unplaced=pieces, district_unknown=0, gap_yen=0, guarded={},
        campaigns=tuple(_campaigns(lines)), lines=lines, thresholds=(), doubtful=(),
    )  # fmt: skip


def _nearest_yen(decision: Decision, tables: Tables) -> int:
    """The transport to the cheapest office that takes undiscounted mail."""
    plain = tables.catalogue.products[0]
    return min((one.transport_yen for one in tables.posting.offices if offered(plain, one, decision.municipality)), default=0)


def _line(decision: Decision, share: Share, tables: Tables) -> Line:
    group, lot = decision.groups[share.group], decision.lots[share.lot]
    return Line(
        campaign=group.campaign, product=lot.product.product, title=lot.product.title, office=tables.posting.offices[lot.office].office,
        district=lot.district, envelope=group.cover.envelope, indicia=lot.product.indicia, shape=tables.rates.shapes[group.shape].title,
        weight_g=group.weight_mg / 1000, tier=lot.product.tiers[share.tier].least, pieces=share.pieces, fee_milli=share.fee_milli,
        plain_milli=_plain_milli(group, tables), lacking=share.lacking, why=tuple(reasons(decision, group, share, tables)),
    )  # fmt: skip


def _unplaced_line(municipality: str, group: Group, tables: Tables) -> Line:
    """A group that nothing takes, counted at plain postage where it has a shape."""
    has_shape = group.shape >= 0
    plain = _plain_milli(group, tables) if has_shape else 0
    return Line(
        campaign=group.campaign, product="", title="", office="", district="", envelope=group.cover.envelope, indicia="",
        shape=tables.rates.shapes[group.shape].title if has_shape else "", weight_g=group.weight_mg / 1000, tier=0, pieces=group.pieces,
        fee_milli=plain, plain_milli=plain, lacking=False, why=(Why(PLAIN, "", 0, _nothing_takes(municipality, group, tables)),),
    )  # fmt: skip


def _nothing_takes(municipality: str, group: Group, tables: Tables) -> str:
    """Why a group goes nowhere: ``no-shape``, ``envelope`` (in another it could go), or ``not-posted-there``."""
    if group.shape < 0:
        return "no-shape"
    free, offices = group._replace(indicia=""), [one for one in tables.posting.offices if group.office in ("", one.office)]
    could = any(offered(product, one, municipality) and not refusal(product, free, tables) for product in tables.catalogue.products for one in offices)
    return "envelope" if could else "not-posted-there"


def _plain_milli(group: Group, tables: Tables) -> int:
    """The undiscounted fee of one piece with its option."""
    product = next((one for one in tables.catalogue.products if one.option == group.option), None)
    if product is None:
        return 0
    return product.fee_milli(tables.rates.shapes[group.shape], group.weight_mg, product.tiers[0]) or 0


def _cash_short(municipality: str, lines: Sequence[Line], tables: Tables) -> Iterator[CashShort]:
    """Where 料金別納 has too few pieces of one fee: told, for what happens to them is the office's to say."""
    counts: dict[tuple[str, int], int] = {}
    for line in lines:
        if line.product and tables.posting.payment(line.office, municipality) == CASH:
            counts[line.office, line.fee_milli] = counts.get((line.office, line.fee_milli), 0) + line.pieces
    least = tables.posting.cash.least
    for (office, fee_milli), pieces in sorted(counts.items()):
        if pieces < least:
            yield CashShort(office=office, fee_milli=fee_milli, pieces=pieces, needed=least)


def _merged(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that say the same are one."""
    counts: dict[Line, int] = {}
    for line in lines:
        key = msgspec.structs.replace(line, pieces=0)
        counts[key] = counts.get(key, 0) + line.pieces
    for key, pieces in counts.items():
        yield msgspec.structs.replace(key, pieces=pieces)


def _rounded(lines: tuple[Line, ...], tables: Tables) -> int:
    """What the lines cost in whole yen: each slip's line rounded, or each posting's sum; pieces are rounded already."""
    rounding, sums = tables.posting.rounding, dict[tuple[str, ...], int]()
    for line in lines:
        key = (line.office, line.product, line.district, *((line.shape, f"{line.fee_milli}") if rounding.of == "line" else ()))
        sums[key] = sums.get(key, 0) + line.fee_milli * line.pieces
    return sum(map(rounding.yen, sums.values()))


def _campaigns(lines: tuple[Line, ...]) -> Iterator[CampaignTotal]:
    for campaign in sorted({line.campaign for line in lines}):
        own = tuple(line for line in lines if line.campaign == campaign)
        yield CampaignTotal(
            id=campaign,
            pieces=sum(line.pieces for line in own),
            fees_milli=sum(line.fee_milli * line.pieces for line in own),
            plain_milli=sum(line.plain_milli * line.pieces for line in own),
            by_product=_by_product(own),
        )


def _by_product(lines: tuple[Line, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        if line.product:
            counts[line.product] = counts.get(line.product, 0) + line.pieces
    return counts


def _thresholds(decision: Decision, tables: Tables) -> Iterator[Threshold]:
    for lot, eligible in zip(decision.lots, decision.eligible, strict=True):
        following = [tier.least for tier in lot.product.tiers if tier.least > eligible]
        if following:
            yield Threshold(
                product=lot.product.product, title=lot.product.title, office=tables.posting.offices[lot.office].office, district=lot.district,
                shape=tables.rates.shapes[lot.shape].title if lot.shape >= 0 else "", eligible=eligible, needed=following[0],
                lacks=following[0] - eligible,
            )  # fmt: skip


def _doubtful(decision: Decision, tables: Tables) -> tuple[Provenance, ...]:
    """What was used and is not read in a published source: postage, the tables of classes on offer, envelopes, options, rounding."""
    used = [tables.rates.known, *tables.catalogue.known, *tables.posting.known]
    used += [group.cover.known for group in decision.groups]
    options = [tables.rates.options[option] for option in sorted({group.option for group in decision.groups} & set(tables.rates.options))]
    used += [one for option in options for one in option.known]
    if options and tables.posting.inquiry_symbol:
        used.append(tables.posting.inquiry_symbol.known)
    if any(office.payment(decision.municipality) == CASH for office in tables.posting.offices):
        used.append(tables.posting.cash.known)
    return tuple(dict.fromkeys(one for one in used if one.doubtful))
