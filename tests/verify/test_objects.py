"""PDF objects and files: what was written is read, what is damaged is refused, never guessed."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import DataRefused
from printjob.verify.objects import Name, Ref, read_value, unescaped
from printjob.verify.pdffile import PdfFile, inflated, unfiltered
from tests.verify.small_run import ARTS, file_of, small_arts


def _escaped(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")


@given(st.binary(max_size=60))
def test_strings_read_back(raw: bytes) -> None:
    assert read_value(b"(" + _escaped(raw) + b")", 0)[0] == raw
    assert read_value(b"<" + raw.hex().encode() + b">", 0)[0] == raw
    assert unescaped(_escaped(raw)) == raw


@given(st.recursive(
    st.integers(-9999, 9999) | st.booleans() | st.none() | st.binary(max_size=8) | st.builds(Ref, st.integers(1, 99), st.just(0)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ABCab", min_size=1, max_size=4), inner, max_size=4), max_leaves=12,
))
def test_objects_read_back(value: object) -> None:
    assert read_value(_written(value), 0)[0] == value


def _written(value: object) -> bytes:
    match value:
        case bool() | None:
            return {True: b"true", False: b"false", None: b"null"}[value]
        case Ref(number, generation):
            return b"%d %d R" % (number, generation)
        case int():
            return b"%d" % value
        case bytes():
            return b"(%b)" % _escaped(value)
        case list():
            return b"[%b]" % b" ".join(map(_written, value))
        case dict():
            return b"<<%b>>" % b" ".join(b"/%b %b" % (key.encode(), _written(member)) for key, member in value.items())
    raise TypeError(value)


@pytest.mark.parametrize("text", [b"(abc", b"[1 2", b"<</A", b"<</A 1/A 2>>", b"<</A obj>>", b"<12", b""])
def test_broken_objects_are_refused(text: bytes) -> None:
    with pytest.raises(DataRefused, match="PJ-1507-E"):
        read_value(text, 0)


def test_names_and_balanced_parentheses() -> None:
    assert read_value(b"/A#20B", 0)[0] == Name("A B")
    assert read_value(b"(a(b)c)", 0)[0] == b"a(b)c"


def test_compressed_data_must_be_whole() -> None:
    packed = zlib.compress(b"page" * 100)
    assert inflated(packed) == b"page" * 100
    for torn in (packed[:-1], packed[:-5], packed + b"x", packed[:-2] + b"zz", b"junk"):
        with pytest.raises(DataRefused, match="PJ-1507-E"):
            inflated(torn)
    assert unfiltered("ASCIIHexDecode", b"6162>") == b"ab"
    with pytest.raises(DataRefused, match="JPXDecode"):
        unfiltered("JPXDecode", b"")


def test_a_file_is_read_through_its_table(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(small_arts())
    pdf = PdfFile(path)
    assert len(pdf.pages) == len(ARTS)
    assert b"(art 3)" in pdf.decoded(pdf.stream(pdf.page(pdf.pages[3])["Contents"]))


@pytest.mark.parametrize("damage", [
    lambda whole: whole[:-30],
    lambda whole: whole[5:],
    lambda whole: whole.replace(b"%PDF", b"%XXX"),
    lambda whole: whole.replace(b"/Count %d" % len(ARTS), b"/Count %d" % (len(ARTS) + 1)),
    lambda whole: whole.replace(b"2 0 obj", b"7 0 obj"),
    lambda whole: whole.replace(b"trailer\n<<", b"trailer\n<</Prev 9"),
    lambda whole: whole[:0],
])
def test_damaged_files_are_refused(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(damage(small_arts()))  # type: ignore[operator]
    with pytest.raises(DataRefused, match="PJ-1507-E"):
        PdfFile(path).pages  # noqa: B018 - the pages are read at first use


def test_a_stream_must_end_where_its_length_says(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(file_of([b"<<>>", b"<</Length 3>>stream\nabcdef\nendstream"]))
    with pytest.raises(DataRefused, match="length"):
        PdfFile(path).object(2)
