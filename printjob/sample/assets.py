"""Sample assets (課税明細): invented parcels and houses whose amounts follow the rules of 固定資産税 and 都市計画税.

Residential land is taxed on 1/6 (固定) and 1/3 (都計) of its value up to 200 m² and 1/3 and 2/3 above (地方税法349条の3の2, 702条の3),
other building land on 0.7 of it; farm land pays no 都市計画税. A new house's tax is halved (新築軽減). Tax of an asset is for reference,
whole yen, rounded down.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import NamedTuple

import msgspec

from printjob.model.record import Value
from printjob.sample.people import full_width

LAND, HOUSE = "1", "2"
FIXED_RATE_PER_MILLE, CITY_RATE_PER_MILLE = 14, 3


class Asset(msgspec.Struct, frozen=True):
    """One asset: the values of its detail record by name, and what it adds to the notice's totals."""

    values: dict[str, Value]
    kind: str
    base_fixed: int
    base_city: int
    reduction_fixed: int


class _Use(NamedTuple):
    """A kind of land: 地目, price per m² in tenths of a yen, areas in hundredths of m², building land or not."""

    category: str
    price_tenths: tuple[int, int]
    area_hundredths: tuple[int, int]
    building_land: bool


_BUILDING_LAND = _Use("宅地", (80_000, 400_000), (9_000, 60_000), True)
_FIELDS = (
    _Use("畑", (300, 600), (50_000, 4_000_000), False),
    _Use("田", (700, 1_200), (80_000, 2_500_000), False),
    _Use("山林", (40, 120), (100_000, 9_000_000), False),
    _Use("原野", (30, 90), (30_000, 5_000_000), False),
    _Use("雑種地", (3_000, 20_000), (10_000, 300_000), True),
    _Use("牧場", (200, 400), (300_000, 123_456_789), False),
)
_USES = ("居宅", "居宅", "居宅", "倉庫", "車庫", "店舗併用住宅", "共同住宅", "畜舎")
_STRUCTURES = ("木造", "木造", "木造", "鉄骨造", "鉄筋コンクリート造", "軽量鉄骨造", "ブロック造")
_ROOFS = ("亜鉛メッキ鋼板ぶき", "亜鉛メッキ鋼板ぶき", "長尺鉄板ぶき", "陸屋根", "スレートぶき")
_FLOORS = ("平家建", "地上２階", "地上２階", "地上３階", "地上２階地下１階")
_LONG_PLACE = "字見本原野基線西十五号から二十三号まで見本第二団地内の南側"
_SHARES = ("", "", "", "", "", "", "持分２分の１", "持分１２分の５")

_LAND_BLANKS: dict[str, Value] = {
    "use": "",
    "structure": "",
    "roof": "",
    "floors": "",
    "built_year": "",
    "reduction_until": "",
}
_HOUSE_BLANKS: dict[str, Value] = {
    "registered_category": "",
    "taxed_category": "",
    "housing_class": "",
    "previous_fixed": None,
    "previous_city": None,
    "burden_fixed": None,
    "burden_city": None,
    "full_base_fixed": None,
    "full_base_city": None,
    "part_area": None,
}


def draw_asset(rng: random.Random, *, place: str, farm: bool, city_tax: bool) -> Asset:
    """A parcel, or a house in every third case (every twelfth of a farm)."""
    if rng.random() < (0.08 if farm else 0.36):
        return draw_house(rng, place=place, city_tax=city_tax)
    field = rng.choice(_FIELDS) if farm or rng.random() < 0.1 else _BUILDING_LAND
    return _land(rng, field, place=place, city_tax=city_tax)


