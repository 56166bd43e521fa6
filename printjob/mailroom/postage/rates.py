"""Postage by shape and weight (郵便料金), and what an option costs on top (特定記録, 書留), as ``spool/postage/postage.yaml`` says.

Source of the numbers: that file, with the evidence of each; none stands in code. Weights are milligrams, thicknesses micrometres.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from printjob.declared import Node
from printjob.mailroom.postage.editions import Edition, Provenance, by_name, flag_of, provenance, read_edition, steps
from printjob.model.mail import OPTIONS

Steps = tuple[tuple[int, int], ...]
Size = tuple[float, float]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A shape of mail (定形, 定形外, はがき): its limits (none where ``None``) and its fees as (milligrams up to, yen).

    Sizes are (long side, short side) in mm. ``column`` is the column of the discount tables that it falls under.
    """

    shape: str
    title: str
    card: bool
    least_mm: Size | None
    most_mm: Size | None
    most_thickness_um: int | None
    column: str
    fees: Steps

    def takes_size(self, size_mm: Size) -> bool:
        """Whether an envelope of this size is of this shape, whichever way it is held."""
        long, short = max(size_mm), min(size_mm)
        large = self.least_mm is None or (long >= self.least_mm[0] and short >= self.least_mm[1])
        return large and (self.most_mm is None or (long <= self.most_mm[0] and short <= self.most_mm[1]))


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """An option service: its fee, and the yen off from so many at once."""

    option: str
    title: str
    yen: int
    off: Steps
    known: tuple[Provenance, ...]


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """The shapes in the order they are tried, and the options by name."""

    shapes: tuple[Shape, ...]
    options: dict[str, Option]
    known: Provenance


def fee_yen(fees: Steps, weight_mg: int) -> int | None:
    """The fee of the first step that takes the weight.

    >>> fee_yen(((50_000, 140), (100_000, 180)), 50_001), fee_yen(((50_000, 140),), 60_000)
    (180, None)
    """
    return next((yen for most_mg, yen in fees if weight_mg <= most_mg), None)


def read_rates(path: Path, day: date) -> Edition[Rates]:
    """The postage in force on ``day``. ``DeclarationRefused`` with all faults."""
    return read_edition(path, day, _rates)


def _rates(node: Node) -> Rates:
    shapes, options = by_name(node.take("shapes"), _shape), by_name(node.take("options"), _option)
    return Rates(shapes=tuple(shapes.values()), options=options, known=provenance(node))


def _shape(node: Node) -> tuple[str, Shape]:
    thickness = node.maybe("most_thickness_mm")
    shape = Shape(
        shape=node.take("shape").filled(),
        title=node.take("title").filled(),
        card=flag_of(node, "card"),
        least_mm=size_of(node.maybe("least_mm")),
        most_mm=size_of(node.maybe("most_mm")),
        most_thickness_um=round(thickness.number(0) * 1000) if thickness else None,
        column=node.take("discounted_as").choice({"standard": "standard", "other": "other"}),
        fees=grams(node.take("fees")),
    )
    node.refuse_unknown()
    return shape.shape, shape


def _option(node: Node) -> tuple[str, Option]:
    off = node.maybe("off")
    option = Option(
        option=node.take("option").choice({name: name for name in OPTIONS[1:]}),
        title=node.take("title").filled(),
        yen=node.take("yen").whole(),
        off=steps(off) if off else (),
        known=(provenance(node), *([provenance(node, "off_")] if off else [])),
    )
    if off and any(yen > option.yen for _, yen in option.off):
        off.refuse("more is taken off than the option costs", "")
    node.refuse_unknown()
    return option.option, option


def size_of(node: Node | None) -> Size | None:
    """Two sides in mm, the longer one first; ``None`` where they are not given."""
    if node is None:
        return None
    first, second = node.numbers(2)
    return max(first, second), min(first, second)


def grams(node: Node) -> Steps:
    """Steps ``[[grams, yen], ...]`` with the grams as milligrams."""
    return tuple((most_g * 1000, yen) for most_g, yen in steps(node))
