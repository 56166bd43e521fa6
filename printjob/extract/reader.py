"""One byte range of an extract file into typed records: a faulty record is set aside, its neighbours are not touched.

A range begins at its file's first line or at a data record and ends before another one (:class:`printjob.model.delivery.ByteRange`),
so that workers read a file's ranges at the same time. Faults of a record quarantine that record; faults that make counts or totals
untrustworthy belong to the delivery. Header, trailer and end records come back as found: whether they stand where they must is said by
``printjob.intake.totals``, which sees the whole file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from printjob.errors import Fault
from printjob.extract.encodings import Codec
from printjob.extract.format import LINE_ENDS, Format, RecordType
from printjob.extract.lines import LineReader
from printjob.extract.notice import NoticeAtHand, NoticeRules, Refused
from printjob.faultbook import BOOK, Level
from printjob.model.delivery import Border, Counted
from printjob.model.record import Record, Value
from printjob.recordshape import RecordShape

__all__ = ["RangeReader", "RangeResult", "Refused"]

MOST_FAULTS_OF_A_KIND = 100
"""So many delivery faults of one id are listed for a range; the rest is counted in one more."""


class RangeResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a range held: sound records, quarantined ones, faults of the delivery, and the counts as found."""

    records: tuple[Record, ...]
    refused: tuple[Refused, ...]
    faults: tuple[Fault, ...]
    counted: Counted


class RangeReader:
    """Reads ranges of one format for one form, run kind and municipality. Stateless between ranges; makes no files.

    ``gaiji`` maps a private-use character to the cluster it means to this municipality.
    """

    def __init__(
        self, fmt: Format, shape: RecordShape, run_kind: str, fiscal_year: int, gaiji: Mapping[str, str]
    ) -> None:
        self.format = fmt
        self.readers = {kind.role: LineReader(fmt, _veiled(kind, shape), gaiji) for kind in fmt.types}
        self.rules = NoticeRules(fmt, shape, run_kind, fiscal_year)
        self.notice, self.amount = self.rules.notice, self.rules.amount
        self._starts = _starts(fmt)
        self._bytes_starts = [(fmt.codec.encode(start), role) for start, role in self._starts]

    def role(self, line: bytes | str) -> str:
        """The role of a line by its record type, empty when unknown."""
        if isinstance(line, bytes):
            for begin, role in self._bytes_starts:
                if line.startswith(begin):
                    return role
            return ""
        for start, role in self._starts:
            if line.startswith(start) or line == start[:-1]:
                return role
        return ""

    def read(self, data: bytes, *, file: str, first_line: int = 1, first_number: int = 1) -> RangeResult:
        """All records of the range, numbered from ``first_number``; lines count from ``first_line``."""
        reading = _Reading(self, file, first_number)
        if first_line == 1:
            data = reading.without_mark(data)
        for number, line in enumerate(self._lines(data), first_line):
            reading.take(number, line)
        return reading.finish()

    def _lines(self, data: bytes) -> list[bytes] | list[str] | list[bytes | str]:
        """The lines without their ends; CSV as text, but bytes where a line cannot be decoded."""
        lines, end = self.format.framing.split(data), LINE_ENDS[self.format.line_end]
        if self.format.fixed or not lines:
            return lines
        try:
            decoded = self.format.codec.decode(self.format.framing.line_end.join(lines)).split(end)
        except UnicodeDecodeError:
            return [_decoded_or_bytes(line, self.format.codec) for line in lines]
        return decoded


def _veiled(kind: RecordType, shape: RecordShape) -> RecordType:
    """The type with its payment codes masked in messages like personal values, whatever the format says: receipts and logs leave the
    house, and a code with one wrong digit is a live one.
    """
    codes = shape.payment
    if codes is None or kind.role != codes.section:
        return kind
    names = {codes.gs1, codes.elqr, *codes.ocr, *(field for _, field in codes.numbers)}
    fields = tuple(msgspec.structs.replace(field, personal=True) if field.name in names else field for field in kind.fields)
    return msgspec.structs.replace(kind, fields=fields)


def _starts(fmt: Format) -> list[tuple[str, str]]:
    """What a line of each record type begins with, the most frequent types first."""
    frequent = [*fmt.sections, fmt.data]
    codes = [(kind.code, kind.role) for kind in (*frequent, *(kind for kind in fmt.types if kind not in frequent))]
    if fmt.fixed:
        return codes
    return [(start, role) for code, role in codes for start in (code + ",", f'"{code}",')]


def _decoded_or_bytes(line: bytes, codec: Codec) -> bytes | str:
    try:
        return codec.decode(line)
    except UnicodeDecodeError:
        return line


