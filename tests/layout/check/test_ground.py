"""What a background prints is seen like everything else, although its file does not say so."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from printjob.layout.arts import Background
from printjob.layout.check.box import Box
from printjob.layout.check.envelope import Envelope
from printjob.layout.check.ground import ink
from printjob.layout.check.report import Checked, check_layout
from tests.layout.test_background import A4, drawing, folder_with, without_fonts

MM = 72 / 25.4


def box_at(left: float, top: float, right: float, bottom: float) -> Callable[[Canvas], object]:
    return lambda canvas: (canvas.setFillGray(0), canvas.rect(left * MM, (297 - bottom) * MM, (right - left) * MM, (bottom - top) * MM, stroke=0, fill=1))


def blank(draw: Callable[[Canvas], object]) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    draw(canvas)
    canvas.save()
    return without_fonts(target.getvalue())


def grounded(pdf: bytes, constants: dict[str, str], envelope: Envelope, tmp_path: Path) -> Checked:
    folder = folder_with(pdf, tmp_path, page=1)
    layout = folder.parent / "bill" / "layout.yaml"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text.replace("  - page: cover\n", "  - page: cover\n    background: {file: ground.pdf}\n"), encoding="utf-8")
    (folder.parent / "bill" / "ground.pdf").write_bytes(pdf)
    return check_layout(folder.parent / "bill", constants, envelope)


def test_ink_is_boxed_to_a_quarter_of_a_millimetre() -> None:
    (found,) = ink(Background(blank(box_at(130, 120, 150, 125)), 0))
    for have, want in zip(found, Box(130, 120, 150, 125), strict=True):
        assert have == pytest.approx(want, abs=0.3)


def test_the_whole_page_is_seen() -> None:
    boxes = ink(Background(drawing(), 1))
    assert any(box.right - box.left == pytest.approx(300 / MM, abs=0.6) for box in boxes)


PLACES = {
    "nothing forbidden": ((130, 120, 150, 125), set()),
    "window": ((90, 60, 100, 65), {"may be seen through the window"}),
    "strip": ((5, 150, 9, 160), {"stands in the control strip"}),
    "edge": ((0, 150, 2, 160), {"stands at the left edge"}),
    "barcode": ((30, 46, 40, 47), {"may be seen through the window", "stands in the quiet zone"}),
}


@pytest.mark.parametrize("where", PLACES)
def test_ink_in_a_forbidden_place_is_found_at_the_background(constants: dict[str, str], envelope: Envelope, where: str, tmp_path: Path) -> None:
    box, rules = PLACES[where]
    result = grounded(blank(box_at(*box)), constants, envelope, tmp_path)
    assert len(result.faults) == len(rules)
    for rule in rules:
        assert any(rule in fault.detail for fault in result.faults)
    assert all(fault.line == 26 and fault.value == "background" for fault in result.faults)
