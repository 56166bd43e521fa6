"""One variant (納付書用, 口座振替用 ...) made ready: from a record's values and lines to the texts that are printed on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from printjob.admit.checks import FittedChecks, PlainChecks
from printjob.admit.columns import Columns, RecordColumns
from printjob.errors import Fault
from printjob.layout.values import value_maker
from printjob.model.form import OF_DATA, RowKind, Section, Slot, Variant, page_kinds
from printjob.model.record import Fitted, Row, Value

Line = tuple[Value, ...]


class Printed(NamedTuple):
    """What a notice's pages say: its own values, and the rows of each section of the variant with the blocks that fill pages up."""

    values: tuple[str, ...]
    fitted: tuple[Fitted, ...]
    sections: tuple[tuple[Row, ...], ...]


class VariantMaker:
    """Makes what is printed of the records of one variant; made once in each worker."""

    def __init__(self, index: int, variant: Variant, columns: RecordColumns) -> None:
        self.index, self.variant = index, variant
        order = list(columns.sections)
        slots = [slot for kind in page_kinds(variant) for slot in kind.slots]
        self._texts = _Texts(variant, slots, columns.data)
        self._sections = [
            (order.index(section.record), _SectionMaker(section, columns.sections[section.record].with_data(columns.data)))
            for section in variant.sections
        ]
        self._unprinted = [(place, name) for place, name in enumerate(order) if place not in dict(self._sections)]

    def misplaced(self, sections: Sequence[Sequence[Line]]) -> Fault | None:
        """``PJ-1308-W`` where the record has lines that this variant does not print, or fewer than it needs."""
        for place, name in self._unprinted:
            if sections[place]:
                return self._misplaced(name, f"{len(sections[place])} lines, and the variant prints none")
        for place, maker in self._sections:
            if len(sections[place]) < maker.least:
                return self._misplaced(maker.record, f"{len(sections[place])} lines, at least {maker.least} expected")
        return None

    def _misplaced(self, section: str, detail: str) -> Fault:
        return Fault(id="PJ-1308-W", field=section, value=self.variant.code, detail=detail)

    def make(self, values: Line, sections: Sequence[Sequence[Line]]) -> Printed | Fault:
        """The notice as printed, or the first text that cannot be."""
        fitted = self._texts.fitted(values)
        if isinstance(fitted, Fault):
            return fitted
        texts = self._texts.plain(values)
        if isinstance(texts, Fault):
            return texts
        made = []
        for place, maker in self._sections:
            rows = maker.make(sections[place], values)
            if isinstance(rows, Fault):
                return rows
            made.append(rows)
        return Printed(texts, fitted, tuple(made))


class _Texts:
    """Makes and checks the texts of a list of values: a notice's own, or one row kind's."""

    def __init__(self, specs: Variant | RowKind, slots: Sequence[Slot], columns: Columns) -> None:
        self._plain = value_maker(specs.values, columns.names, columns.labels)
        self._fitted = value_maker(specs.fitted, columns.names, columns.labels)
        self._checks, self._fits = PlainChecks(specs.values, slots), FittedChecks(specs.fitted, slots)

    def plain(self, values: Line) -> tuple[str, ...] | Fault:
        texts = self._plain(values)
        return self._checks.fault(texts) or texts

    def fitted(self, values: Line) -> tuple[Fitted, ...] | Fault:
        return self._fits.fit(self._fitted(values))


class _SectionMaker:
    """Makes the rows of one section; a block may print the notice's own values beside its line's (``data.`` sources)."""

    def __init__(self, section: Section, columns: Columns) -> None:
        self.record, self.least, self._section = section.record, section.least, section
        self._filler = Row(section.filler, (), ())
        self._field = columns.place(section.row_field) if section.row_field else -1
        self._prints_data = any(OF_DATA in spec.source for kind in section.rows for spec in (*kind.values, *kind.fitted))
        self._kinds = {
            kind.code: (index, _Texts(kind, kind.slots, columns))
            for index, kind in enumerate(section.rows)
            if index != section.filler
        }

    def make(self, lines: Sequence[Line], values: Line) -> tuple[Row, ...] | Fault:
        rows = []
        for line in lines:
            index, texts = self._kinds[str(line[self._field]) if self._field >= 0 else ""]
            whole = (*line, *values) if self._prints_data else line
            plain = texts.plain(whole)
            if isinstance(plain, Fault):
                return plain
            fitted = texts.fitted(whole)
            if isinstance(fitted, Fault):
                return fitted
            rows.append(Row(index, plain, fitted))
        rows += [self._filler] * self._section.fillers(len(rows))
        return tuple(rows)
