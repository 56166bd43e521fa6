"""The constants of a campaign (案件): what a layout may write in braces or ask for with ``when``, as a flat mapping of texts.

``municipality.*`` are the texts of the municipality's settings with dotted names, dated settings as they are on the issue date;
``campaign.*`` say the year, the kind of run and the issue date (発付日), which is data and never today's date. ``variant.*`` are added
while each variant is compiled.
"""

from __future__ import annotations

from datetime import date

from printjob.dated import Settings, on_day, read_settings
from printjob.declared import Node
from printjob.errors import DeclarationRefused, Fault
from printjob.layout.wareki import full_wareki_date, full_wareki_year, wareki_date

CONDITIONS = ("city_planning_tax",)
"""settings of a municipality that ``when`` and ``unless`` may ask for without the prefix"""
SEAL_PLACES = ("over", "beside")
RUN_KINDS = {"campaign.initial": "1", "campaign.occasional": "2", "campaign.change": "3"}
"""yes/no constants: 当初, 随時, 変更"""


def campaign_constants(municipality: Node | Settings, fiscal_year: int, issued_on: date, run_kind: str, *, proof: bool = False) -> dict[str, str]:
    """The constants for :func:`printjob.layout.compile.compile_form`; ``municipality`` is its settings file or its settings by dotted name.

    ``proof`` is yes on what is only shown (校正、見本). ``DeclarationRefused`` where a dated setting has no edition on the issue date.
    """
    settings = on_day(_settings(municipality), issued_on)
    constants = {f"municipality.{name}": value for name, value in settings.items()}
    constants.update({name: settings[name] for name in CONDITIONS if name in settings})
    constants.update(_seal_places(settings.get("seal.place", "")))
    constants.update({
        "campaign.fiscal_year": str(fiscal_year),
        "campaign.wareki_year": full_wareki_year(fiscal_year),
        "campaign.issued_on": full_wareki_date(issued_on),
        "campaign.issued_on_half": wareki_date(issued_on),
        "campaign.run_kind": run_kind,
        "campaign.proof": "yes" if proof else "no",
    })
    constants.update({name: "yes" if run_kind == code else "no" for name, code in RUN_KINDS.items()})
    return constants


def _seal_places(place: str) -> dict[str, str]:
    """Where the seal stands, as conditions: ``municipality.seal.over`` (on the name's end) and ``municipality.seal.beside``."""
    if place and place not in SEAL_PLACES:
        raise DeclarationRefused(Fault(id="PJ-1001-E", field="seal.place", value=place, detail=f"expected one of {', '.join(SEAL_PLACES)}"))
    return {f"municipality.seal.{one}": "yes" if place == one else "no" for one in SEAL_PLACES}


def _settings(municipality: Node | Settings) -> Settings:
    if not isinstance(municipality, Node):
        return municipality
    settings = read_settings(municipality)
    municipality.finish()
    return settings
