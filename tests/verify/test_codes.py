"""Payment codes of other writers (zint, segno) are read as written, and nothing that is not perfect is read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from zint import Symbol, Symbology

from printjob.model import form
from printjob.verify import elqr, gs1
from printjob.verify.areas import Area, area_of
from printjob.verify.content import Image
from printjob.verify.symbols import Reader

CODES = st.integers(0, 10**42 - 1).map(lambda number: f"91{number:042d}")
PAYLOADS = st.integers(0, 10**255 - 1).map(lambda number: f"{number:0255d}")
HEIGHT = 34.02


def gs1_modules(text: str, symbology: Any = Symbology.GS1_128) -> int:
    """The modules as zint makes them."""
    symbol = Symbol()
    symbol.symbology = symbology
    symbol.encode(f"[{text[:2]}]{text[2:]}" if symbology == Symbology.GS1_128 else text)
    row = symbol.encoded_data.tobytes()[: (symbol.width + 7) // 8]
    return sum((row[at // 8] >> at % 8 & 1) << (symbol.width - 1 - at) for at in range(symbol.width))


def qr_rows(text: str, **more: Any) -> bytes:
    """The rows as segno makes them."""
    symbol = segno.make(text, **{"version": 6, "error": "m", "mode": "numeric", "boost_error": False, **more})
    modules = np.zeros((41, 48), np.uint8)
    modules[:, :41] = np.array([list(row) for row in symbol.matrix])
    return np.packbits(modules, axis=1).tobytes()


@given(CODES)
def test_gs1_of_another_writer_is_read(text: str) -> None:
    assert gs1.read_gs1(gs1_modules(text)) == text


@given(CODES, st.integers(0, gs1.MODULES - 1))
def test_a_gs1_with_one_wrong_module_is_none(text: str, position: int) -> None:
    assert gs1.read_gs1(gs1_modules(text) ^ 1 << position) is None


@given(CODES, st.integers(2, 22), st.integers(0, 105))
def test_a_gs1_with_one_wrong_character_is_none(text: str, place: int, value: int) -> None:
    modules, shift = gs1_modules(text), gs1.MODULES - 11 * (place + 1)
    other = int(next(bits for bits, known in gs1._VALUES.items() if known == value), 2)
    spoiled = modules & ~(0x7FF << shift) | other << shift
    assert (gs1.read_gs1(spoiled) == text) == (spoiled == modules)
    assert gs1.read_gs1(spoiled) in (text, None)


def test_a_code_128_without_fnc1_is_none() -> None:
    text = "91999999123450000012345678901026063000395003"
    assert gs1.read_gs1(gs1_modules(text)) == text
    assert gs1.read_gs1(gs1_modules(text, Symbology.CODE128)) is None
    assert gs1.read_gs1(gs1_modules(text + "12")) is None
    assert gs1.read_gs1(gs1_modules(text[:-2])) is None


@given(PAYLOADS, st.integers(0, 7))
def test_an_elqr_of_another_writer_is_read(text: str, mask: int) -> None:
    assert elqr.read_elqr(qr_rows(text, mask=mask)) == text


@given(PAYLOADS, st.integers(0, 41 * 48 - 1))
def test_an_elqr_with_one_wrong_module_is_none(text: str, position: int) -> None:
    rows = bytearray(qr_rows(text))
    rows[position // 8] ^= 0x80 >> position % 8
    assert elqr.read_elqr(bytes(rows)) is None


@pytest.mark.parametrize("more", [{"error": "l"}, {"error": "m", "mode": "alphanumeric"}, {"error": "q"}])
def test_another_level_or_mode_is_none(more: dict[str, str]) -> None:
    assert elqr.read_elqr(qr_rows("1" * 100, **more)) is None
    assert elqr.read_elqr(qr_rows("1" * 254)) is None
    assert elqr.read_elqr(b"") is None


@given(PAYLOADS, st.sampled_from([300, 400, 600]), st.floats(20, 300), st.floats(20, 600))
def test_symbols_are_found_where_the_form_puts_them(text: str, dpi: int, x_pt: float, y_pt: float) -> None:
    dots = {300: 2, 400: 3, 600: 4}[dpi]
    places = [
        form.Symbol(kind="gs1", value=0, x_pt=x_pt, y_pt=y_pt, dots=dots, height_pt=HEIGHT),
        form.Symbol(kind="elqr", value=1, x_pt=x_pt, y_pt=y_pt + 60, dots=dots),
    ]
    areas = [area_of(place, dpi) for place in places]
    code = "91" + text[:42]
    bars, image = rectangles(areas[0], gs1_modules(code)), picture(areas[1], qr_rows(text))
    assert Reader(areas).read(bars, [image]) == ((code, text), 0)
    assert Reader(areas).read(bars, [image, image]) == ((code, text), 1)
    assert Reader(areas).read(bars + bars[:1], []) == ((code, ""), 1)
    assert Reader(areas).read([*bars, b"1e3 0 0 0", b"0 0 m 1 2 3 4"], [image]).stray == 2
    assert Reader(areas).read(bars[1:], [image]) == ((None, text), 0)


def rectangles(area: Area, modules: int) -> list[bytes]:
    """The bars of a code as runs of dark modules, each edge inset by a hundredth of a point."""
    x_pt, y_pt, unit_pt = area.x_pt, area.y_pt, area.unit_pt
    steps = np.diff(np.array([0, *map(int, f"{modules:0{gs1.MODULES}b}"), 0]))
    runs = zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True)
    bars = [(x_pt + start * unit_pt + 0.01, y_pt + 0.01, (stop - start) * unit_pt - 0.02, HEIGHT - 0.02) for start, stop in runs]
    return [b"%.3f %.3f %.3f %.3f" % bar for bar in bars]


def picture(area: Area, rows: bytes) -> Image:
    """A code as an image on its place."""
    x_pt, y_pt, unit_pt = area.x_pt, area.y_pt, area.unit_pt
    side = 41 * unit_pt - 0.02
    return Image((side, 0.0, 0.0, side, x_pt + 0.01, y_pt + 0.01), 41, 41, rows, True)
