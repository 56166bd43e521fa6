"""Papers for people print the ready texts they are handed, on as many pages as their rows need, or refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from printjob.errors import DataRefused, DeclarationRefused
from printjob.layout.papers import draw_papers
from printjob.mailroom.profile import read_papers
from printjob.model.filled import Filled
from printjob.whereabouts import data_folder

VALUES = {
    "job": "20260401-01-0001", "run": "20260401-01", "municipality": "見本市", "campaign": "019917-property-tax-1-20260410",
    "form": "固定資産税・都市計画税 納税通知書", "profile": "洋長3", "stock": "上質紙", "pieces": "4,000", "sheets": "11,234", "pages": "22,468",
    "first_piece": "000001", "last_piece": "004000", "paper_1": "上質紙", "paper_2": "納付書用紙（ミシン目入り）", "paper_3": "",
    "paper_sheets_1": "7,234", "paper_sheets_2": "4,000", "paper_sheets_3": "",
    "class": "区分割引＋バーコード", "office": "見本中央郵便局", "indicia": "普通", "bundles": "40束　8トレー",
}
ROWS = [{"sheets": str(number), "pieces": f"{9000 + number}", "total": f"{7000 + number}"} for number in range(1, 21)]


def drawn(values: Mapping[str, str], rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """The count sheet with these texts."""
    return draw_papers(data_folder("layouts"), [Filled("count-sheet", values, rows)])


def pages(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


def test_a_count_sheet_says_what_it_was_told() -> None:
    (page,) = pages(drawn(VALUES, ROWS[:3]))
    assert all(VALUES[name] in page for name in ("job", "municipality", "pieces", "sheets", "last_piece", "paper_2", "paper_sheets_2"))
    assert all(row["pieces"] in page and row["total"] in page for row in ROWS[:3])


def test_the_longest_names_of_the_shipped_forms_and_papers_have_room() -> None:
    papers = read_papers(data_folder("spool") / "papers.yaml")
    notices, slips = ([one.title for name, one in papers.items() if name.startswith(kind)] for kind in ("plain-", "slip-"))
    assert notices
    assert slips
    campaigns = [f"019933-{form.parent.name}-2026-1-20260410-20260420" for form in data_folder("layouts").glob("*/record.yaml")]
    for stock in (f"{notice}　654,321枚、{slip}　654,321枚" for notice in notices for slip in slips):
        drawn({**VALUES, "stock": stock})
    for campaign in campaigns:
        drawn({**VALUES, "campaign": campaign})


def test_rows_go_on_to_the_next_page_under_the_same_head() -> None:
    first, second = pages(drawn(VALUES, ROWS))
    assert [row["total"] in first for row in ROWS] == [number < 15 for number in range(20)]
    assert [row["total"] in second for row in ROWS] == [number >= 15 for number in range(20)]
    assert VALUES["job"] in second
    assert "2／2" in second


def test_the_same_texts_give_the_same_bytes() -> None:
    assert drawn(VALUES, ROWS) == drawn(VALUES, ROWS)


def test_a_paper_without_rows_is_one_page() -> None:
    assert len(pages(drawn(VALUES))) == 1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [({"municipality": "市" * 60}, "PJ-1302-W"), ({"municipality": "\U0001F600"}, "PJ-1301-W"), ({"stock": None}, "PJ-1203-E")],
)
def test_a_text_that_cannot_be_printed_whole_is_refused(changed: dict[str, str | None], fault: str) -> None:
    values = {name: text for name, text in {**VALUES, **changed}.items() if text is not None}
    with pytest.raises(DataRefused) as refused:
        drawn(values)
    assert [one.id for one in refused.value.faults] == [fault]


OWN = """\
form: own
edition: "1"
title: 試し
paper: "{with.paper}"
faces: {sans: [bizud-gothic]}
styles: {plain: {face: sans, size: 9}}
fields: [head]
page:
  elements:
    - field: {value: head, at: [10, 10], width: 40, style: plain}
    - computed: {kind: page-of, at: [60, 10], width: 20, style: plain}
rows:
  at: [10, 50]
  size: [60, 20]
  most: 6
  across: 3
  fields: [n, bars]
  elements:
    - text: {at: [0, 0], style: plain, text: "{with.word}"}
    - field: {value: n, at: [0, 5], width: 20, style: plain}
