"""Reading a customer barcode from a picture (カスタマバーコード読取): a 4-state reader that gets the picture and the window, no more.

It knows neither resolution nor position nor content. It looks for what only this symbol has: along one line, 67 dark runs of one
width at one pitch (the timing zone, which every bar crosses). The line may be tilted by a degree and more. Then it asks of each bar
whether there is ink above and below that line. Whatever is doubtful is refused, never guessed.
Source: Japan Post, 郵便番号・バーコードマニュアル p12 (bars, pitch and the four shapes).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from printjob.errors import DataRefused, Fault
from printjob.verify.customer import BARS

Gray = NDArray[np.uint8]
Box = tuple[int, int, int, int]
_SLOPES = sorted(np.arange(-0.03, 0.0301, 0.003).tolist(), key=abs)
_LEAST_PITCH_PX = 4.0
_UNEVEN = 0.22  # of the pitch: how far a bar may stand from its place
_SURE = 0.7  # share of ink that is a bar; the same share of white that is none
_CODES = {(True, True): "1", (True, False): "2", (False, True): "3", (False, False): "4"}


class _Comb(NamedTuple):
    """A line that crosses 67 bars: centre of each bar (columns), height at column 0, slope, pitch."""

    columns: NDArray[np.float64]
    row: float
    slope: float
    pitch: float


def read_customer(picture: Gray, window: Box) -> str:
    """The 67 bars as characters 1-4 (1 long, 2 up, 3 down, 4 timing) of the one symbol within ``window``.

    ``picture`` is gray (0 black), ``window`` is left, top, right, bottom in pixels. ``DataRefused`` (``PJ-1503-E``) when there is no
    symbol of 67 bars, or a bar is doubtful. What the bars say is for the caller to judge.
    """
    left, top, right, bottom = window
    gray = picture[max(top, 0) : bottom, max(left, 0) : right]
    if gray.size == 0 or int(gray.max()) - int(gray.min()) < 64:
        raise _refused("the window is empty")
    ink = _smoothed(gray < _threshold(gray))
    for slope in _SLOPES:
        comb = _find_comb(ink, slope)
        if comb is not None:
            return _read_bars(ink, _sharpened(ink, comb))
    raise _refused(f"no line of {BARS} bars")


def _refused(detail: str) -> DataRefused:
    return DataRefused(Fault(id="PJ-1503-E", field="bars", detail=detail))


def _threshold(gray: Gray) -> float:
    """Otsu's threshold: between the two classes that differ most."""
    counts = np.bincount(gray.ravel(), minlength=256).astype(float)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    # Where nothing lies between the classes every threshold is as good: take the middle.
    best = np.flatnonzero(between == np.nanmax(between))
    return float(best[0] + best[-1]) / 2 + 0.5


