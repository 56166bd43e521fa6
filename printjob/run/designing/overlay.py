"""Drawing over a page's picture: a grid in millimetres, and zones with their names (プレビューの重ね描き). Pictures only, never print."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

from printjob.layout.check.box import Box
from printjob.run.designing.zones import Zone, ZoneKind
from printjob.typefaces.locate import font_path

Colour = tuple[int, int, int]
_FACE = "bizud-gothic"
_COLOURS: dict[ZoneKind, Colour] = {
    "private": (214, 40, 40), "visible": (22, 140, 60), "fold": (30, 90, 210), "strip": (230, 130, 0), "edge": (110, 110, 110),
    "perforation": (140, 40, 170), "quiet": (0, 140, 160), "behind": (190, 90, 120),
}  # fmt: skip
_FILLED = 26
"""alpha of a zone's tint, of 255"""
_LABEL_MM, _CODE_LABEL_MM = 2.6, 1.9
_GRID: Colour = (0, 110, 160)


def with_grid(picture: Image.Image, dpi: int) -> Image.Image:
    """The picture with a line every 5 mm, stronger every 10 mm and numbered at the edges."""
    scale = dpi / 25.4
    lines = Image.new("RGBA", picture.size)
    draw, font = ImageDraw.Draw(lines), _font(_LABEL_MM * 0.85, scale)
    width, height = picture.size
    for step in range(0, int(max(width, height) / scale) + 1, 5):
        at, strong = step * scale, step % 10 == 0
        colour = (*_GRID, 120 if strong else 45)
        draw.line([(at, 0), (at, height)], colour)
        draw.line([(0, at), (width, at)], colour)
        if strong and step:
            for x, y in ((at, 0.8 * scale), (0.8 * scale, at)):
                _word(draw, font, (x, y), str(step), _GRID)
    return Image.alpha_composite(picture.convert("RGBA"), lines).convert("RGB")


def with_zones(picture: Image.Image, dpi: int, zones: Iterable[Zone]) -> Image.Image:
    """The picture with each zone tinted, framed and named above it; a name moves down until it covers no other."""
    scale = dpi / 25.4
    tints, words = Image.new("RGBA", picture.size), Image.new("RGBA", picture.size)
    draw, over = ImageDraw.Draw(words), Image.new("RGBA", picture.size)
    taken: list[Box] = []
    for zone in sorted(zones, key=lambda one: -_area(one.box)):
        frame = tuple(edge * scale for edge in zone.box)
        colour = _COLOURS[zone.kind]
        over.paste((0, 0, 0, 0), (0, 0, *picture.size))
        ImageDraw.Draw(over).rectangle(frame, fill=None if zone.kind == "visible" else (*colour, _FILLED), outline=(*colour, 255), width=max(1, round(0.25 * scale)))
        tints = Image.alpha_composite(tints, over)
        font = _font(_CODE_LABEL_MM if zone.kind == "quiet" else _LABEL_MM, scale)
        _word(draw, font, _free(draw, font, zone, scale, taken, picture.size), zone.label, colour)
    whole = Image.alpha_composite(picture.convert("RGBA"), tints)
    return Image.alpha_composite(whole, words).convert("RGB")


def with_title(picture: Image.Image, dpi: int, title: str) -> Image.Image:
    """The picture under a line of text."""
    scale = dpi / 25.4
    strip = round(7 * scale)
    whole = Image.new("RGB", (picture.width, picture.height + strip), "white")
    whole.paste(picture, (0, strip))
    draw = ImageDraw.Draw(whole)
    draw.text((2 * scale, 1.8 * scale), title, (40, 40, 40), _font(3.2, scale))
    draw.line([(0, strip - 1), (whole.width, strip - 1)], (150, 150, 150))
    return whole


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _font(size_mm: float, scale: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path(_FACE)), max(8, round(size_mm * scale)))


def _free(draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, zone: Zone, scale: float, taken: list[Box], size: tuple[int, int]) -> tuple[float, float]:
    """Where the zone's name goes, above its top left or further down; that place is taken then."""
    width, height = draw.textlength(zone.label, font), font.size * 1.15
    x = min(max(zone.box.left * scale + 2, 0), size[0] - width - 4)
    above = zone.box.top * scale - height - 1
    y = min(above if above > 0 else 2.0, size[1] - height)
    place = Box(x, y, x + width, y + height)
    while any(place.meets(other) for other in taken) and place.bottom + height < size[1]:
        place = place.moved(height)
    taken.append(place)
    return place.left, place.top


def _word(draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, at: tuple[float, float], word: str, colour: Colour) -> None:
    box = draw.textbbox(at, word, font)
    draw.rectangle((box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1), fill=(255, 255, 255, 150))
    draw.text(at, word, (*colour, 255), font)
