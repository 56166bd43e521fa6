"""Two editions of a form beside each other (新旧対照): which elements were added, taken away or changed, and pictures of what differs.

Both are bound to the same municipality, run kinds and dates, and filled with the same named samples, so that what differs is the form.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from printjob.errors import ArgumentMistake, Fault
from printjob.layout.check.scenes import scenes
from printjob.layout.check.things import Thing
from printjob.layout.compile import compile_placed
from printjob.layout.constants import campaign_constants
from printjob.layout.language import Layout, read_layout
from printjob.run.designing.overlay import with_title
from printjob.run.designing.preview import Shown, pictures, shown
from printjob.run.designing.specimens import SpecimenOrder
from printjob.run.forms import require_form
from printjob.run.site import Site, readable
from printjob.sample.language import SAMPLE_FILE

_RED = (220, 0, 0)
_DIFFERENT = 60
"""grey levels, of 255, that make a dot a different one: less is the renderer's rounding at edges"""
_AROUND_MM = 0.8


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An element that is not as it was: ``how`` is added, removed or changed; places are ``file:line:column``, boxes in words."""

    how: str
    name: str
    kind: str
    on: tuple[str, ...]
    old: str = ""
    new: str = ""
    place: str = ""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two editions. Equal editions have neither changes nor pictures."""

    form: str
    old_edition: str
    new_edition: str
    changes: tuple[Change, ...]
    pictures: tuple[Path, ...]

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not self.changes and not self.pictures and self.old_edition == self.new_edition


def compare_editions(site: Site, old_layouts: Path, order: SpecimenOrder, issued_on: date, out: Path, dpi: int) -> Compared:
    """Compare the site's form with the one in ``old_layouts`` (a folder that holds a folder of the form's name).

    Pictures of sides that differ are written to ``out``. ``ArgumentMistake`` (``PJ-1602-E``) where there is no such form.
    """
    require_form(site, order.form)
    if not (old_layouts / order.form / "layout.yaml").exists():
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="--from", value=str(old_layouts), detail=f"it has no {order.form}/layout.yaml"))
    with tempfile.TemporaryDirectory(prefix="printjob-") as scratch:
        before = Site(site.folder, [_same_samples(old_layouts, site, order.form, Path(scratch))])
        old, new = (readable(lambda one=one: read_layout(one.layout_folder(order.form))) for one in (before, site))  # type: ignore[misc]
        changes = _changes(site, old, new, order.municipality, issued_on)
        drawn = _pictures(before, site, order, out, dpi)
    return Compared(
        form=order.form, old_edition=old.sheet.edition, new_edition=new.sheet.edition, changes=tuple(changes), pictures=tuple(drawn)
    )  # fmt: skip


def _same_samples(old_layouts: Path, site: Site, form: str, scratch: Path) -> Path:
    """The old layouts with the new samples: other samples would differ everywhere. Where the record differs they keep their own."""
    copy, new = scratch / "old", site.layout_folder(form)
    shutil.copytree(old_layouts, copy)
    same_record = (copy / form / "record.yaml").read_bytes() == (new / "record.yaml").read_bytes()
    if same_record and (new / SAMPLE_FILE).exists():
        shutil.copyfile(new / SAMPLE_FILE, copy / form / SAMPLE_FILE)
    return copy


# -- elements ------------------------------------------------------------------------------------------------------------------


class _Seen(NamedTuple):
    """A thing as it looks: its box in words, and what else of it could differ."""

    box: str
    anchors: frozenset[tuple[str, float, float]]
    look: str
    place: str


def _changes(site: Site, old: Layout, new: Layout, municipality: str, issued_on: date) -> list[Change]:
    """Each change once, with all the sides it is on, in the order of the new files."""
    settings, year = site.municipality(municipality), issued_on.year - (issued_on.month < 4)
    found: dict[tuple[str, str, str, str, str, str], list[str]] = {}
    for kind in (one for one in new.shape.run_kinds if one in settings.run_kinds):
        constants = readable(lambda kind=kind: campaign_constants(settings.settings, year, issued_on, kind))  # type: ignore[misc]
        before, after = _sides(old, constants), _sides(new, constants)
        for name in dict.fromkeys([*after, *before]):
            for change in _of_side(before.get(name, []), after.get(name, [])):
                on = found.setdefault(change, [])
                if name not in on:
                    on.append(name)
    return [
        Change(how=how, kind=kind, name=name, old=was, new=now, place=place, on=tuple(on))
        for (place, how, kind, name, was, now), on in sorted(found.items())
    ]


def _sides(layout: Layout, constants: Mapping[str, str]) -> dict[str, list[Thing]]:
    compiled = readable(lambda: compile_placed(layout, constants))
    return {side.name: side.things for side in scenes(layout, compiled)}


