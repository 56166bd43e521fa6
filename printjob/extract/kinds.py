"""The kinds of fields: for each one its written form, how it is read and how it is written, said once.

A kind's *form* is a regular expression of the text in the file; :func:`parse` and the reader's quick path both use it, so they
cannot disagree. In fixed-length files (固定長) text is left-aligned and padded with blanks, numbers are right-aligned and padded with
zeros, a negative amount begins with ``-``; blank means "no value". In CSV nothing is padded. Trailing blanks (half or full width)
of a fixed text are padding and are stripped; nothing else is ever altered.

>>> from printjob.extract.format import Field
>>> due = Field(name="due_1", label="納期限", kind="date", required=True)
>>> parse(due, "20260430", fixed=True), parse(due, "20260431", fixed=True).id
(datetime.date(2026, 4, 30), 'PJ-1204-E')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from printjob.errors import DataRefused, Fault
from printjob.extract.format import Field
from printjob.model.record import Value

PAD = " \u3000"
"""Blanks that pad a fixed text; a text of nothing else is no value."""

_MOST_DIGITS = 15


class Refusal(NamedTuple):
    """Why a text is no value of its field: the fault id and the rule."""

    id: str
    rule: str


def form(field: Field, *, fixed: bool) -> str:
    """The regular expression of a value that is not blank, whole and without groups."""
    return _FORMS[field.kind](field, field.width if fixed else 0)


def _text_form(_field: Field, width: int) -> str:
    return rf"[^\r\n]{{{width}}}" if width else r"[^\r\n\x1f]*"


def _digits_form(field: Field, _width: int) -> str:
    return f"[0-9]{{{field.width}}}" if field.width else f"[0-9]{{1,{_MOST_DIGITS}}}"


def _code_form(field: Field, width: int) -> str:
    return "|".join(re.escape(code.ljust(width)) for code, _ in field.codes)


def _amount_form(_field: Field, width: int) -> str:
    return f"[0-9]{{{width}}}|-[0-9]{{{width - 1}}}" if width else f"-?[0-9]{{1,{_MOST_DIGITS}}}"


def _count_form(_field: Field, width: int) -> str:
    return f"[0-9]{{{width}}}" if width else f"[0-9]{{1,{_MOST_DIGITS}}}"


def _decimal_form(field: Field, width: int) -> str:
    whole = f"{{{width - field.places - 1}}}" if width else f"{{1,{_MOST_DIGITS}}}"
    return rf"[0-9]{whole}\.[0-9]{{{field.places}}}"


_FORMS: dict[str, Callable[[Field, int], str]] = {
    "text": _text_form,
    "digits": _digits_form,
    "code": _code_form,
    "postal": lambda _field, _width: "[0-9]{7}",
    "amount": _amount_form,
    "count": _count_form,
    "year": lambda _field, _width: "(?:19|20)[0-9]{2}",
    "date": lambda _field, _width: "(?:19|20)[0-9]{6}",
    "decimal": _decimal_form,
}

RULES: dict[str, tuple[str, str]] = {
    "digits": ("PJ-1208-E", "expected digits only, of the declared number"),
    "code": ("PJ-1207-E", "expected a code of the field's list"),
    "postal": ("PJ-1208-E", "expected the 7 digits of a postal code without hyphen"),
    "amount": ("PJ-1108-E", "expected an amount in yen, right-aligned and padded with zeros, - in front when negative"),
    "count": ("PJ-1208-E", "expected a whole number"),
    "year": ("PJ-1208-E", "expected a western year of 4 digits"),
    "date": ("PJ-1204-E", "expected a date YYYYMMDD of the calendar, from 1900 to 2099"),
    "decimal": ("PJ-1208-E", "expected a decimal number with a point and the declared places"),
    "text": ("PJ-1208-E", "expected text without line breaks"),
}


@lru_cache(maxsize=4096)
def _pattern(field: Field, fixed: bool) -> re.Pattern[str]:
    return re.compile(f"(?:{form(field, fixed=fixed)})")


@lru_cache(maxsize=4096)
def as_date(text: str) -> date | None:
    """The day that eight digits name, ``None`` where the calendar has no such day."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def is_blank(text: str) -> bool:
    """Whether a field holds nothing."""
    return not text.strip(PAD)


def blank_value(field: Field) -> Value:
    """What a blank field that is not required means: an empty text, or ``None``."""
    return "" if field.kind in ("text", "digits", "code", "postal") else None


def parse(field: Field, raw: str, *, fixed: bool) -> Value | Refusal:
    """The typed value of a field's decoded text, or why it has none."""
    if is_blank(raw):
        return Refusal("PJ-1203-E", f"{field.label} is required") if field.required else blank_value(field)
    if field.kind == "text":
        return raw.rstrip(PAD) if fixed else raw
    if not _pattern(field, fixed).fullmatch(raw):
        return Refusal(*RULES[field.kind])
    value = typed(field.kind, raw)
    return Refusal(*RULES["date"]) if value is None else value


def typed(kind: str, raw: str) -> Value:
    """The value of a text that has its kind's form; ``None`` only for a day that is not in the calendar."""
    if kind in ("amount", "count", "year"):
        return int(raw)
    if kind == "date":
        return as_date(raw)
    return Decimal(raw) if kind == "decimal" else raw.rstrip(" ")


# -- writing -----------------------------------------------------------------------------------------------------------------


def write(field: Field, value: Value, *, fixed: bool) -> str:
    """The text of a value. Fixed numbers get their full width; texts are padded by the carrier, which knows the bytes.

    Raises ``DataRefused`` (PJ-1208-E) for a value that does not have the field's kind or width: nothing is cut.
    """
    if value is None or value == "":
        return " " * field.width if fixed else ""
    text = _WRITERS[field.kind](field, value, field.width if fixed else 0)
    if field.kind != "text" and not _pattern(field, fixed).fullmatch(text):
        raise DataRefused(Fault(id="PJ-1208-E", field=field.name, detail="the value has not its field's kind or width"))
    return text


def _write_plain(_field: Field, value: Value, width: int) -> str:
    return str(value).ljust(width)


def _write_number(_field: Field, value: Value, width: int) -> str:
    return f"{value:0{width}d}" if isinstance(value, int) else str(value)


def _write_date(_field: Field, value: Value, _width: int) -> str:
    return f"{value.year:04d}{value.month:02d}{value.day:02d}" if isinstance(value, date) else str(value)


def _write_decimal(field: Field, value: Value, width: int) -> str:
    """Never rounded: a value with more places than the field's comes out with them and is refused by its form."""
    if not isinstance(value, Decimal) or value != round(value, field.places):
        return str(value)
    return f"{value:0{width or 1}.{field.places}f}"


_WRITERS: dict[str, Callable[[Field, Value, int], str]] = {
    "text": lambda _field, value, _width: str(value),
    "digits": _write_plain,
    "code": _write_plain,
    "postal": _write_plain,
    "amount": _write_number,
    "count": _write_number,
    "year": _write_number,
    "date": _write_date,
    "decimal": _write_decimal,
}