class _Reading:
    """The state while a range is read: the notice at hand and what was found so far."""

    def __init__(self, reader: RangeReader, file: str, first_number: int) -> None:
        self.reader, self.file, self.number = reader, file, first_number - 1
        self.records: list[Record] = []
        self.refused: list[Refused] = []
        self.delivery_faults: list[Fault] = []
        self.borders: list[Border] = []
        self.sections = reader.rules.sections
        self.lines = self.details = self.total_yen = 0
        self.first_number = first_number
        self.at_hand: NoticeAtHand | None = None

    def without_mark(self, data: bytes) -> bytes:
        """A file's bytes without its byte order mark, which a UTF-16 file must have and no other."""
        mark = self.reader.format.codec.mark
        if not data.startswith(mark):
            told = f"the file must begin with the byte order mark {mark.hex(' ').upper()}"
            self._refuse("PJ-1107-E", 1, column=1, value=data[: len(mark)].hex().upper(), detail=told)
        return data.removeprefix(mark)

    def take(self, line_number: int, line: bytes | str) -> None:
        """Read one more line."""
        self.lines += 1
        if isinstance(line, bytes) and not self.reader.format.fixed:
            line = self._undecodable(line_number, line)
        role = self.reader.role(line)
        section = self.sections.get(role)
        if section is not None:
            self._section_line(role, section, line_number, line)
        elif role == "data":
            self._finish_notice()
            self._data(line_number, line)
        elif role:
            self._finish_notice()
            self._border(role, line_number, line)
        else:
            self._unknown(line_number, line)

    def finish(self) -> RangeResult:
        """What the range held."""
        self._finish_notice()
        counted = Counted(
            lines=self.lines,
            records=self.number - self.first_number + 1,
            details=self.details,
            total_amount_yen=self.total_yen,
            borders=tuple(self.borders),
        )
        return RangeResult(
            records=tuple(self.records),
            refused=tuple(self.refused),
            faults=_listed(self.delivery_faults),
            counted=counted,
        )

    # -- lines of notices -----------------------------------------------------------------------------------------------------

    def _data(self, line_number: int, line: bytes | str) -> None:
        self.number += 1
        self.at_hand = notice = NoticeAtHand(self.reader.rules, self.file, self.number, line_number)
        notice.values = self._read("data", notice, line_number, line)
        self.total_yen += notice.amount_yen

    def _section_line(self, role: str, section: int, line_number: int, line: bytes | str) -> None:
        self.details += 1
        notice = self.at_hand
        if notice is None:
            self._refuse("PJ-1112-E", line_number)
        elif not notice.add(section, self._read(role, notice, line_number, line)):
            self._refuse(
                "PJ-1112-E", line_number, record=notice.number, detail="the notice number is not its data record's"
            )

    def _read(self, role: str, notice: NoticeAtHand, line_number: int, line: bytes | str) -> tuple[Value, ...]:
        """The line's values; its faults go to the notice, and to the delivery where they concern it."""
        reader = self.reader.readers[role]
        values = reader.quick(line)
        if values is not None:
            return values
        found, faults = reader.careful(line)
        for fault in faults:
            placed = msgspec.structs.replace(fault, file=self.file, line=line_number, record=notice.number)
            notice.faults.append(placed)
            if BOOK[placed.id].level is Level.DELIVERY:
                self.delivery_faults.append(placed)
        return tuple(found)

    def _finish_notice(self) -> None:
        if self.at_hand is None:
            return
        decided = self.at_hand.finish()
        if isinstance(decided, Record):
            self.records.append(decided)
        else:
            self.refused.append(decided)
        self.at_hand = None

    # -- lines that belong to the delivery ------------------------------------------------------------------------------------

    def _border(self, role: str, line_number: int, line: bytes | str) -> None:
        reader = self.reader.readers[role]
        values, faults = reader.careful(line)
        for fault in faults:
            fault_id = fault.id if BOOK[fault.id].level is Level.DELIVERY else "PJ-1120-E"
            self.delivery_faults.append(msgspec.structs.replace(fault, id=fault_id, file=self.file, line=line_number))
        if not faults:
            named = dict(zip(reader.kind.names, values, strict=True))
            self.borders.append(Border(role=role, line=line_number, values=named))

    def _unknown(self, line_number: int, line: bytes | str) -> None:
        start = self.reader.format.codec.shown(line[:1]) if isinstance(line, bytes) else line[:1]
        expected = "expected one of " + ", ".join(kind.code for kind in self.reader.format.types)
        detail = "the file must not begin with a byte order mark" if start == "\ufeff" else expected
        self._refuse("PJ-1111-E", line_number, column=1, value=start.strip("\ufeff"), detail=detail)

    def _undecodable(self, line_number: int, line: bytes) -> str:
        """Refuse the delivery for a line that cannot be decoded, and go on with its structure; columns count bytes."""
        codec = self.reader.format.codec
        try:
            return codec.decode(line)
        except UnicodeDecodeError as cause:
            value, told = f"{line[cause.start]:02X}", f"the line is not {codec.name}"
            self._refuse("PJ-1107-E", line_number, column=cause.start + 1, value=value, detail=told)
        return codec.structure(line)

    def _refuse(
        self, fault_id: str, line: int, *, column: int = 0, record: int = 0, value: str = "", detail: str = ""
    ) -> None:
        self.delivery_faults.append(
            Fault(id=fault_id, file=self.file, line=line, column=column, record=record, value=value, detail=detail)
        )


def _listed(faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults in order, at most so many of one id; one more says how many were left out."""
    seen: Counter[str] = Counter()
    listed: list[Fault] = []
    for fault in faults:
        seen[fault.id] += 1
        if seen[fault.id] <= MOST_FAULTS_OF_A_KIND:
            listed.append(fault)
    for fault_id, count in seen.items():
        if count > MOST_FAULTS_OF_A_KIND:
            file = faults[0].file
            listed.append(
                Fault(
                    id=fault_id, file=file, detail=f"and {count - MOST_FAULTS_OF_A_KIND} more in this part of the file"
                )
            )
    return tuple(listed)
