"""One run at a time in a home.

The lock is the operating system's (``flock``), so it dies with its holder: a file left behind by a killed run is stale by nature
and taken over. The file says who holds it, for the message that a second run gets.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from printjob.errors import Fault, LockHeld


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock at ``path`` for the block. Raises ``LockHeld`` (``PJ-1405-E``) when a live process has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            raise LockHeld(Fault(id="PJ-1405-E", file=path.name, detail=f"held by {_holder(path)}")) from cause
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(path: Path) -> str:
    try:
        found = json.loads(path.read_text())
        return f"process {found['pid']} on {found['host']}"
    except (OSError, ValueError, KeyError):
        return "another process"
