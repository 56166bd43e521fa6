"""Narrow texts: bytes that say the same characters, columns that say the width."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.compose.narrow import TRIANGLE, byte_of, column_width, set_narrow
from printjob.errors import BugFound
from printjob.typefaces.face import face

CHARACTERS = [*map(chr, range(0x20, 0x7F)), TRIANGLE]
ESCAPE = re.compile(rb"\\(.)", re.DOTALL)


@pytest.mark.parametrize(("face_id", "width"), [("bizud-gothic", 500), ("ocr-b", 723)])
def test_columns_are_as_wide_as_the_face(face_id: str, width: float) -> None:
    assert column_width(face_id) == pytest.approx(width)


@given(st.lists(st.text(CHARACTERS), min_size=1))
def test_each_text_keeps_its_characters_and_width(texts: list[str]) -> None:
    columns, written = set_narrow(texts)
    one = face("bizud-gothic")
    widths = [1000 * one.text_width(text) for text in texts]
    assert [column_width("bizud-gothic") * count for count in columns] == pytest.approx(widths)
    assert [ESCAPE.sub(rb"\1", raw) for raw in written] == [bytes(byte_of(ord(c)) or 0 for c in text) for text in texts]


@pytest.mark.parametrize("text", ["é", "１", "▲円"])
def test_a_character_without_byte_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ascii"):
        set_narrow(["1", text])


def test_a_face_of_many_widths_is_refused() -> None:
    with pytest.raises(BugFound):
        column_width("ipamj-mincho")
