"""Admission of one byte range of a delivery, as a Dask task: read, decide, keep.

The task leaves four files in the run's folder, whole or absent: the prepared records, their admission rows, their payment codes as numbers,
the faults. The fifth, written last, says what was found; where it exists the task is done and is not done again.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.admit.columns import RecordColumns, require_kinds
from printjob.admit.exceptions import Exceptions, read_exceptions
from printjob.admit.payment import Billers
from printjob.admit.prepare import Admitted, Preparer, Waiting
from printjob.durable import write_whole
from printjob.errors import BugFound, EnvironmentAtFault, Fault
from printjob.extract.format import Format, read_format
from printjob.extract.reader import RangeReader, RangeResult, Refused
from printjob.model.delivery import ByteRange, Counted
from printjob.model.piece import ADMISSION, MOST_STOCKS, State
from printjob.model.record import Record
from printjob.model.runfolder import part_name, read_form, records_path
from printjob.postal.index import open_index
from printjob.recordshape import RecordShape, read_shape
from printjob.typefaces.gaiji import read_gaiji

_encoder = msgspec.msgpack.Encoder()
_json = msgspec.json.Encoder()
_NO_SHEETS = (0,) * MOST_STOCKS
CODES = np.dtype([("row", "u4"), ("code", "u8")])
"""A payment code of a part: the index of its record's row, and its number (:meth:`printjob.admit.payment.PaymentChecks.check`)."""


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """What admission needs to know of a campaign and its data: where its declared files are, and the machines' sheet limits.

    ``issued_on`` is the issue date (発付日): its version of the gaiji map counts, and what must be past is held to it. ``exceptions_file`` is empty
    where nothing is excepted; with ``proof`` the payment codes are void and ``form`` is the one with 見本. ``billers``: whose codes may stand
    on slips. ``barcodes``: whether the campaign's pieces bear customer barcodes.
    """

    form: str
    format_file: str
    shape_file: str
    gaiji_file: str
    run_kind: str
    fiscal_year: int
    sheets_by_route: tuple[tuple[int, int], ...]
    exceptions_file: str = ""
    proof: bool = False
    issued_on: date | None = None
    billers: Billers = Billers()
    barcodes: bool = True


class RangeOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One task: a range of a delivery's file, and what to admit it by."""

    run: str
    source: str
    delivery: int
    part: int
    range: ByteRange
    kit: Kit


class PartAdmitted(msgspec.Struct, frozen=True, kw_only=True):
    """What a task found. ``rare`` gives the rare clusters of a row by its index; ``reasons`` the rows without customer barcode, by
    the key of :data:`printjob.admit.prepare.BARCODE_REASONS`.
    """

    delivery: int
    part: int
    rows: int
    counted: Counted
    faults: tuple[Fault, ...]
    rare: tuple[tuple[int, tuple[str, ...]], ...]
    reasons: dict[str, array[int]]


class _Parts(msgspec.Struct):
    """The parts while they grow."""

    records: bytearray
    rows: list[tuple[object, ...]]
    faults: list[Fault]
    rare: list[tuple[int, tuple[str, ...]]]
    reasons: dict[str, array[int]]
    codes: list[tuple[int, int]]


def rows_path(run: Path, delivery: int, part: int) -> Path:
    """The admission rows of a part."""
    return run / "rows" / f"{part_name(delivery, part)}.rows"


def read_rows(run: Path, delivery: int, part: int) -> npt.NDArray[np.void]:
    """The admission rows of a part, in the order of the delivery."""
    return np.fromfile(rows_path(run, delivery, part), dtype=ADMISSION)


def codes_path(run: Path, delivery: int, part: int) -> Path:
    """The payment codes of a part."""
    return rows_path(run, delivery, part).with_suffix(".codes")


def read_codes(run: Path, delivery: int, part: int) -> npt.NDArray[np.void]:
    """The payment codes of a part's admitted records (:data:`CODES`), in the order of its rows."""
    return np.fromfile(codes_path(run, delivery, part), dtype=CODES)


def faults_path(run: Path, delivery: int, part: int) -> Path:
    """The faults of a part's records, a JSON object a line."""
    return run / "faults" / f"{part_name(delivery, part)}.jsonl"


def admit_range(order: RangeOrder) -> PartAdmitted:
    """Admit the records of a range. ``EnvironmentAtFault`` when the bytes are not those that intake hashed."""
    run = Path(order.run)
    done = rows_path(run, order.delivery, order.part).with_suffix(".done")
    if done.exists():
        return _noted(done)
    reader, preparer = _tools(order.run, order.kit)
    found = reader.read(
        _bytes_of(order),
        file=order.range.file,
        first_line=order.range.first_line,
        first_number=order.range.first_number,
    )
    admitted = _keep(run, order, found, _decide(order, found, preparer, reader))
    write_whole(done, pickle.dumps(admitted, protocol=5))
    return admitted


def _noted(done: Path) -> PartAdmitted:
    """What a finished task found. Pickled, because border lines hold dates beside texts, which JSON would not give back as they were."""
    noted = pickle.loads(done.read_bytes())  # noqa: S301 - the run's own file, in a folder that is its owner's alone
    if not isinstance(noted, PartAdmitted):
        raise BugFound(Fault(id="PJ-1701-E", file=done.name, detail="this is not what a task of admission leaves"))
    return noted


