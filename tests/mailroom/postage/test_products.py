"""The tables say what Japan Post publishes, dated and with their sources; a mistake in one is named by file, line and column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from printjob.errors import DeclarationRefused
from printjob.mailroom.calendar.days import read_calendar
from printjob.mailroom.postage.posting import Posting
from printjob.mailroom.postage.products import Product
from printjob.mailroom.postage.rates import fee_yen, read_rates
from printjob.whereabouts import data_folder
from tests.mailroom.postage.site import DAY, SMALL, read_all, shipped, small

TABLES = shipped()
CALENDAR = read_calendar(data_folder("spool") / "postage" / "calendar.yaml")
PRODUCTS = {one.product: one for one in TABLES.catalogue.products}
SHAPES = {one.shape: one for one in TABLES.rates.shapes}


@pytest.mark.parametrize(
    ("shape", "grams", "yen"),
    [("standard", 50, 110), ("card", 3, 85), ("within", 50, 140), ("within", 51, 180), ("within", 1000, 750), ("beyond", 4000, 1750), ("standard", 51, None)],
)  # fmt: skip
def test_postage_since_october_2024(shape: str, grams: int, yen: int | None) -> None:
    assert fee_yen(SHAPES[shape].fees, grams * 1000) == yen


def fee(product: Product, count: int) -> float:
    """The fee of one standard letter at so many at once, in yen."""
    tier = [one for one in product.tiers if one.least <= count][-1]
    milli = product.fee_milli(SHAPES["standard"], 50_000, tier)
    assert milli is not None
    return milli / 1000


@pytest.mark.parametrize(
    ("product", "count", "yen"),
    [
        ("barcode", 1000, 106.70), ("sorted-barcode", 2000, 103.40), ("sorted-barcode-slack-3", 2000, 101.20), ("sorted-barcode-slack-3", 10000, 100.10),
        ("sorted-barcode-region-slack-3", 50000, 97.90), ("sorted-barcode-region-slack-7", 50000, 96.80), ("sorted-barcode-region-slack-7", 100000, 95.70),
        ("sorted-by-office", 2000, 108.90),
    ],
)  # fmt: skip
def test_discounted_fees_of_a_letter(product: str, count: int, yen: float) -> None:
    """Japan Post's discount page, worked out for 110 yen."""
    assert fee(PRODUCTS[product], count) == yen


def test_least_counts() -> None:
    least = {name: one.tiers[0].least for name, one in PRODUCTS.items()}
    assert (least["plain"], least["barcode"], least["sorted"], least["sorted-region"], least["local"]) == (0, 1000, 2000, 50000, 100)
    assert least["sorted-region-pallets"] == 200000


def test_a_flat_envelope_earns_nothing_by_a_barcode() -> None:
    within = SHAPES["within"]
    with_barcode = [one for one in PRODUCTS.values() if one.barcode]
    assert with_barcode
    assert [one.product for one in with_barcode for tier in one.tiers if one.fee_milli(within, 50_000, tier) is not None] == []


def test_what_was_not_found_is_marked_as_an_example() -> None:
    discounts, local = TABLES.catalogue.known
    assert (discounts.doubtful, local.doubtful, TABLES.posting.rounding.known.doubtful) == (False, True, True)
    assert local.place.startswith("postage/local.yaml:")
    assert all(one.source for one in TABLES.catalogue.known)


def test_the_edition_in_force_counts(tmp_path: Path) -> None:
    path = tmp_path / "postage.yaml"
    later = SMALL["postage.yaml"].replace("2024-10-01", "2027-04-01").replace("110", "120").removeprefix("editions:\n")
    path.write_text(SMALL["postage.yaml"] + later, encoding="utf-8")
    prices = [read_rates(path, day).table.shapes[0].fees[0][1] for day in (DAY, dt.date(2027, 3, 31), dt.date(2027, 4, 1))]
    assert prices == [110, 110, 120]
    with pytest.raises(DeclarationRefused, match=r"postage\.yaml:2:3 .*2024-09-30"):
        read_rates(path, dt.date(2024, 9, 30))


