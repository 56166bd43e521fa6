"""Is a delivery what its manifest says? (受付検査): every fault of the envelope of the data, before a record is read.

All faults are collected; a delivery with any of them is refused whole. What is found is kept either way, so that a receipt can say
what came. File hashes, sizes, lines and byte ranges come from one pass over each file (:mod:`printjob.intake.scan`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path

import msgspec

from printjob.errors import DataRefused, Fault
from printjob.intake.manifest import MANIFEST_NAME, DeliveredFile, Manifest, read_manifest
from printjob.intake.municipality_code import is_valid
from printjob.intake.scan import RANGE_BYTES, Scanned, scan_file
from printjob.model.framing import Framing

_UNKNOWN = Framing(starts=(b"\r\n",))
"""For files of an unknown format, which are hashed and measured only."""


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """What this site knows: run kinds by municipality, run kinds by form, and for each format its form and how its files fall into
    lines."""

    municipalities: Mapping[str, Container[str]]
    forms: Mapping[str, Container[str]]
    formats: Mapping[str, tuple[str, Framing]]


class CheckedDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery as found. It is taken only when ``faults`` is empty; ``manifest`` is ``None`` when it could not be read."""

    folder: str
    manifest: Manifest | None
    files: tuple[Scanned, ...]
    digest: str
    """what the delivery is by content, empty without manifest; see :func:`delivery_digest`"""
    faults: tuple[Fault, ...]

    @property
    def records(self) -> int:
        """Records received: as found, or as the manifest says when the files could not be read."""
        found = sum(file.records for file in self.files)
        return found or (self.manifest.records if self.manifest else 0)


def check_delivery(
    folder: Path,
    registered: Registered,
    *,
    taken: Callable[[str], bool] = lambda _digest: False,
    range_bytes: int = RANGE_BYTES,
) -> CheckedDelivery:
    """Check the delivery in ``folder``, whose parent is named by the municipality; ``taken`` tells a digest taken before."""
    try:
        manifest = read_manifest(folder / MANIFEST_NAME)
    except DataRefused as refused:
        return CheckedDelivery(folder=str(folder), manifest=None, files=(), digest="", faults=refused.faults)
    faults = [*_declared_faults(manifest, folder, registered), *_list_faults(manifest, folder)]
    framing = registered.formats[manifest.format][1] if manifest.format in registered.formats else _UNKNOWN
    files = _scan(folder, manifest, framing, range_bytes, faults)
    complete = len(files) == len({file.name for file in manifest.files}) and all(file.bytes for file in files)
    if complete and manifest.format in registered.formats and not any(file.records for file in files):
        faults.append(_manifest_fault("PJ-1122-E", "records", str(manifest.records)))
    digest = delivery_digest(manifest, [file.sha256 for file in files])
    if not faults and taken(digest):
        faults.append(_manifest_fault("PJ-1117-E", "delivery", manifest.delivery))
    return CheckedDelivery(
        folder=str(folder), manifest=manifest, files=tuple(files), digest=digest, faults=tuple(faults)
    )


