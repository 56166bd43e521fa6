"""The whole run: ``batch.py`` from inbox to prepared jobs, wall time, and the memory of the parent and its workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from benchmarks.site import DATE, fresh_home

_ROOT = Path(__file__).resolve().parent.parent
_LOOK_EVERY_S = 0.2


class Whole(msgspec.Struct, frozen=True):
    """One run of batch.py. Memory is the peak of a process's own resident bytes (mapped files are the system's);
    ``worker_bytes`` is the biggest worker's. ``naive`` is plain ReportLab's rate, the mean of just before and just after.
    """

    notices: int
    pages: int
    seconds: float
    exit: int
    parent_bytes: int
    worker_bytes: int
    naive: float = 0.0

    @property
    def pages_a_second(self) -> float:
        """Pages a second of wall time."""
        return self.pages / self.seconds

    @property
    def ratio(self) -> float:
        """The whole run (wall time, all workers) against naive on one core."""
        return self.pages_a_second / self.naive


def measure(folder: Path, form: str, notices: int, workers: int) -> Whole:
    """Run the night on a fresh delivery of ``notices`` notices of the form."""
    home = fresh_home(folder, form, notices)
    command = [
        sys.executable,
        str(_ROOT / "batch.py"),
        "--home",
        str(home.folder),
        "--date",
        DATE.isoformat(),
        "--workers",
        str(workers),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        parent = worker = 0
        while process.poll() is None:
            parent = max(parent, _resident(process.pid))
            worker = max([worker, *(_resident(child) for child in _descendants(process.pid))])
            time.sleep(_LOOK_EVERY_S)
        output = process.stdout.read() if process.stdout else ""
    told = json.loads(output.strip().splitlines()[-1])
    if told["exit"] != 0:
        raise SystemExit(f"the whole run of {notices:,} notices ended with {told['exit']}: {output}")
    return Whole(
        notices=told["notices"],
        pages=told["pages"],
        seconds=told["seconds"],
        exit=told["exit"],
        parent_bytes=parent,
        worker_bytes=worker,
    )


def _resident(pid: int) -> int:
    try:
        _, resident, shared, *_ = map(int, Path(f"/proc/{pid}/statm").read_text().split())
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _descendants(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return children + [deeper for child in children for deeper in _descendants(child)]
