"""Every object has its own number, and the page tree leads to every page in order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.compose.numbering import KIDS, ROOT, Numbering


def nodes(numbering: Numbering) -> dict[int, tuple[list[int], int, int | None]]:
    """Kids, count and parent of each node by its number, as written."""
    found = {}
    for written in numbering.tree(595.2, 841.92):
        number = int(written.split(b" ", 1)[0])
        kids = [int(kid) for kid in re.findall(rb"(\d+) 0 R", written[written.index(b"/Kids[") :])]
        parent = re.search(rb"/Parent (\d+) 0 R", written)
        count = re.search(rb"/Count (\d+)", written)
        assert count
        found[number] = kids, int(count[1]), int(parent[1]) if parent else None
    return found


def walk(
    tree: dict[int, tuple[list[int], int, int | None]], number: int, parent: int | None
) -> list[tuple[int, int | None]]:
    if number not in tree:
        return [(number, parent)]
    kids, count, written_parent = tree[number]
    assert written_parent == parent
    assert 0 < len(kids) <= KIDS
    leaves = [leaf for kid in kids for leaf in walk(tree, kid, number)]
    assert len(leaves) == count
    return leaves


@pytest.mark.parametrize("pages", [1, 2, 99, 100, 101, 199, 200, 9_999, 10_000, 10_001, 20_001])
def test_the_tree_leads_to_every_page_in_order(pages: int) -> None:
    numbering = Numbering(pages)
    leaves = walk(nodes(numbering), ROOT, None)
    assert leaves == [(numbering.first_page + 2 * page, numbering.parent(page)) for page in range(pages)]


@given(st.integers(1, 2_000_000))
def test_numbers_follow_one_another_without_gap(pages: int) -> None:
    numbering = Numbering(pages)
    after = ROOT
    for first, count in numbering.levels:
        assert first == after
        after += count
    assert numbering.levels[0][1] == 1
    assert (numbering.first_page, numbering.first_free) == (after, after + 2 * pages)


def test_a_page_is_as_large_as_the_form_to_the_ten_thousandth_of_a_point() -> None:
    """A past fault: 595.3198 became 595.32, and PDFium found a page of 4962 dots instead of 4961."""
    root = Numbering(3).tree(595.3198, 841.9198)[0]
    assert b"/MediaBox[0 0 595.3198 841.9198]" in root