def _of_side(old: Iterable[Thing], new: Iterable[Thing]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """What differs, as (place, how, kind, name, old, new). Same names are taken for the same element, then same kinds at the same place."""
    before, after = _by_name(old), _by_name(new)
    gone: list[tuple[str, str, _Seen]] = []
    come: list[tuple[str, str, _Seen]] = []
    for kind, name in dict.fromkeys([*after, *before]):
        was, now = before.get((kind, name), []), after.get((kind, name), [])
        kept = {(one.box, one.look) for one in was} & {(one.box, one.look) for one in now}
        left, right = ([one for one in side if (one.box, one.look) not in kept] for side in (was, now))
        for first, second in zip(left, right, strict=False):
            yield second.place, "changed", kind, name, _words(first, second), _words(second, first)
        gone += [(kind, name, one) for one in left[len(right) :]]
        come += [(kind, name, one) for one in right[len(left) :]]
    for kind, name, one in come:
        twin = next((other for other in gone if other[0] == kind and other[2].anchors & one.anchors), None)
        if twin:
            gone.remove(twin)
            yield one.place, "changed", kind, name, twin[1], name
        else:
            yield one.place, "added", kind, name, "", one.box
    for kind, name, one in gone:
        yield one.place, "removed", kind, name, one.box, ""


def _words(one: _Seen, other: _Seen) -> str:
    """Where it lies, and how it looks when that is what differs."""
    return f"{one.box} {one.look}".strip() if one.look != other.look else one.box


def _by_name(things: Iterable[Thing]) -> dict[tuple[str, str], list[_Seen]]:
    found: dict[tuple[str, str], list[_Seen]] = {}
    for one in dict.fromkeys(things):
        found.setdefault((one.kind, one.name), []).append(_Seen(str(one.box), _anchors(one), _look(one), one.node.place))
    return found


def _anchors(thing: Thing) -> frozenset[tuple[str, float, float]]:
    """Left end, middle and right end, at the top: one of them stays when the words of a text change, however it is aligned."""
    left, top, right, _ = thing.box
    ends = {"left": left, "middle": (left + right) / 2, "right": right}
    return frozenset((end, round(x, 1), round(top, 1)) for end, x in ends.items())


def _look(thing: Thing) -> str:
    parts: list[str] = []
    if thing.slot:
        parts += [",".join(thing.slot.faces), "/".join(f"{fit.size_pt:g}pt" for fit in thing.slot.fits), thing.slot.align]
    if thing.spec:
        parts += [thing.spec.format, thing.spec.argument]
    return " ".join(part for part in parts if part)


# -- pictures ------------------------------------------------------------------------------------------------------------------


def _pictures(before: Site, site: Site, order: SpecimenOrder, out: Path, dpi: int) -> list[Path]:
    written: list[Path] = []
    with shown(before, order) as old, shown(site, order) as new:
        left, right = ({one.name: one for one in pictures(made, dpi)} for made in (old, new))
        for name in dict.fromkeys([*right, *left]):
            beside = _beside(left.get(name), right.get(name), dpi)
            if beside is not None:
                out.mkdir(mode=0o700, parents=True, exist_ok=True)
                written.append(out / f"{order.form}.{order.municipality}.{name}.diff.png")
                beside.save(written[-1])
    return written


def _beside(old: Shown | None, new: Shown | None, dpi: int) -> Image.Image | None:
    """Old left, new right, what differs in red; nothing when both are alike."""
    one = new or old
    if one is None or one.specimen.printed is None:
        return None
    blank = Image.new("RGB", one.picture.size, "white")
    pair = [side.picture if side else blank for side in (old, new)]
    marks = _different(pair[0], pair[1], dpi)
    if marks is None:
        return None
    whole = Image.new("RGB", (pair[0].width + pair[1].width + 6, max(side.height for side in pair)), (90, 90, 90))
    for x, side, there in zip((0, pair[0].width + 6), pair, (old, new), strict=True):
        whole.paste(_marked(side, marks), (x, 0))
        if there is None:
            ImageDraw.Draw(whole).line([(x, 0), (x + side.width, side.height)], _RED, 3)
    editions = [side.specimen.printed.form.edition if side and side.specimen.printed else "なし" for side in (old, new)]
    return with_title(whole, dpi, f"{one.specimen.sample.title}　{one.name.rpartition('.')[2]}　左 旧 {editions[0]}　右 新 {editions[1]}　赤 = 違うところ")


def _different(old: Image.Image, new: Image.Image, dpi: int) -> Image.Image | None:
    """The dots that differ, thickened, as a mask of the new side's size."""
    first = old if old.size == new.size else old.resize(new.size)
    grey = ImageChops.difference(first.convert("L"), new.convert("L")).point(lambda level: 255 if level > _DIFFERENT else 0)
    if grey.getbbox() is None:
        return None
    return grey.filter(ImageFilter.MaxFilter(2 * round(_AROUND_MM * dpi / 25.4 / 2) + 1))


def _marked(side: Image.Image, marks: Image.Image) -> Image.Image:
    mask = marks if marks.size == side.size else marks.resize(side.size)
    red = Image.new("RGB", side.size, _RED)
    tinted = Image.composite(Image.blend(side, red, 0.35), side, mask)
    edge = ImageChops.subtract(mask.filter(ImageFilter.MaxFilter(3)), mask)
    return Image.composite(red, tinted, edge)
