"""The pages hang together: every page is reachable from the README, every link leads somewhere, the first screen shows how to begin."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from printjob.errors import PrintjobError
from printjob.run.home import make_home
from printjob.run.summary import Summary

ROOT = Path(__file__).parent.parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """The Markdown pages that are part of the project."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in sorted(listed.stdout.split())]


PAGES = pages() if (ROOT / ".git").exists() else sorted([ROOT / "README.md", *ROOT.glob("[!.]*/**/*.md")])


def links(page: Path) -> list[tuple[Path, str]]:
    """The page's links inside the project, as (file or folder, anchor)."""
    found = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    inside = [target.partition("#") for target in found if not re.match(r"[a-z]+:", target)]
    return [((page.parent / path).resolve() if path else page, anchor) for path, _, anchor in inside]


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub and its likes give a page's headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [str(target) for target, _ in links(page) if not target.exists()] == []
    with_anchor = [(target, anchor) for target, anchor in links(page) if anchor]
    assert [(target.name, anchor) for target, anchor in with_anchor if anchor not in anchors(target)] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        targets = {target / "README.md" if target.is_dir() else target for target, _ in links(page)}
        waiting += [target for target in targets - reached if target.suffix == ".md" and target.exists()]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def first_screen() -> str:
    return "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])


def test_the_first_screen_has_the_two_commands_and_a_picture() -> None:
    assert re.search(r"^make run\b", first_screen(), re.MULTILINE)
    assert re.search(r"^make test\b", first_screen(), re.MULTILINE)
    assert "docs/pictures/property-tax.png" in first_screen()
    assert re.search(r"[ぁ-ん]", first_screen())


def test_the_picture_is_two_small_pages_in_a4() -> None:
    path = ROOT / "docs" / "pictures" / "property-tax.png"
    assert path.stat().st_size < 200_000
    with Image.open(path) as picture:
        page_width = (picture.width - 24) / 2
        assert page_width >= 600
        assert abs(picture.height / page_width - 297 / 210) < 0.01


def exit_codes(page: Path) -> set[int]:
    """The first column of the tables that begin with an exit code."""
    return {int(code) for code in re.findall(r"^\| (\d+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("page", ["README.md", "docs/operators.md"])
def test_every_exit_code_is_explained(page: str) -> None:
    errors = {kind.exit_code for kind in PrintjobError.__subclasses__()}
    assert exit_codes(ROOT / page) == errors | {0, 4}


def operators() -> str:
    return (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")


def test_the_shown_summary_is_one_that_batch_could_print() -> None:
    shown = operators().split("```json\n")[1].split("\n```")[0]
    summary = msgspec.json.decode(shown, type=Summary)
    assert list(json.loads(shown)) == list(Summary.__struct_fields__)
    assert summary.balanced().prepared_exit == summary.exit


def test_every_room_of_a_home_is_explained(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    rooms = [path.name for path in home.folder.iterdir()]
    assert [name for name in [*rooms, home.ledger.name, home.lock.name] if f"`{name}" not in operators()] == []


def test_the_readme_maps_every_folder() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    made = {"dist", "requirements", "__pycache__"}
    assert [name for name in sorted(folders - made) if f"{name}/" not in (ROOT / "README.md").read_text(encoding="utf-8")] == []


def test_every_room_of_the_program_is_explained() -> None:
    names = {path.name.removesuffix(".py") for path in (ROOT / "printjob").iterdir() if not path.name.startswith("_") and path.suffix in {"", ".py"}}
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names - {"data"}) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_make_targets_that_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"(?:^|`)make ([a-z]+)\b", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(named) - targets) == []
