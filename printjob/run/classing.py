"""Classing (差出の区分の決定): in the night, between comparison and plan, each admitted piece gets its mail class and its district.

What one municipality posts on one day is decided together, over all its campaigns of that day, because least counts are counted at once.
It comes before jobs are cut, for the envelope's indicia differ by class. A piece that nothing takes is in no class and is printed all the
same: :mod:`.postage` tells of it. The result depends on the rows alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.mailroom.calendar.days import Calendar, read_calendar
from printjob.mailroom.plan import Mailing
from printjob.mailroom.postage.decide import Decision, decide, line_of_piece
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import lines_of, report
from printjob.mailroom.postage.groups import Named, Pieces, group
from printjob.model.mail import OPTIONS, UNMAILED, MailClass
from printjob.run.campaigns import series_of
from printjob.run.classed import PIECE_LINE, PostingClassed, keep_classed
from printjob.run.mailpieces import Destinations, Indexes, MailPieces, Rows, admitted_of, destinations
from printjob.run.mailtables import districts_on, tables_on
from printjob.run.receive import Received
from printjob.run.site import Site, readable

_Ranked = dict[MailClass, tuple[int, int]]
"""classes with their places: by office, then in the order of the catalogue"""


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
    for day in sorted({posted_on(campaign.plan.key) for campaign in received.campaigns}):
        tables_on(site, day)
        districts_on(site, day)
    _calendar(site)


def _calendar(site: Site) -> Calendar:
    return readable(lambda: read_calendar(site.postage_file("calendar.yaml")))


def classify(run: Path, site: Site, rows: Rows, received: Received) -> Classed:
    """Decide the class of every admitted row. ``EnvironmentAtFault`` (``PJ-1404-E``) with the places of what is wrong in the tables."""
    calendar = _calendar(site)
    senders: dict[tuple[date, str], list[int]] = {}
    for index, campaign in enumerate(received.campaigns):
        senders.setdefault((posted_on(campaign.plan.key), campaign.plan.municipality), []).append(index)
    postings = tuple(
        found
        for (day, municipality), own in sorted(senders.items())
        if (found := _posting(run.name, site, rows, received, municipality, day, own, calendar)) is not None
    )
    return Classed(_mailing(rows, postings, site), postings)


def posted_on(campaign: str) -> date:
    """The posting day (差出日) that stands in a campaign's name.

    >>> posted_on("019917-property-tax-2026-1-20260410-20260413")
    datetime.date(2026, 4, 13)
    """
    return datetime.strptime(campaign.rpartition("-")[2], "%Y%m%d").date()  # noqa: DTZ007 - a day has no time zone


def _posting(
    run: str, site: Site, rows: Rows, received: Received, municipality: str, day: date, own: Sequence[int], calendar: Calendar
) -> _Posting | None:
    """One municipality's pieces of a day; ``None`` where it has none."""
    tables = tables_on(site, day)
    found, slack = MailPieces(tables), []
    campaigns = sorted((received.campaigns[index] for index in own), key=lambda one: one.plan.key)
    for place, campaign in enumerate(campaigns):
        members = admitted_of(rows, received.campaign_of, received.campaigns.index(campaign))
        found.add(rows, members, place, campaign)
        due = _least_due(rows, members)
        slack.append(tables.posting.slack_allowed(municipality, series_of(campaign.plan.key), day, calendar, due))
    at, pieces, unpressed = found.all()
    if not len(at):
        return None
    to = destinations(rows["postal"][at], districts_on(site, day))
    pieces["district"] = np.where(to.certain, to.district, -1)
    named = Named([one.plan.key for one in campaigns], slack, found.covers, tables.limits_mg(), OPTIONS[1:], to.names)
    decision, line = _decided(rows, at, pieces, named, municipality, tables)
    classed = _explained(run, decision, day, tables, found.guarded)
    return _Posting(classed, at, line, to, unpressed, tuple(_classes(decision, tables)), _ranks(decision, tables))


def _least_due(rows: Rows, members: Indexes) -> date | None:
    dues = rows["due"][members]
    dues = dues[dues > 0]
    return datetime.strptime(str(int(dues.min())), "%Y%m%d").date() if len(dues) else None  # noqa: DTZ007


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
        product, office = lot.product, tables.posting.offices[lot.office].office
        yield MailClass(product=product.product, title=product.title, kind=product.kind, indicia=product.indicia, office=office, option=product.option)
    yield from (UNMAILED for _ in decision.unplaced)


def _ranks(decision: Decision, tables: Tables) -> _Ranked:
    place = {product.product: index for index, product in enumerate(tables.catalogue.products)}
    offices = {office.office: index for index, office in enumerate(tables.posting.offices)}
    return {one: (offices[one.office], place[one.product]) for one in _classes(decision, tables) if one.product}


def _mailing(rows: Rows, postings: Sequence[_Posting], site: Site) -> Mailing:
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
    return Mailing(classes, class_of, tuple(districts), district_of, thickness, site.posting().bundling.rule)


def _renamed(to: Destinations, places: Mapping[str, int]) -> npt.NDArray[np.int32]:
    return np.array([*(places[name] for name in to.names), -1], dtype=np.int32)[to.district]


def keep_classes(run: Path, classed: Classed, piece_of_row: npt.NDArray[np.uint32]) -> None:
    """Write what was decided beside the plan, with the numbers that the pieces got."""
    for posting in classed.postings:
        pieces = np.empty(len(posting.at), dtype=PIECE_LINE)
        pieces["piece"], pieces["line"] = piece_of_row[posting.at], posting.line
        keep_classed(run, posting.classed, pieces[np.argsort(pieces["piece"], kind="stable")])
