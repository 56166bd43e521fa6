"""What the night decided of a posting (差出の区分), kept in the run's folder and read back: why each piece is in its class, and what it costs.

``postage/<municipality>-<yyyymmdd>.json`` is a :class:`PostingClassed`, ``.npy`` beside it each piece's line, by its number in the run.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.durable import write_whole
from printjob.errors import DataRefused, Fault
from printjob.mailroom.postage.explain import Line, Report
from printjob.mailroom.postage.groups import Group

PIECE_LINE = np.dtype([("piece", "u4"), ("line", "i4")], align=False)
"""a piece's number in the run, and the index of its line"""

PieceLines = npt.NDArray[np.void]


class PostingClassed(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality's posting of a day as the night decided it.

    ``lines``: one for each share of the decision, then one for each group that nothing takes; ``groups[group_of_line[n]]`` are the
    pieces that line ``n`` speaks of.
    """

    run: str
    municipality: str
    posted_on: date
    report: Report
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    group_of_line: tuple[int, ...]

    @property
    def id(self) -> str:
        """Its name: municipality and day."""
        return self.report.id


def keep_classed(run: Path, classed: PostingClassed, pieces: PieceLines) -> None:
    """Write both files; ``pieces`` are sorted by piece."""
    buffer = io.BytesIO()
    np.save(buffer, pieces, allow_pickle=False)
    write_whole(_path(run, classed.id).with_suffix(".npy"), buffer.getvalue())
    write_whole(_path(run, classed.id), msgspec.json.encode(classed))


def classed_of(run: Path) -> list[PostingClassed]:
    """Every posting that the night of this run decided, by day and municipality."""
    found = [_read(path) for path in sorted((run / "postage").glob("*.json"))]
    return sorted(found, key=lambda one: (one.posted_on, one.municipality))


def read_classed(run: Path, municipality: str, day: date) -> PostingClassed:
    """One of them; a posting that the run does not have is refused (``PJ-1602-E``)."""
    return _read(_known(run, municipality, day))


def unclassed(run: Path) -> list[Fault]:
    """The postings of which pieces are in no class or have no envelope (``PJ-1319-W``), with how many: whoever puts them into envelopes must
    know before.
    """
    reports = [(one.id, one.report) for one in classed_of(run)]
    return [
        Fault(id="PJ-1319-W", file=name, detail=f"of {one.pieces} pieces {one.unplaced} have no class, {one.lacking_envelopes} no envelope")
        for name, one in reports
        if one.unplaced or one.lacking_envelopes
    ]


def lines_of_pieces(run: Path, municipality: str, day: date) -> PieceLines:
    """Of every piece of that posting its line (dtype :data:`PIECE_LINE`), sorted by piece."""
    found: PieceLines = np.load(_known(run, municipality, day).with_suffix(".npy"), allow_pickle=False)
    return found


def _path(run: Path, name: str) -> Path:
    return run / "postage" / f"{name}.json"


def _known(run: Path, municipality: str, day: date) -> Path:
    path = _path(run, f"{municipality}-{day:%Y%m%d}")
    if not path.exists():
        raise DataRefused(Fault(id="PJ-1602-E", field="RUN", value=run.name, detail=f"no mail classes of {path.stem} were decided in this run"))
    return path


def _read(path: Path) -> PostingClassed:
    return msgspec.json.decode(path.read_bytes(), type=PostingClassed)
