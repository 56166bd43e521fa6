"""The job of all worst cases, made once for all test processes and only looked at."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from printjob.layout.arts import Arts
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import read_layout
from printjob.model.form import Form
from printjob.run.home import Home
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.site import Site
from printjob.sample.notice import SampleNotice
from printjob.whereabouts import data_folder
from tests.pages import cases
from tests.pages.cases import Delivered
from tests.pages.night import FORM, NIGHT, POSTING, composed
from tests.run.nights import fresh_home, once

CITY, TOWN = "019917", "019925"
"""with 都市計画税 and without"""
FIXED, CSV = "property-tax-fixed-cp932", "property-tax-csv-utf8"
SAMPLES = {CITY: 24, TOWN: 12}
GAIJI = {
    CITY: ["渡邊\U000e0109　花子", "𠮷田　太郎", "葛\U000e0102西　一", "圡屋　㐂一", "濵\U000e0101田　榊\U000e0102"],
    TOWN: ["渡邊\U000e010b　花子", "𠮷田　髙子", "辻\U000e0103　清", "榊\U000e0103原　勇"],
}
"""names that travel as user codes of the municipality's map"""
REGISTERED = ["渡邉\U000e010f　和子", "祇\U000e0102園　眞\U000e0102理", "髙𣘺　𡈽田", "辻\U000e0102本　𠮷川　齋\U000e0103藤"]
"""names that only a format in UTF-8 carries"""


@cache
def compiled(municipality: str, layouts: Path | None = None) -> tuple[Form, Arts]:
    """The form of an example municipality, from the layouts as they are or from a changed copy."""
    settings = Site(data_folder("examples") / "site").municipality(municipality).settings
    return compile_form(read_layout((layouts or data_folder("layouts")) / FORM), campaign_constants(settings, 2026, POSTING, "1"))


def worst_cases(municipality: str) -> list[Delivered]:
    """A delivery in each format: what user codes can carry, and what only UTF-8 can."""
    city_tax = municipality == CITY
    form, tax = compiled(municipality)[0], (62_600, 26_800 if city_tax else 0)
    coded = [*cases.sizes(1, tax), *cases.extremes(21, city_tax=city_tax), *cases.named(41, GAIJI[municipality])]
    free: list[SampleNotice] = [cases.at_fit(form, fit, 61 + fit, tax) for fit in range(cases.FITS)]
    return [Delivered(municipality, FIXED, coded), Delivered(municipality, CSV, [*free, *cases.named(81, REGISTERED)])]


def make_worst(folder: Path) -> str:
    """All worst cases of both towns and some of the sample's notices, composed; the run's folder."""
    home: Home = fresh_home(folder / "home")
    for municipality, count in SAMPLES.items():
        order = SampleOrder(form=FORM, municipality=municipality, count=count, seed=8, business_date=NIGHT)
        write_sample(Site(home.site), home.inbox / municipality, order)
    return str(composed(home, [one for municipality in SAMPLES for one in worst_cases(municipality)]))


@pytest.fixture(scope="session")
def worst_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's folder. Not to be changed."""
    _, run = once(tmp_path_factory, "worst-pages", make_worst)
    return Path(run)


