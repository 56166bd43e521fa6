"""The official seal: black dots on the device's grid, and every picture that would not print well is refused with the setting's name."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from printjob.errors import DeclarationRefused
from printjob.layout.arts import Arts, Picture
from printjob.layout.compile import compile_form
from printjob.layout.drawing import draw_arts
from printjob.layout.language import read_layout
from printjob.model.form import Form
from printjob.whereabouts import data_folder
from tests.layout.conftest import LAYOUTS

DPI = 600


def ring(side: int, mode: str = "L", ink: object = 0, paper: object = 255) -> Image.Image:
    picture = Image.new(mode, (side, side), paper)  # type: ignore[arg-type]
    ImageDraw.Draw(picture).rectangle([0, 0, side - 1, side - 1], outline=ink, width=side // 10)  # type: ignore[arg-type]
    return picture


def compiled(constants: dict[str, str], path: Path) -> tuple[Form, Arts]:
    told = {**constants, "municipality.seal_printed": "yes", "municipality.seal.image": str(path)}
    return compile_form(read_layout(LAYOUTS / "letter"), told)


@pytest.fixture
def sealed(constants: dict[str, str], tmp_path: Path) -> tuple[Form, Arts]:
    ring(500).save(tmp_path / "seal.png")
    return compiled(constants, tmp_path / "seal.png")


def seal_of(arts: Arts) -> Picture:
    (found,) = [one for one in arts["lead-cover"] if isinstance(one, Picture)]
    return found


def test_the_seal_is_a_square_of_device_dots(sealed: tuple[Form, Arts]) -> None:
    seal = seal_of(sealed[1])
    assert (seal.width_dots, seal.height_dots) == (425, 425)
    assert seal.width_pt == pytest.approx(425 * 72 / DPI)
    for edge in (seal.x_pt, seal.y_pt):
        assert edge * DPI / 72 == pytest.approx(round(edge * DPI / 72), abs=1e-3)


def test_it_is_printed_black_where_the_picture_is_and_leaves_white_alone(sealed: tuple[Form, Arts]) -> None:
    form, arts = sealed
    page = pypdfium2.PdfDocument(draw_arts(form, arts))[form.arts["lead-cover"]]
    dots = np.asarray(page.render(scale=DPI / 72, grayscale=True).to_numpy()) < 128
    seal = seal_of(arts)
    left, foot = round(seal.x_pt * DPI / 72), dots.shape[0] - round(seal.y_pt * DPI / 72)
    drawn = dots[foot - 425:foot, left:left + 425]
    assert drawn[:40].all()
    assert drawn[:, :40].all()
    assert drawn[-40:].all()
    assert not drawn[45:-45, 45:-45].any()


def test_its_pixels_are_in_the_digest(constants: dict[str, str], sealed: tuple[Form, Arts], tmp_path: Path) -> None:
    changed = ring(500)
    ImageDraw.Draw(changed).rectangle([240, 240, 260, 260], fill=0)
    changed.save(tmp_path / "other.png")
    assert compiled(constants, tmp_path / "other.png")[0].digest != sealed[0].digest
    ring(500).save(tmp_path / "elsewhere.png")
    assert compiled(constants, tmp_path / "elsewhere.png")[0].digest == sealed[0].digest


def test_the_same_picture_gives_the_same_bytes(sealed: tuple[Form, Arts]) -> None:
    assert draw_arts(*sealed) == draw_arts(*sealed)


def test_a_name_under_the_seal_stays_readable(sealed: tuple[Form, Arts]) -> None:
    form, arts = sealed
    seal = seal_of(arts)
    without = {**arts, "lead-cover": tuple(one for one in arts["lead-cover"] if not isinstance(one, Picture))}
    under = {**arts, "lead-cover": (*without["lead-cover"], msgspec.structs.replace(seal, x_pt=260.0, y_pt=530.0))}
    page = form.arts["lead-cover"]
    texts = [pypdfium2.PdfDocument(draw_arts(form, one))[page].render(scale=2, grayscale=True).to_numpy() < 128 for one in (without, under)]
    assert (texts[1] >= texts[0]).all()


def test_transparent_is_white(constants: dict[str, str], tmp_path: Path, sealed: tuple[Form, Arts]) -> None:
    clear = ring(500, "RGBA", (0, 0, 0, 255), (0, 0, 0, 0))
    clear.save(tmp_path / "clear.png")
    assert seal_of(compiled(constants, tmp_path / "clear.png")[1]).bits == seal_of(sealed[1]).bits


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "no picture": (lambda path: path.write_bytes(b"%PDF-1.4"), "cannot be read as a picture"),
    "cut off": (lambda path: path.write_bytes(_png(500)[:300]), "cannot be read as a picture"),
    "missing": (lambda path: path.unlink(missing_ok=True), "cannot be read as a picture"),
    "too coarse": (lambda path: ring(200).save(path), "300 dpi need at least 213"),
    "too large": (lambda path: ring(2001).save(path), "at most 2000 a side"),
    "red": (lambda path: ring(500, "RGB", (200, 30, 20), (255, 255, 255)).save(path), "is coloured"),
    "grey": (lambda path: ring(500, "L", 130).save(path), "has no black"),
    "half grey": (lambda path: _half_grey().save(path), "is grey in"),
    "white": (lambda path: Image.new("L", (500, 500), 255).save(path), "has no black"),
    "not square": (lambda path: ring(500).crop((0, 0, 500, 400)).save(path), "not square"),
}


def _png(side: int) -> bytes:
    target = BytesIO()
    ring(side).save(target, "PNG")
    return target.getvalue()


def _half_grey() -> Image.Image:
    picture = ring(500)
    ImageDraw.Draw(picture).rectangle([100, 100, 300, 300], fill=120)
    return picture


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_picture_is_refused_with_the_settings_name(constants: dict[str, str], what: str, tmp_path: Path) -> None:
    make, rule = WRONG[what]
    make(tmp_path / "seal.png")
    with pytest.raises(DeclarationRefused) as refused:
        compiled(constants, tmp_path / "seal.png")
    (fault,) = refused.value.faults
    assert rule in fault.detail
    assert "municipality.seal.image" in fault.detail
    assert fault.file == "letter/layout.yaml"
    assert fault.line
    assert str(tmp_path) not in fault.value


def test_a_form_that_prints_a_seal_needs_one(constants: dict[str, str]) -> None:
    with pytest.raises(DeclarationRefused) as refused:
        compile_form(read_layout(LAYOUTS / "letter"), {**constants, "municipality.seal_printed": "yes"})
    assert "municipality.seal.image is missing" in refused.value.faults[0].detail


@pytest.mark.parametrize("path", sorted((data_folder("examples") / "site" / "municipalities" / "seals").glob("*.png")), ids=lambda path: path.stem)
def test_the_invented_seals_are_taken(constants: dict[str, str], path: Path) -> None:
    seal = seal_of(compiled(constants, path)[1])
    black = np.unpackbits(np.frombuffer(seal.bits, np.uint8)).mean()
    assert 0.1 < black < 0.6
