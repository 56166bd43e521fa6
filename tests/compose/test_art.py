"""Static art in a job is the art that was compiled, with all that it is made of: backgrounds, seals, outlines."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from printjob.compose.art import add_arts
from printjob.compose.objects import Objects
from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.drawing import draw_arts
from printjob.layout.language import read_layout
from printjob.verify.art import compiled_arts, embedded_arts
from printjob.verify.pdffile import PdfFile
from tests.layout.test_background import drawing, folder_with

FIRST = 3


@pytest.fixture(scope="module")
def art_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The art of a form with a background that holds a nested form and a picture, a seal, and a name with a variation sequence."""
    folder = tmp_path_factory.mktemp("art")
    seal = Image.new("L", (500, 500), 255)
    ImageDraw.Draw(seal).ellipse([20, 20, 480, 480], outline=0, width=40)
    seal.save(folder / "seal.png")
    layout = folder_with(drawing(), folder / "layouts") / "layout.yaml"
    name = '      - text: {at: [108, 240], style: name, text: "渡邊\\U000E0108𠮷"}\n      - computed: {kind: reference'
    layout.write_text(layout.read_text(encoding="utf-8").replace("      - computed: {kind: reference", name), encoding="utf-8")
    settings = {"name": "見本市", "city_planning_tax": "yes", "seal_printed": "yes", "seal.image": str(folder / "seal.png")}
    form, arts = compile_form(read_layout(layout.parent), campaign_constants(settings, 2026, date(2026, 4, 10), "1"))
    (folder / "art.pdf").write_bytes(draw_arts(form, arts))
    return folder / "art.pdf"


def job_with(art_file: Path) -> bytes:
    """A PDF whose pages place the arts and nothing else."""
    pages = len(pypdfium2.PdfDocument(art_file))
    objects = Objects(FIRST)
    arts = add_arts(art_file, objects)
    with pypdfium2.PdfDocument(art_file) as drawn:
        width, height = drawn[0].get_size()
    content = [objects.add(b"<</Length 5>>stream\n/A Do\nendstream") for _ in range(pages)]
    leaves = [objects.add(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.4f %.4f]/Contents %d 0 R/Resources<</XObject<</A %d 0 R>>>>>>"
                          % (width, height, stream, art)) for stream, art in zip(content, arts, strict=True)]
    head = [b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
            b"2 0 obj\n<</Type/Pages/Count %d/Kids[%b]>>\nendobj\n" % (pages, b" ".join(b"%d 0 R" % leaf for leaf in leaves))]
    written, offsets = b"%PDF-1.7\n", []
    for body in [*head, *objects.written()]:
        offsets.append(len(written))
        written += body
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return written + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(offsets) + 1, table, len(offsets) + 1, len(written))


def test_every_art_looks_as_it_was_drawn(art_file: Path) -> None:
    job, drawn = pypdfium2.PdfDocument(job_with(art_file)), pypdfium2.PdfDocument(art_file)
    assert (drawn[0].render(scale=2, grayscale=True).to_numpy() < 128).sum() > 1000
    for one, other in zip(job, drawn, strict=True):
        shown, wanted = (page.render(scale=2, grayscale=True).to_numpy() for page in (one, other))
        assert np.array_equal(shown, wanted)


def test_the_verifier_finds_each_art_untouched(art_file: Path, tmp_path: Path) -> None:
    (tmp_path / "job.pdf").write_bytes(job_with(art_file))
    pdf, compiled = PdfFile(tmp_path / "job.pdf"), compiled_arts(art_file)
    for number, page in enumerate(pdf.pages):
        found = embedded_arts(pdf, pdf.dictionary(pdf.page(page)["Resources"]), compiled)
        assert number in found["A"]


def test_the_same_file_gives_the_same_objects(art_file: Path) -> None:
    assert job_with(art_file) == job_with(art_file)
    assert pypdfium2.PdfDocument(BytesIO(job_with(art_file)).getvalue())
