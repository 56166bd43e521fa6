"""Set-up (準備): what must be on the machine before a night can run - fonts with the right bytes, the compiled postal index."""

from __future__ import annotations

from collections.abc import Callable

from printjob.postal.index import compile_index
from printjob.typefaces.fetch import fetch_fonts


def set_up(tell: Callable[[str], None]) -> None:
    """Fetch and compile what is missing or spoiled; each step is told. ``EnvironmentAtFault`` when something cannot be had."""
    fetch_fonts(tell)
    tell(str(compile_index(tell)))
