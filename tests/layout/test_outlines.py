"""Static text that no PDF library writes as text is drawn by its glyph's outline, exactly where text would stand."""

from __future__ import annotations

import msgspec
import numpy as np
import pypdfium2
import pytest

from printjob.layout.arts import Arts, Outline, Primitive, Text
from printjob.layout.drawing import draw_arts
from printjob.layout.facelist import face_list
from printjob.layout.static import set_line
from printjob.model.form import Form
from tests.layout.conftest import Faults

FACES = ("ipamj-mincho",)
VARIANT = "邊\U000E0108"


def drawn(letter: tuple[Form, Arts], *primitives: Primitive) -> np.ndarray:
    form, arts = letter
    page = pypdfium2.PdfDocument(draw_arts(form, {**arts, "lead-cover": primitives}))[form.arts["lead-cover"]]
    return np.asarray(page.render(scale=300 / 72, grayscale=True).to_numpy())


def test_a_variation_sequence_and_a_rare_character_become_outlines() -> None:
    line = list(set_line(face_list(FACES), 20.0, f"渡{VARIANT}𠮷市", 100.0, 500.0, 2.0))
    assert [(type(one).__name__, one.text) for one in line] == [("Text", "渡"), ("Outline", VARIANT), ("Outline", "𠮷"), ("Text", "市")]
    assert [one.x_pt for one in line] == pytest.approx([100.0, 122.0, 144.0, 166.0])


@pytest.mark.parametrize("character", ["渡", "永", "Ｂ"])
def test_an_outline_is_the_glyph_that_text_would_show(letter: tuple[Form, Arts], character: str) -> None:
    text = drawn(letter, Text(FACES[0], 60.0, 100.0, 500.0, character))
    outline = drawn(letter, Outline(FACES[0], 60.0, 100.0, 500.0, character))
    assert (text < 128).any()
    assert np.abs(text.astype(int) - outline).max() <= 90
    assert ((text < 128) != (outline < 128)).sum() <= 0.01 * (text < 128).sum()


def test_the_selector_chooses_the_glyph(letter: tuple[Form, Arts]) -> None:
    plain, chosen = (drawn(letter, Outline(FACES[0], 60.0, 100.0, 500.0, cluster)) for cluster in ("葛", "葛\U000E0102"))
    assert ((plain < 128) != (chosen < 128)).sum() > 200


def test_a_turned_text_keeps_its_middle(letter: tuple[Form, Arts]) -> None:
    def middle(picture: np.ndarray) -> tuple[float, float]:
        rows, columns = np.nonzero(picture < 200)
        return float(rows.min() + rows.max()) / 2, float(columns.min() + columns.max()) / 2

    form, arts = letter
    text = next(one for one in arts["lead-cover"] if isinstance(one, Text) and one.text.endswith("試験通知書"))
    turned = msgspec.structs.replace(text, angle_deg=180.0, black=0.5)
    size = text.size_pt
    back = msgspec.structs.replace(turned, x_pt=text.x_pt + face_list((text.face,)).width(text.text) * size, y_pt=text.y_pt + 0.76 * size)
    assert middle(drawn((form, arts), back)) == pytest.approx(middle(drawn((form, arts), text)), abs=4)
    assert drawn((form, arts), back).min() > 100


def test_a_turned_text_must_stay_on_the_page(faults_of: Faults) -> None:
    faults = faults_of("- text: {at: [17, 158], style: label, text: 納期限}", "- text: {at: [1, 158], style: label, angle: 90, text: 納期限}")
    assert faults == []
    faults = faults_of("- text: {at: [17, 158], style: label, text: 納期限}", "- text: {at: [17, 0.5], style: label, angle: 90, text: 納期限}")
    assert "outside the page" in faults[0].detail


def test_a_character_without_glyph_is_still_refused(faults_of: Faults) -> None:
    faults = faults_of("style: label, text: 納期限", "style: label, text: 納期限\U00020BB7")
    assert "no glyph for U+20BB7" in faults[0].detail
