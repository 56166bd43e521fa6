"""Words for whoever watches: a stream that cannot take them (closed, full, a reader gone) never decides what becomes of the night.

A stream that failed once is turned away, so that what stands in its buffer cannot fail again when the interpreter ends.
"""

from __future__ import annotations

import contextlib
import os
from typing import TextIO


def say(stream: TextIO | None, text: str) -> bool:
    """Write and flush ``text``; whether it got through. ``None`` is a stream that was closed before the program began."""
    if stream is None:
        return False
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        _turn_away(stream)
        return False
    return True


def _turn_away(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
