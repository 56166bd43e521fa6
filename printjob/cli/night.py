"""``printjob run``: the same night as ``batch.py``."""

from __future__ import annotations

from printjob.batch import command as run_command

__all__ = ["run_command"]
