"""Weights and thicknesses follow from the sheets of each piece; a guard band before each limit counts as over it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from printjob.mailroom.postage.posting import Insert
from printjob.mailroom.postage.weigh import Weighed, bands, guarded, shape_of, weigh
from printjob.model.piece import StockUse
from tests.mailroom.postage.site import shipped

TABLES = shipped()
LETTER, FLAT = TABLES.contents.covers["洋長3 窓"], TABLES.contents.covers["角形2号"]
C_FOLD, NO_FOLD = TABLES.contents.by_fold["C"], TABLES.contents.by_fold["none"]
STOCKS = (
    StockUse(stock="notice", sheets=0, sheet_weight_mg=3992, sheet_thickness_um=88),
    StockUse(stock="slip", sheets=0, sheet_weight_mg=5077, sheet_thickness_um=100),
)
SHAPES = [one.shape for one in TABLES.rates.shapes]
counted = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.just(0)), min_size=1, max_size=20)


@given(counted, st.integers(0, 3))
def test_a_piece_weighs_its_sheets_its_envelope_and_its_inserts(rows: list[tuple[int, int, int]], inserts: int) -> None:
    found = weigh(np.array(rows, dtype=np.uint16), STOCKS, LETTER, C_FOLD, [Insert("leaflet", 4000, 180)] * inserts)
    for at, (notice, slip, _) in enumerate(rows):
        assert found.weight_mg[at] == notice * 3992 + slip * 5077 + LETTER.weight_mg + inserts * 4000
        assert found.flat_um[at] == 3 * (notice * 88 + slip * 100) + LETTER.thickness_um + inserts * 180
        assert found.unpressed_um[at] == found.flat_um[at] + C_FOLD.bulge_um + C_FOLD.bulge_um_a_sheet * (notice + slip)


def made(weight_g: float, flat_mm: float) -> Weighed:
    """One piece."""
    return Weighed(*(np.array([round(value * 1000)], dtype=np.int64) for value in (weight_g, flat_mm, flat_mm)))


def shape(weight_g: float, flat_mm: float, *, flat: bool = False) -> str:
    """The name of the piece's shape, empty where none takes it."""
    index = int(shape_of(made(weight_g, flat_mm), FLAT if flat else LETTER, TABLES.rates.shapes, TABLES.contents)[0])
    return SHAPES[index] if index >= 0 else ""


def test_a_letter_is_standard_up_to_50_g_and_10_mm_less_the_guard() -> None:
    assert (shape(48, 5), shape(48.001, 5)) == ("standard", "within")
    assert (shape(20, 9.5), shape(20, 9.501)) == ("standard", "within")
    assert (shape(20, 29.5), shape(20, 29.501)) == ("within", "beyond")
    assert (shape(998, 20), shape(998.001, 20), shape(3998, 20), shape(3998.001, 20)) == ("within", "beyond", "beyond", "")


def test_a_flat_envelope_is_never_standard() -> None:
    assert shape(20, 3, flat=True) == "within"


def test_within_the_guard_band_the_heavier_band_counts_and_is_told() -> None:
    limits = [50_000, 100_000]
    weights = np.array([47_999, 48_000, 48_001, 50_000, 50_001, 99_000], dtype=np.int64)
    assert bands(weights, limits, TABLES.contents).tolist() == [0, 0, 1, 1, 1, 2]
    assert guarded(weights, limits, TABLES.contents.guard_mg) == {50_000: 2, 100_000: 1}


@given(st.integers(1, 4_200_000), st.integers(0, 5_000))
def test_no_piece_is_ever_declared_lighter_than_it_is(weight_mg: int, guard: int) -> None:
    limits = TABLES.limits_mg()
    band = int(bands(np.array([weight_mg]), limits, TABLES.contents)[0])
    assert band == len(limits) or limits[band] >= weight_mg + TABLES.contents.guard_mg
