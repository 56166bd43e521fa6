"""A payment code (納付書のコード) read by its layout: every part with its name, its digits and what is wrong with it.

A :class:`Layout` is a row of places; the same row reads a code, explains it and writes it. Explaining never fails: what is missing, too much
or no digit is a flaw of its part, so that a code of any length can be explained.

>>> two = Layout(Place("kind", "種別", "kind", 1, fixed="7"), Place("limit", "期限", "limit", 8, kind="date"))
>>> [(part.start, part.digits, part.flaw) for part in two.explain("620260231")]
[(1, '6', 'must be 7'), (2, '20260231', 'no such date')]
>>> two.read("620260231"), two.read("720260228")
(None, {'kind': '7', 'limit': '20260228'})
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from printjob.errors import BugFound, DataRefused, Fault

NO_LIMIT = "999999"
"""A six-digit limit that says there is none"""
_SEPARATORS = re.compile(r"[-()\s]")


class Place(msgspec.Struct, frozen=True):
    """Where a part stands: after the places before it, ``width`` digits wide.

    ``fixed`` is the only value allowed, ``""`` when there is a choice. ``kind``: ``date`` is YYYYMMDD; ``limit`` is YYMMDD of this century or
    999999; ``amount`` is yen; ``flag`` is 0 or 1; ``tag`` is a tag
    and the length of what follows it, two digits each.
    """

    key: str
    name_ja: str
    name_en: str
    width: int
    fixed: str = ""
    kind: Literal["digits", "amount", "date", "limit", "flag", "tag"] = "digits"


class Part(msgspec.Struct, frozen=True):
    """A part of a code: its first position from 1, its characters as they are; ``flaw`` and ``flaw_ja`` are empty when it is right.

    ``meaning_ja`` and ``meaning_en`` say the value in words where its digits do not (a date, an amount).
    """

    key: str
    name_ja: str
    name_en: str
    start: int
    digits: str
    flaw: str = ""
    flaw_ja: str = ""
    meaning_ja: str = ""
    meaning_en: str = ""


def compact(code: str) -> str:
    """The code without blanks, hyphens and brackets, as people type it.

    >>> compact("(91)999999-12 34")
    '919999991234'
    """
    return _SEPARATORS.sub("", code)


def is_digits(text: str) -> bool:
    """Whether these are ASCII digits only, at least one."""
    return text.isascii() and text.isdigit()


class Layout:
    """The places of a code, one behind the other."""

    def __init__(self, *places: Place) -> None:
        self.places = places
        self._widths = [place.width for place in places]
        self.digits = sum(self._widths)
        self._shape = re.compile("".join(f"(?P<{place.key}>{_shape(place)})" for place in places))
        self._days = [place.key for place in places if place.kind in ("date", "limit")]

    def span(self, key: str) -> slice:
        """Where this part stands in the code."""
        start = 0
        for place in self.places:
            if place.key == key:
                return slice(start, start + place.width)
            start += place.width
        raise BugFound(Fault(id="PJ-1701-E", field=key, detail="no such part"))

    def read(self, code: str) -> dict[str, str] | None:
        """The digits of each part by key when every part is right, as far as one can tell from a part alone; else None."""
        found = self._shape.fullmatch(code)
        if not found or any(_date(found[key]) is None and found[key] != NO_LIMIT for key in self._days):
            return None
        return found.groupdict()

    def explain(self, code: str) -> list[Part]:
        """Every part in order, missing ones with no digits; what is behind the last place is a part of its own."""
        parts, at = [], 0
        for place in self.places:
            parts.append(_part(place, at, code[at : at + place.width]))
            at += place.width
        if len(code) > at:
            surplus = f"{len(code)} digits instead of {at}", f"{at}桁のところ{len(code)}桁あります"
            parts.append(Part("surplus", "余分な桁", "surplus digits", at + 1, code[at:], *surplus))
        return parts

    def write(self, values: Mapping[str, str]) -> str:
        """The code of these values, fixed ones filled in. Raises BugFound (PJ-1701-E) for a value that its place does not take."""
        told = [values.get(place.key, place.fixed) for place in self.places]
        code = "".join(told)
        if [*map(len, told)] == self._widths and self.read(code) is not None:
            return code
        for place, digits in zip(self.places, told, strict=True):
            part = _part(place, 0, digits)
            if part.flaw or len(digits) != place.width:
                raise BugFound(Fault(id="PJ-1701-E", field=place.key, detail=part.flaw or f"{len(digits)} digits"))
        return code


def flawed(part: Part, flaw: str, flaw_ja: str) -> Part:
    """The part with this flaw, unless it has one already: the first is the cause of the rest."""
    return part if part.flaw else msgspec.structs.replace(part, flaw=flaw, flaw_ja=flaw_ja)


def held_to(parts: Sequence[Part], expected: Mapping[str, str]) -> list[Part]:
    """The parts, each that has another value than ``expected`` says (check digits by key) with that flaw."""
    return [
        flawed(part, f"should be {expected[part.key]}", f"正しくは{expected[part.key]}です")
        if expected.get(part.key, part.digits) != part.digits
        else part
        for part in parts
    ]


def unchecked(parts: Sequence[Part], keys: Iterable[str]) -> list[Part]:
    """The parts, check digits (by key) flawed: of a code that is not whole nobody can say whether they are right."""
    return [flawed(part, "cannot be checked", "検算できません") if part.key in keys else part for part in parts]


def refusal(parts: Iterable[Part], name: str) -> DataRefused:
    """PJ-1603-E with a fault for every flawed part; values stay out of it, for they may be somebody's."""
    return DataRefused(
        *(Fault(id="PJ-1603-E", field=f"{name} {part.key}", detail=part.flaw) for part in parts if part.flaw)
    )


