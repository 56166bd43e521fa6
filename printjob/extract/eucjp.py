"""EUC-JP as vendors write it (eucJP-ms): every code has one character, and 髙 and 﨑 come through as in CP932.

Source: 日本語EUC・シフトJISコード変換仕様 (OSF/日本ベンダ協議会, eucJP-ms), as the codec EUC-JP-MS of glibc has it; a test compares where
that is at hand. Bytes taken: 00-7F ASCII; 8E A1-DF half-width kana; A1-F4 A1-FE rows 1-84 of JIS X 0208 with NEC's row 13, mapped as
Microsoft's code page 932 maps the same cell (A1C1 is U+FF5E, A1DD U+FF0D); 8F A1-F2 JIS X 0212; 8FF3F3-8FF4FE the 106 IBM extensions that
JIS X 0212 lacks; F5-FE A1-FE and 8FF5-8FFE A1-FE user codes (外字) U+E000-U+E757, in the order of CP932's F040-F9FC.
Code page 51932, which has NEC's copies of the IBM extensions at F9-FC, is another encoding: there these bytes are user codes.

>>> decode(bytes.fromhex("8ff4fb8ff4bdadea")), encode("髙\\ufa11㈱").hex()
('髙﨑㈱', '8ff4fb8ff4bdadea')
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

_NAME = "euc-jp"
_IBM = (
    "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ＇＂㈱№℡炻仼僴凬匇匤\ufa0e咊坙\ufa0f\ufa10增寬峵嵓\ufa11德悅愠"
    "敎昻晥\ufa12\uf929栁\ufa13\ufa14橫櫢淸淲瀨\ufa15\ufa16甁皂皞\ufa17礰\ufa18\ufa19\ufa1a\ufa1b竧\ufa1c"
    "\ufa1d綠緖\ufa1e荢\ufa1f薰\ufa20\ufa21蠇\ufa22譿賴赶\ufa23\ufa24\ufa25郞\ufa26鄕\ufa27\ufa28閒\uf9dc"
    "\ufa29霻靍靑\ufa2a\ufa2b\ufa2c馞髙魲\ufa2d黑"
)
"""8FF3F3-8FF3FE and 8FF4A1-8FF4FE in order; compatibility ideographs by number, because editors like to normalise them"""
_IBM_FIRST = (0xF3 - 0xA1) * 94 + 0xF3 - 0xA1
_USER_FIRST, _USER_ROWS = 0xE000, 0xF5
_OF_0212 = {b"\x8f\xa2\xb7": "～", b"\x8f\xa2\xc3": "￤"}
_CODES = re.compile(rb"[\x00-\x7f]+|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}")
_TO_MICROSOFT = str.maketrans("〜‖−¢£¬¦", "～∥－￠￡￢￤")
_DIFFERENT = re.compile("[〜‖−¢£¬¦]")


def decode(data: bytes) -> str:
    """The text of the bytes; ``UnicodeDecodeError`` at the first byte that begins no code with a character."""
    if b"\x8f\xa2\xb7" in data:
        return _decode_by_table(data)
    try:
        text = data.decode("euc_jp")
    except UnicodeDecodeError:
        return _decode_by_table(data)
    return text.translate(_TO_MICROSOFT) if _DIFFERENT.search(text) else text


def encode(text: str) -> bytes:
    """The bytes of the text; ``UnicodeEncodeError`` at the first character without a code."""
    if text.isascii():
        return text.encode("ascii")
    codes = _by_character()
    for at, character in enumerate(text):
        if character not in codes:
            raise UnicodeEncodeError(_NAME, text, at, at + 1, "no code for this character")
    return b"".join([codes[character] for character in text])


def _decode_by_table(data: bytes) -> str:
    parts, at = [], 0
    while at < len(data):
        found = _CODES.match(data, at)
        character = _character(found.group()) if found else ""
        if not found or not character:
            raise UnicodeDecodeError(_NAME, data, at, at + 1, "no character of eucJP-ms")
        parts.append(character)
        at = found.end()
    return "".join(parts)


@cache
def _of_two_bytes(lead: int, trail: int) -> str:
    """A cell of JIS X 0208 through its CP932 code, which is arithmetic, or a user code; empty where there is no character."""
    if lead >= _USER_ROWS:
        return chr(_USER_FIRST + (lead - _USER_ROWS) * 94 + trail - 0xA1)
    row, cell = lead - 0xA1, trail - 0xA1
    first = row // 2 + (0x81 if row < 62 else 0xC1)
    second = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 0x3F)
    return _maybe(bytes([first, second]), "cp932")


@cache
def _of_three_bytes(code: bytes) -> str:
    _, lead, trail = code
    if lead >= _USER_ROWS:
        return chr(_USER_FIRST + 940 + (lead - _USER_ROWS) * 94 + trail - 0xA1)
    place = (lead - 0xA1) * 94 + trail - 0xA1 - _IBM_FIRST
    return _IBM[place] if 0 <= place < len(_IBM) else _OF_0212.get(code) or _maybe(code, "euc_jp")


def _character(code: bytes) -> str:
    if code[0] < 0x80:
        return code.decode("ascii")
    if code[0] == 0x8E:
        return chr(code[1] - 0xA1 + 0xFF61)
    return _of_three_bytes(code) if code[0] == 0x8F else _of_two_bytes(*code)


def _maybe(code: bytes, encoding: str) -> str:
    try:
        return code.decode(encoding)
    except UnicodeDecodeError:
        return ""


@cache
def _by_character() -> dict[str, bytes]:
    """Where a character has several codes, the shortest and first: that of JIS X 0208 before NEC's and IBM's."""
    trails = range(0xA1, 0xFF)
    pairs = [bytes(pair) for pair in product(trails, trails)]
    codes = [*(bytes([n]) for n in range(0x80)), *pairs, *(bytes([0x8E, n]) for n in range(0xA1, 0xE0)), *(b"\x8f" + pair for pair in pairs)]
    found: dict[str, bytes] = {}
    for code in codes:
        character = _character(code)
        if character:
            found.setdefault(character, code)
    return found
