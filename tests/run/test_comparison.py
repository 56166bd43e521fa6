"""A field that admission took for another stops the night before anything is planned, though every later check would find it right."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.admit.part import read_rows
from printjob.errors import BugFound
from printjob.intake.check import CheckedDelivery
from printjob.intake.manifest import read_manifest
from printjob.run.admission import Taken
from printjob.run.campaigns import campaign_key
from printjob.run.comparison import compare
from printjob.run.home import Home
from printjob.run.proofing.handedin import deliveries_of
from printjob.run.site import Site
from tests.run.nights import RUN, Night, copied


@pytest.fixture
def home(reference: Night, tmp_path: Path) -> Home:
    return copied(reference.home, tmp_path / "home")


def compare_first(home: Home) -> None:
    """The night's first delivery, compared once more."""
    folder = deliveries_of(home, RUN)[0].files[0].parent
    manifest = read_manifest(folder / "manifest.json")
    checked = CheckedDelivery(folder=str(folder), manifest=manifest, files=(), digest="", faults=())
    rows = read_rows(home.runs / RUN, 0, 0)
    compare(home.runs / RUN, Site(home.site), rows, {0: Taken(checked=checked, faults=[])}, {0: campaign_key(manifest)})


def test_what_was_admitted_agrees_with_its_lines(home: Home) -> None:
    compare_first(home)


def test_two_fields_that_changed_places(home: Home) -> None:
    declared = deliveries_of(home, RUN)[0].format_file
    text = declared.read_text(encoding="utf-8")
    exchanged = text.replace("house_base_fixed", "?").replace("land_base_fixed", "house_base_fixed").replace("?", "land_base_fixed")
    declared.write_text(exchanged, encoding="utf-8")
    with pytest.raises(BugFound) as caught:
        compare_first(home)
    found = {(fault.id, fault.field) for fault in caught.value.faults}
    assert found == {("PJ-1502-E", "land_base_fixed"), ("PJ-1502-E", "house_base_fixed")}
