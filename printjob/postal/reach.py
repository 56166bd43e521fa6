"""Whether the note of a postal code reaches an address: 「1〜7丁目」 and the address is in 8丁目.

Towns with several postal codes are told apart by 丁目, 番地 or 地割 ranges or by floors in KEN_ALL's brackets. Only a note that is wholly
such a list, and an address that names the same unit, are compared; 「丁目」 and 「番地」 alone ask only which of the two the address has.
Everything else (「その他」, small districts, 枝番) is left to the registry, whose code then stands.
Source: Japan Post, 郵便番号データの説明 (the town name's brackets).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from printjob.postal.display_number import arabic

_LIST = re.compile("第?([0-9]+(?:[~、第]+[0-9]+)*)(丁目|番地|番|地割|階)(以降|以上)?")
_NEXT_TO_CITY = re.compile("^.*の次に|がくる場合.*$")
_DISTRICTS = re.compile(r"\((?![^()]*除)[^()]*\)$")
_LOTS = re.compile("(?:[^0-9~、「」()]*[0-9]+地割(?:[~、]|$))+")
_SPAN = re.compile("([0-9]+)(?:~([0-9]+))?")
_NAMED = {
    "丁目": re.compile("^[^0-9A-Z]*([0-9]+)(?:丁目?|-)"),
    "番地": re.compile("^[^0-9A-Z]*([0-9]+)番"),
    "番": re.compile("^[^0-9A-Z]*([0-9]+)番"),
    "地割": re.compile("^[^0-9A-Z]*([0-9]+)地割"),
    "階": re.compile("([0-9]+)(?:階|F(?![A-Z]))"),
}
_FIRST_UNIT = re.compile("^[^0-9A-Z]*[0-9]+(丁目|番地)")
_ENDLESS = 10**9


class Answer(Enum):
    """What a note says to an address."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"


class Reach(NamedTuple):
    """The unit that a note counts and the spans it lists, both ends included; no spans: any number of the unit."""

    unit: str
    spans: tuple[tuple[int, int], ...]


@lru_cache(maxsize=8192)
def reach_of(note: str) -> Reach | None:
    """What the note lists, None when it is not a plain list.

    >>> reach_of("1〜7丁目")
    Reach(unit='丁目', spans=((1, 7),))
    >>> reach_of("第３９地割〜第４５地割(角浜、伝吉)").spans, reach_of("樺沢１６地割、樺沢１７地割").spans
    (((39, 45),), ((16, 16), (17, 17)))
    >>> reach_of("小菅村の次に６６４番地以降がくる場合").spans[0][0]
    664
    >>> reach_of("その他")
    """
    if note in ("丁目", "番地"):
        return Reach(note, ())
    listed = _LIST.fullmatch(_plain(_NEXT_TO_CITY.sub("", note)))
    if not listed:
        return None
    numbers, unit, onward = listed.groups()
    spans = [(int(low), int(high or low)) for low, high in _SPAN.findall(numbers.replace("第", ""))]
    if onward:
        spans[-1] = (spans[-1][0], _ENDLESS)
    return Reach(unit, tuple(spans))


def _plain(note: str) -> str:
    """The note in arabic digits, without the small districts in brackets behind it; of a list of 地割 the numbers and 地割 once."""
    text = _DISTRICTS.sub("", re.sub("[〜～]", "~", arabic(note)))
    if _LOTS.fullmatch(text):
        return "".join(re.findall("[0-9~、]", text)) + "地割"
    return text


def answer(note: str, address_b: str) -> Answer:
    """Whether the note holds the number which 住所B names in the note's own unit; silent where one of the two says nothing of it.

    >>> [answer("1〜7丁目", b).value for b in ("8丁目3番", "４丁目", "見本団地")], answer("その他", "8丁目").value
    (['no', 'yes', 'silent'], 'silent')
    """
    reach = reach_of(note) if note else None
    if reach is None:
        return Answer.SILENT
    plain = arabic(address_b)
    if not reach.spans:
        unit = _FIRST_UNIT.match(plain)
        return Answer.SILENT if unit is None else Answer.YES if unit[1] == reach.unit else Answer.NO
    named = _NAMED[reach.unit].search(plain)
    if named is None:
        return Answer.SILENT
    return Answer.YES if any(low <= int(named[1]) <= high for low, high in reach.spans) else Answer.NO
