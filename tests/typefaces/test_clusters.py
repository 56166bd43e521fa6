"""The unit of text is the cluster: nothing is lost by splitting, selectors and marks never stand away from their base."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.typefaces.clusters import clusters, is_selector, is_simple

_NAMES = st.text(st.sampled_from("渡邊辻葛髙﨑𠮷𡈽かハﾊﾞA1　・\U000e0100\U000e0109\ufe00\u3099\u0301\n"), max_size=20)


@given(st.text() | _NAMES)
def test_joined_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(st.text() | _NAMES)
def test_marks_start_a_cluster_only_where_no_base_precedes(text: str) -> None:
    for index, cluster in enumerate(clusters(text)):
        base_is_mark = unicodedata.category(cluster[0]) in ("Mn", "Me")
        assert not base_is_mark or index == 0
        assert all(unicodedata.category(follower) in ("Mn", "Me") for follower in cluster[1:])


@given(st.text() | _NAMES)
def test_simple_means_one_bmp_character_a_cluster(text: str) -> None:
    by_definition = all(
        ord(c) < 0x10000 and unicodedata.category(c) not in ("Mn", "Me", "Cs") for c in text
    )
    assert is_simple(text) == by_definition
    if by_definition:
        assert clusters(text) == list(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("辻\U000e0102内", ["辻\U000e0102", "内"]),
        ("𠮷田", ["𠮷", "田"]),
        ("か\u3099き", ["か\u3099", "き"]),
        ("ﾊﾞ", ["ﾊ", "ﾞ"]),
        ("\U000e0100辻", ["\U000e0100", "辻"]),
        ("神\ufe00", ["神\ufe00"]),
        ("", []),
    ],
)
def test_examples(text: str, expected: list[str]) -> None:
    assert clusters(text) == expected


def test_selectors_are_the_two_blocks_and_nothing_else() -> None:
    found = [code for code in range(0x110000) if is_selector(chr(code))]
    assert found == [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
