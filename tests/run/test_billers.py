"""Whose payment codes may stand on slips the settings must say, on the issue date's edition, before anything of a delivery is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from printjob.admit.payment import Billers
from printjob.errors import EnvironmentAtFault
from printjob.run.billers import billers_on, require_billers
from printjob.run.forms import forms
from printjob.run.home import Home
from printjob.run.receive import registered
from printjob.run.site import Site
from tests.run.nights import CITY, batch, deliver, fresh_home

NIGHT = date(2026, 4, 1)
MAKERS, INSTITUTIONS = '  makers: ["999999"]', '  institutions: ["99999"]'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return fresh_home(tmp_path / "home")


def change(home: Home, *changes: tuple[str, str]) -> Site:
    path = home.site / "municipalities" / f"{CITY}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return Site(home.site)


def test_whose_codes_may_stand_on_slips_is_a_dated_setting(home: Home) -> None:
    shape = forms(Site(home.site))["property-tax"]
    assert billers_on(Site(home.site).municipality(CITY), NIGHT, shape) == Billers(("999999",), ("99999",))
    editions = '  makers:\n    - {from: 2026-04-02, is: ["919191"]}\n    - {from: 2025-04-01, is: ["999999", "959919"]}'
    municipality = change(home, (MAKERS, editions), (INSTITUTIONS, "  institutions: []")).municipality(CITY)
    assert billers_on(municipality, NIGHT, shape) == Billers(("999999", "959919"), ())
    assert billers_on(municipality, date(2026, 4, 2), shape) == Billers(("919191",), ())
    with pytest.raises(EnvironmentAtFault) as refused:
        billers_on(municipality, date(2025, 3, 31), shape)
    (fault,) = refused.value.faults
    assert (fault.id, fault.file, fault.field) == ("PJ-1404-E", f"municipalities/{CITY}.yaml", "payment_codes.makers")
    assert fault.line > 0


def test_a_form_without_codes_asks_for_nobody_and_one_with_some_for_their_kinds(home: Home) -> None:
    shape = forms(Site(home.site))["property-tax"]
    municipality = change(home, (MAKERS, "  remark: none"), (INSTITUTIONS, "")).municipality(CITY)
    assert shape.payment is not None
    assert billers_on(municipality, NIGHT, msgspec.structs.replace(shape, payment=None)) == Billers()
    with pytest.raises(EnvironmentAtFault) as refused:
        require_billers(municipality, [shape])
    assert [fault.field for fault in refused.value.faults] == ["payment_codes.makers", "payment_codes.institutions"]
    of_banks = msgspec.structs.replace(shape, payment=msgspec.structs.replace(shape.payment, gs1=""))
    with pytest.raises(EnvironmentAtFault) as refused:
        require_billers(municipality, [of_banks])
    assert [fault.field for fault in refused.value.faults] == ["payment_codes.institutions"]


def test_without_the_setting_nothing_is_read(home: Home) -> None:
    deliver(home, CITY, 3)
    site = change(home, (INSTITUTIONS, ""))
    with pytest.raises(EnvironmentAtFault) as refused:
        registered(site)
    assert [(fault.id, fault.file, fault.field) for fault in refused.value.faults] == [
        ("PJ-1404-E", f"municipalities/{CITY}.yaml", "payment_codes.institutions")
    ]
    outcome = batch(home.folder)
    assert "payment_codes.institutions" in outcome.stderr
    assert f"municipalities/{CITY}.yaml" in outcome.stderr
    assert (outcome.exit, list(home.runs.glob("*/rows/*"))) == (12, [])
    assert list((home.inbox / CITY).iterdir())
