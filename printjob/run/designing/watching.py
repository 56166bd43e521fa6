"""Acting again whenever a file changes (--watch): names, times and sizes are looked at, no service of the system is needed."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

Stamps = dict[Path, tuple[int, int]]


def stamps(folders: Iterable[Path]) -> Stamps:
    """Time of change (ns) and size of every file below the folders; what is gone while looking is left out."""
    found: Stamps = {}
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                seen = path.stat()
            except OSError:
                continue
            if path.is_file():
                found[path] = (seen.st_mtime_ns, seen.st_size)
    return found


def watch(folders: Iterable[Path], act: Callable[[], None], pause: Callable[[], None]) -> NoReturn:
    """Act, then again after every change below ``folders``, ``pause`` between two looks. Ends by what ``pause`` or a signal raises."""
    places, seen = tuple(folders), Stamps()
    while True:
        now = stamps(places)
        if now != seen:
            seen = now
            apart(act)
        pause()


def apart(act: Callable[[], None]) -> None:
    """Act in a process of its own, so that nothing of fonts and settings that was read before is remembered."""
    child = multiprocessing.get_context("fork").Process(target=_undisturbed, args=(act,))
    child.start()
    child.join()


def _undisturbed(act: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends when this picture is done
    act()
