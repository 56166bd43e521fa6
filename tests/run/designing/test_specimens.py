"""Specimens are named samples on the real way: each becomes what its file says, prints with void codes, always with the same bytes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from printjob.barcode import elqr, gs1
from printjob.errors import ArgumentMistake
from printjob.run.designing.specimens import make_specimens
from tests.run.designing.letters import LETTER, changed, designer_site, letter_file, order
from tests.run.nights import CITY, TOWN


def test_each_becomes_what_the_sample_file_says(tmp_path: Path) -> None:
    made = make_specimens(designer_site(tmp_path / "home"), order(), tmp_path)
    assert [(one.sample.name, one.state, [fault.id for fault in one.faults]) for one in made.items] == [
        ("ordinary", "printed", []), ("long-names", "printed", []), ("missing-glyph", "held", ["PJ-1301-W"]), ("protected", "pulled", ["PJ-1305-W"]),
    ]  # fmt: skip
    assert all(one.as_expected for one in made.items)
    assert [one.printed is not None for one in made.items] == [True, True, False, False]


def test_what_becomes_of_a_sample_is_found_out_and_not_taken_from_the_file(tmp_path: Path) -> None:
    site = designer_site(tmp_path / "home")
    changed(letter_file(site, "sample.yaml"), "expect: held PJ-1301-W", "expect: held PJ-1302-W")
    made = make_specimens(site, order(), tmp_path)
    assert [one.sample.name for one in made.items if not one.as_expected] == ["missing-glyph"]


def test_only_the_wanted_are_printed_and_the_pages_are_theirs(tmp_path: Path) -> None:
    site = designer_site(tmp_path / "home")
    (one,) = make_specimens(site, order(LETTER, CITY, "long-names"), tmp_path / "one").items
    assert one.printed
    with pypdfium2.PdfDocument(one.printed.print_pdf) as document:
        assert [page for leaf in one.printed.leaves for page in leaf.pages] == list(range(1, len(document) + 1))
        text = document[0].get_textpage().get_text_bounded()
    assert "勅使河原" in text
    assert one.sample.notice in text


def test_same_order_same_bytes(tmp_path: Path) -> None:
    site = designer_site(tmp_path / "home")
    digests = []
    for scratch in ("a", "b"):
        made = make_specimens(site, order("dunning", CITY, "ordinary"), tmp_path / scratch)
        digests += [hashlib.sha256(one.printed.print_pdf.read_bytes()).hexdigest() for one in made.items if one.printed]
    assert len(digests) == 2
    assert len(set(digests)) == 1


def test_codes_are_void_on_paper(tmp_path: Path) -> None:
    (one,) = make_specimens(designer_site(tmp_path / "home"), order("dunning", CITY, "ordinary"), tmp_path).items
    assert one.printed
    with pypdfium2.PdfDocument(one.printed.print_pdf) as document:
        picture = document[0].render(scale=400 / 72).to_pil()
    read = [re.sub(r"\D", "", found.text) for found in zxingcpp.read_barcodes(picture)]
    (bars,), (payload,) = ([text for text in read if len(text) == length] for length in (44, 255))
    assert (bars, payload) == (gs1.void(bars), elqr.void(payload))
    assert gs1.parse(bars).amount_yen == 0


@pytest.mark.parametrize(
    ("form", "municipality", "samples", "says"),
    [
        ("transfer-startet", CITY, (), "did you mean transfer-started?"),
        (LETTER, "999999", (), "--municipality"),
        (LETTER, TOWN, ("long-name",), "did you mean long-names?"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_an_argument_mistake_with_the_nearest(
    tmp_path: Path, form: str, municipality: str, samples: tuple[str, ...], says: str
) -> None:
    with pytest.raises(ArgumentMistake) as refused:
        make_specimens(designer_site(tmp_path / "home"), order(form, municipality, *samples), tmp_path)
    assert [fault.id for fault in refused.value.faults] == ["PJ-1602-E"]
    assert says in f"{refused.value.faults[0].field} {refused.value.faults[0].detail}"
