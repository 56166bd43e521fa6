"""Posting slip (差出票: 後納郵便物等差出票, 別納郵便物等差出票): one municipality's posting of a day at one office, line by line.

A line is a mail class, shape, weight band and 郵便区 with its pieces and the fee of one piece. What is rounded together as the site says
(``posting.rounding``) is a *unit*; its sum is printed wherever it is not just one line's own amount, so that the lines are seen to lead
to the total. Fees are thousandths of a yen (``milli``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from printjob.mailroom.papers.values import (
    Head,
    csv_file,
    district_shown,
    head_values,
    indicia_shown,
    yen_plain,
    yen_shown,
)
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.explain import Report
from printjob.mailroom.postage.posting import Rounding
from printjob.mailroom.postage.products import Product
from printjob.mailroom.postage.rates import Shape
from printjob.model.filled import Filled

CSV_HEADING = (
    "POSTING", "OFFICE", "PAYMENT", "POSTED_ON", "LINE", "PRODUCT", "TITLE", "SHAPE", "WEIGHT_G", "DISTRICT", "INDICIA", "PIECES", "FEE_YEN",
    "AMOUNT_YEN", "UNIT", "UNIT_YEN",
)  # fmt: skip
_TITLES = {"postpaid": "後納郵便物等差出票", "cash": "別納郵便物等差出票"}
_FORM_NOTES = {"postpaid": "", "cash": "別納の差出票は、郵便局の所定の用紙に書き写して差し出してください。"}
_ROUNDED = {"piece": "1通の料金ごとに", "line": "区分・郵便区・形・1通の料金の同じ行ごとに", "posting": "取扱い・郵便区ごとの合計で"}
_TO = {"down": "円未満を切捨て", "up": "円未満を切上げ", "half": "円未満を四捨五入"}


class SlipLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line. ``lot`` names what is counted together for the class's least count; ``unit`` is its place in :attr:`Slip.units`."""

    product: str
    title: str
    card: bool
    shape: str
    weight_g: float
    district: str
    indicia: str
    pieces: int
    fee_milli: int
    lot: tuple[str, ...]
    unit: int

    @property
    def amount_milli(self) -> int:
        """Pieces times fee, before any rounding."""
        return self.pieces * self.fee_milli


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """Lines whose sum is rounded: so many pieces cost so many whole yen."""

    pieces: int
    yen: int


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """All that stands on a slip. ``most_kinds``: how many kinds may count together (0: any), by product that has a least count."""

    head: Head
    rounding: Rounding
    lines: tuple[SlipLine, ...]
    units: tuple[Unit, ...]
    most_kinds: dict[str, int]

    @property
    def pieces(self) -> int:
        """All pieces."""
        return sum(unit.pieces for unit in self.units)

    @property
    def total_yen(self) -> int:
        """What they cost."""
        return sum(unit.yen for unit in self.units)


class _Key(NamedTuple):
    """What is alike on a line: indexes into the catalogue and the shapes, in the slip's order."""

    product: int
    district: str
    shape: int
    weight_g: float
    fee_milli: int


def slip_of(report: Report, head: Head, tables: Tables) -> Slip:
    """What the posting ``report`` hands in at ``head.office``, its campaigns together. Lines stand in the order of the catalogue, by district,
    shape and weight; those that nothing takes or that go elsewhere are not among them.
    """
    rounding, counts = tables.posting.rounding, _counted(report, head.office, tables)
    places: dict[tuple[object, ...], int] = {}
    for key in sorted(counts):
        places.setdefault(_together(key, rounding), len(places))
    lines = tuple(_line(key, counts[key], places[_together(key, rounding)], tables) for key in sorted(counts))
    units = tuple(_unit([line for line in lines if line.unit == place], rounding) for place in places.values())
    kinds = {one.product: one.most_kinds for one in tables.catalogue.products if one.tiers[0].least}
    return Slip(head=head, rounding=rounding, lines=lines, units=units, most_kinds=kinds)


def _counted(report: Report, office: str, tables: Tables) -> dict[_Key, int]:
    products = {one.product: place for place, one in enumerate(tables.catalogue.products)}
    shapes = {one.title: place for place, one in enumerate(tables.rates.shapes)}
    counts: dict[_Key, int] = {}
    for line in report.lines:
        if line.product and line.office == office:
            product, shape = products[line.product], shapes[line.shape]
            band = _band_g(tables.catalogue.products[product], tables.rates.shapes[shape], line.weight_g)
            key = _Key(product, line.district, shape, band, line.fee_milli)
            counts[key] = counts.get(key, 0) + line.pieces
    return counts


