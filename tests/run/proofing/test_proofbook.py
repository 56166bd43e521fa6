"""A proof book shows every sample and what became of it, what is approved, and through the window nothing but the address."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from printjob.layout.compile import compile_form
from printjob.layout.constants import campaign_constants
from printjob.layout.language import read_layout
from printjob.run.proofing.proofbook import BookMade, make_book
from printjob.run.site import Site
from tests.run.designing.letters import ISSUED_ON, LETTER, changed, designer_site, letter_file, order
from tests.run.nights import CITY, contents

DPI = 100
SCALE = DPI / 25.4


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return designer_site(tmp_path / "home")


def book(site: Site, out: Path, form: str = LETTER, *samples: str) -> tuple[BookMade, list[str]]:
    """The book and each page's text without blanks."""
    made = make_book(site, order(form, CITY, *samples), out)
    return made, [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(out).pages]


def picture(path: Path, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        shown: Image.Image = document[page - 1].render(scale=DPI / 72).to_pil()
    return shown.convert("L")


def test_cover_list_and_each_printed_sample(site: Site, tmp_path: Path) -> None:
    made, pages = book(site, tmp_path / "books" / "letter.pdf")
    assert (made.pages, made.samples, made.unexpected) == (6, 4, ())
    assert len(pages) == made.pages
    assert (tmp_path / "books").stat().st_mode & 0o777 == 0o700
    cover, listed = pages[:2]
    assert all(word in cover for word in ("口座振替開始のお知らせ", LETTER, "R08.04", "019917見本市", "令和８年４月１０日", "2026-04-01", "1／6"))
    assert all(word in cover for word in ("担当", "係長", "課長", "はい（校了）", "いいえ（再校）"))
    assert all(name in listed for name in ("ordinary", "long-names", "missing-glyph", "protected"))
    assert all(reason in listed for reason in ("保留PJ-1301-W字形のない文字", "引抜きPJ-1305-W支援措置"))
    assert ["long-names" in page for page in pages[2:]] == [False, False, True, True]
    assert [f"{number}／6" in page for number, page in enumerate(pages[2:], 3)] == [True] * 4


def test_the_cover_has_the_digest_of_the_form_that_will_be_printed(site: Site, tmp_path: Path) -> None:
    _, (cover, *_) = book(site, tmp_path / "letter.pdf")
    constants = campaign_constants(site.municipality(CITY).settings, 2026, ISSUED_ON, "1")
    form, _ = compile_form(read_layout(site.layout_folder(LETTER)), constants)
    assert form.digest in cover


def test_same_input_same_bytes(site: Site, tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_book(site, order("dunning", CITY, "ordinary"), tmp_path / "books" / name)
    one, other = contents(tmp_path / "books").values()
    assert one == other


def test_a_sample_that_became_something_else_is_named(site: Site, tmp_path: Path) -> None:
    changed(letter_file(site, "sample.yaml"), "expect: pulled PJ-1305-W", "expect: printed")
    made, pages = book(site, tmp_path / "letter.pdf")
    assert made.unexpected == ("protected",)
    assert pages[1].count("予定と違う") == 1


def test_the_window_shows_the_address_and_nothing_else_shows(site: Site, tmp_path: Path) -> None:
    make_book(site, order(LETTER, CITY, "ordinary"), tmp_path / "letter.pdf")
    page, envelope = picture(tmp_path / "letter.pdf", 3), site.envelopes()["洋長3 窓"]

    def ink(left: float, top: float, right: float, bottom: float) -> int:
        """Dark dots in a rectangle of the envelope's face, in mm from its corner."""
        x, y = 31.0, 45.0
        part = page.crop((round((x + left) * SCALE), round((y + top) * SCALE), round((x + right) * SCALE), round((y + bottom) * SCALE)))
        return sum(part.histogram()[:100])

    window = envelope.window
    assert ink(window.left + 1, window.top + 1, window.right - 1, window.bottom - 1) > 500
    assert ink(window.right + 2, 12, 220, 108) == 0  # the sender stands there on the paper behind
    assert ink(14, window.bottom + 2, 220, 108) == 0


def test_in_every_extreme_place_the_window_shows_other_paper(site: Site, tmp_path: Path) -> None:
    """The address moves with the contents: seen from the window's corner it lies in four different places."""
    make_book(site, order(LETTER, CITY, "ordinary"), tmp_path / "letter.pdf")
    with pypdfium2.PdfDocument(tmp_path / "letter.pdf") as document:
        page = document[2].render(scale=300 / 72).to_pil().convert("L")
    window, scale, small = site.envelopes()["洋長3 窓"].window, 300 / 25.4, 0.27
    places = []
    for number in range(4):
        left, top, right, bottom = (edge * small for edge in window)
        x, y = 16 + 67 * number, 168.6
        box = (x + left + 0.6, y + top + 0.6, x + right - 0.6, y + bottom - 0.6)
        part = page.crop(tuple(round(edge * scale) for edge in box))
        found = part.point(lambda level: 255 if level < 120 else 0).getbbox()
        assert found
        places.append(found[:2])
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = places
    assert bx > ax + 40
    assert cy > ay + 40
    assert (abs(dx - bx), abs(dy - cy)) <= (3, 3)
    assert abs(by - ay) <= 3
    assert abs(cx - ax) <= 3


def test_a_sheet_has_front_left_and_back_right(site: Site, tmp_path: Path) -> None:
    _, pages = book(site, tmp_path / "letter.pdf", LETTER, "ordinary")
    assert all(word in pages[3] for word in ("1枚目（全1枚）", "用紙notice", "表1頁", "裏（管理番号だけ）", "92%に縮小"))
    page = picture(tmp_path / "letter.pdf", 4)
    assert (abs(page.width - 1654), abs(page.height - 1169)) <= (2, 2)
    left, right = (page.crop((round(x * SCALE), 80, round((x + 190) * SCALE), page.height - 40)) for x in (10, 220))
    assert sum(left.histogram()[:180]) > 50 * sum(right.histogram()[:180]) > 0
