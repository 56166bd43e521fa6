"""The readers of pages agree with each other, ranges cover what they say, and a large page tree is walked."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from printjob.model.runfolder import job_folder
from printjob.typefaces.locate import font_path
from printjob.verify import pages
from printjob.verify.content import Content, read_content
from printjob.verify.pages import verify_pages
from printjob.verify.reading import JobReading, open_job
from printjob.verify.sheetlines import expected_mark
from tests.verify.mutation import Mutation
from tests.verify.small_run import JOB, finished, make_run


@pytest.fixture(scope="module")
def reading(sound: Path) -> JobReading:
    return open_job(sound, JOB, job_folder(sound, JOB), font_path)


def test_both_readers_see_the_same_on_every_page(reading: JobReading) -> None:
    for number, page in enumerate(reading.pdf.pages):
        standing = reading.standings[number // 2]
        prepared = reading.prepared(standing.row)
        sheet = reading.plan_of(prepared).sheets[standing.notice_sheet]
        resources, stream, _ = reading.page(page)
        side, _ = reading.side(prepared, sheet[1 + number % 2], number % 2 == 0, resources)  # type: ignore[arg-type]
        quick = side.quick.read(stream)
        assert quick is not None, stream
        full = read_content(stream, lambda name, string, fonts=resources.fonts: fonts[name].advance(string))  # type: ignore[misc]
        assert full.strange == []
        assert _texts(full, reading) == sorted(quick.found.values())
        assert tuple(full.placed) == quick.placed
        assert [tuple(map(float, r.split())) for r in full.rectangles] == [pytest.approx(tuple(map(float, r.split()))) for r in quick.rectangles]
        assert full.images == quick.images


def _texts(content: Content, reading: JobReading) -> list[str]:
    """The shown texts, those joined that go on in another face."""
    texts: list[str] = []
    before = (0.0, 0.0)
    resources, _, _ = reading.page(reading.pdf.pages[0])
    for shown in content.texts:
        font = resources.fonts[shown.font]
        follows = abs(shown.x_pt - before[0]) < 0.001 and shown.y_pt == before[1] and font.two_byte
        texts = [*texts[:-1], texts[-1] + font.claimed(shown.string)] if follows else [*texts, font.claimed(shown.string)]
        before = shown.x_pt + font.advance(shown.string) * shown.size_pt, shown.y_pt
    return sorted(texts)


def test_the_quick_reader_takes_every_page_of_a_sound_job(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> Content:
        raise AssertionError("a sound page was looked at closely")

    monkeypatch.setattr(pages, "read_content", slow)
    assert verify_pages(sound, JOB, 1, 2 * len(open_job(sound, JOB, job_folder(sound, JOB), font_path).standings), font_path) == []


def test_a_range_names_only_its_own_pages_and_pickles(mutation: Mutation) -> None:
    page = mutation.cover(5)
    mutation.replace(page, b"Td[", b"Td[9000") if mutation.content(page).count(b"Td[") == 1 else mutation.edit(lambda pdf: pdf.pages[page - 1].obj.Contents.write(b""))
    assert verify_pages(str(mutation.run), JOB, 1, page - 1, font_path) == []
    faults = verify_pages(str(mutation.run), JOB, page, page + 1, font_path)
    assert {fault.field.split()[1] for fault in faults} == {str(page)}
    assert pickle.loads(pickle.dumps((verify_pages, font_path, faults)))[2] == faults


def test_a_job_of_several_tree_levels_and_chunks(tmp_path: Path) -> None:
    run = make_run(tmp_path, notices=60, chunk=7, seed=11, most_rows=14)
    finished(run)
    opened = open_job(run, JOB, job_folder(run, JOB), font_path)
    assert len(opened.pdf.pages) > 100
    assert verify_pages(run, JOB, 1, len(opened.pdf.pages), font_path) == []


def test_sheets_of_one_piece_are_counted_through(reading: JobReading) -> None:
    first = next(s for s in reading.standings if s.notice == 2)
    before = [s for s in reading.standings if s.piece == first.piece and s.notice == 1]
    assert first.sheet == len(before) + 1
    assert expected_mark(reading.plan, first)[16:20] == f"{first.sheet:02d}{first.of:02d}"
    assert int(expected_mark(reading.plan, first)) % 97 == 1
