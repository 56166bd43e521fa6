"""A payment code that is broken or contradicts its slip holds the record; sound ones are printed digit by digit as delivered."""

from __future__ import annotations

from datetime import date

import pytest

from printjob.model.piece import State
from printjob.model.record import Value
from tests.admit.billing import (
    AMOUNT,
    PAID,
    admitted,
    bill,
    payload,
    record,
    said,
    slip,
    slip_rows,
    sound_slip,
    store_code,
    waiting,
)

SOUND = sound_slip()


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
        ({"key": "00000202699999900002"}, "key", "eL-QR"),
        ({"confirm": None}, "confirm", "eL-QR"),
        ({"use": "2", "cvs": None, "ocr_1": None}, "ocr_1", "the other is not"),
        ({"use": "2", "cvs": None, "ocr_2": None}, "ocr_2", "the other is not"),
        ({"use": "2", "cvs": None, "qr": None, "amount": 1}, "ocr_1", "amount"),
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


def test_a_slip_that_must_not_be_paid_bears_nothing() -> None:
    assert admitted(record(slip(), slip(**PAID))).sheets == 2
