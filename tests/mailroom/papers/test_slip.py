"""A slip's lines lead to its total as the site rounds, and the same figures stand on paper, in the CSV and in the posting's report."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import msgspec
import pytest

from printjob.errors import BugFound
from printjob.mailroom.papers.breakdown import breakdown, breakdown_csv
from printjob.mailroom.papers.slip import Slip, slip, slip_csv, slip_of
from printjob.mailroom.postage.decide import decide
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import Report, report
from printjob.mailroom.postage.groups import NO_BARS, Group
from tests.mailroom.papers.posting import HEAD, read, words
from tests.mailroom.postage.site import CITY, DAY, pieces, shipped

TABLES = shipped()
MIXED = [
    pieces(TABLES, 7101, district="070"), pieces(TABLES, 2503), pieces(TABLES, 30, campaign="b"), pieces(TABLES, 12, option="recorded", barcode=NO_BARS),
    pieces(TABLES, 133, shape="within", envelope="角形2号", district="070"),
]  # fmt: skip


def rounded(of: str, to: str) -> Tables:
    """The shipped tables with another rounding."""
    rounding = TABLES.posting.rounding._replace(of=of, to=to)
    return TABLES._replace(posting=msgspec.structs.replace(TABLES.posting, rounding=rounding))


def told(groups: list[Group], tables: Tables = TABLES) -> tuple[Report, Slip]:
    """The report of these groups, and the slip of the office that takes them."""
    found = report(decide(groups, CITY, tables), DAY, tables, {})
    return found, slip_of(found, HEAD, tables)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A CSV file read back."""
    assert content.count(b"\r\n") == content.count(b"\n")
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("of", ["piece", "line", "posting"])
@pytest.mark.parametrize("to", ["down", "up", "half"])
def test_the_slip_costs_what_the_report_says(of: str, to: str) -> None:
    found, made = told(MIXED, rounded(of, to))
    assert {line.office for line in found.lines} == {HEAD.office}
    assert (made.pieces, made.total_yen) == (found.pieces, found.cost_yen - found.transport_yen)


def test_every_line_and_every_sum_is_printed() -> None:
    _, made = told(MIXED)
    (page,) = read(slip(made, ["局控"]))
    said = words(page)
    assert {"後納郵便物等差出票", "局控", "見本中央郵便局", "御中", "2026年4月13日", "料金後納", "〒070-0000", "見本市", "0166-00-0000"} <= said
    assert {"2,533", "103.40", "261,912.20", "261,912", "小計（円未満を切捨て）"} <= said
    assert {"7,101", "98", "695,898", "070", "特定記録", "12", "320", "3,840", f"{made.pieces:,}", f"{made.total_yen:,}"} <= said
    assert {"郵便区内特別", "普通", "合計（以下余白）"} <= said


def test_lines_of_all_campaigns_are_one_line() -> None:
    found, made = told(MIXED)
    assert len([line for line in found.lines if line.product == "sorted-barcode"]) == 2
    assert [line.pieces for line in made.lines if line.product == "sorted-barcode"] == [2533]


def test_a_line_says_the_weight_band_of_its_own_fees() -> None:
    """Only 郵便区内特別 has a fee up to 25 g: letters of 25 g at plain postage are up to 50 g, as those of 50 g."""
    groups = [pieces(TABLES, count, weight_g=weight, district=district) for weight in (25, 50) for district, count in (("", 30), ("070", 200))]
    for of in ("posting", "line"):
        found, made = told(groups, rounded(of, "down"))
        assert [(line.product, line.weight_g, line.pieces) for line in made.lines] == [("plain", 50, 60), ("local", 25, 200), ("local", 50, 200)]
        assert made.total_yen == found.cost_yen


def test_each_copy_says_whose_it_is() -> None:
    _, made = told(MIXED)
    pages = read(slip(made, ["局控", "差出人控", "団体控"]))
    assert [name in page for page, name in zip(pages, ["局控", "差出人控", "団体控"], strict=True)] == [True] * 3
    assert [page.count("控") for page in pages] == [1, 1, 1]
    assert all("1／1" in page for page in pages)


