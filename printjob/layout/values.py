"""Display formats (表示書式): from typed values of a record to the exact text on paper.

An absent value prints nothing; zero prints 0. ▲ stands for minus. Nothing depends on locale or clock. :func:`value_maker` binds a
form's values to a format's field order once; the function it returns is called for every notice and every detail line.

>>> make = value_maker((ValueSpec(source="tax", format="amount"), ValueSpec(source="due", format="short-date")), ("due", "tax"), {})
>>> make((date(2026, 4, 30), -1234))
('▲1,234', ' 4月30日')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec

from printjob.barcode import gs1
from printjob.errors import BugFound, EnvironmentAtFault, Fault
from printjob.layout.wareki import full_wareki_date, short_date, wareki_date, wareki_month, wareki_year, wide
from printjob.model.form import ValueSpec
from printjob.model.record import Value

Formatter = Callable[[Any], str]
"""from one value, whose type the field's kind fixes, to its text"""

class Format(NamedTuple):
    """A display format: the kinds it takes, whether its texts are always ASCII (``figures``: or ▲), the fields it adds to its first source
    (``spared``: those of them that a record may lack).
    """

    kinds: tuple[str, ...]
    ascii: bool = False
    figures: bool = False
    companions: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()


FORMATS: dict[str, Format] = {
    "plain": Format(("digits", "year", "code", "postal", "text", "count")),
    "digits": Format(("digits", "count", "year"), ascii=True),
    "amount": Format(("amount", "count"), figures=True),
    "reduction": Format(("amount",), figures=True),
    "nonzero": Format(("amount", "count"), figures=True),
    "zero": Format(("amount", "count"), figures=True),
    "signed": Format(("amount",), figures=True),
    "yen": Format(("amount",)),
    "groups-4": Format(("digits",), ascii=True),
    "gs1-upper": Format(("digits",), ascii=True),
    "gs1-lower": Format(("digits",), ascii=True),
    "area": Format(("decimal",), ascii=True),
    "percent": Format(("decimal",), ascii=True),
    "postal": Format(("postal",), ascii=True),
    "wareki-date": Format(("date",)),
    "full-wareki-date": Format(("date",)),
    "short-date": Format(("date",)),
    "wareki-month": Format(("date",)),
    "wareki-year": Format(("year",)),
    "assessment-date": Format(("year",)),
    "code": Format(("code",)),
    "choice": Format(("code",)),
    "name-line": Format(("text",), companions=("co_owners", "honorific"), spared=("co_owners",)),
    "obligor-line": Format(("text",), companions=("co_owners",), spared=("co_owners",)),
}


def source_fields(spec: ValueSpec) -> tuple[str, ...]:
    """The record's fields that a value is made from, the leading one first."""
    return tuple(spec.source.split())


def value_maker(
    specs: Sequence[ValueSpec], names: Sequence[str], code_labels: Mapping[str, Mapping[str, str]]
) -> Callable[[tuple[Value, ...]], tuple[str, ...]]:
    """The function from a record's values, in the order of ``names``, to the texts of ``specs`` in their order.

    ``code_labels`` has the labels of each code field. A field or label that the format does not have: ``PJ-1404-E``.
    """
    index = {name: position for position, name in enumerate(names)}
    _check_fields(specs, index)
    formatters = [_formatter(spec, code_labels) for spec in specs]
    first = [index[source_fields(spec)[0]] for spec in specs]
    lines = [(place, [index[name] for name in source_fields(spec)], _line(spec, code_labels))
             for place, spec in enumerate(specs) if FORMATS[spec.format].companions]
    if not specs:
        return lambda _: ()
    # itemgetter gives a bare value for one index; a doubled last index keeps it a tuple and zip drops what is too much.
    get = itemgetter(*first, first[-1])

    def make(values: tuple[Value, ...]) -> tuple[str, ...]:
        texts = [formatter(value) for formatter, value in zip(formatters, get(values), strict=False)]
        for place, fields, line in lines:
            texts[place] = line(*[values[field] for field in fields])
        return tuple(texts)

    return make


def _check_fields(specs: Sequence[ValueSpec], index: Mapping[str, int]) -> None:
    absent = sorted({name for spec in specs for name in source_fields(spec) if name not in index})
    if absent:
        raise EnvironmentAtFault(*(Fault(id="PJ-1404-E", field=name, detail="the form prints a field that the format lacks") for name in absent))


class _Cached(dict[Any, str]):
    """Texts by value for values that are few (dates, years): one look-up, made at first use; emptied when they are not few."""

    def __init__(self, make: Formatter) -> None:
        super().__init__({None: ""})
        self._make = make

    def __missing__(self, value: Any) -> str:
        if len(self) > 10_000:
            self.clear()
            self[None] = ""
        text = self[value] = self._make(value)
        return text


def _few(make: Formatter) -> Formatter:
    return _Cached(make).__getitem__


