"""Previews are pictures of printed sides, one each; grid and zones lie over them and say where nothing may stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from printjob.run.designing.preview import PreviewOrder, draw_preview, shown
from printjob.run.designing.zones import zones
from tests.run.designing.letters import LETTER, designer_site, order
from tests.run.nights import CITY

DPI = 72


def drawn(site_folder: Path, out: Path, *samples: str, grid: bool = False, with_zones: bool = False) -> list[Path]:
    site = designer_site(site_folder)
    return draw_preview(site, PreviewOrder(specimens=order(LETTER, CITY, *samples), out=out, dpi=DPI, grid=grid, zones=with_zones))[0]


def test_a_picture_for_each_side_and_none_left_of_before(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in (f"{LETTER}.{CITY}.ordinary.p09.png", "notes.png"):
        (out / name).write_bytes(b"")
    written = drawn(tmp_path / "home", out)
    assert [path.name for path in written] == [f"{LETTER}.{CITY}.{name}.p0{page}.png" for name in ("ordinary", "long-names") for page in (1, 2)]
    assert {path.name for path in out.iterdir()} == {path.name for path in written} | {"notes.png"}
    with Image.open(written[0]) as picture:
        assert (abs(picture.width - 595), abs(picture.height - 842)) <= (1, 1)


def test_grid_and_zones_lie_over_the_same_page(tmp_path: Path) -> None:
    plain, grid, marked = (
        Image.open(drawn(tmp_path / str(number), tmp_path / f"out{number}", "ordinary", grid=number == 1, with_zones=number == 2)[0]).convert("RGB")
        for number in range(3)
    )
    assert grid.size == plain.size
    assert ImageChops.difference(plain, grid).getbbox() == (0, 0, *plain.size)
    title = marked.height - plain.height
    assert title == round(7 * DPI / 25.4)
    at = round(60 * DPI / 25.4)  # in the window's private zone, where the paper is white
    assert plain.getpixel((at, at)) == (255, 255, 255)
    red, green, blue = marked.getpixel((at, at + title))  # type: ignore[misc]
    assert red > 240 > green
    assert green == pytest.approx(blue, abs=3)


def test_the_zones_of_a_side_are_those_of_its_sheet(tmp_path: Path) -> None:
    site = designer_site(tmp_path / "home")
    envelope = site.envelopes()["洋長3 窓"]
    with shown(site, order("dunning", CITY, "ordinary")) as made:
        printed = made.items[0].printed
        assert printed
        first = printed.leaves[0]
        front, back = (zones(printed, first, front=side, envelope=envelope) for side in (True, False))
        without = zones(printed, first, front=True, envelope=None)
    kinds = [zone.kind for zone in front]
    assert {zone.kind for zone in back} == {"edge", "strip", "fold", "perforation", "behind"}
    assert set(kinds) == {"private", "visible", "edge", "strip", "fold", "perforation", "quiet"}
    assert {zone.box for zone in front if zone.kind in ("private", "visible")} == {envelope.private, envelope.visible}
    assert [zone.label.split()[0] for zone in without] == ["カスタマバーコード", "返戻id", "GS1-128", "eL-QR"]
    (behind,), (bars,) = ([zone.box for zone in side if zone.label.startswith("カスタマバーコード")] for side in (back, front))
    assert behind.left == pytest.approx(envelope.paper[0] - bars.right)
    assert (behind.top, behind.bottom) == pytest.approx((bars.top, bars.bottom))


def test_a_code_that_is_not_printed_has_no_zone(tmp_path: Path) -> None:
    """Over 300,000 yen a slip has no GS1-128 and its place is free."""
    site = designer_site(tmp_path / "home")
    with shown(site, order("dunning")) as made:
        printed = [one.printed for one in made.items if one.printed]
        labels = [{zone.label for zone in zones(one, leaf, front=True, envelope=None)} for one in printed for leaf in one.leaves]
        codes = [bool(one.prepared.values or one.prepared.sections) for one in printed]
    assert all(codes)
    assert {"GS1-128 の余白" in one for one in labels} == {True, False}