def _smoothed(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Majority of 3 x 3, against single specks and holes."""
    padded = np.pad(ink, 1).astype(np.uint8)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    counts: NDArray[np.bool_] = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:] >= 5
    return counts


def _sheared(ink: NDArray[np.bool_], slope: float) -> NDArray[np.bool_]:
    """Rows of the result run along lines of this slope."""
    height, width = ink.shape
    shifts = np.round(slope * np.arange(width)).astype(int)
    rows = np.arange(height)[:, None] + shifts[None, :]
    inside = (rows >= 0) & (rows < height)
    lines: NDArray[np.bool_] = ink[np.clip(rows, 0, height - 1), np.arange(width)[None, :]] & inside
    return lines


def _find_comb(ink: NDArray[np.bool_], slope: float) -> _Comb | None:
    lines = _sheared(ink, slope) if slope else ink
    steps = np.diff(np.pad(lines, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    busy = np.flatnonzero((steps == 1).sum(axis=1) >= BARS)
    combs = [(row, found) for row in busy.tolist() if (found := _comb_in_line(steps[row])) is not None]
    band = _longest_band(combs)
    if not band or len(band) < band[0][1][1] / 3:
        return None
    columns = np.median([found[0] for _, found in band], axis=0)
    return _Comb(columns, (band[0][0] + band[-1][0]) / 2, slope, float(columns[-1] - columns[0]) / (BARS - 1))


def _comb_in_line(steps: NDArray[np.int8]) -> tuple[NDArray[np.float64], float] | None:
    """Centres and pitch of 67 even runs in one line."""
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    centres, widths = (starts + ends - 1) / 2, ends - starts
    for first in range(len(centres) - BARS + 1):
        own, thick = centres[first : first + BARS], widths[first : first + BARS]
        pitch = float(own[-1] - own[0]) / (BARS - 1)
        places = own[0] + pitch * np.arange(BARS)
        even = pitch >= _LEAST_PITCH_PX and np.abs(own - places).max() <= max(_UNEVEN * pitch, 1.0)
        if even and 0.25 * pitch <= thick.min() and thick.max() <= 0.75 * pitch:
            return own, pitch
    return None


def _longest_band(combs: list[tuple[int, tuple[NDArray[np.float64], float]]]) -> list[tuple[int, tuple[NDArray[np.float64], float]]]:
    """The longest stretch of neighbouring lines (one may be lost to a speck) that show the same comb."""
    best: list[tuple[int, tuple[NDArray[np.float64], float]]] = []
    band: list[tuple[int, tuple[NDArray[np.float64], float]]] = []
    for row, found in combs:
        goes_on = band and row - band[-1][0] <= 2 and abs(found[0][0] - band[-1][1][0][0]) <= found[1] / 2
        band = [*band, (row, found)] if goes_on else [(row, found)]
        best = band if len(band) > len(best) else best
    return best


def _sharpened(ink: NDArray[np.bool_], comb: _Comb) -> _Comb:
    """The middle of the timing zone, found at each bar and fitted by a line: the first search knows the tilt only coarsely.

    A bar's ink around the line ends above and below at heights that depend on its shape, so only the nearer ends of all bars are
    taken: of the ends above, the lowest ones are the timing zone's; likewise below.
    """
    half = comb.pitch / 2
    best, best_score = comb, -1.0
    for slope in comb.slope + np.arange(-0.004, 0.0041, 0.0005):
        middle = comb.row + (comb.slope - slope) * (comb.columns[0] + comb.columns[-1]) / 2
        for lift in np.arange(-half, half + 0.01, max(half / 6, 0.5)):
            trial = comb._replace(row=middle + lift, slope=float(slope))
            score = _clearness(ink, trial)
            if score > best_score:
                best, best_score = trial, score
    return best


def _clearness(ink: NDArray[np.bool_], comb: _Comb) -> float:
    above, below = _zone(ink, comb, -1), _zone(ink, comb, 1)
    within = _ink_share(ink, comb, -0.8, 0.8)
    return float(np.abs(above - 0.5).sum() + np.abs(below - 0.5).sum() + within.sum())


def _zone(ink: NDArray[np.bool_], comb: _Comb, side: int) -> NDArray[np.float64]:
    """Ink share of each bar in the upper (-1) or lower (1) third, without the thirds' borders. A bar's width is one unit."""
    return _ink_share(ink, comb, *((1.3, 2.7) if side > 0 else (-2.7, -1.3)))


def _ink_share(ink: NDArray[np.bool_], comb: _Comb, first: float, last: float) -> NDArray[np.float64]:
    unit = comb.pitch / 2
    middles = comb.row + comb.slope * comb.columns
    heights = np.arange(first * unit, last * unit + 0.01, max(unit / 6, 0.5))
    rows = np.clip(np.round(middles[:, None] + heights[None, :]).astype(int), 0, ink.shape[0] - 1)
    # A tilted bar leans by as much as its line falls.
    columns = np.round(comb.columns[:, None] - comb.slope * heights[None, :]).astype(int)
    shares: NDArray[np.float64] = ink[rows, np.clip(columns, 0, ink.shape[1] - 1)].mean(axis=1)
    return shares


def _read_bars(ink: NDArray[np.bool_], comb: _Comb) -> str:
    above, below = _zone(ink, comb, -1), _zone(ink, comb, 1)
    doubtful = [(share > 1 - _SURE) & (share < _SURE) for share in (above, below)]
    if (doubtful[0] | doubtful[1]).any():
        raise _refused(f"bar {int(np.flatnonzero(doubtful[0] | doubtful[1])[0]) + 1} is doubtful")
    return "".join(_CODES[bool(up), bool(down)] for up, down in zip(above >= _SURE, below >= _SURE, strict=True))
