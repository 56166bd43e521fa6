"""A 郵便区番号 comes from the site's table where that covers the code; elsewhere the answer says how little it is worth."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import DeclarationRefused
from printjob.postal.district import Edition, Source, district, edition_on, read_editions
from printjob.postal.index import PostalIndex
from printjob.whereabouts import data_folder

_SHIPPED = data_folder("spool") / "postal-districts.yaml"


def _edition(covers: tuple[str, ...] = (), five_digits: frozenset[str] = frozenset({"35011"})) -> Edition:
    return Edition(valid_from=date(2026, 4, 1), provenance="p", example=True, covers=covers, five_digits=five_digits)


def test_the_shipped_table_is_an_example_with_the_manual_s_two_districts(index: PostalIndex) -> None:
    (shipped,) = read_editions(_SHIPPED)
    assert shipped.example
    assert shipped.provenance
    assert district("350-1106", shipped, index) == ("35011", Source.TABLE)
    assert district("154-0023", shipped, index) == ("154", Source.TABLE)


@pytest.mark.parametrize(
    ("code", "edition", "number", "source"),
    [
        ("3501106", _edition(), "35011", Source.TABLE),
        ("3501106", _edition(five_digits=frozenset()), "35011", Source.OLD_CODE),
        ("3501106", _edition(("350",), frozenset()), "350", Source.TABLE),
        ("3501106", _edition(("",), frozenset()), "350", Source.TABLE),
        ("1540023", _edition(), "154", Source.OLD_CODE),
        ("0020851", _edition(), "002", Source.UPPER_THREE),
        ("1008792", _edition(), "100", Source.OLD_CODE),
        ("9999999", _edition(), "999", Source.UPPER_THREE),
        ("3501106", None, "35011", Source.OLD_CODE),
        ("〒３５０－１１０６", _edition(), "35011", Source.TABLE),
        ("350", _edition(), "", Source.NONE),
        ("", _edition(), "", Source.NONE),
    ],
)
def test_where_a_district_comes_from(
    index: PostalIndex, code: str, edition: Edition | None, number: str, source: Source
) -> None:
    """屯田 (002-08xx) has the old code 001, which is no head of it."""
    assert district(code, edition, index) == (number, source)


@given(st.text() | st.from_regex("[0-9]{7}", fullmatch=True))
def test_a_district_is_always_the_head_of_the_code(index: PostalIndex, code: str) -> None:
    number, source = district(code, _edition(), index)
    assert (number == "") == (source is Source.NONE)
    assert len(number) in (0, 3, 5)


def test_without_a_table_no_code_is_sure_and_few_are_a_mere_guess(index: PostalIndex) -> None:
    sources = Counter(district(code, None, index).source for code in list(index.codes())[::29])
    assert set(sources) == {Source.OLD_CODE, Source.UPPER_THREE}
    assert sources[Source.UPPER_THREE] < 0.08 * sources.total()


def test_the_edition_of_the_day_counts() -> None:
    first, second = (
        _edition(),
        Edition(valid_from=date(2026, 10, 1), provenance="p", example=False, covers=(), five_digits=frozenset()),
    )
    editions = (first, second)
    assert edition_on(editions, date(2026, 3, 31)) is None
    assert edition_on(editions, date(2026, 9, 30)) is first
    assert edition_on(editions, date(2026, 10, 1)) is second


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ("five_digits: ['3501']", "5 digits"),
        ("covers: [every]", "digits"),
        ("from: tomorrow", "YYYY-MM-DD"),
        ("provenance: ''", "provenance"),
        ("example: perhaps", "example"),
        ("five_digit: []", "five_digit"),
    ],
)
def test_a_mistake_in_the_table_is_named_with_its_place(tmp_path: Path, wrong: str, detail: str) -> None:
    lines = {
        "from": "from: 2026-04-01", "provenance": "provenance: p", "example": "example: yes", "covers": "covers: [all]",
        "five_digits": "five_digits: ['35011']",
    }  # fmt: skip
    lines[wrong.split(":", maxsplit=1)[0]] = wrong
    path = tmp_path / "postal-districts.yaml"
    path.write_text("editions:\n  - " + "\n    ".join(lines.values()) + "\n", encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        read_editions(path)
    assert "postal-districts.yaml:" in str(refused.value)
    assert detail in str(refused.value)


def test_two_editions_from_one_day_are_refused(tmp_path: Path) -> None:
    one = "  - {from: 2026-04-01, provenance: p, example: no, covers: [all], five_digits: []}\n"
    path = tmp_path / "postal-districts.yaml"
    path.write_text("editions:\n" + one + one, encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="one day"):
        read_editions(path)
