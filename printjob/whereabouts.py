"""Where printjob's data lives: found the same way in a checkout and in an installed wheel.

``layouts/``, ``fonts/``, ``spool/`` and ``examples/`` stand beside the package in a checkout and inside it (``printjob/data/``) in a
wheel. What set-up makes (fonts that were fetched, the compiled postal index) lives in the environment that runs the program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder ``layouts``, ``fonts``, ``spool`` or ``examples``, in a checkout or in a wheel.

    >>> data_folder("layouts").name
    'layouts'
    """
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def prepared_folder() -> Path:
    """Where set-up leaves what it made: ``PRINTJOB_PREPARED``, or ``share/printjob`` of the Python environment."""
    chosen = os.environ.get("PRINTJOB_PREPARED")
    return Path(chosen) if chosen else Path(sys.prefix) / "share" / "printjob"


def default_home() -> Path:
    """The home when ``--home`` is not given: ``PRINTJOB_HOME``, or ``var`` in the current folder."""
    return Path(os.environ.get("PRINTJOB_HOME", "var"))
