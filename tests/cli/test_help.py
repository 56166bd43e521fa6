"""Every command explains itself, in both languages, with an example (design, section 5)."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from printjob.cli import group
from tests.cli.conftest import Printjob
from tests.docs.generated import commands

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


@pytest.mark.parametrize(("path", "command"), list(commands()))
def test_each_command_has_a_short_name_its_text_and_an_example_in_both_languages(path: str, command: click.Command) -> None:
    """No command explains itself in one language alone."""
    assert command.short_help is not None
    japanese, _, english = command.short_help.partition(" / ")
    assert not japanese.isascii()
    assert english.isascii()
    assert english
    help_text = command.help or ""
    assert not help_text.isascii()
    assert re.search("[a-z]+ [a-z]+ [a-z]+", help_text)
    assert ("batch.py" if path in {"batch.py", "printjob run"} else path) in (command.epilog or "")
    assert "例 / Example: " in (command.epilog or "")


@pytest.mark.parametrize("name", [(), ("posting",), ("layout",), ("exception",), ("barcode",)])
def test_a_list_of_commands_cuts_none_short(printjob: Printjob, name: tuple[str, ...]) -> None:
    told = printjob(*name, "--help").stdout
    listed = told.partition("Commands:")[2].partition("  例 / ")[0].splitlines()
    assert len(listed) > 2
    assert [line for line in listed if "..." in line] == []
