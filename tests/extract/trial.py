"""An invented form with two sections, members and slips, in every encoding that a format may declare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from printjob.extract.format import Format, read_format
from printjob.extract.reader import RangeReader, RangeResult
from printjob.extract.writer import LineWriter
from printjob.model.record import Value
from printjob.recordshape import RecordShape, read_shape

DATA = Path(__file__).parent.parent / "data"
FORMATS = DATA / "formats"
GAIJI = {"\ue000": "𠮷"}
CASES = (
    ("trial-fixed", "cp932", "crlf"),
    ("trial-fixed", "cp932", "lf"),
    ("trial-fixed", "euc-jp", "crlf"),
    ("trial-fixed", "utf-8", "crlf"),
    ("trial-csv", "cp932", "crlf"),
    ("trial-csv", "utf-8", "crlf"),
    ("trial-csv", "euc-jp", "lf"),
    ("trial-csv", "utf-16le", "crlf"),
    ("trial-csv", "utf-16be", "crlf"),
    ("trial-csv", "utf-16be", "lf"),
    ("trial-host", "{table: trial-jef.tsv}", "none"),
    ("trial-host", "{table: trial-keis.tsv}", "none"),
)
"""Format file, encoding and line end of every kind of file that can be declared."""


@cache
def shape() -> RecordShape:
    """The invented form's record."""
    return read_shape(DATA / "trial" / "record.yaml")


@cache
def trial_format(name: str, encoding: str, line_end: str) -> Format:
    """A format of the tests with another encoding and line end in its place."""
    text = (FORMATS / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    known_as = "-".join([name, encoding.strip("{}").removeprefix("table: ").removesuffix(".tsv"), line_end])
    changed = {"format": known_as, "encoding": encoding, "line_end": line_end}
    lines = [f"{key}: {changed[key]}" if (key := line.partition(":")[0]) in changed else line for line in text]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text("\n".join(lines), encoding="utf-8")
        (Path(folder) / "tables").symlink_to(FORMATS / "tables")
        return read_format(path)


def named(fmt: Format, role: str, **values: Value) -> tuple[Value, ...]:
    """A line's values by name; fillers are blank."""
    return tuple(values.get(name, "") for name in fmt.by_role[role].names)


def data_values(fmt: Format, number: int = 1, **changed: Value) -> tuple[Value, ...]:
    """The data line of a sound notice of two members and three slips."""
    sound: dict[str, Value] = {
        "notice_number": f"{number:010d}", "addressee_number": "00000007", "tax_year": 2026, "category": "1", "postal_code": "0700000",
        "address": "北海道旭川市東一丁目", "name": "見本　太郎", "total": 900, "first_half": 600, "due": date(2026, 6, 30),
        "rate": Decimal("1.40"), "member_count": 2, "slip_count": 3, "pull": "0", "protected": "0",
    }  # fmt: skip
    return named(fmt, "data", **(sound | changed))


def members(fmt: Format, number: int = 1, shares: tuple[int, ...] = (400, 500)) -> list[tuple[Value, ...]]:
    """The member lines."""
    return [named(fmt, "member", notice_number=f"{number:010d}", name="見本花子", share=share) for share in shares]


def slips(fmt: Format, number: int = 1, amounts: tuple[tuple[str, int], ...] = (("1", 400), ("1", 200), ("2", 300))) -> list[tuple[Value, ...]]:
    """The slip lines."""
    return [named(fmt, "slip", notice_number=f"{number:010d}", term=term, amount=amount) for term, amount in amounts]


def notice(fmt: Format, number: int = 1, **changed: Value) -> bytes:
    """A sound notice, unless data values are changed."""
    return LineWriter(fmt, GAIJI).notice(data_values(fmt, number, **changed), members(fmt, number), slips(fmt, number))


def file_of(fmt: Format, notices: int) -> bytes:
    """A whole extract file, header to end."""
    writer = LineWriter(fmt, GAIJI)
    header = named(fmt, "header", municipality="019917", form="trial", fiscal_year=2026, business_date=date(2026, 4, 1), run_kind="1")
    trailer = named(fmt, "trailer", records=notices, details=5 * notices, total_amount=900 * notices)
    lines = [notice(fmt, number + 1) for number in range(notices)]
    return b"".join([writer.line("header", header), *lines, writer.line("trailer", trailer), writer.line("end", named(fmt, "end"))])


def read(fmt: Format, data: bytes, *, run_kind: str = "1", first_line: int = 2, first_number: int = 1) -> RangeResult:
    """What the reader makes of these bytes."""
    return RangeReader(fmt, shape(), run_kind, 2026, GAIJI).read(data, file="a.dat", first_line=first_line, first_number=first_number)
