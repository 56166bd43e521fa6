"""eL-QR (地方税統一QRコード): the 255 digits of a local tax slip, their fields, check digits and CRC.

Source: 総務省, 地方税統一QRコード (000807095.pdf); ペイメンツジャパン協議会, 統一QRコード MPM Guideline 3.0 (tags, lengths, CRC); the two lines of tag 27
as :mod:`printjob.barcode.mt_ocr`.

Tags of two digits, each followed by a length of two digits: 00 format, 01 dynamic, 27 the payment (00 地方税共同機構, 01 the two MT-OCR lines,
39 and 44 digits), 54 the amount, 62 year, term and dates, 80 reserved, 63 the CRC. The amount stands in 27 and in 54. The CRC is
CRC-16/CCITT-FALSE over all digits before it, "6305" included, written in five decimal digits.

No name, address or number of a taxpayer is in it; the eL番号 (:func:`el_number`) names the debt.

>>> crc16("123456789")
10673
>>> payload = encode(Payload(
...     amount_yen=39500, item="999", anken="00000202699999900001", kakunin="123456", institution="99999", office="000",
...     levied_year="2026", tax_year="2026", term="01", due="20260601", limit="20260710"))
>>> payload[:12], payload[-9:], len(payload)
('000201010212', '630500645', 255)
>>> el_number(payload)
('99999', '00000202699999900001', '123456', '999')
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import Final

import msgspec

from printjob.barcode import mt_ocr
from printjob.barcode.parts import Layout, Part, Place, compact, flawed, held_to, is_digits, refusal, unchecked
from printjob.errors import BugFound, Fault

__all__ = ["DIGITS", "Payload", "compact", "crc16", "el_number", "encode", "explain", "parse", "validate", "void"]

DIGITS = 255
_PAST = "20000101"
"""納期限 and 支払期限 of a void code"""

_UPPER: Final = Layout(
    Place("account", "口座番号", "account number", 11),
    Place("line_amount_yen", "金額(タグ27)", "amount in tag 27", 11, kind="amount"),
    Place("burden", "手数料負担区分", "who bears the fee", 1, fixed="2"),
    Place("institution_id", "機関ID", "institution id", 5, fixed="13800"),
    Place("stamp", "印紙区分", "stamp duty flag", 1, fixed="0", kind="flag"),
    Place("item", "税目・料金番号", "item (tax or charge)", 3),
    Place("upper_rest", "拡張領域(上段)", "reserved, upper line", 5, fixed="00000"),
)
_LOWER: Final = Layout(
    Place("anken", "案件特定キー", "key of the debt", 20),
    Place("kakunin", "確認番号", "confirmation number", 6),
    Place("area", "eLTAX領域", "eLTAX area", 1, fixed="0"),
    Place("institution", "共通納税機関コード", "municipality's institution code", 5),
    Place("office", "税務事務所コード", "tax office code", 3),
    Place("lower_rest", "拡張領域(下段)", "reserved, lower line", 7, fixed="0000000"),
)
_BODY: Final = Layout(
    Place("tag_00", "見出し00", "tag 00", 4, fixed="0002", kind="tag"),
    Place("format", "フォーマット", "format", 2, fixed="01"),
    Place("tag_01", "見出し01", "tag 01", 4, fixed="0102", kind="tag"),
    Place("method", "動的コード", "dynamic code", 2, fixed="12"),
    Place("tag_27", "見出し27", "tag 27", 4, fixed="2796", kind="tag"),
    Place("tag_27_00", "見出し27-00", "tag 27-00", 4, fixed="0005", kind="tag"),
    Place("scheme", "地方税共同機構", "Local Tax Agency", 5, fixed="13800"),
    Place("tag_27_01", "見出し27-01", "tag 27-01", 4, fixed="0183", kind="tag"),
    Place("upper_check", "OCR上段のチェックデジット", "check digits, upper line", 2),
    *_UPPER.places,
    Place("lower_check", "OCR下段のチェックデジット", "check digits, lower line", 2),
    *_LOWER.places,
    Place("tag_54", "見出し54", "tag 54", 4, fixed="5411", kind="tag"),
    Place("amount_yen", "金額(タグ54)", "amount in tag 54", 11, kind="amount"),
    Place("tag_62", "見出し62", "tag 62", 4, fixed="6226", kind="tag"),
    Place("levied_year", "賦課年度", "year of levy", 4),
    Place("tax_year", "課税年度", "tax year", 4),
    Place("term", "期別", "instalment", 2),
    Place("due", "納期限", "due date", 8, kind="date"),
    Place("limit", "支払期限", "payment limit", 8, kind="date"),
    Place("tag_80", "見出し80", "tag 80", 4, fixed="8085", kind="tag"),
    Place("reserved", "予約領域", "reserved", 85, fixed="0" * 85),
    Place("tag_63", "見出し63", "tag 63", 4, fixed="6305", kind="tag"),
)
_LAYOUT: Final = Layout(*_BODY.places, Place("crc", "CRC", "CRC", 5))
_UPPER_LINE = slice(_LAYOUT.span(_UPPER.places[0].key).start, _LAYOUT.span(_UPPER.places[-1].key).stop)
_LOWER_LINE = slice(_LAYOUT.span(_LOWER.places[0].key).start, _LAYOUT.span(_LOWER.places[-1].key).stop)
_CHECKS = ("upper_check", "lower_check", "crc")
_EL_NUMBER = tuple(_LAYOUT.span(key) for key in ("institution", "anken", "kakunin", "item"))


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """What a code says, as digits; dates are YYYYMMDD. ``item`` is 税目・料金番号, ``anken`` 案件特定キー, ``kakunin`` 確認番号,
    ``institution`` 共通納税機関コード, ``office`` 税務事務所コード.
    """

    amount_yen: int
    item: str
    anken: str
    kakunin: str
    institution: str
    office: str
    levied_year: str
    tax_year: str
    term: str
    due: str
    limit: str
    account: str = "0" * 11
    institution_id: str = "13800"


_TEXTS = tuple(name for name in Payload.__struct_fields__ if name != "amount_yen")


def validate(payload: str) -> bool:
    """Whether this is a right code: length, tags, fields, check digits, both amounts and CRC."""
    return _right(payload) is not None


def crc16(digits: str) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, begun with 0xFFFF, nothing reflected or inverted."""
    return binascii.crc_hqx(digits.encode("ascii"), 0xFFFF)


