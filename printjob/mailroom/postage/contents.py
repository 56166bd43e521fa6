"""What a piece weighs beside its sheets: envelopes, folds and the guard band, as ``spool/postage/weights.yaml`` says.

Weights are milligrams, thicknesses micrometres. ``bulge``: how much thicker an envelope is that nobody presses, because folded paper
springs open; the barcode discount asks for the thickness *unpressed* (郵便番号・バーコードマニュアル p32).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.declared import Node, read
from printjob.mailroom.postage.editions import Provenance, by_name, provenance
from printjob.mailroom.postage.rates import Size, size_of


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope: outer size (long, short) in mm, weight, thickness of both its walls."""

    envelope: str
    size_mm: Size
    weight_mg: int
    thickness_um: int
    card: bool
    known: Provenance


class Folding(NamedTuple):
    """How folding makes a sheet thick: its layers, and what it springs open by, once and for each sheet."""

    layers: int
    bulge_um: int
    bulge_um_a_sheet: int


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The covers by envelope name, the foldings by fold and by profile, and the guard band before every limit."""

    covers: dict[str, Cover]
    by_fold: dict[str, Folding]
    by_profile: dict[str, Folding]
    guard_mg: int
    guard_um: int


def read_contents(path: Path) -> Contents:
    """The declared weights. ``DeclarationRefused`` with all faults."""
    node = read(path, f"postage/{path.name}")
    guard = node.take("guard")
    contents = Contents(
        covers=by_name(node.take("envelopes"), _cover),
        by_fold=by_name(node.take("folds"), lambda item: _folding(item, "fold")),
        by_profile=by_name(node.take("profiles"), lambda item: _folding(item, "profile")),
        guard_mg=round(guard.take("weight_g").number(0) * 1000),
        guard_um=round(guard.take("thickness_mm").number(0) * 1000),
    )
    guard.refuse_unknown()
    node.refuse_unknown()
    node.finish()
    return contents


def _cover(node: Node) -> tuple[str, Cover]:
    size, card = size_of(node.take("size_mm")), node.maybe("card")
    cover = Cover(
        envelope=node.take("envelope").filled(),
        size_mm=size or (0.0, 0.0),
        weight_mg=round(node.take("weight_g").number(0) * 1000),
        thickness_um=node.take("thickness_um").whole(),
        card=card.flag() if card else False,
        known=provenance(node),
    )
    node.refuse_unknown()
    return cover.envelope, cover


def _folding(node: Node, key: str) -> tuple[str, Folding]:
    found = Folding(node.take("layers").whole(1), node.take("bulge_um").whole(), node.take("bulge_um_a_sheet").whole())
    name = node.take(key).filled()
    node.refuse_unknown()
    return name, found