@lru_cache(maxsize=16)
def _tools(run: str, kit: Kit) -> tuple[RangeReader, Preparer]:
    fmt, shape = read_format(Path(kit.format_file)), read_shape(Path(kit.shape_file))
    return RangeReader(fmt, shape, kit.run_kind, kit.fiscal_year, _gaiji(kit.gaiji_file, kit.issued_on)), _preparer(
        run, kit, fmt, shape
    )


def _gaiji(file: str, day: date | None) -> dict[str, str]:
    return read_gaiji(Path(file), day).by_character() if file else {}


def _preparer(run: str, kit: Kit, fmt: Format, shape: RecordShape) -> Preparer:
    form, columns = read_form(Path(run), kit.form), RecordColumns.of(fmt, shape)
    require_kinds(form, fmt)
    exceptions = None
    if kit.exceptions_file:
        found = read_exceptions(Path(kit.exceptions_file), {shape.id: shape}, only=shape.id)
        exceptions = Exceptions(found, shape.id, kit.fiscal_year, shape.roles.notice, columns)
    return Preparer(
        form, shape, columns, kit.sheets_by_route, open_index(), exceptions, proof=kit.proof, barcodes=kit.barcodes, issued_on=kit.issued_on,
        billers=kit.billers,
    )  # fmt: skip


def _bytes_of(order: RangeOrder) -> bytes:
    with (Path(order.source) / order.range.file).open("rb") as stream:
        stream.seek(order.range.start)
        data = stream.read(order.range.stop - order.range.start)
    if zlib.crc32(data) != order.range.crc32:
        raise EnvironmentAtFault(Fault(id="PJ-1409-E", file=order.range.file))
    return data


def _decide(order: RangeOrder, found: RangeResult, preparer: Preparer, reader: RangeReader) -> _Parts:
    parts = _Parts(bytearray(), [], [], [], {}, [])
    for item in _by_number(found.records, found.refused):
        if isinstance(item, Refused):
            _set_aside(parts, order, item)
            continue
        amount = item.values[reader.amount]
        decided = preparer.prepare(item)
        if isinstance(decided, Waiting):
            fault = msgspec.structs.replace(decided.fault, file=order.range.file)
            notice = str(item.values[reader.notice]).encode()
            addressee = preparer.addressee(item).encode()
            parts.rows.append(_row(order, item.number, item.line, decided.state, notice=notice, amount=amount, addressee=addressee))
            parts.faults.append(fault)
        else:
            _print(parts, order, item, decided, amount)
    return parts


def _by_number(records: Sequence[Record], refused: Sequence[Refused]) -> Iterator[Record | Refused]:
    items: list[Record | Refused] = [*records, *refused]
    return iter(sorted(items, key=lambda item: item.number))


def _set_aside(parts: _Parts, order: RangeOrder, refused: Refused) -> None:
    parts.rows.append(
        _row(
            order,
            refused.number,
            refused.line,
            State.QUARANTINED,
            notice=refused.notice.encode(),
            amount=refused.amount_yen,
        )
    )
    parts.faults.extend(refused.faults)


def _print(parts: _Parts, order: RangeOrder, record: Record, admitted: Admitted, amount: object) -> None:
    encoded = _encoder.encode(admitted.prepared)
    if admitted.prepared.rare:
        parts.rare.append((len(parts.rows), admitted.prepared.rare))
    if admitted.barcode_reason:
        parts.reasons.setdefault(admitted.barcode_reason, array("I")).append(len(parts.rows))
    parts.codes += [(len(parts.rows), code) for code in admitted.codes]
    parts.rows.append(
        (
            order.delivery, order.part, len(parts.records), len(encoded), record.number, record.line, State.ADMITTED,
            admitted.route, admitted.pages, admitted.sheets, admitted.by_stock, admitted.prepared.notice.encode(), admitted.addressee.encode(),
            admitted.postal.encode(), admitted.digits.encode(), amount, admitted.prepared.bars != "", admitted.option, admitted.due,
        )
    )  # fmt: skip
    parts.records += encoded
    parts.faults += [msgspec.structs.replace(note, file=order.range.file) for note in admitted.notes]


def _row(
    order: RangeOrder, number: int, line: int, state: State, *, notice: bytes, amount: object, addressee: bytes = b""
) -> tuple[object, ...]:
    return (order.delivery, order.part, 0, 0, number, line, state, 0, 0, 0, _NO_SHEETS, notice, addressee, b"", b"", amount, 0, 0, 0)


def _keep(run: Path, order: RangeOrder, found: RangeResult, parts: _Parts) -> PartAdmitted:
    rows: npt.NDArray[np.void] = np.array(parts.rows, dtype=ADMISSION)
    write_whole(records_path(run, order.delivery, order.part), bytes(parts.records))
    write_whole(rows_path(run, order.delivery, order.part), rows.tobytes())
    codes: npt.NDArray[np.void] = np.array(parts.codes, dtype=CODES)
    write_whole(codes_path(run, order.delivery, order.part), codes.tobytes())
    lines = b"".join(_json.encode(fault) + b"\n" for fault in parts.faults)
    write_whole(faults_path(run, order.delivery, order.part), lines)
    return PartAdmitted(
        delivery=order.delivery,
        part=order.part,
        rows=len(rows),
        counted=found.counted,
        faults=found.faults,
        rare=tuple(parts.rare),
        reasons=dict(sorted(parts.reasons.items())),
    )
