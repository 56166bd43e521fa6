"""The plan of a run on disk: each job's plan and rows where the workers read them, and what its packaging needs."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.durable import write_whole
from printjob.errors import BugFound, DataRefused, EnvironmentAtFault, Fault
from printjob.layout.papers import draw_papers
from printjob.mailroom.jobfiles import count_sheet_values
from printjob.mailroom.papers.tags import bundle_tags, tray_labels
from printjob.mailroom.papers.values import job_bundles
from printjob.mailroom.plan import Mailing, plan_jobs
from printjob.mailroom.profile import Profile
from printjob.model.filled import Filled
from printjob.model.piece import JobPlan, State
from printjob.run.admission import Admission, Rows
from printjob.run.begin import Frozen
from printjob.run.campaigns import Campaign
from printjob.run.receive import Received
from printjob.run.site import Site
from printjob.run.tasks import Packaging
from printjob.whereabouts import data_folder

Indexes = npt.NDArray[np.uint32]


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """The jobs of a run in order, and for each admission row its piece (0: none) and the index of its job."""

    jobs: tuple[JobPlan, ...]
    piece_of_row: Indexes
    job_of_row: Indexes


def plan(run: Path, frozen: Frozen, received: Received, admission: Admission, mailing: Mailing) -> Planned:
    """Plan all jobs, each in the class that ``mailing`` says, and write each where its tasks look for it."""
    rows = admission.rows
    starts = _first_row_of_delivery(rows, len(received.campaign_of))
    piece_of_row, job_of_row = np.zeros(len(rows), dtype=np.uint32), np.zeros(len(rows), dtype=np.uint32)
    jobs: list[JobPlan] = []
    campaigns = [campaign.plan for campaign in received.campaigns]
    for job, planned in plan_jobs(frozen.run, rows, received.campaign_of, campaigns, admission.rare, mailing):
        _write(run, job, planned)
        index = starts[planned["delivery"]] + planned["number"] - 1
        piece_of_row[index], job_of_row[index] = planned["piece"], len(jobs)
        jobs.append(job)
    _require_each_once(rows, piece_of_row, jobs)
    return Planned(jobs=tuple(jobs), piece_of_row=piece_of_row, job_of_row=job_of_row)


def _require_each_once(rows: Rows, piece_of_row: Indexes, jobs: Sequence[JobPlan]) -> None:
    """Every admitted notice has its piece and no other record has one; ``BugFound`` (``PJ-1702-E``) where one is lost or doubled.

    As yet a piece is one notice: as many pieces as placed notices means that none was placed twice.
    """
    placed, admitted, pieces = piece_of_row != 0, rows["state"] == State.ADMITTED, sum(job.pieces for job in jobs)
    if not np.array_equal(placed, admitted) or pieces != int(admitted.sum()):
        detail = f"{int(admitted.sum())} notices admitted, {int(placed.sum())} placed in {pieces} pieces"
        raise BugFound(Fault(id="PJ-1702-E", detail=detail))


def _first_row_of_delivery(rows: Rows, deliveries: int) -> npt.NDArray[np.int64]:
    """Where each delivery's rows begin: its records are numbered from 1 without gaps."""
    return np.searchsorted(rows["delivery"], np.arange(deliveries)).astype(np.int64)


def _write(run: Path, job: JobPlan, planned: Rows) -> None:
    buffer = io.BytesIO()
    np.save(buffer, planned, allow_pickle=False)
    write_whole(run / "plan" / f"{job.job}.npy", buffer.getvalue())
    write_whole(run / "plan" / f"{job.job}.json", msgspec.json.encode(job))


def packaging_of(site: Site, frozen: Frozen, received: Received, jobs: Sequence[JobPlan]) -> dict[str, Packaging]:
    """What each job's packaging needs, by job id."""
    by_key = {campaign.plan.key: campaign for campaign in received.campaigns}
    profiles = {job.profile: site.profile(job.profile) for job in jobs}
    # The biggest job of each has the longest numbers.
    for job in {(job.campaign, job.profile, job.mail): job for job in sorted(jobs, key=lambda job: job.sheets)}.values():
        _require_papers(job, by_key[job.campaign].municipality_name, _names(by_key[job.campaign], profiles[job.profile]))
    return {
        job.job: Packaging(
            control_layout=str(site.control_layout(profiles[job.profile])),
            municipality_name=by_key[job.campaign].municipality_name,
            names=_names(by_key[job.campaign], profiles[job.profile]),
            made_of=_made_of(frozen, received, by_key[job.campaign], profiles[job.profile]),
        )
        for job in jobs
    }


def _require_papers(job: JobPlan, municipality_name: str, names: Mapping[str, str]) -> None:
    """The site's own titles fit their places on the job's papers: told (``PJ-1404-E``) before a night is composed, not behind it."""
    layouts, tied = data_folder("layouts"), job_bundles(job, municipality_name) if job.bundles else None
    papers = [Filled("count-sheet", count_sheet_values(job, names))]
    if tied is not None:
        last = [msgspec.structs.replace(tied, bundles=tied.bundles[-1:])]
        papers += [*tray_labels(last), *bundle_tags(last)]
    for paper in papers:
        try:
            draw_papers(layouts, [paper])
        except DataRefused as refused:
            detail = f"the text has no room or no glyph on the {paper.layout.replace('-', ' ')}"
            faults = (Fault(id="PJ-1404-E", file=job.profile, field=fault.field, detail=detail) for fault in refused.faults)
            raise EnvironmentAtFault(*faults) from None


def _names(campaign: Campaign, profile: Profile) -> dict[str, str]:
    route = next(route for route in campaign.plan.routes if route.profile.profile == profile.profile)
    return {
        "municipality": f"{campaign.plan.municipality} {campaign.municipality_name}",
        "form": campaign.title,
        "profile": profile.title,
        **{f"stock.{stock}": paper.title for stock, paper in zip(campaign.plan.stocks, route.papers, strict=True)},
    }


def _made_of(frozen: Frozen, received: Received, campaign: Campaign, profile: Profile) -> dict[str, str]:
    which = received.campaigns.index(campaign)
    digests = [
        taken.checked.digest
        for (_, taken), index in zip(sorted(received.deliveries.items()), received.campaign_of, strict=True)
        if index == which and taken.accepted
    ]
    return {
        "deliveries": " ".join(digests),
        "form": f"{campaign.form.form} {campaign.form.edition} {campaign.form.digest}",
        "fonts": frozen.fingerprint["fonts"],
        "profile": f"{profile.profile} {profile.version}",
        "postal": frozen.fingerprint["postal"],
        "program": frozen.fingerprint["program"],
    }
