"""Envelope spec (封筒の表示の指定書): an envelope at its own size with the indicia (料金後納郵便, 料金別納郵便) that its class demands.

Japan Post, 料金別納・料金後納の表示: a circle of 2 to 3 cm across or a square of as much; above the office's name, in the corner for stamps
(35 x 70 mm). One line under the office's name is ordinary mail, two lines 1 to 2 mm apart 3 days' slack, a third line above the name 7 days'
slack. 郵便区内特別 stands on the face in words. That the corner is the upper right of a horizontal envelope and the upper left of an upright
one is general knowledge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from printjob.errors import EnvironmentAtFault, Fault
from printjob.mailroom.papers.values import PAYMENTS, Sender, indicia_shown, sender_values
from printjob.model.filled import Filled

_PAPERS = {"A4-landscape": (297.0, 210.0), "A4": (210.0, 297.0), "A3-landscape": (420.0, 297.0), "A3": (297.0, 420.0)}
_SIDE, _HEADER, _NOTES = 6.0, 30.0, 19.0
"""what the paper needs beside, above and below the envelope, in mm"""
_EDGE, _MARK, _CORNER = 10.0, 25.0, (70.0, 35.0)
_RETURN = (80.0, 20.0)
_LOCAL = "郵便区内特別"


class EnvelopeFace(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope as its address is read, lengths in mm; ``window``: left, top, width, height, ``None`` without one."""

    envelope: str
    width_mm: float
    height_mm: float
    window: tuple[float, float, float, float] | None = None


class _Box(NamedTuple):
    left: float
    top: float
    width: float
    height: float

    def touches(self, other: _Box) -> bool:
        """Whether the two have any place in common."""
        across = self.left < other.left + other.width and other.left < self.left + self.width
        return across and self.top < other.top + other.height and other.top < self.top + self.height


def envelope_mark(face: EnvelopeFace, sender: Sender, office: str, payment: str, indicia: str) -> Filled:
    """The spec of an envelope, drawn 1:1. ``EnvironmentAtFault`` (``PJ-1404-E``) for an envelope that no paper takes, or whose window leaves no
    place for the mark or the sender's address.
    """
    corner, mark, local = _corner(face)
    paper, left, top = _paper(face)
    window = _Box(*face.window) if face.window else None
    if window and window.touches(corner):
        raise _refused(face, "its window reaches into the corner for the indicia")
    back = _return_address(face, [corner, *([window] if window else [])])
    values = {
        "envelope": face.envelope, "size": f"{face.width_mm:g} × {face.height_mm:g} mm", "window": _window_shown(face), "indicia": indicia_shown(indicia),
        "payment": PAYMENTS[payment], "office": office, "mark": f"{PAYMENTS[payment]}郵便", "local": _LOCAL if indicia == "local" else "",
        "municipality": f"{sender.municipality} {sender.name}", **sender_values(sender),
    }  # fmt: skip
    shown = window or _Box(0, 0, 1, 1)
    words = {
        "paper": paper, "double": _yes(indicia in ("slack-3", "slack-7")), "triple": _yes(indicia == "slack-7"), "has_window": _yes(window is not None),
        **_measures("envelope", _Box(left, top, face.width_mm, face.height_mm)),
        **_measures("edge", _Box(left + _EDGE, top + _EDGE, face.width_mm - 2 * _EDGE, face.height_mm - 2 * _EDGE)),
        **{name: word for part, box in (("corner", corner), ("mark", mark), ("local", local), ("back", back), ("window", shown))
           for name, word in _measures(part, box._replace(left=left + box.left, top=top + box.top)).items()},
        "edge_bottom": f"{top + face.height_mm - _EDGE - 4:g}",
        "notes_y": f"{top + face.height_mm + 3:g}",
    }  # fmt: skip
    return Filled("envelope-mark", values, (), words)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _measures(part: str, box: _Box) -> dict[str, str]:
    return {f"{part}_{name}": f"{length:g}" for name, length in zip(("x", "y", "w", "h"), box, strict=True)}


def _corner(face: EnvelopeFace) -> tuple[_Box, _Box, _Box]:
    """The corner for stamps, the mark in it and the words 郵便区内特別 beside or below the mark."""
    if face.width_mm >= face.height_mm:
        right = face.width_mm - _EDGE - _MARK
        return _Box(face.width_mm - _CORNER[0], 0, *_CORNER), _Box(right, _EDGE, _MARK, _MARK), _Box(right - 32, _EDGE + 1, 31, 6)
    return _Box(0, 0, _CORNER[1], _CORNER[0]), _Box(_EDGE, _EDGE, _MARK, _MARK), _Box(_EDGE, _EDGE + _MARK + 2, _MARK, 6)


def _paper(face: EnvelopeFace) -> tuple[str, float, float]:
    """The smallest paper that takes the envelope at its own size, and the envelope's place on it."""
    for paper, (width, height) in _PAPERS.items():
        if face.width_mm + 2 * _SIDE <= width and face.height_mm + _HEADER + _NOTES <= height:
            return paper, round((width - face.width_mm) / 2, 1), _HEADER
    raise _refused(face, "it is too large to be drawn at its own size on A3")


def _return_address(face: EnvelopeFace, taken: list[_Box]) -> _Box:
    """The sender's place: below, right or left, where nothing else stands."""
    for box in _below(face):
        if not any(box.touches(other) for other in taken):
            return box
    raise _refused(face, "there is no room for the sender's address")


def _below(face: EnvelopeFace) -> Iterator[_Box]:
    top = face.height_mm - _EDGE - _RETURN[1]
    yield _Box(face.width_mm - _EDGE - _RETURN[0], top, *_RETURN)
    yield _Box(_EDGE, top, *_RETURN)


def _window_shown(face: EnvelopeFace) -> str:
    if not face.window:
        return "なし"
    left, top, width, height = (f"{length:g}" for length in face.window)
    return f"左から{left}、上から{top}、{width} × {height} mm"


def _refused(face: EnvelopeFace, detail: str) -> EnvironmentAtFault:
    return EnvironmentAtFault(Fault(id="PJ-1404-E", field="envelope", value=face.envelope, detail=detail))
