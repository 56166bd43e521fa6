"""The generated pages are current, and they leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from printjob.faultbook import BOOK, Level
from tests.docs.generated import LEVELS, ROOT, commands, pages

FAULT_ID = re.compile(r"PJ-\d{4}-[EWI]")
PAGES = pages()
COMMANDS = dict(commands())

@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_page_says_what_the_program_says(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "run make docs"


def raised() -> dict[str, str]:
    """Every fault id named in the program outside the faultbook, and one file that names it."""
    sources = [ROOT / "batch.py", *(path for path in (ROOT / "printjob").rglob("*.py") if path.name != "faultbook.py")]
    return {found: path.name for path in sources for found in FAULT_ID.findall(path.read_text(encoding="utf-8"))}


def test_every_fault_that_the_program_names_stands_in_the_faultbook() -> None:
    assert {found: where for found, where in raised().items() if found not in BOOK} == {}


def test_every_fault_of_the_book_can_happen() -> None:
    assert set(BOOK) == set(raised())


def test_every_fault_is_documented_once() -> None:
    rows = re.findall(r"^\| (PJ-\d{4}-[EWI]) \|", PAGES[ROOT / "docs" / "faults.md"], re.MULTILINE)
    assert sorted(rows) == sorted(BOOK)


def test_every_level_is_explained() -> None:
    assert set(LEVELS) == set(Level)


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_explains_itself_with_an_example_in_both_languages(path: str) -> None:
    command = COMMANDS[path]
    told = command.get_help(click.Context(command, info_name=path))
    assert re.search(r"例 / Example: (printjob|python batch\.py)", told)
    assert re.search(r"[ぁ-ん]", command.help or "")
    assert re.search(r"[A-Z][\w-]+ .*\.", command.help or "")
    assert f"## {path}\n" in PAGES[ROOT / "docs" / "commands.md"]


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_says_what_it_is_for(path: str) -> None:
    options = [one for one in COMMANDS[path].params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_the_example_is_one_that_the_command_takes(path: str) -> None:
    command = COMMANDS[path]
    same = "batch.py" if path == "printjob run" else path
    known = {name for one in command.params for name in one.opts}
    for example in (command.epilog or "").rpartition("Example: ")[2].split("; "):
        words = example.removeprefix("python ").removeprefix(f"{same} ").removeprefix(same).split()
        context = click.Context(command, info_name=path, resilient_parsing=True)
        assert command.parse_args(context, words) == []
        assert {word for word in words if word.startswith("--")} <= known
