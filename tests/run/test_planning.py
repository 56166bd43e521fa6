"""The plan places every admitted notice in one piece; a planner that loses or doubles one is caught before anything is composed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from printjob.errors import BugFound
from printjob.mailroom.plan import plan_jobs, unmailed
from printjob.model.piece import JobPlan, State
from printjob.run import planning
from printjob.run.admission import Admission
from tests.mailroom.test_plan import CAMPAIGNS, admission

Rows = np.ndarray[Any, np.dtype[np.void]]
NOTICES = [(0, State.ADMITTED, 1, b"0700001", b""), (0, State.HELD, 1, b"0700001", b""), (1, State.ADMITTED, 2, b"0788201", b"")]


def planned(run: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Rows], Rows]) -> planning.Planned:
    """The plan of three records when the planner's rows of each job are changed on their way."""

    def changed(*arguments: Any) -> Iterator[tuple[JobPlan, Rows]]:
        for job, rows in plan_jobs(*arguments):
            yield job, change(rows)

    monkeypatch.setattr(planning, "plan_jobs", changed)
    (run / "plan").mkdir()
    received: Any = SimpleNamespace(campaign_of=(0, 1), campaigns=[SimpleNamespace(plan=campaign) for campaign in CAMPAIGNS])
    frozen: Any = SimpleNamespace(run="20260401-01")
    rows = admission(NOTICES)
    rows["number"] = [1, 2, 1]
    return planning.plan(run, frozen, received, Admission(rows, {}, {}), unmailed(rows))


def test_pieces_stand_at_the_rows_of_their_notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(tmp_path, monkeypatch, lambda rows: rows)
    assert plan.piece_of_row.tolist() == [1, 0, 2]


def _of_another(rows: Rows) -> Rows:
    moved = rows.copy()
    moved["delivery"], moved["number"] = 0, 1
    return moved


@pytest.mark.parametrize("change", [lambda rows: rows[:-1], _of_another], ids=["a notice lost", "a notice twice"])
def test_a_planner_that_loses_or_doubles_a_notice_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Rows], Rows]
) -> None:
    with pytest.raises(BugFound) as found:
        planned(tmp_path, monkeypatch, change)
    assert [fault.id for fault in found.value.faults] == ["PJ-1702-E"]
