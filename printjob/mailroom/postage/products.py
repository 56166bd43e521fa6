"""Mail classes on offer (差出の区分): plain, option services, barcoded, sorted, inside one district - each with its conditions and tiers.

A *product* is what one slip line can say: its conditions, the mark the envelope must bear, and tiers, each with the least count that
must be posted at once. Money is counted in thousandths of a yen (``milli``): a percentage with one decimal of whole yen is exact.
Sources: ``spool/postage/discounts.yaml`` and ``local.yaml``; no number stands in code.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.declared import Node
from printjob.mailroom.postage.editions import Edition, Provenance, by_name, flag_of, provenance, read_edition, steps
from printjob.mailroom.postage.rates import Rates, Shape, Size, Steps, fee_yen, grams, size_of
from printjob.model.mail import MailClass

MILLI = 1000
PLAIN = "plain"
SORTINGS = ("addressee", "office")
"""by whose 郵便区番号 a sorted lot is sorted: the addressee's own, or what the accepting office says"""


class Tier(msgspec.Struct, frozen=True):
    """From ``least`` pieces at once: tenths of a percent off by column of the shape, and yen off."""

    least: int
    off_tenths: dict[str, int] = {}
    yen_off: int = 0


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A mail class. ``kind`` is what an office says it takes; ``fees`` by shape replace the shape's own where given.

    ``mixes_shapes``: different shapes count together; ``most_kinds``: so many shapes and weight bands count together (0: any).
    """

    product: str
    title: str
    kind: str
    indicia: str
    shapes: tuple[str, ...]
    tiers: tuple[Tier, ...]
    barcode: bool = False
    slack_days: int = 0
    region_office: bool = False
    roll_pallets: bool = False
    sequencing_office: bool = False
    sorting: str = ""
    option: str = ""
    extra_yen: int = 0
    mixes_shapes: bool = False
    most_kinds: int = 0
    most_weight_mg: int | None = None
    most_mm: Size | None = None
    fees: dict[str, Steps] = {}

    def at(self, office: str) -> MailClass:
        """The class of pieces that are posted so at an office."""
        return MailClass(product=self.product, title=self.title, kind=self.kind, indicia=self.indicia, office=office, option=self.option)

    def fee_milli(self, shape: Shape, weight_mg: int, tier: Tier) -> int | None:
        """The fee of one such piece in thousandths of a yen; ``None`` where the product has none for it."""
        if shape.shape not in self.shapes or (self.most_weight_mg is not None and weight_mg > self.most_weight_mg):
            return None
        if tier.off_tenths and shape.column not in tier.off_tenths:
            return None
        yen = fee_yen(self.fees.get(shape.shape, () if self.fees else shape.fees), weight_mg)
        if yen is None:
            return None
        return (yen + self.extra_yen - tier.yen_off) * (MILLI - tier.off_tenths.get(shape.column, 0))


class Catalogue(NamedTuple):
    """All products; how thick a barcoded piece may be; the tables' provenance."""

    products: tuple[Product, ...]
    most_unpressed_um: int
    known: tuple[Provenance, ...]


def catalogue(rates: Rates, discounts: Discounts, local: tuple[Product, ...], known: tuple[Provenance, ...]) -> Catalogue:
    """Every mail class of the tables, plain first."""
    every = tuple(shape.shape for shape in rates.shapes)
    ordinary = (Product(product=PLAIN, title="普通", kind=PLAIN, indicia="plain", shapes=every, tiers=(Tier(0),)),)
    options = tuple(
        Product(product=one.option, title=one.title, kind="option", indicia="plain", shapes=every, option=one.option, extra_yen=one.yen,
                tiers=(Tier(0), *(Tier(least, {}, off) for least, off in one.off)))
        for one in rates.options.values()
    )  # fmt: skip
    return Catalogue(ordinary + options + discounts.products + local, discounts.most_unpressed_um, known)


class Discounts(NamedTuple):
    """The barcode discount and the sorting discounts, and how thick a barcoded piece may be."""

    products: tuple[Product, ...]
    most_unpressed_um: int
    known: Provenance


def read_discounts(path: Path, day: date) -> Edition[Discounts]:
    """The discounts in force on ``day``. ``DeclarationRefused`` with all faults."""
    return read_edition(path, day, _discounts)


def _discounts(node: Node) -> Discounts:
    barcode, ordered = node.take("barcode"), node.take("sorted")
    tenths = _tenths(barcode.take("percent"))
    simple = Product(
        product="barcode", title=barcode.take("title").filled(), kind="barcode", indicia="plain", shapes=barcode.take("shapes").texts(),
        tiers=(Tier(barcode.take("least").whole(1), {"standard": tenths, "other": tenths}),), barcode=True, mixes_shapes=True,
        most_kinds=barcode.take("most_kinds").whole(1),
    )  # fmt: skip
    unpressed_um = round(barcode.take("most_unpressed_mm").number(0) * 1000)
    found = Discounts((simple, *_sorted(ordered)), unpressed_um, provenance(node))
    _require_sound(found.products, ordered)
    barcode.refuse_unknown()
    ordered.refuse_unknown()
    return found


def _require_sound(products: tuple[Product, ...], node: Node) -> None:
    """Each class stands once, and none of them costs less than nothing."""
    names = [one.product for one in products]
    twice = next((one.title for one in products if names.count(one.product) > 1), "")
    if twice:
        node.take("additions").refuse("two additions have the same conditions", twice)
    free = next((one.title for one in products for tier in one.tiers if max(tier.off_tenths.values(), default=0) > MILLI), "")
    if free:
        node.refuse("more than 100 percent is taken off", free)


