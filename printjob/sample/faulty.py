"""Sound sample deliveries made faulty by name, one fault of the whole delivery each (納品単位のエラー).

What is not the fault is put right again (sizes, hashes, trailer), so that intake and reader find this fault and no other.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from printjob.errors import ArgumentMistake, Fault
from printjob.extract.format import Format
from printjob.extract.lines import LineReader
from printjob.extract.writer import LineWriter
from printjob.intake.manifest import MANIFEST_NAME, DeliveredFile, Manifest, manifest_bytes, read_manifest
from printjob.sample.faults import NAME

CRLF = b"\r\n"
UNKNOWN_MUNICIPALITY, WRONG_CHECK_DIGIT = "019941", "019918"


class Break(NamedTuple):
    """How a delivery is broken: the fault id it must be refused with, and what changes lines or manifest."""

    fault_id: str
    lines: Callable[[list[bytes], Format], list[bytes]] | None = None
    manifest: Callable[[Manifest, Path], Manifest] | None = None


def break_delivery(folder: Path, fault: str, fmt: Format) -> Path:
    """Make the sound delivery in ``folder`` faulty; the folder it lies in afterwards, with its manifest written last.

    Raises ``ArgumentMistake`` for a name that is not in :data:`BREAKS`.
    """
    if fault not in BREAKS:
        raise ArgumentMistake(Fault(id="PJ-1602-E", field="fault", value=fault, detail="known: " + ", ".join(BREAKS)))
    broken = BREAKS[fault]
    manifest = read_manifest(folder / MANIFEST_NAME)
    (folder / MANIFEST_NAME).unlink()
    if broken.lines:
        path = folder / manifest.files[0].name
        lines = path.read_bytes().split(CRLF)[:-1]
        path.write_bytes(CRLF.join([*broken.lines(lines, fmt), b""]))
        manifest = _described_again(manifest, folder)
    if broken.manifest:
        manifest = broken.manifest(manifest, folder)
    folder = _in_its_municipality(folder, manifest.municipality)
    (folder / MANIFEST_NAME).write_bytes(manifest_bytes(manifest))
    return folder


def _in_its_municipality(folder: Path, municipality: str) -> Path:
    if folder.parent.name == municipality:
        return folder
    target = folder.parent.parent / municipality / folder.name
    target.parent.mkdir(exist_ok=True)
    return Path(shutil.move(folder, target))


def _described(path: Path) -> DeliveredFile:
    content = path.read_bytes()
    return DeliveredFile(name=path.name, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _described_again(manifest: Manifest, folder: Path) -> Manifest:
    return msgspec.structs.replace(manifest, files=tuple(_described(folder / file.name) for file in manifest.files))


# -- lines ---------------------------------------------------------------------------------------------------------------------


def _first(lines: list[bytes], fmt: Format, role: str) -> int:
    code = fmt.by_role[role].code.encode("ascii")
    return next(at for at, line in enumerate(lines) if line.startswith(code))


def _changed(lines: list[bytes], at: int, line: bytes) -> list[bytes]:
    return [*lines[:at], line, *lines[at + 1 :]]


def _missing_trailer(lines: list[bytes], fmt: Format) -> list[bytes]:
    at = _first(lines, fmt, "trailer")
    return [*lines[:at], *lines[at + 1 :]]


def _first_of_sections(lines: list[bytes], fmt: Format) -> int:
    """The first line behind a data line."""
    codes = tuple(kind.code.encode("ascii") for kind in fmt.sections)
    return next(at for at, line in enumerate(lines) if line.startswith(codes))


def _first_amount(fmt: Format) -> str:
    return next(field.name for field in fmt.data.fields if field.kind == "amount" and field.required)


def _with_field(line: bytes, fmt: Format, role: str, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The line with one field's bytes changed in place; sample data has no quoted columns."""
    field = next(field for field in fmt.by_role[role].fields if field.name == name)
    if fmt.fixed:
        start, stop = field.at - 1, field.at - 1 + field.width
        return line[:start] + change(line[start:stop]) + line[stop:]
    columns = line.split(b",")
    columns[field.column - 1] = change(columns[field.column - 1])
    return b",".join(columns)


def _undecodable(lines: list[bytes], fmt: Format) -> list[bytes]:
    at = _first(lines, fmt, "data")
    bad = b"\x82\x20" if fmt.encoding == "cp932" else b"\xff\xfe"
    return _changed(lines, at, _with_field(lines[at], fmt, "data", NAME, lambda old: bad + old[2:]))


def _unreadable_amount(lines: list[bytes], fmt: Format) -> list[bytes]:
    at = _first(lines, fmt, "data")
    return _changed(lines, at, _with_field(lines[at], fmt, "data", _first_amount(fmt), lambda old: b"O" * len(old)))


