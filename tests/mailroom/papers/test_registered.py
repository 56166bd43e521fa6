"""Registered mail is listed piece by piece under numbers whose check digit is right; nothing is listed twice or under another service."""

from __future__ import annotations

import csv
import io

import msgspec
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import BugFound
from printjob.layout.papers import draw_papers
from printjob.mailroom.papers.inquiry import InquiryNumber, calc_check_digit, compact, inquiry_number, validate
from printjob.mailroom.papers.registered import RegisteredLine, registered_csv, registered_labels, registered_list
from printjob.mailroom.postage.editions import Provenance
from printjob.mailroom.postage.handover import InquirySymbol
from printjob.model.filled import Filled
from printjob.whereabouts import data_folder
from tests.mailroom.papers.posting import HEAD, read, words

TEN = st.from_regex(r"[0-9]{10}", fullmatch=True)


def line(number: int, **changes: object) -> RegisteredLine:
    """The n-th piece of a list of recorded mail."""
    plain = RegisteredLine(
        number=number, inquiry=inquiry_number(f"{6012345677 + number}"), name=f"北海　花子{number}", postal_code="0700001",
        address=f"北海道見本市一条通{number}丁目１番地", piece=f"20260401-01-{number + 1200:07d}",
        job="20260401-01-0012", seq=number + 100,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


SYMBOL = InquirySymbol("A", "C", Provenance("", "example", "test"))
LINES = [line(number) for number in range(1, 26)]


@given(TEN)
def test_the_check_digit_is_what_seven_leaves(ten: str) -> None:
    remainder = 0
    for digit in ten:
        remainder = (remainder * 10 + int(digit)) % 7
    assert calc_check_digit(ten) == str(remainder)
    assert validate(ten + str(remainder))
    assert not any(validate(ten + other) for other in "0123456789" if other != str(remainder))


@given(TEN)
def test_a_number_is_printed_in_groups_and_read_back(ten: str) -> None:
    shown = inquiry_number(ten).shown
    assert [len(group) for group in shown.split("-")] == [3, 2, 5, 1]
    assert compact(shown) == ten + calc_check_digit(ten)


@given(TEN, st.integers(0, 9), st.integers(1, 9))
def test_a_wrong_digit_is_found_unless_it_is_off_by_seven(ten: str, place: int, more: int) -> None:
    wrong = ten[:place] + str((int(ten[place]) + more) % 10) + ten[place + 1 :]
    off_by_seven = (int(wrong[place]) - int(ten[place])) % 7 == 0
    assert validate(wrong + calc_check_digit(ten)) == off_by_seven


@pytest.mark.parametrize("ten", ["", "123456789", "12345678901", "１２３４５６７８９０", "12345 7890"])
def test_anything_but_ten_digits_is_refused(ten: str) -> None:
    with pytest.raises(BugFound):
        inquiry_number(ten)


def test_every_piece_is_on_both_copies() -> None:
    pages = read(registered_list(HEAD, "recorded", "特定記録", LINES, SYMBOL))
    assert [("局控" in page, "受領証" in page.split()) for page in pages] == [(True, False)] * 3 + [(False, True)] * 3
    for copy in (" ".join(pages[:3]), " ".join(pages[3:])):
        said = words(copy)
        assert all({one.inquiry.shown, one.piece, f"花子{one.number}", one.address} <= said for one in LINES)
    assert {"書留・特定記録郵便物等差出票", "特定記録", "25", "1／3"} <= words(pages[0])


def test_no_lines_no_paper() -> None:
    assert registered_list(HEAD, "recorded", "特定記録", [], SYMBOL) == []
    assert registered_labels(HEAD, "recorded", "特定記録", [], SYMBOL) == []


@pytest.mark.parametrize(
    ("option", "changed"),
    [
        ("registered", line(1)),
        ("recorded", line(2)),
        ("recorded", line(1, inquiry=InquiryNumber("60123456780"))),
        ("recorded", line(1, inquiry=LINES[1].inquiry)),
    ],
)
def test_an_unsound_list_is_a_bug(option: str, changed: RegisteredLine) -> None:
    with pytest.raises(BugFound):
        registered_list(HEAD, option, "特定記録", [changed, *LINES[1:]], SYMBOL)
    with pytest.raises(BugFound):
        registered_labels(HEAD, option, "特定記録", [changed, *LINES[1:]], SYMBOL)


def test_long_names_and_addresses_have_room() -> None:
    long = [line(1, name="株式会社　北見本アルミニウム工業旭川第二製作所　代表取締役　見本　太郎", address="北海道見本市大字見本字見本原野二十五線" * 7, note="代替の封筒で差し出したもの")]
    assert read(registered_list(HEAD, "recorded", "特定記録", long, SYMBOL))


def test_a_variation_sequence_is_drawn_as_its_own_glyph() -> None:
    """ReportLab would print a box behind 葛 and push 西 aside; here the two 葛 differ, and nothing else moves."""
    pictures, places = [], []
    for name in ("葛西", "葛\U000e0102西"):
        page = pypdfium2.PdfDocument(draw_papers(data_folder("layouts"), registered_list(HEAD, "recorded", "特定記録", [line(1, name=name)], SYMBOL)[:1]))[0]
        text = page.get_textpage()
        places.append(text.get_charbox(text.get_text_range().index("西")))
        pictures.append(page.render(scale=2).to_numpy())
    assert places[0] == pytest.approx(places[1])
    changed = np.argwhere((pictures[0] != pictures[1]).any(axis=2))
    assert len(changed)
    left, _, right, _ = (2 * length for length in places[0])
    assert changed[:, 1].max() < left + 1
    assert changed[:, 1].min() > left - 2 * (right - left)


def drawn(papers: list[Filled]) -> pypdfium2.PdfDocument:
    """The papers as one PDF."""
    return pypdfium2.PdfDocument(draw_papers(data_folder("layouts"), papers))


def page_at(page: pypdfium2.PdfPage, dpi: int) -> np.ndarray:
    """The page as a printer of this resolution has it, dark is true."""
    return np.asarray(page.render(scale=dpi / 72).to_pil().convert("L")) < 128


def scanned(page: pypdfium2.PdfPage, dpi: int) -> list[str]:
    """What a scanner reads from the page's symbols, by rows from the top."""
    found = zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil(), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Codabar))
    return [one.text for one in sorted(found, key=lambda one: (one.position.top_left.y // 20, one.position.top_left.x))]


@pytest.mark.parametrize("dpi", [300, 600])
def test_a_scanner_reads_every_number_in_the_order_of_the_list(dpi: int) -> None:
    wanted = [f"A{one.inquiry.digits}C" for one in LINES]
    lists, labels = drawn(registered_list(HEAD, "recorded", "特定記録", LINES, SYMBOL)[:1]), drawn(registered_labels(HEAD, "recorded", "特定記録", LINES, SYMBOL))
    assert (len(lists), len(labels)) == (3, 3)
    for document in (lists, labels):
        assert [text for page in document for text in scanned(page, dpi)] == wanted


@pytest.mark.parametrize("dpi", [300, 600, 1200])
def test_bars_are_whole_dots_with_white_of_ten_narrow_ones_on_either_side(dpi: int) -> None:
    """Of the last label of a page, which lies farthest from where it begins, and the last row of a list."""
    label, row = drawn(registered_labels(HEAD, "recorded", "特定記録", LINES, SYMBOL))[0], drawn(registered_list(HEAD, "recorded", "特定記録", LINES, SYMBOL))[0]
    for page, middle_mm, left_mm, right_mm, narrow, wide, modules in ((label, 5 * 49.5 + 26, 114, 201, 4, 10, 145), (row, 78.5 + 9 * 16.5 + 11, 22.5, 69.5, 3, 9, 159)):
        mm = dpi / 25.4
        line = page_at(page, dpi)[round(middle_mm * mm), round(left_mm * mm) : round(right_mm * mm)].astype(int)
        edges = np.flatnonzero(np.diff(line))
        runs = np.diff(edges)
        assert set(runs.tolist()) == {narrow * dpi // 300, wide * dpi // 300}
        assert edges[-1] - edges[0] == modules * narrow * dpi // 300
        assert len(runs) == 13 * 7 + 12
        assert min(edges[0], len(line) - edges[-1]) >= 10 * narrow * dpi / 300


def test_a_label_says_which_envelope_it_is_for_and_names_nobody() -> None:
    pages = read(registered_labels(HEAD, "recorded", "特定記録", LINES, SYMBOL))
    assert {"特定記録", "見本中央郵便局", "601-23-45678-3", "001201", "20260401-01-0001201", "20260401-01-0012", "101", "1／25", "25／25"} <= words(" ".join(pages))
    assert not any(told in page for page in pages for told in ("花子", "一条通", "070-0001"))


def test_the_largest_numbers_and_longest_names_have_room_on_a_label() -> None:
    head = msgspec.structs.replace(
        HEAD, posting="019917-20260413-12", office="見本中央郵便局東分室第二作業場", sender=msgspec.structs.replace(HEAD.sender, name="北海道後期高齢者医療広域連合見本支部"),
    )  # fmt: skip
    assert read(registered_labels(head, "recorded", "一般書留・配達証明", [line(1, piece="20260401-01-9999999", job="20260401-01-9999", seq=1_234_567)], SYMBOL))


def test_the_csv_has_every_line() -> None:
    rows = list(csv.DictReader(io.StringIO(registered_csv(LINES).decode(), newline="")))
    assert [(row["INQUIRY_NUMBER"], row["NAME"], row["PIECE"]) for row in rows] == [(one.inquiry.shown, one.name, one.piece) for one in LINES]