OPTION = "{option: recorded, title: t, yen: 210, off: [[2, 10]], off_evidence: read, off_source: t, evidence: read, source: t}"
SLACK = '{municipality: "019917", slack_days: 3}'


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place"),
    [
        ("postage", "[[50, 110]]", "[[50, 110], [50, 120]]", r"postage/postage\.yaml:6:\d+"),
        ("postage", "evidence: read", "evidence: heard", r"postage/postage\.yaml:3:15"),
        ("postage", "shape: within", "shape: standard", r"postage/postage\.yaml:7:9"),
        ("postage", "options: []", "options: [{option: recorderd, title: t, yen: 1, evidence: read, source: t}]", r"postage/postage\.yaml:8:24"),
        ("postage", "options: []", f"options: [{OPTION}, {OPTION}]", r"postage/postage\.yaml:8:\d+.* twice"),
        ("postage", "options: []", f"options: [{OPTION.replace('yen: 210', 'yen: 9')}]", r"postage/postage\.yaml:8:\d+"),
        ("discounts", "addressee: [[", "adressee: [[", r"postage/discounts\.yaml:10:\d+"),
        ("discounts", "[6, 10]]", "[6, 96]]", r"postage/discounts\.yaml:7:\d+.*100 percent"),
        ("discounts", "standard: 2, other: 2}", "standard: 2, other: 2}, {slack_days: 3, other: 4}", r"postage/discounts\.yaml:12:\d+.*same conditions"),
        ("local", "product: local-barcode", "product: local", r"postage/local\.yaml:9:9.* twice"),
        ("local", "product: local-barcode", "product: barcode", r"postage/local\.yaml:9:\d+"),
        ("local", "fees: {standard: [[25, 92], [50, 92]]}", "fees: {}", r"postage/local\.yaml:9:\d+"),
        ("weights", "envelope: 角2", "envelope: 長3", r"postage/weights\.yaml:4:\d+.* twice"),
        ("weights", "fold: none", "fold: C", r"postage/weights\.yaml:7:\d+.* twice"),
        ("posting", "office: 東", "office: 中央", r"postage/posting\.yaml:5:\d+.* twice"),
        ("posting", "municipalities: []", f"municipalities: [{SLACK}, {SLACK}]", r"postage/posting\.yaml:6:\d+.* twice"),
        ("posting", "campaigns: []", "campaigns: [{campaign: a, barcode: no}, {campaign: a, first_due_on: 2026-04-30}]", r"posting\.yaml:7:\d+.* twice"),
        ("discounts", "percent: 3", "percent: 3.25", r"postage/discounts\.yaml:5:\d+"),
        ("discounts", "by_count", "by_counts", r"postage/discounts\.yaml:\d+:\d+"),
        ("local", "[[25, 100], [50, 104]]", "[[50, 100], [25, 104]]", r"postage/local\.yaml:8:\d+"),
        ("weights", "layers: 3", "layers: 0", r"postage/weights\.yaml:6:\d+"),
        ("posting", '["070"]', '["0700"]', r"postage/posting\.yaml:4:\d+"),
        ("posting", "[[0, 4], [3, 8], [7, 13]]", "[[3, 8], [7, 13]]", r"postage/posting\.yaml:2:\d+"),
        ("posting", "barcode, local]", "barcodes, local]", r"postage/posting\.yaml:5:\d+"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_its_place(tmp_path: Path, file: str, right: str, wrong: str, place: str) -> None:
    small(tmp_path)
    path = tmp_path / f"{file}.yaml"
    assert right in SMALL[path.name]
    path.write_text(SMALL[path.name].replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=place):
        read_all(tmp_path)


def slack(posting: Posting, due: dt.date | None, most: int) -> int:
    """The slack of a campaign with this first due day, where the municipality allows ``most`` days."""
    return msgspec.structs.replace(posting, slack_days={"m": most}).slack_allowed("m", due, DAY, CALENDAR)


def test_slack_only_where_the_notice_is_there_ten_days_before_it_is_due() -> None:
    """Posted on Friday 10 April: 3 days' slack is there on the sixth day of delivery, Monday 20, 7 days' on the tenth, Friday 24."""
    posting, days = TABLES.posting, dt.timedelta(days=1)
    assert [slack(posting, dt.date(2026, 4, 20) + 10 * days, most) for most in (0, 3, 7)] == [0, 3, 3]
    assert [slack(posting, dt.date(2026, 4, 24) + 10 * days, most) for most in (0, 3, 7)] == [0, 3, 7]
    assert slack(posting, dt.date(2026, 4, 20) + 9 * days, 7) == 0
    assert slack(posting, None, 7) == 0
