"""What a form's record opens to exceptions (例外承認) is declared field by field; whatever is no text, and no line of a till's, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.recordshape import DueDate, read_shape
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


def with_roles(folder: Path, declared: str) -> Path:
    text = BILL.read_text(encoding="utf-8")
    path = folder / "record.yaml"
    path.write_text(text.replace("  fiscal_year: year\n", f"  fiscal_year: year\n  {declared}\n"), encoding="utf-8")
    return path


def test_further_roles_are_read_and_may_be_missing(tmp_path: Path) -> None:
    roles = read_shape(BILL).roles
    assert (roles.name, roles.mail_option, roles.first_due) == ((), "", ())
    assert read_shape(with_roles(tmp_path, "name: [name, address_1]")).roles.name == ("name", "address_1")
    assert read_shape(with_roles(tmp_path, "mail_option: use")).roles.mail_option == "use"
    due = read_shape(with_roles(tmp_path, "first_due: [{rows: slip, due: due, amount: amount}]")).roles.first_due
    assert due == (DueDate(section="slip", due="due", amount="amount"),)


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ("name: [number]", "kind text"),
        ("name: name", "expected a list"),
        ("mail_option: total", "kind code"),
        ("first_due: [{due: limit, amount: total}]", "kind date"),
        ("first_due: [{rows: slip, due: due, amount: total}]", "kind amount"),
        ("first_due: [{rows: slips, due: due, amount: amount}]", "slip"),
        ("first_due: [{rows: slip, due: due}]", "amount"),
        ("nam: [name]", "did you mean name"),
    ],
)
def test_a_role_of_a_field_that_cannot_have_it_is_refused(tmp_path: Path, declared: str, says: str) -> None:
    path = with_roles(tmp_path, declared)
    with pytest.raises(DeclarationRefused) as refused:
        read_shape(path)
    (fault,) = refused.value.faults
    assert says in fault.detail
    assert fault.line == path.read_text(encoding="utf-8").splitlines().index(f"  {declared}") + 1


def test_only_dates_of_the_data_record_are_held_to_the_issue_date(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(f"{BILL.read_text(encoding='utf-8')}before_issue: [total]\n", encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="kind date"):
        read_shape(path)
    assert read_shape(data_folder("layouts") / "dunning" / "record.yaml").before_issue == ("due_on",)


def with_optional(folder: Path, names: str, *more: tuple[str, str]) -> Path:
    text = BILL.read_text(encoding="utf-8")
    for old, new in (("  use: code\n  member_count", "  use: code\n  way: code\n  note: text\n  seen: date\n  member_count"), *more):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / "record.yaml"
    path.write_text(f"{text}optional:\n  - {names}\n", encoding="utf-8")
    return path


MAIL = ("  fiscal_year: year\n", "  fiscal_year: year\n  mail_option: way\n")


def test_a_format_may_leave_out_what_nothing_needs(tmp_path: Path) -> None:
    assert read_shape(BILL).optional == ()
    assert read_shape(with_optional(tmp_path, "note\n  - way")).optional == ("note", "way")
    assert read_shape(with_optional(tmp_path, "way", MAIL)).optional == ("way",)
    assert read_shape(data_folder("layouts") / "dunning" / "record.yaml").optional == ("mail_option",)


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        ("nots", (), "did you mean note"),
        ("payer", (), "expected a field of the data record"),
        ("number", (), "the role notice"),
        ("address_1", (), "the role address"),
        ("run_kind", (), "the role run_kind"),
        ("note", (("  fiscal_year: year\n", "  fiscal_year: year\n  name: [note]\n"),), "the role name"),
        ("seen", (("  fiscal_year: year\n", "  fiscal_year: year\n  first_due: [{due: seen, amount: total}]\n"),), "the role first_due"),
        ("use", (("  fiscal_year: year\n", "  fiscal_year: year\n  mail_option: use\n"), ("  run_kind: run_kind\n", "  run_kind: use\n")), "the role run_kind"),
        ("slip_count", (), "the lines of slip are counted by it"),
        ("total", (("  amount: total\n", "  amount: other\n"), ("data:\n", "data:\n  other: amount\n")), "a sum"),
        ("other", (("data:\n", "data:\n  other: amount\n"), ('where: {use: "1"}}\n', 'where: {use: "1"}}\n    - {total: total, of: [other]}\n')), "a sum"),
        ("count", (("data:\n", "data:\n  count: count\n"), ("payment:\n", 'bounds:\n  "1":\n    - {field: count, least: 1}\npayment:\n')), "a bound"),
        ("way", (("{tax_year: data.year}", "{tax_year: data.year, term: data.way}"),), "the payment codes"),
        ("note", (("  data: [name, address_1]", "  data: [name, note]"),), "the exceptions"),
        ("seen", (("exceptions:\n", "before_issue: [seen]\nexceptions:\n"),), "before_issue"),
        ("way\n  - way", (), "stands here twice"),
    ],
)  # fmt: skip
def test_what_is_needed_may_not_be_left_out(tmp_path: Path, name: str, more: tuple[tuple[str, str], ...], says: str) -> None:
    path = with_optional(tmp_path, name, *more)
    with pytest.raises(DeclarationRefused) as refused:
        read_shape(path)
    (fault,) = refused.value.faults
    assert says in fault.detail
    assert (fault.id, fault.line, fault.column) == ("PJ-1001-E", len(path.read_text(encoding="utf-8").splitlines()), 5)


def test_optional_is_a_list(tmp_path: Path) -> None:
    path = with_optional(tmp_path, "way")
    path.write_text(path.read_text(encoding="utf-8").replace("optional:\n  - way", "optional: way"), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="expected a list"):
        read_shape(path)


@pytest.mark.parametrize("form", FORMS)
def test_a_shipped_form_names_its_addressee_and_its_first_due_date(form: str) -> None:
    roles = read_shape(data_folder("layouts") / form / "record.yaml").roles
    assert roles.name == ("name",)
    assert bool(roles.first_due) == (form != "dunning")  # the due date of a demand is past
    assert (roles.mail_option != "") == (form == "dunning")


@pytest.mark.parametrize("form", FORMS)
def test_a_shipped_form_opens_names_places_and_remarks_alone(form: str) -> None:
    opened = read_shape(data_folder("layouts") / form / "record.yaml").exceptions
    assert {"name", "address_1", "katagaki"} <= set(opened[""])
    assert {name for names in opened.values() for name in names} <= PERSONS | PLACES | REMARKS
