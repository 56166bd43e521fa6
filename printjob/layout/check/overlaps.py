"""What would be printed over something else: fields over fields, over texts of the form, over codes.

Two things that are never printed together may share a place: texts of one code field for different codes (``choice``), and a payment
code and a text for codes with which the slip carries no such payment code (コンビニでは納付できません in place of the GS1-128).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from printjob.layout.check.finding import Finding, found, shown
from printjob.layout.check.scenes import Scene
from printjob.layout.check.things import CODES, WORDS, Thing
from printjob.recordshape import PaymentCodes

_LEAST_OVERLAP = 0.12
"""share of a line's height: the em boxes of lines set close may touch without their ink touching"""


def overlaps(scene: Scene, payment: PaymentCodes | None) -> Iterator[Finding]:
    """Pairs that overlap, told at the later one's element."""
    lying = sorted((thing for thing in scene.things if thing.kind in (*WORDS, *CODES, "mark", "identity", "picture")), key=lambda one: one.box.top)
    for index, upper in enumerate(lying):
        for lower in lying[index + 1:]:
            if lower.box.top >= upper.box.bottom:
                break
            if _cover(upper, lower) and not apart(upper, lower, payment):
                later, earlier = (lower, upper) if lower.kind == "field" or upper.kind != "field" else (upper, lower)
                yield found(later, f"overlap {earlier.node.place}", f"overlaps {shown(earlier)}")


def _cover(one: Thing, other: Thing) -> bool:
    kinds = {one.kind, other.kind}
    if "picture" in kinds and kinds & {"text", "picture"}:
        return False  # a seal may stand over the name
    if kinds == {"text"} and one.node.place == other.node.place:
        return False  # the lines of one paragraph
    height = min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
    common = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return one.box.meets(other.box) and common > _LEAST_OVERLAP * height


def apart(one: Thing, other: Thing, payment: PaymentCodes | None) -> bool:
    """Whether the record decides that at most one of both is printed."""
    if one.kind in CODES or other.kind in CODES:
        code, words = (one, other) if one.kind in CODES else (other, one)
        if payment is None or code.kind not in ("gs1", "elqr") or _field(words) != payment.kind:
            return False
        return not _codes(words) & set(payment.store if code.kind == "gs1" else payment.live)
    return bool(_field(one)) and _field(one) == _field(other) and not _codes(one) & _codes(other)


def _field(thing: Thing) -> str:
    """The code field that chooses what a thing prints, or nothing."""
    return thing.spec.source if thing.spec and thing.spec.format == "choice" else ""


def _codes(thing: Thing) -> set[str]:
    """The codes with which it prints something."""
    return {code for code, text in json.loads(thing.spec.argument).items() if text} if thing.spec else set()
