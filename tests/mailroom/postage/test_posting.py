"""The site's answers from its post offices: payment kinds, bundles, copies, inquiry numbers; a mistake is named by file, line and column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.mailroom.postage.posting import Posting, read_posting
from tests.mailroom.postage.site import SMALL, shipped

BLOCK = 'numbers: [{municipality: "019917", option: registered, first: "1006000001", last: "1006000100"}]\n'


def changed(folder: Path, *changes: tuple[str, str], more: str = "") -> Posting:
    """The small site's settings with these texts in place of others."""
    text = SMALL["posting.yaml"] + more
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "posting.yaml").write_text(text, encoding="utf-8")
    return read_posting(folder / "posting.yaml")


def test_every_answer_of_an_office_that_is_not_published_says_so() -> None:
    posting = shipped().posting
    assert {one.evidence for one in posting.known} == {"example"}
    assert posting.bundling.rule.least < posting.bundling.rule.most < posting.bundling.rule.tray_most


def test_an_office_is_paid_by_contract_or_at_the_counter(tmp_path: Path) -> None:
    posting = changed(tmp_path, ('transport_yen: 15, contracts: ["019917"]', 'transport_yen: 15, contracts: [], cash: ["019917"]'))
    assert [posting.payment(office, "019917") for office in ("中央", "東", "西")] == ["postpaid", "cash", ""]
    assert posting.payment("中央", "019925") == ""


def test_a_campaign_may_be_posted_without_barcodes(tmp_path: Path) -> None:
    posting = changed(tmp_path, ("campaigns: []", "campaigns: [{campaign: a, barcode: no}, {campaign: b, first_due_on: 2026-05-01}]"))
    assert [posting.bars_wanted(series) for series in ("a", "b", "c")] == [False, True, True]


def test_the_earlier_of_two_due_days_counts(tmp_path: Path) -> None:
    posting = changed(tmp_path, ("campaigns: []", "campaigns: [{campaign: b, first_due_on: 2026-05-01}]"))
    early, late = dt.date(2026, 4, 30), dt.date(2026, 5, 2)
    assert [posting.first_due("b", day) for day in (early, late, None)] == [early, dt.date(2026, 5, 1), dt.date(2026, 5, 1)]
    assert [posting.first_due("c", day) for day in (early, None)] == [early, None]


def test_inquiry_numbers_are_blocks_of_one_municipality_and_service(tmp_path: Path) -> None:
    posting = changed(tmp_path, more=BLOCK)
    (block,) = posting.blocks("019917", "registered")
    assert (block.first, block.last) == ("1006000001", "1006000100")
    assert posting.blocks("019917", "recorded") == posting.blocks("019925", "registered") == ()


@pytest.mark.parametrize(("first", "last"), [("5006000001", "5006000100"), ("0006000001", "1006000100"), ("1006000001", "2006000100")])
def test_a_block_s_numbers_begin_as_those_of_its_service_do(tmp_path: Path, first: str, last: str) -> None:
    wrong = BLOCK.replace("1006000001", first).replace("1006000100", last)
    with pytest.raises(DeclarationRefused, match="numbers of registered begin with 1"):
        changed(tmp_path, more=wrong)
    two = BLOCK.replace("registered", "simple-registered").replace("1006000001", "3999999999").replace("1006000100", "4000000000")
    (block,) = changed(tmp_path, more=two).blocks("019917", "simple-registered")
    assert (block.first, block.last) == ("3999999999", "4000000000")


def test_a_number_is_shown_between_the_characters_that_the_office_wants(tmp_path: Path) -> None:
    symbol = changed(tmp_path, more=BLOCK).inquiry_symbol
    assert symbol is not None
    assert symbol.around("10060000010") == "A10060000010B"
    line = 'inquiry_symbol: {start: A, stop: B, evidence: example, source: test}\n'
    assert changed(tmp_path, (line, "")).inquiry_symbol is None
    with pytest.raises(DeclarationRefused) as refused:
        changed(tmp_path, (line, ""), more=BLOCK)
    assert ["inquiry_symbol" in f"{one}" for one in refused.value.faults] == [True]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("least: 2, most: 4", "least: 5, most: 4", "least"),
        ("{most: 8,", "{most: 3,", "4 or more"),
        ("tray: {most: 8, most_thickness_mm: 500}", "tray: {most: 8, most_thickness_mm: 100}", "at least one bundle"),
        ("[局控, 差出人控]", "[局控, 局控]", "each once"),
        ("[局控, 差出人控]", "[]", "each once"),
        ('contracts: ["019917"]}\n  - {office: 東', 'contracts: ["019917"], cash: ["019917"]}\n  - {office: 東', "postpaid or cash"),
        ('first: "1006000001"', 'first: "10060000012"', "ten digits"),
        ('last: "1006000100"', 'last: "1006000000"', "before the first"),
        ("option: registered", "option: express", "express"),
        ("start: A, stop: B", "start: a, stop: B", "a"),
        ("start: A, stop: B", "start: A", "stop"),
        ('last: "1006000100"}', 'last: "1006000100"}, {municipality: "019925", option: registered, first: "1006000100", last: "1006000200"}', "another block"),
    ],
)
def test_a_mistake_is_named_by_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DeclarationRefused) as refused:
        changed(tmp_path, (old, new), more=BLOCK)
    (fault,) = refused.value.faults
    assert fault.file.endswith("posting.yaml")
    assert fault.line > 1
    assert told in f"{fault.detail} {fault.value} {fault.field} {fault.file}"
