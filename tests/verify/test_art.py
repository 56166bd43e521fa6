"""Two drawings have one fingerprint exactly when they put the same ink on paper."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest

from printjob.verify.art import Fingerprints, compiled_arts
from printjob.verify.pdffile import PdfFile
from tests.verify.small_run import ARTS, file_of, small_arts

HELVETICA, TIMES = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
DRAWING = b"0.5 w 1 2 m 3 4 l S BT /F1 7 Tf (a) Tj /F2 7 Tf (b) Tj ET"


def fingerprint(tmp_path: Path, drawing: bytes, fonts: bytes, *objects: bytes) -> str:
    path = tmp_path / "a.pdf"
    path.write_bytes(file_of([b"<</Font<<%b>>>>" % fonts, *objects]))
    pdf = PdfFile(path)
    return Fingerprints(pdf).of_drawing(drawing, pdf.object(1))


def test_names_numbers_and_spelling_do_not_matter(tmp_path: Path) -> None:
    one = fingerprint(tmp_path, DRAWING, b"/F1 2 0 R/F2 3 0 R", HELVETICA, TIMES)
    renamed = DRAWING.replace(b"/F1", b"/X").replace(b"0.5 w", b".50 w").replace(b" S ", b"\nS\n")
    assert fingerprint(tmp_path, renamed, b"/F2 4 0 R/X 3 0 R", b"<<>>", HELVETICA, TIMES) == one


@pytest.mark.parametrize(("old", "new"), [(b"3 4 l", b"3 4.1 l"), (b" S ", b" s "), (b"(a)", b"(c)"), (b"0.5 w ", b""), (b"/F2", b"/F1")])
def test_any_other_operator_or_operand_matters(tmp_path: Path, old: bytes, new: bytes) -> None:
    fonts = (b"/F1 2 0 R/F2 3 0 R", HELVETICA, TIMES)
    assert fingerprint(tmp_path, DRAWING.replace(old, new), *fonts) != fingerprint(tmp_path, DRAWING, *fonts)


def test_another_font_under_the_same_name_matters(tmp_path: Path) -> None:
    one = fingerprint(tmp_path, DRAWING, b"/F1 2 0 R/F2 3 0 R", HELVETICA, TIMES)
    assert fingerprint(tmp_path, DRAWING, b"/F1 3 0 R/F2 2 0 R", HELVETICA, TIMES) != one


def test_every_page_of_an_art_file_is_a_drawing_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "art.pdf"
    path.write_bytes(small_arts())
    arts = compiled_arts(path)
    assert len({drawn for drawn, _ in arts}) == len(arts) == len(ARTS)


def picture(tmp_path: Path, entries: bytes, data: bytes) -> str:
    image = b"<</Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8%b/Length %d>>\nstream\n%b\nendstream"
    path = tmp_path / "p.pdf"
    path.write_bytes(file_of([b"<</XObject<</I 2 0 R>>>>", image % (entries, len(data), data)]))
    pdf = PdfFile(path)
    return Fingerprints(pdf).of_drawing(b"/I Do", pdf.object(1))


def test_pictures_are_compared_by_their_pixels_however_they_are_packed(tmp_path: Path) -> None:
    plain = picture(tmp_path, b"/Filter/FlateDecode", zlib.compress(b"\1\2\3\4"))
    assert picture(tmp_path, b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(b"\1\2\3\4")) + b"~>") == plain
    predicted = zlib.compress(b"\1\1\1\2\2\2")
    assert picture(tmp_path, b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2>>", predicted) == plain
    assert picture(tmp_path, b"/Filter/FlateDecode", zlib.compress(b"\1\2\3\5")) != plain


def test_photographs_are_compared_as_they_are(tmp_path: Path) -> None:
    photograph = picture(tmp_path, b"/Filter/DCTDecode", b"jpeg")
    assert picture(tmp_path, b"/Filter[/ASCII85Decode/DCTDecode]", base64.a85encode(b"jpeg") + b"~>") == photograph
    assert picture(tmp_path, b"/Filter/DCTDecode", b"jpag") != photograph
