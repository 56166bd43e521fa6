"""From rows to jobs: every admitted notice is in one job, one bundle and one line of what was decided, and none of them mixes what it must not.

Whether a class is lawful is counted from the jobs alone, by the small tables' rules in the test's own words.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.mailroom.plan import plan_jobs
from printjob.model.mail import UNMAILED
from printjob.model.piece import JobPlan, State
from printjob.run.mail import classing
from printjob.run.mail import pieces as mailpieces
from printjob.run.mail.classed import classed_of, lines_of_pieces
from tests.mailroom.test_plan import admission
from tests.run.mail.test_classing import CITY, EAST, FAR, HERE, RUN, TOWN, UNLISTED, received, site_in

Rows = np.ndarray[Any, np.dtype[np.void]]
CAMPAIGNS = ((CITY, "20260410"), (CITY, "20260410"), (TOWN, "20260410"), (CITY, "20260413"))
DISTRICT = {HERE: "070", EAST: "071", FAR: "078"}
LEAST = {"local": 2, "local-barcode": 3, "barcode": 3, "sorted": 4, "sorted-barcode": 4, "sorted-slack-3": 4, "sorted-barcode-slack-3": 4, "plain": 1}
records = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([*State, *[State.ADMITTED] * 6]), st.sampled_from([1, 1, 2, 3, 9, 12]),
        st.sampled_from([HERE, HERE, EAST, FAR, UNLISTED, b"", b"07000"]), st.booleans(), st.integers(0, 1),
    ),
    max_size=70,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _forms_print_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailpieces, "customer_dots", lambda _form: {12})


def night(folder: Path, drawn: list[tuple[int, State, int, bytes, bool, int]], rare: dict[int, frozenset[str]]) -> tuple[Rows, list[tuple[JobPlan, Rows]]]:
    """The rows of a night and its jobs with their pieces; what was decided is kept in the folder."""
    rows = admission([(delivery, state, sheets, postal, b"") for delivery, state, sheets, postal, _, _ in drawn])
    rows["bars"], rows["option"] = [one[4] for one in drawn], [one[5] * (one[0] == 3) for one in drawn]
    came = received(*CAMPAIGNS)
    classed = classing.classify(Path(RUN), site_in(folder), rows, came)
    jobs = list(plan_jobs(RUN, rows, came.campaign_of, [one.plan for one in came.campaigns], rare, classed.mailing))
    piece_of_row = np.zeros(len(rows), dtype=np.uint32)
    for _, planned in jobs:
        piece_of_row[planned["number"] - 1] = planned["piece"]
    (folder / "postage").mkdir(exist_ok=True)
    classing.keep_classes(folder, classed, piece_of_row)
    return rows, jobs


@settings(max_examples=60, deadline=None)
@given(records, st.dictionaries(st.integers(0, 69), st.just(frozenset({"葛󠄀", "辻󠄀"})), max_size=3))
def test_every_notice_is_in_one_job_of_its_own_kind(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, State, int, bytes, bool, int]], rare: dict[int, frozenset[str]]
) -> None:
    folder = tmp_path_factory.mktemp("night")
    rows, jobs = night(folder, drawn, rare)
    numbers = np.concatenate([planned["number"] for _, planned in jobs]) if jobs else np.zeros(0, dtype=np.uint32)
    assert sorted(numbers.tolist()) == (np.flatnonzero(rows["state"] == State.ADMITTED) + 1).tolist()
    assert [piece for _, planned in jobs for piece in planned["piece"].tolist()] == list(range(1, len(numbers) + 1))
    for job, planned in jobs:
        inside = rows[planned["number"] - 1]
        assert len(np.unique(inside["delivery"])) == len(np.unique(inside["route"])) == 1
        municipality, day = CAMPAIGNS[int(inside["delivery"][0])]
        assert job.municipality == municipality
        assert job.campaign.endswith(f"-{day}")
        assert (job.mail == UNMAILED) == (municipality == TOWN or bool((inside["option"] > 0).any())) == (not job.bundles)
        assert [one.start for one in job.bundles] == [0, *(one.stop for one in job.bundles)][: len(job.bundles)]
        assert not job.bundles or job.bundles[-1].stop == job.pieces
        for bundle in job.bundles:
            codes = inside["postal"][bundle.start : bundle.stop].tolist()
            assert all(code.decode().startswith(bundle.district) for code in codes)
            assert bundle.level == "district" or job.mail.kind != "local"


@settings(max_examples=60, deadline=None)
@given(records)
def test_the_classes_of_the_jobs_are_lawful_and_are_those_that_were_kept(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, State, int, bytes, bool, int]]
) -> None:
    folder = tmp_path_factory.mktemp("night")
    rows, jobs = night(folder, drawn, {})
    lots, counted = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
    kept = {(one.municipality, f"{one.posted_on:%Y%m%d}"): one for one in classed_of(folder)}
    for job, planned in jobs:
        day, flat, mail = job.campaign[-8:], job.profile == "kaku2-flat", job.mail
        posting = kept[job.municipality, day]
        line_of = dict(lines_of_pieces(folder, job.municipality, posting.posted_on).tolist())
        for row, piece in zip(rows[planned["number"] - 1], planned["piece"].tolist(), strict=True):
            line = posting.lines[line_of[piece]]
            assert (line.campaign, line.product, line.office, line.indicia) == (job.campaign, mail.product, mail.office, mail.indicia)
            counted[job.municipality, day, line_of[piece]] += 1
            district = DISTRICT.get(bytes(row["postal"]), "")
            if mail.kind == "local":
                assert (district, flat) == ({"中央": "070", "東": "071"}[mail.office], False)
            if "barcode" in mail.product:
                assert row["bars"]
                assert not flat
            assert mail.kind != "sorted" or district
            if mail.product:
                lots[day, mail.product, mail.office, district if mail.kind == "local" else "", flat and mail.kind == "sorted"] += 1
    assert all(count >= LEAST[str(key[1])] for key, count in lots.items())
    for posting in kept.values():
        own = (posting.municipality, f"{posting.posted_on:%Y%m%d}")
        assert [line.pieces for line in posting.lines] == [counted[(*own, at)] for at in range(len(posting.lines))]
        assert posting.report.pieces == sum(line.pieces for line in posting.report.lines) == sum(line.pieces for line in posting.lines)
        assert posting.report.cost_yen == posting.report.transport_yen + sum(_lot_yen(posting.report.lines).values())


def _lot_yen(lines: Any) -> dict[tuple[str, ...], int]:
    """Fractions are dropped once for each lot that is posted, as the small tables say."""
    milli = Counter[tuple[str, ...]]()
    for line in lines:
        milli[line.office, line.product, line.district] += line.fee_milli * line.pieces
    return {key: value // 1000 for key, value in milli.items()}
