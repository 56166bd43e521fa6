"""The constants of a campaign are the municipality's texts and the campaign's dates, nothing of today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from printjob.declared import read
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
    }
