"""eL-QR payloads: the published one, every slip of a digit found and named, void ones right and not to be paid."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import elqr, mt_ocr
from printjob.barcode.elqr import Payload
from printjob.errors import BugFound, DataRefused
from tests.barcode.payments import PUBLISHED, random_elqr

ONE = PUBLISHED["elqr"][0]
CODE: str = ONE["payload255"]
RIGHT = elqr.parse(CODE)

_PAYLOADS = st.randoms(use_true_random=False).map(random_elqr)


def test_the_published_payload() -> None:
    fields = ONE["fields"]
    expected = Payload(
        amount_yen=fields["amount"],
        item=fields["zei"],
        anken=fields["anken"],
        kakunin=fields["kakunin"],
        institution=fields["kyotsu"],
        office=fields["office"],
        levied_year=fields["fuka"],
        tax_year=fields["kazei"],
        term=fields["ki"],
        due=fields["nokigen"],
        limit=fields["shiharai"],
    )
    assert elqr.parse(CODE) == expected
    assert elqr.encode(RIGHT) == CODE
    assert ONE["mpn_upper39"] + ONE["mpn_lower44"] in CODE
    assert elqr.el_number(CODE) == (fields["kyotsu"], fields["anken"], fields["kakunin"], fields["zei"])


@given(_PAYLOADS)
def test_a_payload_reads_back(code: str) -> None:
    assert len(code) == elqr.DIGITS
    assert elqr.validate(code)
    read = elqr.parse(code)
    assert elqr.encode(read) == code
    assert elqr.el_number(code) == (read.institution, read.anken, read.kakunin, read.item)
    parts = elqr.explain(code)
    assert not any(part.flaw for part in parts)
    assert "".join(part.digits for part in parts) == code


def test_any_one_wrong_digit_is_found() -> None:
    draw = random.Random(255)
    for at in range(elqr.DIGITS):
        code = random_elqr(draw)
        wrong = code[:at] + str((int(code[at]) + draw.randint(1, 9)) % 10) + code[at + 1 :]
        assert not elqr.validate(wrong)
        assert any(part.flaw for part in elqr.explain(wrong)), at
        with pytest.raises(DataRefused, match="PJ-1603-E eL-QR"):
            elqr.parse(wrong)


@given(_PAYLOADS)
def test_a_void_payload_is_right_and_cannot_be_paid(code: str) -> None:
    void, live = elqr.parse(elqr.void(code)), elqr.parse(code)
    assert void == msgspec.structs.replace(live, amount_yen=0, due="20000101", limit="20000101", kakunin="000000")
    assert elqr.void(elqr.void(code)) == elqr.void(code)


def _resealed(code: str) -> str:
    """With the CRC that its digits have: as a biller's program makes a code that is wrong in itself."""
    return f"{code[:-5]}{elqr.crc16(code[:-5]):05}"


@pytest.mark.parametrize(
    ("at", "digits", "key", "flaw"),
    [
        (0, "0003", "tag_00", "must be 0002"),
        (54, "13801", "institution_id", "must be 13800"),
        (29, "99", "upper_check", "should be 82"),
        (68, "99", "lower_check", "should be 27"),
        (116, "00000039501", "amount_yen", "differs from the amount in tag 27"),
        (141, "20260631", "due", "no such date"),
        (149, "00000000", "limit", "no such date"),
        (161, "1", "reserved", "must be 0 x 85"),
        (250, "00000", "crc", "should be 00645"),
    ],
)
def test_a_flaw_is_named_where_it_is(at: int, digits: str, key: str, flaw: str) -> None:
    wrong = CODE[:at] + digits + CODE[at + len(digits) :]
    if key not in ("crc", "institution_id"):
        wrong = _resealed(wrong)
    elif key == "institution_id":
        line = wrong[31:68]
        wrong = _resealed(wrong[:29] + mt_ocr.upper_check(line) + line + wrong[68:])
    assert [(part.key, part.flaw) for part in elqr.explain(wrong) if part.flaw] == [(key, flaw)]
    with pytest.raises(DataRefused) as caught:
        elqr.parse(wrong)
    assert [(fault.field, fault.detail) for fault in caught.value.faults] == [(f"eL-QR {key}", flaw)]


@pytest.mark.parametrize("wrong", ["", CODE[:-1], CODE + "0", "０" * 255, "x" * 255, CODE[:-1] + "\n"])
def test_what_is_no_payload_is_refused(wrong: str) -> None:
    assert not elqr.validate(wrong)
    assert any(part.flaw for part in elqr.explain(wrong))
    with pytest.raises(DataRefused, match="PJ-1603-E"):
        elqr.parse(wrong)
    for make in (elqr.void, elqr.el_number):
        with pytest.raises(BugFound, match="PJ-1701-E"):
            make(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_yen": 100_000_000_000},
        {"amount_yen": -1},
        {"item": "12"},
        {"due": "20260229"},
        {"kakunin": "12345x"},
        {"institution_id": "13801"},
    ],
)
def test_a_value_that_does_not_fit_is_a_bug(wrong: dict[str, str | int]) -> None:
    with pytest.raises(BugFound, match="PJ-1701-E"):
        elqr.encode(msgspec.structs.replace(RIGHT, **wrong))
