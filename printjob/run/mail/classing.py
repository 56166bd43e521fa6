"""Classing (差出の区分の決定): in the night, between comparison and plan, each admitted piece gets its mail class and its district.

What one municipality posts on one day is decided together, over all its campaigns of that day, because least counts are counted at once.
It comes before jobs are cut, for the envelope's indicia differ by class. A piece that nothing takes is in no class and is printed all the
same: :mod:`.postage` tells of it. The result depends on the rows alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.mailroom.plan import Mailing
from printjob.mailroom.postage.decide import Decision, decide, line_of_piece
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import lines_of, report, report_without_tables
from printjob.mailroom.postage.groups import Named, Pieces, group
from printjob.mailroom.postage.posting import Stock
from printjob.mailroom.profile import Profile
from printjob.model.campaign import posting_day
from printjob.model.mail import OPTIONS, UNMAILED, BundleRule, MailClass
from printjob.run.calendar.days import calendar_of, first_dues
from printjob.run.campaigns import Campaign
from printjob.run.mail.classed import PIECE_LINE, PostingClassed, keep_classed
from printjob.run.mail.pieces import Destinations, Indexes, MailPieces, Rows, admitted_of, destinations, require_weights
from printjob.run.mail.tables import districts_on, first_day, tables_on
from printjob.run.receive import Received
from printjob.run.site import Site

_Ranked = dict[MailClass, tuple[int, int]]
"""classes with their places: by office, then in the order of the catalogue"""


class _Sent(NamedTuple):
    """A campaign of a posting: the indexes of its admitted rows, and how many days of slack it may take."""

    campaign: Campaign
    members: Indexes
    slack_days: int


class _Posting(NamedTuple):
    """A posting as decided: its rows' indexes, of each the line, the district and the thickness unpressed (um); the classes of the lines."""

    classed: PostingClassed
    at: Indexes
    line: npt.NDArray[np.int32]
    to: Destinations
    unpressed_um: npt.NDArray[np.int32]
    classes: tuple[MailClass, ...]
    ranks: _Ranked


class Classed(NamedTuple):
    """The night's decision: for the plan, and to be kept with the numbers that the plan gives."""

    mailing: Mailing
    postings: tuple[_Posting, ...]


def require_tables(site: Site, received: Received) -> None:
    """The tables of every posting day are sound: told (``PJ-1404-E``) before a delivery is read, not behind it."""
    machines: dict[date, list[Profile]] = {}
    for campaign in received.campaigns:
        machines.setdefault(posting_day(campaign.plan.key), []).extend(route.profile for route in campaign.plan.routes)
    for day, profiles in sorted(machines.items(), key=lambda item: item[0]):
        if day >= first_day(site):
            require_weights(tables_on(site, day), profiles)
            districts_on(site, day)
    calendar_of(site)


def classify(run: Path, site: Site, rows: Rows, received: Received) -> Classed:
    """Decide the class of every admitted row. ``EnvironmentAtFault`` (``PJ-1404-E``) with the places of what is wrong in the tables.

    A posting on a day before all tables is in no class: one municipality's wrong date must not stop the night of the others.
    """
    keys = [campaign.plan.key for campaign in received.campaigns]
    posting, calendar, first = site.posting(), calendar_of(site), first_day(site)
    dues = first_dues(rows, received.campaign_of, keys, posting)
    senders: dict[tuple[date, str], list[_Sent]] = {}
    for index, campaign in enumerate(received.campaigns):
        day, municipality = posting_day(campaign.plan.key), campaign.plan.municipality
        slack = posting.slack_allowed(municipality, dues[index], day, calendar)
        sent = _Sent(campaign, admitted_of(rows, received.campaign_of, index), slack)
        if len(sent.members):
            senders.setdefault((day, municipality), []).append(sent)
    postings, stock = [], posting.stock
    for (day, municipality), unsorted in sorted(senders.items(), key=lambda item: item[0]):
        own = sorted(unsorted, key=lambda one: one.campaign.plan.key)
        if day < first:
            postings.append(_without_tables(run.name, municipality, day, own))
        else:
            postings.append(_posting(run.name, site, rows, municipality, day, own, stock))
            stock = _left_of(stock, postings[-1].classed)
    return Classed(_mailing(rows, postings, posting.bundling.rule), tuple(postings))


def _left_of(stock: Stock, classed: PostingClassed) -> Stock:
    """The declared envelopes behind a posting: a later day of the same night must not count on those that are used."""
    left = {key: dict(by_indicia) for key, by_indicia in stock.items()}
    for line in classed.lines:
        key = classed.municipality, line.envelope
        if line.product and not line.lacking and key in left:
            left[key][line.indicia] -= line.pieces
    return left


