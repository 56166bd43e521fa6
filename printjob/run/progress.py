"""Progress on standard error: one moving line with rate and time left for a person, plain lines for a log.

Never personal data, never on standard output (its last line is the summary).
"""

from __future__ import annotations

import sys
import time
from typing import TextIO

from printjob.run.saying import say

_LINE_EVERY_S = 10.0
_MOVE_EVERY_S = 0.2


class Progress:
    """Counts done of a known whole, stage by stage."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._watched = self._stream is not None and self._stream.isatty()
        self._stage, self._unit, self._whole, self._done = "", "", 0, 0
        self._began = self._shown = 0.0

    def stage(self, name: str, whole: int, unit: str) -> None:
        """A new stage of ``whole`` units begins."""
        self.end()
        self._stage, self._unit, self._whole, self._done = name, unit, whole, 0
        self._began = self._shown = time.monotonic()
        if not self._watched:
            self._write(f"{name}: {whole:,} {unit}\n")

    def advance(self, units: int) -> None:
        """``units`` more are done."""
        self._done += units
        now = time.monotonic()
        if now - self._shown >= (_MOVE_EVERY_S if self._watched else _LINE_EVERY_S):
            self._shown = now
            self._write(f"\r\x1b[K{self._text(now)}" if self._watched else f"{self._text(now)}\n")

    def end(self) -> None:
        """The stage is over."""
        if not self._stage:
            return
        text = self._text(time.monotonic())
        self._write(f"\r\x1b[K{text}\n" if self._watched else f"{text}\n")
        self._stage = ""

    def _text(self, now: float) -> str:
        spent = max(now - self._began, 1e-6)
        rate = self._done / spent
        left = f" {(self._whole - self._done) / rate:,.0f} s left" if 0 < self._done < self._whole else ""
        return f"{self._stage}: {self._done:,}/{self._whole:,} {self._unit} {rate:,.0f}/s{left}"

    def _write(self, text: str) -> None:
        say(self._stream, text)
