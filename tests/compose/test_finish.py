"""A finished job, read by other people's readers: sound, complete, the right text, the right ink."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pikepdf
import pypdf
import pytest
import zxingcpp
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from PIL import Image

from printjob.compose.chunk import compose_chunk
from printjob.compose.chunkfile import read_index
from printjob.compose.finish import JobFiles, finish_job
from printjob.errors import BugFound
from printjob.layout.reference import ReferenceNotice, draw_reference
from printjob.model.piece import Sheet
from printjob.model.record import Prepared
from printjob.typefaces.face import face
from printjob.typefaces.locate import font_path
from tests.compose.invented import ARTS, FORM, JOB, MINCHO, RARE, RARE_PLANE_2, RUN, notice, piece_numbers, write_run
from tests.compose.rendering import by_mupdf, by_pdfium, by_poppler, clusters_off, rendered
from tests.layout.rare_font import make_rare_font

DATA_MATRIX: Any = zxingcpp.BarcodeFormat.DataMatrix
SYMBOLS = [(20, 60, 60, 140), (50, 510, 460, 540)]
"""left, bottom, right, top in points: mark and bars"""


def sheets(finished: JobFiles) -> list[Sheet]:
    return [msgspec.json.decode(line, type=Sheet) for line in finished.sheets.read_bytes().splitlines()]


def test_the_file_is_sound(finished: JobFiles) -> None:
    with pikepdf.open(finished.print_pdf) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert (len(pdf.pages), pdf.pdf_version) == (20, "1.7")
        assert "/Info" not in pdf.trailer
    assert b"Date" not in finished.print_pdf.read_bytes()


def test_every_object_is_where_the_table_says(finished: JobFiles) -> None:
    written = finished.print_pdf.read_bytes()
    table = int(written[written.rindex(b"startxref") :].split()[1])
    entries = written[table:].split(b"\n")
    assert entries[0] == b"xref"
    for number, entry in enumerate(entries[3 : 2 + int(entries[1].split()[1])], start=1):
        assert written[int(entry[:10]) :].startswith(b"%d 0 obj\n" % number)


def test_sheets_are_numbered_through_the_job_and_the_piece(finished: JobFiles) -> None:
    lines = sheets(finished)
    assert [line.pages for line in lines] == [(2 * n + 1, 2 * n + 2) for n in range(10)]
    assert [(line.piece[-2:], line.seq, line.notice, line.sheet, line.of) for line in lines] == [
        ("12", 1, 1, 1, 1),
        ("13", 2, 1, 1, 3),
        ("13", 2, 2, 2, 3),
        ("13", 2, 2, 3, 3),
        ("14", 3, 1, 1, 4),
        ("14", 3, 1, 2, 4),
        ("14", 3, 1, 3, 4),
        ("14", 3, 1, 4, 4),
        ("15", 4, 1, 1, 1),
        ("16", 5, 1, 1, 1),
    ]
    assert {(line.job, line.stock, line.feeders, line.divert, line.weight_mg, line.thickness_um) for line in lines} == {
        (JOB, "notice", (), "", 4990, 90)
    }
    assert all(line.piece.startswith(f"{RUN}-00000") for line in lines)


def test_pages_say_their_texts(finished: JobFiles, notices: list[Prepared]) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(finished.print_pdf).pages]
    by_notice = dict(zip([1, 2, 3, 4, 5, 6], [0, 2, 4, 8, 16, 18], strict=True))
    for prepared in notices:
        text = pages[by_notice[prepared.number]]
        for value in [*prepared.values, *prepared.fitted[0].lines]:
            assert value in text
        assert "納税通知書" in text
    assert f"渡{RARE}　{RARE_PLANE_2}田　様" in pages[8]
    assert f"渡{RARE}㐂" in pages[18]
    assert "小規模住宅用地" in pages[17]
    assert "000013-2\n" in pages[4]
    assert ["2／3" in pages[5], "3／3" in pages[6], "3／3" in pages[7]] == [True, True, False]
    assert "000013-3/3" in pages[7]
    assert pages[7].strip() == "000013-3/3"


def test_another_extractor_reads_the_same(finished: JobFiles, pdftoppm: str) -> None:
    told = subprocess.run(
        [Path(pdftoppm).with_name("pdftotext"), "-f", "9", "-l", "9", finished.print_pdf, "-"],
        capture_output=True,
        check=True,
    )
    text = told.stdout.decode()
    assert f"渡{RARE}" in text
    assert f"{RARE_PLANE_2}田" in text
    assert "▲4,000" in text


def test_rare_clusters_are_led_to_their_own_glyphs(finished: JobFiles) -> None:
    font = mincho(finished)
    below = font["/DescendantFonts"][0].get_object()
    to_glyph = np.frombuffer(below["/CIDToGIDMap"].get_object().get_data(), ">u2")
    program = TTFont(BytesIO(below["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()))
    source = TTFont(font_path(MINCHO))
    for code, cluster in ((0xE000, RARE), (0xE001, RARE_PLANE_2), (ord("渡"), "渡")):
        glyph = face(MINCHO).glyph(cluster)
        assert glyph == to_glyph[code]
        assert outline(program, glyph) == outline(source, glyph) != []
    assert face(MINCHO).glyph(RARE) != face(MINCHO).glyph(RARE[0])


def fonts_of(finished: JobFiles) -> list[Any]:
    resources: Any = pypdf.PdfReader(finished.print_pdf).pages[0]["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def mincho(finished: JobFiles) -> Any:
    return next(font for font in fonts_of(finished) if font["/Subtype"] == "/Type0" and MINCHO in font["/BaseFont"])


def outline(font: TTFont, glyph: int | None) -> list[object]:
    assert glyph is not None
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font["glyf"][font.getGlyphName(glyph)].draw(pen, font["glyf"])
    return list(pen.value)


def test_to_unicode_lists_exactly_the_codes_used(finished: JobFiles) -> None:
    font = mincho(finished)
    mapped = re.findall(
        r"^<(\w{4})><(\w+)>$",
        font["/ToUnicode"].get_data().decode("ascii").partition("endcodespacerange")[2],
        re.MULTILINE,
    )
    listed = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in mapped}
    assert listed[0xE000] == RARE
    assert listed[0xE001] == RARE_PLANE_2
    assert ord("渡") in listed
    assert ord("邊") not in listed
    widths = font["/DescendantFonts"][0].get_object()["/W"]
    counted = {first + at for first, run in zip(widths[::2], widths[1::2], strict=True) for at in range(len(run))}
    assert counted == listed.keys()


def test_a_face_used_in_two_ways_is_embedded_once(finished: JobFiles) -> None:
    fonts = fonts_of(finished)
    descriptors = [
        (font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font)["/FontDescriptor"]
        for font in fonts
    ]
    assert sorted(font["/Subtype"] for font in fonts) == ["/TrueType", "/Type0", "/Type0"]
    assert len({descriptor["/FontFile2"].get_object().indirect_reference.idnum for descriptor in descriptors}) == 2


@pytest.fixture(scope="module")
def pictures(
    finished: JobFiles, pdftoppm: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[np.ndarray]]:
    """All pages at 150 dpi, grey, by renderer."""
    written = finished.print_pdf.read_bytes()
    return {
        "Poppler": by_poppler(pdftoppm, finished.print_pdf, tmp_path_factory.mktemp("pictures"), 150),
        "MuPDF": by_mupdf(written, 150),
        "PDFium": by_pdfium(written, 150),
    }


def ink_apart(one: np.ndarray, other: np.ndarray, side: int = 9) -> float:
    """The greatest difference in mean grey of a window: smoothing is each renderer's own, ink in a place is not."""
    height, width = min(one.shape[0], other.shape[0]) // side * side, min(one.shape[1], other.shape[1]) // side * side
    apart = one[:height, :width].astype(int) - other[:height, :width]
    return float(np.abs(apart.reshape(height // side, side, width // side, side).mean(axis=(1, 3))).max())


def test_three_renderers_show_the_same(pictures: dict[str, list[np.ndarray]]) -> None:
    for other in ("Poppler", "PDFium"):
        apart = [ink_apart(one, two) for one, two in zip(pictures["MuPDF"], pictures[other], strict=True)]
        assert max(apart) < 48
        assert ink_apart(pictures["MuPDF"][8], np.roll(pictures[other][8], 4, axis=1)) > 64


def test_pages_look_as_the_reference_draws_them(finished: JobFiles, notices: list[Prepared], tmp_path: Path) -> None:
    codes = make_rare_font(MINCHO, [RARE, RARE_PLANE_2], tmp_path / "rare.ttf")
    drawn = rendered(draw_reference(FORM, ARTS, references(finished, notices), tmp_path / "rare.ttf", codes), 2)
    composed = rendered(finished.print_pdf.read_bytes(), 2)
    assert len(drawn) == 20
    assert [clusters_off(one, other, SYMBOLS) for one, other in zip(drawn, composed, strict=True)] == [0] * 20
    moved = [np.roll(picture, 2, axis=1) for picture in drawn]
    assert all(clusters_off(one, other, SYMBOLS) for one, other in zip(moved, composed, strict=True))


def references(finished: JobFiles, notices: list[Prepared]) -> list[ReferenceNotice]:
    made = []
    lines = sheets(finished)
    for prepared, piece in zip(notices, piece_numbers(len(notices)), strict=True):
        count = len(FORM.variants[0].sheets([len(rows) for rows in prepared.sections]))
        own, lines = lines[:count], lines[count:]
        made.append(
            ReferenceNotice(
                prepared=prepared,
                run=RUN,
                piece=piece,
                sheets_of=own[0].of,
                marks=tuple(line.mark for line in own),
                notice=own[0].notice,
                first_sheet=own[0].sheet,
            )
        )
    return made


def test_marks_are_decoded_from_the_paper(finished: JobFiles, pdftoppm: str, tmp_path: Path) -> None:
    subprocess.run([pdftoppm, "-r", "300", "-gray", "-o", finished.print_pdf, tmp_path / "p"], check=True)
    pictures = [Image.open(path) for path in sorted(tmp_path.glob("*.pgm"))]
    found = [[code.text for code in zxingcpp.read_barcodes(picture, formats=DATA_MATRIX)] for picture in pictures]
    assert found == [[line.mark] for line in sheets(finished)]


@pytest.mark.parametrize(
    ("values", "code"), [(("1", "1", "1", "\ue123", "", ""), "E123"), (("▲1", "1", "1", "", "", "\u0e01"), "0E01")]
)
def test_a_code_without_glyph_is_a_bug(tmp_path: Path, values: tuple[str, ...], code: str) -> None:
    run = write_run(tmp_path / "run", [notice(1, values=values)])
    compose_chunk(run, JOB, 0)
    with pytest.raises(BugFound, match=code):
        finish_job(run, JOB)
    assert not (Path(run) / "work" / JOB / "out" / "print.pdf").exists()


def test_a_chunk_cut_short_is_a_bug_and_leaves_no_job(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [notice(1), notice(2)])
    compose_chunk(run, JOB, 0)
    path = Path(run) / "work" / JOB / "c0000.part"
    index = path.read_bytes()[read_index(path).objects_bytes + read_index(path).lines_bytes :]
    path.write_bytes(index)
    with pytest.raises(BugFound, match="shorter"):
        finish_job(run, JOB)
    assert list((Path(run) / "work" / JOB / "out").iterdir()) == []


def test_chunks_that_are_not_the_plan_are_a_bug(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [notice(1), notice(2)])
    compose_chunk(run, JOB, 0)
    path = Path(run) / "plan" / f"{JOB}.json"
    plan = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**plan, "pages": plan["pages"] + 2}))
    with pytest.raises(BugFound, match="planned"):
        finish_job(run, JOB)


COMPOSE = """
import sys
from printjob.compose.chunk import compose_chunk
from printjob.compose.chunkfile import read_index
from printjob.compose.finish import finish_job
compose_chunk(*sys.argv[1:], 0)
finish_job(*sys.argv[1:])
"""


def test_bytes_do_not_know_place_time_zone_or_hash_seed(tmp_path: Path, notices: list[Prepared]) -> None:
    written = []
    for name, surroundings in (
        ("a", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}),
        ("b", {"PYTHONHASHSEED": "2", "TZ": "UTC", "LC_ALL": "C"}),
    ):
        run = write_run(tmp_path / name, notices)
        subprocess.run([sys.executable, "-c", COMPOSE, run, JOB], check=True, env={**os.environ, **surroundings})
        out = tmp_path / name / "work" / JOB / "out"
        written.append(((out / "print.pdf").read_bytes(), (out / "sheets.jsonl").read_bytes()))
    assert written[0] == written[1]


def test_hashes_are_those_of_the_files(finished: JobFiles) -> None:
    assert finished.print_pdf_sha256 == hashlib.sha256(finished.print_pdf.read_bytes()).hexdigest()
    assert finished.sheets_sha256 == hashlib.sha256(finished.sheets.read_bytes()).hexdigest()
