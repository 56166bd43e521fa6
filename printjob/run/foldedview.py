"""The first sheet folded in its envelope (窓の図): what the window shows, with the contents in the middle or slid into a corner.

Drawn from the envelope's measures in ``spool/envelopes.yaml``; lengths in mm from the top left of the book's page, operators in points.
"""

from __future__ import annotations

from typing import NamedTuple

from printjob.layout.check.box import Box
from printjob.layout.check.envelope import Envelope, play

_PT = 72 / 25.4
_INSIDE, _OUTSIDE, _LINE = 0.72, 0.94, 0.35
"""greys: of the envelope's inside behind the contents, of its face, of the contents' outline behind it"""


class View(NamedTuple):
    """An envelope on the book's page: its top left corner in mm, how much it is reduced, and where the contents lie, 0 to 1 of the play."""

    at: tuple[float, float]
    scale: float
    across: float
    down: float


def folded(envelope: Envelope, view: View, page: str, page_height_mm: float) -> bytes:
    """The operators for a view; ``page`` is the name of the placed first page (``/P0``), whose own measure is in points."""
    play_x, play_y = play(envelope)
    left = (envelope.size[0] - envelope.inner[0]) / 2 + view.across * play_x
    top = (envelope.size[1] - envelope.inner[1]) / 2 + view.down * play_y
    height = envelope.size[1]
    panel = Box(left, top, left + envelope.panel[0], top + envelope.panel[1])
    outside = Box(0.0, 0.0, *envelope.size)
    x, y = view.at[0] * _PT, (page_height_mm - view.at[1] - height * view.scale) * _PT
    first_sheet = height - top - envelope.paper[1]
    return b"\n".join((
        b"q %.4f 0 0 %.4f %.3f %.3f cm" % (view.scale, view.scale, x, y),
        b"%.2f g %b f" % (_INSIDE, _rectangle(outside, height)),
        b"q %b W n 1 g %b f" % (_rectangle(panel, height), _rectangle(panel, height)),
        b"1 0 0 1 %.3f %.3f cm %b Do Q" % (left * _PT, first_sheet * _PT, page.encode()),
        b"%.2f g %b %b f*" % (_OUTSIDE, _rectangle(outside, height), _rectangle(envelope.window, height)),
        b"0 G 0.7 w %b S 0.5 w %b S" % (_rectangle(outside, height), _rectangle(envelope.window, height)),
        b"%b %b W* n %.2f G 0.4 w [3 3] 0 d %b S Q"
        % (_rectangle(outside, height), _rectangle(envelope.window, height), _LINE, _rectangle(panel, height)),
    ))  # fmt: skip


def _rectangle(box: Box, height_mm: float) -> bytes:
    left, top, right, bottom = (edge * _PT for edge in box)
    return b"%.3f %.3f %.3f %.3f re" % (left, height_mm * _PT - bottom, right - left, bottom - top)
