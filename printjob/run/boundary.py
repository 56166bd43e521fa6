"""The one boundary where errors become exit codes, and the summary line is printed whatever happened.

The rooms of the night are loaded inside it, so that a part that cannot be loaded, or a signal while they are, is answered as well.
"""

from __future__ import annotations

import errno
import importlib
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

import msgspec

from printjob.errors import ArgumentMistake, BugFound, EnvironmentAtFault, Fault, PrintjobError, Stopped
from printjob.faultbook import message
from printjob.run.home import private
from printjob.run.order import NightOrder
from printjob.run.saying import say
from printjob.run.summary import Summary


def run_batch(order: NightOrder, language: str) -> int:
    """Run the night, report faults on standard error, print the summary line (but for an argument mistake), return the exit code."""
    private()
    began = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        summary = _night()(order, lambda fault: _tell(fault, language))
    except Exception as error:  # noqa: BLE001 - the last line of defence: no error leaves with its own text or exit 1
        summary = _report(as_printjob(error), language)
    if summary.exit == ArgumentMistake.exit_code:
        return summary.exit
    whole = msgspec.structs.replace(summary, seconds=round(time.monotonic() - began, 3))
    if not say(sys.stdout, f"{whole.line()}\n"):
        _tell(
            Fault(id="PJ-1410-E", file="standard output", detail=f"the summary could not be written: {whole.line()}"),
            language,
        )
        return EnvironmentAtFault.exit_code
    return whole.exit


def as_printjob(error: Exception) -> PrintjobError:
    """The error of our tree that any other one becomes: the environment's fault (12) or a bug (16)."""
    if isinstance(error, PrintjobError):
        return error
    if isinstance(error, OSError):
        return _environment(error)
    damaged = type(error) is sqlite3.DatabaseError  # "file is not a database"; its subclasses but one are misuse
    return _ledger_at_fault(error) if damaged or isinstance(error, sqlite3.OperationalError) else _bug(error)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped(Fault(id="PJ-1902-I"))


def _night() -> Callable[[NightOrder, Callable[[Fault], None]], Summary]:
    """The night itself; ``PJ-1408-E`` when a part of the program cannot be loaded."""
    try:
        loaded: Callable[[NightOrder, Callable[[Fault], None]], Summary] = importlib.import_module(
            "printjob.run.night"
        ).night
    except PrintjobError:
        raise
    except Exception as cause:
        raise EnvironmentAtFault(Fault(id="PJ-1408-E", detail=f"{type(cause).__name__}: {cause}")) from cause
    return loaded


def _tell(fault: Fault, language: str) -> None:
    say(sys.stderr, f"{message(fault, language)}\n")


def _report(error: PrintjobError, language: str) -> Summary:
    for fault in error.faults:
        _tell(fault, language)
    return Summary(exit=error.exit_code)


def _environment(error: OSError) -> EnvironmentAtFault:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    name = Path(error.filename).name if isinstance(error.filename, str) else ""
    return EnvironmentAtFault(
        Fault(id="PJ-1403-E" if full else "PJ-1410-E", file=name, detail=error.strerror or type(error).__name__)
    )


def _ledger_at_fault(error: Exception) -> EnvironmentAtFault:
    full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return EnvironmentAtFault(Fault(id="PJ-1403-E" if full else "PJ-1410-E", file="ledger.db", detail=str(error)))


def _bug(error: Exception) -> BugFound:
    """Where it happened and what kind of error it was; its text could hold personal data and is left out."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place, trace = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}", trace.tb_next
    return BugFound(Fault(id="PJ-1701-E", file=place, detail=type(error).__name__))
