"""Static art as data: the lines, tints and texts of a form, in points, ready to be drawn by anything.

Page arts count from the bottom left of the page; the art of a row block from the block's top left corner, y negative downwards.
A text is one run in one face with its baseline's left end; ``spacing_pt`` is added behind each character. All is black; what is drawn
later lies over what was drawn before.
"""

from __future__ import annotations

import msgspec

POINTS_PER_MM = 72 / 25.4


class Rule(msgspec.Struct, frozen=True, tag="rule"):
    """A line with butt ends."""

    x1_pt: float
    y1_pt: float
    x2_pt: float
    y2_pt: float
    width_pt: float
    dash_pt: tuple[float, ...] = ()


class Box(msgspec.Struct, frozen=True, tag="box"):
    """A rectangle from its lower left corner: tinted by ``black`` (0: not), framed by a line of ``line_pt`` (0: not)."""

    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    line_pt: float
    black: float


class Circle(msgspec.Struct, frozen=True, tag="circle"):
    """A circle line."""

    x_pt: float
    y_pt: float
    radius_pt: float
    width_pt: float
    dash_pt: tuple[float, ...] = ()


class Text(msgspec.Struct, frozen=True, tag="text"):
    """One run of text, turned counterclockwise about its baseline's left end, in a share of black."""

    face: str
    size_pt: float
    x_pt: float
    y_pt: float
    text: str
    spacing_pt: float = 0.0
    angle_deg: float = 0.0
    black: float = 1.0


class Outline(msgspec.Struct, frozen=True, tag="outline"):
    """One cluster drawn as its glyph's contours (:mod:`printjob.typefaces.outlines`): a variation sequence, which text cannot show."""

    face: str
    size_pt: float
    x_pt: float
    y_pt: float
    text: str
    angle_deg: float = 0.0
    black: float = 1.0


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """A picture of black dots on the device's grid, nothing where it is white (公印).

    ``bits`` are rows from the top, each filled up to whole bytes, most significant bit left, 1 = black.
    """

    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    width_dots: int
    height_dots: int
    bits: bytes


class Background(msgspec.Struct, frozen=True, tag="background"):
    """A page of a PDF drawn elsewhere (台紙), its lower left corner on the page's: page ``page`` (from 0) of the file ``pdf``."""

    pdf: bytes
    page: int


Primitive = Rule | Box | Circle | Text | Outline | Picture | Background
Arts = dict[str, tuple[Primitive, ...]]


def points(length_mm: float) -> float:
    """Millimetres as points, to a ten-thousandth.

    >>> points(25.4)
    72.0
    """
    return round(length_mm * POINTS_PER_MM, 4)
