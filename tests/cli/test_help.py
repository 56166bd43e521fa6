"""Every command explains itself, in both languages, with an example (design, section 5)."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from printjob.cli import group
from tests.cli.conftest import Printjob

CONTRACT = {"init", "sample", "run", "status", "jobs", "proof", "barcode", "verify", "doctor"}
COMMANDS = sorted(group.list_commands(click.Context(group)))


def test_all_commands_of_the_contract_are_there(printjob: Printjob) -> None:
    told = printjob("--help")
    assert told.exit_code == 0
    assert set(COMMANDS) >= CONTRACT
    assert [name for name in COMMANDS if f"\n  {name} " not in told.stdout] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_an_example(printjob: Printjob, name: str) -> None:
    told = printjob(name, "--help")
    assert told.exit_code == 0
    if name == "barcode":
        told = printjob(name, "customer", "--help")
    assert "例 / Example: p" in told.stdout
    assert f"printjob {name}" in told.stdout or name == "run"
    assert any("\u3040" <= character <= "\u30ff" for character in told.stdout)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_is_explained(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert silent == []


@pytest.mark.parametrize("arguments", [["frobnicate"], ["status", "--frobnicate"], ["sample"], ["init", "--home"]])
def test_an_argument_mistake_is_2(printjob: Printjob, arguments: list[str]) -> None:
    assert printjob(*arguments).exit_code == 2


def test_help_waits_for_no_cluster_and_no_drawing() -> None:
    """So that it answers at once: what takes long to load comes with the command that needs it."""
    code = "import sys; from printjob.cli import group; {call}print(sorted({{'distributed', 'reportlab', 'numpy'}} & set(sys.modules)))"
    called = code.format(call="group(['--help'], standalone_mode=False); ")
    loaded = [subprocess.run([sys.executable, "-c", one], capture_output=True, text=True, check=True).stdout for one in (code.format(call=""), called)]
    assert loaded[0] == "[]\n"
    assert loaded[1].splitlines()[-1] in {"[]", "['numpy']"}
