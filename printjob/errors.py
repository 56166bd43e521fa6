"""Every error of printjob: one exception tree, one fault value, permanent ids.

::

    PrintjobError                 exit code
    ├── ArgumentMistake             2   the command line is wrong
    ├── DataRefused                 8   deliveries, layouts or a verified job are at fault
    │   └── DeclarationRefused      8   a declared file (format, layout, site setting) is at fault: file:line:column
    ├── EnvironmentAtFault         12   disk, fonts, profile, postal data: repair, then run again
    │   └── LockHeld               12   another run is at work in this home
    ├── BugFound                   16   our mistake: state is left untouched
    ├── NothingToDo                20   there is no delivery to take
    └── Stopped                    24   SIGTERM or SIGINT: call again, the run goes on

A :class:`Fault` is what is wrong in one place. Faults are collected first, then a decision is made; an exception carries all of
them. The texts and the level of a fault id stand in :mod:`printjob.faultbook`. Everything here survives pickling, because an error
inside a Dask worker reaches the operator only that way.
"""

from __future__ import annotations

import msgspec


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: permanent id, place, masked value; rule and remedy come from the faultbook.

    ``value`` never holds personal data in clear: whoever makes the fault passes it through :func:`masked` where the field is
    personal. ``line`` and ``column`` count from 1, 0 means "not a line's fault"; ``record`` is the record's number in its delivery.
    """

    id: str
    file: str = ""
    line: int = 0
    column: int = 0
    record: int = 0
    field: str = ""
    value: str = ""
    detail: str = ""

    @property
    def place(self) -> str:
        """Where, as ``file:line:column record n field``; parts that are unknown are left out.

        >>> Fault(id="PJ-1203-E", file="a.dat", line=7, field="due_1").place
        'a.dat:7 due_1'
        """
        where = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)]) if self.file else ""
        record = f"record {self.record}" if self.record else ""
        return " ".join(part for part in (where, record, self.field) if part)


class PrintjobError(Exception):
    """The root of the tree. All arguments go to ``Exception`` so that every error can be pickled."""

    exit_code = 16

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong, in the order found."""
        return tuple(fault for fault in self.args if isinstance(fault, Fault))

    def __str__(self) -> str:
        return "; ".join(f"{f.id} {f.place} {f.value} {f.detail}".rstrip() for f in self.faults)


class ArgumentMistake(PrintjobError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class DataRefused(PrintjobError):
    """Data handed to us cannot be printed as it is."""

    exit_code = 8


class DeclarationRefused(DataRefused):
    """A declared file breaks its schema; every fault has file, line and column."""


class EnvironmentAtFault(PrintjobError):
    """Something outside the data must be repaired before the same command is run again."""

    exit_code = 12


class LockHeld(EnvironmentAtFault):
    """Another live run holds the home."""


class BugFound(PrintjobError):
    """A rule that printjob itself guarantees was found broken."""

    exit_code = 16


class NothingToDo(PrintjobError):
    """No delivery is waiting for the business date."""

    exit_code = 20


class Stopped(PrintjobError):
    """The run was asked to stop and can be resumed."""

    exit_code = 24


def masked(value: str) -> str:
    """A personal value as it may stand in a message: its first character, unless it is the only one, and its length.

    >>> masked("北海　花子")
    '北****(5)'
    >>> masked("")
    ''
    """
    shown = value[:1] if len(value) > 1 else ""
    return f"{shown}{'*' * (len(value) - len(shown))}({len(value)})" if value else ""
