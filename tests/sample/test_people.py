"""Names: every rare one has its glyph in the font for names, and a map is needed to carry it in CP932."""

from __future__ import annotations

import random

import pytest

from printjob.extract.format import Field
from printjob.extract.writer import LineWriter
from printjob.sample.functions import instalment
from printjob.sample.people import read_people
from printjob.typefaces.clusters import clusters
from printjob.typefaces.face import face
from printjob.whereabouts import data_folder
from tests.sample.making import FIXED, gaiji, site_format


def test_every_name_has_its_glyphs_in_the_font_for_names() -> None:
    people = read_people(data_folder("examples") / "people.yaml", bool)
    words = [word for weighted in people.lists.values() for word, _ in weighted.words]
    assert face("ipamj-mincho").missing([cluster for word in words for cluster in clusters(word)]) == []
    assert len(people.lists["rare_families"].words) > 10


def test_no_rare_names_without_a_gaiji_map() -> None:
    name = Field(name="name", label="", kind="text", width=100)
    bare, mapped = (LineWriter(site_format(FIXED), table) for table in ({}, gaiji("019917")))
    path = data_folder("examples") / "people.yaml"
    without = read_people(path, lambda text: bare.can_write(name, text)).lists["rare_families"].words
    with_map = read_people(path, lambda text: mapped.can_write(name, text)).lists["rare_families"].words
    assert not any(ord(char) > 0xFFFF for word, _ in without for char in word)
    assert len(with_map) > len(without) + 5


@pytest.mark.parametrize(("first", "last"), [(1, 4), (3, 4), (1, 10), (4, 4)])
def test_instalments_add_up(first: int, last: int) -> None:
    rng = random.Random(1)
    for _ in range(500):
        tax = rng.randrange(0, 10**9, 100)
        parts = {term: instalment(tax, term, first, last) for term in range(1, 11)}
        assert sum(parts.values()) == tax
        assert {term for term, part in parts.items() if part} <= set(range(first, last + 1))
        assert all(part % 1000 == 0 and part <= parts[first] for term, part in parts.items() if term != first)
