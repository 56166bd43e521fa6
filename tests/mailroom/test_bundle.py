"""Every piece of a posted job is in exactly one bundle, tied by district as far as the counts allow, whatever order the rows came in."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printjob.errors import BugFound
from printjob.mailroom.plan import MOST_RARE_IN_A_JOB, CampaignPlan, Mailing, Route, plan_jobs, unmailed
from printjob.mailroom.profile import read_papers, read_profile
from printjob.model.mail import LEVELS, UNMAILED, Bundle, BundleRule, MailClass
from printjob.model.piece import ADMISSION, JobPlan, State
from printjob.whereabouts import data_folder

Rows = np.ndarray
PAPERS = read_papers(data_folder("spool") / "papers.yaml")
FOLD, SMALL_JOBS = (read_profile(data_folder("spool") / "profiles" / f"{name}.yaml") for name in ("naga3-fold", "naga3-small-jobs"))
TINY = msgspec.structs.replace(FOLD, lines=3, least_pieces=6, most_pieces=15, most_sheets_a_job=60, most_pages_per_file=120)

SORTED = MailClass(product="sorted-addressee", title="区分", kind="sorted", indicia="plain", office="見本中央郵便局")
LOCAL = MailClass(product="local", title="郵便区内特別", kind="local", indicia="local", office="見本中央郵便局")
CLASSES = (SORTED, LOCAL, UNMAILED)
POSTALS = (b"0700001", b"0700002", b"0701211", b"0788201", b"0801234", b"9990001", b"123")
DISTRICTS = ("070", "07012", "078", "080")
DISTRICT_OF = (0, 0, 1, 2, 3, -1, -1)
RULE = BundleRule(least=3, most=6, most_thickness_um=2_000, tray_most=12, tray_most_thickness_um=5_000)
RUN = "20260401-01"


class Drawn(NamedTuple):
    """A record as drawn: delivery, whether admitted, sheets, index into ``POSTALS``, index into ``CLASSES``."""

    delivery: int
    admitted: bool
    sheets: int
    postal: int
    mail: int


records = st.lists(st.builds(Drawn, st.integers(0, 1), st.booleans() | st.just(True), st.integers(1, 8), st.integers(0, 6), st.integers(0, 2)), max_size=120)


def rows_of(drawn: list[Drawn]) -> Rows:
    rows = np.zeros(len(drawn), dtype=ADMISSION)
    for row, one in zip(rows, drawn, strict=True):
        row["delivery"], row["sheets"], row["pages"], row["postal"] = one.delivery, one.sheets, 2 * one.sheets, POSTALS[one.postal]
        row["state"] = State.ADMITTED if one.admitted else State.HELD
        row["by_stock"] = (one.sheets, 0, 0)
    rows["number"] = np.arange(1, len(drawn) + 1)
    rows["notice"] = [f"{number * 7919 % 1000:010d}".encode() for number in range(len(drawn))]
    return rows


def mailing_of(drawn: list[Drawn], rule: BundleRule | None = RULE) -> Mailing:
    """Local pieces without district go into the sorted class, as the classing does."""
    mail = [0 if one.mail == 1 and DISTRICT_OF[one.postal] < 0 else one.mail for one in drawn]
    return Mailing(
        CLASSES, np.array(mail, dtype=np.int16), DISTRICTS, np.array([DISTRICT_OF[one.postal] for one in drawn], dtype=np.int32),
        np.array([100 * one.sheets for one in drawn], dtype=np.int32), rule,
    )  # fmt: skip


def planned(drawn: list[Drawn], profile: object = TINY, rule: BundleRule | None = RULE) -> list[tuple[JobPlan, Rows]]:
    campaigns = [CampaignPlan(key, "019917", ("notice",), (Route(profile, (PAPERS["plain-64"],)),)) for key in ("a", "b")]  # type: ignore[arg-type]
    return list(plan_jobs(RUN, rows_of(drawn), [0, 1], campaigns, {}, mailing_of(drawn, rule)))


def members(bundle: Bundle, part: Rows, drawn: list[Drawn]) -> list[Drawn]:
    return [drawn[number - 1] for number in part["number"][bundle.start : bundle.stop].tolist()]


@settings(max_examples=80)
@given(records)
def test_every_posted_piece_is_in_one_bundle_and_bundles_have_no_gaps(drawn: list[Drawn]) -> None:
    for job, _ in planned(drawn):
        if job.mail == UNMAILED:
            assert not job.bundles
            continue
        assert [bundle.number for bundle in job.bundles] == list(range(1, len(job.bundles) + 1))
        assert [piece for bundle in job.bundles for piece in range(bundle.start, bundle.stop)] == list(range(job.pieces))
        assert all(bundle.stop > bundle.start for bundle in job.bundles)


@settings(max_examples=80)
@given(records)
def test_a_job_is_of_one_class_and_a_bundle_says_what_its_pieces_have_in_common(drawn: list[Drawn]) -> None:
    rows, mailing = rows_of(drawn), mailing_of(drawn)
    for job, part in planned(drawn):
        assert {CLASSES[mailing.class_of[number - 1]] for number in part["number"].tolist()} == {job.mail}
        for bundle in job.bundles:
            inside = [number - 1 for number in part["number"][bundle.start : bundle.stop].tolist()]
            of_district = {DISTRICTS[at] if at >= 0 else "" for at in mailing.district_of[inside].tolist()}
            codes = {code.decode() for code in rows["postal"][inside].tolist()}
            if bundle.level == "district":
                assert of_district == {bundle.district}
            elif bundle.level == "two-digits":
                assert {code[:2] for code in codes} == {bundle.district}
            else:
                assert (bundle.level, bundle.district) == ("mixed", "")
            assert bundle.level == "district" or job.mail != LOCAL


def key_by_count(drawn: list[Drawn]) -> dict[int, tuple[str, str]]:
    """Level and district of each admitted record, counted in the plainest way over its campaign and class."""
    mailing = mailing_of(drawn)
    group = [(one.delivery, int(mailing.class_of[at])) for at, one in enumerate(drawn)]
    district = [DISTRICTS[at] if at >= 0 else "" for at in mailing.district_of.tolist()]
    admitted = [at for at, one in enumerate(drawn) if one.admitted]
    by_district = Counter((group[at], district[at]) for at in admitted)
    head = [POSTALS[one.postal][:2].decode() if len(POSTALS[one.postal]) == 7 else "" for one in drawn]
    level = {
        at: ("district", district[at])
        for at in admitted
        if district[at] and (by_district[group[at], district[at]] >= RULE.least or CLASSES[group[at][1]] == LOCAL)
    }
    rest = [at for at in admitted if at not in level]
    by_head = Counter((group[at], head[at]) for at in rest)
    return level | {at: ("two-digits", head[at]) if head[at] and by_head[group[at], head[at]] >= RULE.least else ("mixed", "") for at in rest}


@settings(max_examples=80)
@given(records)
def test_districts_with_too_few_fall_to_two_digits_and_those_to_the_mixed_bundle(drawn: list[Drawn]) -> None:
    wanted = key_by_count(drawn)
    for job, part in planned(drawn):
        for bundle in job.bundles:
            assert {wanted[number - 1] for number in part["number"][bundle.start : bundle.stop].tolist()} == {(bundle.level, bundle.district)}


@settings(max_examples=80)
@given(records)
def test_bundles_and_trays_keep_their_limits(drawn: list[Drawn]) -> None:
    for job, part in planned(drawn):
        trays = Counter[int]()
        thick = Counter[int]()
        for bundle in job.bundles:
            inside = members(bundle, part, drawn)
            assert len(inside) <= RULE.most
            assert len(inside) == 1 or sum(100 * one.sheets for one in inside) <= RULE.most_thickness_um
            trays[bundle.tray] += len(inside)
            thick[bundle.tray] += sum(100 * one.sheets for one in inside)
        assert all(count <= RULE.tray_most for count in trays.values())
        assert all(um <= RULE.tray_most_thickness_um for um in thick.values())
        assert list(trays) == list(range(1, len(trays) + 1))


@settings(max_examples=80)
@given(records)
def test_bundles_stand_by_first_two_digits_districts_first_mixed_last_each_in_postal_order(drawn: list[Drawn]) -> None:
    rows = rows_of(drawn)
    groups: dict[tuple[str, MailClass], list[tuple[object, ...]]] = {}
    for job, part in planned(drawn):
        for bundle in job.bundles:
            place = (1,) if bundle.level == "mixed" else (0, bundle.district[:2], LEVELS.index(bundle.level), bundle.district)
            for number in part["number"][bundle.start : bundle.stop].tolist():
                row = rows[number - 1]
                groups.setdefault((job.campaign, job.mail), []).append((place, bytes(row["postal"]), bytes(row["notice"]), number))
    assert all(keys == sorted(keys) for keys in groups.values())


@settings(max_examples=80)
@given(records)
def test_jobs_keep_the_machine_s_limits_and_share_out_to_its_lines(drawn: list[Drawn]) -> None:
    jobs, pieces = Counter[tuple[str, MailClass]](), Counter[tuple[str, MailClass]]()
    for job, _ in planned(drawn):
        assert job.pieces <= TINY.most_pieces
        assert job.sheets <= TINY.most_sheets_a_job
        jobs[job.campaign, job.mail] += 1
        pieces[job.campaign, job.mail] += job.pieces
    assert all(jobs[key] >= min(TINY.lines, max(1, count // TINY.least_pieces)) for key, count in pieces.items())


@settings(max_examples=40)
@given(records, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(drawn: list[Drawn], random: object) -> None:
    """Rows of two deliveries may be interleaved in any way: what they are planned to is the same."""
    rows, mailing = rows_of(drawn), mailing_of(drawn)
    shuffled = list(range(len(drawn)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    moved = mailing._replace(class_of=mailing.class_of[shuffled], district_of=mailing.district_of[shuffled], thickness_um=mailing.thickness_um[shuffled])
    campaigns = [CampaignPlan(key, "019917", ("notice",), (Route(TINY, (PAPERS["plain-64"],)),)) for key in ("a", "b")]
    one = list(plan_jobs(RUN, rows, [0, 1], campaigns, {}, mailing))
    other = list(plan_jobs(RUN, rows[shuffled], [0, 1], campaigns, {}, moved))
    assert [(job, part.tobytes()) for job, part in one] == [(job, part.tobytes()) for job, part in other]


@given(st.lists(st.sampled_from([0, 2, 3, 4]), min_size=300, max_size=300))
@settings(max_examples=20)
def test_three_hundred_notices_make_at_least_four_jobs_whatever_their_districts(postals: list[int]) -> None:
    drawn = [Drawn(0, True, 2, postal, 0) for postal in postals]
    jobs = planned(drawn, SMALL_JOBS, BundleRule(least=10, most=100, most_thickness_um=150_000, tray_most=500, tray_most_thickness_um=500_000))
    assert len(jobs) == 4


def test_three_hundred_notices_of_one_district_make_four_even_jobs() -> None:
    drawn = [Drawn(0, True, 2, 0, 1) for _ in range(300)]
    jobs = planned(drawn, SMALL_JOBS, BundleRule(least=10, most=100, most_thickness_um=150_000, tray_most=500, tray_most_thickness_um=500_000))
    assert [(job.pieces, [(one.level, one.district, one.start, one.stop) for one in job.bundles]) for job, _ in jobs] == [
        (75, [("district", "070", 0, 75)])
    ] * 4


def test_a_local_piece_without_district_is_a_bug() -> None:
    rows = rows_of([Drawn(0, True, 1, 5, 1)])
    mailing = unmailed(rows)._replace(classes=(LOCAL,), districts=DISTRICTS, rule=RULE)
    with pytest.raises(BugFound):
        list(plan_jobs(RUN, rows, [0], [CampaignPlan("a", "019917", ("notice",), (Route(FOLD, (PAPERS["plain-64"],)),))], {}, mailing))


def test_a_job_with_too_many_rare_clusters_is_cut_between_bundles() -> None:
    drawn = [Drawn(0, True, 1, 0 if at < 4 else 3, 0) for at in range(10)]
    rare = {at: frozenset(f"{chr(0x4E00 + number)}\U000E0100" for number in range(at * 700, at * 700 + 700)) for at in range(10)}
    campaigns = [CampaignPlan("a", "019917", ("notice",), (Route(FOLD, (PAPERS["plain-64"],)),))]
    jobs = list(plan_jobs(RUN, rows_of(drawn), [0], campaigns, rare, mailing_of(drawn)))
    assert [(job.pieces, [(one.district, one.stop - one.start) for one in job.bundles]) for job, _ in jobs] == [
        (4, [("070", 4)]), (6, [("078", 6)]),
    ]  # fmt: skip
    assert all(len(job.codes) <= MOST_RARE_IN_A_JOB for job, _ in jobs)


def test_a_bundle_is_cut_where_its_rare_clusters_alone_are_too_many() -> None:
    drawn = [Drawn(0, True, 1, 0, 0) for _ in range(6)]
    rare = {at: frozenset(f"{chr(0x4E00 + number)}\U000E0100" for number in range(at * 2000, at * 2000 + 2000)) for at in range(6)}
    campaigns = [CampaignPlan("a", "019917", ("notice",), (Route(FOLD, (PAPERS["plain-64"],)),))]
    jobs = list(plan_jobs(RUN, rows_of(drawn), [0], campaigns, rare, mailing_of(drawn)))
    assert [[(one.number, one.start, one.stop, one.tray) for one in job.bundles] for job, _ in jobs] == [[(1, 0, 3, 1)]] * 2


def test_nothing_is_tied_without_a_rule() -> None:
    assert all(not job.bundles for job, _ in planned([Drawn(0, True, 1, 0, 0)] * 20, rule=None))