def draw_house(rng: random.Random, *, place: str, city_tax: bool) -> Asset:
    """A house (家屋), one in eight new."""
    area = rng.randint(2_000, 30_000)
    assessed = area * rng.randint(30_000, 90_000) // 100 if area > 4_000 else area * 20_000 // 100
    base_city = assessed if city_tax else 0
    new = rng.random() < 0.12
    year = rng.randint(3, 7) if new else rng.randint(1, 30)
    reduction = assessed * FIXED_RATE_PER_MILLE // 2000 if new else None
    values: dict[str, Value] = {
        **_HOUSE_BLANKS,
        "kind": HOUSE,
        "location": _location(rng, place),
        "lot": _house_lot(rng),
        "share": rng.choice(_SHARES),
        "mark": "新" if new else "",
        "registered_area": _square_metres(area),
        "taxed_area": _square_metres(area),
        "taxable": "課税",
        "use": rng.choice(_USES),
        "structure": rng.choice(_STRUCTURES),
        "roof": rng.choice(_ROOFS),
        "floors": rng.choice(_FLOORS),
        "built_year": f"令和{full_width(year)}年" if new else _old_year(rng, year),
        "reduction_until": f"令和{full_width(year + 3)}年度" if new else "",
        "assessed": assessed,
        "base_fixed": assessed,
        "base_city": base_city,
        "reduction_fixed": reduction,
        "reduction_city": None,
        "tax_fixed": assessed * FIXED_RATE_PER_MILLE // 1000,
        "tax_city": base_city * CITY_RATE_PER_MILLE // 1000,
        "note": "新築住宅に係る減額" if new else "",
    }
    return Asset(values, HOUSE, assessed, base_city, reduction or 0)


def _land(rng: random.Random, use: _Use, *, place: str, city_tax: bool) -> Asset:
    area = rng.randint(*use.area_hundredths)
    assessed = area * rng.randint(*use.price_tenths) // 1000
    small = use is _BUILDING_LAND and area <= 20_000
    large = use is _BUILDING_LAND and not small
    fixed = (
        assessed // 6 if small else assessed // 3 if large else assessed * 7 // 10 if use.building_land else assessed
    )
    city = (
        0
        if not city_tax or not use.building_land
        else assessed // 3
        if small
        else assessed * 2 // 3
        if large
        else fixed
    )
    burden = rng.choice((1000, 1000, 1000, 970, 935))
    base_fixed, base_city = fixed * burden // 1000, city * burden // 1000
    taxed_for_city = bool(city)
    values: dict[str, Value] = {
        **_LAND_BLANKS,
        "kind": LAND,
        "location": _location(rng, place),
        "lot": _lot(rng),
        "share": rng.choice(_SHARES),
        "mark": "住" if small or large else "",
        "registered_category": use.category,
        "taxed_category": use.category,
        "registered_area": _square_metres(area),
        "taxed_area": _square_metres(area),
        "housing_class": "小規模住宅用地"
        if small
        else "一般住宅用地"
        if large
        else "非住宅用地"
        if use.building_land
        else "",
        "taxable": "課税",
        "assessed": assessed,
        "previous_fixed": base_fixed * 98 // 100,
        "previous_city": base_city * 98 // 100 if taxed_for_city else None,
        "burden_fixed": Decimal(burden).scaleb(-1),
        "burden_city": Decimal(burden).scaleb(-1) if taxed_for_city else None,
        "full_base_fixed": fixed,
        "full_base_city": city if taxed_for_city else None,
        "base_fixed": base_fixed,
        "base_city": base_city,
        "part_area": _square_metres(area) if small else None,
        "reduction_fixed": None,
        "reduction_city": None,
        "tax_fixed": base_fixed * FIXED_RATE_PER_MILLE // 1000,
        "tax_city": base_city * CITY_RATE_PER_MILLE // 1000,
        "note": "住宅用地特例" if small or large else "",
    }
    return Asset(values, LAND, base_fixed, base_city, 0)


def _square_metres(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _location(rng: random.Random, place: str) -> str:
    return (place + _LONG_PLACE)[:40] if rng.random() < 0.004 else place


def _lot(rng: random.Random) -> str:
    return f"{full_width(rng.randint(1, 900))}番{full_width(rng.randint(1, 400)) if rng.random() < 0.7 else ''}"


def _house_lot(rng: random.Random) -> str:
    return "未登記" if rng.random() < 0.04 else _lot(rng)


def _old_year(rng: random.Random, year: int) -> str:
    if rng.random() < 0.01:
        return "明元"
    return f"平成{full_width(year)}年" if rng.random() < 0.6 else f"昭和{full_width(year + 33)}年"
