"""The bars of a slip stand where their modules are, whatever the place and the device."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import gs1
from printjob.compose.bars import INSET_PT
from printjob.compose.slipbars import SlipBarsPainter
from printjob.errors import BugFound

RECTANGLE = re.compile(rb"(\S+) (\S+) (\S+) (\S+) re\n")
CODES = st.text("0123456789", min_size=gs1.DIGITS, max_size=gs1.DIGITS)
DOTS = st.sampled_from([(300, 2), (400, 3), (600, 4), (1200, 8)])


@given(CODES, st.floats(0, 400), st.floats(0, 800), st.floats(28.4, 60), DOTS)
def test_each_bar_is_a_rectangle_of_its_modules(
    code: str, x: float, y: float, height: float, device: tuple[int, int]
) -> None:
    dpi, dots = device
    painted = SlipBarsPainter(x, y, dots, height, dpi).paint(code)
    rectangles = [tuple(map(float, found)) for found in RECTANGLE.findall(painted)]
    widths = [int(width) for value in gs1.symbol(code) for width in gs1.PATTERNS[value]]
    starts = [0, *accumulate(widths)]
    assert RECTANGLE.sub(b"", painted) == b""
    assert (len(rectangles), starts[-1]) == (79, gs1.MODULES)
    module, left, foot = dots * 72 / dpi, round(x * dpi / 72) * 72 / dpi, round(y * dpi / 72) * 72 / dpi
    for found, start, width in zip(rectangles, starts[::2], widths[::2], strict=True):
        bar = (left + start * module + INSET_PT, foot + INSET_PT, width * module - 2 * INSET_PT, height - 2 * INSET_PT)
        assert found == pytest.approx(bar, abs=0.001)


@pytest.mark.parametrize("digits", ["", "1" * 43, "1" * 45, "A" * 44, "１" * 44])
def test_anything_else_is_refused(digits: str) -> None:
    with pytest.raises(BugFound):
        SlipBarsPainter(10, 10, 4, 30, 600).paint(digits)
