"""The night's mail classes follow from the rows alone; what was decided is kept for every piece, and can be priced again from what was made."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.errors import BugFound, DataRefused, EnvironmentAtFault
from printjob.mailroom.plan import CampaignPlan
from printjob.model.mail import UNMAILED, MailClass
from printjob.model.piece import State
from printjob.run.mail import classing
from printjob.run.mail import pieces as mailpieces
from printjob.run.mail.classed import classed_of, lines_of_pieces, read_classed, unclassed
from printjob.run.posting.repricing import Enveloped, reprice
from printjob.run.site import Site
from tests.mailroom.postage.site import SMALL
from tests.mailroom.test_plan import ROUTES, STOCKS, admission

Rows = np.ndarray[Any, np.dtype[np.void]]
RUN = "20260401-01"
CITY, TOWN, STRANGER = "019917", "019925", "012041"
DAY = dt.date(2026, 4, 10)
DISTRICTS = "editions: [{from: 2026-04-01, provenance: test, example: yes, covers: ['07'], five_digits: []}]\n"
HERE, EAST, FAR, UNLISTED = b"0700001", b"0710000", b"0788201", b"0600001"
"""delivered by the first office, by the second, by none of ours, in no list"""


def site_in(folder: Path, **changes: tuple[str, str]) -> Site:
    """A site with the small tables; ``posting=(old, new)`` changes a file."""
    (folder / "postage").mkdir(parents=True, exist_ok=True)
    for name, text in SMALL.items():
        old, new = changes.get(name.partition(".")[0], ("", ""))
        assert old in text
        known = text.replace(old, new) if old else text
        (folder / "postage" / name).write_text(known.replace("長3,", "洋長3 窓,").replace("角2,", "角形2号,"), encoding="utf-8")
    (folder / "postal-districts.yaml").write_text(DISTRICTS, encoding="utf-8")
    return Site(folder)


def received(*campaigns: tuple[str, str]) -> Any:
    """Campaigns (municipality, posting day), one delivery each."""
    plans = [CampaignPlan(f"{code}-form{n}-2026-1-20260401-{day}", code, STOCKS, ROUTES) for n, (code, day) in enumerate(campaigns)]
    found = tuple(SimpleNamespace(plan=plan, form=None) for plan in plans)
    return SimpleNamespace(campaigns=found, campaign_of=tuple(range(len(found))))


def rows_of(*drawn: tuple[int, bytes, int, int, int]) -> Rows:
    """Admitted rows of (delivery, postal code, sheets, bears bars, option)."""
    rows = admission([(delivery, State.ADMITTED, sheets, postal, b"") for delivery, postal, sheets, _, _ in drawn])
    rows["bars"], rows["option"] = [one[3] for one in drawn], [one[4] for one in drawn]
    return rows


@pytest.fixture(autouse=True)
def _forms_print_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailpieces, "customer_dots", lambda _form: {12})


def classes_of(classed: classing.Classed) -> list[MailClass]:
    return [classed.mailing.classes[one] for one in classed.mailing.class_of.tolist()]


def kept(folder: Path, classed: classing.Classed, rows: Rows) -> None:
    """Keep the classes; the pieces are numbered in the order of the rows."""
    (folder / "postage").mkdir(parents=True, exist_ok=True)
    admitted = rows["state"] == State.ADMITTED
    classing.keep_classes(folder, classed, np.where(admitted, np.cumsum(admitted), 0).astype(np.uint32))


mail = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(State), st.integers(1, 12), st.sampled_from([HERE, EAST, FAR, UNLISTED, b"", b"07000"]),
        st.booleans(), st.integers(0, 3),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(mail, st.randoms(use_true_random=False))
def test_a_piece_s_class_depends_on_no_order(tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, State, int, bytes, bool, int]], random: Any) -> None:
    site = site_in(tmp_path_factory.mktemp("site"))
    campaigns = received((CITY, "20260410"), (CITY, "20260410"), (TOWN, "20260410"), (CITY, "20260413"))
    rows = admission([(delivery, state, sheets, postal, b"") for delivery, state, sheets, postal, _, _ in drawn])
    rows["bars"], rows["option"] = [one[4] for one in drawn], [one[5] * (one[0] == 3) for one in drawn]
    order = list(range(len(rows)))
    random.shuffle(order)
    first, second = classing.classify(Path(RUN), site, rows, campaigns), classing.classify(Path(RUN), site, rows[order], campaigns)
    assert first.mailing.classes == second.mailing.classes
    admitted = [at for at in order if rows["state"][at] == State.ADMITTED]
    where = {at: place for place, at in enumerate(order)}
    assert all(first.mailing.class_of[at] == second.mailing.class_of[where[at]] for at in admitted)
    assert all(first.mailing.thickness_um[at] == second.mailing.thickness_um[where[at]] > 0 for at in admitted)
    lawful(rows, classes_of(first), admitted)


def lawful(rows: Rows, classes: list[MailClass], admitted: list[int]) -> None:
    """Every class keeps the small tables' conditions, counted from the rows alone."""
    local = Counter((rows["delivery"][at] == 3, rows["postal"][at], rows["sheets"][at] > 8) for at in admitted if classes[at].kind == "local")
    assert all(count >= 2 for count in local.values())
    for at in admitted:
        one, row = classes[at], rows[at]
        assert (one == UNMAILED) == (row["delivery"] == 2 or row["option"] > 0 or row["sheets"] > 16)  # no contract, no table of options, too heavy
        if one.kind == "local":
            assert {"中央": HERE, "東": EAST}[one.office] == row["postal"]
        if one.kind in ("barcode", "sorted"):
            assert one.office in ("中央", "東")
        if "barcode" in one.product:
            assert row["bars"]
        if one.kind == "sorted":
            assert row["postal"] in (HERE, EAST, FAR)


