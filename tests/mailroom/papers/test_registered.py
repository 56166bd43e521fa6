"""Registered mail is listed piece by piece under numbers whose check digit is right; nothing is listed twice or under another service."""

from __future__ import annotations

import csv
import io

import msgspec
import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import BugFound
from printjob.layout.papers import draw_papers
from printjob.mailroom.papers.inquiry import InquiryNumber, calc_check_digit, compact, inquiry_number, validate
from printjob.mailroom.papers.registered import RegisteredLine, registered_csv, registered_list
from printjob.whereabouts import data_folder
from tests.mailroom.papers.posting import HEAD, read, words

TEN = st.from_regex(r"[0-9]{10}", fullmatch=True)


def line(number: int, **changes: object) -> RegisteredLine:
    """The n-th piece of a list of recorded mail."""
    plain = RegisteredLine(
        number=number, inquiry=inquiry_number(f"{6012345677 + number}"), name=f"北海　花子{number}", postal_code="0700001",
        address=f"北海道見本市一条通{number}丁目１番地", piece=f"20260401-01-{number:07d}",
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


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
    pages = read(registered_list(HEAD, "recorded", "特定記録", LINES))
    assert [("局控" in page, "受領証" in page.split()) for page in pages] == [(True, False)] * 3 + [(False, True)] * 3
    for copy in (" ".join(pages[:3]), " ".join(pages[3:])):
        said = words(copy)
        assert all({one.inquiry.shown, one.piece, f"花子{one.number}", one.address} <= said for one in LINES)
    assert {"書留・特定記録郵便物等差出票", "特定記録", "25", "1／3"} <= words(pages[0])


def test_no_lines_no_paper() -> None:
    assert registered_list(HEAD, "recorded", "特定記録", []) == []


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
        registered_list(HEAD, option, "特定記録", [changed, *LINES[1:]])


def test_long_names_and_addresses_have_room() -> None:
    long = [line(1, name="株式会社　北見本アルミニウム工業旭川第二製作所　代表取締役　見本　太郎", address="北海道見本市大字見本字見本原野二十五線" * 7, note="代替の封筒で差し出したもの")]
    assert read(registered_list(HEAD, "recorded", "特定記録", long))


def test_a_variation_sequence_is_drawn_as_its_own_glyph() -> None:
    """ReportLab would print a box behind 葛 and push 西 aside; here the two 葛 differ, and nothing else moves."""
    pictures, places = [], []
    for name in ("葛西", "葛\U000e0102西"):
        page = pypdfium2.PdfDocument(draw_papers(data_folder("layouts"), registered_list(HEAD, "recorded", "特定記録", [line(1, name=name)])[:1]))[0]
        text = page.get_textpage()
        places.append(text.get_charbox(text.get_text_range().index("西")))
        pictures.append(page.render(scale=2).to_numpy())
    assert places[0] == pytest.approx(places[1])
    changed = np.argwhere((pictures[0] != pictures[1]).any(axis=2))
    assert len(changed)
    left, _, right, _ = (2 * length for length in places[0])
    assert changed[:, 1].max() < left + 1
    assert changed[:, 1].min() > left - 2 * (right - left)


def test_the_csv_has_every_line() -> None:
    rows = list(csv.DictReader(io.StringIO(registered_csv(LINES).decode(), newline="")))
    assert [(row["INQUIRY_NUMBER"], row["NAME"], row["PIECE"]) for row in rows] == [(one.inquiry.shown, one.name, one.piece) for one in LINES]
