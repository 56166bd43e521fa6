"""Faults for practice: sound sample notices made faulty, one of each that a single record of the form can have.

Every recipe names the fault id that the reader or admission must find at that record; its neighbours stay sound. What a recipe changes
it finds by the form's roles, sums and payment codes; what only the form knows (how many lines are too many) stands in its sample file
under ``practice``. Faults of whole deliveries are made by :mod:`printjob.sample.faulty`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from printjob.errors import ArgumentMistake, Fault
from printjob.extract.format import Field
from printjob.model.record import Value
from printjob.recordshape import PaymentCodes, RecordShape
from printjob.sample.drawing import SampleNotice
from printjob.sample.language import SLIPS, STRAY, TOO_MANY, SampleForm
from printjob.sample.making import Making

NAME = "name"
"""The recipient's name, called so in every form."""


class Practice(NamedTuple):
    """What recipes need to know: the delivery, and the notice's own number."""

    making: Making
    number: int

    @property
    def shape(self) -> RecordShape:
        """The form's record."""
        return self.making.order.form.shape

    @property
    def cp932(self) -> bool:
        """Whether the format writes CP932."""
        return self.making.order.fmt.encoding == "cp932"

    def drawn(self, practice: str) -> SampleNotice:
        """The form's practice notice of this name."""
        return self.making.draw_by(self.making.order.form.practice[practice], self.number)


Recipe = Callable[[SampleNotice, Practice], SampleNotice]


def _lost_character(notice: SampleNotice, practice: Practice) -> SampleNotice:
    notice.data[NAME] = "北〓　花子" if practice.cp932 else "北\ufffd　花子"
    return notice


def _unknown_user_code(notice: SampleNotice, practice: Practice) -> SampleNotice:
    free = next(chr(code) for code in range(0xE757, 0xDFFF, -1) if chr(code) not in practice.making.order.gaiji)
    notice.data[NAME] = f"北海　{free}子"
    return notice


def _missing_field(notice: SampleNotice, practice: Practice) -> SampleNotice:
    """The last text that the record must have, blank."""
    notice.data[_last(practice, "text", required=True).name] = ""
    return notice


def _bad_date(notice: SampleNotice, practice: Practice) -> SampleNotice:
    """The first day that the record gives, on the 31st of September: the first it can give when it gives none (a notice without slips)."""
    dates = [field.name for field in practice.making.order.fmt.data.fields if field.kind == "date"]
    given = next((name for name in dates if isinstance(notice.data[name], date)), dates[0])
    notice.data[given] = f"{practice.making.order.fiscal_year}0931"
    return notice


def _wrong_sum(notice: SampleNotice, practice: Practice) -> SampleNotice:
    """100 yen more in the last sum of the data record whose total counts for no other sum."""
    sums = practice.shape.sums[practice.making.order.run_kind]
    total = next(one.total for one in reversed(sums) if not any(one.total in other.of for other in sums))
    notice.data[total] = _yen(notice.data[total]) + 100
    return notice


def _same_number(notice: SampleNotice, _practice: Practice) -> SampleNotice:
    """Left as it is: the record that takes this one's number makes both faulty."""
    return notice


def _no_glyph(notice: SampleNotice, practice: Practice) -> SampleNotice:
    notice.data[NAME] = "見本∑商店" if practice.cp932 else "見本\U00030ede商店"
    return notice


def _does_not_fit(notice: SampleNotice, practice: Practice) -> SampleNotice:
    """Every line of the address 30 characters long."""
    for name, start in zip(practice.shape.roles.address, ("北海道見本市", "字原野", "方書"), strict=False):
        notice.data[name] = (start + "見本" * 15)[:30]
    return notice


def _too_many_sheets(_notice: SampleNotice, practice: Practice) -> SampleNotice:
    return practice.drawn(TOO_MANY)


def _stray_lines(_notice: SampleNotice, practice: Practice) -> SampleNotice:
    return practice.drawn(STRAY)


def _pulled(notice: SampleNotice, practice: Practice) -> SampleNotice:
    notice.data[practice.shape.roles.pull] = "1"
    return notice


def _protected(notice: SampleNotice, practice: Practice) -> SampleNotice:
    notice.data[practice.shape.roles.protected] = "1"
    return notice


