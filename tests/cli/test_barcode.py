"""``printjob barcode customer`` prints, for the published rows, the published digits and bars, and a reason where there is none."""

from __future__ import annotations

import csv
from itertools import count, islice
from pathlib import Path

from printjob.run.explain import explain_customer
from tests.cli.conftest import Printjob

PUBLISHED = Path(__file__).parents[1] / "data" / "customer_barcode.tsv"


def test_published_rows(printjob: Printjob, tmp_path: Path) -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    table = tmp_path / "addresses.tsv"
    table.write_text("".join(f"{row['postal_code']}\t{row['address']}\n" for row in rows), encoding="utf-8")
    told = printjob("barcode", "customer", "--tsv", table)
    assert told.exit_code == 0
    lines = [line.split("\t") for line in told.stdout.splitlines()]
    assert len(lines) == len(rows) > 30
    assert [(row["address"], digits) for row, (digits, _, _) in zip(rows, lines, strict=True)] == [
        (row["address"], row["expected_digits"]) for row in rows
    ]
    for row, (_, bars, reason) in zip(rows, lines, strict=True):
        assert (bars == "") == (reason != "")
        assert not bars or set(bars) <= set("1234")
        assert bars in {row["bars_67"], ""} or not row["bars_67"], row["address"]
    assert sum(bool(bars) for _, bars, _ in lines) > 20


def test_a_representative_code_has_no_barcode_but_a_reason(printjob: Printjob, tmp_path: Path) -> None:
    table = tmp_path / "addresses.tsv"
    table.write_text("060-0000\t北海道札幌市中央区大通西2丁目1\n", encoding="utf-8")
    digits, bars, reason = printjob("barcode", "customer", "--tsv", table).stdout.rstrip("\n").split("\t")
    assert (digits, bars, bool(reason)) == ("2-1", "", True)


def test_every_line_is_answered_even_one_without_an_address(printjob: Printjob, tmp_path: Path) -> None:
    table = tmp_path / "addresses.tsv"
    table.write_text("0600001\t北海道札幌市中央区北一条西2丁目1\n0600001\n\n", encoding="utf-8")
    told = printjob("barcode", "customer", "--tsv", table)
    assert told.exit_code == 0
    assert [line.split("\t")[2] for line in told.stdout.splitlines()] == ["", "empty-address", "empty-address"]


def test_an_endless_list_is_answered_line_by_line() -> None:
    lines = (f"0600001\t札幌市中央区北一条西{number}丁目1" for number in count(2))
    answers = list(islice(explain_customer(lines), 5))
    assert [found.digits for found in answers] == ["2-1", "3-1", "4-1", "5-1", "6-1"]
    assert next(lines).endswith("7丁目1"), "nothing was read ahead"


def test_the_reasons_are_counted_when_asked_for(printjob: Printjob, tmp_path: Path) -> None:
    table = tmp_path / "addresses.tsv"
    table.write_text("0600001\t札幌市中央区北一条西2丁目1\n" * 3 + "0600000\t札幌市中央区大通西2丁目1\n" + "0600001\n" * 2, encoding="utf-8")
    told = printjob("barcode", "customer", "--tsv", table, "--counts")
    assert len(told.stdout.splitlines()) == 6
    assert told.stderr.splitlines() == ["3\tbarcode", "2\tempty-address", "1\trepresentative-code"]


def test_a_line_that_is_not_utf_8_is_named(printjob: Printjob, tmp_path: Path) -> None:
    table = tmp_path / "addresses.tsv"
    table.write_bytes("\ufeff0600001\t北海道札幌市中央区北一条西2丁目1\r\n".encode() + "0600001\t札幌市\n".encode("cp932"))
    told = printjob("barcode", "customer", "--tsv", table)
    assert told.exit_code == 8
    assert told.stdout.splitlines()[0].startswith("2-1\t")
    assert "PJ-1107-E addresses.tsv:2:9" in told.stderr


def test_what_the_system_refuses_is_the_environments_fault(printjob: Printjob, tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")
    told = printjob("init", "--home", tmp_path / "home" / "below")
    assert told.exit_code == 12
    assert "PJ-1410-E" in told.stderr
