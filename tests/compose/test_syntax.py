"""What is written as PDF syntax is read back as the same value."""

from __future__ import annotations

import re
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import ByteStringObject, TextStringObject, read_string_from_stream

from printjob.compose.syntax import deflated, escaped, literal, number
from printjob.compose.syntax import stream as stream_body

ESCAPE = re.compile(rb"\\(.)", re.DOTALL)


@given(st.floats(-10000, 10000), st.integers(0, 4))
def test_a_number_is_its_value_to_the_places_asked_for(value: float, places: int) -> None:
    written = number(value, places)
    assert re.fullmatch(rb"-?(\d+|\d*\.\d+)", written)
    assert abs(float(written) - value) <= 0.5 * 10**-places + 1e-9


@given(st.binary())
def test_an_escaped_string_says_the_same_bytes(raw: bytes) -> None:
    written = escaped(raw)
    assert b"\r" not in written
    assert ESCAPE.sub(lambda found: b"\r" if found[1] == b"r" else found[1], written) == raw


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_a_literal_is_read_by_another_reader(text: str) -> None:
    read = read_string_from_stream(BytesIO(literal(text.encode("ascii"))), "latin-1")
    assert isinstance(read, TextStringObject | ByteStringObject)
    assert str(read) == text


def test_the_same_data_deflates_to_the_same_bytes() -> None:
    assert deflated(b"abc" * 1000) == deflated(b"abc" * 1000)
    assert stream_body(b"abc", b"/Length1 3").startswith(b"<</Length1 3/Filter/FlateDecode/Length ")
