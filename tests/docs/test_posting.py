"""The pages on posting name every list as the program has it: dispatch record, papers of a posting, tables, closed days, warnings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from printjob.faultbook import BOOK, Level
from printjob.mailroom.calendar.days import KEEPERS
from printjob.model.mail import BECAUSE
from printjob.run.home import Home
from printjob.run.posting import dispatch
from printjob.run.posting import folder as postingfolder
from printjob.run.posting.acts import take_out
from printjob.run.posting.papers import make_papers
from printjob.whereabouts import data_folder
from tests.run.nights import CITY, RUN
from tests.run.posting.lives import BY, DAY, POSTING, jobs, make_all, posting_night

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str, mark: str) -> list[list[str]]:
    """The cells of the marked table, without its heading."""
    table = text.split(f"<!-- {mark} -->\n")[1].split(f"<!-- /{mark} -->", maxsplit=1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_dispatch_record_s_columns_stand_in_their_order() -> None:
    told = [name for row in rows(page("dispatch.md"), "columns") for name in names(row[0])]
    assert tuple(told) == dispatch.HEADING


def test_every_state_of_a_dispatch_record_is_told_in_its_words() -> None:
    assert {names(row[0])[0]: row[1] for row in rows(page("dispatch.md"), "states")} == dispatch.STATES


def documented_papers() -> set[str]:
    """``slip.pdf`` and ``.csv`` beside it, a folder as ``registered/``."""
    found = set[str]()
    for row in rows(page("operators.md"), "papers"):
        first, *more = names(row[0])
        found |= {first, *(first.rsplit(".", 1)[0] + ending for ending in more)}
    return found


def told_papers() -> set[str]:
    """As the module that writes them tells them."""
    lines = re.findall(r"^ +(?:postings/<posting>/)?(\S.*?)  ", str(postingfolder.__doc__), re.MULTILINE)
    found = set[str]()
    for line in lines:
        first, *more = line.split(", ")
        found |= {first, *(first.rsplit(".", 1)[0] + one if one.startswith(".") else one for one in more)}
    return {name.split("/")[0] + "/" if "/" in name else name for name in found}


def test_every_paper_of_a_posting_s_folder_is_told(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    home: Home = posting_night(tmp_path_factory, tmp_path / "home")
    first = max(jobs(home), key=lambda job: job.pieces)
    take_out(home, RUN, [str(first.first_piece)], "spoiled", BY)
    make_all(home, {first.job: 1})
    (made,) = make_papers(home, CITY, DAY)
    assert made.entry is not None
    folder = home.postings / POSTING
    there = {path.name + "/" * path.is_dir() for path in folder.iterdir()}
    assert {"slip.pdf", "corrected-tags.pdf", "registered/", "manifest.json"} <= there <= documented_papers()
    assert documented_papers() == told_papers()


def test_every_reason_to_take_a_piece_out_is_told() -> None:
    assert all(f"`{name}`" in page("operators.md").split("`take-out`")[1].split("\n2. ")[0] for name in BECAUSE)


def test_every_table_of_postage_is_told() -> None:
    told = [names(row[0])[0] for row in rows(page("postal.md"), "tables")]
    assert sorted(told) == sorted(path.name for path in (data_folder("spool") / "postage").iterdir())


def test_whoever_is_closed_on_some_days_is_told() -> None:
    assert [names(row[0])[0] for row in rows(page("postal.md"), "closed")] == list(KEEPERS)


def test_every_warning_of_the_calendar_is_told() -> None:
    warnings = [name for name, entry in BOOK.items() if entry.level is Level.CAMPAIGN]
    assert [row[0] for row in rows(page("postal.md"), "days")] == warnings
