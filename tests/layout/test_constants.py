"""The constants of a campaign are the municipality's texts and the campaign's dates, nothing of today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from printjob.declared import read
from printjob.errors import DeclarationRefused
from printjob.layout.constants import campaign_constants


def test_settings_get_dotted_names(tmp_path: Path) -> None:
    file = tmp_path / "019917.yaml"
    file.write_text('name: 見本市\ncity_planning_tax: yes\noffice: {phone: "0166-00-0000"}\nroutes: [a, b]\nsample_places: [{city: 旭川市}]\n',
                    encoding="utf-8")
    constants = campaign_constants(read(file), 2026, date(2026, 4, 10), "1")
    assert constants == {
        "municipality.name": "見本市", "municipality.city_planning_tax": "yes", "municipality.office.phone": "0166-00-0000",
        "municipality.routes": "a、b", "city_planning_tax": "yes", "campaign.fiscal_year": "2026", "campaign.wareki_year": "令和８年度",
        "campaign.issued_on": "令和８年４月１０日", "campaign.issued_on_half": "令和 8年 4月10日", "campaign.run_kind": "1",
        "campaign.proof": "no", "campaign.initial": "yes", "campaign.occasional": "no", "campaign.change": "no",
        "municipality.seal.over": "no", "municipality.seal.beside": "no",
    }


def test_dated_settings_are_those_of_the_issue_date(tmp_path: Path) -> None:
    file = tmp_path / "019917.yaml"
    file.write_text("mayor: [{from: 2026-05-01, is: 新}, {from: 2020-01-01, is: 旧}]\nseal: {place: over}\n", encoding="utf-8")
    april, may = (campaign_constants(read(file), 2026, date(2026, month, 10), "3", proof=month == 5) for month in (4, 5))
    assert (april["municipality.mayor"], may["municipality.mayor"]) == ("旧", "新")
    assert (april["campaign.proof"], may["campaign.proof"], may["campaign.change"]) == ("no", "yes", "yes")
    assert (april["municipality.seal.over"], april["municipality.seal.beside"]) == ("yes", "no")
    with pytest.raises(DeclarationRefused, match="2020-01-01"):
        campaign_constants(read(file), 2019, date(2019, 4, 10), "1")


def test_a_seal_has_one_of_two_places() -> None:
    with pytest.raises(DeclarationRefused, match="over, beside"):
        campaign_constants({"seal.place": "under"}, 2026, date(2026, 4, 10), "1")
