"""Sampled notices against the extract they came from (抽出データ照合): each printed value says what its own field delivered.

Everything else starts from the prepared records; a field that admission took for another would be printed right and be wrong. Here
the delivered line itself is read again, by its number, and variant, blocks and values are held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from printjob.errors import DeclarationRefused, Fault, masked
from printjob.model.form import OF_DATA, Form, ValueSpec
from printjob.model.record import Fitted, Prepared, Row
from printjob.verify.delivered import Delivered, Excepted, Line, LineFormat, read_line_format, read_notices
from printjob.verify.reading import JobReading
from printjob.verify.sayings import LINE_END, NAME_LINES, behind_name, flaw

_FAULT = "PJ-1502-E"


def verify_delivered(reading: JobReading, rows: Iterable[int], deliveries: Mapping[int, Delivered]) -> list[Fault]:
    """The faults of these rows of the plan against the lines of their deliveries, which ``deliveries`` gives by the run's index."""
    wanted: dict[int, list[Prepared]] = {}
    for row in sorted(set(rows)):
        wanted.setdefault(int(reading.rows["delivery"][row]), []).append(reading.prepared(row))
    return [
        fault for index, own in wanted.items() if index in deliveries for fault in verify_prepared(reading.form, own, deliveries[index])
    ]


def verify_prepared(form: Form, notices: Sequence[Prepared], delivered: Delivered) -> Iterator[Fault]:
    """The faults of prepared notices of one delivery against its lines; its files are read no further than the last of them."""
    try:
        lines = read_line_format(delivered.format_file)
    except DeclarationRefused as refused:
        yield Fault(id=_FAULT, file=delivered.format_file.name, detail=f"no line was compared: {refused.faults[0].detail}")
        return
    if lines is None:
        return
    numbers = {prepared.line for prepared in notices}
    files = [(path, _notices(lines, path, numbers)) for path in delivered.files]
    for prepared in notices:
        # A delivery may have several files; the line's number is that in its own.
        own = next(((path, at[prepared.line]) for path, at in files if _is_notice(at.get(prepared.line), prepared)), None)
        if own is None:
            path = delivered.files[0] if delivered.files else Path()
            yield Fault(id=_FAULT, file=path.name, record=prepared.number, line=prepared.line, detail="the extract has no such notice there")
            continue
        for name, printed, detail in _NoticeCheck(form, prepared, own[1], delivered).flaws():
            yield Fault(
                id=_FAULT, file=own[0].name, record=prepared.number, line=prepared.line, field=name, value=masked(printed),
                detail=f"the extract's line says otherwise: {detail}",
            )


def _notices(lines: LineFormat, path: Path, numbers: set[int]) -> dict[int, list[Line]]:
    try:
        return read_notices(lines, path, numbers)
    except OSError:
        return {}


def _is_notice(lines: Sequence[Line] | None, prepared: Prepared) -> bool:
    return lines is not None and prepared.notice in lines[0].texts.values()


class _NoticeCheck:
    """One prepared notice and its lines: the data line, then those of its sections."""

    def __init__(self, form: Form, prepared: Prepared, lines: Sequence[Line], delivered: Delivered) -> None:
        self._form, self._prepared, self._lines, self._delivered = form, prepared, lines, delivered

    def flaws(self) -> Iterator[tuple[str, str, str]]:
        """Field name, printed text and what is wrong with it."""
        data, variant = self._lines[0], self._form.variants[self._prepared.variant]
        if self._form.variant_field and data.texts.get(self._form.variant_field, "").strip() != variant.code:
            yield self._form.variant_field, "", "another variant"
        yield from self._values(data, 0, variant.values, variant.fitted, self._prepared)
        for section, rows in zip(variant.sections, self._prepared.sections, strict=True):
            own = [line for line in self._lines[1:] if line.type.name == section.record]
            printed = [row for row in rows if row.kind != section.filler or row.values]
            filled = rows[len(own) :]
            if len(rows) < len(own) or any(row.kind != section.filler for row in filled):
                yield section.record, "", f"{len(own)} lines are delivered, {len(printed)} printed"
                continue
            for at, (row, line) in enumerate(zip(rows, own, strict=False), 1):
                kind = section.rows[row.kind]
                if section.row_field and line.texts.get(section.row_field, "").strip() != kind.code:
                    yield section.row_field, "", "another kind of block"
                yield from self._values(line, at, kind.values, kind.fitted, row)

    def _values(
        self, line: Line, at: int, plain: Sequence[ValueSpec], fitted: Sequence[ValueSpec], owner: Prepared | Row
    ) -> Iterator[tuple[str, str, str]]:
        texts = [*owner.values, *map(_joined, owner.fitted)]
        for spec, printed in zip((*plain, *fitted), texts, strict=True):
            source, *others = spec.source.split()
            own, place, name = self._place(source, line, at)
            if name not in own.type.fields:
                yield source, printed, "the line has no such field"
                continue
            behind = self._behind(spec.format, [self._place(other, line, at) for other in others]) if spec.format in NAME_LINES else ""
            if behind is None:
                yield source, printed, "the format has no such field or word behind the name"
            elif detail := flaw(printed, own.type.fields[name].kind, spec.format, spec.argument, self._raw(own, place, name), behind):
                yield source, printed, detail

    def _place(self, source: str, line: Line, at: int) -> tuple[Line, int, str]:
        """The line, its place in the notice and the name of a field; a block may also print what stands in the data line."""
        name = source.removeprefix(OF_DATA)
        return (self._lines[0], 0, name) if source.startswith(OF_DATA) else (line, at, name)

    def _behind(self, display: str, others: Sequence[tuple[Line, int, str]]) -> str | None:
        """What must stand behind a name; ``None`` where the format does not declare it."""
        co_owners = word = ""
        for own, _, name in others:
            field, text = own.type.fields.get(name), own.texts.get(name, "").strip()
            if field is None or (field.kind == "code" and text not in field.codes):
                return None
            if field.kind == "code":
                word = field.codes[text]
            else:
                co_owners = text
        return behind_name(display, co_owners, word)

    def _raw(self, line: Line, at: int, name: str) -> str:
        """The delivered text, user codes replaced by the municipality's map; what was let be printed instead of it, if so."""
        raw = "".join([self._delivered.gaiji.get(character, character) for character in line.texts[name]])
        digests = [sha256(text.encode("utf-8", "replace")).hexdigest() for text in (raw, raw.rstrip(" \u3000"))]
        section = line.type.name if at else ""
        places = (Excepted(self._prepared.notice, section, at, name, digest) for digest in digests)
        return next((self._delivered.excepted[place] for place in places if place in self._delivered.excepted), raw)


def _joined(text: Fitted) -> str:
    return LINE_END.join(text.lines)