def test_campaigns_of_one_day_count_together_and_days_apart(tmp_path: Path) -> None:
    site = site_in(tmp_path)
    rows = rows_of((0, HERE, 2, 0, 0), (1, HERE, 2, 0, 0), (2, HERE, 2, 0, 0))
    classed = classing.classify(Path(RUN), site, rows, received((CITY, "20260410"), (CITY, "20260410"), (CITY, "20260413")))
    assert [one.product for one in classes_of(classed)] == ["local", "local", "plain"]
    assert [one.classed.id for one in classed.postings] == [f"{CITY}-20260410", f"{CITY}-20260413"]


def test_classes_come_by_office_and_then_as_in_the_catalogue_and_none_is_last(tmp_path: Path) -> None:
    rows = rows_of(*[(0, EAST, 2, 1, 0)] * 5, *[(0, HERE, 2, 0, 0)] * 2, (0, FAR, 2, 0, 0), (1, HERE, 2, 0, 0))
    classed = classing.classify(Path(RUN), site_in(tmp_path), rows, received((CITY, "20260410"), (STRANGER, "20260410")))
    told = [(one.office, one.product) for one in classed.mailing.classes]
    assert told == [("中央", "plain"), ("中央", "local"), ("東", "local-barcode"), ("", "")]
    assert classed.mailing.districts == ("070", "071", "078")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([HERE, FAR]), st.booleans()), max_size=14), st.integers(0, 8), st.integers(0, 8))
def test_envelopes_are_used_once_whatever_the_days_of_a_night(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, bytes, bool]], plain: int, local: int
) -> None:
    """Earlier days come first; the same night's later days lack what these took. Another municipality has envelopes of its own."""
    stock = "".join(f'\n  - {{municipality: "019917", envelope: 洋長3 窓, indicia: {mark}, pieces: {count}}}' for mark, count in (("plain", plain), ("local", local)))
    site = site_in(tmp_path_factory.mktemp("site"), posting=("stock: []", f"stock: {stock}"))
    rows = rows_of(*[(delivery, postal, 2, bars, 0) for delivery, postal, bars in drawn])
    classed = classing.classify(Path(RUN), site, rows, received((CITY, "20260413"), (CITY, "20260410"), (TOWN, "20260410")))
    used = Counter[str]()
    for posting in classed.postings:
        for line in posting.classed.lines:
            used[line.indicia] += line.pieces if line.product and not line.lacking and posting.classed.municipality == CITY else 0
    assert used["plain"] <= plain
    assert used["local"] <= local
    lacking = [posting.classed.report.lacking_envelopes for posting in classed.postings if posting.classed.municipality == CITY]
    pieces = sum(delivery < 2 for delivery, _, _ in drawn)
    assert sum(lacking) + used["plain"] + used["local"] == pieces
    assert not sum(lacking) or used["plain"] == plain


def test_what_is_cut_among_classes_is_cut_in_postal_order(tmp_path: Path) -> None:
    """Three envelopes of the plain mark are left, the others lack one: the pieces of the lower numbers come first."""
    stock = 'stock: [{municipality: "019917", envelope: 洋長3 窓, indicia: plain, pieces: 3}]'
    site = site_in(tmp_path, posting=("stock: []", stock))
    rows = rows_of(*[(0, FAR, 2, 0, 0)] * 5)
    rows["digits"] = [b"05", b"01", b"04", b"02", b"03"]
    classed = classing.classify(Path(RUN), site, rows, received((CITY, "20260410")))
    kept(tmp_path, classed, rows)
    read = read_classed(tmp_path, CITY, DAY)
    lacking = [read.lines[line].lacking for line in lines_of_pieces(tmp_path, CITY, DAY)["line"].tolist()]
    assert lacking == [True, False, True, False, False]
    assert read.report.lacking_envelopes == 2


