"""The postal decision for one piece: how far the postal data bears the code out, what its customer barcode says, or why it has none.

Source: Japan Post, 郵便番号・バーコードマニュアル p17-p18, p22-p23. A barcode is printed only when the postal data bears the postal code out. Otherwise
the piece is mailed with the registry's own postal code and without a barcode, and the reason is reported; nothing is corrected.
The levels (:class:`Level`): the code has seven digits and is known; city and town of the code stand in the address, and no longer town
of the same city does; the ranges in the code's note do not exclude the address. A representative code (下2桁00,「以下に掲載がない場合」) is valid
mail, but the manual forbids the barcode. 住所B must have something to encode.

* A withdrawn code whose town is published (:mod:`printjob.postal.former`) is checked like any other. A code that is in no table
  (withdrawn longer ago, or mistyped): the number is worked out from the address for the
  report, but there is no barcode: a code that nobody can look up cannot be checked against its address.
* Towers have a code for each floor, named as town and building together (霞が関霞が関ビル 36階); addresses put the number between.
* Offices and boxes: :mod:`printjob.postal.office`.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from printjob.postal.address import Split, Towns, is_city_itself
from printjob.postal.cities import cities_at_head, city_towns, digits_of_any
from printjob.postal.display_number import DASHES, display_number
from printjob.postal.folding import fold
from printjob.postal.former import FORMER
from printjob.postal.index import PostalIndex
from printjob.postal.office import box_number, is_inclusive_code, is_named, names_box
from printjob.postal.place import FLOOR_NOTE, Kind, Place
from printjob.postal.reach import Answer, answer

REASONS = {
    "malformed-code": "郵便番号が7桁の数字でない",
    "empty-address": "住所が空、または文字も数字もない",
    "overseas": "国外の住所（日本文字がない、または国名で始まる）",
    "unknown-code": "郵便番号データにない郵便番号",
    "representative-code": "代表番号（以下に掲載がない場合）のため印字不可",
    "city-mismatch": "郵便番号と市区町村が一致しない",
    "town-mismatch": "郵便番号と町域が一致しない",
    "range-mismatch": "丁目・番地・階が郵便番号の範囲外",
    "office-mismatch": "個別番号の事業所と市区町村が一致しない",
    "office-name-mismatch": "個別番号の事業所名が宛名にも住所にもない",
    "po-box": "私書箱（P.O.Box）だが包括番号・個別番号でない、または番号がない",
    "no-house-number": "住所表示番号がない",
}
"""Every reason code, permanent, with its meaning."""

HELD = frozenset({"empty-address", "overseas"})
"""The reasons that are more than a missing barcode: such a piece cannot go out as domestic mail at all."""


class Level(IntEnum):
    """Which question about a postal code and its address settled the matter."""

    CODE = 1
    """the code is malformed or in no table, or there is no domestic address to hold it against"""
    CITY = 2
    """都道府県・市区町村 agree, and the code's place has no town name of its own (利島村)"""
    TOWN = 3
    """the town agrees, and it has this one code only"""
    RANGE = 4
    """the town agrees and has several codes, told apart by 丁目, 番地, 地割 or floor where they can be"""
    REPRESENTATIVE = 5
    """代表番号: valid mail, no barcode"""
    OFFICE = 6
    """個別番号 or 包括番号: office and box, no digits of the street"""
    MISMATCH = 7
    """code and address contradict each other; the registry's code stays as it is"""


class Examined(NamedTuple):
    """The whole finding about one piece."""

    level: Level
    certain: bool
    """False only at :attr:`Level.RANGE`: the town has several codes and the address does not say which; the registry's code stands"""
    reason: str
    """"" when the barcode may be printed, else a key of :data:`REASONS`"""
    digits: str
    """住所表示番号 before cut and padding; also given, where it can be, when there is a reason"""


class CustomerCode(NamedTuple):
    """The decision: 住所表示番号 before cut and padding, and why no barcode may be printed."""

    digits: str
    """0 to many of 0-9, hyphen, A-Z; also given, where it can be, when there is a reason"""
    reason: str
    """"" when the barcode may be printed, else a key of :data:`REASONS`"""


class _Known(NamedTuple):
    """A postal code made ready to be held against addresses."""

    places: tuple[Place, ...]
    towns: Towns
    rivals: Towns | None
    several: frozenset[tuple[str, str, str]]
    """The code's towns that have another code too"""


_NOT_CODE = re.compile(rf"[〒\s{re.escape(DASHES)}]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_ABROAD = re.compile(
    r"\s*(?:国外|海外|アメリカ|米国|カナダ|ブラジル|ペルー|英国|イギリス|フランス|ドイツ|イタリア|オーストラリア|ニュージーランド|大韓民国|韓国|中華人民共和国|中国|台湾|香港"
    "|フィリピン|ベトナム|タイ王国|タイ国|タイ[ \u3000]|シンガポール|マレーシア|インドネシア|インド|ネパール|ミャンマー|モンゴル|カンボジア|ラオス|バングラデシュ|スリランカ"
    "|パキスタン|イラン|トルコ|サウジアラビア|アラブ首長国連邦|エジプト|ロシア|ウクライナ|オランダ|ベルギー|スイス|スペイン|ポルトガル|スウェーデン|ノルウェー"
    "|メキシコ|アルゼンチン|ボリビア|パラグアイ|チリ共和国|朝鮮民主主義人民共和国|北朝鮮)(?!分|町|ヒルズ)"
)
"""A country at the head; 市川市中国分, 三浦市海外町 and 当別町スウェーデンヒルズ, written without their city, are none"""


