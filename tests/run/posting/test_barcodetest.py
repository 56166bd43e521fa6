"""A form's barcode test sheet shows its own bars, wherever in the form the address page is: in the lead or in a section."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.model.form import page_kinds
from printjob.model.runfolder import read_form
from printjob.run.posting.barcodetest import customer_dots
from tests.run.nights import RUN
from tests.run.posting.lives import jobs, posting_night


def test_the_bars_of_every_form_of_a_night_are_found(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    home = posting_night(tmp_path_factory, tmp_path / "home")
    forms = [read_form(home.runs / RUN, campaign) for campaign in sorted({job.campaign for job in jobs(home)})]
    assert {form.form for form in forms} == {"dunning", "property-tax"}
    assert any(not variant.lead for form in forms for variant in form.variants)
    for form in forms:
        (dots,) = {kind.bars.dots for variant in form.variants for kind in page_kinds(variant) if kind.bars}
        assert customer_dots(form) == dots