def _broken_code(_notice: SampleNotice, practice: Practice) -> SampleNotice:
    """A payment code with another last digit: its check digit is wrong."""
    notice, codes = practice.drawn(SLIPS), _codes(practice)
    line, field = _live(notice, codes)
    line[field] = _other_end(str(line[field]))
    return notice


def _code_of_another(_notice: SampleNotice, practice: Practice) -> SampleNotice:
    """A payment code, sound in itself, whose limit is not the slip's."""
    notice, codes = practice.drawn(SLIPS), _codes(practice)
    line, _ = _live(notice, codes)
    limit = line[codes.limit]
    line[codes.limit] = date(limit.year + 1, 1, 4) if isinstance(limit, date) else limit
    return notice


def _yen(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _last(practice: Practice, kind: str, *, required: bool) -> Field:
    fields = practice.making.order.fmt.data.fields
    address = practice.shape.roles.address
    return next(field for field in reversed(fields) if (field.kind, field.required) == (kind, required) and field.name not in address)


def _codes(practice: Practice) -> PaymentCodes:
    codes = practice.shape.payment
    if codes is None:
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="practice", detail="the form has no payment codes"))
    return codes


def _live(notice: SampleNotice, codes: PaymentCodes) -> tuple[dict[str, Any], str]:
    """The first slip with a code, and the code's field."""
    kept = [name for name in (codes.gs1, codes.elqr, *codes.ocr) if name]
    return next((line, name) for line in notice.sections[codes.section] for name in kept if line[name])


def _other_end(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


_RECIPES: tuple[tuple[str, Recipe], ...] = (
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
    ("PJ-1306-W", _broken_code),
    ("PJ-1307-W", _code_of_another),
    ("PJ-1308-W", _stray_lines),
)
_NEEDED = {"PJ-1303-W": TOO_MANY, "PJ-1306-W": SLIPS, "PJ-1307-W": SLIPS, "PJ-1308-W": STRAY}


def recipes_of(form: SampleForm) -> tuple[tuple[str, Recipe], ...]:
    """The recipes that this form's records can have."""
    return tuple(one for one in _RECIPES if _NEEDED.get(one[0], "") in ("", *form.practice))


def fault_places(recipes: int, count: int) -> dict[int, int]:
    """Which record (from 1) gets which recipe: spread evenly, with sound neighbours where there is room.

    Raises ``ArgumentMistake`` when there are fewer records than recipes.
    """
    if count < recipes:
        detail = f"one of each fault needs at least {recipes} records"
        raise ArgumentMistake(Fault(id="PJ-1601-E", field="--count", value=str(count), detail=detail))
    return {1 + (2 * at + 1) * count // (2 * recipes): at for at in range(recipes)}


def expected_faults(recipes: tuple[tuple[str, Recipe], ...], count: int) -> dict[str, tuple[int, ...]]:
    """The records that each fault id must be found at."""
    expected: dict[str, tuple[int, ...]] = {}
    for record, at in fault_places(len(recipes), count).items():
        fault_id = recipes[at][0]
        expected[fault_id] = (*expected.get(fault_id, ()), record)
    return expected


class FaultMaker:
    """Puts the recipes into the notices of one delivery as they are drawn, in order."""

    def __init__(self, count: int, making: Making) -> None:
        self._making, self._recipes = making, recipes_of(making.order.form)
        self._places, self._doubled = fault_places(len(self._recipes), count), ""

    def apply(self, number: int, notice: SampleNotice) -> SampleNotice:
        """The notice as it is to be written as record ``number``."""
        at = self._places.get(number)
        if at is None:
            return notice
        fault_id, recipe = self._recipes[at]
        notice = recipe(notice, Practice(self._making, self._making.first_number + number))
        return self._double(notice) if fault_id == "PJ-1206-E" else notice

    def _double(self, notice: SampleNotice) -> SampleNotice:
        """The first of two keeps its notice number, the second takes it."""
        role = self._making.order.form.shape.roles.notice
        if not self._doubled:
            self._doubled = str(notice.data[role])
            return notice
        for values in (notice.data, *[line for lines in notice.sections.values() for line in lines]):
            values[role] = self._doubled
        return notice
