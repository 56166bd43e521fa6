"""Collecting refusals across the several files of a layout: note one, go on with its neighbours, raise all at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from printjob.errors import DeclarationRefused, Fault


@contextmanager
def noting(faults: list[Fault]) -> Iterator[None]:
    """Note what the block refuses in ``faults``, each fault once, and go on behind the block."""
    try:
        yield
    except DeclarationRefused as refused:
        faults.extend(fault for fault in refused.faults if fault not in faults)
