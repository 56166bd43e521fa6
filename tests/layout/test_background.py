"""A PDF drawn elsewhere under a page: taken over exactly, or refused with the reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printjob.errors import DeclarationRefused
from printjob.layout.arts import Arts, Background
from printjob.layout.compile import compile_form
from printjob.layout.drawing import draw_arts
from printjob.layout.language import read_layout
from printjob.layout.reference import draw_reference
from printjob.model.form import Form
from tests.layout.conftest import LAYOUTS
from tests.layout.test_reference import notice

A4 = (595.276, 841.89)
DPI = 150


def drawing(pages: int = 2, size: tuple[float, float] = A4, draw: Callable[[Canvas], object] | None = None) -> bytes:
    """A PDF as a designer's program makes it: lines, tints, a nested form, a picture; compressed."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, pageCompression=1, invariant=1, initialFontName="Helvetica")
    canvas.beginForm("nested")
    canvas.rect(10, 10, 40, 40, fill=1)
    canvas.endForm()
    for page in range(pages):
        canvas.setFillGray(0.8)
        canvas.rect(100, 200 + 100 * page, 300, 50, stroke=0, fill=1)
        canvas.setStrokeColorCMYK(0, 0, 0, 1)
        canvas.line(50, 50, 500, 50)
        canvas.doForm("nested")
        canvas.drawImage(ImageReader(Image.new("L", (8, 8), 40)), 400, 600, 40, 40)
        if draw:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return without_fonts(target.getvalue())


def without_fonts(pdf: bytes) -> bytes:
    """ReportLab names Helvetica on every page, embedded or not."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            used = b" Tj" in page.Contents.read_bytes()
            if not used and "/Font" in page.Resources:
                del page.Resources["/Font"]
            page.Contents.write(b"\n".join(line for line in page.Contents.read_bytes().split(b"\n") if used or b"Tf" not in line))
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form" and "/Font" in one.get("/Resources", {}):
                del one.Resources["/Font"]
        opened.save(target, deterministic_id=True)
    return target.getvalue()


def folder_with(pdf: bytes, tmp_path: Path, page: int = 2, name: str = "ground.pdf") -> Path:
    shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
    layout = tmp_path / "letter" / "layout.yaml"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text.replace("  - page: cover\n", f"  - page: cover\n    background: {{file: {name}, page: {page}}}\n"), encoding="utf-8")
    (tmp_path / "letter" / "ground.pdf").write_bytes(pdf)
    return tmp_path / "letter"


@pytest.fixture
def grounded(constants: dict[str, str], tmp_path: Path) -> tuple[Form, Arts]:
    return compile_form(read_layout(folder_with(drawing(), tmp_path)), constants)


def picture(pdf: bytes, page: int) -> np.ndarray:
    return np.asarray(pypdfium2.PdfDocument(pdf)[page].render(scale=DPI / 72, grayscale=True).to_numpy())


def test_it_lies_under_the_pages_own_art(grounded: tuple[Form, Arts], letter: tuple[Form, Arts]) -> None:
    form, arts = grounded
    assert isinstance(arts["lead-cover"][0], Background)
    with_it, own = picture(draw_arts(form, arts), form.arts["lead-cover"]), picture(draw_arts(*letter), letter[0].arts["lead-cover"])
    ground = picture(drawing(), 1)
    high, wide = ground.shape
    below = np.full_like(own, 255)
    below[own.shape[0] - high:, :wide] = ground
    assert (ground < 250).sum() > 1000
    off = np.abs(np.minimum(own, below).astype(int) - with_it) > 60  # the two pages' pixels do not lie on one grid: edges differ
    assert off.sum() < 0.005 * (below < 250).sum()


def test_the_reference_renderer_draws_it_too(grounded: tuple[Form, Arts]) -> None:
    page = picture(draw_reference(*grounded, [notice(0)]), 0)
    assert page[round((841.89 - 325) / 72 * DPI), round(110 / 72 * DPI)] == pytest.approx(204, abs=3)


def test_the_same_file_gives_the_same_bytes_once(grounded: tuple[Form, Arts]) -> None:
    form, arts = grounded
    drawn = draw_arts(form, arts)
    assert drawn == draw_arts(form, arts)
    twice = draw_arts(form, {**arts, "assets-middle": arts["lead-cover"]})
    assert len(twice) - len(drawn) < 2 * len(drawing())


def test_another_file_is_another_form(grounded: tuple[Form, Arts], constants: dict[str, str], tmp_path: Path) -> None:
    other = compile_form(read_layout(folder_with(drawing(), tmp_path / "other", page=1)), constants)
    assert other[0].digest != grounded[0].digest


def changed(change: Callable[[pikepdf.Pdf], object], **saving: object) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(drawing())) as opened:
        change(opened)
        opened.save(target, **saving)  # type: ignore[arg-type]
    return target.getvalue()


def _annotated(pdf: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 10, 10],
                              A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.jp/")))
    pdf.pages[1].obj["/Annots"] = pdf.make_indirect(pikepdf.Array([link]))


def _scripted(pdf: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root["/Names"] = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("x"), script]))


def _opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"hello"


def _turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj["/Rotate"] = 90


def _jpeg(pdf: pikepdf.Pdf) -> None:
    target = BytesIO()
    Image.new("L", (8, 8), 40).save(target, "JPEG")
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            one.write(target.getvalue(), filter=pikepdf.Name.DCTDecode)


def _colour_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), (200, 0, 0))), 100, 600, 40, 40)


WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "no PDF": (lambda: b"hello", "no PDF, or damaged"),
    "cut off": (lambda: drawing()[:400], "no PDF, or damaged"),
    "encrypted": (lambda: changed(lambda _: None, encryption=pikepdf.Encryption(owner="x", user="y")), "is encrypted"),
    "A5": (lambda: drawing(size=(419.5, 595.3)), "148.0 x 210.0 mm, not of the form's size"),
    "turned": (lambda: changed(_turned), "is turned"),
    "link": (lambda: changed(_annotated), "carries links or notes"),
    "script": (lambda: changed(_scripted), "carries scripts"),
    "action": (lambda: changed(_opening), "carries an action"),
    "attachment": (lambda: changed(_attached), "carries other files"),
    "one page": (lambda: drawing(pages=1), "has no page 2, only 1"),
    "font": (lambda: drawing(draw=lambda canvas: canvas.drawString(100, 100, "Helvetica")), "the font Helvetica, which is not embedded"),
    "JPEG": (lambda: changed(_jpeg), "stored as DCTDecode"),
    "red": (lambda: drawing(draw=lambda canvas: (canvas.setFillColorRGB(1, 0, 0), canvas.rect(1, 1, 9, 9))), "draws with a colour"),
    "cyan": (lambda: drawing(draw=lambda canvas: (canvas.setFillColorCMYK(1, 0, 0, 0), canvas.rect(1, 1, 9, 9))), "draws with a colour"),
    "picture": (lambda: drawing(draw=_colour_picture), "a coloured picture"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_is_no_background_is_refused_at_its_place(constants: dict[str, str], what: str, tmp_path: Path) -> None:
    make, rule = WRONG[what]
    with pytest.raises(DeclarationRefused) as refused:
        compile_form(read_layout(folder_with(make(), tmp_path)), constants)
    (fault,) = refused.value.faults
    assert rule in fault.detail
    assert (fault.file, fault.field) == ("letter/layout.yaml", "file")
    assert fault.line


def test_it_lies_in_the_forms_own_folder(constants: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused, match="own folder"):
        compile_form(read_layout(folder_with(drawing(), tmp_path, name="../letter/ground.pdf")), constants)
