"""Barcode sizes are whole dots within the manual's limits and the window arithmetic is right; what is drawn so is read back at every one."""

from __future__ import annotations

import random

import numpy as np
import pypdfium2
import pytest

from printjob.barcode import customer
from printjob.barcode.customer_size import TOLERANCES_MM_PER_10_PT, Size, greatest_in, out_of_tolerance, play_mm, sizes
from printjob.compose.bars import BarPainter
from printjob.model.form import Bars
from printjob.verify.customer_reader import read_customer

RESOLUTIONS = (240, 300, 400, 600, 1200)
_PAGE_PT = (300, 720)
_ROW_PT = 34


@pytest.mark.parametrize("resolution_dpi", [72, *RESOLUTIONS])
def test_the_sizes_of_a_printer_are_all_that_the_manual_allows(resolution_dpi: int) -> None:
    allowed = [dots for dots in range(1, 99) if 8 <= 25.4 * dots / resolution_dpi / 0.06 <= 11.5]
    assert [size.dots for size in sizes(resolution_dpi)] == allowed
    assert bool(allowed) == (resolution_dpi > 72)


@pytest.mark.parametrize(
    ("a_pt", "long_mm", "pitch_mm", "width_mm", "window_mm"),
    [
        (8, 2.88, 0.96, 63.84, (67.84, 6.88)),
        (9, 3.24, 1.08, 71.82, (75.82, 7.24)),
        (10, 3.60, 1.20, 79.80, (83.80, 7.60)),
        (11.5, 4.14, 1.38, 91.77, (95.77, 8.14)),
    ],
)
def test_the_manual_s_table(
    a_pt: float, long_mm: float, pitch_mm: float, width_mm: float, window_mm: tuple[float, float]
) -> None:
    """Its round point sizes are whole dots at 127,000 dpi: a pt = 300 a dots of 0.0002 mm."""
    size = Size(round(300 * a_pt), 127_000)
    assert size.size_pt == pytest.approx(a_pt)
    assert (size.height_mm, size.pitch_mm, size.width_mm) == pytest.approx((long_mm, pitch_mm, width_mm), abs=0.005)
    assert size.window_mm() == pytest.approx(window_mm, abs=0.005)


@pytest.mark.parametrize("resolution_dpi", RESOLUTIONS)
def test_a_size_is_within_all_tolerances_and_a_lost_dot_is_not(resolution_dpi: int) -> None:
    for size in sizes(resolution_dpi):
        measures = {
            "long": size.height_mm, "timing": size.height_mm / 3, "pitch": size.pitch_mm, "bar": size.bar_mm, "space": size.bar_mm,
        }  # fmt: skip
        assert measures.keys() == TOLERANCES_MM_PER_10_PT.keys()
        assert out_of_tolerance(size.size_pt, measures.items()) == []
        dot_mm = 25.4 / resolution_dpi
        thin = measures | {"bar": size.bar_mm - dot_mm, "space": size.bar_mm + dot_mm}
        assert "space" in out_of_tolerance(size.size_pt, thin.items()), "the nominal space is the greatest"


def test_a_loose_long_3_with_a_90_mm_window_takes_no_barcode_at_600_dpi() -> None:
    """長3 with 230 x 117 mm of room, A4 folded to 210 x 99: 67.6 + 4 + 20 mm are more than 90."""
    play = play_mm((230, 117), (210, 99))
    assert greatest_in((90, 45), play, 600) is None
    assert greatest_in((90, 45), play_mm((230, 117), (210, 105)), 600) is None, "only the long way counts here"
    tight = greatest_in((90, 45), (10, 18), 600)
    assert tight is not None
    assert tight.dots == 13


def test_what_fits_keeps_two_millimetres_at_both_ends_of_the_play() -> None:
    rng = random.Random(4)
    for _ in range(300):
        window = (rng.uniform(60, 120), rng.uniform(20, 60))
        play = (rng.uniform(0, 30), rng.uniform(0, 30))
        for size in sizes(rng.choice(RESOLUTIONS)):
            left = (window[0] - play[0] - size.width_mm) / 2
            top = (window[1] - play[1] - size.height_mm) / 2
            assert size.fits(window, play) == (left >= 2 and top >= 2)


def test_play_is_never_negative() -> None:
    assert play_mm((200, 90), (210, 99)) == (0, 0)


@pytest.mark.parametrize("resolution_dpi", [300, 400, 600])
def test_sixty_barcodes_of_every_size_are_read_back(resolution_dpi: int) -> None:
    """Drawn by the composer on the printer's dots, rendered at the printer's resolution, read by the verifier."""
    rng = random.Random(resolution_dpi)
    wanted = [_random_bars(rng) for _ in range(60)]
    read = [bars for at in range(0, 60, 20) for bars in _read_page(wanted[at : at + 20], sizes(resolution_dpi))]
    assert read == wanted


def _random_bars(rng: random.Random) -> str:
    digits = "".join(rng.choice("0123456789-ABCXYZ") for _ in range(rng.randrange(18)))
    return customer.encode(f"{rng.randrange(10**7):07}", digits)


def _read_page(codes: list[str], allowed: tuple[Size, ...]) -> list[str]:
    """One below the other, each of the next size."""
    resolution_dpi = allowed[0].resolution_dpi
    painters = [
        BarPainter(Bars(20, _PAGE_PT[1] - _ROW_PT * (row + 1), allowed[row % len(allowed)].dots), resolution_dpi)
        for row in range(len(codes))
    ]
    operators = b"".join(painter.paint(bars) + b"f\n" for painter, bars in zip(painters, codes, strict=True))
    picture = _rendered(operators, resolution_dpi)
    step = _ROW_PT * resolution_dpi / 72
    return [
        read_customer(picture, (0, round((row + 0.4) * step), picture.shape[1], round((row + 1.3) * step)))
        for row in range(len(codes))
    ]


def _rendered(operators: bytes, resolution_dpi: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    document = pypdfium2.PdfDocument(_pdf(operators))
    picture = document[0].render(scale=resolution_dpi / 72, grayscale=True).to_numpy()
    gray = np.array(picture.reshape(picture.shape[0], picture.shape[1]), np.uint8)
    document.close()
    return gray


def _pdf(operators: bytes) -> bytes:
    """One page with these operators."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<<>>/Contents 4 0 R>>" % _PAGE_PT,
        b"<</Length %d>>stream\n%b\nendstream" % (len(operators), operators),
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