"""


def own(folder: Path, changed: dict[int, str] | None = None) -> Path:
    """A folder of layouts with the paper ``own``, some of its lines (from 1) replaced."""
    lines = [(changed or {}).get(number, line) for number, line in enumerate(OWN.splitlines(), start=1)]
    (folder / "own").mkdir()
    (folder / "own" / "layout.yaml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def filled(count: int, paper: str = "A4") -> Filled:
    """The paper with so many rows."""
    return Filled("own", {"head": "頭"}, [{"n": f"n{number}", "bars": ""} for number in range(1, count + 1)], {"paper": paper, "word": "行"})


def test_rows_stand_side_by_side_and_then_below(tmp_path: Path) -> None:
    page = pypdfium2.PdfDocument(draw_papers(own(tmp_path), [filled(5)]))[0].get_textpage()
    for index in range(5):
        down, right = divmod(index, 3)
        left, top = (10 + 60 * right) * 72 / 25.4, (297 - 50 - 20 * down) * 72 / 25.4
        assert page.get_text_bounded(left, top - 20 * 72 / 25.4, left + 60 * 72 / 25.4, top).split() == ["行", f"n{index + 1}"]


def test_papers_of_one_document_count_their_own_pages_and_keep_their_own_size(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(draw_papers(own(tmp_path), [filled(7), filled(1, "A4-landscape"), filled(2)]))
    assert ["".join(page.get_textpage().get_text_bounded().split()[:2]) for page in document] == ["頭1／2", "頭2／2", "頭1／1", "頭1／1"]
    assert [round(page.get_size()[0] / 72 * 25.4) for page in document] == [210, 210, 297, 210]


def test_the_word_for_an_open_place_is_asked_for_by_name(tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused) as refused:
        draw_papers(own(tmp_path), [filled(1)._replace(words={"paper": "A4"})])
    assert [(fault.place, fault.value) for fault in refused.value.faults] == [("own/layout.yaml:19:46 text", "{with.word}")]


@pytest.mark.parametrize(
    "element",
    [
        "    - gs1: {value: n, at: [0, 5], height: 12}",
        "    - return: {at: [0, 5], dots: 8}",
        "    - computed: {kind: identity, at: [0, 5], width: 12, style: plain}",
        "    - bars: {at: [0, 5], dots: 12}",
        "    - bars: {at: [-1, 5], dots: 8}",
        "    - nw7: {value: m, at: [5, 5], digits: 11, dots: 6, ratio: 2.5, height: 6}",
        "    - nw7: {value: n, at: [5, 5], digits: 11, dots: 5, ratio: 2.5, height: 6}",
        "    - nw7: {value: n, at: [5, 5], digits: 11, dots: 6, ratio: 2, height: 6}",
        "    - nw7: {value: n, at: [5, 5], digits: 11, dots: 6, ratio: 2.5, height: 4}",
        "    - nw7: {value: n, at: [2, 5], digits: 11, dots: 6, ratio: 2.5, height: 6}",
        "    - nw7: {value: n, at: [21, 5], digits: 11, dots: 6, ratio: 2.5, height: 6}",
        "    - nw7: {value: n, at: [5, 15], digits: 11, dots: 6, ratio: 2.5, height: 6}",
    ],
)
def test_what_a_paper_does_not_print_is_refused(tmp_path: Path, element: str) -> None:
    fields = "  fields: [n]" if "bars: {at: [0" in element else "  fields: [n, bars]"
    with pytest.raises(DeclarationRefused) as refused:
        draw_papers(own(tmp_path, {17: fields, 19: element}), [filled(1)])
    assert {(fault.file, fault.line) for fault in refused.value.faults} == {("own/layout.yaml", 19)}


NUMBER = "    - nw7: {value: n, at: [5, 5], digits: 3, dots: 6, ratio: 2.5, height: 6}"


def numbered(folder: Path, text: str) -> bytes:
    """A row with this text as NW-7."""
    return draw_papers(own(folder, {19: NUMBER}), [filled(1)._replace(rows=[{"n": text, "bars": ""}])])


def test_a_number_wider_than_its_place_is_refused_and_none_prints_nothing(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("fits", "wider", "none")]
    for folder in folders:
        folder.mkdir()
    (symbol,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(numbered(folders[0], "B123D"))[0].render(scale=300 / 72).to_pil())
    assert symbol.text == "B123D"
    with pytest.raises(DataRefused) as refused:
        numbered(folders[1], "A1234A")
    assert [(one.id, one.field) for one in refused.value.faults] == [("PJ-1302-W", "n")]
    assert not zxingcpp.read_barcodes(pypdfium2.PdfDocument(numbered(folders[2], ""))[0].render(scale=300 / 72).to_pil())
