"""The one boundary where errors become exit codes, and the summary line is printed whatever happened."""

from __future__ import annotations

import errno
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

import msgspec
from distributed import KilledWorker

from printjob.errors import BugFound, EnvironmentAtFault, Fault, PrintjobError, Stopped
from printjob.faultbook import message
from printjob.run.home import private
from printjob.run.night import night
from printjob.run.order import NightOrder
from printjob.run.summary import Summary


def run_batch(order: NightOrder, language: str) -> int:
    """Run the night, report faults on standard error, print the summary line, return the exit code."""
    private()
    began = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        summary = night(order)
    except PrintjobError as error:
        summary = _report(error, language)
    except OSError as error:
        summary = _report(_environment(error), language)
    except KilledWorker:
        summary = _report(EnvironmentAtFault(Fault(id="PJ-1410-E", detail="workers died again and again")), language)
    except Exception as error:  # noqa: BLE001 - the last line of defence: exit 16, without the error's own text
        summary = _report(_bug(error), language)
    whole = msgspec.structs.replace(summary, seconds=round(time.monotonic() - began, 3))
    sys.stdout.write(f"{whole.line()}\n")
    sys.stdout.flush()
    return whole.exit


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped(Fault(id="PJ-1902-I"))


def _report(error: PrintjobError, language: str) -> Summary:
    for fault in error.faults:
        sys.stderr.write(f"{message(fault, language)}\n")
    return Summary(exit=error.exit_code)


def _environment(error: OSError) -> EnvironmentAtFault:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    name = Path(error.filename).name if isinstance(error.filename, str) else ""
    return EnvironmentAtFault(
        Fault(id="PJ-1403-E" if full else "PJ-1410-E", file=name, detail=error.strerror or type(error).__name__)
    )


def _bug(error: Exception) -> BugFound:
    """Where it happened and what kind of error it was; its text could hold personal data and is left out."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place, trace = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}", trace.tb_next
    return BugFound(Fault(id="PJ-1701-E", file=place, detail=type(error).__name__))
