"""Marks and customer barcodes are read as others write them, and nothing that is not perfect is read."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from printjob.errors import DataRefused
from printjob.typefaces.locate import font_path
from printjob.verify.customer import BARS, flaw
from printjob.verify.customer_reader import Gray, read_customer
from printjob.verify.mark import read_mark
from tests.verify.small_run import bars_for

PUBLISHED = Path(__file__).parents[1] / "data" / "customer_barcode.tsv"
SHAPES = {"1": (0, 6), "2": (2, 6), "3": (0, 4), "4": (2, 4)}


@given(st.integers(0, 10**22 - 1))
def test_marks_of_another_writer_are_read(number: int) -> None:
    text = f"{number:022d}"
    assert read_mark(_modules(text)) == text


@given(st.integers(0, 255))
def test_a_mark_with_one_wrong_module_is_none(position: int) -> None:
    rows = bytearray(_modules("1400200030000123010582"))
    rows[position // 8] ^= 0x80 >> position % 8
    assert read_mark(bytes(rows)) is None


def _modules(text: str) -> bytes:
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix)
    picture = np.array(zxingcpp.write_barcode_to_image(symbol, scale=1, add_quiet_zones=False))
    assert picture.shape == (16, 16)
    return np.packbits(picture < 128, axis=1).tobytes()


def test_published_barcodes_are_right() -> None:
    header, *rows = (line.split("\t") for line in PUBLISHED.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    bars = [row[header.index("bars_67")] for row in rows if row[header.index("bars_67")]]
    assert len(bars) > 20
    assert [flaw(symbol) for symbol in bars] == [""] * len(bars)


@given(st.integers(0, 9_999_999), st.integers(0, BARS - 1), st.sampled_from("1234"))
def test_one_wrong_bar_is_a_flaw(postal: int, position: int, bar: str) -> None:
    right = bars_for(f"{postal:07d}")
    wrong = right[:position] + bar + right[position + 1 :]
    assert (flaw(wrong) == "") == (wrong == right)


@pytest.mark.parametrize("dpi", [300, 400, 600])
@pytest.mark.parametrize("tilt", [-1.0, 0.0, 0.4, 1.0])
def test_bars_are_read_from_a_picture(dpi: int, tilt: float) -> None:
    rng = random.Random(f"{dpi} {tilt}")
    bars = bars_for(f"{rng.randrange(10**7):07d}")
    picture = drawn(bars, dpi, tilt, noise=0.004)
    assert read_customer(picture, (0, 0, picture.shape[1], picture.shape[0])) == bars


@pytest.mark.parametrize("missing", [0, 1, 33, 65, 66])
def test_a_missing_bar_is_refused(missing: int) -> None:
    bars = bars_for("0700031")
    picture = drawn(bars[:missing] + " " + bars[missing + 1 :], 300, 0.0)
    with pytest.raises(DataRefused, match="PJ-1503-E"):
        read_customer(picture, (0, 0, picture.shape[1], picture.shape[0]))


def test_half_a_bar_is_doubtful() -> None:
    bars = bars_for("0700031")
    picture = drawn(bars, 600, 0.0, stretch={bars.index("4", 5): (1, 4)})
    with pytest.raises(DataRefused, match="doubtful"):
        read_customer(picture, (0, 0, picture.shape[1], picture.shape[0]))


@pytest.mark.parametrize("shade", [255, 0, 128])
def test_an_empty_window_is_refused(shade: int) -> None:
    with pytest.raises(DataRefused, match="PJ-1503-E"):
        read_customer(np.full((300, 900), shade, np.uint8), (0, 0, 900, 300))


def test_an_address_without_bars_is_refused() -> None:
    picture = drawn("", 300, 0.0)
    with pytest.raises(DataRefused, match="PJ-1503-E"):
        read_customer(picture, (0, 0, picture.shape[1], picture.shape[0]))


def drawn(bars: str, dpi: int, tilt: float, noise: float = 0.0, stretch: dict[int, tuple[int, int]] | None = None) -> Gray:
    """An address window as a scanner sees it: three lines of address, the bars below, turned by ``tilt`` degrees, with specks."""
    over = 2
    mm, unit = dpi * over / 25.4, 12 * dpi * over / 600
    width, height = int(95 * mm), int(42 * mm)
    picture = Image.new("L", (width, height), 255)
    pen, left, foot = ImageDraw.Draw(picture), 8 * mm, 34 * mm
    for line, text in enumerate(["070-0031", "見本市一条通二丁目三番地の四　壱号館 1111111", "葛西　花子　様"]):
        pen.text((left, (4 + 7 * line) * mm), text, font=_font(int(4 * mm)), fill=0)
    for position, bar in enumerate(bars):
        if bar in SHAPES:
            low, high = (stretch or {}).get(position, SHAPES[bar])
            x = left + 2 * position * unit
            pen.rectangle((x, foot - high * unit, x + unit - 1, foot - low * unit - 1), fill=0)
    turned = picture.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    gray = np.array(turned.resize((width // over, height // over), Image.Resampling.BOX), np.uint8)
    specks = np.random.default_rng(1).random(gray.shape)
    gray[specks < noise], gray[specks > 1 - noise] = 0, 255
    return gray


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path("ipamj-mincho")), size)
