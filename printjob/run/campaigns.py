"""Campaigns (案件): municipality, form, run kind and posting date; each has its form compiled once and kept with the run."""

from __future__ import annotations

from pathlib import Path

import msgspec

from printjob.admit.exceptions import read_exceptions
from printjob.admit.part import Kit
from printjob.durable import write_whole
from printjob.intake.manifest import Manifest
from printjob.intake.municipality import Municipality
from printjob.layout.arts import Arts
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.drawing import draw_arts
from printjob.layout.language import Layout, read_layout
from printjob.mailroom.plan import CampaignPlan
from printjob.model.campaign import campaign_name, series_of
from printjob.model.form import Form
from printjob.model.runfolder import art_path, form_path
from printjob.recordshape import read_shape
from printjob.run.billers import billers_on
from printjob.run.forms import forms, proof_key, record_file, shape_file
from printjob.run.site import Site, readable
from printjob.typefaces.gaiji import read_gaiji


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign of a run, ready to be admitted and planned. ``proof``: nothing of it is for the mail, its payment codes are void.

    ``digest`` is that of the form as it is printed, which an approval (校了) is bound to, also where ``form`` is its proof.
    """

    plan: CampaignPlan
    form: Form
    title: str
    municipality_name: str
    run_kind: str
    proof: bool = False
    digest: str = ""


def campaign_key(manifest: Manifest) -> str:
    """The campaign's name: municipality, form, fiscal year, run kind, issue and posting date."""
    series = f"{manifest.municipality}-{manifest.form}-{manifest.fiscal_year}-{manifest.run_kind}"
    return campaign_name(series, manifest.issued_on, manifest.posting_on)


def make_campaign(site: Site, run: Path, manifest: Manifest, *, proof: bool = False) -> Campaign:
    """Compile the campaign's form, draw its art, find its machines. Raises ``EnvironmentAtFault`` for unreadable settings.

    The form is kept twice: as it is printed, and under :func:`proof_key` as it is shown (見本), so that a proof of a finished job
    follows from what the run was made of and not from settings that were changed since. With ``proof`` the first is the second too:
    all that is made of such a campaign bears 見本 and void codes.
    """
    key, municipality = campaign_key(manifest), site.municipality(manifest.municipality)
    layout = readable(lambda: read_layout(site.layout_folder(manifest.form)))
    printed, shown = (_compiled(layout, municipality, manifest, proof=as_proof) for as_proof in (False, True))
    form = _keep(run, key, shown if proof else printed)
    _keep(run, proof_key(key), shown)
    write_whole(record_file(run, key), shape_file(site, manifest.form).read_bytes())
    return Campaign(
        plan=CampaignPlan(key, manifest.municipality, form.stocks, site.routes(municipality, form.stocks)),
        form=form,
        title=layout.sheet.title,
        municipality_name=municipality.name,
        run_kind=manifest.run_kind,
        proof=proof,
        digest=printed[0].digest,
    )


def _compiled(layout: Layout, municipality: Municipality, manifest: Manifest, *, proof: bool) -> tuple[Form, Arts]:
    return readable(
        lambda: compile_form(
            layout,
            campaign_constants(
                municipality.settings, manifest.fiscal_year, manifest.issued_on, manifest.run_kind, proof=proof
            ),
        )
    )


def _keep(run: Path, key: str, compiled: tuple[Form, Arts]) -> Form:
    form, arts = compiled
    write_whole(form_path(run, key), msgspec.json.encode(form))
    write_whole(art_path(run, key), draw_arts(form, arts))
    return form


def kit_for(site: Site, campaign: Campaign, manifest: Manifest) -> Kit:
    """What admission needs for a delivery of the campaign; gaiji map, exceptions and whose payment codes may stand on slips are proven
    readable before any worker asks.
    """
    shape = readable(lambda: read_shape(shape_file(site, manifest.form)))
    billers = billers_on(site.municipality(manifest.municipality), manifest.issued_on, shape)
    gaiji, exceptions = site.gaiji_file(manifest.municipality), site.exceptions_file(manifest.municipality)
    if gaiji:
        readable(lambda: read_gaiji(gaiji, manifest.issued_on))
    if exceptions.exists():
        readable(lambda: read_exceptions(exceptions, forms(site)))
    return Kit(
        form=campaign.plan.key,
        format_file=str(site.format_file(manifest.format)),
        shape_file=str(shape_file(site, manifest.form)),
        gaiji_file=str(gaiji) if gaiji else "",
        run_kind=manifest.run_kind,
        fiscal_year=manifest.fiscal_year,
        sheets_by_route=tuple(
            (route.profile.least_sheets, route.profile.most_sheets) for route in campaign.plan.routes
        ),
        exceptions_file=str(exceptions) if exceptions.exists() else "",
        proof=campaign.proof,
        issued_on=manifest.issued_on,
        billers=billers,
        barcodes=site.posting().bars_wanted(series_of(campaign.plan.key)),
    )
