"""Does a data format carry what a form needs (形式と様式の突合せ)? A format that does not is refused before anything is read.

``layouts/<form>/record.yaml`` (:mod:`printjob.recordshape`) is the form's side, a format file the sender's side.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from printjob.errors import DeclarationRefused, Fault
from printjob.extract.format import Field, Format, RecordType
from printjob.model.mail import OPTIONS
from printjob.recordshape import ROLE_KINDS, RecordShape

MOST_KEY_DIGITS = 16
"""The plan's rows keep notice and addressee numbers in so many bytes; a longer one would be cut and could equal another's."""
MOST_AMOUNT_BYTES = 16
"""A sign and fifteen digits: sums of a whole delivery stay within 64 bits."""

_OPTION_CODES = tuple(map(str, range(len(OPTIONS))))


def check_format(fmt: Format, shape: RecordShape) -> None:
    """Raise ``DeclarationRefused`` for every section or field of the shape that the format lacks, gives another kind, or declares so
    that its role could not be kept: a key too long for the plan, a flag with codes of its own, a blank where a check needs a value.
    It may lack the fields that the shape has as ``optional``.
    """
    faults = []
    if fmt.record != shape.id:
        faults.append(_fault(fmt, "record", f"the form needs {shape.id}", value=fmt.record))
    faults += _missing(fmt, fmt.data, {name: kind for name, kind in shape.data.items() if name in shape.needed or name in fmt.data.names})
    for kind, section in zip_longest(fmt.sections, shape.sections):
        if section is None:
            faults.append(_fault(fmt, kind.role, "the form's record has no such section"))
        elif kind is None or kind.role != section.name:
            faults.append(_fault(fmt, section.name, "this section of the form's record must stand here", value=kind.role if kind else ""))
        else:
            faults += _missing(fmt, kind, section.fields)
    faults = faults or _unfit(fmt, shape)
    if faults:
        raise DeclarationRefused(*faults)


def _unfit(fmt: Format, shape: RecordShape) -> list[Fault]:
    """A blank amount would leave its sum unchecked, an unknown flag a protected person's notice in the post: neither may be declared."""
    roles, data = shape.roles, {field.name: field for field in fmt.data.fields}
    added_up = [data[name] for name in _added_up(shape)]
    rows = [kind.fields[kind.position(name)] for kind in fmt.sections for name in _needed_of_rows(shape, kind.role)]
    keys, flags = [data[roles.notice], data[roles.addressee]], [data[roles.pull], data[roles.protected]]
    options = [data[roles.mail_option]] if roles.mail_option in data else []
    needed = [*added_up, *options, *(data[getattr(roles, role)] for role in ROLE_KINDS), *(data[one.count] for one in shape.sections), *rows]
    rules = {
        "the program needs a value here: declare it as required": [field for field in needed if not field.required],
        f"a key has at most {MOST_KEY_DIGITS} digits": [field for field in keys if field.width > MOST_KEY_DIGITS],
        f"an amount has at most {MOST_AMOUNT_BYTES} bytes": [
            field for field in (*added_up, *rows) if field.kind == "amount" and field.width > MOST_AMOUNT_BYTES
        ],
        "a flag has the codes 0 and 1 and no other": [field for field in flags if {code for code, _ in field.codes} != {"0", "1"}],
        f"an option service has the codes {', '.join(_OPTION_CODES)}, or some of them": [
            field for field in options if not {code for code, _ in field.codes} <= set(_OPTION_CODES)
        ],
    }
    return [_fault(fmt, field.name, rule, field) for rule, unfit in rules.items() for field in dict.fromkeys(unfit)]


def _added_up(shape: RecordShape) -> list[str]:
    """The data fields that take part in a sum."""
    sums = [one for sums in shape.sums.values() for one in sums]
    names = [name for one in sums for name in (one.total, *one.of)]
    return sorted({*names, *(one.total for sums in shape.row_sums.values() for one in sums)})


def _needed_of_rows(shape: RecordShape, section: str) -> list[str]:
    """The fields of a section's lines that checks look at: the notice number, what is added up and by what it is chosen."""
    sums = [one for sums in shape.row_sums.values() for one in sums if one.section == section]
    return [shape.roles.notice, *sorted({name for one in sums for name in (one.field, *one.where)})]


def _missing(fmt: Format, kind: RecordType, needed: Mapping[str, str]) -> list[Fault]:
    fields = {field.name: field for field in kind.fields}
    faults = []
    for name, wanted in needed.items():
        if name not in fields:
            faults.append(_fault(fmt, name, f"the {kind.role} record lacks this {wanted} field"))
        elif fields[name].kind != wanted:
            faults.append(_fault(fmt, name, f"the form needs kind {wanted}", fields[name], fields[name].kind))
    return faults


def _fault(fmt: Format, name: str, detail: str, field: Field | None = None, value: str = "") -> Fault:
    return Fault(id="PJ-1001-E", file=fmt.file, line=field.line if field else 0, field=name, value=value, detail=detail)
