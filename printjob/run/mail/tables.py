"""The site's tables of postage as they are in force on a posting day (差出日), and the 郵便区番号 that its list gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from printjob.mailroom.postage.agreement import require_agreement
from printjob.mailroom.postage.contents import read_contents
from printjob.mailroom.postage.editions import first_day as first_edition
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.posting import read_posting
from printjob.mailroom.postage.products import catalogue, read_discounts, read_local
from printjob.mailroom.postage.rates import read_rates
from printjob.postal.district import District, district, edition_on, read_editions
from printjob.postal.index import open_index
from printjob.run.site import Site, readable
from printjob.whereabouts import data_folder

DistrictOf = Callable[[str], District]
"""the 郵便区番号 of a postal code of seven digits, and how much it may be relied upon"""

_DATED = ("postage.yaml", "discounts.yaml", "local.yaml")
"""the tables that have editions: an earlier day than the first of each has no postage"""


def first_day(site: Site) -> date:
    """The day from which all dated tables have an edition in force."""
    return readable(lambda: max(first_edition(site.postage_file(name)) for name in _DATED))


def tables_on(site: Site, day: date) -> Tables:
    """All tables as they are in force on a day. ``EnvironmentAtFault`` (``PJ-1404-E``) with file:line:column."""

    def read() -> Tables:
        rates = read_rates(site.postage_file("postage.yaml"), day).table
        discounts = read_discounts(site.postage_file("discounts.yaml"), day).table
        local = read_local(site.postage_file("local.yaml"), day).table
        products = catalogue(rates, discounts, local.products, (discounts.known, local.known))
        require_agreement(site.postage_file, day)
        return Tables(rates, products, read_contents(site.postage_file("weights.yaml")), read_posting(site.postage_file("posting.yaml")))

    return readable(read)


def districts_on(site: Site, day: date) -> DistrictOf:
    """What the site's list says on ``day``, and what is likely where it says nothing."""
    own = site.folder / "postal-districts.yaml"
    edition = edition_on(readable(lambda: read_editions(own if own.exists() else data_folder("spool") / own.name)), day)
    index = open_index()
    return lambda postal_code: district(postal_code, edition, index)
