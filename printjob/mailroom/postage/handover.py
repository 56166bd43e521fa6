"""What goes to the post office with the pieces (差出のときに渡すもの), as ``posting.yaml`` says: bundles and trays, the slip's copies, numbers of
registered pieces, the payment kind of an office.

No published source gives the bundle's limits or the copies: they are the accepting office's answers, each with its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from printjob.declared import Node
from printjob.mailroom.papers.inquiry import FIRST_DIGITS
from printjob.mailroom.postage.editions import Provenance, provenance
from printjob.model.mail import OPTIONS, BundleRule

POSTPAID, CASH = "postpaid", "cash"
"""how an office is paid: 料金後納 by contract, 料金別納 at the counter"""


class InquiryBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A block of inquiry numbers (お問い合わせ番号) that the post office gave a municipality for one option service. ``first`` and ``last`` are
    ten digits each, without the check digit, both of the block.
    """

    municipality: str
    option: str
    first: str
    last: str


class InquirySymbol(NamedTuple):
    """The start and stop characters of the NW-7 that shows an inquiry number, each of A to D."""

    start: str
    stop: str
    known: Provenance

    def around(self, digits: str) -> str:
        """All that the symbol says.

        >>> InquirySymbol("A", "B", Provenance("", "example", "")).around("60123456783")
        'A60123456783B'
        """
        return f"{self.start}{digits}{self.stop}"


class Slips(NamedTuple):
    """The copies (控) that a posting slip is made in, by name."""

    copies: tuple[str, ...]
    known: Provenance


class Bundling(NamedTuple):
    """How pieces are tied and put into trays."""

    rule: BundleRule
    known: Provenance


class Cash(NamedTuple):
    """料金別納 asks for so many pieces of one fee."""

    least: int
    known: Provenance


def bundling(node: Node) -> Bundling:
    """``bundles``: fewest and most pieces of a bundle, most of a tray, and how thick both may be unpressed."""
    tray, most = node.take("tray"), node.take("most").whole(1)
    rule = BundleRule(
        least=node.take("least").whole(1, most),
        most=most,
        most_thickness_um=_micrometres(node.take("most_thickness_mm")),
        tray_most=tray.take("most").whole(most),
        tray_most_thickness_um=_micrometres(tray.take("most_thickness_mm")),
    )
    if rule.tray_most_thickness_um < rule.most_thickness_um:
        tray.take("most_thickness_mm").refuse("a tray takes at least one bundle")
    tray.refuse_unknown()
    found = Bundling(rule, provenance(node))
    node.refuse_unknown()
    return found


def _micrometres(node: Node) -> int:
    return round(node.number(1) * 1000)


def slips(node: Node) -> Slips:
    """``slips``: the copies, each named once."""
    copies = node.take("copies").texts()
    if not copies or len(set(copies)) < len(copies) or not all(copies):
        node.take("copies").refuse("expected names of copies, each once", "")
    found = Slips(copies, provenance(node))
    node.refuse_unknown()
    return found


def cash(node: Node) -> Cash:
    """``cash``: how many pieces of one fee 料金別納 takes at least."""
    found = Cash(node.take("least").whole(1), provenance(node))
    node.refuse_unknown()
    return found


def blocks(node: Node | None) -> tuple[InquiryBlock, ...]:
    """``numbers``: blocks in which no number stands twice, in the order in which they are used up."""
    found: list[InquiryBlock] = []
    for item in node.items() if node else ():
        block = _block(item)
        if _taken(block, found):
            item.refuse("a number of this block stands in another block too", "")
        found.append(block)
    return tuple(found)


def inquiry_symbol(node: Node) -> InquirySymbol:
    """``inquiry_symbol``: the NW-7's start and stop characters."""
    ends = {one: one for one in "ABCD"}
    found = InquirySymbol(node.take("start").choice(ends), node.take("stop").choice(ends), provenance(node))
    node.refuse_unknown()
    return found


def _block(item: Node) -> InquiryBlock:
    options = {name: name for name in OPTIONS[1:]}
    first, last = (_ten_digits(item.take(key)) for key in ("first", "last"))
    block = InquiryBlock(municipality=item.take("municipality").filled(), option=item.take("option").choice(options), first=first, last=last)
    if last < first:
        item.take("last").refuse("the last number comes before the first")
    allowed = FIRST_DIGITS[block.option]
    if any(digit not in allowed for digit in "0123456789"[int(first[0]) : int(last[0]) + 1]):
        item.take("first").refuse(f"numbers of {block.option} begin with {' or '.join(allowed)}")
    item.refuse_unknown()
    return block


def _ten_digits(node: Node) -> str:
    text = node.text()
    if len(text) != 10 or not (text.isascii() and text.isdecimal()):
        node.refuse("expected ten digits, the number without its check digit")
    return text


def _taken(block: InquiryBlock, others: Sequence[InquiryBlock]) -> bool:
    return any(one.first <= block.last and block.first <= one.last for one in others)


def payers(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``contracts`` (料金後納) and ``cash`` (料金別納) of an office: municipality codes, none in both."""
    contracts, listed = node.take("contracts").texts(), node.maybe("cash")
    paying = listed.texts() if listed else ()
    both = sorted(set(contracts) & set(paying))
    if both:
        node.take("cash").refuse("this municipality has a contract here too: postpaid or cash, one of them", both[0])
    return contracts, paying