def _short_line(lines: list[bytes], fmt: Format) -> list[bytes]:
    at = _first_of_sections(lines, fmt)
    return _changed(lines, at, lines[at][:-1] if fmt.fixed else lines[at].rpartition(b",")[0])


def _long_line(lines: list[bytes], fmt: Format) -> list[bytes]:
    at = _first_of_sections(lines, fmt)
    return _changed(lines, at, lines[at] + (b" " if fmt.fixed else b","))


def _unknown_record_type(lines: list[bytes], _fmt: Format) -> list[bytes]:
    return [lines[0], b"7", *lines[1:]]


def _detail_without_header(lines: list[bytes], fmt: Format) -> list[bytes]:
    at = _first(lines, fmt, "trailer")
    values, _ = LineReader(fmt, fmt.by_role["trailer"], {}).careful(lines[at] if fmt.fixed else lines[at].decode())
    told = dict(zip(fmt.by_role["trailer"].names, values, strict=True))
    details = told["details"]
    told["details"] = details + 1 if isinstance(details, int) else 1
    trailer = LineWriter(fmt, {}).named("trailer", told).removesuffix(CRLF)
    return [lines[0], lines[_first_of_sections(lines, fmt)], *lines[1:at], trailer, *lines[at + 1 :]]


# -- manifests -----------------------------------------------------------------------------------------------------------------


def _first_file(**changes: object) -> Callable[[Manifest, Path], Manifest]:
    def change(manifest: Manifest, _folder: Path) -> Manifest:
        first, *rest = manifest.files
        return msgspec.structs.replace(manifest, files=(msgspec.structs.replace(first, **changes), *rest))

    return change


def _wrong_byte_count(manifest: Manifest, folder: Path) -> Manifest:
    return _first_file(bytes=manifest.files[0].bytes + 1)(manifest, folder)


def _replaced(**changes: object) -> Callable[[Manifest, Path], Manifest]:
    return lambda manifest, _folder: msgspec.structs.replace(manifest, **changes)


def _wrong_record_count(manifest: Manifest, _folder: Path) -> Manifest:
    return msgspec.structs.replace(manifest, records=manifest.records + 1)


def _wrong_total(manifest: Manifest, _folder: Path) -> Manifest:
    return msgspec.structs.replace(manifest, total_amount_yen=manifest.total_amount_yen + 100)


def _file_given_twice(manifest: Manifest, folder: Path) -> Manifest:
    first = manifest.files[0]
    second = f"AGAIN-{first.name}"
    shutil.copyfile(folder / first.name, folder / second)
    return msgspec.structs.replace(
        manifest,
        files=(*manifest.files, msgspec.structs.replace(first, name=second)),
        records=2 * manifest.records,
        total_amount_yen=2 * manifest.total_amount_yen,
    )


def _empty_file(manifest: Manifest, folder: Path) -> Manifest:
    empty = folder / "EMPTY.DAT"
    empty.touch()
    return msgspec.structs.replace(manifest, files=(*manifest.files, _described(empty)))


BREAKS: dict[str, Break] = {
    "wrong-sha256": Break("PJ-1102-E", manifest=_first_file(sha256="0" * 64)),
    "wrong-byte-count": Break("PJ-1103-E", manifest=_wrong_byte_count),
    "wrong-record-count": Break("PJ-1104-E", manifest=_wrong_record_count),
    "wrong-total": Break("PJ-1105-E", manifest=_wrong_total),
    "missing-trailer": Break("PJ-1106-E", lines=_missing_trailer),
    "undecodable-bytes": Break("PJ-1107-E", lines=_undecodable),
    "unreadable-amount": Break("PJ-1108-E", lines=_unreadable_amount),
    "short-line": Break("PJ-1109-E", lines=_short_line),
    "long-line": Break("PJ-1110-E", lines=_long_line),
    "unknown-record-type": Break("PJ-1111-E", lines=_unknown_record_type),
    "detail-without-header": Break("PJ-1112-E", lines=_detail_without_header),
    "unknown-municipality": Break("PJ-1113-E", manifest=_replaced(municipality=UNKNOWN_MUNICIPALITY)),
    "wrong-check-digit": Break("PJ-1114-E", manifest=_replaced(municipality=WRONG_CHECK_DIGIT)),
    "unknown-form": Break("PJ-1115-E", manifest=_replaced(form="property-text")),
    "file-given-twice": Break("PJ-1116-E", manifest=_file_given_twice),
    "empty-file": Break("PJ-1118-E", manifest=_empty_file),
    "unknown-format": Break("PJ-1121-E", manifest=_replaced(format="property-tax-ebcdic")),
}
"""Every fault of a whole delivery that one delivery can have; "same delivery again" (PJ-1117-E) needs two."""
