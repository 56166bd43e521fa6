"""The plan: admitted notices in postal order, numbered, tied into bundles, cut into jobs and chunks (通し番号・把束・ジョブ分割).

A function of the rows, the campaigns, the profiles and the mailing alone. Jobs never mix campaigns, machines or mail classes. Order inside
a job: bundle, postal code, 住所表示番号, then the notice number (a stable key that the municipality gave).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.errors import BugFound, Fault
from printjob.mailroom.bundle import Destinations, Most, bundles, tie, tying_keys
from printjob.mailroom.cut import cut, halve_until, lines_wanted, most_sheets
from printjob.mailroom.order import Group, groups
from printjob.mailroom.profile import Paper, Profile
from printjob.model.mail import UNMAILED, Bundle, BundleRule, MailClass
from printjob.model.piece import PLANNED, Chunk, JobPlan, StockUse, job_id, run_serial

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


class Mailing(NamedTuple):
    """In which class each admission row's piece is posted and where it goes (差出の区分とあて先の郵便区)."""

    classes: Sequence[MailClass]
    """in the order in which their jobs are made"""
    class_of: npt.NDArray[np.int16]
    """by row, index into ``classes`` (rows not admitted: anything)"""
    districts: Sequence[str]
    """郵便区番号 of 3 or 5 digits, ascending"""
    district_of: npt.NDArray[np.int32]
    """by row, index into ``districts``; -1: none is known"""
    thickness_um: npt.NDArray[np.int32]
    """by row, unpressed"""
    rule: BundleRule | None
    """how pieces are tied; ``None``: not at all"""


def unmailed(rows: Rows) -> Mailing:
    """Everything in no class, nothing tied: proofs and specimens."""
    zeros = np.zeros(len(rows), dtype=np.int32)
    return Mailing((UNMAILED,), zeros.astype(np.int16), (), zeros - 1, zeros, None)


class _Tied(NamedTuple):
    """A group's rows in print order. ``ends`` says where its bundles end, ``keys`` what its pieces are tied with (no ends: not tied)."""

    members: npt.NDArray[np.int64]
    keys: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64] | None


def plan_jobs(
    run: str,
    rows: Rows,
    campaign_of_delivery: Sequence[int],
    campaigns: Sequence[CampaignPlan],
    rare: Mapping[int, frozenset[str]],
    mailing: Mailing,
) -> Iterator[tuple[JobPlan, Rows]]:
    """All jobs of a run with their PLANNED rows, in job order.

    ``rows`` are the ADMISSION rows of the whole run; ``rare`` gives the rare clusters of the few rows (by index) that have some.
    """
    piece = job = 0
    for group in groups(rows, np.asarray(campaign_of_delivery, dtype=np.int16), mailing.class_of):
        campaign, mail = campaigns[group.campaign], mailing.classes[group.mail]
        tied = _tied(rows, group, campaign.routes[group.route].profile, mailing)
        for start, stop in _jobs(rows, tied, campaign.routes[group.route].profile, rare):
            job += 1
            plan, planned = _planned(run, job, piece, rows, tied.members[start:stop], campaign, group.route, rare)
            yield msgspec.structs.replace(plan, mail=mail, bundles=_bundles(tied, start, stop, mailing)), planned
            piece += stop - start


def _tied(rows: Rows, group: Group, profile: Profile, mailing: Mailing) -> _Tied:
    """The group's bundles: small enough that as many jobs as there are lines can be cut between them, and each for the machine."""
    members, mail, rule = group.members, mailing.classes[group.mail], mailing.rule
    if rule is None or not mail.product:
        return _Tied(members, np.zeros(len(members), dtype=np.int64), None)
    to = Destinations(mailing.districts, mailing.district_of[members], rows["postal"][members])
    keys = tying_keys(to, rule.least, local=mail.kind == "local")
    order = np.argsort(keys, kind="stable")
    members, keys = members[order], keys[order]
    pieces = min(rule.most, profile.most_pieces, len(members) // lines_wanted(len(members), profile))
    most = Most(pieces, most_sheets(profile), rule.most_thickness_um)
    ends = tie(keys, rows["sheets"][members].astype(np.int64), mailing.thickness_um[members].astype(np.int64), most)
    return _Tied(members, keys, ends)


def _jobs(rows: Rows, tied: _Tied, profile: Profile, rare: Mapping[int, frozenset[str]]) -> list[tuple[int, int]]:
    jobs = cut(rows["sheets"][tied.members].astype(np.int64), profile, tied.ends)
    if not rare:
        return jobs
    of_piece = [rare.get(index, frozenset()) for index in tied.members.tolist()]
    return [part for job in jobs for part in halve_until(job, of_piece, MOST_RARE_IN_A_JOB, tied.ends)]


def _bundles(tied: _Tied, start: int, stop: int, mailing: Mailing) -> tuple[Bundle, ...]:
    """The bundles of the job ``start`` to ``stop``, which may end inside a bundle only where rare clusters cut it."""
    if tied.ends is None or mailing.rule is None:
        return ()
    ends = np.append(tied.ends[(tied.ends > start) & (tied.ends < stop)], stop) - start
    thickness_um = mailing.thickness_um[tied.members[start:stop]].astype(np.int64)
    return bundles(tied.keys[start:stop], ends, thickness_um, mailing.districts, mailing.rule)


def _numbered(rows: Rows, members: npt.NDArray[np.int64], pieces_before: int) -> Rows:
    """The PLANNED rows of a job's members: a piece is one notice."""
    planned = np.zeros(len(members), dtype=PLANNED)
    for name in ("delivery", "part", "offset", "length", "number", "pages", "sheets", "by_stock"):
        planned[name] = rows[name][members]
    planned["piece"] = np.arange(pieces_before + 1, pieces_before + 1 + len(members))
    planned["notice"] = 1
    planned["of"] = planned["sheets"]
    return planned


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
    planned, profile = _numbered(rows, members, pieces_before), campaign.routes[route].profile
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
