"""A posting's classes: as cheap as any lawful way to post every single piece, told in the test's own words; never dearer than plain."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.mailroom.postage.decide import Decision, decide, share_of_piece
from printjob.mailroom.postage.eligible import Tables
from printjob.mailroom.postage.groups import BARCODED, NO_BARS, TOO_THICK, Group
from tests.mailroom.postage.site import CITY, SMALL, pieces, shipped, small

STOCK = "stock:\n  - {municipality: \"019917\", envelope: 長3, indicia: local, pieces: 3}\n  - {municipality: \"019917\", envelope: 長3, indicia: plain, pieces: 2}\n"
with tempfile.TemporaryDirectory() as _folder:
    FREE = small(Path(_folder))
    STOCKED = small(Path(_folder), posting=SMALL["posting.yaml"].replace("stock: []\n", STOCK))
SHIPPED = shipped()
Class = tuple[str, int]
"""a class of the test and its office (0 中央, 1 東)"""
CLASSES = [("plain", 0), ("plain", 1), ("barcode", 0), ("barcode", 1), ("sorted", 0), ("sorted-barcode", 0), ("sorted-slack-3", 0), ("sorted-barcode-slack-3", 0),
           ("local", 0), ("local", 1), ("local-barcode", 0), ("local-barcode", 1)]  # fmt: skip


def may(piece: Group, name: str, office: int) -> bool:
    """Whether this piece may be posted like this at all."""
    letter, mark = piece.cover.envelope == "長3", "local" if name.startswith("local") else "slack-3" if "slack" in name else "plain"
    if piece.indicia not in ("", mark) or piece.office not in ("", ("中央", "東")[office]) or (name.startswith("sorted") and piece.district == "?"):
        return False
    if "barcode" in name and (piece.barcode != BARCODED or not letter):
        return False
    if name.startswith("local") and (piece.district != ("070", "071")[office] or not letter):
        return False
    return "slack" not in name or piece.slack_days >= 3


def milli(piece: Group, name: str, count: int) -> int | None:
    """What one such piece costs where so many are posted in the class; ``None`` where they are too few."""
    base = 110 if piece.cover.envelope == "長3" else (140 if piece.weight_mg <= 50_000 else 180)
    if name == "plain":
        return base * 1000
    if name == "barcode":
        return 106_700 if count >= 3 else None
    if name == "local":
        return (100_000 if piece.weight_mg <= 25_000 else 104_000) if count >= 2 else None
    if name == "local-barcode":
        return 92_000 if count >= 3 else None
    if count < 4:
        return None
    off = (100 if count >= 6 else 30) + (30 if "barcode" in name else 0) + (20 if "slack" in name else 0)
    return base * (1000 - off)


def cost(mail: list[Group], chosen: tuple[Class, ...], stock: dict[str, int] | None) -> int | None:
    """What the single pieces cost like this, with transport; ``None`` where a rule is broken."""
    lots = [(name, office, piece.cover.envelope if name != "plain" else "") for piece, (name, office) in zip(mail, chosen, strict=True)]
    total = 15_000 if any(office == 1 for _, office in chosen) else 0
    for piece, lot in zip(mail, lots, strict=True):
        if not may(piece, lot[0], lot[1]):
            return None
        fee = milli(piece, lot[0], lots.count(lot))
        if fee is None:
            return None
        total += fee
    kinds = [("local" if name.startswith("local") else "slack-3" if "slack" in name else "plain") for piece, (name, _) in zip(mail, chosen, strict=True)
             if piece.cover.envelope == "長3"]  # fmt: skip
    if stock is not None and any(kinds.count(kind) > stock.get(kind, 0) for kind in kinds):
        return None
    return total


def brute_force(groups: list[Group], stock: dict[str, int] | None) -> int | None:
    """The cheapest of all ways; alike pieces are tried once."""
    ways = [list(itertools.combinations_with_replacement([c for c in CLASSES if may(g, *c)], g.pieces)) for g in groups]
    mail = [group._replace(pieces=1) for group in groups for _ in range(group.pieces)]
    costs = (cost(mail, tuple(itertools.chain(*choice)), stock) for choice in itertools.product(*ways))
    return min((one for one in costs if one is not None), default=None)


@st.composite
def groups_of(draw: st.DrawFn, tables: Tables) -> list[Group]:
    """Up to three different groups, six pieces in all."""
    found: dict[tuple[object, ...], Group] = {}
    for _ in range(draw(st.integers(1, 3))):
        flat = draw(st.booleans()) and draw(st.booleans())
        group = pieces(
            tables, draw(st.integers(1, 4)), shape="within" if flat else "standard", envelope="角2" if flat else "長3",
            weight_g=draw(st.sampled_from([50, 100] if flat else [25, 50])), barcode=draw(st.sampled_from([BARCODED, BARCODED, NO_BARS, TOO_THICK])),
            district=draw(st.sampled_from(["070", "071", "", "?"])), slack_days=draw(st.sampled_from([0, 3])),
        )  # fmt: skip
        found[group[:-1]] = group
    chosen = list(found.values())
    while sum(one.pieces for one in chosen) > 6:
        chosen.pop()
    return chosen


@st.composite
def made_groups(draw: st.DrawFn, tables: Tables) -> list[Group]:
    """The same in envelopes of one mark or another, at one office."""
    office = draw(st.sampled_from(["中央", "東"]))
    return [one._replace(indicia=draw(st.sampled_from(["plain", "slack-3", "local"])), office=office) for one in draw(groups_of(tables))]


def total(decision: Decision) -> int:
    """What the decision costs, in thousandths of a yen."""
    return sum(one.fee_milli * one.pieces for one in decision.shares) + decision.transport_yen * 1000


@settings(max_examples=60, deadline=None)
@given(groups_of(FREE))
def test_no_lawful_posting_is_cheaper(groups: list[Group]) -> None:
    decision = decide(groups, CITY, FREE)
    assert decision.gap_milli == 0
    assert total(decision) == brute_force(groups, None)
    assert total(decision) <= sum(g.pieces * (milli(g, "plain", 1) or 0) for g in groups)


@settings(max_examples=150, deadline=None)
@given(made_groups(FREE))
def test_in_their_envelopes_as_many_pieces_as_can_be_posted_are_and_no_cheaper(groups: list[Group]) -> None:
    """Of all choices of groups to leave out, those with the fewest pieces, and then the cheapest."""
    decision = decide(groups, CITY, FREE)
    left_out = sum(groups[one].pieces for one in decision.unplaced)
    found: dict[int, int] = {}
    for kept in itertools.chain.from_iterable(itertools.combinations(groups, n) for n in range(len(groups) + 1)):
        cheapest = brute_force(list(kept), None)
        if cheapest is not None:
            out = sum(one.pieces for one in groups) - sum(one.pieces for one in kept)
            found[out] = min(found.get(out, cheapest), cheapest)
    assert left_out == min(found)
    assert total(decision) == found[left_out]


@settings(max_examples=60, deadline=None)
@given(groups_of(STOCKED))
def test_printed_envelopes_bind_before_price(groups: list[Group]) -> None:
    """Three envelopes bear 区内特別, two the plain mark; there are none for slack."""
    decision, best = decide(groups, CITY, STOCKED), brute_force(groups, {"local": 3, "plain": 2})
    lacking = sum(one.pieces for one in decision.shares if one.lacking)
    assert (lacking == 0) == (best is not None)
    if best is not None:
        assert total(decision) == best


KINDS = ("plain", "barcode", "sorted", "local")


@st.composite
def narrow_sites(draw: st.DrawFn) -> Tables:
    """Offices that take some kinds only, and few envelopes, perhaps of one mark alone."""
    posting = SMALL["posting.yaml"]
    for takes in ("plain, option, barcode, sorted, local", "plain, barcode, local"):
        posting = posting.replace(f"[{takes}]", f"[{', '.join(draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=3)))}]")
    marks = draw(st.dictionaries(st.sampled_from(["plain", "slack-3", "local"]), st.integers(0, 6), max_size=3))
    stock = "".join(f'  - {{municipality: "019917", envelope: 長3, indicia: {mark}, pieces: {count}}}\n' for mark, count in marks.items())
    with tempfile.TemporaryDirectory() as folder:
        return small(Path(folder), posting=posting.replace("stock: []\n", f"stock:\n{stock}" if stock else "stock: []\n"))


@settings(max_examples=150, deadline=None)
@given(narrow_sites(), groups_of(FREE))
def test_whatever_the_offices_take_a_posting_is_lawful_and_no_piece_is_lost(tables: Tables, groups: list[Group]) -> None:
    decision = decide(groups, CITY, tables)
    placed = [sum(s.pieces for s in decision.shares if s.group == at) for at in range(len(groups))]
    assert placed == [0 if at in decision.unplaced else one.pieces for at, one in enumerate(groups)]
    posted: dict[tuple[str, int, str], int] = {}
    used: dict[str, int] = {}
    for share in decision.shares:
        lot, piece = decision.lots[share.lot], groups[share.group]
        name = lot.product.product
        assert may(piece, name, lot.office)
        assert lot.product.kind in tables.posting.offices[lot.office].takes
        key = (name, lot.office, piece.cover.envelope)
        posted[key] = posted.get(key, 0) + share.pieces
        if piece.cover.envelope == "長3" and not share.lacking:
            used[lot.product.indicia] = used.get(lot.product.indicia, 0) + share.pieces
    assert all(milli(groups[s.group], decision.lots[s.lot].product.product, posted[decision.lots[s.lot].product.product, decision.lots[s.lot].office,
               groups[s.group].cover.envelope]) == s.fee_milli for s in decision.shares)  # fmt: skip
    stock = tables.posting.stock.get((CITY, "長3"))
    assert stock is None or all(count <= stock.get(mark, 0) for mark, count in used.items())


def test_where_nothing_takes_few_pieces_too_few_envelopes_leave_groups_out_and_stop_nothing(tmp_path: Path) -> None:
    """15 envelopes for 18 pieces: three too many, and the group that they are of leaves too few behind."""
    posting = SMALL["posting.yaml"].replace("[plain, option, barcode, sorted, local]", "[local]")
    stock = 'stock: [{municipality: "019917", envelope: 長3, indicia: local, pieces: 15}]\n'
    tables = small(tmp_path, posting=posting.replace("stock: []\n", stock), local=SMALL["local.yaml"].replace("least: 2", "least: 10"))
    for counts in ((12, 6), (20, 3), (8, 8)):
        groups = [pieces(tables, count, district="070", barcode=NO_BARS, weight_g=weight) for count, weight in zip(counts, (50, 25), strict=True)]
        decision = decide(groups, CITY, tables)
        assert sum(share.pieces for share in decision.shares) + sum(groups[one].pieces for one in decision.unplaced) == sum(counts)


def test_a_million_pieces_without_envelopes_keep_their_class(tmp_path: Path) -> None:
    stock = 'stock: [{municipality: "019917", envelope: 長3, indicia: plain, pieces: 3}]\n'
    tables = small(tmp_path, posting=SMALL["posting.yaml"].replace("stock: []\n", stock))
    decision = decide([pieces(tables, 1_000_000, barcode=NO_BARS)], CITY, tables)
    assert decision.unplaced == ()
    assert [(share.pieces, share.lacking) for share in decision.shares] == [(3, False), (999_997, True)]


@settings(max_examples=60, deadline=None)
@given(groups_of(FREE))
def test_every_piece_has_one_class(groups: list[Group]) -> None:
    decision = decide(groups, CITY, FREE)
    assert [sum(s.pieces for s in decision.shares if s.group == at) for at in range(len(groups))] == [g.pieces for g in groups]
    of_piece = np.repeat(np.arange(len(groups)), [g.pieces for g in groups])[::-1].copy()
    shares = share_of_piece(decision, of_piece)
    assert [int((shares == at).sum()) for at in range(len(decision.shares))] == [one.pieces for one in decision.shares]
    assert [decision.shares[at].group for at in shares.tolist()] == of_piece.tolist()


def classes(decision: Decision) -> dict[str, int]:
    """Pieces by product."""
    found: dict[str, int] = {}
    for one in decision.shares:
        name = decision.lots[one.lot].product.product
        found[name] = found.get(name, 0) + one.pieces
    return found


def test_the_least_counts_of_japan_post() -> None:
    def of(count: int, **how: object) -> dict[str, int]:
        return classes(decide([pieces(SHIPPED, count, **how)], CITY, SHIPPED))  # type: ignore[arg-type]

    assert (of(999), of(1000), of(1999), of(2000)) == ({"plain": 999}, {"barcode": 1000}, {"barcode": 1999}, {"sorted-barcode": 2000})
    assert (of(99, district="070"), of(100, district="070")) == ({"plain": 99}, {"local": 100})
    assert of(1000, district="070") == {"local-barcode": 1000}
    assert of(1000, district="080") == {"barcode": 1000}
    assert of(2000, barcode=NO_BARS) == {"sorted": 2000}
    assert of(1500, barcode=TOO_THICK) == {"plain": 1500}
    assert of(5000, shape="within", envelope="角形2号", weight_g=100) == {"sorted": 5000}
    assert of(5000, option="recorded") == {"recorded": 5000}


def test_a_municipality_without_a_contract_is_posted_nowhere() -> None:
    decision = decide([pieces(SHIPPED, 10)], "012041", SHIPPED)
    assert (decision.unplaced, decision.shares) == ((0,), ())


def test_no_more_than_six_weight_bands_count_together() -> None:
    """Seven bands of 400 each: six of them make a sorted lot, the lightest is left at plain postage."""
    bands = [50, 100, 150, 250, 500, 1000, 2000]
    decision = decide([pieces(SHIPPED, 400, shape="beyond", envelope="角形2号", weight_g=one) for one in bands], CITY, SHIPPED)
    plain = [decision.groups[one.group].weight_mg for one in decision.shares if decision.lots[one.lot].product.product == "plain"]
    assert classes(decision) == {"plain": 400, "sorted": 2400}
    assert plain == [50_000]


def test_six_of_seven_weight_bands_go_in_envelopes_that_allow_slack_alone() -> None:
    """Nothing but 3 days' slack takes these envelopes, and no more than six bands count together: one band of 400 is left."""
    bands = [50, 100, 150, 250, 500, 1000, 2000]
    made = [pieces(SHIPPED, 400, shape="beyond", envelope="角形2号", weight_g=one, slack_days=3)._replace(indicia="slack-3") for one in bands]
    letters = pieces(SHIPPED, 2000, slack_days=3)._replace(indicia="slack-3")
    decision = decide([*made, letters], CITY, SHIPPED)
    assert classes(decision) == {"sorted-slack-3": 2400, "sorted-barcode-slack-3": 2000}
    assert len(decision.unplaced) == 1
