"""Every dependency is pinned with hashes, comes without an address, and its reason is written down."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN: list[str] = PROJECT["dependencies"]
DEV: list[str] = PROJECT["optional-dependencies"]["dev"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=~! ]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


def pinned(file: str) -> dict[str, str]:
    """Version by name; every line of the file must be a pin, a hash or a comment."""
    found: dict[str, str] = {}
    hashes = 0
    for line in (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines():
        pin = re.fullmatch(r"([a-z0-9-]+)==([0-9a-z.]+) \\", line)
        if pin:
            assert hashes or not found, f"{line} follows a pin without hash"
            found[pin[1]], hashes = pin[2], 0
        elif re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line):
            hashes += 1
        else:
            assert not line.strip() or re.fullmatch(r"\s*#.*", line), line
    assert hashes
    return found


@pytest.mark.parametrize("file", ["run.txt", "build.txt", "dev.txt"])
def test_pins_have_hashes_and_no_addresses(file: str) -> None:
    assert pinned(file)
    assert not re.search(r"://|index|find-links|/(work|root|home|opt|tmp)/", (ROOT / "requirements" / file).read_text(encoding="utf-8"))


def test_all_that_is_declared_is_pinned() -> None:
    assert names(RUN) <= set(pinned("run.txt"))
    assert names(RUN + DEV) <= set(pinned("dev.txt"))


def test_what_runs_is_what_is_tested() -> None:
    tested = pinned("dev.txt")
    assert pinned("run.txt").items() <= tested.items()
    assert pinned("build.txt").items() <= tested.items()


def test_the_agpl_stays_out_of_what_runs() -> None:
    assert not {"pymupdf", "pymupdfb"} & set(pinned("run.txt"))


@pytest.mark.parametrize(("title", "declared"), [("Runtime", RUN), ("Tests, checks and building only", DEV)])
def test_each_dependencys_reason_is_written_down(title: str, declared: list[str]) -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    section = page.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| [^|]{10,} \|$", section, re.MULTILINE)
    assert {name.strip().lower() for row in rows for name in row.split(",")} == names(declared)
