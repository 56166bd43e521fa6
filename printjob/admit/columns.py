"""What admission knows of a format: the names of a record type's fields in their order, and the labels of its code fields.

A code field of one record type may bear the name of another's, with other codes; labels are therefore kept by record type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from printjob.errors import EnvironmentAtFault, Fault
from printjob.extract.format import Field, Format, RecordType
from printjob.model.form import OF_DATA, Form
from printjob.recordshape import RecordShape


class Columns(NamedTuple):
    """The fields of a record type: their names in order, and by code field the label of each code."""

    names: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, kind: RecordType) -> Columns:
        """The columns of a declared record type."""
        return cls(kind.names, {field.name: dict(field.codes) for field in kind.fields if field.codes})

    def with_data(self, data: Columns) -> Columns:
        """The columns of a line with the notice's own values behind it, as blocks name them."""
        labels = {f"{OF_DATA}{name}": codes for name, codes in data.labels.items()}
        return Columns((*self.names, *(f"{OF_DATA}{name}" for name in data.names)), {**self.labels, **labels})

    def place(self, name: str) -> int:
        """The index of a field among the record's values."""
        return self.names.index(name)


class RecordColumns(NamedTuple):
    """The columns of the data line, and of each section's lines by the section's name in the record's order."""

    data: Columns
    sections: Mapping[str, Columns]

    @classmethod
    def of(cls, fmt: Format, shape: RecordShape) -> RecordColumns:
        """The columns of a format that carries all that ``shape`` needs; it may lack the optional ones."""
        return cls(Columns.of(fmt.data), {one.name: Columns.of(fmt.by_role[one.name]) for one in shape.sections})


def require_kinds(form: Form, fmt: Format) -> None:
    """Every code that the format allows has its variant and, in each variant's sections, its block (``PJ-1404-E`` with all faults)."""
    faults: list[Fault] = []
    if form.variant_field:
        faults += _without(fmt, fmt.data, form.variant_field, [one.code for one in form.variants], "variant")
    for variant in form.variants:
        for section in variant.sections:
            if section.row_field:
                codes = [row.code for row in section.rows if row.code]
                faults += _without(fmt, fmt.by_role[section.record], section.row_field, codes, "block")
    if faults:
        raise EnvironmentAtFault(*dict.fromkeys(faults))


def _without(fmt: Format, kind: RecordType, name: str, codes: Sequence[str], what: str) -> list[Fault]:
    field = kind.fields[kind.position(name)]
    without = sorted({code for code, _ in field.codes} - set(codes))
    details = [f"the form has no {what} for the codes: {', '.join(without)}"] if without else []
    if not field.required:
        details.append(f"the form chooses its {what}s by this field: it must be required")
    return [_fault(fmt, field, detail) for detail in details]


def _fault(fmt: Format, field: Field, detail: str) -> Fault:
    return Fault(id="PJ-1404-E", file=fmt.file, line=field.line, field=field.name, detail=detail)
