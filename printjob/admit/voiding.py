"""Void codes (無効コード) for proofs: a live payment code never leaves the production spool.

On a proof (校正) each code is replaced by a void one of the same kind: amount zero, limit in the past, right check digits; an opaque
OCR line by as many zeros. What is printed of a code in figures (HRI, eL番号) follows from the void code. A record is voided before its
texts are made; what was prepared for production is voided text by text, and whatever cannot be proven void is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from printjob.admit.columns import Columns
from printjob.barcode import elqr, gs1, mt_ocr
from printjob.errors import EnvironmentAtFault, Fault
from printjob.layout.values import source_fields, value_maker
from printjob.model.form import Form, RowKind, Section, Symbol, ValueSpec, Variant, page_kinds
from printjob.model.record import Prepared, Row, Value
from printjob.recordshape import PaymentCodes

_DIGIT = re.compile(r"\d")
_AS_IT_IS = ("plain", "digits")
"""formats whose text is the value itself"""


def require_declared(form: Form, codes: PaymentCodes | None) -> None:
    """Every GS1-128 and eL-QR of the form is a code that the record declares: else nobody would check or void it (``PJ-1404-E``)."""
    faults = [
        Fault(id="PJ-1404-E", file=form.form, field=field, detail="a payment code that record.yaml does not declare under payment")
        for variant in form.variants
        for field in _undeclared(variant, codes)
    ]  # fmt: skip
    if faults:
        raise EnvironmentAtFault(*dict.fromkeys(faults))


def _undeclared(variant: Variant, codes: PaymentCodes | None) -> list[str]:
    found = [variant.values[one.value].source for kind in page_kinds(variant) for one in kind.symbols if _is_code(one)]
    for section in variant.sections:
        own = codes if codes and codes.section == section.record else None
        for row in section.rows:
            for one in filter(_is_code, row.symbols):
                declared = {"gs1": own.gs1, "elqr": own.elqr}[one.kind] if own else ""
                if row.values[one.value].source != declared:
                    found.append(row.values[one.value].source)
    return found


def _is_code(symbol: Symbol) -> bool:
    return symbol.kind in ("gs1", "elqr")


class Voider:
    """Voids the slips of records; made once in each worker."""

    def __init__(self, codes: PaymentCodes, columns: Columns) -> None:
        self._codes, self._names = codes, columns.names

    def lines(self, lines: Sequence[tuple[Value, ...]]) -> tuple[tuple[Value, ...], ...]:
        """The slips of a record with void codes; they must have passed their checks."""
        return tuple(self._line(dict(zip(self._names, line, strict=True))) for line in lines)

    def _line(self, line: dict[str, Value]) -> tuple[Value, ...]:
        fields = _code_fields(self._codes)
        void = void_codes(self._codes, {name: str(line[name] or "") for name in fields})
        return tuple({**line, **{name: text or None for name, text in void.items()}}.values())


def _code_fields(codes: PaymentCodes) -> tuple[str, ...]:
    named = (codes.gs1, codes.elqr, *codes.ocr, *(field for _, field in codes.numbers))
    return tuple(field for field in named if field)


def void_codes(codes: PaymentCodes, texts: dict[str, str]) -> dict[str, str]:
    """Void codes for a slip's ``texts`` by field; an empty one stays empty. A number that stands in a payload is the void payload's."""
    void = {name: _void(codes, name, text) if text else "" for name, text in texts.items()}
    payload = elqr.parse(void[codes.elqr]) if void.get(codes.elqr) else None
    for name, field in codes.numbers:
        if payload is not None and void.get(field):
            void[field] = str(getattr(payload, name))
    return void


def _void(codes: PaymentCodes, name: str, text: str) -> str:
    if name == codes.gs1:
        return gs1.void(text)
    if name == codes.elqr:
        return elqr.void(text)
    return mt_ocr.void(text) if name in codes.ocr and codes.ocr_rule == "mt" else _zeros(text)


def _zeros(text: str) -> str:
    return _DIGIT.sub("0", text)


class PreparedVoider:
    """Voids what was prepared for production. ``PJ-1404-E`` for a form with codes that are not declared."""

    def __init__(self, form: Form, codes: PaymentCodes | None) -> None:
        require_declared(form, codes)
        self._form, self._codes = form, codes

    def void(self, prepared: Prepared) -> Prepared:
        """The notice with void codes; ``EnvironmentAtFault`` (``PJ-1404-E``) when something cannot be voided."""
        if self._codes is None:
            return prepared
        variant = self._form.variants[prepared.variant]
        sections = tuple(
            tuple(self._row(section, row) for row in rows) if section.record == self._codes.section else rows
            for section, rows in zip(variant.sections, prepared.sections, strict=True)
        )
        return msgspec.structs.replace(prepared, sections=sections)

    def _row(self, section: Section, row: Row) -> Row:
        codes, kind = self._codes, section.rows[row.kind]
        if codes is None or not row.values:
            return row
        fields = set(_code_fields(codes))
        _require_plain(kind, row, fields)
        raw = {
            spec.source: text
            for spec, text in zip(kind.values, row.values, strict=True)
            if spec.source in fields and spec.format in _AS_IT_IS and not spec.argument
        }
        void = void_codes(codes, raw)
        texts = [
            self._text(codes, spec, text, void) if spec.source in fields and text else text
            for spec, text in zip(kind.values, row.values, strict=True)
        ]
        return Row(row.kind, tuple(texts), row.fitted)

    def _text(self, codes: PaymentCodes, spec: ValueSpec, text: str, void: dict[str, str]) -> str:
        if spec.source in void:
            return value_maker((spec,), (spec.source,), {})((void[spec.source],))[0]
        if spec.source in {field for _, field in codes.numbers} or (spec.source in codes.ocr and codes.ocr_rule != "mt"):
            return _zeros(text)
        raise _cannot(self._form.form, spec.source)


def _require_plain(kind: RowKind, row: Row, fields: set[str]) -> None:
    """No code is part of a text with several sources, or of one that was fitted."""
    mixed = [spec.source for spec, text in zip(kind.values, row.values, strict=True) if text and len(source_fields(spec)) > 1]
    fitted = [spec.source for spec, text in zip(kind.fitted, row.fitted, strict=True) if any(text.lines)]
    for source in (*mixed, *fitted):
        if fields & set(source.split()):
            raise _cannot(kind.name, source)


def _cannot(file: str, field: str) -> EnvironmentAtFault:
    detail = "a text made from a payment code that cannot be voided on a proof"
    return EnvironmentAtFault(Fault(id="PJ-1404-E", file=file, field=field, detail=detail))
