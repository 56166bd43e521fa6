"""All campaigns that are still to be posted, seen from a day: planned, delivered, prepared, with their last days and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.intake.inbox import folder_name, waiting
from printjob.intake.manifest import MANIFEST_NAME, read_manifest
from printjob.mailroom.calendar.campaign import (
    CampaignDays,
    Deadline,
    Due,
    deadlines,
    findings,
    milestones_of,
    pressing,
    slack_of,
    undelivered,
)
from printjob.mailroom.calendar.days import Calendar
from printjob.mailroom.postage.posting import Posting
from printjob.model.campaign import series_of
from printjob.run.calendar.days import calendar_of, named_days, prepared
from printjob.run.campaigns import campaign_key
from printjob.run.home import Home
from printjob.run.ledger import Ledger
from printjob.run.posting.book import PostingBook
from printjob.run.site import Site


class CampaignView(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign seen from a day. ``state``: ``planned`` (in the calendar alone), ``waiting`` (delivered, no night took it yet), ``prepared``,
    ``posted`` (all its jobs). ``slack_days`` is the slack of the classes that its jobs are
    in, by which it must be in time; ``slack_allowed`` the most that the municipality allows. What was posted has no faults any more.
    """

    id: str
    municipality: str
    state: str
    issued_on: date
    posting_on: date
    first_due_on: date | None
    offices: tuple[str, ...]
    slack_days: int
    slack_allowed: int
    deadlines: tuple[Deadline, ...]
    milestones: tuple[Due, ...]
    faults: tuple[Fault, ...]


def campaigns_on(home: Home, on: date, municipality: str | None = None) -> list[CampaignView]:
    """Every campaign of the home, by posting day. Settings at fault: ``EnvironmentAtFault`` (``PJ-1404-E``)."""
    home.require()
    site = Site(home.site)
    posting, calendar = site.posting(), calendar_of(site)
    found: dict[str, tuple[str, CampaignDays]] = {}
    for state, days in (*_made(home), *(("waiting", one) for one in _waiting(home)), *(("planned", one) for one in _planned(calendar))):
        found.setdefault(days.campaign, (state, days))
    views = [_view(state, _with_due(days, posting, calendar), on, posting, calendar) for state, days in found.values()]
    wanted = [one for one in views if municipality in (None, one.municipality)]
    return sorted(wanted, key=lambda one: (one.posting_on, one.id))


def _made(home: Home) -> Iterator[tuple[str, CampaignDays]]:
    """The campaigns of the ledger's jobs; those of nights before there was a calendar by their names alone."""
    known = {one.campaign: one for one in prepared(home)}
    with Ledger.copied(home.ledger) as ledger:
        jobs = ledger.jobs()
        out = Counter(one.job for one in PostingBook(ledger).taken_out())
    left = {job.campaign for job in jobs if job.state != "posted" and job.pieces > out[job.job]}
    for campaign in sorted({job.campaign for job in jobs}):
        yield "prepared" if campaign in left else "posted", known.get(campaign) or named_days(campaign)


def _waiting(home: Home) -> Iterator[CampaignDays]:
    for one in waiting(home.folder, date.max):
        try:
            manifest = read_manifest(home.inbox / one.municipality / folder_name(one.delivery) / MANIFEST_NAME)
        except DataRefused:
            continue  # the night refuses it and says why
        if manifest.municipality == one.municipality:
            yield named_days(campaign_key(manifest))


def _planned(calendar: Calendar) -> Iterator[CampaignDays]:
    for one in calendar.campaigns:
        yield named_days(one.key, first_due_on=one.first_due_on, offices=one.offices)


def _with_due(days: CampaignDays, posting: Posting, calendar: Calendar) -> CampaignDays:
    """The campaign with the earliest due date that its records, the posting settings or the plan say."""
    planned = next((one.first_due_on for one in calendar.campaigns if one.key == days.campaign), None)
    known = [day for day in (days.first_due_on, planned) if day]
    return msgspec.structs.replace(days, first_due_on=posting.first_due(series_of(days.campaign), min(known, default=None)))


def _view(state: str, days: CampaignDays, on: date, posting: Posting, calendar: Calendar) -> CampaignView:
    planned = next((one for one in calendar.campaigns if one.key == days.campaign), None)
    milestones = milestones_of(days, planned.milestones if planned else calendar.milestones, on, calendar)
    faults = [] if state == "posted" else list(_wrong(days, on, posting, calendar))
    faults += undelivered(days, milestones) if state == "planned" else ()
    return CampaignView(
        id=days.campaign, municipality=days.municipality, state=state, issued_on=days.issued_on, posting_on=days.posting_on,
        first_due_on=days.first_due_on, offices=days.offices, slack_days=slack_of(days, posting.window),
        slack_allowed=posting.slack_days.get(days.municipality, 0),
        deadlines=deadlines(days, on, posting.window, calendar), milestones=milestones, faults=tuple(faults),
    )  # fmt: skip


def _wrong(days: CampaignDays, on: date, posting: Posting, calendar: Calendar) -> Iterator[Fault]:
    """What presses today and what is wrong on any day; that it is too late is said once."""
    late = False
    for fault in (*pressing(days, on, posting.window, calendar), *findings(days, posting.window, calendar)):
        if fault.id != "PJ-1314-W" or not late:
            yield fault
        late |= fault.id == "PJ-1314-W"
