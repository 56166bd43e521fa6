"""The ink of a background (台紙) as boxes, seen as a printer would see it: a PDF drawn elsewhere says nothing of what it prints where."""

from __future__ import annotations

import functools

import numpy as np
import pypdfium2

from printjob.layout.arts import Background
from printjob.layout.check.box import Box

_DOTS_PER_MM = 4
_INK = 245
"""grey values below this are ink: a tint of five per cent, a hairline seen at this size"""


@functools.lru_cache(maxsize=16)
def ink(background: Background) -> tuple[Box, ...]:
    """Boxes that cover the page's ink to a quarter of a millimetre, in mm from the top left."""
    document = pypdfium2.PdfDocument(background.pdf)
    try:
        page = document[background.page]
        grey = page.render(scale=_DOTS_PER_MM * 25.4 / 72, grayscale=True).to_numpy()
        dark = np.asarray(grey).reshape(grey.shape[0], -1) < _INK
    finally:
        document.close()
    return tuple(_boxes(dark))


def _boxes(dark: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> list[Box]:
    """Runs of dark dots, those that repeat from row to row as one box."""
    boxes: list[Box] = []
    open_runs: dict[tuple[int, int], int] = {}
    for number, row in enumerate([*dark, np.zeros(dark.shape[1], bool)]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], row.view(np.int8), [0]))))
        runs = {(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)}
        for run in [run for run in open_runs if run not in runs]:
            top = open_runs.pop(run)
            boxes.append(Box(run[0] / _DOTS_PER_MM, top / _DOTS_PER_MM, run[1] / _DOTS_PER_MM, number / _DOTS_PER_MM))
        for run in runs:
            open_runs.setdefault(run, number)
    return boxes
