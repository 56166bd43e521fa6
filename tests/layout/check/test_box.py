"""Boxes meet when they share a place, whichever is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from printjob.layout.check.box import SLACK_MM, Box, around

LENGTH = st.floats(0, 300).map(lambda length: round(length, 1))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(LENGTH), draw(LENGTH)
    return Box(left, top, left + draw(LENGTH) + 1, top + draw(LENGTH) + 1)


@given(boxes(), boxes())
def test_meeting_is_mutual(one: Box, other: Box) -> None:
    assert one.meets(other) == other.meets(one)


@given(boxes(), boxes())
def test_the_box_around_holds_both(one: Box, other: Box) -> None:
    both = around([one, other])
    assert one.within(both)
    assert other.within(both)


@given(boxes(), st.floats(1, 50))
def test_a_box_meets_its_margin_and_what_touches_it_does_not(one: Box, margin: float) -> None:
    assert one.within(one.grown(margin, margin))
    beside = Box(one.right, one.top, one.right + margin, one.bottom)
    assert not one.meets(beside)
    assert one.grown(2 * SLACK_MM, 0).meets(beside)
