"""Where a face's file is, and that it is the very file of the manifest.

The file that set-up prepared comes first, then the copy that Debian's package installs. A face that is made at set-up
(other outlines than the package's) exists only prepared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from printjob.errors import EnvironmentAtFault, Fault
from printjob.typefaces.manifest import FaceEntry, faces
from printjob.whereabouts import prepared_folder


def fonts_folder() -> Path:
    """The folder in which set-up leaves font files."""
    return prepared_folder() / "fonts"


def entry_of(face_id: str) -> FaceEntry:
    """The manifest's entry; ``PJ-1401-E`` when no face has this id."""
    try:
        return faces()[face_id]
    except KeyError:
        fault = Fault(id="PJ-1401-E", file="fonts/manifest.yaml", field=face_id, detail="no face has this id")
        raise EnvironmentAtFault(fault) from None


def font_path(face_id: str) -> Path:
    """The file of a face. It exists; its hash is :func:`check_fonts`'s matter. ``PJ-1401-E`` when there is none."""
    entry = entry_of(face_id)
    prepared = fonts_folder() / entry.file
    candidates = [prepared] if entry.conversion else [prepared, entry.path]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise EnvironmentAtFault(Fault(id="PJ-1401-E", file=entry.file, field=face_id, detail=f"package {entry.package}"))


def check_fonts(face_ids: Iterable[str] | None = None) -> None:
    """Every face (default: all of the manifest) is there and has its SHA-256; else one error with all faults."""
    faults: list[Fault] = []
    for face_id in sorted(face_ids) if face_ids is not None else faces():
        try:
            found = sha256_of(font_path(face_id))
        except EnvironmentAtFault as missing:
            faults.extend(missing.faults)
        except OSError as cause:
            faults.append(Fault(id="PJ-1401-E", file=entry_of(face_id).file, field=face_id, detail=str(cause.strerror)))
        else:
            if found != entry_of(face_id).sha256:
                faults.append(Fault(id="PJ-1402-E", file=entry_of(face_id).file, field=face_id, value=found[:16]))
    if faults:
        raise EnvironmentAtFault(*faults)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as lower-case hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
