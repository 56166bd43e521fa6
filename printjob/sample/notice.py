"""One sample notice: a recipient and assets, with amounts that add up as the law says.

課税標準額 is rounded down to 1,000 yen and the year's tax to 100 yen, per tax; instalments are equal thousands, what is left goes to the
first (地方税法20条の4の2). The number of assets follows a long tail: half of the owners have two or three, one in a hundred more than
thirty, a few two hundred; one in a hundred owns only 償却資産 and has no detail line.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

import msgspec

from printjob.model.record import Value
from printjob.sample.addresses import Address, Addresses
from printjob.sample.assets import CITY_RATE_PER_MILLE, FIXED_RATE_PER_MILLE, HOUSE, LAND, Asset, draw_asset, draw_house
from printjob.sample.people import COMPANY, People, Someone

MOST_DETAILS = 200
_SMALL_OWNER_MOST = 30
_FARM_SHARE, _ONLY_DEPRECIABLE_SHARE = 0.0105, 0.01
_KATAGAKI_SHARE = 0.18
_NO_BANK: dict[str, Value] = dict.fromkeys(
    ("bank_name", "bank_branch", "account_kind", "account_number", "account_holder"), ""
)
_BANKS = (
    ("見本銀行", "本店営業部"),
    ("試験信用金庫", "見本支店"),
    ("仮名農業協同組合", "本所"),
    ("ゆうちょ銀行", "九八八"),
)


class SampleNotice(msgspec.Struct):
    """A notice before it is written: data values by name and detail values by name. Faults are put into it (sample ``faults``)."""

    data: dict[str, Value]
    details: list[dict[str, Value]]


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for every notice of a delivery."""

    fiscal_year: int
    run_kind: str
    city_tax: bool
    due: tuple[date, date, date, date]


def year_of(business_date: date, run_kind: str, *, city_tax: bool) -> Year:
    """The fiscal year (from April) of a date and its four due dates, moved off weekends."""
    year = business_date.year if business_date.month >= 4 else business_date.year - 1
    due = (date(year, 4, 30), date(year, 7, 31), date(year, 12, 25), date(year + 1, 3, 1) - timedelta(days=1))
    return Year(
        fiscal_year=year,
        run_kind=run_kind,
        city_tax=city_tax,
        due=(_working(due[0]), _working(due[1]), _working(due[2]), _working(due[3])),
    )


