"""The ``printjob`` command: a shell around the rooms. It parses, calls and prints; nothing is decided here.

Importing this module loads no room: each command is loaded when it is called, so that ``--help`` answers at once.
"""

from __future__ import annotations

import importlib
from typing import NoReturn

import click

from printjob.cli.options import lang_option

_COMMANDS = {
    "init": "home",
    "sample": "home",
    "setup": "home",
    "demo": "demo",
    "run": "night",
    "status": "looking",
    "jobs": "looking",
    "proof": "looking",
    "verify": "checking",
    "doctor": "checking",
    "barcode": "barcode",
    "postage": "postage",
    "posting": "posting",
    "exception": "exception",
    "layout": "layout",
}
"""Each command and the module of this package that has it, as ``<name>_command``."""


class _Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"printjob.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@lang_option
@click.version_option(package_name="printjob")
def group(lang: str | None) -> None:
    """通知書の抽出データから印刷ジョブと封入ジョブを作ります。

    From a municipality's extract of notices to print and inserter jobs.
    """


def main() -> NoReturn:
    """Run the command; never returns."""
    group(prog_name="printjob")
    raise SystemExit(0)