def _band_g(product: Product, shape: Shape, weight_g: float) -> float:
    """The weight band of the product's own fees that takes the weight: report lines are parted by the bands of all products."""
    limits_mg = [most_mg for most_mg, _ in product.fees.get(shape.shape, shape.fees)]
    return min(most_mg for most_mg in limits_mg if most_mg >= round(weight_g * 1000)) / 1000


def _together(key: _Key, rounding: Rounding) -> tuple[object, ...]:
    """What the rounded sum of a line is taken over: the lines of its class, district, shape and fee, or all of its class in its district."""
    return (key.product, key.district, key.shape, key.fee_milli) if rounding.of == "line" else (key.product, key.district)


def _line(key: _Key, pieces: int, unit: int, tables: Tables) -> SlipLine:
    product, shape = tables.catalogue.products[key.product], tables.rates.shapes[key.shape]
    return SlipLine(
        product=product.product, title=product.title, card=shape.card, shape=shape.title, weight_g=key.weight_g, district=key.district,
        indicia=product.indicia, pieces=pieces, fee_milli=key.fee_milli, unit=unit,
        lot=(product.product, key.district, "" if product.mixes_shapes else shape.shape),
    )  # fmt: skip


def _unit(lines: Sequence[SlipLine], rounding: Rounding) -> Unit:
    return Unit(pieces=sum(line.pieces for line in lines), yen=rounding.yen(sum(line.amount_milli for line in lines)))


def slip(posting: Slip, copies: Sequence[str]) -> list[Filled]:
    """The slip in its copies, each with its name; none where nothing is posted there."""
    if not posting.lines:
        return []
    rows = list(_rows(posting))
    return [Filled("posting-slip", {**_values(posting), "copy": copy}, rows) for copy in copies]


def rounding_shown(rounding: Rounding) -> str:
    """How fractions of a yen are dealt with, in words."""
    return f"{_ROUNDED[rounding.of]}{_TO[rounding.to]}"


def _values(posting: Slip) -> dict[str, str]:
    payment = posting.head.payment
    return {
        **head_values(posting.head), "title": _TITLES[payment], "form_note": _FORM_NOTES[payment], "pieces": f"{posting.pieces:,}",
        "total": f"{posting.total_yen:,}", "rounding": rounding_shown(posting.rounding),
    }  # fmt: skip


def kind_shown(line: SlipLine) -> str:
    """A line's shape with the class of mail it is (第一種: letters, 第二種: cards)."""
    return f"{'第二種' if line.card else '第一種'} {line.shape}"


def weight_shown(line: SlipLine) -> str:
    """A line's weight band."""
    return f"{line.weight_g:g} gまで"


def _rows(posting: Slip) -> Iterator[dict[str, str]]:
    numbered = list(enumerate(posting.lines, start=1))
    for index, unit in enumerate(posting.units):
        own = [(number, line) for number, line in numbered if line.unit == index]
        for number, line in own:
            yield _row(number, line)
        exact = sum(line.amount_milli for _, line in own) == unit.yen * 1000
        if len(own) > 1 or not exact:
            yield {**_EMPTY, "sum_title": "小計" if exact else f"小計（{_TO[posting.rounding.to]}）", "sum_pieces": f"{unit.pieces:,}", "sum_yen": f"{unit.yen:,}"}
    yield {**_EMPTY, "sum_title": "合計（以下余白）", "sum_pieces": f"{posting.pieces:,}", "sum_yen": f"{posting.total_yen:,}"}


_EMPTY = dict.fromkeys(
    ("line", "kind", "weight", "handling", "indicia", "district", "pieces", "fee", "amount", "sum_title", "sum_pieces", "sum_yen"), ""
)


def _row(number: int, line: SlipLine) -> dict[str, str]:
    return {
        **_EMPTY, "line": str(number), "kind": kind_shown(line), "weight": weight_shown(line), "handling": line.title,
        "indicia": indicia_shown(line.indicia), "district": district_shown(line.district), "pieces": f"{line.pieces:,}",
        "fee": yen_shown(line.fee_milli), "amount": yen_shown(line.amount_milli),
    }  # fmt: skip


def slip_csv(posting: Slip) -> bytes:
    """The slip's lines; ``UNIT_YEN`` is the rounded sum of the lines with the same ``UNIT``."""
    head = posting.head
    return csv_file(
        CSV_HEADING,
        (
            (
                head.posting, head.office, head.payment, head.posted_on.isoformat(), number, line.product, line.title, line.shape,
                f"{line.weight_g:g}", line.district, line.indicia, line.pieces, yen_plain(line.fee_milli), yen_plain(line.amount_milli),
                line.unit + 1, posting.units[line.unit].yen,
            )
            for number, line in enumerate(posting.lines, start=1)
        ),
    )  # fmt: skip
