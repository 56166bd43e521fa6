"""Sample files: rules in any order, constants of their field's kind, refusals with file:line:column, no Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob.errors import DeclarationRefused
from printjob.recordshape import RecordShape, read_shape
from printjob.sample.compiling import Known, Scope, compiled
from printjob.sample.drawing import Plan, World
from printjob.sample.expression import Misread, parse
from printjob.sample.functions import Function
from printjob.sample.language import SampleForm, read_sample_form

RECORD = """\
record: tax
data: {num: digits, who: digits, post: postal, a1: text, total: amount, due: date, kind: code, variant: code, year: year,
  lines: count, rate: decimal, pull: code, protected: code}
sections: {part: {count: lines, fields: {num: digits, amount: amount, note: text}}}
roles: {notice: num, addressee: who, postal: post, address: [a1], amount: total, pull: pull, protected: protected, run_kind: kind, fiscal_year: year}
sums: {"1": [{total: total, rows: part, field: amount}], "2": []}
"""
SAMPLE = """\
sample: tax
file: ZEI
tables:
  towns: [東町, 西町]
  uses: {columns: [name, price, weight], rows: [[畑, 30, 1], [田, 70, 0]]}
draw:
  size: 3
data:
  total: =sum(part.amount)
  num: =digits(number, 10)
  who: "0000000001"
  post: "0700000"
  a1: "{town}{full(size)}番地"
  due: 2026-04-30
  kind: "1"
  variant: =if(total > 1000, '1', '4')
  year: 2026
  lines: =count(part)
  rate: 1.5
  pull: "0"
  protected: "0"
sections:
  part:
    lines: =size
    draw: {use: =pick(uses)}
    fields:
      num: =notice.num
      amount: =floor(line * use.price * 7, 100)
      note: ""
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "record.yaml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def read(folder: Path, text: str) -> SampleForm:
    """The sample file with this text."""
    (folder / "sample.yaml").write_text(text, encoding="utf-8")
    return read_sample_form(folder, shape(folder))


def shape(folder: Path) -> RecordShape:
    """The record of these tests."""
    return read_shape(folder / "record.yaml")


def world(form: SampleForm, **constants: Any) -> World:
    """A world whose lots are always the first."""
    draws = {"pick": Function(lambda table: table.rows[0], 1, 1), "one": Function(lambda: 1, 0, 0)}
    return World(constants={**form.tables, "town": "東町", **constants}, draws=draws)


def refused(folder: Path, text: str) -> list[str]:
    """Where, and why, the sample file is refused."""
    try:
        form = read(folder, text)
        Plan(form, world(form)).draw(1)
    except DeclarationRefused as refusal:
        return [f"{fault.line}:{fault.column} {fault.detail}" for fault in refusal.faults]
    return []


def test_values_have_the_kinds_of_their_fields_and_follow_from_each_other(folder: Path) -> None:
    form = read(folder, SAMPLE)
    notice = Plan(form, world(form)).draw(12)
    data = {name: notice.data[name] for name in form.shape.data}
    assert data == {
        "num": "0000000012", "who": "0000000001", "post": "0700000", "a1": "東町３番地", "total": 1200, "due": date(2026, 4, 30),
        "kind": "1", "variant": "1", "year": 2026, "lines": 3, "rate": Decimal("1.5"), "pull": "0", "protected": "0",
    }  # fmt: skip
    assert [(line["num"], line["amount"], line["note"]) for line in notice.sections["part"]] == [
        ("0000000012", 200, ""),
        ("0000000012", 400, ""),
        ("0000000012", 600, ""),
    ]


