"""The art file: a page an art, each complete in itself, the same bytes every time."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pypdf
import pypdfium2
import pytest

from printjob.layout.arts import Arts, Text
from printjob.layout.drawing import EDGE_PT, draw_arts
from printjob.model.form import Form
from tests.layout.conftest import LAYOUTS


def test_a_page_for_each_art_of_the_forms_size_and_a_strip(letter: tuple[Form, Arts]) -> None:
    form, arts = letter
    pages = pypdf.PdfReader(BytesIO(draw_arts(form, arts))).pages
    assert len(pages) == len(form.arts) == len(arts)
    assert {(float(page.mediabox.width), float(page.mediabox.height)) for page in pages} == {(form.width_pt + EDGE_PT, form.height_pt + EDGE_PT)}


def test_every_page_has_the_fonts_that_its_stream_names_and_they_are_embedded(letter: tuple[Form, Arts]) -> None:
    for page in pypdf.PdfReader(BytesIO(draw_arts(*letter))).pages:
        contents = page.get_contents()
        assert contents is not None
        named = {operands[0] for operands, operator in contents.operations if operator == b"Tf"}
        fonts = cast("dict[str, Any]", cast("dict[str, Any]", page["/Resources"])["/Font"])
        assert named <= set(fonts)
        assert all("/FontFile2" in fonts[name]["/FontDescriptor"] for name in named)


def test_drawing_again_gives_the_same_bytes(letter: tuple[Form, Arts]) -> None:
    assert draw_arts(*letter) == draw_arts(*letter)


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib, sys; from datetime import date; from pathlib import Path\n"
        "from printjob.layout.compile import compile_form; from printjob.layout.constants import campaign_constants\n"
        "from printjob.layout.drawing import draw_arts; from printjob.layout.language import read_layout\n"
        "constants = campaign_constants({'name': '見本市', 'city_planning_tax': 'yes', 'seal_printed': 'no'}, 2026, date(2026, 4, 10), '1')\n"
        "form, arts = compile_form(read_layout(Path(sys.argv[1])), constants)\n"
        "print(form.digest, hashlib.sha256(draw_arts(form, arts)).hexdigest())\n"
    )
    told = {
        subprocess.run([sys.executable, "-c", code, str(LAYOUTS / "letter")], check=True, capture_output=True, text=True,
                       env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONHASHSEED": seed, "TZ": zone}).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    }
    assert len(told) == 1


def test_a_text_stands_at_its_baseline_and_a_rows_art_hangs_from_the_top_left(letter: tuple[Form, Arts]) -> None:
    form, arts = letter
    document = pypdfium2.PdfDocument(draw_arts(form, arts))
    for art, page_top in (("lead-cover", 0.0), ("assets-row-land", form.height_pt)):
        text = next(one for one in arts[art] if isinstance(one, Text) and one.text in ("お知らせ", "土地"))
        found = document[form.arts[art]].get_textpage()
        searcher = found.search(text.text)
        occurrence = searcher.get_next()
        assert occurrence is not None
        left, bottom, right, _ = found.get_charbox(occurrence[0], loose=True)
        assert left == pytest.approx(text.x_pt, abs=0.6)
        assert right - left == pytest.approx(text.size_pt, abs=0.6)
        assert bottom == pytest.approx(text.y_pt + page_top - 0.12 * text.size_pt, abs=1.0)
