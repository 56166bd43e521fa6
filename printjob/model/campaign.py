"""A campaign's name (案件の名): municipality, form, fiscal year, run kind, issue day (発付日) and posting day (差出日), read and written here alone.

Without the days it is the name of a *series*: what notice numbers are unique in. Days before the year 1000 are written without leading zeros.

>>> name = campaign_name("019917-property-tax-2026-1", date(2026, 4, 10), date(2026, 4, 13))
>>> name, series_of(name), posting_day(name)
('019917-property-tax-2026-1-20260410-20260413', '019917-property-tax-2026-1', datetime.date(2026, 4, 13))
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class CampaignParts(NamedTuple):
    """What a campaign's name says besides its days."""

    municipality: str
    form: str
    fiscal_year: str
    run_kind: str


def campaign_name(series: str, issued_on: date, posting_on: date) -> str:
    """The name of the campaign of a series that has these days."""
    return f"{series}-{issued_on:%Y%m%d}-{posting_on:%Y%m%d}"


def series_of(campaign: str) -> str:
    """The campaign's name without its days."""
    return campaign.rsplit("-", 2)[0]


def issue_day(campaign: str) -> date:
    """The issue day (発付日) that stands in a campaign's name."""
    return _day(campaign.rsplit("-", 2)[1])


def posting_day(campaign: str) -> date:
    """The posting day (差出日) that stands in a campaign's name."""
    return _day(campaign.rpartition("-")[2])


def _day(digits: str) -> date:
    return date.fromisoformat(digits.zfill(8))


def parts_of(campaign: str) -> CampaignParts:
    """Municipality, form, fiscal year and run kind of a campaign.

    >>> parts_of("019917-property-tax-2026-1-20260410-20260413")
    CampaignParts(municipality='019917', form='property-tax', fiscal_year='2026', run_kind='1')
    """
    head, year, kind = series_of(campaign).rsplit("-", 2)
    municipality, _, form = head.partition("-")
    return CampaignParts(municipality, form, year, kind)
