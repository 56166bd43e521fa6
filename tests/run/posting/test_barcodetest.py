"""A form's barcode test sheet shows its own bars, wherever in the form the address page is: in the lead or in a section."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from printjob.model.form import customer_dots, page_kinds
from printjob.model.runfolder import read_form
from tests.run.nights import RUN
from tests.run.posting.lives import jobs, posting_night


def test_the_bars_of_every_form_of_a_night_are_found(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    home = posting_night(tmp_path_factory, tmp_path / "home")
    forms = [read_form(home.runs / RUN, campaign) for campaign in sorted({job.campaign for job in jobs(home)})]
    assert {form.form for form in forms} == {"dunning", "property-tax"}
    assert any(not variant.lead for form in forms for variant in form.variants)
    for form in forms:
        found = {kind.bars.dots for variant in form.variants for kind in page_kinds(variant) if kind.bars}
        assert customer_dots(form) == found != set()
    form = forms[0]
    narrow = next(kind.bars.dots for variant in form.variants for kind in page_kinds(variant) if kind.bars)
    wider = msgspec.json.decode(msgspec.json.encode(form).replace(b'"dots":%d' % narrow, b'"dots":%d' % (narrow + 1)), type=type(form))
    both = msgspec.structs.replace(form, variants=(*form.variants, *wider.variants))
    assert customer_dots(both) == {narrow, narrow + 1}
