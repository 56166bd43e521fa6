"""Set-up of the fonts (書体の準備): every face of the manifest ends up prepared, with its SHA-256, or set-up fails.

An installed copy with the right hash is used; else the Debian package is downloaded and unpacked without root. The
packages come from wherever the machine's own apt takes its packages. A file appears under its name only when it is
complete and its hash is right.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from printjob.durable import write_whole
from printjob.errors import EnvironmentAtFault, Fault
from printjob.typefaces.locate import fonts_folder, sha256_of
from printjob.typefaces.manifest import FaceEntry, faces
from printjob.typefaces.quadratic import truetype_outlines

Report = Callable[[str], None]

_APT_SECONDS = 900


def fetch_fonts(report: Report) -> None:
    """Prepare every face of the manifest; ``report`` gets one line a face.

    ``EnvironmentAtFault`` names all that could not be had (``PJ-1401-E``) or whose bytes are others (``PJ-1402-E``).
    """
    folder = fonts_folder()
    folder.mkdir(parents=True, exist_ok=True)
    waiting = [entry for entry in faces().values() if not _has(folder / entry.file, entry.sha256)]
    for entry in faces().values():
        if entry not in waiting:
            report(f"{entry.id}: ready")
    absent = [entry for entry in waiting if not _has(entry.path, entry.source_sha256)]
    with tempfile.TemporaryDirectory(prefix="printjob-fonts-") as scratch:
        unpacked = Path(scratch) / "root"
        if absent:
            _unpack_packages(sorted({entry.package for entry in absent}), Path(scratch), unpacked)
        faults = [fault for entry in waiting for fault in _prepare(entry, unpacked, folder, report)]
    if faults:
        raise EnvironmentAtFault(*faults)


def _has(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of(path) == sha256


def _prepare(entry: FaceEntry, unpacked: Path, folder: Path, report: Report) -> list[Fault]:
    downloaded = unpacked / entry.path.relative_to("/")
    for source, told in ((entry.path, "installed copy"), (downloaded, f"downloaded package {entry.package}")):
        if _has(source, entry.source_sha256):
            content = truetype_outlines(source) if entry.conversion else source.read_bytes()
            if hashlib.sha256(content).hexdigest() != entry.sha256:
                return [_fault("PJ-1402-E", entry, "the converted file differs")]
            write_whole(folder / entry.file, content)
            report(f"{entry.id}: {told}")
            return []
    if downloaded.is_file():
        return [_fault("PJ-1402-E", entry, f"expected package version {entry.version}")]
    return [_fault("PJ-1401-E", entry, f"package {entry.package} {entry.version} could not be had")]


def _fault(fault_id: str, entry: FaceEntry, detail: str) -> Fault:
    return Fault(id=fault_id, file=entry.file, field=entry.id, detail=detail)


def _unpack_packages(packages: list[str], scratch: Path, unpacked: Path) -> None:
    """Download with the machine's package lists; where they are empty or stale, with our own. No root is needed."""
    debs = scratch / "debs"
    own = _own_state(scratch)
    for folder in (debs, scratch / "lists" / "partial", scratch / "cache" / "archives" / "partial"):
        folder.mkdir(parents=True)
    complaint = _failed(["apt-get", *_QUIET, "download", *packages], debs)
    if complaint:
        complaint = _failed(["apt-get", *_QUIET, *own, "update"], debs) or complaint
        complaint = _failed(["apt-get", *_QUIET, *own, "download", *packages], debs)
    for deb in sorted(debs.glob("*.deb")):
        complaint = _failed(["dpkg-deb", "-x", str(deb), str(unpacked)], debs) or complaint
    if complaint:
        raise EnvironmentAtFault(Fault(id="PJ-1401-E", field=" ".join(packages), detail=complaint))


_QUIET = ("-q", "-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=3")
"""as root apt would hand downloads to a user who may not write to our folder; for others the option has no effect"""


def _own_state(scratch: Path) -> list[str]:
    options = (f"Dir::State::lists={scratch / 'lists'}", f"Dir::Cache={scratch / 'cache'}", "Debug::NoLocking=1")
    return [part for option in options for part in ("-o", option)]


def _failed(command: Iterable[str], folder: Path) -> str:
    """Run a command; what it complained of, or nothing."""
    arguments = list(command)
    try:
        done = subprocess.run(
            arguments,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_APT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as cause:
        return f"{arguments[0]}: {cause}"
    if done.returncode == 0:
        return ""
    lines = [line for line in done.stderr.splitlines() if line.startswith(("E:", "dpkg-deb:"))]
    return f"{arguments[0]}: " + (" / ".join(lines[:3]) or f"exit {done.returncode}")
