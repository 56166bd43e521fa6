"""The inserter's control file (封入機 制御ファイル), written from ``sheets.jsonl`` and the bundles in the layout that the profile names.

A layout is data (``spool/control/*.yaml``); ``spool/README.md`` documents it. The file holds no personal data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.declared import read
from printjob.model.mail import Bundle
from printjob.model.piece import Sheet


class _Fed(NamedTuple):
    """A sheet as the inserter meets it: ``bundle`` is its piece's (0: none), ``ends_bundle`` on the last sheet before the bundle's break."""

    sheet: Sheet
    bundle: int
    ends_bundle: bool


_VALUES: dict[str, Callable[[_Fed], object]] = {
    "job": lambda fed: fed.sheet.job,
    "piece": lambda fed: fed.sheet.piece,
    "seq": lambda fed: fed.sheet.seq,
    "sheet": lambda fed: fed.sheet.sheet,
    "of": lambda fed: fed.sheet.of,
    "last": lambda fed: int(fed.sheet.sheet == fed.sheet.of),
    "stock": lambda fed: fed.sheet.stock,
    "mark": lambda fed: fed.sheet.mark,
    "notice": lambda fed: fed.sheet.notice,
    "feeders": lambda fed: "+".join(map(str, fed.sheet.feeders)),
    "divert": lambda fed: fed.sheet.divert,
    "weight_mg": lambda fed: fed.sheet.weight_mg,
    "thickness_um": lambda fed: fed.sheet.thickness_um,
    "bundle": lambda fed: fed.bundle,
    "bundle_last": lambda fed: int(fed.ends_bundle),
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


def control_file(layout: ControlLayout, sheets: Iterable[Sheet], bundles: Sequence[Bundle] = ()) -> bytes:
    """The control file's bytes, one line for each sheet in print order. ``bundles`` are the job's, none where nothing is tied."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=layout.line_end)
    if layout.heading:
        writer.writerow([column for column, _ in layout.columns])
    values = [_VALUES[value] for _, value in layout.columns]
    writer.writerows([value(fed) for value in values] for fed in _fed(sheets, bundles))
    return text.getvalue().encode(layout.encoding)


def _fed(sheets: Iterable[Sheet], bundles: Sequence[Bundle]) -> Iterator[_Fed]:
    """``seq`` counts a job's pieces from 1, ``start`` and ``stop`` of a bundle from 0: its last piece is number ``stop``."""
    bundle_of = {seq: bundle.number for bundle in bundles for seq in range(bundle.start + 1, bundle.stop + 1)}
    last = {bundle.stop for bundle in bundles}
    for sheet in sheets:
        yield _Fed(sheet, bundle_of.get(sheet.seq, 0), sheet.sheet == sheet.of and sheet.seq in last)
