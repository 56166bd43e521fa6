"""``printjob exception``: what two persons decide is written once and listed; half a decision is an argument mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from printjob.admit.exceptions import text_sha256
from tests.cli.conftest import Printjob
from tests.run.nights import CITY, fresh_home

OPTIONS = {
    "--municipality": CITY, "--form": "property-tax", "--year": "2026", "--notice": "0000000012", "--field": "obligor", "--original": "見本∑商店",
    "--print-as": "見本シグマ商店", "--reason": "字形なし", "--on": "2026-04-01",
}  # fmt: skip
BY = ("--by", "北海一郎", "--by", "見本次郎")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return fresh_home(tmp_path / "home").folder


def words(**other: str | None) -> list[str]:
    chosen = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in other.items()}
    return [part for option, value in chosen.items() if value is not None for part in (option, value)]


def test_added_and_listed(printjob: Printjob, home: Path) -> None:
    assert printjob("exception", "add", "--home", home, *words(), *BY).exit_code == 0
    sha256 = text_sha256("見本∑商店")
    assert printjob("exception", "add", "--home", home, *words(notice="0000000013", original=None, original_sha256=sha256), *BY).exit_code == 0
    listed = json.loads(printjob("exception", "list", "--home", home, "--json").stdout)
    assert [one["id"] for one in listed] == [f"{CITY} 0000000012 obligor", f"{CITY} 0000000013 obligor"]
    assert {one["original_sha256"] for one in listed} == {sha256}
    assert len(printjob("exception", "list", "--home", home).stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        [*words(), "--by", "北海一郎"],
        [*words(field="annual_tax"), *BY],
        [*words(original=None), *BY],
        [*words(original_sha256="0" * 64), *BY],
        [*words(municipality="019999"), *BY],
        [*words(line="2"), *BY],
    ],
    ids=["one person", "an amount", "no original", "two originals", "an unknown municipality", "a line of no section"],
)
def test_2_for_what_may_not_be_excepted(printjob: Printjob, home: Path, arguments: list[str]) -> None:
    assert printjob("exception", "add", "--home", home, *arguments).exit_code == 2
    assert not (home / "site" / "exceptions").exists()
    assert not list((home / "audit").iterdir())
