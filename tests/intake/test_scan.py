"""Files are cut where a notice begins, in every encoding, and the parts say the same as the whole."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import DataRefused
from printjob.extract.format import Format
from printjob.extract.reader import RangeResult
from printjob.extract.writer import LineWriter
from printjob.intake.scan import scan_file
from printjob.model.framing import Framing
from tests.extract import trial
from tests.extract.trial import CASES, data_values, file_of, members, slips, trial_format
from tests.intake.delivering import deliver, registered, take_as

_STRADDLING = "\u0d30\u0a00\u3200\u2c00一\u0d00\u0a00\u3200\u2c01"
"""In UTF-16 the bytes of CR, LF and a data record's beginning stand in it, across the characters, in both byte orders."""


def _straddling_file(fmt: Format, notices: int) -> bytes:
    plain = file_of(fmt, notices)
    writer = LineWriter(fmt, trial.GAIJI)
    named = [writer.notice(data_values(fmt, n, name=_STRADDLING), members(fmt, n), slips(fmt, n)) for n in range(1, notices + 1)]
    head, tail = plain.split(writer.line("data", data_values(fmt, 1)))[0], plain[-plain[::-1].index(trial.notice(fmt, notices)[::-1]) :]
    return b"".join([head, *named, tail])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [1, 700, 1501, 1 << 20])
def test_parts_say_the_same_as_the_whole(tmp_path: Path, case: tuple[str, str, str], size: int) -> None:
    fmt = trial_format(*case)
    content = (_straddling_file if case[1].startswith("utf-16") else file_of)(fmt, 12)
    folder = deliver(tmp_path / "019917" / "one", fmt, content, records=12, total_amount_yen=12 * 900)
    night = take_as(folder, registered(), lambda _name: fmt, trial.shape(), size)
    assert night.faults == ()
    assert [record for result in night.results for record in result.records] == list(_whole(fmt, content).records)
    (file,) = night.checked.files
    assert (file.records, file.lines) == (12, 12 * 6 + 3)
    assert len(file.ranges) == (13 if size == 1 else 1 if size == 1 << 20 else len(file.ranges))


def _whole(fmt: Format, content: bytes) -> RangeResult:
    return trial.read(fmt, content, first_line=1)


@pytest.mark.parametrize("case", CASES)
def test_registered_formats_are_the_declared_ones(tmp_path: Path, case: tuple[str, str, str]) -> None:
    """Every part begins at a data record and has the checksum of its bytes."""
    fmt = trial_format(*case)
    path = tmp_path / "a.dat"
    path.write_bytes(file_of(fmt, 5))
    scanned = scan_file(path, fmt.framing, range_bytes=1)
    parts = [path.read_bytes()[part.start : part.stop] for part in scanned.ranges]
    assert b"".join(parts) == path.read_bytes()
    assert all(part.startswith(fmt.framing.starts) for part in parts[1:])
    assert [zlib.crc32(part) for part in parts] == [part.crc32 for part in scanned.ranges]


_UNITS = st.lists(st.sampled_from("\r\n2,1ab\u0d0a\u0a0d\u0d00\u0a00\u3200\u2c00\u0a32"), max_size=40).map("".join)


@given(text=_UNITS, order=st.sampled_from(["utf-16-le", "utf-16-be"]), odd=st.booleans())
def test_lines_of_utf_16_are_those_of_its_text(text: str, order: str, odd: bool) -> None:
    framing = Framing(starts=("2,".encode(order),), line_end="\r\n".encode(order), unit=2)
    expected = text.split("\r\n")
    data = text.encode(order) + b"\x00" * odd
    lines = framing.split(data)
    if not odd:
        assert [line.decode(order) for line in lines] == (expected if expected[-1] else expected[:-1])
    if data:
        records = sum(line.startswith("2,") for line in expected)
        assert framing.count(data, first=False) == (len(lines), records)


@given(text=_UNITS, at=st.integers(0, 20), order=st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_a_cut_of_utf_16_stands_between_characters_before_a_notice(text: str, at: int, order: str) -> None:
    framing = Framing(starts=("2,".encode(order),), line_end="\r\n".encode(order), unit=2)
    data = text.encode(order)
    border = framing.next_notice(data, at)
    places = [2 * (n + 2) for n in range(len(text)) if text.startswith("\r\n2,", n)]
    assert border == next((place for place in places if place >= max(at, 4)), -1)


@given(st.binary(max_size=60), st.integers(1, 9))
def test_records_without_line_ends_are_counted_by_their_length(data: bytes, length: int) -> None:
    framing = Framing(starts=(b"2",), line_end=b"", length=length)
    lines = framing.split(data)
    assert b"".join(lines) == data
    assert framing.count(data, first=True) == (len(lines), sum(line.startswith(b"2") for line in lines))
    border = framing.next_notice(data, 0)
    assert border == next((n * length for n, line in enumerate(lines) if n and line.startswith(b"2")), -1)


def test_a_file_whose_lines_never_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("printjob.intake.scan._LONGEST_NOTICE", 1 << 20)
    path = tmp_path / "a.dat"
    path.write_bytes(b"1" * (3 << 20))
    with pytest.raises(DataRefused, match="PJ-1110-E"):
        scan_file(path, Framing(starts=(b"2",)), range_bytes=1 << 10)
