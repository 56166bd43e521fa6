"""The envelope spec is true to size and bears exactly the indicia of its class."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest

from printjob.errors import EnvironmentAtFault
from printjob.layout.papers import draw_papers
from printjob.mailroom.papers.envelopemark import EnvelopeFace, envelope_mark
from printjob.whereabouts import data_folder
from tests.mailroom.papers.posting import SENDER, words

WINDOW = EnvelopeFace(envelope="洋長3 窓", width_mm=235, height_mm=120, window=(20, 18, 100, 55))
FLAT = EnvelopeFace(envelope="角形2号", width_mm=240, height_mm=332)
DPI = 300
OFFICE = "見本中央郵便局"


def drawn(face: EnvelopeFace, indicia: str, payment: str = "postpaid") -> pypdfium2.PdfPage:
    """The one page."""
    (page,) = pypdfium2.PdfDocument(draw_papers(data_folder("layouts"), [envelope_mark(face, SENDER, OFFICE, payment, indicia)]))
    return page


def lines_down(page: pypdfium2.PdfPage, x_mm: float, top_mm: float, bottom_mm: float) -> list[float]:
    """Where a straight way down at ``x_mm`` meets dark lines, in mm from the paper's top."""
    dark = np.asarray(page.render(scale=DPI / 72).to_pil().convert("L"))[:, round(x_mm / 25.4 * DPI)] < 128
    steps = np.flatnonzero(np.diff(dark.astype(np.int8)) == 1) + 1
    return [float(step) * 25.4 / DPI for step in steps if top_mm <= step * 25.4 / DPI <= bottom_mm]


@pytest.mark.parametrize(("indicia", "under", "above"), [("plain", 1, 0), ("slack-3", 2, 0), ("slack-7", 2, 1), ("local", 1, 0)])
def test_the_lines_of_the_indicia_say_the_class(indicia: str, under: int, above: int) -> None:
    """The envelope lies at (31, 30) on A4 across: its mark begins 35 mm left of its right edge and 10 mm below its top."""
    left, top = 31 + 235 - 35, 30 + 10
    found = lines_down(drawn(WINDOW, indicia), left + 0.9, top + 1, top + 24)
    assert [len([y for y in found if y > top + 6]), len([y for y in found if y < top + 6])] == [under, above]
    if under == 2:
        assert 1 <= found[-1] - found[-2] <= 2


@pytest.mark.parametrize("indicia", ["plain", "slack-3", "slack-7", "local"])
@pytest.mark.parametrize("face", [WINDOW, FLAT])
@pytest.mark.parametrize(("payment", "mark"), [("postpaid", "料金後納郵便"), ("cash", "料金別納郵便")])
def test_the_words_of_the_indicia(face: EnvelopeFace, indicia: str, payment: str, mark: str) -> None:
    text = drawn(face, indicia, payment).get_textpage()
    width, height = text.page.get_size()
    side = (width - face.width_mm * 72 / 25.4) / 2
    corner_pt = (70 if face.width_mm > face.height_mm else 35, 35 if face.width_mm > face.height_mm else 70)
    left = width - side - corner_pt[0] * 72 / 25.4 if face.width_mm > face.height_mm else side
    top = height - 30 * 72 / 25.4
    said = words(text.get_text_bounded(left, top - corner_pt[1] * 72 / 25.4, left + corner_pt[0] * 72 / 25.4, top))
    assert {mark, OFFICE} <= said
    assert ("郵便区内特別" in said) == (indicia == "local")
    assert {"〒070-0000", "見本市"} <= words(text.get_text_bounded())


def test_the_envelope_is_drawn_at_its_own_size() -> None:
    found = lines_down(drawn(WINDOW, "plain"), 180, 29, 152)
    assert [found[0], found[-1]] == pytest.approx([30, 150], abs=0.3)
    width, height = drawn(FLAT, "plain").get_size()
    assert (width, height) == pytest.approx((297 * 72 / 25.4, 420 * 72 / 25.4), abs=0.2)


@pytest.mark.parametrize(
    "changed",
    [
        EnvelopeFace(envelope="大きい", width_mm=400, height_mm=300),
        EnvelopeFace(envelope="窓が上", width_mm=235, height_mm=120, window=(130, 20, 100, 55)),
        EnvelopeFace(envelope="窓が広い", width_mm=235, height_mm=120, window=(20, 40, 200, 60)),
    ],
)
def test_an_envelope_without_room_is_refused(changed: EnvelopeFace) -> None:
    with pytest.raises(EnvironmentAtFault) as refused:
        envelope_mark(changed, SENDER, OFFICE, "postpaid", "plain")
    assert refused.value.faults[0].value == changed.envelope
