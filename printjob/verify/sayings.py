"""Whether a printed value says what the extract's raw text says (印字と抽出データの照合), by the field's kind: digits, signs, characters.

Rules of its own, coarser than the display formats: amounts, numbers and days are compared as numbers, texts character by character.
Words for codes are not looked at, but for the honorific behind a name: a line of a name is the delivered name, 　外n名 where there are
co-owners, 　 and the format's word for the honorific, character by character (:func:`behind_name`). A character of a private use area
without entry in the map may be any one character.

>>> flaw("▲1,234", "amount", "amount", "", "-0000001234"), flaw("令和 8年 4月30日", "date", "wareki-date", "", "20260430")
('', '')
>>> flaw("1,243", "amount", "amount", "", "0000001234")
'another number'
>>> flaw("", "amount", "nonzero", "", "0000000000"), flaw("", "amount", "amount", "", "0000000000")
('', 'one of the two is empty')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

_BLANKS = " \u3000"
_WORDED = ("code", "choice")
_NOTHING_FOR_ZERO = ("nonzero", "zero")
LINE_END = "\n"
"""between the lines of a text that was set in several"""
NAME_LINES = {"name-line": True, "obligor-line": False}
"""display formats of a whole name, and whether an honorific stands behind it"""
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_UNKNOWN = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_ANY_CLUSTER = "(?:.[\ufe00-\ufe0f\U000e0100-\U000e01ef]?)"
_ERAS = (2018, 1988, 1925)
"""years before the first of 令和, 平成, 昭和"""
_GS1_UPPER = 30


def flaw(printed: str, kind: str, display: str, argument: str, raw: str, behind: str = "") -> str:
    """What is wrong with ``printed``, made by the display format from a field of this kind whose delivered text is ``raw``; else empty.

    ``behind`` is what a name's line must have behind the name; lines of ``printed`` are parted by :data:`LINE_END`.
    """
    if display in NAME_LINES and raw.strip(_BLANKS) and printed:
        return "" if _is_name_line(printed, raw, behind) else "another name, number of co-owners or honorific"
    printed = printed.replace(LINE_END, "")
    if display in _WORDED:
        return ""
    if display in _NOTHING_FOR_ZERO and _is_zero(raw):
        return "a figure where nothing may be printed" if printed else ""
    if not raw.strip(_BLANKS) or not printed:
        return "" if not raw.strip(_BLANKS) and not printed else "one of the two is empty"
    before, _, after = argument.partition("{}")
    if not (printed.startswith(before) and printed.endswith(after)):
        return "not in its pattern"
    same, detail = _RULES[kind]
    inner, said = printed[len(before) : len(printed) - len(after)], raw.rstrip(_BLANKS) if kind == "text" else raw.strip(_BLANKS)
    return "" if same(inner, said, display) else detail


def _is_zero(raw: str) -> bool:
    return re.fullmatch("[+-]?0+", raw.strip(_BLANKS)) is not None


def behind_name(display: str, co_owners: str, honorific: str) -> str:
    """What stands behind a name, from the delivered number of co-owners (empty: the record has none) and the honorific's word.

    >>> behind_name("name-line", "012", "様"), behind_name("obligor-line", "2", ""), behind_name("name-line", "000", "御中")
    ('　外１２名　様', '　外２名', '　御中')
    """
    told = co_owners.strip(_BLANKS)
    number = (told.lstrip("0") if told.isascii() and told.isdigit() else told).translate(_FULL_WIDTH)
    return (f"　外{number}名" if number else "") + (f"　{honorific}" if NAME_LINES[display] else "")


def _is_name_line(printed: str, raw: str, behind: str) -> bool:
    """Exactly the name and what is behind it. Only the end of a line may have swallowed blanks; those that pad the field are no name's."""
    name = raw.rstrip(_BLANKS)
    padding = re.escape(raw[len(name) :])
    return re.fullmatch(f"{_in_lines(name)}(?:{padding})?{LINE_END}?{_in_lines(behind)}", printed) is not None


def _in_lines(text: str) -> str:
    """The pattern of a text that may have been set in several lines."""
    parts = re.findall(f"[{_BLANKS}]+|[^{_BLANKS}]", text)
    return f"{LINE_END}?".join(f"(?:{part}|{LINE_END})" if part[0] in _BLANKS else _one(part) for part in parts)


def _one(character: str) -> str:
    return _ANY_CLUSTER if _UNKNOWN.fullmatch(character) else re.escape(character)


def _same_text(printed: str, raw: str, _display: str) -> bool:
    # A line's end may have swallowed a blank; characters it cannot.
    wanted, found = (re.sub(f"[{_BLANKS}]", "", text) for text in (raw, printed))
    return re.fullmatch("".join(map(_one, wanted)), found) is not None


def _same_digits(printed: str, raw: str, display: str) -> bool:
    shown = {"gs1-upper": raw[:_GS1_UPPER], "gs1-lower": raw[_GS1_UPPER:]}.get(display, raw)
    return re.sub(r"[^0-9A-Za-z]", "", unicodedata.normalize("NFKC", printed)) == shown


def _same_amount(printed: str, raw: str, display: str) -> bool:
    try:
        wanted = Decimal(raw)
        found = Decimal(re.sub(r"[^0-9.]", "", unicodedata.normalize("NFKC", printed)))
    except InvalidOperation:
        return False
    minus = (wanted > 0) if display == "reduction" else (wanted < 0)
    return found == abs(wanted) and ("▲" in printed) == minus


def _same_year(printed: str, raw: str, _display: str) -> bool:
    numbers = _numbers(printed)
    return bool(numbers) and raw.isdigit() and numbers[0] in _years(int(raw))


def _same_day(printed: str, raw: str, _display: str) -> bool:
    if not re.fullmatch(r"\d{8}", raw):
        return False
    month, day = int(raw[4:6]), int(raw[6:8])
    return _numbers(printed) in [(month, day), *(form for year in _years(int(raw[:4])) for form in ((year, month, day), (year, month)))]


def _numbers(printed: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", unicodedata.normalize("NFKC", printed).replace("元", "1"))))


def _years(year: int) -> tuple[int, ...]:
    """A western year, and what it is called in each era."""
    return year, *(year - era for era in _ERAS)


_RULES: dict[str, tuple[Callable[[str, str, str], bool], str]] = {
    "text": (_same_text, "other characters"),
    "date": (_same_day, "another day"),
    "year": (_same_year, "another year"),
    **dict.fromkeys(("digits", "postal", "code"), (_same_digits, "another number")),
    **dict.fromkeys(("amount", "count", "decimal"), (_same_amount, "another number")),
}