def test_a_day_before_all_tables_is_told_and_stops_nobody_else(tmp_path: Path) -> None:
    rows = rows_of((0, HERE, 2, 0, 0), (1, HERE, 2, 0, 0))
    campaigns = received((CITY, "20200101"), (CITY, "20260410"))
    classing.require_tables(site_in(tmp_path), campaigns)
    classed = classing.classify(Path(RUN), Site(tmp_path), rows, campaigns)
    assert [one.product for one in classes_of(classed)] == ["", "plain"]
    kept(tmp_path, classed, rows)
    first, second = classed_of(tmp_path)
    assert (first.report.unplaced, first.report.pieces, second.report.unplaced) == (1, 1, 0)
    assert [why.reason for why in first.lines[0].why] == ["no-tables"]


@pytest.mark.parametrize("name", ["postage", "discounts", "local", "weights", "posting"])
def test_a_table_at_fault_is_told_before_anything_is_read(tmp_path: Path, name: str) -> None:
    key = {"weights": "guard:", "posting": "window:"}.get(name, "editions:")
    site = site_in(tmp_path, **{name: (key, f"no{key}")})
    with pytest.raises(EnvironmentAtFault, match=rf"PJ-1404-E .*{name}\.yaml"):
        classing.require_tables(site, received((CITY, "20260410")))


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("discounts", "shapes: [standard, within]", "shapes: [standrad, within]", r"discounts\.yaml:8:\d+ shapes standrad .*standard"),
        ("discounts", "shapes: [standard], most", "shapes: [letter], most", r"discounts\.yaml:5:\d+ shapes letter"),
        ("local", "fees: {standard: [[25, 92]", "fees: {standart: [[25, 92]", r"local\.yaml:9:\d+ standart standart .*standard"),
        ("posting", "stock: []", 'stock: [{municipality: "019917", envelope: 洋長4, indicia: local, pieces: 1}]', r"posting\.yaml:\d+:\d+ envelope 洋長4"),
    ],
)
def test_a_name_that_no_table_declares_is_told_before_anything_is_read(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    """It would count for nothing, and nobody would see it."""
    with pytest.raises(EnvironmentAtFault, match=rf"PJ-1404-E postage/{told}"):
        classing.require_tables(site_in(tmp_path, **{name: (old, new)}), received((CITY, "20260410")))


def test_what_cannot_be_posted_is_told_by_the_night(tmp_path: Path) -> None:
    """Three pieces and two envelopes; a municipality without a contract; nothing is told of a posting that can go."""
    stock = 'stock: [{municipality: "019917", envelope: 洋長3 窓, indicia: plain, pieces: 2}]'
    rows = rows_of(*[(0, FAR, 2, 0, 0)] * 3, (1, HERE, 2, 0, 0), (2, FAR, 10, 0, 0))
    campaigns = received((CITY, "20260410"), (STRANGER, "20260410"), (CITY, "20260413"))
    kept(tmp_path, classing.classify(Path(RUN), site_in(tmp_path, posting=("stock: []", stock)), rows, campaigns), rows)
    told = [(fault.id, fault.file, fault.detail) for fault in unclassed(tmp_path)]
    assert told == [
        ("PJ-1319-W", f"{STRANGER}-20260410", "of 1 pieces 1 have no class, 0 no envelope"),
        ("PJ-1319-W", f"{CITY}-20260410", "of 3 pieces 0 have no class, 1 no envelope"),
    ]


# -- priced again ----------------------------------------------------------------------------------------------------------------


def night(folder: Path, rows: Rows) -> tuple[Site, dict[str, list[int]]]:
    """The pieces by product, of one campaign."""
    site = site_in(folder)
    classed = classing.classify(folder / RUN, site, rows, received((CITY, "20260410")))
    kept(folder / RUN, classed, rows)
    found: dict[str, list[int]] = {}
    for piece, one in enumerate(classes_of(classed), 1):
        found.setdefault(one.product, []).append(piece)
    return site, found


def made(folder: Path, pieces: list[int], indicia: str, job: str = "j") -> Enveloped:
    plan: Any = SimpleNamespace(job=job, mail=UNMAILED, first_piece=1, bundles=())
    return Enveloped(folder / RUN, plan, np.array(sorted(pieces)), indicia)


def test_a_posting_that_was_made_as_planned_costs_what_was_planned(tmp_path: Path) -> None:
    site, by_product = night(tmp_path, rows_of(*[(0, HERE, 2, 0, 0)] * 5, *[(0, UNLISTED, 2, 1, 0)] * 3))
    assert {name: len(pieces) for name, pieces in by_product.items()} == {"local": 5, "barcode": 3}
    again = reprice(site, CITY, DAY, "中央", [made(tmp_path, by_product["local"], "local", "a"), made(tmp_path, by_product["barcode"], "plain", "b")])
    planned = read_classed(tmp_path / RUN, CITY, DAY).report
    assert (again.report.cost_yen, again.report.by_product, again.unplaced()) == (planned.cost_yen, planned.by_product, {})
    assert [[again.lines[line].product for line in part.tolist()] for part in again.line_of_piece] == [["local"] * 5, ["barcode"] * 3]
    assert [sum(pieces for _, pieces in part) for part in again.of_job] == [5, 3]


def test_a_lot_that_fell_under_its_threshold_has_no_class_in_its_envelopes_or_costs_more(tmp_path: Path) -> None:
    site, by_product = night(tmp_path, rows_of(*[(0, HERE, 2, 0, 0)] * 2, *[(0, FAR, 2, 1, 0)] * 3))
    left = [made(tmp_path, by_product["local"][:1], "local", "a"), made(tmp_path, by_product["barcode"][:2], "plain", "b")]
    again = reprice(site, CITY, DAY, "中央", left)
    assert again.unplaced() == {"a": 1}
    assert again.report.by_product == {"plain": 2}
    assert {why.reason for why in again.lines[-1].why} == {"envelope"}
    other = reprice(site, CITY, DAY, "中央", [left[0]._replace(indicia="plain"), left[1]])
    assert (other.unplaced(), other.report.by_product) == ({}, {"plain": 3})


def test_pieces_go_only_where_the_slip_is_for(tmp_path: Path) -> None:
    """The second office sorts nothing and does not deliver there: what is cheap at the first is plain at the second."""
    site, by_product = night(tmp_path, rows_of(*[(0, HERE, 2, 0, 0)] * 5))
    assert set(by_product) == {"local"}
    there = reprice(site, CITY, DAY, "東", [made(tmp_path, by_product["local"], "plain")])
    assert ({line.office for line in there.lines}, there.report.by_product) == ({"東"}, {"plain": 5})


def test_pieces_of_one_bundle_go_in_one_class(tmp_path: Path) -> None:
    """A later night brings enough for the barcoded lot; what is tied up with a piece without barcode cannot go into it."""
    _, first = night(tmp_path / "first", rows_of(*[(0, UNLISTED, 2, 1, 0)] * 2, (0, UNLISTED, 2, 0, 0)))
    site, second = night(tmp_path / "second", rows_of(*[(0, UNLISTED, 2, 1, 0)] * 3))
    assert (set(first), set(second)) == ({"plain"}, {"barcode"})
    tied, other = made(tmp_path / "first", first["plain"], "plain", "a"), made(tmp_path / "second", second["barcode"], "plain", "b")
    loose = reprice(site, CITY, DAY, "中央", [tied, other])
    assert loose.report.by_product == {"barcode": 5, "plain": 1}
    plan: Any = SimpleNamespace(**{**vars(tied.job), "bundles": (SimpleNamespace(start=0, stop=3),)})
    again = reprice(site, CITY, DAY, "中央", [tied._replace(job=plan), other])
    assert [[again.lines[line].product for line in part.tolist()] for part in again.line_of_piece] == [["plain"] * 3, ["barcode"] * 3]
    # Without that piece the bundle is barcoded mail like the rest.
    barred = tied._replace(job=plan, pieces=tied.pieces[:2])
    assert reprice(site, CITY, DAY, "中央", [barred, other]).report.by_product == {"barcode": 5}


def test_stock_does_not_bind_what_is_already_inserted(tmp_path: Path) -> None:
    site, by_product = night(tmp_path, rows_of(*[(0, FAR, 2, 0, 0)] * 3))
    stock = 'stock: [{municipality: "019917", envelope: 洋長3 窓, indicia: plain, pieces: 1}]'
    site_in(tmp_path, posting=("stock: []", stock))
    again = reprice(site, CITY, DAY, "中央", [made(tmp_path, by_product["plain"], "plain")])
    assert (again.report.lacking_envelopes, again.report.by_product) == (0, {"plain": 3})


def test_a_posting_that_was_never_decided_is_refused(tmp_path: Path) -> None:
    site, _ = night(tmp_path, rows_of((0, HERE, 2, 0, 0)))
    with pytest.raises(DataRefused, match="PJ-1602-E"):
        read_classed(tmp_path / RUN, TOWN, DAY)
    with pytest.raises(BugFound, match="PJ-1702-E"):
        reprice(site, CITY, DAY, "中央", [made(tmp_path, [2], "plain")])


def test_nothing_made_is_nothing_to_pay(tmp_path: Path) -> None:
    site, _ = night(tmp_path, rows_of((0, HERE, 2, 0, 0)))
    again = reprice(site, CITY, DAY, "中央", [])
    assert (again.report.pieces, again.report.cost_yen, again.lines) == (0, 0, ())
