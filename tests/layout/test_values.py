"""Display formats print what tax offices print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import BugFound, EnvironmentAtFault
from printjob.layout.values import FORMATS, value_maker
from printjob.model.form import ValueSpec
from printjob.model.record import Value
from printjob.recordshape import KINDS

LABELS = {"honorific": {"1": "様", "2": "御中"}, "code": {"1": "当初"}}


def made(format_name: str, value: Value, argument: str = "", source: str = "code") -> str:
    return value_maker([ValueSpec(source=source, format=format_name, argument=argument)], [source], LABELS)((value,))[0]


@pytest.mark.parametrize(
    ("format_name", "value", "expected"),
    [
        ("plain", "見本市", "見本市"), ("plain", None, ""), ("plain", 3, "3"), ("digits", "0012", "0012"),
        ("amount", 0, "0"), ("amount", 1234567, "1,234,567"), ("amount", -1234, "▲1,234"), ("amount", None, ""),
        ("reduction", 1200, "▲1,200"), ("reduction", 0, "0"), ("reduction", -5, "5"), ("reduction", None, ""),
        ("nonzero", 1234, "1,234"), ("nonzero", 0, ""), ("nonzero", None, ""), ("zero", 0, ""), ("zero", -5, "▲5"),
        ("signed", 1234, "+1,234"), ("signed", -1234, "▲1,234"), ("signed", 0, "0"), ("signed", None, ""),
        ("yen", 33900, "¥33,900"), ("yen", 0, "¥0"), ("yen", None, ""), ("groups-4", "123456789", "1234 5678 9"), ("groups-4", None, ""),
        ("gs1-upper", "91999999123450000012345678901026063000395003", "(91)999999-1234500000123456789010"),
        ("gs1-lower", "91999999123450000012345678901026063000395003", "260630-0-039500-3"), ("gs1-upper", None, ""),
        ("wareki-month", date(2026, 4, 30), "令和 8年 4月"),
        ("area", Decimal("1234567.80"), "1,234,567.80"), ("area", None, ""), ("percent", Decimal("97.0"), "97.0"),
        ("postal", "0700031", "070-0031"), ("postal", None, ""),
        ("wareki-date", date(2026, 4, 1), "令和 8年 4月 1日"), ("full-wareki-date", date(2026, 4, 10), "令和８年４月１０日"),
        ("short-date", date(2026, 12, 25), "12月25日"), ("short-date", None, ""), ("wareki-year", 2026, "令和 8年度"),
        ("wareki-year", "2026", "令和 8年度"), ("assessment-date", 2026, "令和 8年 1月 1日"), ("code", "1", "当初"), ("code", None, ""),
    ],
)
def test_a_format_prints(format_name: str, value: Value, expected: str) -> None:
    assert made(format_name, value) == expected


def test_a_choice_prints_the_text_of_its_code() -> None:
    assert made("choice", "2", '{"1": "納付書", "2": "口座振替"}') == "口座振替"


def test_an_argument_stands_around_the_value_but_not_around_nothing() -> None:
    assert made("amount", 1200, "金{}円") == "金1,200円"
    assert made("amount", None, "金{}円") == ""


@pytest.mark.parametrize(
    ("values", "line", "obligor"),
    [
        (("北海　花子", 0, "1"), "北海　花子　様", "北海　花子"),
        (("北海　花子", 12, "1"), "北海　花子　外１２名　様", "北海　花子　外１２名"),
        (("株式会社見本", None, "2"), "株式会社見本　御中", "株式会社見本"),
    ],
)
def test_a_name_line_counts_co_owners_and_ends_with_the_honorific(values: tuple[Value, ...], line: str, obligor: str) -> None:
    specs = [ValueSpec(source="name co_owners honorific", format="name-line"), ValueSpec(source="name co_owners", format="obligor-line")]
    assert value_maker(specs, ["name", "co_owners", "honorific"], LABELS)(values) == (line, obligor)


def test_values_come_in_the_order_of_the_form_whatever_the_format_order() -> None:
    specs = [ValueSpec(source=name, format="plain") for name in ("b", "a", "b")]
    assert value_maker(specs, ["a", "b"], {})(("1", "2")) == ("2", "1", "2")
    assert value_maker(specs[:1], ["a", "b"], {})(("1", "2")) == ("2",)
    assert value_maker([], ["a"], {})(("1",)) == ()


@given(st.integers(-(10**15), 10**15))
def test_an_amount_reads_back(amount: int) -> None:
    assert int(made("amount", amount).replace("▲", "-").replace(",", "")) == amount


def test_a_format_that_lacks_a_field_is_refused() -> None:
    with pytest.raises(EnvironmentAtFault, match="PJ-1404-E"):
        value_maker([ValueSpec(source="tax", format="amount")], ["taxes"], {})
    with pytest.raises(EnvironmentAtFault, match="PJ-1404-E"):
        made("code", "1", source="payment")


def test_a_code_without_label_is_our_mistake() -> None:
    with pytest.raises(BugFound):
        made("code", "9")


def test_formats_know_only_known_kinds() -> None:
    assert {kind for one in FORMATS.values() for kind in one.kinds} <= set(KINDS)


def test_a_choice_has_a_text_for_every_code_of_the_format() -> None:
    assert made("choice", "1", '{"1": "当初のもの"}') == "当初のもの"
    with pytest.raises(EnvironmentAtFault) as refused:
        made("choice", "1", '{"2": "随時のもの"}')
    assert [(fault.id, fault.value) for fault in refused.value.faults] == [("PJ-1404-E", "1")]
