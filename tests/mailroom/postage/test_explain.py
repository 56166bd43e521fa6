"""A decided posting is explained in full: every line's cheaper classes with what stands against them, the sums, the next thresholds."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from printjob.mailroom.postage.decide import decide
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import Report, report
from printjob.mailroom.postage.groups import NO_BARS, TOO_THICK, UNKNOWN, Group
from printjob.run.mail.postagetext import _REASONS, lines_text, report_text
from tests.mailroom.postage.site import CITY, DAY, SMALL, pieces, shipped, small

TABLES = shipped()
PAGE = Path(__file__).parents[3] / "docs" / "postal.md"


def told(groups: list[Group], tables: Tables = TABLES) -> Report:
    """The report of these groups."""
    return report(decide(groups, CITY, tables), DAY, tables, {})


def reasons(found: Report, product: str) -> set[tuple[str, int]]:
    """Why not this product: the reasons of all lines, with what lacks."""
    return {(why.reason, why.lacks) for line in found.lines for why in line.why if why.product == product}


def test_999_pieces_lack_one_for_the_barcode_discount() -> None:
    found = told([pieces(TABLES, 999)])
    assert (found.cost_yen, found.saving_yen, found.by_product) == (999 * 110, 0, {"plain": 999})
    assert reasons(found, "barcode") == {("minimum", 1)}
    assert reasons(found, "sorted-barcode") == {("minimum", 1001)}
    assert ("barcode", 999, 1000, 1) in {(one.product, one.eligible, one.needed, one.lacks) for one in found.thresholds}


def test_1000_pieces_earn_it() -> None:
    found = told([pieces(TABLES, 1000)])
    assert (found.cost_yen, found.plain_yen, found.saving_yen) == (106_700, 110_000, 3_300)
    assert [line.fee_milli for line in found.lines] == [106_700]


def test_what_a_piece_itself_lacks() -> None:
    assert reasons(told([pieces(TABLES, 5, barcode=NO_BARS)]), "barcode") == {("no-bars", 0)}
    assert reasons(told([pieces(TABLES, 5, barcode=TOO_THICK)]), "barcode") == {("too-thick", 0)}
    assert reasons(told([pieces(TABLES, 5, shape="within", envelope="角形2号")]), "barcode") == {("shape", 0)}
    assert reasons(told([pieces(TABLES, 5, district=UNKNOWN)]), "local") == {("district-unknown", 0)}
    assert reasons(told([pieces(TABLES, 5)]), "local") == {("not-posted-there", 0)}
    assert reasons(told([pieces(TABLES, 5000)]), "sorted-barcode-slack-3") == {("slack", 0)}
    assert reasons(told([pieces(TABLES, 5, option="recorded")]), "plain") == {("option", 0)}


def test_pieces_that_carry_a_threshold_say_so(tmp_path: Path) -> None:
    """Four 区内特別 pieces beside five others: one or two of them go with the five, so that six are sorted at 10 %."""
    tables = small(tmp_path)
    found = told([pieces(tables, 4, district="070", barcode=NO_BARS), pieces(tables, 4, barcode=NO_BARS)], tables)
    lent = [line for line in found.lines if line.product == "sorted"]
    assert sum(line.pieces for line in found.lines) == 8
    assert found.cost_yen == min(8 * 99, 4 * 104 + 4 * 106.7, 2 * 104 + 6 * 99)
    assert lent


def test_used_up_envelopes_are_named(tmp_path: Path) -> None:
    stock = 'stock: [{municipality: "019917", envelope: 長3, indicia: plain, pieces: 9}, {municipality: "019917", envelope: 長3, indicia: local, pieces: 2}]\n'
    tables = small(tmp_path, posting=SMALL["posting.yaml"].replace("stock: []\n", stock))
    found = told([pieces(tables, 3, district="070", barcode=NO_BARS)], tables)
    assert (found.by_product, found.lacking_envelopes) == ({"local": 2, "plain": 1}, 0)
    assert ("envelopes", 0) in reasons(found, "local")
    many = told([pieces(tables, 12, barcode=NO_BARS)], tables)
    assert many.lacking_envelopes == 3


def test_pieces_in_no_class_are_told() -> None:
    found = told([pieces(TABLES, 2, shape=""), pieces(TABLES, 3)])
    assert (found.unplaced, found.pieces) == (2, 5)
    assert ("no-shape", 0) in reasons(found, "plain")


def test_transport_counts(tmp_path: Path) -> None:
    """The office 東 costs 15 yen: 区内特別 saves 6 yen a piece there, so two are not worth the way and three are."""
    tables = small(tmp_path)
    for count, product, cost in ((2, "plain", 220), (3, "local", 3 * 104 + 15)):
        found = told([pieces(tables, count, district="071", barcode=NO_BARS)], tables)
        assert (found.by_product, found.cost_yen, found.plain_yen) == ({product: count}, cost, count * 110)
    assert reasons(told([pieces(tables, 2, district="071", barcode=NO_BARS)], tables), "local") == {("together", 0)}


def test_rounding_is_as_the_site_says(tmp_path: Path) -> None:
    costs = []
    for of, to in (("piece", "down"), ("piece", "up"), ("posting", "down"), ("posting", "up"), ("line", "half")):
        changed = SMALL["posting.yaml"].replace("of: posting, to: down", f"of: {of}, to: {to}")
        tables = small(tmp_path, posting=changed)
        costs.append(told([pieces(tables, 3)], tables).cost_yen)
    assert costs == [3 * 106, 3 * 107, 320, 321, 320]


def test_the_sums_are_those_of_the_lines() -> None:
    found = told([pieces(TABLES, 1200), pieces(TABLES, 300, district="070", campaign="b"), pieces(TABLES, 7, shape="within", envelope="角形2号", campaign="b")])
    assert found.cost_yen == sum(line.fee_milli * line.pieces for line in found.lines) // 1000
    assert found.saving_yen == found.plain_yen - found.cost_yen > 0
    assert {one.id: one.pieces for one in found.campaigns} == {"a": 1200, "b": 307}
    assert sum(one.fees_milli for one in found.campaigns) == sum(line.fee_milli * line.pieces for line in found.lines)


def test_people_read_a_line_once_whatever_its_districts() -> None:
    """Pieces that cost the same stand in one line, each reason below it once, with the least that lacks; nothing of it unasked."""
    found = told([pieces(TABLES, 40, district="070"), pieces(TABLES, 30, district="078"), pieces(TABLES, 5, district=UNKNOWN)])
    text = list(report_text(found, "ja", why=True))
    assert [line.split() for line in text if "通  普通" in line] == [["75通", "普通", "定形", "50", "g", "まで", "110円", "8,250円", "見本中央郵便局"]]
    (few,) = [line for line in text if "通数が足りない" in line]
    assert "郵便区内特別 100円（あと 60通）" in few
    (unknown,) = [line for line in text if "postal-districts.yaml" in line]
    assert "郵便区内特別 100円" in unknown
    assert [line for line in report_text(found, "ja") if "理由" in line] == []


def test_one_reason_against_every_class_is_one_sentence() -> None:
    found = told([pieces(TABLES, 5, option="recorded")])
    assert sum(why.reason == "option" for line in found.lines for why in line.why) > 1
    text = list(report_text(found, "ja", why=True))
    assert [line.strip() for line in text if "理由" in line] == ["安くならない理由: オプション（書留など）とは併用できない"]


def test_pieces_in_no_class_are_told_why_unasked() -> None:
    text = "\n".join(report_text(told([pieces(TABLES, 2, shape=""), pieces(TABLES, 3)]), "ja"))
    assert "区分できない理由: 大きさ・厚さ・重さがどの形にも入らない" in text
    assert "安くならない理由" not in text


def test_a_class_without_a_fee_for_the_shape_is_told_without_one() -> None:
    found = told([pieces(TABLES, 5, shape="within")])
    assert any(why.reason == "shape" and why.fee_milli == 0 for line in found.lines for why in line.why)
    listed = [line.partition(": ")[2] for line in report_text(found, "ja", why=True) if "理由" in line]
    assert listed
    assert not any(" 0円" in line for line in listed)


def test_a_fee_of_thousandths_of_a_yen_is_said_whole() -> None:
    (line,) = told([pieces(TABLES, 40)]).lines
    (text,) = list(lines_text([msgspec.structs.replace(line, fee_milli=83_725)], "ja", why=False))[1:]
    assert {"83.725円", "3,349円"} <= set(text.split())


def test_too_few_of_one_fee_for_payment_at_the_counter_are_told(tmp_path: Path) -> None:
    """料金別納 takes ten of one fee: nine letters and a heavier one are told, and moved nowhere."""
    old = 'transport_yen: 0, contracts: ["019917"]'
    tables = small(tmp_path, posting=SMALL["posting.yaml"].replace(old, 'transport_yen: 0, contracts: [], cash: ["019917"]').replace('15, contracts: ["019917"]', "15, contracts: []"))
    found = told([pieces(tables, 9, barcode=NO_BARS, district=UNKNOWN), pieces(tables, 1, shape="within", envelope="角2", district=UNKNOWN)], tables)
    assert [(one.fee_milli, one.pieces, one.needed) for one in found.cash_short] == [(110_000, 9, 10), (140_000, 1, 10)]
    assert "料金別納に足りない" in "\n".join(report_text(found, "ja"))
    assert told([pieces(tables, 10, barcode=NO_BARS, district=UNKNOWN)], tables).cash_short == ()
    assert told([pieces(TABLES, 3)]).cash_short == ()


def test_every_reason_has_its_words_and_stands_on_the_page() -> None:
    table = PAGE.read_text(encoding="utf-8").split("<!-- postage reasons -->")[1].split("<!-- /postage reasons -->")[0]
    assert sorted(re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE)) == sorted(_REASONS)
    for language in ("ja", "en"):
        text = "\n".join(report_text(told([pieces(TABLES, 5, barcode=NO_BARS), pieces(TABLES, 2, shape="")]), language))
        assert f"{5 * 110:,}" in text
