"""The official seal (公印): a municipality's PNG as black dots on the device's grid, the same for everybody.

The picture is refused, with the setting's name, when it is no image, too coarse for its size on paper (under 300 dpi), larger than 2000
dots a side, not black on white (a tint or a colour would be printed as a pattern or lost) or empty. Transparent is white. It is scaled
to the device's dots by whole-number arithmetic, so that every machine makes the same dots of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, UnidentifiedImageError

from printjob.declared import Node
from printjob.layout.arts import Picture

SETTING = "municipality.seal.image"
MOST_DOTS = 2000
LEAST_DPI = 300
_DARK, _LIGHT = 80, 175
"""grey values up to and from which a dot is plainly black or white; an edge drawn softly is between them"""
_MOST_SOFT = 0.15
"""share of the dots that are not white which may be neither black nor white: the soft edges of lines of 4 dots and more"""
_MOST_COLOURED = 0.01
_COLOURED = 48
"""difference of the channels from which a dot is a colour"""


def seal_picture(node: Node, constants: Mapping[str, str], size_mm: float, place_pt: tuple[float, float], dpi: int) -> Picture:
    """The seal, its lower left corner at ``place_pt``, a device dot; refused at ``node``."""
    path = constants.get(SETTING, "")
    if not path:
        node.refuse(f"the setting {SETTING} is missing: the form prints a seal", "")
    grey = _grey(node, Path(path))
    _check(node, grey, size_mm)
    dots = round(size_mm / 25.4 * dpi)
    small = grey.resize((dots, dots), Image.Resampling.BOX if max(grey.size) >= dots else Image.Resampling.BICUBIC)
    black = small.point([255] * 128 + [0] * 128).convert("1", dither=Image.Dither.NONE)
    side_pt = round(dots * 72 / dpi, 6)
    x_pt, y_pt = place_pt
    return Picture(x_pt, y_pt, side_pt, side_pt, dots, dots, black.tobytes())


def _grey(node: Node, path: Path) -> Image.Image:
    """The picture as grey on white, whole; refused unless it is one."""
    try:
        with Image.open(BytesIO(path.read_bytes())) as opened:
            if max(opened.size) > MOST_DOTS:
                node.refuse(f"the picture of {SETTING} has {opened.width} x {opened.height} dots, at most {MOST_DOTS} a side", path.name)
            coloured = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        node.refuse(f"the file of {SETTING} cannot be read as a picture", path.name)
    white = Image.new("RGBA", coloured.size, "white")
    flat = Image.alpha_composite(white, coloured).convert("RGB")
    _check_colour(node, flat)
    return flat.convert("L")


def _check_colour(node: Node, picture: Image.Image) -> None:
    red, green, blue = picture.split()
    highest = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    spread = ImageChops.subtract(highest, ImageChops.darker(red, ImageChops.darker(green, blue))).histogram()
    if sum(spread[_COLOURED:]) > _MOST_COLOURED * picture.width * picture.height:
        node.refuse(f"the picture of {SETTING} is coloured: it is printed in black, so give it black on white", "")


def _check(node: Node, grey: Image.Image, size_mm: float) -> None:
    width, height = grey.size
    if width != height:
        node.refuse(f"the picture of {SETTING} is {width} x {height} dots, not square", "")
    if width < size_mm / 25.4 * LEAST_DPI:
        least = round(size_mm / 25.4 * LEAST_DPI + 0.5)
        node.refuse(f"the picture of {SETTING} has {width} dots for {size_mm:g} mm: {LEAST_DPI} dpi need at least {least}", "")
    counts = grey.histogram()
    inked, soft = sum(counts[:_LIGHT]), sum(counts[_DARK:_LIGHT])
    if sum(counts[:_DARK]) == 0:
        node.refuse(f"the picture of {SETTING} has no black", "")
    if soft > _MOST_SOFT * inked:
        node.refuse(f"the picture of {SETTING} is grey in {soft * 100 // inked} % of its ink: give it black on white", "")
