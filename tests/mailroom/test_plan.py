"""The plan numbers every admitted notice once, in postal order, and mixes no campaigns or machines."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.errors import BugFound
from printjob.mailroom.plan import MOST_RARE_IN_A_JOB, PRIVATE_USE_START, CampaignPlan, Route, plan_jobs, unmailed
from printjob.mailroom.profile import read_papers, read_profile
from printjob.model.piece import ADMISSION, State
from printjob.whereabouts import data_folder

PAPERS = read_papers(data_folder("spool") / "papers.yaml")
PAPER, SLIP = PAPERS["plain-64"], PAPERS["slip-81"]
STOCKS = ("notice", "slip")
FOLD, FLAT = (read_profile(data_folder("spool") / "profiles" / f"{name}.yaml") for name in ("naga3-fold", "kaku2-flat"))
SMALL = msgspec.structs.replace(FOLD, most_pieces=7, least_pieces=2, pieces_per_chunk=3)
ROUTES = (Route(SMALL, (PAPER, SLIP)), Route(FLAT, (PAPER, SLIP)))
CAMPAIGNS = (
    CampaignPlan("a", "019917", STOCKS, ROUTES),
    CampaignPlan("b", "019925", STOCKS, ROUTES),
)

records = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(State),
        st.integers(1, 25),
        st.sampled_from([b"0700001", b"0788201", b"0710000"]),
        st.sampled_from([b"", b"000001000002", b"000010"]),
    ),
    max_size=60,
)


def admission(drawn: list[tuple[int, State, int, bytes, bytes]]) -> np.ndarray:
    rows = np.zeros(len(drawn), dtype=ADMISSION)
    for index, (delivery, state, sheets, postal, digits) in enumerate(drawn):
        rows[index] = (
            delivery,
            0,
            index * 10,
            10,
            index + 1,
            index + 2,
            state,
            sheets > 8,
            2 * sheets,
            sheets,
            (sheets - sheets // 3, sheets // 3, 0),
            f"{index * 7919 % 1000:010d}".encode(),
            b"1",
            postal,
            digits,
            100,
            index % 2,
            0,
            20260430,
        )
    return rows


@settings(max_examples=60)
@given(records)
def test_every_admitted_notice_is_planned_once_and_numbered_without_gaps(drawn: list[tuple[int, State, int, bytes, bytes]]) -> None:
    rows = admission(drawn)
    jobs = list(plan_jobs("20260401-01", rows, [0, 1, 0], CAMPAIGNS, {}, unmailed(rows)))
    planned = [(int(row["delivery"]), int(row["number"])) for _, part in jobs for row in part]
    admitted = rows[rows["state"] == State.ADMITTED]
    assert sorted(planned) == sorted(zip(admitted["delivery"].tolist(), admitted["number"].tolist(), strict=True))
    assert [int(row["piece"]) for _, part in jobs for row in part] == list(range(1, len(admitted) + 1))
    assert [job.number for job, _ in jobs] == list(range(1, len(jobs) + 1))


@settings(max_examples=60)
@given(records)
def test_a_job_is_one_campaign_one_machine_in_postal_order(drawn: list[tuple[int, State, int, bytes, bytes]]) -> None:
    rows = admission(drawn)
    by_offset = {int(row["offset"]): row for row in rows}
    for job, part in plan_jobs("20260401-01", rows, [0, 1, 0], CAMPAIGNS, {}, unmailed(rows)):
        sources = [by_offset[int(row["offset"])] for row in part]
        assert {0: "a", 1: "b", 2: "a"}[int(sources[0]["delivery"])] == job.campaign
        assert len({(int(s["delivery"]) == 1, int(s["route"])) for s in sources}) == 1
        keys = [(bytes(s["postal"]), bytes(s["digits"]), bytes(s["notice"])) for s in sources]
        assert keys == sorted(keys)


@settings(max_examples=60)
@given(records)
def test_chunks_cover_the_job_and_know_their_first_page_and_sheet(drawn: list[tuple[int, State, int, bytes, bytes]]) -> None:
    rows = admission(drawn)
    for job, part in plan_jobs("20260401-01", rows, [0, 1, 0], CAMPAIGNS, {}, unmailed(rows)):
        assert [i for chunk in job.chunks for i in range(chunk.start, chunk.stop)] == list(range(job.pieces))
        for chunk in job.chunks:
            before = int(part["sheets"][: chunk.start].sum())
            assert (chunk.first_sheet, chunk.first_page) == (before, 2 * before)
        assert (job.sheets, job.pages) == (int(part["sheets"].sum()), 2 * int(part["sheets"].sum()))


@settings(max_examples=60)
@given(records)
def test_the_papers_of_a_job_are_its_sheets_by_the_form_s_stocks(drawn: list[tuple[int, State, int, bytes, bytes]]) -> None:
    rows = admission(drawn)
    for job, part in plan_jobs("20260401-01", rows, [0, 1, 0], CAMPAIGNS, {}, unmailed(rows)):
        assert [(one.stock, one.sheets) for one in job.stocks] == list(zip(STOCKS, part["by_stock"].sum(axis=0).tolist()[:2], strict=True))
        assert sum(one.sheets for one in job.stocks) == job.sheets
        weights = [(one.sheet_weight_mg, one.sheet_thickness_um) for one in job.stocks]
        assert weights == [(paper.sheet_weight_mg, paper.thickness_um) for paper in (PAPER, SLIP)]


def test_sheets_on_a_stock_that_the_form_has_not_are_refused() -> None:
    rows = admission([(0, State.ADMITTED, 3, b"0700001", b"")])
    rows["by_stock"] = (2, 0, 1)
    with pytest.raises(BugFound):
        list(plan_jobs("20260401-01", rows, [0], CAMPAIGNS, {}, unmailed(rows)))


def test_rare_clusters_get_codes_of_their_job_alone_in_sorted_order() -> None:
    rows = admission([(0, State.ADMITTED, 2, b"0700001", b"")] * 3)
    rare = {0: frozenset({"𠮷"}), 2: frozenset({"辺\U000e0101", "𠮷"})}
    ((job, _),) = plan_jobs("20260401-01", rows, [0], CAMPAIGNS, rare, unmailed(rows))
    assert job.codes == {"辺\U000e0101": PRIVATE_USE_START, "𠮷": PRIVATE_USE_START + 1}


def test_a_piece_with_more_rare_clusters_than_there_are_codes_is_refused() -> None:
    rows = admission([(0, State.ADMITTED, 1, b"0700001", b"")])
    rare = {0: frozenset(f"{chr(0x4E00 + number)}\U000E0100" for number in range(MOST_RARE_IN_A_JOB + 1))}
    with pytest.raises(BugFound):
        list(plan_jobs("20260401-01", rows, [0], CAMPAIGNS, rare, unmailed(rows)))
