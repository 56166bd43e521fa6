"""Lines never start or end with what may not stand there, and never cut a number or tear an honorific from its name."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.layout.breaking import NOT_AT_END, NOT_AT_START, SPACES, breaks, wrap


def lines(text: str, limit: float) -> list[str] | None:
    parts = list(text)
    found = wrap(parts, [1.0] * len(parts), breaks(parts), limit)
    return None if found is None else ["".join(parts[start:stop]) for start, stop in found]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("納期限までに、納付", 6, ["納期限まで", "に、納付"]),
        ("市長は「決定」する", 4, ["市長は", "「決定」", "する"]),
        ("番地１２３４５号", 4, None),
        ("番地１２３号", 4, ["番地", "１２３号"]),
        ("計1,234,567円", 9, ["計", "1,234,567", "円"]),
        ("北海　花子　様", 6, ["北海", "花子　様"]),
        ("北海道見本株式会社　御中", 10, ["北海道見本株式", "会社　御中"]),
        ("ABC見本", 3, ["ABC", "見本"]),
        ("さっぽろ", 2, ["さっ", "ぽろ"]),
        ("市「　町」", 3, None),
    ],
)
def test_lines(text: str, limit: float, expected: list[str] | None) -> None:
    assert lines(text, limit) == expected


@given(st.text(alphabet="北海道　 12,３（「」）、。ーっA様", min_size=1, max_size=40), st.integers(3, 12))
def test_lines_keep_every_character_and_the_rules(text: str, limit: int) -> None:
    found = lines(text, limit)
    if found is None:
        return
    assert "".join(found).translate({ord(space): None for space in SPACES}) == text.translate({ord(space): None for space in SPACES})
    assert all(len(line) <= limit or line.startswith(tuple(SPACES)) for line in found)
    for before, behind in itertools.pairwise(found):
        assert not behind or behind[0] not in NOT_AT_START
        assert not before or before[-1] not in NOT_AT_END
