"""What stands where on the pages of chosen samples, as text that a person can read and review: ``golden/<form>/<town>-<sample>.txt``.

A line is a text: x and y of its baseline's left end in mm from the top left, its size in points, its face (sans, bold, name), whether it
belongs to the form or to the record, and the text itself. The pages are read back from a finished job by MuPDF. The piece's number is
written ``PPPPPP``: it follows from what else is printed that night.

A form's author adds a line to :data:`GOLDENS`. When a change is meant, ``PRINTJOB_GOLDEN=write pytest tests/pages/test_golden.py``
writes the files anew; look at the difference before committing it. Without that a sample that differs from its file is refused, and so
is a file that no sample belongs to.
"""

from __future__ import annotations

import os
from pathlib import Path

import pymupdf
import pytest

from tests.pages.cases import CASES, CITY, TOWN
from tests.pages.conftest import RunOf
from tests.pages.night import Printed, the
from tests.pages.reading import texts

GOLDEN = Path(__file__).parent / "golden"
GOLDENS = [
    ("property-tax", CITY, "house-and-lot"),
    ("property-tax", CITY, "transfer-by-term"),
    ("property-tax", CITY, "changed-up"),
    ("property-tax", TOWN, "seven-assets"),
    ("dunning", CITY, "ordinary"),
    ("health-insurance-tax", CITY, "changed-up"),
    ("resident-tax", CITY, "salary-and-ordinary"),
    ("light-vehicle-tax", CITY, "one-car"),
]
"""form, municipality and named sample"""


def as_text(one: Printed) -> list[str]:
    """The golden text of a notice, sheet by sheet; a page that says the same as an earlier one is only named."""
    lines, written = ["# x mm, y mm, size pt, face, owner, text"], dict[tuple[str, ...], str]()
    with pymupdf.open(one.pdf) as document:  # type: ignore[no-untyped-call]
        for at, side in enumerate(one.sides):
            sheet = one.plans[at // 2]
            name = f"sheet {at // 2 + 1} {'back' if at % 2 else 'front'}"
            page = tuple(_numberless(one, at // 2, found.line()) for found in texts(document[one.first + at]))
            like = written.setdefault(page, name)
            lines += ["", f"== {name}, {one.form.stocks[sheet.stock]}, {side.kind.name if side.kind else 'blank'}"]
            lines += page if like == name else [f"as {like}"]
    return lines


def _numberless(one: Printed, sheet: int, line: str) -> str:
    number = f"{one.notice.piece:06d}-"
    identity = f"{number}{one.notice.first_sheet + sheet}/{one.notice.sheets_of}"
    return line.replace(identity, "PPPPPP-S/M").replace(f" {number}{one.notice.notice}", f" PPPPPP-{one.notice.notice}")


@pytest.mark.parametrize(("form", "town", "sample"), GOLDENS)
def test_the_sample_says_what_its_golden_file_says(run_of: RunOf, form: str, town: str, sample: str) -> None:
    path = GOLDEN / form / f"{town}-{sample}.txt"
    found = as_text(the(run_of(f"{form}-{town}"), sample))
    if os.environ.get("PRINTJOB_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([*found, ""]), encoding="utf-8")
    assert path.exists(), "PRINTJOB_GOLDEN=write makes the file"
    assert found == path.read_text(encoding="utf-8").splitlines()


def test_every_golden_file_belongs_to_a_sample_and_none_is_written_unseen() -> None:
    assert {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.txt")} == {f"{form}/{town}-{sample}.txt" for form, town, sample in GOLDENS}
    assert {f"{form}-{town}" for form, town, _ in GOLDENS} <= CASES.keys()
    assert not ("CI" in os.environ and "PRINTJOB_GOLDEN" in os.environ)
