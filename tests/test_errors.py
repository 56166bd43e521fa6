"""Errors reach the operator through pickle, exit codes are the contract's, and no message shows a personal value."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printjob import errors
from printjob.errors import Fault, PrintjobError, masked
from printjob.faultbook import BOOK, Level, message

FULL = Fault(id="PJ-1203-E", file="a.dat", line=7, column=3, record=5, field="due_1", value="北****(5)", detail="why")
EXIT_CODES = {
    "PrintjobError": 16,
    "ArgumentMistake": 2,
    "DataRefused": 8,
    "DeclarationRefused": 8,
    "EnvironmentAtFault": 12,
    "LockHeld": 12,
    "BugFound": 16,
    "NothingToDo": 20,
    "Stopped": 24,
}


def tree(root: type[PrintjobError] = PrintjobError) -> Iterator[type[PrintjobError]]:
    yield root
    for child in root.__subclasses__():
        yield from tree(child)


def test_the_tree_is_the_one_that_the_module_draws() -> None:
    drawn = re.findall(r"[├└]── (\w+)\s+(\d+)", errors.__doc__ or "")
    assert {name: int(code) for name, code in drawn} == {k: v for k, v in EXIT_CODES.items() if k != "PrintjobError"}
    assert {kind.__name__: kind.exit_code for kind in tree()} == EXIT_CODES


@pytest.mark.parametrize("kind", list(tree()))
def test_every_error_survives_pickling_with_its_faults(kind: type[PrintjobError]) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(kind(FULL, Fault(id="PJ-1118-E")), protocol))
        assert type(back) is kind
        assert back.faults == (FULL, Fault(id="PJ-1118-E"))
        assert str(back) == str(kind(FULL, Fault(id="PJ-1118-E")))


def test_no_exit_code_that_schedulers_keep_for_themselves() -> None:
    assert not set(EXIT_CODES.values()) & {0, 1, 255}
    assert max(EXIT_CODES.values()) < 128


texts = st.text(min_size=1)


@given(texts)
def test_masking_shows_at_most_the_first_character_and_never_the_only_one(value: str) -> None:
    shown = masked(value)
    assert shown[0] == (value[0] if len(value) > 1 else "*")
    assert not set(shown[1:]) - set("*()0123456789")


@given(st.text(st.characters(exclude_characters="*()0123456789"), min_size=2, max_size=40))
def test_masking_hides_every_other_character(value: str) -> None:
    assert not set(value[1:]) & set(masked(value)[1:])


@given(st.integers(0, 10**6), st.integers(0, 500), st.text(), st.text())
def test_a_fault_survives_pickling(line: int, column: int, field: str, value: str) -> None:
    fault = Fault(id="PJ-1208-E", file="a.dat", line=line, column=column, field=field, value=value)
    assert pickle.loads(pickle.dumps(fault)) == fault


def test_a_place_leaves_out_what_is_unknown() -> None:
    assert FULL.place == "a.dat:7:3 record 5 due_1"
    assert Fault(id="PJ-1203-E", record=5).place == "record 5"
    assert Fault(id="PJ-1203-E", line=7).place == ""


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("fault_id", sorted(BOOK))
def test_a_message_has_five_parts_in_both_languages(fault_id: str, language: str) -> None:
    entry = BOOK[fault_id]
    rule, action = (entry.rule_ja, entry.action_ja) if language == "ja" else (entry.rule_en, entry.action_en)
    text = message(Fault(id=fault_id, file="a.dat", line=7, value="北****(5)", detail="seen"), language)
    assert text == f"{fault_id} a.dat:7 [北****(5)]: {rule} seen. -> {action}"


def test_a_message_leaves_out_the_parts_that_are_unknown() -> None:
    entry = BOOK["PJ-1901-I"]
    assert message(Fault(id="PJ-1901-I"), "en") == f"PJ-1901-I: {entry.rule_en} -> {entry.action_en}"


@pytest.mark.parametrize("fault_id", sorted(BOOK))
def test_both_languages_say_rule_and_remedy(fault_id: str) -> None:
    entry = BOOK[fault_id]
    assert re.fullmatch(r"PJ-1\d{3}-[EWI]", fault_id)
    assert all(re.search(r"[ぁ-ん]", text) and text.endswith("。") for text in (entry.rule_ja, entry.action_ja))
    assert all(re.match(r"[A-Z]", text) and text.endswith(".") for text in (entry.rule_en, entry.action_en))


def test_the_letter_says_how_grave_it_is() -> None:
    letters = {level: {fault_id[-1] for fault_id, entry in BOOK.items() if entry.level is level} for level in Level}
    assert letters[Level.HELD] == letters[Level.PULLED] == letters[Level.CAMPAIGN] == {"W"}
    assert letters[Level.ENVIRONMENT] == {"E", "I"}
    assert letters[Level.DECLARATION] == letters[Level.POSTING] == {"E", "W"}
    assert letters[Level.NOTED] == {"I"}
    others = set(Level) - {Level.HELD, Level.PULLED, Level.CAMPAIGN, Level.NOTED, Level.ENVIRONMENT, Level.DECLARATION, Level.POSTING}
    assert all(letters[level] == {"E"} for level in others)
