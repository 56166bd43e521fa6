"""The exit code of a finished run follows from its counts, and counts that do not add up are our mistake."""

from __future__ import annotations

import pytest

from printjob.errors import BugFound
from printjob.run.summary import Summary

JOBS = ("20260401-01-0001",)


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (Summary(received=2, notices=2, jobs=JOBS), 0),
        (Summary(received=2, notices=1, pulled=1, jobs=JOBS), 0),
        (Summary(received=2, notices=1, held=1, jobs=JOBS), 4),
        (Summary(received=2, notices=1, quarantined=1, jobs=JOBS), 4),
        (Summary(received=2, quarantined=2), 8),
        (Summary(received=2, pulled=1, held=1), 8),
        (Summary(received=2, pulled=2), 0),
        (Summary(), 8),
    ],
)
def test_the_exit_code_follows_from_the_counts(summary: Summary, expected: int) -> None:
    assert summary.prepared_exit == expected


@pytest.mark.parametrize(
    "summary",
    [Summary(received=2, notices=1, jobs=JOBS), Summary(sheets=2, pages=3), Summary(released=1)],
    ids=["records", "pages", "released"],
)
def test_counts_that_do_not_add_up_are_a_bug(summary: Summary) -> None:
    with pytest.raises(BugFound):
        summary.balanced()
