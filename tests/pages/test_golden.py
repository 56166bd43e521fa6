"""What stands where on a page of each kind, as text that a person can read and review: ``golden/*.txt``.

A line is a text: x and y of its baseline's left end in mm from the top left, its size in points, its face (sans, bold, name), whether it
belongs to the form or to the record, and the text itself. The pages are read back from a finished job by MuPDF.

When a change is meant, ``PRINTJOB_GOLDEN=write pytest tests/pages/test_golden.py`` writes the files anew; look at the difference
before committing it. Without that a page that differs from its file is refused, and so is a file that no page belongs to.
"""

from __future__ import annotations

import os
from pathlib import Path

import pymupdf
import pytest

from printjob.model.piece import JobPlan
from tests.pages import cases
from tests.pages.cases import Delivered
from tests.pages.conftest import CITY, CSV, TOWN
from tests.pages.night import composed, jobs, prepared_notices, print_pdf
from tests.pages.reading import texts
from tests.run.nights import fresh_home, once

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "city-cover": (CITY, 4, 0), "city-reverse": (CITY, 4, 1), "city-middle": (CITY, 4, 2), "city-last": (CITY, 4, 3),
    "city-only": (CITY, 1, 2), "city-blank-back": (CITY, 1, 3), "city-cover-corporation": (CITY, 0, 0),
    "town-cover": (TOWN, 5, 0), "town-reverse": (TOWN, 5, 1), "town-middle": (TOWN, 5, 2), "town-last": (TOWN, 5, 3), "town-only": (TOWN, 1, 2),
}  # fmt: skip
"""by file: the town, how many assets the notice has, and which of its pages it is, from 0"""


def make_night(folder: Path) -> str:
    """A small night of five notices."""
    city = [
        cases.notice(1, cases.assets(4), name="渡邊\U000e0109　花子", obligor="渡邊\U000e0109　花子", co_owners=2, postal_code="0700031",
                     address_1="北海道旭川市一条通１丁目２番地の３", katagaki="見本ハイツＡ棟　１０５号室"),
        cases.notice(2, cases.assets(1), name="𠮷田　太郎", obligor="𠮷田　太郎", tax_agent="見本　管理人", address_1="北海道旭川市二条通１０丁目４５番地"),
        cases.notice(3, [], name="株式会社見本牧場", obligor="株式会社見本牧場", honorific=cases.COMPANY, depreciable_base_fixed=98_765_000,
                     total_base_fixed=98_765_000, tax=(12_345_678_900, 0), reduction_fixed=-12_345, address_1="北海道旭川市三条通８丁目１番地"),
    ]  # fmt: skip
    town = [cases.notice(4, cases.assets(5), tax=(62_600, 0), payment="1", bank_name="", bank_branch="", account_kind="", account_number="", account_holder="")]
    town.append(cases.notice(5, cases.assets(1), tax=(62_600, 0)))
    return str(composed(fresh_home(folder / "home"), [Delivered(CITY, CSV, city), Delivered(TOWN, CSV, town)]))


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's folder."""
    return Path(once(tmp_path_factory, "golden-pages", make_night)[1])


def page_of(run: Path, town: str, assets: int, page: int) -> tuple[JobPlan, int]:
    """The job and the page of its print file, from 0."""
    for job in (job for job in jobs(run) if job.municipality == town):
        before = 0
        for notice in prepared_notices(run, job):
            if len(notice.rows) == assets:
                return job, before + page
            before += 2 if not notice.rows else 4
    raise LookupError(town, assets)


def as_text(run: Path, name: str) -> str:
    """The golden text of a page."""
    job, number = page_of(run, *PAGES[name])
    with pymupdf.open(print_pdf(run, job)) as document:  # type: ignore[no-untyped-call]
        lines = [found.line() for found in texts(document[number])]
    return "\n".join([f"# {name}: x mm, y mm, size pt, face, owner, text", *lines, ""])


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_its_golden_file_says(night: Path, name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    found = as_text(night, name)
    if os.environ.get("PRINTJOB_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert path.exists(), "PRINTJOB_GOLDEN=write makes the file"
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines()


def test_every_golden_file_belongs_to_a_page_and_none_is_written_unseen() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.txt" for name in PAGES}
    assert not ("CI" in os.environ and "PRINTJOB_GOLDEN" in os.environ)