def _posting(run: str, site: Site, rows: Rows, municipality: str, day: date, own: Sequence[_Sent], stock: Stock) -> _Posting:
    """One municipality's pieces of a day; ``stock`` are the envelopes that are there for it."""
    tables = tables_on(site, day)
    tables = tables._replace(posting=msgspec.structs.replace(tables.posting, stock=stock))
    found = MailPieces(tables)
    for place, sent in enumerate(own):
        found.add(rows, sent.members, place, sent.campaign)
    at, pieces, unpressed = found.all()
    to = destinations(rows["postal"][at], districts_on(site, day))
    pieces["district"] = np.where(to.certain, to.district, -1)
    names, slack = [one.campaign.plan.key for one in own], [one.slack_days for one in own]
    named = Named(names, slack, found.covers, tables.limits_mg(), OPTIONS[1:], to.names)
    decision, line = _decided(rows, at, pieces, named, municipality, tables)
    classed = _explained(run, decision, day, tables, found.guarded)
    return _Posting(classed, at, line, to, unpressed, tuple(_classes(decision, tables)), _ranks(decision, tables))


def _without_tables(run: str, municipality: str, day: date, own: Sequence[_Sent]) -> _Posting:
    told = report_without_tables(municipality, day, {one.campaign.plan.key: len(one.members) for one in own})
    classed = PostingClassed(run=run, municipality=municipality, posted_on=day, report=told, groups=(), lines=told.lines, group_of_line=())
    at = np.concatenate([one.members for one in own])
    line = np.repeat(np.arange(len(own), dtype=np.int32), [len(one.members) for one in own])
    nowhere = Destinations((), np.full(len(at), -1, dtype=np.int32), np.zeros(len(at), dtype=bool))
    return _Posting(classed, at, line, nowhere, np.zeros(len(at), dtype=np.int32), (UNMAILED,) * len(own), {})


def _decided(
    rows: Rows, at: Indexes, pieces: Pieces, named: Named, municipality: str, tables: Tables
) -> tuple[Decision, npt.NDArray[np.int32]]:
    """The decision, and of each piece the index of its line."""
    offices = (office for office in tables.posting.offices if office.payment(municipality))
    groups, which = group(pieces, named, frozenset(name for office in offices for name in office.districts))
    decision = decide(groups, municipality, tables)
    return decision, line_of_piece(decision, which, lambda some: _in_postal_order(rows, at, some))


def _in_postal_order(rows: Rows, at: Indexes, some: Indexes) -> Indexes:
    """Pieces that are shared out among classes are cut where their order is cut least: as jobs are sorted."""
    for key in ("number", "delivery", "notice", "digits", "postal"):
        some = some[np.argsort(rows[key][at[some]], kind="stable")]
    return some


def _explained(run: str, decision: Decision, day: date, tables: Tables, guarded: dict[str, int]) -> PostingClassed:
    lines = lines_of(decision, tables)
    return PostingClassed(
        run=run, municipality=decision.municipality, posted_on=day, report=report(decision, day, tables, guarded, lines),
        groups=decision.groups, lines=lines, group_of_line=(*(share.group for share in decision.shares), *decision.unplaced),
    )  # fmt: skip


def _classes(decision: Decision, tables: Tables) -> Iterator[MailClass]:
    """The class of each line."""
    for share in decision.shares:
        lot = decision.lots[share.lot]
        yield lot.product.at(tables.posting.offices[lot.office].office)
    yield from (UNMAILED for _ in decision.unplaced)


def _ranks(decision: Decision, tables: Tables) -> _Ranked:
    place = {product.product: index for index, product in enumerate(tables.catalogue.products)}
    offices = {office.office: index for index, office in enumerate(tables.posting.offices)}
    return {one: (offices[one.office], place[one.product]) for one in _classes(decision, tables) if one.product}


def _mailing(rows: Rows, postings: Sequence[_Posting], rule: BundleRule) -> Mailing:
    ranks: _Ranked = {}
    for posting in postings:
        ranks |= {one: rank for one, rank in posting.ranks.items() if one not in ranks}
    classes = (*sorted(ranks, key=lambda one: (ranks[one], one.title)), UNMAILED)
    districts = sorted({name for posting in postings for name in posting.to.names})
    class_of, district_of = np.full(len(rows), len(classes) - 1, dtype=np.int16), np.full(len(rows), -1, dtype=np.int32)
    thickness = np.zeros(len(rows), dtype=np.int32)
    for posting in postings:
        of_line = np.array([classes.index(one) for one in posting.classes], dtype=np.int16)
        class_of[posting.at] = of_line[posting.line]
        district_of[posting.at] = _renamed(posting.to, {name: index for index, name in enumerate(districts)})
        thickness[posting.at] = posting.unpressed_um
    return Mailing(classes, class_of, tuple(districts), district_of, thickness, rule)


def _renamed(to: Destinations, places: Mapping[str, int]) -> npt.NDArray[np.int32]:
    return np.array([*(places[name] for name in to.names), -1], dtype=np.int32)[to.district]


def keep_classes(run: Path, classed: Classed, piece_of_row: npt.NDArray[np.uint32]) -> None:
    """Write what was decided beside the plan, with the numbers that the pieces got."""
    for posting in classed.postings:
        pieces = np.empty(len(posting.at), dtype=PIECE_LINE)
        pieces["piece"], pieces["line"] = piece_of_row[posting.at], posting.line
        keep_classed(run, posting.classed, pieces[np.argsort(pieces["piece"], kind="stable")])
