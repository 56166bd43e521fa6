"""The run's one-line summary: the last line on standard output, for every exit code but 2 (design, section 5)."""

from __future__ import annotations

import msgspec

from printjob.errors import BugFound, Fault


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of a run; ``received = notices + held + quarantined + pulled`` always holds (see :meth:`balanced`)."""

    run: str = ""
    received: int = 0
    quarantined: int = 0
    held: int = 0
    pulled: int = 0
    notices: int = 0
    pieces: int = 0
    sheets: int = 0
    pages: int = 0
    jobs: tuple[str, ...] = ()
    released: int = 0
    seconds: float = 0.0
    exit: int = 0

    def line(self) -> str:
        """The JSON object on one line."""
        return msgspec.json.encode(self).decode()

    def balanced(self) -> Summary:
        """This summary; ``BugFound`` (``PJ-1702-E``) when its balances do not add up."""
        whole = self.received == self.notices + self.held + self.quarantined + self.pulled
        if not whole or self.pages != 2 * self.sheets or self.released > len(self.jobs):
            raise BugFound(Fault(id="PJ-1702-E", detail=self.line()))
        return self

    @property
    def prepared_exit(self) -> int:
        """0 when every record became a piece or was pulled as asked; 4 when some wait or were refused; 8 when none was prepared."""
        if not self.jobs and self.pulled < max(self.received, 1):
            return 8
        return 4 if self.quarantined or self.held else 0
