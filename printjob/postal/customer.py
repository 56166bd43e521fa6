"""The postal decision for one piece: what its customer barcode says, or why it must not have one.

Source: Japan Post, 郵便番号・バーコードマニュアル p17-p18, p22-p23. A barcode is printed only when the postal data bears the postal code out. Otherwise
the piece is mailed with the registry's own postal code and without a barcode, and the reason is reported; nothing is corrected.
The levels: the code has seven digits; it is known; it is not a representative code (下2桁00,「以下に掲載がない場合」: the manual forbids the
barcode); the town of the code stands in the address, and no longer town of the same city does; the ranges in the code's note do
not exclude the address; 住所B has something to encode.

* 個別番号 of offices and of boxes with a code of their own: the seven digits alone, whatever the address says of streets.
* 私書箱 without an own code: 包括番号 (a code whose fourth digit is 8, in a district that exists, in neither table) and the box number.
* A withdrawn code whose town is published (:mod:`printjob.postal.former`) is checked like any other. A code that is in no table
  (withdrawn longer ago, or mistyped): the number is worked out from the address for the
  report, but there is no barcode: a code that nobody can look up cannot be checked against its address.
* Towers have a code for each floor, named as town and building together (霞が関霞が関ビル 36階); addresses put the number between.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from printjob.postal.address import Split, Towns
from printjob.postal.cities import FLOOR_NOTE, cities_at_head, city_towns, digits_of_any
from printjob.postal.display_number import display_number
from printjob.postal.folding import fold
from printjob.postal.former import FORMER
from printjob.postal.index import PostalIndex
from printjob.postal.place import Kind, Place
from printjob.postal.reach import excludes

REASONS = {
    "malformed-code": "郵便番号が7桁の数字でない",
    "empty-address": "住所が空",
    "overseas": "国外の住所（日本文字がない）",
    "unknown-code": "郵便番号データにない郵便番号",
    "representative-code": "代表番号（以下に掲載がない場合）のため印字不可",
    "city-mismatch": "郵便番号と市区町村が一致しない",
    "town-mismatch": "郵便番号と町域が一致しない",
    "range-mismatch": "丁目・番地・階が郵便番号の範囲外",
    "office-mismatch": "個別番号の事業所と市区町村が一致しない",
    "po-box": "私書箱だが包括番号・個別番号でない、または番号がない",
    "no-house-number": "住所表示番号がない",
}
"""Every reason code, permanent, with its meaning."""

_NOT_CODE = re.compile(r"[〒\s\-‐‑–—―−ー]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_BOX = "私書箱"
_BOX_NUMBER = re.compile("[0-9]{1,4}(?![0-9])")


class CustomerCode(NamedTuple):
    """The decision: 住所表示番号 before cut and padding, and why no barcode may be printed."""

    digits: str
    """0 to many of 0-9, hyphen, A-Z; also given, where it can be, when there is a reason"""
    reason: str
    """"" when the barcode may be printed, else a key of :data:`REASONS`"""


def customer_code(postal_code: str, address: str, index: PostalIndex) -> CustomerCode:
    """What is encoded for this postal code and address. Never raises; the same for the same three values.

    The postal code may have a hyphen, blanks, 〒 or full width digits; anything else that is not seven digits is malformed.
    """
    code = compact_code(postal_code)
    places = _places(code, index)
    if places and places[0].kind >= Kind.OFFICE:
        return _office(places, address, index)
    if reason := _no_address(address):
        return CustomerCode("", reason)
    if _BOX in address:
        return _box(code, address, index, known=bool(places))
    if not places:
        return CustomerCode(digits_of_any(address, index), _why_unknown(code))
    return _town(code, places, address, index)


def compact_code(postal_code: str) -> str:
    """The postal code without hyphen, blanks and 〒, in ASCII digits where they are digits.

    >>> compact_code("〒０６０－０９０６")
    '0600906'
    """
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", postal_code))


def _places(code: str, index: PostalIndex) -> tuple[Place, ...]:
    return index.places(code) or FORMER.get(code, ())


def _no_address(address: str) -> str:
    if not address.strip():
        return "empty-address"
    return "overseas" if _LATIN.search(address) and not _JAPANESE.search(address) else ""


def _town(code: str, places: tuple[Place, ...], address: str, index: PostalIndex) -> CustomerCode:
    found = _code_towns(index, code).split(address) or _tower_split(index, code, address)
    if found is None:
        return CustomerCode(digits_of_any(address, index), _why_unlike(places, address, index))
    listed = city_towns(index, found.places[0].prefecture, found.places[0].city).split_at_head(address)
    if listed and len(listed.a) > len(found.a):
        return _in_another_town(found, listed)
    digits = display_number(found.b)
    return CustomerCode(digits, _why_not(found, digits))


def _office(places: tuple[Place, ...], address: str, index: PostalIndex) -> CustomerCode:
    cities = cities_at_head(address, index)
    same = not cities or any((place.prefecture, place.city) in cities for place in places)
    return CustomerCode("", "" if same else "office-mismatch")


def _box(code: str, address: str, index: PostalIndex, *, known: bool) -> CustomerCode:
    number = _BOX_NUMBER.match(display_number(address.partition(_BOX)[2]))
    inclusive = len(code) == 7 and code.isdecimal() and code[3] == "8" and not known and index.has_district(code[:3])
    return CustomerCode(number[0] if number else "", "" if number and inclusive else "po-box")


def _why_unknown(code: str) -> str:
    if not (len(code) == 7 and code.isascii() and code.isdigit()):
        return "malformed-code"
    return "representative-code" if code.endswith("00") else "unknown-code"


def _why_unlike(places: tuple[Place, ...], address: str, index: PostalIndex) -> str:
    cities = cities_at_head(address, index)
    if cities and not any((place.prefecture, place.city) in cities for place in places):
        return "city-mismatch"
    return "representative-code" if places[0].kind == Kind.REPRESENTATIVE else "town-mismatch"


def _in_another_town(found: Split, listed: Split) -> CustomerCode:
    """The city has a longer town that fits the address: the code is not that town's, and what follows its name is 住所B."""
    representative = found.places[0].kind == Kind.REPRESENTATIVE
    b = listed.b if representative else found.b
    return CustomerCode(display_number(b), "representative-code" if representative else "town-mismatch")


def _why_not(found: Split, digits: str) -> str:
    if found.places[0].kind == Kind.REPRESENTATIVE:
        return "representative-code"
    if all(excludes(place.note, found.b) for place in found.places):
        return "range-mismatch"
    return "" if digits else "no-house-number"


@lru_cache(maxsize=16384)
def _code_towns(index: PostalIndex, code: str) -> Towns:
    return Towns(_places(code, index))


def _tower_split(index: PostalIndex, code: str, address: str) -> Split | None:
    """The town under a tower, when the address names the tower behind its number."""
    for place in index.places(code):
        if not FLOOR_NOTE.search(place.note):
            continue
        towns = city_towns(index, place.prefecture, place.city)
        base, found = towns.split_at_head(place.town), towns.split_at_head(address)
        if base and found and base.places[0].town == found.places[0].town and fold(base.b) in fold(found.b):
            return Split(found.a, found.b, (place,))
    return None
