"""What a run's bytes follow from, as hashes: settings, layouts, spool, fonts, postal data, program (design 4.6).

A run that was killed goes on only where all of these are as they were; else it starts afresh under the same id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import printjob
from printjob.whereabouts import data_folder

_WRITING = ("deflate", "fonttools", "holidays", "msgspec", "numpy", "pillow", "pypdf", "reportlab")
"""Libraries that have a hand in the bytes of a job: half a run by one version and half by the next would differ. Holidays decide which
classes leave enough days (余裕日数), and so which jobs there are."""


_DECLARED = {".yaml", ".png", ".pdf", ".tsv"}
"""Kinds of files that settings and layouts consist of: the declarations, seals and marks, backgrounds, host tables."""


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """SHA-256 over names (relative to ``root``) and contents, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def fingerprint(site: Path, postal_version: str) -> dict[str, str]:
    """The hashes of everything but the deliveries."""
    layouts, fonts, spool, package = data_folder("layouts"), data_folder("fonts"), data_folder("spool"), Path(printjob.__file__).parent
    return {
        "site": hash_files((p for p in site.rglob("*") if p.is_file()), site),
        "layouts": hash_files((p for p in layouts.rglob("*") if p.suffix in _DECLARED), layouts),
        "spool": hash_files(spool.rglob("*.yaml"), spool),
        "fonts": hash_files(fonts.rglob("*.yaml"), fonts),
        "postal": postal_version,
        "program": f"{printjob.__version__} {hash_files(package.rglob('*.py'), package)}",
        "libraries": " ".join(f"{name} {version(name)}" for name in _WRITING),
    }
