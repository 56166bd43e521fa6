"""Texts as delivered: nothing is altered, and a lost character is never taken for a right one.

Replacement characters (U+FFFD, 〓) stop a record wherever they stand, ``?``, ``？`` and ``■`` in names and addresses: e-Tax and older
systems write them for what they cannot encode. Characters of the private use areas are user codes (外字): each becomes the
registered character of the municipality's map, or stops the record.

>>> from printjob.extract.format import Field
>>> name = Field(name="name", label="氏名", kind="text", personal=True)
>>> from printjob.extract.encodings import codec
>>> read_text(name, "\\ue000田", {"\\ue000": "𠮷"}, codec("cp932")), read_text(name, "北〓", {}, codec("cp932")).id
('𠮷田', 'PJ-1201-E')
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from printjob.extract.encodings import Codec
from printjob.extract.format import Field
from printjob.extract.kinds import Refusal

SUSPECT = re.compile("[\x80-\xa0?？■〓\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Any character that needs a second look; a text without one is taken as it is."""

_LOST = re.compile("[〓\ufffd]")
_LOST_IN_NAMES = re.compile("[?？■〓\ufffd]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_NOT_CP932 = re.compile("[\x80-\xa0\uf8f0-\uf8ff]")


def read_text(field: Field, text: str, gaiji: Mapping[str, str], codec: Codec) -> str | Refusal:
    """The text with user codes replaced by what the municipality's map says, or why it cannot be trusted.

    ``gaiji`` maps a private-use character to one grapheme cluster. The single bytes 80, A0 and FD-FF, which Python's ``cp932``
    lets pass as U+0080, U+00A0 and U+F8F1-F8F3, are no characters of CP932.
    """
    if not SUSPECT.search(text):
        return text
    if codec.name == "cp932" and _NOT_CP932.search(text):
        return Refusal("PJ-1107-E", "a single byte 80, A0 or FD-FF is no character of CP932")
    lost = (_LOST_IN_NAMES if field.personal else _LOST).search(text)
    if lost:
        return Refusal("PJ-1201-E", f"character {lost.start() + 1} is {lost.group()} (U+{ord(lost.group()):04X})")
    unknown = [found for found in _PRIVATE_USE.findall(text) if found not in gaiji]
    if unknown:
        return Refusal("PJ-1202-E", "no entry for " + ", ".join(_code_name(found, codec) for found in unknown))
    return _PRIVATE_USE.sub(lambda found: gaiji[found.group()], text)


def _code_name(character: str, codec: Codec) -> str:
    scalar = f"U+{ord(character):04X}"
    try:
        return f"{codec.encode(character).hex().upper()} ({scalar})" if codec.user_codes else scalar
    except UnicodeEncodeError:
        return scalar