def _shape(place: Place) -> str:
    """The regular expression of a right value, but for dates that do not exist."""
    return place.fixed or ("[01]" if place.kind == "flag" else f"[0-9]{{{place.width}}}")


def _part(place: Place, at: int, digits: str) -> Part:
    flaw, flaw_ja = _flaw(place, digits)
    meaning = ("", "") if flaw else _meaning(place, digits)
    return Part(place.key, place.name_ja, place.name_en, at + 1, digits, flaw, flaw_ja, *meaning)


def _flaw(place: Place, digits: str) -> tuple[str, str]:
    if digits and not is_digits(digits):
        return "has a character that is no digit", "数字でない文字があります"
    if len(digits) < place.width:
        missing = place.width - len(digits)
        return f"{missing} {'digit is' if missing == 1 else 'digits are'} missing", f"{missing}桁足りません"
    if place.fixed and digits != place.fixed:
        fixed = place.fixed if len(place.fixed) < 20 else f"{place.fixed[0]} x {place.width}"
        return f"must be {fixed}", f"{fixed}でなければなりません"
    if place.kind == "flag" and digits not in ("0", "1"):
        return "must be 0 or 1", "0か1でなければなりません"
    if place.kind in ("date", "limit") and digits != NO_LIMIT and _date(digits) is None:
        return "no such date", "存在しない日付です"
    return "", ""


def _meaning(place: Place, digits: str) -> tuple[str, str]:
    if place.kind == "amount":
        return f"{int(digits):,}円", f"{int(digits):,} yen"
    if place.kind == "limit" and digits == NO_LIMIT:
        return "期限なし", "no limit"
    if place.kind == "flag":
        return ("要", "yes") if digits == "1" else ("不要", "no")
    if place.kind == "tag":
        return f"タグ{digits[:2]}、長さ{int(digits[2:])}", f"tag {digits[:2]}, length {int(digits[2:])}"
    day = _date(digits) if place.kind in ("date", "limit") else None
    return (f"{day.year}年{day.month}月{day.day}日", day.isoformat()) if day else ("", "")


def _date(digits: str) -> dt.date | None:
    """The day of YYYYMMDD or of YYMMDD in this century."""
    try:
        return dt.date(int(digits[:-4]) + (2000 if len(digits) == 6 else 0), int(digits[-4:-2]), int(digits[-2:]))
    except ValueError:
        return None