def _plain(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _amount(value: int | None) -> str:
    if value is None:
        return ""
    return f"{value:,}" if value >= 0 else f"▲{-value:,}"


def _reduction(value: int | None) -> str:
    if value is None:
        return ""
    return f"▲{value:,}" if value > 0 else f"{-value:,}"


def _nonzero(value: int | None) -> str:
    """An amount where 0 leaves the place empty; as ``zero`` in a slot too narrow for any figure it holds the records that have one."""
    return _amount(value) if value else ""


def _signed(value: int | None) -> str:
    """A difference (増減額): +, ▲ or 0."""
    return f"+{value:,}" if value is not None and value > 0 else _amount(value)


def _yen(value: int | None) -> str:
    """The sum of a slip, ¥ before the first figure so that none can be written in front."""
    return "" if value is None else f"¥{value:,}" if value >= 0 else f"▲¥{-value:,}"


def _groups_4(value: str | None) -> str:
    return " ".join(value[at:at + 4] for at in range(0, len(value), 4)) if value else ""


def _gs1_upper(value: str | None) -> str:
    return gs1.hri(value)[0] if value else ""


def _gs1_lower(value: str | None) -> str:
    return gs1.hri(value)[1] if value else ""


def _decimal(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,f}"


def _postal(value: str | None) -> str:
    return f"{value[:3]}-{value[3:]}" if value else ""


def _wareki_year(value: str | int) -> str:
    return wareki_year(int(value))


def _assessment_date(value: str | int) -> str:
    """The year's 賦課期日, the first of January (地方税法359条)."""
    return wareki_date(date(int(value), 1, 1))


_FORMATTERS: dict[str, Formatter] = {
    "plain": _plain, "digits": _plain, "amount": _amount, "reduction": _reduction, "area": _decimal, "percent": _decimal,
    "postal": _postal, "name-line": _plain, "obligor-line": _plain, "nonzero": _nonzero, "zero": _nonzero, "signed": _signed, "yen": _yen, "groups-4": _groups_4,
    "gs1-upper": _gs1_upper, "gs1-lower": _gs1_lower,
}
_FEW: dict[str, Formatter] = {
    "wareki-date": wareki_date, "full-wareki-date": full_wareki_date, "short-date": short_date, "wareki-year": _wareki_year, "wareki-month": wareki_month,
    "assessment-date": _assessment_date,
}


def _formatter(spec: ValueSpec, code_labels: Mapping[str, Mapping[str, str]]) -> Formatter:
    if spec.format == "choice":
        return _labelled(_chosen(spec, code_labels), spec.source)
    if spec.format == "code":
        return _with_pattern(_labelled(_labels(spec.source, code_labels), spec.source), spec.argument)
    if spec.format in _FEW:
        return _with_pattern(_few(_FEW[spec.format]), spec.argument)
    return _with_pattern(_FORMATTERS[spec.format], spec.argument)


def _with_pattern(formatter: Formatter, pattern: str) -> Formatter:
    if not pattern:
        return formatter
    before, _, behind = pattern.partition("{}")

    def patterned(value: Any) -> str:
        text = formatter(value)
        return f"{before}{text}{behind}" if text else ""

    return patterned


def _labels(field: str, code_labels: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    if field not in code_labels:
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", field=field, detail="the format gives this field no code list"))
    return code_labels[field]


def _chosen(spec: ValueSpec, code_labels: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The layout's texts by code; each code that the format allows must have one."""
    texts = msgspec.json.decode(spec.argument, type=dict[str, str])
    without = sorted(_labels(spec.source, code_labels).keys() - texts.keys())
    if without:
        raise EnvironmentAtFault(Fault(id="PJ-1404-E", field=spec.source, value=", ".join(without), detail="the form has no text for these codes"))
    return texts


def _labelled(labels: Mapping[str, str], field: str) -> Formatter:
    def label(code: str | None) -> str:
        if not code:
            return ""
        if code not in labels:
            raise BugFound(Fault(id="PJ-1701-E", field=field, detail="a code without label passed the checks of its format"))
        return labels[code]

    return label


def _line(spec: ValueSpec, code_labels: Mapping[str, Mapping[str, str]]) -> Callable[..., str]:
    if spec.format == "obligor-line":
        return _with_co_owners
    *_, chosen = source_fields(spec)
    honorific = _labelled(_labels(chosen, code_labels), chosen)

    def name_line(name: str | None, *behind: Any) -> str:
        *co_owners, code = behind
        return f"{_with_co_owners(name, *co_owners)}　{honorific(code)}" if name else ""

    return name_line


def _with_co_owners(name: str | None, co_owners: int | None = None) -> str:
    return f"{name}　外{wide(str(co_owners))}名" if name and co_owners else name or ""


def is_ascii(format_name: str, kind: str) -> bool:
    """Whether every text of a format is printable ASCII for fields of this kind."""
    return FORMATS[format_name].ascii or (format_name == "plain" and kind in ("digits", "count", "year", "postal"))


def is_figures(format_name: str) -> bool:
    """Whether every text of a format is printable ASCII but for ▲."""
    return FORMATS[format_name].figures
