"""The customer barcode keeps its white in every envelope, as the arithmetic of sizes and a contents pushed about say alike."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from printjob.barcode.customer_size import Size
from printjob.layout.check.box import Box
from printjob.layout.check.customer_barcode import customer_barcode
from printjob.layout.check.envelope import Envelope, on_face, play, read_envelopes
from printjob.layout.check.report import check_layout
from printjob.layout.check.scenes import Scene
from printjob.layout.check.things import Thing
from printjob.layout.language import read_layout
from printjob.model.form import Bars
from tests.layout.conftest import LAYOUTS

DPI = 600


def declared(folder: Path, window: tuple[float, float, float, float], panel: tuple[float, float]) -> Envelope:
    """An envelope of 235 x 120 mm with a window (x, y, width, height) and contents folded to ``panel``."""
    path = folder / "envelopes.yaml"
    path.write_text(
        f"""envelopes:
  - envelope: 試験
    size_mm: [235, 120]
    inner_mm: [230, 117]
    window: {{at: [{window[0]}, {window[1]}], size: [{window[2]}, {window[3]}]}}
    paper_mm: [{panel[0]}, 297]
    panel_mm: [{panel[0]}, {panel[1]}]
    folds: {{y: [], clear: 2}}
sheets: {{edge: 3, strip: [3, 13]}}
stocks: []
""",
        encoding="utf-8",
    )
    return read_envelopes(path)["試験"]


def faults(envelope: Envelope, box: Box, dots: int = 12) -> set[str]:
    """The rules that a barcode alone on the first front breaks."""
    node = read_layout(LAYOUTS / "bill").node
    side = Scene(name="front", page=(Thing("bars", box, node, "customer barcode", bars=Bars(0, 0, dots)),), stock="notice", first=True)
    return {found.rule for found in customer_barcode(side, envelope, DPI)}


def box_at(left: float, top: float, dots: int = 12) -> Box:
    size = Size(dots, DPI)
    return Box(left, top, left + size.width_mm, top + size.height_mm)


def test_it_is_found_wherever_it_comes_too_near_to_the_window_and_nowhere_else(tmp_path: Path) -> None:
    """Another way than the check's: the contents are pushed to the four corners and the gaps measured on the envelope's face."""
    rng, seen = random.Random(8), set()
    for _ in range(400):
        window = (rng.uniform(12, 40), rng.uniform(12, 30), rng.uniform(80, 125), rng.uniform(30, 70))
        envelope = declared(tmp_path, window, (rng.uniform(205, 230), rng.uniform(97, 117)))
        dots = rng.choice((12, 13, 14, 15, 16))
        box = box_at(rng.uniform(12, 40), rng.uniform(12, 40), dots)
        slide, wall = (230 - envelope.panel[0], 117 - envelope.panel[1]), (2.5, 1.5)
        gaps = [
            gap
            for x in (wall[0], wall[0] + slide[0])
            for y in (wall[1], wall[1] + slide[1])
            for gap in (box.left + x - window[0], window[0] + window[2] - box.right - x, box.top + y - window[1], window[1] + window[3] - box.bottom - y)
        ]
        broken = faults(envelope, box, dots) & {"window clear", "window size"}
        assert bool(broken) == (min(gaps) < 2)
        assert ("window size" in broken) == (not Size(dots, DPI).fits(window[2:], slide))
        seen |= broken or {"sound"}
    assert seen == {"sound", "window clear", "window size"}


@pytest.mark.parametrize(("window_mm", "sound"), [(91.5, False), (91.6, True), (100, True)])
def test_a_loose_long_3_needs_a_window_of_91_6_mm(tmp_path: Path, window_mm: float, sound: bool) -> None:
    """67.56 + 4 + 20 mm at the smallest size of 600 dpi."""
    envelope = declared(tmp_path, (20, 18, window_mm, 55), (210, 99))
    assert (faults(envelope, box_at(19.5, 45.5)) == set()) is sound


def test_ten_millimetres_stay_clear_to_the_envelopes_edges_wherever_the_contents_lie(envelope: Envelope) -> None:
    everything = replace(envelope, window=Box(0, 0, 235, 120), visible=Box(-99, -99, 999, 999))
    assert play(everything) == (20, 18)
    right, bottom = 235 - 10 - 2.5 - 20, 120 - 10 - 1.5 - 18
    width, height = Size(12, DPI).width_mm, Size(12, DPI).height_mm
    for left, top, sound in (
        (7.5, 8.5, True), (7.4, 20, False), (20, 8.4, False),
        (right - width, bottom - height, True), (right - width + 0.1, 20, False), (20, bottom - height + 0.1, False),
    ):  # fmt: skip
        assert faults(everything, box_at(left, top)) == (set() if sound else {"envelope edge"}), (left, top)


def test_the_face_is_covered_from_the_first_to_the_last_place_of_the_contents(envelope: Envelope) -> None:
    assert on_face(Box(0, 0, *envelope.panel), envelope) == Box(2.5, 1.5, 232.5, 118.5)


@pytest.mark.parametrize(("dpi", "told"), [(240, "write dots: 5 to 6"), (300, "write dots: 6 to 8"), (400, "write dots: 8 to 10")])
def test_another_printer_has_other_sizes(constants: dict[str, str], envelope: Envelope, tmp_path: Path, dpi: int, told: str) -> None:
    shutil.copytree(LAYOUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "letter" / "layout.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("device_dpi: 600", f"device_dpi: {dpi}"), encoding="utf-8")
    details = [fault.detail for fault in check_layout(tmp_path / "letter", constants, envelope).faults]
    assert any(told in detail for detail in details), details
