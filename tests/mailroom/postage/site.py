"""The shipped tables, and small tables with low thresholds in which every assignment can be tried."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from printjob.mailroom.postage.contents import read_contents
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.groups import BARCODED, Group
from printjob.mailroom.postage.posting import read_posting
from printjob.mailroom.postage.products import catalogue, read_discounts, read_local
from printjob.mailroom.postage.rates import read_rates
from printjob.whereabouts import data_folder

DAY = dt.date(2026, 4, 10)
CITY = "019917"
SMALL = {
    "postage.yaml": """\
editions:
  - valid_from: 2024-10-01
    evidence: read
    source: test
    shapes:
      - {shape: standard, title: 定形, least_mm: [140, 90], most_mm: [235, 120], most_thickness_mm: 10, discounted_as: standard, fees: [[50, 110]]}
      - {shape: within, title: 規格内, most_mm: [340, 250], most_thickness_mm: 30, discounted_as: other, fees: [[50, 140], [100, 180]]}
    options: []
""",
    "discounts.yaml": """\
editions:
  - valid_from: 2024-10-01
    evidence: read
    source: test
    barcode: {title: バーコード, least: 3, percent: 3, shapes: [standard], most_kinds: 6, most_unpressed_mm: 6}
    sorted:
      title: 区分
      shapes: [standard, within]
      most_kinds: 6
      by_count: {addressee: [[4, 3], [6, 10]]}
      barcode: {standard: 3}
      additions: [{slack_days: 3, standard: 2, other: 2}]
""",
    "local.yaml": """\
editions:
  - valid_from: 2024-10-01
    evidence: example
    source: test
    most_weight_g: 250
    most_mm: [340, 250]
    products:
      - {product: local, title: 区内, least: 2, fees: {standard: [[25, 100], [50, 104]]}}
      - {product: local-barcode, title: 区内バーコード, least: 3, barcode: yes, fees: {standard: [[25, 92], [50, 92]]}}
""",
    "weights.yaml": """\
guard: {weight_g: 2, thickness_mm: 0.5}
envelopes:
  - {envelope: 長3, size_mm: [235, 120], weight_g: 5, thickness_um: 220, evidence: read, source: test}
  - {envelope: 角2, size_mm: [332, 240], weight_g: 16, thickness_um: 240, evidence: read, source: test}
folds:
  - {fold: C, layers: 3, bulge_um: 600, bulge_um_a_sheet: 60}
  - {fold: none, layers: 1, bulge_um: 0, bulge_um_a_sheet: 0}
profiles: []
""",
    "posting.yaml": """\
rounding: {of: posting, to: down, evidence: example, source: test}
window: {days_before_due: 10, delivery_days: [[0, 4], [3, 8], [7, 13]]}
offices:
  - {office: 中央, districts: ["070"], takes: [plain, option, barcode, sorted, local], sorting: addressee, transport_yen: 0, contracts: ["019917"]}
  - {office: 東, districts: ["071"], takes: [plain, barcode, local], sorting: addressee, transport_yen: 15, contracts: ["019917"]}
municipalities: []
campaigns: []
bundles: {least: 2, most: 4, most_thickness_mm: 150, tray: {most: 8, most_thickness_mm: 500}, evidence: example, source: test}
slips: {copies: [局控, 差出人控], evidence: example, source: test}
cash: {least: 10, evidence: general, source: test}
inquiry_symbol: {start: A, stop: B, evidence: example, source: test}
stock: []
""",
}


def shipped() -> Tables:
    """The tables that come with the program."""
    return read_all(data_folder("spool") / "postage")


def read_all(folder: Path) -> Tables:
    """All tables of a folder, as of :data:`DAY`."""
    rates = read_rates(folder / "postage.yaml", DAY).table
    discounts = read_discounts(folder / "discounts.yaml", DAY).table
    local = read_local(folder / "local.yaml", DAY).table
    products = catalogue(rates, discounts, local.products, (discounts.known, local.known))
    return Tables(rates, products, read_contents(folder / "weights.yaml"), read_posting(folder / "posting.yaml"))


def small(folder: Path, **changes: str) -> Tables:
    """The small tables, written into the folder; ``posting="..."`` replaces a file's text."""
    for name, text in SMALL.items():
        (folder / name).write_text(changes.get(name.partition(".")[0], text), encoding="utf-8")
    return read_all(folder)


def pieces(tables: Tables, count: int, *, shape: str = "standard", weight_g: int = 50, barcode: int = BARCODED, district: str = "",
           envelope: str = "", slack_days: int = 0, option: str = "", campaign: str = "a") -> Group:  # fmt: skip
    """A group; the first envelope of the tables unless one is named."""
    index = [one.shape for one in tables.rates.shapes].index(shape) if shape else -1
    cover = tables.contents.covers[envelope or next(iter(tables.contents.covers))]
    return Group(campaign, cover, index, weight_g * 1000, barcode, option, district, slack_days, count)
