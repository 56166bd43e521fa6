"""Notices by name, every value written out here: the worst cases of each kind, and ordinary ones for the golden pages.

Nothing is drawn by chance, so that a change of the sample generator changes no page. All people and places are invented. Amounts add
up as the form's sums ask; whatever a case is about is given by the name of its field.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from printjob.layout.fitting import fit_table
from printjob.model.form import Form, Slot, ValueSpec
from printjob.model.record import Value
from printjob.sample.notice import SampleNotice

LAND, HOUSE = "1", "2"
PERSON, COMPANY = "1", "2"
FITS = 8
"""no field of the form has more fits"""
_LONG = "北海道旭川市神居町富沢見本原野基線西十五号北二線仮名団地内南側第三区画"
_SUFFIXES = {"name": "　様"}
_ASSETS_OF_SIZES = (0, 1, 3, 4, 7, 25)
_MOST_ASSETS = 200


class Delivered(NamedTuple):
    """A delivery of these notices by a municipality in one of the formats."""

    municipality: str
    format: str
    notices: list[SampleNotice]


def land(**changes: Value) -> dict[str, Value]:
    """A parcel (土地)."""
    values: dict[str, Value] = {
        "kind": LAND, "location": "見本町一条通１丁目", "lot": "１２３番４", "share": "", "mark": "住", "registered_category": "宅地",
        "taxed_category": "宅地", "registered_area": Decimal("198.34"), "taxed_area": Decimal("198.34"), "housing_class": "小規模住宅用地",
        "taxable": "課税", "use": "", "structure": "", "roof": "", "floors": "", "built_year": "", "reduction_until": "",
        "assessed": 4_561_820, "previous_fixed": 745_097, "previous_city": 1_490_194, "burden_fixed": Decimal("100.0"),
        "burden_city": Decimal("100.0"), "full_base_fixed": 760_303, "full_base_city": 1_520_606, "base_fixed": 760_303,
        "base_city": 1_520_606, "part_area": Decimal("198.34"), "reduction_fixed": None, "reduction_city": None, "tax_fixed": 10_644,
        "tax_city": 4_561, "note": "住宅用地特例",
    }  # fmt: skip
    return values | changes


def house(**changes: Value) -> dict[str, Value]:
    """A building (家屋)."""
    values: dict[str, Value] = {
        "kind": HOUSE, "location": "見本町一条通１丁目", "lot": "１２３番４の１", "share": "持分２分の１", "mark": "新", "registered_category": "",
        "taxed_category": "", "registered_area": Decimal("112.61"), "taxed_area": Decimal("112.61"), "housing_class": "",
        "taxable": "課税", "use": "居宅", "structure": "木造", "roof": "亜鉛メッキ鋼板ぶき", "floors": "地上２階", "built_year": "令和７年",
        "reduction_until": "令和１０年度", "assessed": 7_432_260, "previous_fixed": None, "previous_city": None, "burden_fixed": None,
        "burden_city": None, "full_base_fixed": None, "full_base_city": None, "base_fixed": 7_432_260, "base_city": 7_432_260,
        "part_area": None, "reduction_fixed": 52_025, "reduction_city": None, "tax_fixed": 104_051, "tax_city": 22_296,
        "note": "新築住宅に係る減額",
    }  # fmt: skip
    return values | changes


def assets(count: int) -> list[dict[str, Value]]:
    """So many assets, every third a building, their lots and amounts told apart."""
    made = [house if at % 3 == 2 else land for at in range(count)]
    return [make(lot=f"{at}番{at % 7 + 1}", assessed=4_561_820 + 1_111 * at) for at, make in enumerate(made, 1)]


def notice(number: int, details: list[dict[str, Value]], *, tax: tuple[int, int] = (62_600, 26_800), **changes: Value) -> SampleNotice:
    """A notice that bears ``number``; ``tax`` is its 固定資産税 and 都市計画税 of the year."""
    notice_number = f"{3_000_000_000 + number:010d}"
    data: dict[str, Value] = {
        "notice_number": notice_number, "addressee_number": f"{4_000_000_000 + number:010d}", "tax_year": 2026, "base_year": 2026,
        "category": "1", "postal_code": "0700031", "address_1": f"北海道旭川市一条通１丁目{number % 900 + 1}番地", "address_2": "", "katagaki": "",
        "name": "北海　花子", "co_owners": 0, "honorific": PERSON, "obligor": "北海　花子", "tax_agent": "",
        "land_base_fixed": 760_303, "house_base_fixed": 7_432_260, "depreciable_base_fixed": 0, "total_base_fixed": 8_192_000,
        "land_base_city": 1_520_606, "house_base_city": 7_432_260, "total_base_city": 8_952_000, "calculated_fixed": 114_688,
        "calculated_city": 26_856, "reduction_fixed": 52_025, "reduction_city": 0, "payment": "2",
        "bank_name": "見本銀行", "bank_branch": "本店営業部", "account_kind": "普通", "account_number": "****123",
        "account_holder": "ホッカイ　ハナコ", **{f"remark_{n}": "口座振替日 納期限" for n in range(1, 5)}, **_instalments(tax),
        "land_count": sum(one["kind"] == LAND for one in details), "house_count": sum(one["kind"] == HOUSE for one in details),
        "detail_count": len(details), "pull": "0", "protected": "0",
    }  # fmt: skip
    rows = [{"notice_number": notice_number, "line_number": line, **row} for line, row in enumerate(details, 1)]
    return SampleNotice(data | changes, rows)


def _instalments(tax: tuple[int, int]) -> dict[str, Value]:
    due = (date(2026, 4, 30), date(2026, 7, 31), date(2026, 12, 25), date(2027, 3, 1))
    fixed, city = ([one - 3 * (one // 4000 * 1000), *[one // 4000 * 1000] * 3] for one in tax)
    values: dict[str, Value] = {"tax_fixed": tax[0], "tax_city": tax[1], "annual_tax": sum(tax), "pay_all": sum(tax), "due_all": due[0]}
    for at in range(4):
        values |= {f"due_{at + 1}": due[at], f"fixed_{at + 1}": fixed[at], f"city_{at + 1}": city[at], f"pay_{at + 1}": fixed[at] + city[at]}
    return values


# -- the worst cases ----------------------------------------------------------------------------------------------------------------


@cache
def longest(slot: Slot, suffix: str = "") -> tuple[str, ...]:
    """For each fit that any text takes, the longest of full-width characters, or of these and a half-width one, that is set in it."""
    found: dict[int, str] = {}
    for halves in range(2, 240):
        text = (_LONG * 4)[: halves // 2] + "A" * (halves % 2)
        fitted = fit_table(slot).fit(text + suffix)
        if fitted is not None:
            found[fitted.fit] = text
    return tuple(found.values())


def at_fit(form: Form, fit: int, number: int, tax: tuple[int, int]) -> SampleNotice:
    """Every text that has several fits is the longest of its fit ``fit``, or of the last it has."""
    pages = [slot for kind in (*form.lead, form.first, form.middle, form.last, form.only) for slot in kind.slots]
    rows = {row.code: _longest_of(row.fitted, row.slots, fit) for row in form.rows}
    details = [land(**rows[LAND]), house(**rows[HOUSE]), land(**rows[LAND]), house(**rows[HOUSE])]
    return notice(number, details, tax=tax, **_longest_of(form.fitted, pages, fit))


def _longest_of(specs: Iterable[ValueSpec], slots: Iterable[Slot], fit: int) -> dict[str, Value]:
    by_value = {slot.value: slot for slot in slots if slot.fitted}
    found: dict[str, str] = {}
    for at, spec in enumerate(specs):
        name = spec.source.split()[0]
        own = longest(by_value[at], _SUFFIXES.get(name, ""))
        text = own[min(fit, len(own) - 1)]
        # A value that is printed in two places must fit the narrower one.
        found[name] = min(text, found.get(name, text), key=len)
    return dict(found)


def sizes(first_number: int, tax: tuple[int, int]) -> list[SampleNotice]:
    """Notices of so many assets that each kind of page comes first, middle, last and alone."""
    return [notice(first_number + at, assets(count), tax=tax) for at, count in enumerate((*_ASSETS_OF_SIZES, _MOST_ASSETS))]


def extremes(first_number: int, *, city_tax: bool) -> list[SampleNotice]:
    """The biggest amounts, negative amounts, nothing but depreciable assets, many co-owners, a corporation, an agent."""
    share = 2_345_678_900 if city_tax else 0
    huge = dict.fromkeys(("land_base_fixed", "house_base_fixed", "depreciable_base_fixed", "total_base_fixed"), 12345678900)
    huge |= dict.fromkeys(("land_base_city", "house_base_city", "total_base_city"), 12345678900 * city_tax)
    less = -4_400 if city_tax else 0
    return [
        notice(first_number, [land(assessed=12_345_678_900, base_fixed=12_345_678_900), house(assessed=12_345_678_900)],
               tax=(12_345_678_900 - share, share), **huge, **_no_bank()),
        notice(first_number + 1, [land(reduction_fixed=-12_345_678, tax_fixed=-8_800, base_fixed=-1), house(reduction_fixed=-52_025)],
               tax=(-8_800, less), reduction_fixed=-12_345_678),
        notice(first_number + 2, [land()], co_owners=12, tax=(62_600, 0)),
        notice(first_number + 3, assets(2), name="株式会社見本ホールディングス札幌支店", obligor="株式会社見本ホールディングス札幌支店",
               honorific=COMPANY, co_owners=0, depreciable_base_fixed=98_765_000, tax_agent="見本　管理人", tax=(62_600, 0), **_no_bank()),
    ]  # fmt: skip


def _no_bank() -> dict[str, Value]:
    empty: dict[str, Value] = dict.fromkeys(("bank_name", "bank_branch", "account_kind", "account_number", "account_holder"), "")
    return {"payment": "1", **empty, **{f"remark_{n}": "" for n in range(1, 5)}}


def named(first_number: int, names: Iterable[str]) -> list[SampleNotice]:
    """A notice for each name: rare characters as addressee and 納税義務者, with co-owners."""
    return [
        notice(first_number + at, [land(location=f"{name[:3]}町字{name[0]}")], name=name, obligor=name, co_owners=at, tax=(62_600, 0))
        for at, name in enumerate(names)
    ]
