"""Previews (プレビュー): a form's specimens as pictures, a PNG for each printed side, with grid and zones when asked for.

What is shown is what a night would print, with 見本 and void codes; only the pictures know of grid and zones.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import pypdfium2
from PIL import Image

from printjob.layout.check.envelope import Envelope
from printjob.model.form import Side
from printjob.run.designing.overlay import with_grid, with_title, with_zones
from printjob.run.designing.specimens import Leaf, Printed, Specimen, SpecimenOrder, Specimens, make_specimens
from printjob.run.designing.zones import zones
from printjob.run.site import Site


class PreviewOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown, where to and how."""

    specimens: SpecimenOrder
    out: Path
    dpi: int
    grid: bool = False
    zones: bool = False


class Shown(NamedTuple):
    """A printed side as a picture of its own. ``name`` says which: sample, page of the print from 1."""

    name: str
    specimen: Specimen
    leaf: Leaf
    front: bool
    picture: Image.Image


@contextmanager
def shown(site: Site, order: SpecimenOrder) -> Iterator[Specimens]:
    """The specimens, whose print files are there as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="printjob-") as scratch:
        yield make_specimens(site, order, Path(scratch))


def draw_preview(site: Site, order: PreviewOrder) -> tuple[list[Path], Specimens]:
    """Write the pictures; their paths in the order of the sample file, and what became of each sample.

    A page whose picture was of an earlier call and is no longer there is removed. The folder is for this form's pictures alone.
    """
    envelopes = site.envelopes()
    order.out.mkdir(mode=0o700, parents=True, exist_ok=True)
    with shown(site, order.specimens) as made:
        profiles = {one.printed.profile for one in made.items if one.printed}
        by_profile = {name: envelopes.get(site.profile(name).envelope) for name in profiles}
        written = [_write(one, order, by_profile) for one in pictures(made, order.dpi)]
    form = order.specimens.form
    for left in set(order.out.glob(f"{form}.{order.specimens.municipality}.*.png")) - set(written):
        if not order.specimens.samples or left.name.split(".")[2] in order.specimens.samples:
            left.unlink()
    return written, made


def pictures(made: Specimens, dpi: int) -> Iterator[Shown]:
    """Every printed side of the specimens."""
    for specimen in made.items:
        if specimen.printed:
            with pypdfium2.PdfDocument(specimen.printed.print_pdf) as document:
                for leaf in specimen.printed.leaves:
                    for front, page in zip((True, False), leaf.pages, strict=True):
                        number = page - specimen.printed.leaves[0].pages[0] + 1
                        name = f"{specimen.sample.name}.p{number:02d}"
                        yield Shown(name, specimen, leaf, front, document[page - 1].render(scale=dpi / 72).to_pil().convert("RGB"))


def _write(one: Shown, order: PreviewOrder, envelopes: Mapping[str, Envelope | None]) -> Path:
    picture, printed = one.picture, one.specimen.printed
    if printed and order.grid:
        picture = with_grid(picture, order.dpi)
    if printed and order.zones:
        picture = with_zones(picture, order.dpi, zones(printed, one.leaf, front=one.front, envelope=envelopes[printed.profile]))
        picture = with_title(picture, order.dpi, title_of(printed, one, order.specimens.form))
    path = order.out / f"{order.specimens.form}.{order.specimens.municipality}.{one.name}.png"
    picture.save(path)
    return path


def title_of(printed: Printed, one: Shown, form: str) -> str:
    """What the picture shows, in words."""
    sheet, side = printed.leaves.index(one.leaf) + 1, "表" if one.front else "裏"
    return f"{form} {printed.form.edition}　{one.specimen.sample.title}　{sheet}枚目{side}（用紙 {one.leaf.stock}{_page(one)}）"


def _page(one: Shown) -> str:
    side: Side = one.leaf.plan.front if one.front else one.leaf.plan.back
    return f"、{side.page}頁" if side.page else ""