def delivery_digest(manifest: Manifest, hashes: Sequence[str]) -> str:
    """The sha256 that is equal for the same data: municipality, form, run kind, year and file contents, in any order of files.

    The sender's delivery id and dates are left out: the same notices sent again under another name are still the same.
    """
    parts = [manifest.municipality, manifest.form, manifest.run_kind, str(manifest.fiscal_year), *sorted(hashes)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _manifest_fault(fault_id: str, field: str, value: str, detail: str = "") -> Fault:
    return Fault(id=fault_id, file=MANIFEST_NAME, field=field, value=value, detail=detail)


def _declared_faults(manifest: Manifest, folder: Path, registered: Registered) -> list[Fault]:
    """What the manifest names that this site does not know, or that contradicts the place it lies in."""
    code, form, kind = manifest.municipality, manifest.form, manifest.run_kind
    faults = []
    if not is_valid(code):
        faults.append(_manifest_fault("PJ-1114-E", "municipality", code))
    elif code not in registered.municipalities:
        faults.append(_manifest_fault("PJ-1113-E", "municipality", code))
    elif kind not in registered.municipalities[code]:
        faults.append(_manifest_fault("PJ-1101-E", "run_kind", kind, "the municipality has no such run kind"))
    if code != folder.parent.name:
        faults.append(
            _manifest_fault(
                "PJ-1101-E", "municipality", code, f"the delivery lies in the folder of {folder.parent.name}"
            )
        )
    if form not in registered.forms:
        faults.append(_manifest_fault("PJ-1115-E", "form", form))
    elif kind not in registered.forms[form]:
        faults.append(_manifest_fault("PJ-1101-E", "run_kind", kind, "the form is not made for this run kind"))
    known = registered.formats.get(manifest.format)
    if known is None or (form in registered.forms and known[0] != form):
        faults.append(_manifest_fault("PJ-1121-E", "format", manifest.format))
    return faults


def _list_faults(manifest: Manifest, folder: Path) -> list[Fault]:
    """Files that are missing, not named, or named twice."""
    named = [file.name for file in manifest.files]
    present = {path.name for path in folder.iterdir()} - {MANIFEST_NAME}
    faults = [Fault(id="PJ-1119-E", file=name, detail="the file is missing") for name in sorted(set(named) - present)]
    faults += [
        Fault(id="PJ-1119-E", file=name, detail="is no file but a folder, a link or a device")
        for name in sorted({MANIFEST_NAME, *named} & {*present, MANIFEST_NAME})
        if not _is_own_file(folder, name)
    ]
    faults += [
        Fault(id="PJ-1119-E", file=name, detail="the file is not in the manifest")
        for name in sorted(present - set(named))
    ]
    faults += [
        Fault(id="PJ-1116-E", file=name, detail="named twice in the manifest")
        for name, n in Counter(named).items()
        if n > 1
    ]
    return faults


def _is_own_file(folder: Path, name: str) -> bool:
    """Whether it is a plain file of this very delivery: a link could lead into another municipality's data."""
    path = folder / name
    return path.is_file() and not path.is_symlink() and not folder.is_symlink()


def _scan(
    folder: Path, manifest: Manifest, framing: Framing, range_bytes: int, faults: list[Fault]
) -> list[Scanned]:
    """Every file that is there, scanned once, in the manifest's order; what differs is added to ``faults``."""
    scanned: list[Scanned] = []
    for name, declared in {file.name: file for file in manifest.files}.items():
        path = folder / name
        if not _is_own_file(folder, name):
            continue
        try:
            file = scan_file(
                path, framing, first_number=1 + sum(f.records for f in scanned), range_bytes=range_bytes
            )
        except DataRefused as refused:
            faults.extend(refused.faults)
            continue
        faults.extend(_file_faults(declared, file, scanned))
        scanned.append(file)
    return scanned


def _file_faults(declared: DeliveredFile, file: Scanned, before: Sequence[Scanned]) -> list[Fault]:
    faults = []
    if file.bytes == 0:
        return [Fault(id="PJ-1118-E", file=file.name)]
    if file.bytes != declared.bytes:
        faults.append(
            Fault(id="PJ-1103-E", file=file.name, value=str(file.bytes), detail=f"the manifest says {declared.bytes}")
        )
    if file.sha256 != declared.sha256:
        faults.append(
            Fault(
                id="PJ-1102-E",
                file=file.name,
                value=file.sha256[:16],
                detail=f"the manifest says {declared.sha256[:16]}",
            )
        )
    same = next((other.name for other in before if other.sha256 == file.sha256), None)
    if same is not None:
        faults.append(Fault(id="PJ-1116-E", file=file.name, detail=f"the same content as {same}"))
    return faults
