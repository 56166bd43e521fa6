"""The inserter's control file (封入機 制御ファイル), written from ``sheets.jsonl`` in the layout that the profile names.

A layout is data (``spool/control/*.yaml``); ``spool/README.md`` documents it. The file holds no personal data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from printjob.declared import read
from printjob.model.piece import Sheet

_VALUES: dict[str, Callable[[Sheet], object]] = {
    "job": lambda sheet: sheet.job,
    "piece": lambda sheet: sheet.piece,
    "seq": lambda sheet: sheet.seq,
    "sheet": lambda sheet: sheet.sheet,
    "of": lambda sheet: sheet.of,
    "last": lambda sheet: int(sheet.sheet == sheet.of),
    "stock": lambda sheet: sheet.stock,
    "mark": lambda sheet: sheet.mark,
    "notice": lambda sheet: sheet.notice,
    "feeders": lambda sheet: "+".join(map(str, sheet.feeders)),
    "divert": lambda sheet: sheet.divert,
    "weight_mg": lambda sheet: sheet.weight_mg,
    "thickness_um": lambda sheet: sheet.thickness_um,
}


class ControlLayout(msgspec.Struct, frozen=True):
    """A control file's form: file name, encoding, line end, heading, and ``(column, value)`` pairs."""

    name: str
    file: str
    encoding: str
    line_end: str
    heading: bool
    columns: tuple[tuple[str, str], ...]


def read_control_layout(path: Path) -> ControlLayout:
    """The layout in ``path``. Raises ``DeclarationRefused`` with all faults."""
    node = read(path)
    columns = []
    for item in node.take("columns").items():
        with node.collecting():
            columns.append((item.take("column").filled(), item.take("value").choice({name: name for name in _VALUES})))
            item.refuse_unknown()
    node.take("title").filled()
    layout = ControlLayout(
        name=node.take("control").filled(),
        file=node.take("file").filled(),
        encoding=node.take("encoding").choice({"utf-8": "utf-8", "cp932": "cp932"}),
        line_end=node.take("line_end").choice({"crlf": "\r\n", "lf": "\n"}),
        heading=node.take("heading").flag(),
        columns=tuple(columns),
    )
    node.refuse_unknown()
    node.finish()
    return layout


def control_file(layout: ControlLayout, sheets: Iterable[Sheet]) -> bytes:
    """The control file's bytes, one line for each sheet in print order."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=layout.line_end)
    if layout.heading:
        writer.writerow([column for column, _ in layout.columns])
    values = [_VALUES[value] for _, value in layout.columns]
    writer.writerows([value(sheet) for value in values] for sheet in sheets)
    return text.getvalue().encode(layout.encoding)
