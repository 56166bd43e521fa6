"""The constants of a campaign (案件): what a layout may write in braces or ask for with ``when``, as a flat mapping of texts.

``municipality.*`` are the texts of the municipality's settings with dotted names; ``campaign.*`` say the year, the kind of run and
the issue date (発付日), which is data and never today's date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from printjob.declared import Node
from printjob.layout.wareki import full_wareki_date, full_wareki_year, wareki_date

CONDITIONS = ("city_planning_tax",)
"""settings of a municipality that ``when`` and ``unless`` may ask for without the prefix"""


def flattened(node: Node, prefix: str = "") -> dict[str, str]:
    """All texts of a declared file under dotted names; lists are joined with ``、``, lists of mappings are left out.

    Settings that are no texts (routes, sample places) do no harm: nobody names them.
    """
    found: dict[str, str] = {}
    for key, value in node.entries():
        name = f"{prefix}{key}"
        if value.is_mapping:
            found.update(flattened(value, f"{name}."))
        elif value.is_list:
            if not any(member.is_mapping or member.is_list for member in value.items()):
                found[name] = "、".join(value.texts())
        else:
            found[name] = value.text()
    return found


def campaign_constants(municipality: Node | Mapping[str, str], fiscal_year: int, issued_on: date, run_kind: str) -> dict[str, str]:
    """The constants for :func:`printjob.layout.compile.compile_form`; ``municipality`` is its settings file or its flat texts."""
    settings = flattened(municipality) if isinstance(municipality, Node) else dict(municipality)
    constants = {f"municipality.{name}": value for name, value in settings.items()}
    constants.update({name: settings[name] for name in CONDITIONS if name in settings})
    constants.update({
        "campaign.fiscal_year": str(fiscal_year),
        "campaign.wareki_year": full_wareki_year(fiscal_year),
        "campaign.issued_on": full_wareki_date(issued_on),
        "campaign.issued_on_half": wareki_date(issued_on),
        "campaign.run_kind": run_kind,
    })
    return constants