def parse(payload: str) -> Payload:
    """What 255 digits say. Raises DataRefused (PJ-1603-E) with every flaw of a code that :func:`validate` refuses."""
    said = _right(payload)
    if said is None:
        raise refusal(explain(payload), "eL-QR")
    return Payload(amount_yen=int(said["amount_yen"]), **{name: said[name] for name in _TEXTS})


def explain(payload: str) -> list[Part]:
    """Every part of a code of any length with what is wrong with it."""
    parts = _LAYOUT.explain(payload)
    if len(payload) != DIGITS or not is_digits(payload):
        return unchecked(parts, _CHECKS)
    said = {part.key: part.digits for part in parts}
    return [
        flawed(part, "differs from the amount in tag 27", "タグ27の金額と違います")
        if part.key == "amount_yen" and part.digits != said["line_amount_yen"]
        else part
        for part in held_to(parts, _checks(payload))
    ]


def encode(payload: Payload) -> str:
    """The 255 digits. Raises BugFound (PJ-1701-E) for a value that its place does not take."""
    return _encode(msgspec.structs.asdict(payload) | {"amount_yen": f"{payload.amount_yen:011}"})


def void(payload: str) -> str:
    """The code with amount 0, both dates 2000-01-01 and 確認番号 000000, check digits and CRC right: it reads, and nothing can be paid with it.

    An app asks for the debt by its eL番号; a wrong 確認番号 finds none. Raises BugFound (PJ-1701-E) for what is no payload.
    """
    _require(payload)
    said = {part.key: part.digits for part in _LAYOUT.explain(payload)}
    return _encode(said | {"amount_yen": "0" * 11, "due": _PAST, "limit": _PAST, "kakunin": "000000"})


def el_number(payload: str) -> tuple[str, str, str, str]:
    """eL番号: 共通納税機関コード, 案件特定キー, 確認番号, 税目・料金番号 of 5, 20, 6 and 3 digits.

    Raises BugFound (PJ-1701-E) for anything but 255 digits.
    """
    _require(payload)
    institution, anken, kakunin, item = (payload[span] for span in _EL_NUMBER)
    return institution, anken, kakunin, item


def _encode(values: Mapping[str, str]) -> str:
    values = {**values, "line_amount_yen": values["amount_yen"]}
    upper, lower = _UPPER.write(values), _LOWER.write(values)
    checks = {"upper_check": mt_ocr.upper_check(upper), "lower_check": mt_ocr.lower_check(lower)}
    body = _BODY.write(values | checks)
    return f"{body}{crc16(body):05}"


def _right(payload: str) -> dict[str, str] | None:
    """What a right code says, by part; None for any other."""
    said = _LAYOUT.read(payload)
    if said is None or said["amount_yen"] != said["line_amount_yen"]:
        return None
    return said if all(said[key] == check for key, check in _checks(payload).items()) else None


def _checks(payload: str) -> dict[str, str]:
    """The check digits and the CRC that a code of 255 digits should have."""
    return {
        "upper_check": mt_ocr.upper_check(payload[_UPPER_LINE]),
        "lower_check": mt_ocr.lower_check(payload[_LOWER_LINE]),
        "crc": f"{crc16(payload[:-5]):05}",
    }


def _require(payload: str) -> None:
    if len(payload) != DIGITS or not is_digits(payload):
        raise BugFound(Fault(id="PJ-1701-E", field="eL-QR", detail=f"{len(payload)} characters"))
