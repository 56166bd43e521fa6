"""One boundary for all commands: errors become messages on standard error and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import ParamSpec

import click
import msgspec

from printjob.cli.options import language_here
from printjob.errors import Fault
from printjob.faultbook import message
from printjob.run.boundary import as_printjob
from printjob.run.home import private

_P = ParamSpec("_P")


def reporting(command: Callable[_P, None]) -> Callable[_P, None]:
    """The command, with its errors printed in the caller's language and turned into exit codes."""

    def guarded(*arguments: _P.args, **options: _P.kwargs) -> None:
        private()
        try:
            command(*arguments, **options)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click's own; and a reader that has seen enough (`| head`) is no fault of anything
        except Exception as error:  # noqa: BLE001 - as for batch.py: an exit code that says whose fault it is, never a traceback
            known = as_printjob(error)
            show_faults(known.faults)
            sys.exit(known.exit_code)

    guarded.__doc__ = command.__doc__
    guarded.__name__ = command.__name__
    return guarded


def show_faults(faults: Iterable[Fault]) -> None:
    """Each fault on a line of standard error."""
    language = language_here()
    for fault in faults:
        click.echo(message(fault, language), err=True)


def print_json(value: object) -> None:
    """A value for programs, on standard output."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=1).decode())
