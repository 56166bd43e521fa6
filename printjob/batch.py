"""The scheduler's door: ``batch.py`` and ``printjob-batch`` (JP1/AJS3, Systemwalker, cron, systemd).

The last line on standard output is one JSON object for every exit code but 2; messages and progress go to standard error. Exit codes:
0 prepared; 4 prepared, with records quarantined or held; 8 nothing prepared, the data is at fault; 12 the environment is at fault;
16 a bug, state untouched; 20 nothing to do; 24 stopped by a signal, resumable; 2 argument mistake.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from printjob.cli.night import run_command


def main() -> NoReturn:
    """Run the command; never returns."""
    run_command(prog_name="batch.py")
    sys.exit(0)
