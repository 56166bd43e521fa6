"""A slip's GS1-128: published codes, every slip of a digit found, void codes void, modules as two other encoders make them, and readable."""

from __future__ import annotations

import random
from itertools import cycle

import numpy as np
import pytest
import zxingcpp
from barcode.codex import Gs1_128
from hypothesis import given
from hypothesis import strategies as st

from printjob.barcode import gs1
from printjob.barcode.gs1 import Fields
from printjob.errors import BugFound, DataRefused
from tests.barcode import zint_oracle
from tests.barcode.payments import PUBLISHED, random_gs1

CODES = [one["data44"] for one in PUBLISHED["cvs"]]
MADE = [one for one in PUBLISHED["cvs"] if "fields" in one]

_FIELDS = st.builds(
    Fields,
    maker=st.from_regex("[0-9]{6}", fullmatch=True),
    free=st.from_regex("[0-9]{21}", fullmatch=True),
    reissue=st.from_regex("[0-9]", fullmatch=True),
    limit=st.just("999999") | st.dates().map(lambda day: day.strftime("%y%m") + "28"),
    stamp=st.sampled_from("01"),
    amount_yen=st.integers(0, 999_999),
)


def modules(code: str) -> str:
    """The symbol as ``0`` and ``1`` from left to right, 1 is a bar."""
    widths = "".join(gs1.PATTERNS[value] for value in gs1.symbol(code))
    return "".join(bar * int(width) for bar, width in zip(cycle("10"), widths, strict=False))


@pytest.mark.parametrize("code", CODES)
def test_published_codes_are_right(code: str) -> None:
    assert gs1.validate(code)
    assert gs1.encode(gs1.parse(code)) == code


@pytest.mark.parametrize("one", MADE, ids=[one["data44"][-9:] for one in MADE])
def test_published_fields_text_and_check_character(one: dict[str, object]) -> None:
    code = str(one["data44"])
    fields = gs1.parse(code)
    assert [fields.maker, fields.free, fields.reissue, fields.limit, fields.stamp, fields.amount_yen] == one["fields"]
    assert gs1.hri(code) == (one["hri_upper"], one["hri_lower"])
    assert gs1.symbol(code)[-2] == one["code128_mod103"]


@given(_FIELDS)
def test_a_code_reads_back(fields: Fields) -> None:
    code = gs1.encode(fields)
    assert len(code) == gs1.DIGITS
    read = gs1.parse(code)
    assert (read.maker, read.free, read.limit, read.amount_yen) == (
        fields.maker,
        fields.free,
        fields.limit,
        fields.amount_yen,
    )
    assert gs1.encode(read) == code
    assert gs1.compact(" ".join(gs1.hri(code))) == code
    assert [part.flaw for part in gs1.explain(code) if part.key != "amount_yen"] == [""] * 7
    assert "".join(part.digits for part in gs1.explain(code)) == code


@given(_FIELDS, st.integers(0, 43), st.integers(1, 9))
def test_one_wrong_digit_is_found(fields: Fields, at: int, change: int) -> None:
    code = gs1.encode(fields)
    wrong = code[:at] + str((int(code[at]) + change) % 10) + code[at + 1 :]
    assert not gs1.validate(wrong)
    assert any(part.flaw for part in gs1.explain(wrong))
    with pytest.raises(DataRefused, match="PJ-1603-E"):
        gs1.parse(wrong)


@given(_FIELDS)
def test_a_void_code_is_right_and_cannot_be_paid(fields: Fields) -> None:
    void = gs1.void(gs1.encode(fields))
    read = gs1.parse(void)
    assert (read.amount_yen, read.limit) == (0, "000101")
    assert (read.maker, read.free, read.reissue, read.stamp) == (
        fields.maker,
        fields.free,
        fields.reissue,
        fields.stamp,
    )
    assert gs1.void(void) == void


@pytest.mark.parametrize("amount_yen", [gs1.MOST_YEN, gs1.MOST_YEN + 1])
def test_above_300_000_yen_a_code_is_well_made_but_not_for_stores(amount_yen: int) -> None:
    code = gs1.encode(Fields("999999", "0" * 21, "0", "270228", "0", amount_yen))
    assert gs1.parse(code).amount_yen == amount_yen
    assert [part.key for part in gs1.explain(code) if part.flaw] == ["amount_yen"] * (amount_yen > gs1.MOST_YEN)


def test_every_flaw_is_named_and_no_value_is_told() -> None:
    with pytest.raises(DataRefused) as caught:
        gs1.parse("92999999123450000012345678901026063121000000")
    assert [(fault.field, fault.detail) for fault in caught.value.faults] == [
        ("GS1-128 ai", "must be 91"),
        ("GS1-128 limit", "no such date"),
        ("GS1-128 stamp", "must be 0 or 1"),
        ("GS1-128 check", "should be 7"),
    ]
    assert "1234500000" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["", CODES[0][:-1], CODES[0] + "0", "９" * 44, "x" * 44, CODES[0][:-1] + "\n"])
def test_what_is_no_code_is_refused(wrong: str) -> None:
    assert not gs1.validate(wrong)
    assert any(part.flaw for part in gs1.explain(wrong))
    with pytest.raises(DataRefused, match="PJ-1603-E"):
        gs1.parse(wrong)
    for make in (gs1.hri, gs1.void, gs1.symbol):
        with pytest.raises(BugFound, match="PJ-1701-E"):
            make(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        Fields("99999", "0" * 21, "0", "270228", "0", 1),
        Fields("999999", "0" * 21, "0", "270229", "0", 1),
        Fields("999999", "0" * 21, "0", "270228", "2", 1),
        Fields("999999", "0" * 21, "0", "270228", "0", 1_000_000),
        Fields("999999", "0" * 21, "0", "270228", "0", -1),
        Fields("999999", "0" * 21, "0", "270228", "0", 1, check="9"),
    ],
)
def test_a_value_that_does_not_fit_is_a_bug(wrong: Fields) -> None:
    with pytest.raises(BugFound, match="PJ-1701-E"):
        gs1.encode(wrong)


def test_the_modules_are_those_of_python_barcode_and_zint() -> None:
    draw = random.Random(44)
    for code in [*CODES, *(random_gs1(draw) for _ in range(500))]:
        found = modules(code)
        assert len(found) == gs1.MODULES
        assert [found] == Gs1_128(code).build()
        assert [found] == zint_oracle.modules("GS1_128", f"[91]{code[2:]}")


@pytest.mark.parametrize(("dpi", "dots"), [(300, 2), (400, 3), (600, 4)])
def test_a_reader_reads_it_at_every_printers_module_and_it_is_no_wider_than_60_mm(dpi: int, dots: int) -> None:
    quiet, height = round(2.54 / 25.4 * dpi), round(10 / 25.4 * dpi)
    for code in [*CODES, *map(gs1.void, CODES)]:
        bars = np.repeat(np.array([[int(module) for module in modules(code)]], np.uint8), dots, axis=1)
        picture = np.pad(
            np.repeat(255 * (1 - bars), height, axis=0), ((quiet, quiet), (quiet, quiet)), constant_values=255
        )
        assert picture.shape[1] / dpi * 25.4 <= 60
        (read,) = zxingcpp.read_barcodes(picture)
        assert (read.symbology_identifier, read.text.replace("(91)", "91")) == ("]C1", code)
