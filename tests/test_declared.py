"""Declared files: every value knows its place, every mistake is named where it stands, several at once, with the nearest known name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from printjob.declared import Node, nearest, read
from printjob.errors import DeclarationRefused, Fault

GOOD = """\
# a machine
machine: fold
limits:
  most: 8
  size: [210, 297.5]
parts:
  - {name: a, on: yes}
  - {name: b, on: no}
"""


@pytest.fixture
def declared(tmp_path: Path) -> Callable[[str], Node]:
    """Text written as a file and read as declared."""

    def write(text: str) -> Node:
        path = tmp_path / "machine.yaml"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return write


def node_of(text: str) -> Node:
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    assert tree is not None
    return Node(tree, "x.yaml", [])


def refused(action: Callable[[], object]) -> Fault:
    """The one fault that the action is refused with."""
    with pytest.raises(DeclarationRefused) as caught:
        action()
    (fault,) = caught.value.faults
    assert fault.id == "PJ-1001-E"
    return fault


def place(fault: Fault) -> tuple[str, int, int]:
    return fault.file, fault.line, fault.column


def test_values_come_typed_and_know_their_place(declared: Callable[[str], Node]) -> None:
    node = declared(GOOD)
    most = node.take("limits").take("most")
    assert (most.whole(), most.place) == (8, "machine.yaml:4:9")
    assert node.take("limits").take("size").numbers(2) == (210.0, 297.5)
    assert [part.take("on").flag() for part in node.take("parts").items()] == [True, False]
    assert node.take("machine").filled() == "fold"


@pytest.mark.parametrize("scalar", ["no", "012041", "1.0", "2026-04-01", "null", "0x10"])
def test_scalars_stay_as_they_are_written(scalar: str) -> None:
    assert node_of(f"a: {scalar}").take("a").text() == scalar


@pytest.mark.parametrize(
    ("text", "ask", "line", "column", "detail"),
    [
        ("a: 1\nb: x", lambda n: n.take("b").whole(), 2, 4, "expected a whole number of 0 or more"),
        ("a: 12", lambda n: n.take("a").whole(1, 9), 1, 4, "expected a whole number of 1 or more and at most 9"),
        ("a: 1e3", lambda n: n.take("a").number(), 1, 4, "expected a number"),
        ("a: -1", lambda n: n.take("a").number(0), 1, 4, "expected a number of 0 or more"),
        ("a: [1, 2]", lambda n: n.take("a").numbers(3), 1, 4, "expected 3 numbers"),
        ("a: [1, x]", lambda n: n.take("a").numbers(2), 1, 8, "expected a number"),
        ('a: ""', lambda n: n.take("a").filled(), 1, 4, "must not be empty"),
        ("a: {b: 1}", lambda n: n.take("a").text(), 1, 4, "expected one value"),
        ("a: 1", lambda n: n.take("a").items(), 1, 4, "expected a list"),
        ("a: 1", lambda n: n.take("a").take("b"), 1, 4, "expected names with values (key: value)"),
        ("a: {b: 1}", lambda n: n.take("a").take("c"), 1, 4, "the name c is missing here"),
        ("a: {leeding: 1}", lambda n: n.take("a").take("leading"), 1, 4, "the name leading is missing here, leeding stands here"),
        ("a: maybe", lambda n: n.take("a").flag(), 1, 4, "expected one of yes, no, true, false"),
        ("a: 1\nb: 2\na: 3", lambda n: n.take("b"), 3, 1, "the name a stands here twice"),
    ],
)
def test_a_mistake_is_named_where_it_stands(text: str, ask: Callable[[Node], object], line: int, column: int, detail: str) -> None:
    fault = refused(lambda: ask(node_of(text)))
    assert place(fault) == ("x.yaml", line, column)
    assert fault.detail == detail


def test_an_unknown_name_comes_with_the_nearest_known_one() -> None:
    node = node_of("most_pieces: 5\nmost_sheet: 8")
    for name in ("most_pieces", "most_sheets"):
        node.maybe(name)
    node.refuse_unknown()
    fault = refused(node.finish)
    assert place(fault) == ("x.yaml", 2, 1)
    assert fault.detail == "unknown name: did you mean most_sheets?"


def test_an_unknown_choice_comes_with_the_nearest_known_one() -> None:
    fault = refused(lambda: node_of("fold: hlaf").take("fold").choice({"half": 1, "none": 0}))
    assert fault.detail == "expected one of half, none: did you mean half?"
    assert fault.value == "hlaf"


def test_faults_are_collected_and_raised_together() -> None:
    node = node_of("a: x\nb: y\nc: 3")
    for name in "abc":
        with node.collecting():
            node.take(name).whole()
    with pytest.raises(DeclarationRefused) as caught:
        node.finish()
    assert [fault.line for fault in caught.value.faults] == [1, 2]


def test_a_file_without_faults_finishes_quietly(declared: Callable[[str], Node]) -> None:
    node = declared(GOOD)
    node.entries()
    node.refuse_unknown()
    node.finish()


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        ("a: [1, 2\nb: 3\n", 2, "is not YAML: "),
        ("a: 1\n\tb: 2\n", 2, "is not YAML: "),
        ("a: 'open\n", 2, "is not YAML: "),
        ("", 0, "is empty"),
        ("# only a comment\n", 0, "is empty"),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line(declared: Callable[[str], Node], text: str, line: int, detail: str) -> None:
    fault = refused(lambda: declared(text))
    assert (fault.file, fault.line) == ("machine.yaml", line)
    assert fault.detail.startswith(detail)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    fault = refused(lambda: read(tmp_path / "absent.yaml"))
    assert (fault.file, fault.detail) == ("absent.yaml", "cannot be read: No such file or directory")


@pytest.mark.parametrize(("text", "line", "column"), [("\x00a: 1\n", 1, 1), ("名: 北\n町: 北\x07\n", 2, 5), ("a: 1\n\x1b", 2, 1), ("a: \ufffe", 1, 4)])
def test_a_control_character_is_refused_with_its_place(declared: Callable[[str], Node], text: str, line: int, column: int) -> None:
    fault = refused(lambda: declared(text))
    assert (fault.file, fault.line, fault.column) == ("machine.yaml", line, column)
    assert f"U+{ord(text.splitlines()[line - 1][column - 1]):04X}" in fault.detail


@pytest.mark.parametrize("digits", [16, 400, 5000])
def test_a_number_of_too_many_digits_is_refused_with_its_place(declared: Callable[[str], Node], digits: int) -> None:
    node = declared(f"a: 1\nb: {'9' * digits}\n").take("b")
    for read_as in (node.whole, node.number):
        assert (refused(read_as).line, refused(read_as).column) == (2, 4)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sjis.yaml"
    path.write_bytes("名前: 北海道\n".encode("cp932"))
    assert refused(lambda: read(path)).detail == "is not UTF-8"


names = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True)


@given(st.dictionaries(names, st.integers(0, 10**9), min_size=1, max_size=20))
def test_whole_numbers_read_back_with_their_lines(values: dict[str, int]) -> None:
    node = node_of("\n".join(f"{name}: {value}" for name, value in values.items()))
    for line, (name, value) in enumerate(values.items(), 1):
        assert node.take(name).whole() == value
        assert (node.take(name).line, node.take(name).column) == (line, len(name) + 3)


@given(st.lists(names, min_size=2, max_size=10, unique=True), st.data())
def test_a_name_given_twice_is_always_found(keys: list[str], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(keys))
    node = node_of("".join(f"{key}: 1\n" for key in [*keys, again]))
    fault = refused(lambda: node.take(keys[0]))
    assert (fault.line, fault.column) == (len(keys) + 1, 1)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\u2028\u2029\x85"), max_size=60))
def test_any_text_reads_back_unaltered(text: str) -> None:
    assert node_of(yaml.safe_dump({"a": text}, allow_unicode=True, width=10_000, default_style='"')).take("a").text() == text


@given(names, st.lists(names, min_size=1, unique=True))
def test_a_nearest_name_is_one_of_the_known(name: str, known: list[str]) -> None:
    told = nearest(name, known)
    assert not told or told.removeprefix(": did you mean ").removesuffix("?") in known
    assert name not in known or nearest(name, known) == f": did you mean {name}?"


BLOCK = 'part:\n  elements: [{text: "第{n}期 {with.title}", width: "{with.width}", keep: "{municipality.name}"}]\n'


def block(tmp_path: Path) -> Node:
    (tmp_path / "blocks.yaml").write_text(BLOCK, encoding="utf-8")
    return read(tmp_path / "blocks.yaml").take("part").take("elements")


def test_open_places_are_filled_with_the_words_of_each_reading(tmp_path: Path) -> None:
    node = block(tmp_path)
    assert node.open_places() == {"n", "with.title", "with.width"}
    for number in ("1", "2"):
        (element,) = node.with_words({"n": number, "with.title": "領収証書", "with.width": "60.5"}).items()
        assert element.take("text").text() == f"第{number}期 領収証書"
        assert element.take("width").number() == 60.5
        assert element.take("keep").text() == "{municipality.name}"


def test_a_filled_value_is_refused_at_the_places_own_line_as_it_was_read(tmp_path: Path) -> None:
    (element,) = block(tmp_path).with_words({"n": "1", "with.title": "x", "with.width": "wide"}).items()
    with pytest.raises(DeclarationRefused) as refused:
        element.take("width").number()
    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.value) == ("blocks.yaml", 2, "wide")
    assert BLOCK.splitlines()[1][fault.column - 1:].startswith('"{with.width}"')


def test_a_word_that_is_not_given_is_named_with_the_nearest(tmp_path: Path) -> None:
    (element,) = block(tmp_path).with_words({"n": "1", "with.titel": "x"}).items()
    with pytest.raises(DeclarationRefused, match=r"this use gives no with\.title: did you mean with\.titel\?"):
        element.take("text").text()


def test_each_reading_collects_its_own_faults(tmp_path: Path) -> None:
    node = block(tmp_path)
    wrong, right = node.with_words({"with.width": "wide"}), node.with_words({"with.width": "1"})
    for one in (wrong, right):
        (element,) = one.items()
        with one.collecting():
            element.take("width").number()
    right.finish()
    node.finish()
    with pytest.raises(DeclarationRefused):
        wrong.finish()
