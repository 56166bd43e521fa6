"""docs/postal.md says what the program does: its tables of levels, reasons, dashes, sources and sizes are the program's own."""

from __future__ import annotations

import re
from pathlib import Path

from printjob.admit.prepare import BARCODE_REASONS
from printjob.barcode.customer_size import sizes
from printjob.postal.customer import HELD, Level
from printjob.postal.display_number import DASHES
from printjob.postal.district import Source
from tests.postal.test_sweep import exceptions

_PAGE = (Path(__file__).parents[2] / "docs" / "postal.md").read_text(encoding="utf-8")


def _part(name: str) -> list[list[str]]:
    """The cells of the rows of the table between the comments of this name."""
    table = _PAGE.split(f"<!-- {name} -->\n")[1].split(f"<!-- /{name} -->")[0]
    return [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


def test_every_reason_stands_with_its_meaning_and_treatment() -> None:
    assert {reason: meaning for reason, meaning, _ in _part("reasons")} == BARCODE_REASONS
    assert {reason for reason, _, treatment in _part("reasons") if "HELD" in treatment} == HELD


def test_every_level_stands_in_its_order() -> None:
    assert [(int(number), name) for number, name, _ in _part("levels")] == [
        (level.value, level.name) for level in Level
    ]


def test_every_source_of_a_district_stands() -> None:
    assert [name for name, _ in _part("sources")] == [source.value for source in Source]


def test_every_dash_stands() -> None:
    listed = _PAGE.split("<!-- dashes -->")[1].split("<!-- /dashes -->")[0]
    assert "".join(chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]{4})", listed)) == DASHES


def test_every_size_stands() -> None:
    rows = [
        [str(dpi), str(size.dots), f"{size.size_pt:.2f}", f"{size.width_mm:.2f}", f"{size.height_mm:.2f}", "{:.2f} × {:.2f}".format(*size.window_mm())]
        for dpi in (240, 300, 400, 600)
        for size in sizes(dpi)
    ]  # fmt: skip
    assert _part("sizes") == rows


def test_the_number_of_exceptions_is_the_page_s() -> None:
    why = [row["why"] for row in exceptions()]
    assert f"例外の{len(why)}町域" in _PAGE
    assert f"{why.count('not-for-1-chome')}町域は" in _PAGE
    assert f"{why.count('another-town')}町域は" in _PAGE
