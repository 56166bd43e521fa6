"""The finished file as other programs see it: sound for qpdf, fonts embedded as subsets, no dates, an identifier that follows from the
content: the same job twice is the same file, one yen more is another.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import numpy as np
import pikepdf
import pytest

from printjob.compose.chunkfile import chunk_path
from printjob.model.piece import JobPlan
from printjob.model.record import Prepared
from printjob.model.runfolder import records_path, work_folder
from tests.pages.cases import CASES, TOWN
from tests.pages.conftest import RunOf
from tests.pages.night import compose, jobs, prepared_notices, print_pdf

TOWN_CASE = f"property-tax-{TOWN}"
_LARGEST_SUBSET = 1_000_000
"""bytes; the sources have 4 to 45 million, and a subset that keeps glyph numbers has a table of all of them"""
_SECONDS_1904_TO_2026 = 3_850_000_000
"""font programs count from 1904; the sources are older than 2026"""


Files = list[tuple[JobPlan, Path, pikepdf.Pdf]]


@pytest.fixture(params=CASES)
def files(request: pytest.FixtureRequest, run_of: RunOf) -> Iterator[Files]:
    """The files of all jobs of a case."""
    run = run_of(request.param)
    with ExitStack() as stack:
        yield [(plan, print_pdf(run, plan), stack.enter_context(pikepdf.open(print_pdf(run, plan)))) for plan in jobs(run)]


def test_qpdf_finds_nothing_wrong(files: Files) -> None:
    for plan, _, pdf in files:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []
        assert len(pdf.pages) == plan.pages
        assert pdf.pdf_version == "1.7"


def test_every_font_is_embedded_as_a_subset_and_says_what_it_shows(files: Files) -> None:
    for _, _, pdf in files:
        fonts = [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font"]
        shown = [font for font in fonts if font.Subtype != "/CIDFontType2"]
        assert len(shown) > 4
        for font in shown:
            drawn = font.DescendantFonts[0] if font.Subtype == "/Type0" else font
            assert re.fullmatch(r"/[A-Z]{6}\+[A-Za-z-]+", str(font.BaseFont)), font.BaseFont
            assert "/ToUnicode" in font
            assert len(drawn.FontDescriptor.FontFile2.read_bytes()) < _LARGEST_SUBSET, "not a subset"


def test_nothing_in_the_file_tells_when_or_by_what_it_was_made(files: Files) -> None:
    for _, path, pdf in files:
        assert pdf.trailer.keys() == {"/Size", "/Root", "/ID"}
        assert "/Metadata" not in pdf.Root
        assert not re.search(rb"/(CreationDate|ModDate|Producer|Creator|Author|LastModified)\b|D:20\d\d", path.read_bytes())
        assert all("/LastModified" not in found and "/Metadata" not in found for found in pdf.objects if isinstance(found, pikepdf.Dictionary))


def test_a_subset_has_the_date_of_its_source(files: Files) -> None:
    """A font program carries times of its own: they must be the source's, not the clock's."""
    for found in (found for _, _, pdf in files for found in pdf.objects):
        if isinstance(found, pikepdf.Dictionary) and "/FontFile2" in found:
            program = found.FontFile2.read_bytes()
            tables = {program[at : at + 4]: int.from_bytes(program[at + 8 : at + 12], "big") for at in range(12, 12 + 16 * int.from_bytes(program[4:6], "big"), 16)}
            modified = int.from_bytes(program[tables[b"head"] + 28 : tables[b"head"] + 36], "big")
            assert modified < _SECONDS_1904_TO_2026


def test_the_same_job_is_the_same_file_and_one_yen_more_is_another(run_of: RunOf, tmp_path: Path) -> None:
    whole = run_of(TOWN_CASE)
    run = Path(shutil.copytree(whole, tmp_path / whole.name))
    plan = jobs(run)[0]
    first = print_pdf(run, plan).read_bytes()
    assert again(run, plan) == first
    change_a_digit(run, plan)
    other = again(run, plan)
    assert other != first
    assert identifier(other) != identifier(first)
    assert [identifier(pdf) == identifier(first) for pdf in (other, again(run, plan), first)] == [False, False, True]


def again(run: Path, plan: JobPlan) -> bytes:
    """The job composed from nothing."""
    for number in range(len(plan.chunks)):
        chunk_path(work_folder(run, plan.job), number).unlink()
    print_pdf(run, plan).unlink()
    compose(run, plan)
    return print_pdf(run, plan).read_bytes()


def change_a_digit(run: Path, plan: JobPlan) -> None:
    """The job's first notice owes one yen more in one place, in the store of prepared records."""
    notice = next(prepared_notices(run, plan))
    at = next(index for index, text in enumerate(notice.values) if re.fullmatch(r"[0-9,]+[0-8]", text))
    values = (*notice.values[:at], notice.values[at][:-1] + str(int(notice.values[at][-1]) + 1), *notice.values[at + 1 :])
    packed, new = (msgspec.msgpack.encode(one) for one in (notice, msgspec.structs.replace(notice, values=values)))
    row = np.load(run / "plan" / f"{plan.job}.npy")[0]
    path = records_path(run, int(row["delivery"]), int(row["part"]))
    store = path.read_bytes()
    assert store.count(packed) == 1
    assert len(packed) == len(new)
    path.write_bytes(store.replace(packed, new))
    assert msgspec.msgpack.decode(new, type=Prepared).values[at] != notice.values[at]


def identifier(pdf: bytes) -> bytes:
    """Both halves of the file's /ID, which are the same."""
    found = re.search(rb"/ID ?\[<([0-9a-f]{32})><([0-9a-f]{32})>\]", pdf)
    assert found is not None
    assert found.group(1) == found.group(2)
    return found.group(1)