class _Addition(NamedTuple):
    off: dict[str, int]
    least: int = 0
    slack_days: int = 0
    region_office: bool = False
    roll_pallets: bool = False


def _sorted(node: Node) -> Iterator[Product]:
    """A product for each way of sorting, each addition and none, with and without barcode."""
    title, shapes, kinds = node.take("title").filled(), node.take("shapes").texts(), node.take("most_kinds").whole(1)
    additions = [_Addition({"standard": 0, "other": 0}), *map(_addition, node.take("additions").items())]
    barcode = _columns(node.take("barcode"))
    for sorting, table in node.take("by_count").entries():
        if sorting not in SORTINGS:
            table.refuse(f"no office sorts like this: expected {' or '.join(SORTINGS)}", sorting)
        by_count = tuple((least, percent * 10) for least, percent in steps(table))
        for more in additions:
            for with_barcode in (False, True):
                off = {c: t + barcode[c] for c, t in more.off.items() if c in barcode} if with_barcode else more.off
                if off:
                    yield Product(
                        product=_name(sorting, more, barcode=with_barcode), title=_title(title, sorting, more, barcode=with_barcode), kind="sorted",
                        indicia=f"slack-{more.slack_days}" if more.slack_days else "plain", shapes=shapes, tiers=tuple(_tiers(by_count, more.least, off)),
                        barcode=with_barcode, slack_days=more.slack_days, region_office=more.region_office, roll_pallets=more.roll_pallets,
                        sorting=sorting, most_kinds=kinds,
                    )  # fmt: skip


def _tiers(by_count: Steps, least: int, off: dict[str, int]) -> Iterator[Tier]:
    """The tiers from ``least`` on; where ``least`` lies between two steps, the tier below it begins there."""
    for index, (count, tenths) in enumerate(by_count):
        last = index + 1 == len(by_count)
        if last or by_count[index + 1][0] > least:
            yield Tier(max(count, least), {column: tenths + more for column, more in off.items()})


def _addition(node: Node) -> _Addition:
    least, slack = node.maybe("least"), node.maybe("slack_days")
    found = _Addition(
        {column: _tenths(value) for column in ("standard", "other") if (value := node.maybe(column))},
        least.whole() if least else 0,
        slack.choice({"3": 3, "7": 7}) if slack else 0,
        flag_of(node, "region_office"),
        flag_of(node, "roll_pallets"),
    )
    node.refuse_unknown()
    return found


def _columns(node: Node) -> dict[str, int]:
    found = {column: _tenths(value) for column in ("standard", "other") if (value := node.maybe(column))}
    node.refuse_unknown()
    return found


def _tenths(node: Node) -> int:
    """A percentage with at most one decimal, in tenths."""
    percent = node.number(0)
    tenths = round(percent * 10)
    if f"{tenths / 10:g}" != f"{percent:g}" or tenths > 100 * 10:
        node.refuse("expected a percentage with at most one decimal")
    return tenths


def _name(sorting: str, more: _Addition, *, barcode: bool) -> str:
    parts = ["sorted"] + ([] if sorting == "addressee" else [f"by-{sorting}"]) + (["barcode"] if barcode else [])
    parts += ["region"] if more.region_office else []
    return "-".join(parts + (["pallets"] if more.roll_pallets else []) + ([f"slack-{more.slack_days}"] if more.slack_days else []))


def _title(title: str, sorting: str, more: _Addition, *, barcode: bool) -> str:
    parts = ([] if sorting == "addressee" else ["局の指定で区分"]) + (["バーコード"] if barcode else []) + (["地域区分局"] if more.region_office else []) + (["ロールパレット"] if more.roll_pallets else [])
    return "＋".join([title, *parts, *([f"{more.slack_days}日余裕"] if more.slack_days else [])])


class Local(NamedTuple):
    """The products inside one district."""

    products: tuple[Product, ...]
    known: Provenance


def read_local(path: Path, day: date) -> Edition[Local]:
    """The fees inside one district (郵便区内特別) in force on ``day``. ``DeclarationRefused`` with all faults."""
    return read_edition(path, day, _local)


def _local(node: Node) -> Local:
    weight_mg, most_mm = node.take("most_weight_g").whole(1) * 1000, size_of(node.take("most_mm"))
    products = by_name(node.take("products"), lambda one: _local_product(one, weight_mg, most_mm))
    return Local(tuple(products.values()), provenance(node))


def _local_product(node: Node, most_weight_mg: int, most_mm: Size | None) -> tuple[str, Product]:
    fees, name = {shape: grams(table) for shape, table in node.take("fees").entries()}, node.take("product")
    if not fees:
        node.take("fees").refuse("expected the fees of at least one shape", "")
    if not name.text().startswith("local"):
        name.refuse("a class inside one district is named local, or local- and more")
    product = Product(
        product=name.text(), title=node.take("title").filled(), kind="local", indicia="local", shapes=tuple(fees),
        tiers=(Tier(node.take("least").whole(1)),), barcode=flag_of(node, "barcode"), sequencing_office=flag_of(node, "sequencing_office"),
        most_weight_mg=most_weight_mg, most_mm=most_mm, fees=fees,
    )  # fmt: skip
    node.refuse_unknown()
    return product.product, product
