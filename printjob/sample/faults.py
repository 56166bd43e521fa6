"""Faults for practice: sound sample notices made faulty, one of each that a single record can have.

Every recipe names the fault id that admission must find at that record; its neighbours stay sound. Faults of whole deliveries are
made by :mod:`printjob.sample.faulty`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

from printjob.errors import ArgumentMistake, Fault
from printjob.sample.addresses import Addresses
from printjob.sample.notice import SampleNotice, Year, draw_assets, make_notice
from printjob.sample.people import PERSON, Someone

TOO_MANY_DETAILS = 600
"""More than 99 sheets: a piece's sheet number has two digits, so no route takes them."""


class Practice(NamedTuple):
    """What recipes need to know of the delivery."""

    rng: random.Random
    year: Year
    addresses: Addresses
    encoding: str
    gaiji: Mapping[str, str]


def _lost_character(notice: SampleNotice, practice: Practice) -> SampleNotice:
    notice.data["name"] = "北〓　花子" if practice.encoding == "cp932" else "北\ufffd　花子"
    return notice


def _unknown_user_code(notice: SampleNotice, practice: Practice) -> SampleNotice:
    free = next(chr(code) for code in range(0xE757, 0xDFFF, -1) if chr(code) not in practice.gaiji)
    notice.data["name"] = f"北海　{free}子"
    return notice


def _missing_field(notice: SampleNotice, _practice: Practice) -> SampleNotice:
    notice.data["obligor"] = ""
    return notice


def _bad_date(notice: SampleNotice, practice: Practice) -> SampleNotice:
    notice.data["due_2"] = f"{practice.year.fiscal_year}0931"
    return notice


def _wrong_sum(notice: SampleNotice, _practice: Practice) -> SampleNotice:
    pay = notice.data["pay_2"]
    notice.data["pay_2"] = pay + 100 if isinstance(pay, int) else 100
    return notice


def _same_number(notice: SampleNotice, _practice: Practice) -> SampleNotice:
    """Left as it is: the record that takes this one's number makes both faulty."""
    return notice


def _no_glyph(notice: SampleNotice, practice: Practice) -> SampleNotice:
    notice.data["name"] = "見本∑商店" if practice.encoding == "cp932" else "見本\U00030ede商店"
    return notice


def _does_not_fit(notice: SampleNotice, _practice: Practice) -> SampleNotice:
    notice.data["address_1"] = "北海道見本市" + "見本" * 12
    notice.data["address_2"] = "字" + "見本原野" * 7
    notice.data["katagaki"] = "見本" * 15
    return notice


def _too_many_sheets(notice: SampleNotice, practice: Practice) -> SampleNotice:
    farmer = Someone(name="見本　農夫", kana="ミホン　ノウフ", honorific=PERSON, co_owners=0)
    assets = draw_assets(practice.rng, practice.year, practice.addresses, TOO_MANY_DETAILS)
    made = make_notice(
        practice.rng,
        practice.year,
        farmer,
        practice.addresses.draw(practice.rng),
        "",
        int(str(notice.data["notice_number"])),
        assets,
    )
    notice.data, notice.details = made.data, made.details
    return notice


def _pulled(notice: SampleNotice, _practice: Practice) -> SampleNotice:
    notice.data["pull"] = "1"
    return notice


def _protected(notice: SampleNotice, _practice: Practice) -> SampleNotice:
    notice.data["protected"] = "1"
    return notice


RECIPES: tuple[tuple[str, Callable[[SampleNotice, Practice], SampleNotice]], ...] = (
    ("PJ-1201-E", _lost_character),
    ("PJ-1202-E", _unknown_user_code),
    ("PJ-1203-E", _missing_field),
    ("PJ-1204-E", _bad_date),
    ("PJ-1205-E", _wrong_sum),
    ("PJ-1206-E", _same_number),
    ("PJ-1206-E", _same_number),
    ("PJ-1301-W", _no_glyph),
    ("PJ-1302-W", _does_not_fit),
    ("PJ-1303-W", _too_many_sheets),
    ("PJ-1304-W", _pulled),
    ("PJ-1305-W", _protected),
)


def fault_places(count: int) -> dict[int, int]:
    """Which record (from 1) gets which recipe: spread evenly, with sound neighbours where there is room.

    Raises ``ArgumentMistake`` when there are fewer records than recipes.
    """
    if count < len(RECIPES):
        raise ArgumentMistake(
            Fault(
                id="PJ-1601-E",
                field="--count",
                value=str(count),
                detail=f"one of each fault needs at least {len(RECIPES)} records",
            )
        )
    return {1 + (2 * at + 1) * count // (2 * len(RECIPES)): at for at in range(len(RECIPES))}


def expected_faults(count: int) -> dict[str, tuple[int, ...]]:
    """The records that each fault id must be found at."""
    expected: dict[str, tuple[int, ...]] = {}
    for record, at in fault_places(count).items():
        fault_id = RECIPES[at][0]
        expected[fault_id] = (*expected.get(fault_id, ()), record)
    return expected


class FaultMaker:
    """Puts the recipes into the notices of one delivery as they are drawn, in order."""

    def __init__(self, count: int, practice: Practice) -> None:
        self._places, self._practice = fault_places(count), practice
        self._doubled = ""

    def apply(self, number: int, notice: SampleNotice) -> SampleNotice:
        """The notice as it is to be written as record ``number``."""
        at = self._places.get(number)
        if at is None:
            return notice
        fault_id, recipe = RECIPES[at]
        notice = recipe(notice, self._practice)
        return self._double(notice) if fault_id == "PJ-1206-E" else notice

    def _double(self, notice: SampleNotice) -> SampleNotice:
        """The first of two keeps its notice number, the second takes it."""
        if not self._doubled:
            self._doubled = str(notice.data["notice_number"])
            return notice
        for values in (notice.data, *notice.details):
            values["notice_number"] = self._doubled
        return notice
