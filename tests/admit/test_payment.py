"""A payment code that is broken or contradicts its slip holds the record; sound ones are printed digit by digit as delivered."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from printjob.admit.payment import Billers, PaymentChecks
from printjob.barcode import mt_ocr
from printjob.errors import EnvironmentAtFault, Fault
from printjob.model.piece import State
from printjob.model.record import Value
from tests.admit.billing import (
    AMOUNT,
    PAID,
    admitted,
    bill,
    columns,
    payload,
    preparer,
    record,
    said,
    shape,
    slip,
    slip_rows,
    sound_slip,
    store_code,
    waiting,
)

SOUND, OTHER = sound_slip(), sound_slip(7)
LOWER_OF_ANOTHER_KIND = "22100250881102000000061050501000000000000000"


def digits_changed(code: str, at: int) -> str:
    return f"{code[:at]}{(int(code[at]) + 1) % 10}{code[at + 1 :]}"


def test_sound_codes_are_printed_as_delivered() -> None:
    prepared = admitted(record(slip())).prepared
    texts = said(bill(), prepared, slip_rows(prepared)[0])
    assert (texts["cvs", "digits"], texts["qr", "digits"]) == (SOUND["cvs"], SOUND["qr"])
    assert texts["cvs", "gs1-upper"].startswith("(91)999999-")


@pytest.mark.parametrize(
    ("other", "field"),
    [
        *[({"cvs": digits_changed(str(SOUND["cvs"]), at)}, "cvs") for at in (1, 5, 20, 33, 40, 43)],
        ({"cvs": str(SOUND["cvs"])[:-1]}, "cvs"),
        ({"cvs": store_code(stamp="1")}, "cvs"),
        *[({"qr": digits_changed(str(SOUND["qr"]), at)}, "qr") for at in (0, 29, 60, 90, 130, 160, 254)],
        ({"qr": str(SOUND["qr"]) + "0"}, "qr"),
        ({"ocr_1": digits_changed(str(SOUND["ocr_1"]), 20)}, "ocr_1"),
        ({"ocr_2": digits_changed(str(SOUND["ocr_2"]), 20)}, "ocr_2"),
        ({"ocr_1": SOUND["ocr_2"]}, "ocr_1"),
        ({"ocr_2": SOUND["ocr_1"]}, "ocr_2"),
    ],
)
def test_a_broken_code_holds_the_record(other: dict[str, Value], field: str) -> None:
    why = waiting(record(slip(**other)))
    assert (why.state, why.fault.id, why.fault.field) == (State.HELD, "PJ-1306-W", field)
    told = f"{why.fault.value} {why.fault.detail}"
    assert str(other[field])[1:12] not in told
    assert why.fault.detail.startswith("slip 1: ")


OVER = 300_001


@pytest.mark.parametrize(
    ("other", "field", "says"),
    [
        ({"amount": AMOUNT + 1}, "cvs", "amount"),
        ({"cvs": store_code(amount_yen=AMOUNT - 1)}, "cvs", "amount"),
        ({"cvs": store_code(limit="260711")}, "cvs", "limit"),
        ({"cvs": store_code(limit="999999")}, "cvs", "limit"),
        ({"limit": None}, "cvs", "limit"),
        ({"amount": OVER, "cvs": store_code(amount_yen=OVER), "qr": payload(amount_yen=OVER), "ocr_1": None, "ocr_2": None}, "cvs", "300,000"),
        ({"cvs": None}, "cvs", "no code"),
        ({"use": "2"}, "cvs", "a code"),
        ({"qr": payload(amount_yen=1)}, "qr", "amount"),
        ({"qr": payload(due="20260602")}, "qr", "due date"),
        ({"qr": payload(limit="20260711")}, "qr", "limit"),
        ({"due": date(2026, 6, 2)}, "qr", "due date"),
        ({"limit": date(2026, 5, 31), "cvs": store_code(limit="260531"), "qr": payload(limit="20260531"), "ocr_1": None, "ocr_2": None}, "limit", "before it"),
        ({"key": "00000202699999900002"}, "key", "eL-QR"),
        ({"confirm": None}, "confirm", "eL-QR"),
        ({"use": "2", "cvs": None, "ocr_1": None}, "ocr_1", "the other is not"),
        ({"use": "2", "cvs": None, "ocr_2": None}, "ocr_2", "the other is not"),
        ({"use": "2", "cvs": None, "qr": None, "key": None, "confirm": None, "amount": 1}, "ocr_1", "amount"),
        ({"use": "2", "cvs": None, "qr": None}, "key", "no eL-QR"),
        ({"qr": None, "key": None}, "confirm", "no eL-QR"),
        ({"amount": 0, "cvs": store_code(amount_yen=0), "qr": payload(amount_yen=0), "ocr_1": None, "ocr_2": None}, "amount", "no amount"),
        ({"qr": payload(tax_year="2025")}, "data.year", "tax_year"),
        ({"ocr_1": OTHER["ocr_1"], "ocr_2": OTHER["ocr_2"]}, "ocr_2", "line in the eL-QR"),
        ({"ocr_2": LOWER_OF_ANOTHER_KIND}, "ocr_2", "line in the eL-QR"),
        ({**PAID, "use": "2"}, "use", "no code"),
        *[({**PAID, name: SOUND[name]}, name, "must not be paid") for name in PAID if name != "use"],
    ],
)
def test_a_code_that_contradicts_its_slip_holds_the_record(other: dict[str, Value], field: str, says: str) -> None:
    why = waiting(record(slip(), slip(**other)))
    assert (why.state, why.fault.id, why.fault.field) == (State.HELD, "PJ-1307-W", field)
    assert says in why.fault.detail
    assert why.fault.detail.startswith("slip 2: ")
    if other.get(field) and field != "use":
        assert str(other[field])[1:] not in f"{why.fault.value} {why.fault.detail}"


def test_more_than_a_store_takes_is_paid_at_a_bank() -> None:
    other: dict[str, Value] = {"use": "2", "amount": OVER, "cvs": None, "qr": payload(amount_yen=OVER), "ocr_1": None, "ocr_2": None}
    assert admitted(record(slip(**other))).sheets == 2


def test_exactly_what_a_store_takes_is_taken() -> None:
    other: dict[str, Value] = {"amount": 300_000, "cvs": store_code(amount_yen=300_000), "qr": payload(amount_yen=300_000), "ocr_1": None, "ocr_2": None}
    assert admitted(record(slip(**other))).sheets == 2


def test_a_code_without_a_limit_goes_with_a_slip_without_one() -> None:
    other: dict[str, Value] = {"limit": None, "cvs": store_code(limit="999999"), "qr": None, "ocr_1": None, "ocr_2": None, "key": None, "confirm": None}
    assert admitted(record(slip(**other))).sheets == 2


def test_a_limit_on_the_due_date_is_early_enough_and_a_dead_slip_is_not_asked() -> None:
    until_due: dict[str, Value] = {"limit": date(2026, 6, 1), "cvs": store_code(limit="260601"), "qr": payload(limit="20260601"), "ocr_1": None, "ocr_2": None}
    assert admitted(record(slip(**until_due))).codes
    assert admitted(record(slip(**{**PAID, "limit": date(2026, 5, 31)}))).codes == ()


def test_a_slip_that_must_not_be_paid_bears_nothing() -> None:
    assert admitted(record(slip(), slip(**PAID))).sheets == 2


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"cvs": SOUND["cvs"]}, "cvs"),
        ({name: SOUND[name] for name in ("qr", "key", "ocr_1", "ocr_2")}, "qr"),
        ({"cvs": None, "use": "2", "qr": payload(kakunin="654321"), "confirm": "654321", "key": SOUND["key"], "ocr_1": None, "ocr_2": None}, ""),
    ],
    ids=["store", "telephone", "another confirmation number is another debt"],
)
def test_a_code_that_stands_on_two_slips_holds_the_record(other: dict[str, Value], field: str) -> None:
    if not field:
        assert len(admitted(record(slip(), slip(2, **other))).codes) == 3
        return
    why = waiting(record(slip(), slip(2, **other)))
    assert (why.state, why.fault.id, why.fault.field, why.fault.value) == (State.HELD, "PJ-1307-W", field, "")
    assert why.fault.detail == "slip 2: slip 1 has the same code"


def test_bank_lines_of_two_slips_name_two_debts() -> None:
    """Without eL-QR the lower line and the 納付区分 are what a bank goes by; the amount in the upper line does not make them another debt."""
    upper, cheaper = (mt_ocr.upper_check(line) + line for line in (f"{'0' * 11}{amount:011}236000{'0' * 2}9990801" for amount in (AMOUNT, 100)))
    bank: dict[str, Value] = {"use": "2", "cvs": None, "qr": None, "key": None, "confirm": None, "ocr_1": upper, "ocr_2": LOWER_OF_ANOTHER_KIND}
    assert admitted(record(slip(**bank))).sheets == 2
    why = waiting(record(slip(**bank), slip(**{**bank, "ocr_1": cheaper, "amount": 100})))
    assert (why.fault.id, why.fault.field, why.fault.detail) == ("PJ-1307-W", "ocr_1", "slip 2: slip 1 has the same code")


def test_codes_of_the_same_debt_have_the_same_number_in_every_record() -> None:
    first, second = admitted(record(slip(), slip(2))).codes, admitted(record(slip(2), number="0012345679")).codes
    assert (len(first), len(second), set(first) & set(second)) == (4, 2, set(second))
    assert admitted(record(slip(**PAID))).codes == ()


@pytest.mark.parametrize(
    ("billers", "field"),
    [
        (Billers(makers=("999998",)), "cvs"),
        (Billers(makers=()), "cvs"),
        (Billers(institutions=("99998", "13800")), "qr"),
        (Billers(("999998", "999999"), ("99999",)), ""),
        (Billers(), ""),
    ],
)
def test_a_code_of_another_municipality_s_biller_holds_the_record(billers: Billers, field: str) -> None:
    made = preparer(billers=billers)
    if not field:
        assert admitted(record(slip()), made).codes
        return
    why = waiting(record(slip()), made)
    assert (why.fault.id, why.fault.field) == ("PJ-1307-W", field)
    assert "not one of the municipality's" in why.fault.detail


def test_the_term_of_the_code_is_the_slip_s() -> None:
    codes = shape().payment
    assert codes is not None
    checks = PaymentChecks(msgspec.structs.replace(codes, agrees=(("term", "use"),)), columns().sections["slip"], columns().data)
    values = record(slip()).values
    assert not isinstance(checks.check([slip()], values), Fault)
    found = checks.check([slip(qr=payload(term="02"), ocr_1=None, ocr_2=None)], values)
    assert isinstance(found, Fault)
    assert (found.id, found.field, found.detail) == ("PJ-1307-W", "use", "slip 1: the eL-QR has another term")


def test_a_part_that_no_payload_has_is_the_form_s_mistake() -> None:
    codes = shape().payment
    assert codes is not None
    with pytest.raises(EnvironmentAtFault) as refused:
        PaymentChecks(msgspec.structs.replace(codes, agrees=(("period", "use"),)), columns().sections["slip"], columns().data)
    assert [(fault.id, fault.field) for fault in refused.value.faults] == [("PJ-1404-E", "period")]
