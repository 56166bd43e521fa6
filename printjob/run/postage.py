"""The postage of a prepared run (郵便料金): its plan rows weighed, grouped and classed, posting by posting. Nothing of the run is changed.

What one municipality posts on one day is decided together. The district (郵便区番号) of a postal code comes from the postal room, which the
mail room does not know; it is given from here, and only where the site's list says it for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from printjob.errors import DataRefused, Fault
from printjob.mailroom.postage.contents import read_contents
from printjob.mailroom.postage.decide import Decision, decide, share_of_piece
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import Line, Report, line_of, report, unplaced_line
from printjob.mailroom.postage.groups import Named, group
from printjob.mailroom.postage.posting import read_posting
from printjob.mailroom.postage.products import catalogue, read_discounts, read_local
from printjob.mailroom.postage.rates import read_rates
from printjob.model.piece import piece_id
from printjob.model.runfolder import read_job_plan
from printjob.postal.district import Source, district, edition_on, read_editions
from printjob.postal.index import open_index
from printjob.run.campaigns import series_of
from printjob.run.home import Home
from printjob.run.ledger import JobEntry, Ledger
from printjob.run.mailpieces import District, MailPieces
from printjob.run.site import Site, readable
from printjob.whereabouts import data_folder

DistrictOn = Callable[[date], District]


class Posted(NamedTuple):
    """One municipality's posting of a day: the report, the decision behind it, and for each piece its number in the run, its group and its
    share of the decision (-1: nothing takes it).
    """

    run: str
    report: Report
    decision: Decision
    tables: Tables
    pieces: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]
    shares: npt.NDArray[np.int32]

    def line(self, piece: str) -> Line | None:
        """What is said of one piece (its id or its number), ``None`` where this posting has it not."""
        last = piece.rpartition("-")[2]
        number = int(last) if last.isascii() and last.isdecimal() else 0
        at = np.flatnonzero(self.pieces == number)
        if not len(at) or (piece != last and piece != piece_id(self.run, number)):
            return None
        share = int(self.shares[at[0]])
        if share < 0:
            return unplaced_line(self.decision.groups[int(self.groups[at[0]])], self.tables)
        return line_of(self.decision, share, self.tables)


def postage(home: Home, run: str, district_on: DistrictOn | None = None) -> list[Posted]:
    """Every posting of a run, by day and municipality. An unknown run is refused (``PJ-1602-E``), tables at fault with ``PJ-1404-E``.

    ``district_on`` gives the districts of a day in place of the site's list.
    """
    home.require()
    with Ledger.copied(home.ledger) as ledger:
        if run not in {known for known, *_ in ledger.runs()}:
            raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run))
        jobs = ledger.jobs(run)
    senders = sorted({(posted_on(job.campaign), job.municipality) for job in jobs})
    site, found = Site(home.site), []
    for day, municipality in senders:
        own = [job for job in jobs if (posted_on(job.campaign), job.municipality) == (day, municipality)]
        known = district_on(day) if district_on else listed_district(site, day)
        found.append(_posting(home.runs / run, site, municipality, day, own, known))
    return found


def posted_on(campaign: str) -> date:
    """The posting day (差出日) that stands in a campaign's name.

    >>> posted_on("019917-property-tax-2026-1-20260410-20260413")
    datetime.date(2026, 4, 13)
    """
    return datetime.strptime(campaign.rpartition("-")[2], "%Y%m%d").date()  # noqa: DTZ007 - a day has no time zone


def postage_file(site: Site, name: str) -> Path:
    """A table of postage: the site's own, or as it came with the program."""
    own = site.folder / "postage" / name
    return own if own.exists() else data_folder("spool") / "postage" / name


def tables_on(site: Site, day: date) -> Tables:
    """All tables as they are in force on a day. ``EnvironmentAtFault`` (``PJ-1404-E``) with file:line:column."""

    def read() -> Tables:
        rates = read_rates(postage_file(site, "postage.yaml"), day).table
        discounts = read_discounts(postage_file(site, "discounts.yaml"), day).table
        local = read_local(postage_file(site, "local.yaml"), day).table
        products = catalogue(rates, discounts, local.products, (discounts.known, local.known))
        return Tables(rates, products, read_contents(postage_file(site, "weights.yaml")), read_posting(postage_file(site, "posting.yaml")))

    return readable(read)


def _posting(run: Path, site: Site, municipality: str, day: date, jobs: Sequence[JobEntry], known: District) -> Posted:
    tables = tables_on(site, day)
    campaigns = sorted({job.campaign for job in jobs})
    covers = list(tables.contents.covers.values())
    found = MailPieces(tables, run, campaigns, covers)
    for job in jobs:
        found.add(read_job_plan(run, job.job), site.profile(job.profile))
    pieces, numbers, names = found.all(known)
    slack = [tables.posting.slack_allowed(municipality, series_of(campaign), day) for campaign in campaigns]
    named = Named(campaigns, slack, covers, tables.limits_mg(), (), names)
    ours = frozenset(name for office in tables.posting.offices if municipality in office.contracts for name in office.districts)
    groups, which = group(pieces, named, ours)
    decision = decide(groups, municipality, tables)
    return Posted(run.name, report(decision, day, tables, found.guarded), decision, tables, numbers, which, share_of_piece(decision, which))


def listed_district(site: Site, day: date) -> District:
    """The district that the site's list says on ``day``. What is only likely is left out: a rate must not hang on it."""
    own = site.folder / "postal-districts.yaml"
    edition = edition_on(readable(lambda: read_editions(own if own.exists() else data_folder("spool") / own.name)), day)
    index = open_index()

    def listed(postal_code: str) -> str:
        found = district(postal_code, edition, index)
        return found.number if found.source is Source.TABLE else ""

    return listed
