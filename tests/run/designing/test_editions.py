"""Two editions compared: equal ones differ in nothing; what was moved, added or taken away is named and red in the pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from printjob.errors import ArgumentMistake
from printjob.run.designing.editions import Compared, compare_editions
from printjob.run.site import Site
from tests.run.designing.letters import ISSUED_ON, LETTER, changed, designer_site, letter_file, order
from tests.run.nights import CITY

DPI = 72
Compare = Callable[[], Compared]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = designer_site(tmp_path / "home")
    shutil.copytree(made.folder / "layouts", tmp_path / "old")
    return made


@pytest.fixture
def compare(site: Site, tmp_path: Path) -> Compare:
    """The site's letter as it is now with how it was."""
    return lambda: compare_editions(site, tmp_path / "old", order(LETTER, CITY, "ordinary"), ISSUED_ON, tmp_path / "out", DPI)


def test_equal_editions_differ_in_nothing(compare: Compare, tmp_path: Path) -> None:
    found = compare()
    assert (found.equal, found.changes, found.pictures) == (True, (), ())
    assert not (tmp_path / "out").exists()


def test_a_moved_field_is_named_with_both_places_and_red_where_it_was_and_is(site: Site, compare: Compare) -> None:
    line, _ = changed(letter_file(site, "letter.yaml"), 'argument: "{} 円", at: [66, 218]', 'argument: "{} 円", at: [80, 218]')
    found = compare()
    (change,) = found.changes
    assert (change.how, change.kind, change.name, change.on) == ("changed", "field", "first_amount", ("letter",))
    assert (change.old[:6], change.new[:6]) == ("x 66.0", "x 80.0")
    assert change.place.startswith(f"{LETTER}/letter.yaml:{line}:")
    (path,) = found.pictures
    with Image.open(path) as picture:
        red = [(x, y) for x in range(picture.width) for y in range(picture.height) if picture.getpixel((x, y)) == (220, 0, 0)]
    scale, title = DPI / 25.4, round(7 * DPI / 25.4)
    assert red
    assert all(216 < (y - title) / scale < 226 for _, y in red)
    sides = {x > picture.width // 2 for x, _ in red}
    assert sides == {True, False}


def test_new_lost_and_reworded_elements(site: Site, compare: Compare) -> None:
    path = letter_file(site, "letter.yaml")
    changed(path, "    - use: account\n", "    - use: account\n    - text: {at: [22, 240], style: small, text: 控え}\n")
    changed(path, "text: 税　目}", "text: 税の名}")
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(line for line in text.splitlines(keepends=True) if "value: branch" not in line), encoding="utf-8")
    found = {(one.how, one.name): one for one in compare().changes}
    assert set(found) == {("added", "控え"), ("changed", "税の名"), ("removed", "branch")}
    assert (found["changed", "税の名"].old, found["changed", "税の名"].new) == ("税　目", "税の名")


def test_another_size_of_type_is_a_change(site: Site, compare: Compare) -> None:
    changed(letter_file(site, "layout.yaml"), "amount: {face: bold, size: 14}", "amount: {face: bold, size: 13}")
    found = compare().changes
    assert {one.name for one in found} == {"first_on", "first_amount"}
    assert all("14pt" in one.old and "13pt" in one.new for one in found)


def test_new_samples_are_no_difference(site: Site, compare: Compare) -> None:
    changed(letter_file(site, "sample.yaml"), "first_amount: =range(10, 900) * 100", "first_amount: =range(20, 80) * 100")
    assert compare().equal


def test_a_folder_without_the_form_is_an_argument_mistake(site: Site, tmp_path: Path) -> None:
    with pytest.raises(ArgumentMistake) as refused:
        compare_editions(site, tmp_path / "home", order(), ISSUED_ON, tmp_path / "out", DPI)
    assert refused.value.faults[0].field == "--from"
