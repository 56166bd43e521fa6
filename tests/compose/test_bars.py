"""Bars stand where the manual says, whatever the place and the device."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.compose.bars import BAR_COUNT, INSET_PT, BarPainter, bar_painter
from printjob.model.form import Bars

RECTANGLE = re.compile(rb"(\S+) (\S+) (\S+) (\S+) re\n")
THIRDS = {"1": (0, 3), "2": (1, 3), "3": (0, 2), "4": (1, 2)}
CODES = st.text("1234", min_size=BAR_COUNT, max_size=BAR_COUNT)


@given(CODES, st.floats(0, 500), st.floats(0, 800), st.integers(6, 16), st.sampled_from([300, 400, 600, 1200]))
def test_each_bar_is_a_rectangle_in_its_thirds(codes: str, x: float, y: float, dots: int, dpi: int) -> None:
    painted = BarPainter(Bars(x, y, dots), dpi).paint(codes)
    assert painted.endswith(b" re\n")
    rectangles = [tuple(map(float, found)) for found in RECTANGLE.findall(painted)]
    dot, unit = 72 / dpi, dots * 72 / dpi
    left, foot = rectangles[0][0] - INSET_PT, min(r[1] for r in rectangles) - INSET_PT
    assert abs(left / dot - round(left / dot)) < 0.02
    assert abs(left - x) <= dot / 2 + 0.001
    for position, (code, (rx, ry, width, height)) in enumerate(zip(codes, rectangles, strict=True)):
        low, high = THIRDS[code]
        base = round(y / dot) * dot
        assert rx == pytest.approx(left + 2 * unit * position + INSET_PT, abs=0.002)
        assert (ry, height) == pytest.approx(
            (base + 2 * low * unit + INSET_PT, 2 * (high - low) * unit - 2 * INSET_PT), abs=0.002
        )
        assert width == pytest.approx(unit - 2 * INSET_PT, abs=0.002)
    assert foot >= round(y / dot) * dot - 0.002


def test_no_bars_paint_nothing() -> None:
    assert bar_painter(Bars(10, 10, 12), 600).paint("") == b""


@pytest.mark.parametrize("codes", ["1", "1234" * 17, "5" * BAR_COUNT, "13" + "0" * 63 + "31"])
def test_anything_else_is_refused(codes: str) -> None:
    with pytest.raises(ValueError, match="bar"):
        bar_painter(Bars(10, 10, 12), 600).paint(codes)
