"""What a form's record opens to exceptions (例外承認) is declared field by field; whatever is no text, and no line of a till's, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.recordshape import read_shape
from printjob.whereabouts import data_folder

BILL = Path(__file__).parent / "admit" / "bill" / "record.yaml"
FORMS = sorted(path.parent.name for path in data_folder("layouts").glob("*/record.yaml"))
PERSONS = {"name", "obligor", "tax_agent", "representative", "account_holder", "withholding_agent"}
PLACES = {"address_1", "address_2", "katagaki", "location"}
REMARKS = {"remark", "remark_1", "remark_2", "remark_3", "remark_4", "change_reason", "note"}


def with_exceptions(folder: Path, declared: str) -> Path:
    text = BILL.read_text(encoding="utf-8")
    path = folder / "record.yaml"
    path.write_text(f"{text[: text.index('exceptions:')]}{declared}", encoding="utf-8")
    return path


def test_a_form_opens_the_fields_that_it_names_and_no_others(tmp_path: Path) -> None:
    assert read_shape(BILL).exceptions == {"": ("name", "address_1"), "slip": ("payer",)}
    assert read_shape(with_exceptions(tmp_path, "")).exceptions == {}


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ("exceptions: {data: [total]}", "kind text"),
        ("exceptions: {data: [number]}", "kind text"),
        ("exceptions: {data: [nam]}", "did you mean name"),
        ("exceptions: {slip: [payer, ocr_1]}", "kind text"),
        ("exceptions: {slip: [cvs]}", "kind text"),
        ("exceptions: {slips: [payer]}", "did you mean slip"),
        ("exceptions: {data: name}", "expected a list"),
    ],
)
def test_what_can_never_be_excepted_is_refused_in_the_form(tmp_path: Path, declared: str, says: str) -> None:
    path = with_exceptions(tmp_path, f"{declared}\n")
    with pytest.raises(DeclarationRefused) as refused:
        read_shape(path)
    (fault,) = refused.value.faults
    assert says in fault.detail
    assert fault.line == len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("form", FORMS)
def test_a_shipped_form_opens_names_places_and_remarks_alone(form: str) -> None:
    opened = read_shape(data_folder("layouts") / form / "record.yaml").exceptions
    assert {"name", "address_1", "katagaki"} <= set(opened[""])
    assert {name for names in opened.values() for name in names} <= PERSONS | PLACES | REMARKS
