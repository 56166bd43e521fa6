"""Offices and boxes: 大口事業所個別番号, 私書箱 and 包括番号, whose barcode holds no digits of a street.

Source: Japan Post, 郵便番号・バーコードマニュアル p22.

* 個別番号 of offices and of boxes with a code of their own: the seven digits alone, whatever the address says of streets.
* 私書箱 without an own code: 包括番号 (a code whose fourth digit is 8, in a district that exists, in neither table) and the box number,
  1 to 4 digits.

An office's name is held against the addressee and the address together, because mail for somebody at an office names the office in
the address (○○株式会社気付). Forms of companies and blanks do not count; the office's first word is enough (日本郵便　株式会社 本社), unless it
names the place, as every address there does (花巻　税務署, 北海道　石狩支庁).
"""

from __future__ import annotations

import re
from functools import lru_cache

from printjob.postal.display_number import display_number
from printjob.postal.folding import fold
from printjob.postal.index import PostalIndex

_BOX = re.compile("私書[箱函]|(?<![A-Za-z])[PＰpｐ][.．・]? *[OＯoｏ][.．・]?[ 　]*[BＢbｂ][OＯoｏ][XＸxｘ](?![A-Za-z])")
_BOX_NUMBER = re.compile("[0-9]{1,4}(?![0-9])")
_FORMS = re.compile(
    "株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|(?:一般|公益|特例)?(?:社団|財団)法人|(?:独立|地方独立)行政法人|(?:国立|公立)大学法人"
    "|(?:学校|医療|社会福祉|宗教|特定非営利活動)法人|[(（][株有同資名社財学医福宗独][)）]|[㈱㈲㈳㈶㈻]"
)
_SHORTEST, _SHORTEST_OF_ITS_OWN = 2, 4


def names_box(address: str) -> bool:
    """Whether the address is that of a box: 私書箱, 私書函, P.O.Box.

    >>> [names_box(address) for address in ("新宿郵便局 P.O.Box 12", "西新宿2-8-1 PBOX")]
    [True, False]
    """
    small = address.lower()
    return ("私書" in small or "x" in small or "ｘ" in small) and bool(_BOX.search(address))


def box_number(address: str) -> str:
    """The digits behind 私書箱 or P.O.Box, "" when there are none or more than four.

    >>> box_number("仙台中央郵便局私書箱第二十一号")
    '21'
    """
    word = _BOX.search(address)
    found = _BOX_NUMBER.match(display_number(address[word.end() :])) if word else None
    return found[0] if found else ""


def is_inclusive_code(code: str, index: PostalIndex) -> bool:
    """Whether a code of neither table may be a 包括番号."""
    return len(code) == 7 and code.isascii() and code.isdecimal() and code[3] == "8" and index.has_district(code[:3])


def is_named(office: str, name: str, address: str, place: str = "") -> bool:
    """Whether the office's name stands in the addressee's name or in the address; ``place`` is prefecture, city and town of the office.

    >>> is_named("日本郵便　株式会社", "日本郵便（株）", ""), is_named("日本郵便　株式会社", "見本商事株式会社", "大手町2-3-1")
    (True, False)
    >>> [is_named("花巻　税務署", name, "花巻市材木町8", "岩手県花巻市材木町") for name in ("花巻税務署長", "見本太郎")]
    [True, False]
    """
    addressee, written, where = _plain(name), _plain(address), fold(place)
    long, short = _cores(office, where)
    return any(core in addressee or (core in written and core not in where) for core in long) or addressee in short


@lru_cache(maxsize=4096)
def _cores(office: str, where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What tells the office apart, folded: the whole name without its form, its first word unless that is a name of the place (then all
    that follows it, if it is long enough to say something); ``where`` is the folded place. Names too short to be looked for inside another come second (株式会社　林).
    """
    bare = _FORMS.sub("　", office)
    first, *others = bare.split() or [office]
    local = fold(first) in where
    words = ("".join((first, *others)), "".join(others) if local else first)
    cores = tuple(dict.fromkeys(map(fold, words)))
    least = (_SHORTEST, _SHORTEST_OF_ITS_OWN if local else _SHORTEST)
    long = tuple(core for core, shortest in zip(cores, least, strict=False) if len(core) >= shortest)
    return long, tuple(core for core in cores if 0 < len(core) < _SHORTEST)


def _plain(text: str) -> str:
    return fold(_FORMS.sub("", text))
