"""Every shipped form checks clean for every example municipality, 当初 and 変更 alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from printjob.intake.municipality import read_municipality
from printjob.layout.check.envelope import Envelope
from printjob.layout.check.report import check_layout
from printjob.layout.constants import campaign_constants
from printjob.whereabouts import data_folder

FORMS = sorted(path.parent for path in data_folder("layouts").glob("*/layout.yaml") if (path.parent / "record.yaml").exists())
MUNICIPALITIES = sorted((data_folder("examples") / "site" / "municipalities").glob("*.yaml"))


@pytest.mark.parametrize("run_kind", ["1", "3"])
@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_a_shipped_form_checks_clean(form: Path, municipality: Path, run_kind: str, envelope: Envelope) -> None:
    constants = campaign_constants(read_municipality(municipality).settings, 2026, date(2026, 4, 10), run_kind)
    result = check_layout(form, constants, envelope)
    assert [f"{fault.id} {fault.place} {fault.value}: {fault.detail}" for fault in result.faults] == []
