"""Columns stand under each other whatever the widths of their characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from printjob.run.aligned import aligned, shown_width

CELLS = st.text(alphabet="aZ09,.通数形ｱ＋ー", max_size=6)


@given(rows=st.lists(st.tuples(CELLS, CELLS, st.just("|")), min_size=1, max_size=6))
def test_the_last_column_begins_at_one_place(rows: list[tuple[str, str, str]]) -> None:
    lines = list(aligned(rows, right={1}))
    assert len(lines) == len(rows)
    assert len({shown_width(line) for line in lines}) == 1
    assert all(line.endswith("|") for line in lines)


def test_a_column_of_nothing_has_no_place() -> None:
    assert list(aligned([["a", "", "b"], ["c", "", "d"]])) == ["a  b", "c  d"]
