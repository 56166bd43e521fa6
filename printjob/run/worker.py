"""What a Dask worker is told before it works for a run: files are the owner's alone, and nothing is known of earlier runs.

A cluster's workers outlive runs, and a run that begins afresh has the name and the paths of the one that was stopped; what they
remember by path would be the old run's.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from types import ModuleType


def make_ready() -> None:
    """Set the umask to 0077, forget everything that functions of this package keep from call to call, collect garbage seldom.

    Tasks make many small values and few cycles: looking for cycles at Python's usual pace costs a twentieth of their time.
    """
    os.umask(0o077)
    gc.set_threshold(100_000, 20, 50)
    forget([module for name, module in sys.modules.items() if name.startswith("printjob.")])


def forget(modules: Iterable[ModuleType]) -> None:
    """Empty the caches of the modules' functions."""
    for value in [value for module in modules for value in vars(module).values()]:
        clear = getattr(value, "cache_clear", None)
        if callable(clear):
            clear()
