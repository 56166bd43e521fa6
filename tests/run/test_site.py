"""The site's own settings: routes for municipalities that name none, and what cannot be read told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import EnvironmentAtFault
from printjob.run.home import make_home
from printjob.run.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(make_home(tmp_path / "home").site)


def without_routes(site: Site, code: str) -> None:
    path = site.folder / "municipalities" / f"{code}.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("routes:")]
    path.write_text("\n".join(kept), encoding="utf-8")


def test_a_municipality_without_routes_takes_the_site_s(site: Site) -> None:
    without_routes(site, "019917")
    (site.folder / "site.yaml").write_text("name: x\nroutes: [hand, kaku2-flat]\n", encoding="utf-8")
    assert site.municipality("019917").routes == ("hand", "kaku2-flat")
    assert site.municipality("019925").routes == ("naga3-small-jobs", "kaku2-flat", "hand")
    assert [route.profile.profile for route in site.routes(site.municipality("019917"), ["notice"])] == ["hand", "kaku2-flat"]


def test_an_unknown_name_in_the_site_s_settings_is_the_environment_s_fault(site: Site) -> None:
    (site.folder / "site.yaml").write_text("name: x\nroute: [hand]\nroutes: [hand]\n", encoding="utf-8")
    with pytest.raises(EnvironmentAtFault) as caught:
        site.municipality("019917")
    (fault,) = caught.value.faults
    assert (fault.id, fault.file, fault.line, fault.column) == ("PJ-1404-E", "site.yaml", 2, 1)
    assert fault.detail == "unknown name: did you mean routes?"


def test_a_route_has_a_paper_for_each_of_the_form_s_stocks_in_their_order(site: Site) -> None:
    routes = site.routes(site.municipality("019917"), ["slip", "notice"])
    assert {tuple(paper.paper for paper in route.papers) for route in routes} == {("slip-81", "plain-64")}


def test_a_stock_that_a_machine_has_no_paper_for_is_told_before_anything_is_printed(site: Site) -> None:
    with pytest.raises(EnvironmentAtFault) as caught:
        site.routes(site.municipality("019917"), ["notice", "card"])
    (fault,) = caught.value.faults
    assert (fault.id, fault.field) == ("PJ-1404-E", "card")
    assert "naga3-small-jobs" in fault.detail