def _working(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def draw_notice(rng: random.Random, year: Year, people: People, addresses: Addresses, number: int) -> SampleNotice:
    """A whole notice; ``number`` becomes its notice and addressee numbers."""
    address = addresses.draw(rng)
    who = people.company(rng) if address.office else people.draw(rng)
    katagaki = people.building(rng) if not address.office and rng.random() < _KATAGAKI_SHARE else ""
    return assessed_notice(rng, year, who, address, katagaki, number, addresses)


def assessed_notice(
    rng: random.Random, year: Year, who: Someone, address: Address, katagaki: str, number: int, addresses: Addresses
) -> SampleNotice:
    """A notice for this recipient with assets of a drawn number."""
    return make_notice(rng, year, who, address, katagaki, number, draw_assets(rng, year, addresses, _asset_count(rng)))


def _asset_count(rng: random.Random) -> int:
    kind = rng.random()
    if kind < _ONLY_DEPRECIABLE_SHARE:
        return 0
    if kind < _ONLY_DEPRECIABLE_SHARE + _FARM_SHARE:
        return min(MOST_DETAILS, _SMALL_OWNER_MOST + int(rng.paretovariate(1.1) * 4))
    return max(1, min(_SMALL_OWNER_MOST, int(rng.lognormvariate(0.98, 0.72) + 0.5)))


def draw_assets(rng: random.Random, year: Year, addresses: Addresses, count: int) -> list[Asset]:
    """So many assets, land before houses; the first is worth a tax (免税点)."""
    if not count:
        return []
    place = addresses.lot_town(rng)
    assets = [draw_house(rng, place=place, city_tax=year.city_tax)]
    while len(assets) < count:
        if rng.random() < 0.1:
            place = addresses.lot_town(rng)
        assets.append(draw_asset(rng, place=place, farm=count > 8, city_tax=year.city_tax))
    return sorted(assets, key=lambda asset: asset.kind)


def make_notice(
    rng: random.Random, year: Year, who: Someone, address: Address, katagaki: str, number: int, assets: list[Asset]
) -> SampleNotice:
    """The notice of a recipient and its assets, every sum right."""
    notice_number = f"{number:010d}"
    data: dict[str, Value] = {
        "notice_number": notice_number,
        "addressee_number": f"{(number * 7 + 13) % 10**10:010d}",
        "tax_year": year.fiscal_year,
        "base_year": year.fiscal_year,
        "category": year.run_kind,
        "postal_code": address.postal_code,
        "address_1": address.line_1,
        "address_2": address.line_2,
        "katagaki": katagaki,
        "name": who.name,
        "co_owners": who.co_owners,
        "honorific": who.honorific,
        "obligor": who.name,
        "tax_agent": "見本　管理人" if rng.random() < 0.01 else "",
        **_taxes(rng, year, who, assets),
        **_payment(rng, who),
        "land_count": sum(asset.kind == LAND for asset in assets),
        "house_count": sum(asset.kind == HOUSE for asset in assets),
        "detail_count": len(assets),
        "pull": "0",
        "protected": "0",
    }
    details = [
        {"notice_number": notice_number, "line_number": line, **asset.values} for line, asset in enumerate(assets, 1)
    ]
    return SampleNotice(data, details)


def _taxes(rng: random.Random, year: Year, who: Someone, assets: list[Asset]) -> dict[str, Value]:
    land_fixed, house_fixed = (sum(a.base_fixed for a in assets if a.kind == kind) for kind in (LAND, HOUSE))
    land_city, house_city = (sum(a.base_city for a in assets if a.kind == kind) for kind in (LAND, HOUSE))
    owns_machines = not assets or rng.random() < (0.4 if who.honorific == COMPANY else 0.03)
    depreciable = rng.randint(1_500, 90_000) * 1000 if owns_machines else 0
    base_fixed = (land_fixed + house_fixed + depreciable) // 1000 * 1000
    base_city = (land_city + house_city) // 1000 * 1000
    calculated_fixed, calculated_city = (
        base_fixed * FIXED_RATE_PER_MILLE // 1000,
        base_city * CITY_RATE_PER_MILLE // 1000,
    )
    reduction = sum(asset.reduction_fixed for asset in assets)
    tax_fixed, tax_city = (calculated_fixed - reduction) // 100 * 100, calculated_city // 100 * 100
    fixed, city = instalments(tax_fixed), instalments(tax_city)
    taxes: dict[str, Value] = {
        "land_base_fixed": land_fixed,
        "house_base_fixed": house_fixed,
        "depreciable_base_fixed": depreciable,
        "total_base_fixed": base_fixed,
        "land_base_city": land_city,
        "house_base_city": house_city,
        "total_base_city": base_city,
        "calculated_fixed": calculated_fixed,
        "calculated_city": calculated_city,
        "reduction_fixed": reduction,
        "reduction_city": 0,
        "tax_fixed": tax_fixed,
        "tax_city": tax_city,
        "annual_tax": tax_fixed + tax_city,
        "pay_all": tax_fixed + tax_city,
        "due_all": year.due[0],
    }
    for n in range(4):
        taxes[f"due_{n + 1}"], taxes[f"fixed_{n + 1}"], taxes[f"city_{n + 1}"] = year.due[n], fixed[n], city[n]
        taxes[f"pay_{n + 1}"] = fixed[n] + city[n]
    return taxes


def instalments(tax_yen: int) -> tuple[int, int, int, int]:
    """Four instalments in whole thousands, the rest with the first.

    >>> instalments(99_800)
    (27800, 24000, 24000, 24000)
    """
    each = tax_yen // 4000 * 1000
    return tax_yen - 3 * each, each, each, each


def _payment(rng: random.Random, who: Someone) -> dict[str, Value]:
    transfer = rng.random() < 0.38
    remark = "口座振替日 納期限" if transfer else ""
    values: dict[str, Value] = {"payment": "2" if transfer else "1", **{f"remark_{n}": remark for n in range(1, 5)}}
    if not transfer:
        return values | _NO_BANK
    bank, branch = rng.choice(_BANKS)
    return values | {
        "bank_name": bank,
        "bank_branch": branch,
        "account_kind": "普通",
        "account_number": f"****{rng.randint(0, 999):03d}",
        "account_holder": who.kana,
    }
