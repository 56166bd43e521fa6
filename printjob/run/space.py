"""Is there room on the disk for a run? Asked before anything is written."""

from __future__ import annotations

import shutil
from pathlib import Path

from printjob.errors import EnvironmentAtFault, Fault

_TIMES_THE_EXTRACTS = 10
"""Prepared records, chunks, print files and job files together stay under this many times the extracts' bytes."""

_LEAST_BYTES = 64 << 20


def require_space(folder: Path, extract_bytes: int) -> None:
    """``EnvironmentAtFault`` (``PJ-1403-E``) when the disk of ``folder`` has not enough free space for these extracts."""
    needed = _LEAST_BYTES + _TIMES_THE_EXTRACTS * extract_bytes
    free = shutil.disk_usage(folder).free
    if free < needed:
        detail = f"{free / 1e6:,.0f} MB free, {needed / 1e6:,.0f} MB needed"
        raise EnvironmentAtFault(Fault(id="PJ-1403-E", file=folder.name, detail=detail))