def customer_code(postal_code: str, address: str, index: PostalIndex, name: str = "") -> CustomerCode:
    """What is encoded for this postal code, address and addressee. Never raises; the same for the same values.

    The postal code may have a hyphen, blanks, 〒 or full width digits; anything else that is not seven digits is malformed.
    """
    found = examine(postal_code, address, index, name)
    return CustomerCode(found.digits, found.reason)


def examine(postal_code: str, address: str, index: PostalIndex, name: str = "") -> Examined:
    """The finding behind :func:`customer_code`. ``name``, the addressee, is held against the names of offices; empty: it is not."""
    code = compact_code(postal_code)
    known = _known(index, code)
    if known.places and known.places[0].kind >= Kind.OFFICE:
        return _office(known.places, address, index, name)
    if reason := _no_address(address):
        return Examined(Level.CODE, True, reason, "")
    if names_box(address):
        return _box(code, address, index, known=bool(known.places))
    if not known.places:
        reason = "overseas" if _ABROAD.match(address) else _why_unknown(code)
        return _refused(reason, digits_of_any(address, index))
    return _town(known, address, index)


def compact_code(postal_code: str) -> str:
    """The postal code without hyphen, blanks and 〒, in ASCII digits where they are digits.

    >>> compact_code("〒０６０－０９０６")
    '0600906'
    """
    if len(postal_code) == 7 and postal_code.isascii() and postal_code.isdecimal():
        return postal_code
    compact = _NOT_CODE.sub("", unicodedata.normalize("NFKC", postal_code))
    return compact if unicodedata.is_normalized("NFKC", compact) else compact_code(compact)


def _no_address(address: str) -> str:
    if not address[:1].isalnum() and not any(character.isalnum() for character in address):
        return "empty-address"
    return "overseas" if not _JAPANESE.search(address) and _LATIN.search(address) else ""


def _refused(reason: str, digits: str) -> Examined:
    """Without a barcode; the level follows from the reason."""
    if reason == "representative-code":
        return Examined(Level.REPRESENTATIVE, True, reason, digits)
    level = Level.MISMATCH if reason.endswith("-mismatch") else Level.CODE
    return Examined(level, True, reason, digits)


def _town(known: _Known, address: str, index: PostalIndex) -> Examined:
    found = known.towns.split(address) or _tower_split(known.places, address, index)
    if found is None:
        return _refused(_why_unlike(known.places, address, index), digits_of_any(address, index))
    representative = found.places[0].kind is Kind.REPRESENTATIVE
    rivals = _whole_city(index, found.places[0]) if representative else known.rivals
    listed = rivals and rivals.split_at_head(address)
    if listed and len(listed.a) > len(found.a):
        b = listed.b if representative else found.b
        return _refused("representative-code" if representative else "town-mismatch", display_number(b))
    return _refused("representative-code", display_number(found.b)) if representative else _in_town(found, known)


def _in_town(found: Split, known: _Known) -> Examined:
    """The town stands in the address: what the code's note says of the number behind it."""
    digits = display_number(found.b)
    answers = [answer(place.note, found.b) for place in found.places]
    if all(one is Answer.NO for one in answers):
        return _refused("range-mismatch", digits)
    place = found.places[0]
    several = _town_key(place) in known.several or bool(FLOOR_NOTE.search(place.note))
    level = Level.RANGE if several else Level.CITY if is_city_itself(place) else Level.TOWN
    certain = not several or Answer.YES in answers
    return Examined(level, certain, "" if digits else "no-house-number", digits)


def _office(places: tuple[Place, ...], address: str, index: PostalIndex, name: str) -> Examined:
    cities = cities_at_head(address, index)
    if cities and not any((place.prefecture, place.city) in cities for place in places):
        return _refused("office-mismatch", "")
    if name and not any(is_named(place.name, name, address, place.prefecture + place.city + place.town) for place in places):
        return _refused("office-name-mismatch", "")
    return Examined(Level.OFFICE, True, "", "")


def _box(code: str, address: str, index: PostalIndex, *, known: bool) -> Examined:
    number = box_number(address)
    right = number and not known and is_inclusive_code(code, index)
    return Examined(Level.OFFICE, True, "" if right else "po-box", number)


def _why_unknown(code: str) -> str:
    if not (len(code) == 7 and code.isascii() and code.isdigit()):
        return "malformed-code"
    return "representative-code" if code.endswith("00") else "unknown-code"


def _why_unlike(places: tuple[Place, ...], address: str, index: PostalIndex) -> str:
    cities = cities_at_head(address, index)
    if cities and not any((place.prefecture, place.city) in cities for place in places):
        return "city-mismatch"
    if not cities and _ABROAD.match(address):
        return "overseas"
    return "representative-code" if places[0].kind is Kind.REPRESENTATIVE else "town-mismatch"


@lru_cache(maxsize=8192)
def _known(index: PostalIndex, code: str) -> _Known:
    places = index.places(code) or FORMER.get(code, ())
    rivals = index.rivals(code)
    several = set(map(_town_key, rivals)) & set(map(_town_key, places)) if rivals else ()
    return _Known(places, Towns(places), Towns(rivals) if rivals else None, frozenset(several))


def _town_key(place: Place) -> tuple[str, str, str]:
    return place.prefecture, place.city, place.town


def _whole_city(index: PostalIndex, place: Place) -> Towns:
    return city_towns(index, place.prefecture, place.city)


def _tower_split(places: tuple[Place, ...], address: str, index: PostalIndex) -> Split | None:
    """The town under a tower, when the address names the tower behind its number."""
    for place in places:
        if not FLOOR_NOTE.search(place.note):
            continue
        towns = _whole_city(index, place)
        base, found = towns.split_at_head(place.town), towns.split_at_head(address)
        if base and found and base.places[0].town == found.places[0].town and fold(base.b) in fold(found.b):
            return Split(found.a, found.b, (place,))
    return None
