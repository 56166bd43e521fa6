"""What was kept is read back by position, and what is forgotten is closed."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from printjob.model import runfolder
from printjob.model.record import Prepared
from printjob.run.worker import forget


def _prepared(number: int) -> Prepared:
    return Prepared(notice=f"{number:010d}", number=number, line=number, bars="", variant=0, values=("見本",), fitted=(), sections=(), rare=())


def _open_below(folder: Path) -> int:
    """How many files below the folder this process has open."""
    links = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    return sum(link.startswith(f"{folder.resolve()}/") for link in links)


def test_records_are_read_by_position_and_forgotten_parts_are_closed(tmp_path: Path) -> None:
    encoded = [msgspec.msgpack.encode(_prepared(number)) for number in (1, 2)]
    for part in range(300):  # more than are kept open
        path = runfolder.records_path(tmp_path, 0, part)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"".join(encoded))
        assert runfolder.read_prepared(tmp_path, 0, part, len(encoded[0]), len(encoded[1])) == _prepared(2)
    assert 0 < _open_below(tmp_path) <= 256
    forget([runfolder])
    assert _open_below(tmp_path) == 0
