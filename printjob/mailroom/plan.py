"""The plan: admitted notices in postal order, numbered, cut into jobs and chunks (通し番号・ジョブ分割).

A function of the rows, the campaigns and the profiles alone. Jobs never mix campaigns or machines. Order inside a job: postal code,
then 住所表示番号, then the notice number (a stable key that the municipality gave).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.errors import BugFound, Fault
from printjob.mailroom.cut import cut, halve_until
from printjob.mailroom.profile import Paper, Profile
from printjob.model.piece import PLANNED, Chunk, JobPlan, State, StockUse, job_id, run_serial

Rows = npt.NDArray[np.void]

PRIVATE_USE_START = 0xE000
MOST_RARE_IN_A_JOB = 0xF8FF - 0xE000 + 1
"""Rare clusters take codes of the BMP's private use area, which no admitted text uses itself."""


class Route(msgspec.Struct, frozen=True):
    """One way a campaign's pieces may go: a machine, and the paper that each of the form's stocks stands for there, in their order."""

    profile: Profile
    papers: tuple[Paper, ...]


class CampaignPlan(msgspec.Struct, frozen=True):
    """What planning must know of a campaign (案件)."""

    key: str
    municipality: str
    stocks: tuple[str, ...]
    routes: tuple[Route, ...]


def plan_jobs(
    run: str,
    rows: Rows,
    campaign_of_delivery: Sequence[int],
    campaigns: Sequence[CampaignPlan],
    rare: Mapping[int, frozenset[str]],
) -> Iterator[tuple[JobPlan, Rows]]:
    """All jobs of a run with their PLANNED rows, in job order.

    ``rows`` are the ADMISSION rows of the whole run; ``rare`` gives the rare clusters of the few rows (by index) that have some.
    """
    order = _print_order(rows, np.asarray(campaign_of_delivery, dtype=np.int16))
    piece = job = 0
    for start, stop in _groups(np.asarray(campaign_of_delivery)[rows["delivery"][order]], rows["route"][order]):
        members = order[start:stop]
        which, route = campaigns[campaign_of_delivery[rows["delivery"][order[start]]]], int(rows["route"][order[start]])
        for first, last in _jobs(rows, members, which.routes[route].profile, rare):
            job += 1
            yield _planned(run, job, piece, rows, members[first:last], which, route, rare)
            piece += last - first


def _print_order(rows: Rows, campaign_of_delivery: npt.NDArray[np.int16]) -> npt.NDArray[np.int64]:
    """The admitted rows by campaign, route, postal code, 住所表示番号, notice number, delivery and record number.

    Sorted key by key, the least one first, so that no more than one key of all rows is copied at a time.
    """
    order = np.flatnonzero(rows["state"] == State.ADMITTED)
    for key in ("number", "delivery", "notice", "digits", "postal", "route"):
        order = order[np.argsort(rows[key][order], kind="stable")]
    return order[np.argsort(campaign_of_delivery[rows["delivery"][order]], kind="stable")]


def _groups(campaign: npt.NDArray[np.integer[Any]], route: npt.NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
    if len(campaign) == 0:
        return
    changes = np.flatnonzero((np.diff(campaign) != 0) | (np.diff(route.astype(np.int64)) != 0)) + 1
    borders = [0, *changes.tolist(), len(campaign)]
    yield from itertools.pairwise(borders)


def _jobs(
    rows: Rows, members: npt.NDArray[np.int64], profile: Profile, rare: Mapping[int, frozenset[str]]
) -> list[tuple[int, int]]:
    jobs = cut(rows["sheets"][members].astype(np.int64), profile)
    if not rare:
        return jobs
    of_piece = [rare.get(index, frozenset()) for index in members.tolist()]
    return [part for job in jobs for part in halve_until(job, of_piece, MOST_RARE_IN_A_JOB)]


def _planned(
    run: str,
    number: int,
    pieces_before: int,
    rows: Rows,
    members: npt.NDArray[np.int64],
    campaign: CampaignPlan,
    route: int,
    rare: Mapping[int, frozenset[str]],
) -> tuple[JobPlan, Rows]:
    planned = np.zeros(len(members), dtype=PLANNED)
    for name in ("delivery", "part", "offset", "length", "number", "pages", "sheets", "by_stock"):
        planned[name] = rows[name][members]
    planned["piece"] = np.arange(pieces_before + 1, pieces_before + 1 + len(members))
    planned["notice"] = 1
    planned["of"] = planned["sheets"]
    profile = campaign.routes[route].profile
    if int(planned["of"].max()) > profile.most_sheets:
        raise BugFound(
            Fault(id="PJ-1701-E", detail=f"a piece of job {number} has more sheets than {profile.profile} takes")
        )
    sheets = int(planned["sheets"].sum())
    clusters = sorted(frozenset().union(*(rare.get(index, frozenset()) for index in members.tolist()))) if rare else []
    if len(clusters) > MOST_RARE_IN_A_JOB:
        raise BugFound(
            Fault(id="PJ-1701-E", detail=f"job {number} has {len(clusters)} rare clusters, more than there are codes")
        )
    plan = JobPlan(
        job=job_id(run, number),
        number=number,
        run=run,
        run_serial=run_serial(run),
        municipality=campaign.municipality,
        campaign=campaign.key,
        form=campaign.key,
        profile=profile.profile,
        pieces=len(members),
        sheets=sheets,
        pages=2 * sheets,
        first_piece=pieces_before + 1,
        last_piece=pieces_before + len(members),
        chunks=_chunks(planned, profile.pieces_per_chunk),
        codes={cluster: PRIVATE_USE_START + index for index, cluster in enumerate(clusters)},
        stocks=_stocks(campaign, campaign.routes[route], planned),
    )
    return plan, planned


def _stocks(campaign: CampaignPlan, route: Route, planned: Rows) -> tuple[StockUse, ...]:
    """The papers of the job; ``BugFound`` when the sheets by stock are not all its sheets."""
    counts = planned["by_stock"].sum(axis=0, dtype=np.int64).tolist()
    used = tuple(
        StockUse(stock=stock, sheets=count, sheet_weight_mg=paper.sheet_weight_mg, sheet_thickness_um=paper.thickness_um)
        for stock, paper, count in zip(campaign.stocks, route.papers, counts[: len(campaign.stocks)], strict=True)
    )
    if sum(one.sheets for one in used) != int(planned["sheets"].sum()):
        raise BugFound(Fault(id="PJ-1702-E", detail=f"sheets by stock {counts} are not the sheets of the job"))
    return used


def _chunks(planned: Rows, pieces: int) -> tuple[Chunk, ...]:
    before = np.concatenate(([0], np.cumsum(planned["sheets"].astype(np.int64))))
    starts = range(0, len(planned), pieces)
    return tuple(
        Chunk(
            start=start,
            stop=min(start + pieces, len(planned)),
            first_page=2 * int(before[start]),
            first_sheet=int(before[start]),
        )
        for start in starts
    )
