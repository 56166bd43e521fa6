"""Campaigns (案件): municipality, form, run kind and posting date; each has its form compiled once and kept with the run."""

from __future__ import annotations

from pathlib import Path

import msgspec

from printjob.admit.part import Kit
from printjob.durable import write_whole
from printjob.intake.manifest import Manifest
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.drawing import draw_arts
from printjob.layout.language import read_layout
from printjob.mailroom.plan import CampaignPlan
from printjob.model.form import Form
from printjob.model.runfolder import art_path, form_path
from printjob.run.site import Site, readable
from printjob.typefaces.gaiji import read_gaiji
from printjob.whereabouts import data_folder


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign of a run, ready to be admitted and planned."""

    plan: CampaignPlan
    form: Form
    title: str
    municipality_name: str
    run_kind: str


def campaign_key(manifest: Manifest) -> str:
    """The campaign's name: municipality, form, fiscal year, run kind, issue and posting date."""
    dates = f"{manifest.issued_on:%Y%m%d}-{manifest.posting_on:%Y%m%d}"
    return f"{manifest.municipality}-{manifest.form}-{manifest.fiscal_year}-{manifest.run_kind}-{dates}"


def series_of(campaign: str) -> str:
    """What notice numbers are unique in, by a campaign's name: its name without the dates.

    >>> series_of("019917-property-tax-2026-1-20260410-20260410")
    '019917-property-tax-2026-1'
    """
    return campaign.rsplit("-", 2)[0]


def make_campaign(site: Site, run: Path, manifest: Manifest) -> Campaign:
    """Compile the campaign's form, draw its art, find its machines. Raises ``EnvironmentAtFault`` for unreadable settings."""
    key, municipality = campaign_key(manifest), site.municipality(manifest.municipality)
    constants = campaign_constants(municipality.settings, manifest.fiscal_year, manifest.issued_on, manifest.run_kind)
    layout = readable(lambda: read_layout(data_folder("layouts") / manifest.form))
    form, arts = readable(lambda: compile_form(layout, constants))
    write_whole(form_path(run, key), msgspec.json.encode(form))
    write_whole(art_path(run, key), draw_arts(form, arts))
    routes = site.routes(municipality, form.stock)
    return Campaign(
        plan=CampaignPlan(key, manifest.municipality, form.stock, routes),
        form=form,
        title=layout.sheet.title,
        municipality_name=municipality.name,
        run_kind=manifest.run_kind,
    )


def kit_for(site: Site, campaign: Campaign, manifest: Manifest) -> Kit:
    """What admission needs for a delivery of the campaign; its gaiji map is proven readable before any worker asks for it."""
    gaiji = site.gaiji_file(manifest.municipality)
    if gaiji:
        readable(lambda: read_gaiji(gaiji))
    return Kit(
        form=campaign.plan.key,
        format_file=str(site.format_file(manifest.format)),
        shape_file=str(data_folder("layouts") / manifest.form / "record.yaml"),
        gaiji_file=str(gaiji) if gaiji else "",
        run_kind=manifest.run_kind,
        fiscal_year=manifest.fiscal_year,
        sheets_by_route=tuple(
            (route.profile.least_sheets, route.profile.most_sheets) for route in campaign.plan.routes
        ),
    )