def test_more_lines_go_on_to_a_further_page_of_the_same_copy() -> None:
    _, made = told(MIXED)
    line = made.lines[0]
    lines = tuple(msgspec.structs.replace(line, unit=unit, pieces=unit + 1, lot=(f"{unit}",)) for unit in range(20))
    units = tuple(msgspec.structs.replace(made.units[0], pieces=one.pieces, yen=one.amount_milli // 1000) for one in lines)
    pages = read(slip(msgspec.structs.replace(made, lines=lines, units=units), ["局控", "差出人控"]))
    assert [f"{number}／2" in page for page, number in zip(pages, (1, 2, 1, 2), strict=True)] == [True] * 4
    assert ["合計（以下余白）" in page for page in pages] == [False, True, False, True]
    assert all("210" in words(page) for page in pages)


def test_the_csv_adds_up_to_the_total() -> None:
    _, made = told(MIXED)
    rows = rows_of(slip_csv(made))
    assert all(Fraction(row["FEE_YEN"]) * int(row["PIECES"]) == Fraction(row["AMOUNT_YEN"]) for row in rows)
    assert sum({row["UNIT"]: int(row["UNIT_YEN"]) for row in rows}.values()) == made.total_yen
    assert sum(int(row["PIECES"]) for row in rows) == made.pieces


def test_another_office_has_nothing_on_its_slip() -> None:
    found, _ = told(MIXED)
    made = slip_of(found, msgspec.structs.replace(HEAD, office="見本東郵便局"), TABLES)
    assert (made.lines, made.total_yen, slip(made, ["局控"])) == ((), 0, [])


def test_a_posting_paid_in_cash_is_told_to_use_the_prescribed_form() -> None:
    found, _ = told(MIXED)
    (page,) = read(slip(slip_of(found, msgspec.structs.replace(HEAD, payment="cash"), TABLES), ["局控"]))
    assert "別納郵便物等差出票" in page
    assert "所定の用紙" in page


def test_the_longest_class_has_room() -> None:
    _, made = told(MIXED)
    for product in TABLES.catalogue.products:
        line = msgspec.structs.replace(made.lines[0], title=product.title, weight_g=4000.0, pieces=1_000_000, fee_milli=1_695_725, shape="定形外（規格外）")
        read(slip(msgspec.structs.replace(made, lines=(line,), units=made.units[:1]), ["局控"]))


HEAVY = [pieces(TABLES, count, shape="within", envelope="角形2号", weight_g=weight) for count, weight in ((133, 50), (900, 100), (1300, 150))]


def test_a_lot_of_several_kinds_has_a_breakdown() -> None:
    _, made = told(HEAVY)
    (page,) = read(breakdown(made))
    assert {"郵便物内訳票", "区分割引", "133", "900", "1,300", "50", "100", "150", "2,333", "515,671.40"} <= words(page)
    rows = rows_of(breakdown_csv(made))
    assert [(row["KIND"], row["WEIGHT_G"], row["PIECES"]) for row in rows] == [("1", "50", "133"), ("2", "100", "900"), ("3", "150", "1300")]


def test_mail_that_is_counted_apart_or_not_at_all_has_none() -> None:
    plain = [pieces(TABLES, 5, shape="within", envelope="角形2号", weight_g=weight) for weight in (50, 100)]
    for groups, count in ((MIXED, 4), (plain, 2)):
        _, made = told(groups)
        assert len(made.lines) == count
        assert breakdown(made) == []
        assert rows_of(breakdown_csv(made)) == []


def test_more_kinds_than_count_together_are_a_bug() -> None:
    _, made = told(HEAVY)
    lines = tuple(msgspec.structs.replace(made.lines[0], weight_g=float(weight)) for weight in range(1, 8))
    with pytest.raises(BugFound):
        breakdown(msgspec.structs.replace(made, lines=lines))