def test_replaced_rules_change_what_follows_from_them(folder: Path) -> None:
    form = read(folder, SAMPLE + "practice: {too_many: {size: 20, part.note: 長}}\n")
    notice = Plan(form, world(form), form.practice["too_many"]).draw(1)
    assert (notice.data["lines"], notice.data["a1"]) == (20, "東町２０番地")
    assert {line["note"] for line in notice.sections["part"]} == {"長"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("=sum(part.amount)", "=sum(part.amonut)", "9:10 unknown name amonut: did you mean amount?"),
        ("=sum(part.amount)", "=sum(part.amount) +", "9:10 did not expect the end here"),
        ("=sum(part.amount)", "=total2", "9:10 unknown name total2: did you mean total?"),
        ("=sum(part.amount)", "=lines * 'a' - 1", "9:10 total cannot be worked out"),
        ("=sum(part.amount)", "=1 + 'a'", "9:10 + cannot be worked out"),
        ("=sum(part.amount)", "=variant", "9:10 this rule asks for itself: total -> variant -> total"),
        ("=sum(part.amount)", "=flor(3, 2)", "9:10 unknown function flor: did you mean floor?"),
        ("=sum(part.amount)", "=floor(3)", "9:10 floor takes 2 to 2 values"),
        ("due: 2026-04-30", "due: 2026-04-31", "14:8 expected a date"),
        ("  who: ", "  whom: ", "11:9 whom is no field of the record: did you mean who?"),
        ("sections:\n", "practice: {to_many: {}}\nsections:\n", "22:12 unknown name: did you mean too_many?"),
        ("  rate: 1.5\n", "", "9:3 the field rate has no rule"),
        ("[田, 70, 0]", "[田, 70]", "5:61 expected 3 values: name, price, weight"),
    ],
)
def test_a_mistake_is_refused_at_its_place(folder: Path, old: str, new: str, expected: str) -> None:
    assert old in SAMPLE
    found = refused(folder, SAMPLE.replace(old, new))
    assert any(one.startswith(expected) for one in found), found


@pytest.mark.parametrize(
    ("sample", "detail"),
    [
        ("{title: A, expect: kept}", "expected one of printed, held, pulled, quarantined"),
        ("{title: A, expect: held}", "held with the fault's id"),
        ("{title: A, expect: printed, with: {nmae: B}}", "nmae is no value of this form"),
        ("{title: A, expect: printed, like: nobody}", "expected one of"),
        ("{title: A, expect: printed, run_kind: '7'}", "expected one of 1, 2"),
    ],
)
def test_a_wrong_named_sample_is_refused(folder: Path, sample: str, detail: str) -> None:
    assert detail in " ".join(refused(folder, SAMPLE + f"named: {{one: {sample}}}\n"))


def test_a_named_sample_takes_over_from_another(folder: Path) -> None:
    form = read(
        folder,
        SAMPLE + "named:\n  one: {title: A, expect: printed, run_kind: '2', with: {size: 1, kind: '2'}}\n"
        "  two: {title: B, expect: pulled PJ-1304-W, like: one, with: {pull: '1'}}\n",
    )
    two = form.named["two"]
    assert (two.like, two.run_kind, set(two.rules)) == ("one", "2", {"size", "kind", "pull"})
    assert two.expect == ("pulled", "PJ-1304-W")


@pytest.mark.parametrize("text", ["__import__('os')", "a.__class__", "a._x", "[1]", "a if b else c", "lambda: 1", "a[0]", "'", "1 2", "a = b = c", "f(", ""])
def test_nothing_but_the_language_is_understood(text: str) -> None:
    with pytest.raises(Misread):
        parse(text)


numbers = st.recursive(
    st.integers(0, 10**9).map(str),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
    max_leaves=12,
)


@given(numbers)
def test_sums_are_those_of_arithmetic(text: str) -> None:
    names = Scope(constants={}, draws={}, names=frozenset(), sections={}, used=set(), used_here=set())
    assert compiled(parse(text), names) == Known(ast_sum(text))


def ast_sum(text: str) -> int:
    """What Python makes of a sum."""
    return int(eval(text, {"__builtins__": {}}))  # noqa: S307  # digits, signs and brackets of this test's own making


@pytest.mark.parametrize(
    ("text", "value"),
    [("2 + 3 * 4", 14), ("20 - 5 - 3", 12), ("7 // 2", 3), ("-3 + 5", 2), ("1 < 2 and not 2 <= 1", True), ("1 = 2 or 3 != 4", True)],
)
def test_signs_bind_as_in_arithmetic(text: str, value: int) -> None:
    names = Scope(constants={}, draws={}, names=frozenset(), sections={}, used=set(), used_here=set())
    assert compiled(parse(text), names) == Known(value)
