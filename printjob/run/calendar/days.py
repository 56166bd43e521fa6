"""The days of the campaigns (案件の暦): what a night says of them is kept with the run, so that receipts and warnings come of it.

``runs/<run>/calendar.json`` holds each campaign's days, its first due date (納期限) as its records say it, the offices its pieces go to, and
what is wrong with them on the night.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from printjob.durable import write_json
from printjob.errors import Fault
from printjob.mailroom.calendar.campaign import CampaignDays, findings
from printjob.mailroom.calendar.days import Calendar, read_calendar
from printjob.mailroom.postage.posting import Posting
from printjob.model.campaign import issue_day, parts_of, posting_day, series_of
from printjob.model.mail import MailClass
from printjob.model.piece import JobPlan, State
from printjob.run.admission import Rows
from printjob.run.begin import Frozen
from printjob.run.home import Home
from printjob.run.receive import Received
from printjob.run.site import Site, readable

_FILE = "calendar.json"
_NO_DUE = 99_999_999


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign's days in a run, and what was wrong with them on the night."""

    days: CampaignDays
    faults: tuple[Fault, ...]


def calendar_of(site: Site) -> Calendar:
    """The site's calendar, or as it came with the program. ``EnvironmentAtFault`` (``PJ-1404-E``) with file:line:column."""
    return readable(lambda: read_calendar(site.postage_file("calendar.yaml")))


def first_dues(rows: Rows, campaign_of: Sequence[int], campaigns: Sequence[str], posting: Posting) -> list[date | None]:
    """By campaign the first due date: the least of its admitted rows, or what ``posting.yaml`` says where that is earlier."""
    least = np.full(len(campaigns), _NO_DUE, dtype=np.uint32)
    said = (rows["state"] == State.ADMITTED) & (rows["due"] > 0)
    np.minimum.at(least, np.asarray(campaign_of, dtype=np.int32)[rows["delivery"][said]], rows["due"][said])
    return [posting.first_due(series_of(key), _day(due)) for key, due in zip(campaigns, least.tolist(), strict=True)]


def _day(due: int) -> date | None:
    return None if due == _NO_DUE else date(due // 10_000, due // 100 % 100, due % 100)


def keep_calendar(site: Site, run: Path, frozen: Frozen, received: Received, rows: Rows, jobs: Iterable[JobPlan]) -> None:
    """Hold the days of each campaign that has jobs against the calendar, and keep what is found with the run."""
    posting, calendar = site.posting(), calendar_of(site)
    mails: dict[str, list[MailClass]] = {}
    for job in jobs:
        mails.setdefault(job.campaign, []).append(job.mail)
    keys = [campaign.plan.key for campaign in received.campaigns]
    kept = []
    for key, due in zip(keys, first_dues(rows, received.campaign_of, keys, posting), strict=True):
        if key in mails:
            offices = tuple(sorted({mail.office for mail in mails[key]} - {""}))
            slack = max(map(_slack_days, mails[key]))
            days = named_days(key, first_due_on=due, offices=offices, made_on=frozen.business_date, slack_days=slack)
            kept.append(Kept(days=days, faults=tuple(findings(days, posting.window, calendar))))
    write_json(run / _FILE, kept)


def _slack_days(mail: MailClass) -> int:
    """The slack that a class's envelopes bear (``slack-3``, ``slack-7``)."""
    kind, _, days = mail.indicia.partition("-")
    return int(days) if kind == "slack" else 0


def named_days(key: str, **known: object) -> CampaignDays:
    """The days that stand in a campaign's name, with what else is ``known``.

    >>> named_days("019917-property-tax-2026-1-20260410-20260413").posting_on
    datetime.date(2026, 4, 13)
    """
    days = CampaignDays(campaign=key, municipality=parts_of(key).municipality, issued_on=issue_day(key), posting_on=posting_day(key))
    return msgspec.structs.replace(days, **known)


def kept_of(run: Path) -> list[Kept]:
    """What a run's night kept of its campaigns; nothing where it was made before there was a calendar."""
    path = run / _FILE
    return msgspec.json.decode(path.read_bytes(), type=list[Kept]) if path.exists() else []


def wrong_days(run: Path, campaign: str | None = None) -> list[Fault]:
    """What was wrong on the night with the days of a campaign, or of all."""
    return [fault for one in kept_of(run) if campaign in (None, one.days.campaign) for fault in one.faults]


def posting_day_faults(home: Home, campaigns: Iterable[str], on: date, office: str) -> list[Fault]:
    """What is wrong if these campaigns are posted on a day at an office: warnings to show before papers are made."""
    site = Site(home.site)
    posting, calendar, wanted = site.posting(), calendar_of(site), set(campaigns)
    known = {days.campaign: days for days in prepared(home) if days.campaign in wanted}
    found: list[Fault] = []
    for key in sorted(wanted):
        days = known.get(key) or named_days(key, first_due_on=posting.first_due(series_of(key), None))
        found += findings(msgspec.structs.replace(days, posting_on=on, offices=(office,)), posting.window, calendar)
    return found


def prepared(home: Home) -> list[CampaignDays]:
    """The days of all campaigns that some night made, each once: the earliest due date, all offices, the last night."""
    found: dict[str, CampaignDays] = {}
    for run in sorted(home.runs.glob(f"????????-??/{_FILE}")):
        for one in kept_of(run.parent):
            before = found.get(one.days.campaign)
            found[one.days.campaign] = _together(before, one.days) if before else one.days
    return list(found.values())


def _together(one: CampaignDays, later: CampaignDays) -> CampaignDays:
    due = min((day for day in (one.first_due_on, later.first_due_on) if day), default=None)
    offices, slack = tuple(sorted({*one.offices, *later.offices})), max(one.slack_days, later.slack_days)
    return msgspec.structs.replace(later, first_due_on=due, offices=offices, slack_days=slack)
